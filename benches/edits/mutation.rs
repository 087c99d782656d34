//! Edits that articles go through, each of which keeps track of every letter.

use super::traced::{Letter, Traced};
use super::typography::{curl, invisible, line_ends, reflow, spaces, straighten};
use fastrand::Rng;
use std::ops::Range;

/// What new words and sentences are taken from.
#[derive(Debug)]
pub(crate) struct Stock {
    pub(crate) words: Vec<String>,
    pub(crate) sentences: Vec<String>,
}

pub(crate) struct Mutation {
    pub(crate) name: &'static str,
    /// It moves, removes and changes no words: every span must be found to the letter.
    pub(crate) harmless: bool,
    pub(crate) change: fn(&mut Traced, &Stock, &mut Rng),
}

const fn harmless(name: &'static str, change: fn(&mut Traced, &Stock, &mut Rng)) -> Mutation {
    Mutation { name, harmless: true, change }
}

const fn mutation(name: &'static str, change: fn(&mut Traced, &Stock, &mut Rng)) -> Mutation {
    Mutation { name, harmless: false, change }
}

pub(crate) const MUTATIONS: &[Mutation] = &[
    harmless("none", |_, _, _| {}),
    harmless("quotes and dashes straightened", |text, _, _| straighten(text)),
    harmless("quotes curled, dashes lengthened", |text, _, _| curl(text)),
    harmless("reflow", |text, _, rng| reflow(text, rng.usize(40..90))),
    harmless("no-break and double spaces", spaces),
    harmless("soft hyphens, zero-width characters", invisible),
    harmless("line ends", line_ends),
    harmless("residue of pages", |text, stock, rng| residue(text, stock, rng, 5)),
    harmless("1 sentence inserted", |text, stock, rng| insert_sentences(text, stock, rng, 1)),
    harmless("6 sentences inserted", |text, stock, rng| insert_sentences(text, stock, rng, 6)),
    harmless("3 paragraphs inserted", |text, stock, rng| insert_paragraphs(text, stock, rng, 3)),
    mutation("2 sentences repeated as pull quotes", pull_quotes),
    mutation("typos in 2 % of words", |text, _, rng| typos(text, rng, 0.02)),
    mutation("typos in 20 % of words", |text, _, rng| typos(text, rng, 0.2)),
    mutation("5 % of words replaced", |text, stock, rng| replace_words(text, stock, rng, 0.05)),
    mutation("25 % of words replaced", |text, stock, rng| replace_words(text, stock, rng, 0.25)),
    mutation("5 % of words removed, 5 % added", remove_and_add),
    mutation("two names swapped", swap_names),
    mutation("3 sentences removed", |text, _, rng| remove_sentences(text, rng, 3)),
    mutation("4 paragraphs removed", |text, _, rng| remove_paragraphs(text, rng, 4)),
    mutation("2 sentences moved", |text, _, rng| move_sentences(text, rng, 2)),
    mutation("2 paragraphs moved", |text, _, rng| move_paragraphs(text, rng, 2)),
    mutation("20 % of sentences rewritten", |text, stock, rng| rewrite(text, stock, rng, 0.2)),
    mutation("typical correction", correction),
    mutation("heavy rewrite", heavy),
];

/// A text six times over, in each copy some words changed: a live blog's updates.
pub(crate) fn near_copies(text: &Traced, stock: &Stock, rng: &mut Rng) -> Traced {
    let mut all = Vec::new();
    for _ in 0..6 {
        let mut copy = text.settled();
        replace_words(&mut copy, stock, rng, 0.15);
        all.extend(copy.0);
        all.extend("\n\n".chars().map(|c| Letter { c, from: None, kept: false }));
    }
    Traced(all).settled()
}

/// What pages have beside their articles.
fn residue(text: &mut Traced, stock: &Stock, rng: &mut Rng, count: usize) {
    const LINES: &[&str] = &[
        "ADVERTISEMENT",
        "Continue reading the main story",
        "Share this article on Facebook, Twitter or by e-mail",
        "Sign up for our newsletter: the news of the day, every morning",
        "Photo: the agency",
        "Read more:",
        "Comments (14)",
    ];
    for _ in 0..count {
        let line = LINES[rng.usize(0..LINES.len())];
        let line = if line == "Read more:" {
            format!("{line} {}", pick(&stock.sentences, rng))
        } else {
            line.to_owned()
        };
        insert_between(text, rng, &line);
    }
    text.insert(0, "Home | News | Politics | Sport\n\nSkip to content\n\n");
    text.insert(text.0.len(), "\n\nAll rights reserved. Terms of use. Privacy.\n");
}

fn insert_between(text: &mut Traced, rng: &mut Rng, line: &str) {
    let paragraphs = text.paragraphs();
    let at = paragraphs[rng.usize(0..paragraphs.len())].end;
    text.insert(at, &format!("\n\n{line}"));
}

fn insert_sentences(text: &mut Traced, stock: &Stock, rng: &mut Rng, count: usize) {
    for _ in 0..count {
        let sentences = text.sentences();
        let at = sentences[rng.usize(0..sentences.len())].end;
        text.insert(at, &format!(" {}", pick(&stock.sentences, rng)));
    }
}

fn insert_paragraphs(text: &mut Traced, stock: &Stock, rng: &mut Rng, count: usize) {
    for _ in 0..count {
        let sentences: Vec<&str> = (0..3).map(|_| pick(&stock.sentences, rng)).collect();
        insert_between(text, rng, &sentences.join(" "));
    }
}

/// Sentences of the article stand a second time, between paragraphs.
fn pull_quotes(text: &mut Traced, _: &Stock, rng: &mut Rng) {
    for _ in 0..2 {
        let sentences = text.sentences();
        let sentence = sentences[rng.usize(0..sentences.len())].clone();
        let sentence: String = text.0[sentence].iter().map(|letter| letter.c).collect();
        insert_between(text, rng, &sentence);
    }
}

fn typos(text: &mut Traced, rng: &mut Rng, share: f32) {
    for word in text.words().into_iter().rev().filter(|word| word.len() > 2) {
        if rng.f32() >= share {
            continue;
        }
        let at = rng.usize(word.start..word.end - 1);
        match rng.u8(0..4) {
            0 => text.0.swap(at, at + 1),
            1 => text.remove(at + 1..at + 2),
            2 => text.replace(at..at + 1, rng.lowercase().encode_utf8(&mut [0; 4])),
            _ => {
                let twice = text.0[at].c;
                text.insert(at + 1, twice.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

fn replace_words(text: &mut Traced, stock: &Stock, rng: &mut Rng, share: f32) {
    for word in text.words().into_iter().rev() {
        if rng.f32() < share {
            let other = other_word(text, stock, rng);
            replace_word(text, word, &other);
        }
    }
}

/// Puts another word for one, unless it is the same.
fn replace_word(text: &mut Traced, word: Range<usize>, other: &str) {
    let same = text.0[word.clone()].iter().map(|letter| letter.c).eq(other.chars());
    if !same {
        text.replace(word, other);
    }
}

/// A word of the same text or of another.
fn other_word(text: &Traced, stock: &Stock, rng: &mut Rng) -> String {
    if rng.bool() {
        return pick(&stock.words, rng).to_owned();
    }
    let mut at = rng.usize(0..text.0.len());
    let is_letter = |i: usize| text.0.get(i).is_some_and(|letter| letter.c.is_alphanumeric());
    while !is_letter(at) {
        at = (at + 1) % text.0.len();
    }
    while at > 0 && is_letter(at - 1) {
        at -= 1;
    }
    text.0[at..].iter().map(|letter| letter.c).take_while(|c| c.is_alphanumeric()).collect()
}

fn remove_and_add(text: &mut Traced, stock: &Stock, rng: &mut Rng) {
    for word in text.words().into_iter().rev() {
        let chance = rng.f32();
        if chance < 0.05 && text.0.get(word.end).is_some_and(|letter| letter.c == ' ') {
            text.remove(word.start..word.end + 1);
        } else if chance > 0.95 {
            let other = other_word(text, stock, rng);
            text.insert(word.start, &format!("{other} "));
        }
    }
}

/// Two names stand for each other in all of the text.
fn swap_names(text: &mut Traced, _: &Stock, rng: &mut Rng) {
    let word = |range: &Range<usize>| -> String { text.0[range.clone()].iter().map(|l| l.c).collect() };
    let words = text.words();
    let is_name = |at: usize| {
        let range = &words[at];
        range.len() > 3
            && text.0[range.start].c.is_uppercase()
            && range.start > 1
            && text.0[range.start - 1].c == ' '
            && text.0[range.start - 2].c.is_lowercase()
    };
    let mut names: Vec<String> =
        (0..words.len()).filter(|at| is_name(*at)).map(|at| word(&words[at])).collect();
    names.sort();
    names.dedup();
    if names.len() < 2 {
        return;
    }
    rng.shuffle(&mut names);
    let found: Vec<_> = words.iter().map(|range| (range.clone(), word(range))).collect();
    for (range, found) in found.into_iter().rev() {
        if found == names[0] {
            text.replace(range, &names[1]);
        } else if found == names[1] {
            text.replace(range, &names[0]);
        }
    }
}

fn remove_sentences(text: &mut Traced, rng: &mut Rng, count: usize) {
    for _ in 0..count {
        let sentences = text.sentences();
        if sentences.len() < 4 {
            return;
        }
        let sentence = sentences[rng.usize(0..sentences.len())].clone();
        let blank = text.0.get(sentence.end).is_some_and(|letter| letter.c == ' ');
        text.remove(sentence.start..sentence.end + usize::from(blank));
    }
}

fn remove_paragraphs(text: &mut Traced, rng: &mut Rng, count: usize) {
    for _ in 0..count {
        let paragraphs = text.paragraphs();
        if paragraphs.len() < 4 {
            return;
        }
        let paragraph = paragraphs[rng.usize(0..paragraphs.len())].clone();
        text.remove(paragraph);
    }
}

fn move_sentences(text: &mut Traced, rng: &mut Rng, count: usize) {
    for _ in 0..count {
        let sentences = text.sentences();
        let inner = |i: &usize| text.0.get(sentences[*i].end).is_some_and(|letter| letter.c == ' ');
        let inner: Vec<usize> = (0..sentences.len()).filter(inner).collect();
        if inner.len() < 2 {
            return;
        }
        let taken = sentences[inner[rng.usize(0..inner.len())]].clone();
        let taken = taken.start..taken.end + 1;
        let to = sentences[inner[rng.usize(0..inner.len())]].start;
        let to = if to < taken.end { to.min(taken.start) } else { to - taken.len() };
        text.carry(taken, to);
    }
}

fn move_paragraphs(text: &mut Traced, rng: &mut Rng, count: usize) {
    for _ in 0..count {
        let paragraphs = text.paragraphs();
        if paragraphs.len() < 3 {
            return;
        }
        let last = paragraphs.len() - 1;
        let i = rng.usize(0..last);
        let taken = paragraphs[i].start..paragraphs[i + 1].start;
        let to = paragraphs[rng.usize(0..=last)].start;
        let to = if to < taken.end { to.min(taken.start) } else { to - taken.len() };
        text.carry(taken, to);
    }
}

/// Of the sentences' words most are others, some are left out and some added.
fn rewrite(text: &mut Traced, stock: &Stock, rng: &mut Rng, share: f32) {
    for sentence in text.sentences().into_iter().rev() {
        if rng.f32() >= share {
            continue;
        }
        let words = text.words().into_iter().rev();
        for word in
            words.filter(|word| sentence.start <= word.start && word.end <= sentence.end).collect::<Vec<_>>()
        {
            let chance = rng.f32();
            let other = other_word(text, stock, rng);
            if chance < 0.7 {
                replace_word(text, word, &other);
            } else if chance < 0.8 {
                text.insert(word.start, &format!("{other} "));
            } else if chance < 0.9 && text.0.get(word.end).is_some_and(|letter| letter.c == ' ') {
                text.remove(word.start..word.end + 1);
            }
        }
    }
}

fn correction(text: &mut Traced, stock: &Stock, rng: &mut Rng) {
    typos(text, rng, 0.005);
    replace_words(text, stock, rng, 0.01);
    insert_sentences(text, stock, rng, 1);
    remove_sentences(text, rng, 1);
    text.insert(text.0.len(), "\n\nCorrection: an earlier version of this article misspelled a name.\n");
}

fn heavy(text: &mut Traced, stock: &Stock, rng: &mut Rng) {
    move_paragraphs(text, rng, 1);
    remove_sentences(text, rng, 4);
    rewrite(text, stock, rng, 0.15);
    replace_words(text, stock, rng, 0.1);
    insert_sentences(text, stock, rng, 3);
    insert_paragraphs(text, stock, rng, 1);
    straighten(text);
}

fn pick<'a>(from: &'a [String], rng: &mut Rng) -> &'a str {
    &from[rng.usize(0..from.len())]
}
