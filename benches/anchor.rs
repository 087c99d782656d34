//! How surely annotations find their place again in an article that was edited.
//!
//! Articles are edited in ways of which each keeps track of every letter, so
//! that the right place of a span is known: from its first letter to its last,
//! or to what stands in their stead. A span that was torn apart is where the
//! most of it is. It is gone if under a fifth of its characters is left. The
//! articles are those of `../shared/quotes`, which are not ours to copy:
//! without them nothing is measured. A second kind of document is an article
//! six times over, each copy with 15 % of its words replaced, as in a live blog.
//!
//! The columns, in percent:
//!
//! * of the spans that are left: `exact`, the place given (`Same`, `Moved` or
//!   `Changed`) is right to the letter; `≥ .8`, it and the right one share 80 %
//!   of what they cover; `lost`, given as `Lost`;
//! * of all spans: `asked`, given as `Ambiguous`; `changed`, given as `Changed`,
//!   which is asked too; `wrong`, silently: given as `Same` or `Moved`, but gone,
//!   or it and the right place share less than 80 %; `off`, given as `Same` or
//!   `Moved` and not right to the letter, be it a mark, which is stricter;
//!   `w. asked`, wrong but asked: given as `Changed`, but gone, or less than half
//!   is shared;
//! * of the spans that are gone: `caught`, given as `Lost` or `Ambiguous`.
//!
//! A→B→A takes the places that were given in the edited text back to the text
//! before the edit: the part of them that is at the first place again, of those
//! given as `Same` or `Moved`, and of the others, of which all are confirmed
//! here as they are (nobody confirms, and they never left the first place).
//!
//! Arguments: `--test` runs a little of it; `--tune` takes other articles and
//! chances than those reported; `--articles N`, `--seeds N` and `--only WORDS`
//! choose how many and which edits; `--show N` prints N spans that went wrong.

#![allow(clippy::print_stdout, reason = "a table is what it is for")]
#![allow(clippy::cast_precision_loss, reason = "counts and times are small")]

mod edits;

use edits::mutation::{MUTATIONS, Mutation, Stock};
use edits::score::{Tally, old, quotes};
use edits::traced::{Traced, Truth};
use edits::{Case, Finding, text_of};
use fastrand::Rng;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Instant;
use whosaid::anchor::{Quote, Verdict, find_places};
use whosaid::text::{Span, Text};

const ARTICLES: &str = "../shared/quotes/polnear_train.jsonl";

struct Choices {
    articles: usize,
    seeds: u64,
    /// Other articles and chances than those reported.
    tune: bool,
    show: usize,
    only: String,
    test: bool,
}

impl Choices {
    fn read() -> Choices {
        let arguments: Vec<String> = std::env::args().collect();
        let has = |name: &str| arguments.iter().any(|argument| argument == name);
        let value = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
        let number = |name: &str, otherwise| value(name).and_then(|n| n.parse().ok()).unwrap_or(otherwise);
        let test = has("--test");
        Choices {
            articles: number("--articles", if test { 2 } else { 48 }),
            seeds: number("--seeds", if test { 1 } else { 2 }) as u64,
            tune: has("--tune"),
            show: number("--show", 0),
            only: value("--only").cloned().unwrap_or_default(),
            test,
        }
    }

    fn mutations(&self) -> impl Iterator<Item = &'static Mutation> {
        MUTATIONS.iter().filter(|mutation| mutation.name.contains(&self.only))
    }

    /// Articles of the usual lengths, spread over all; every second one is for tuning.
    fn choose<'a>(&self, texts: &'a [String]) -> Vec<&'a String> {
        let usual: Vec<&String> = texts.iter().filter(|text| (1500..7000).contains(&text.len())).collect();
        let part: Vec<&String> = usual.into_iter().skip(usize::from(self.tune)).step_by(2).collect();
        let step = (part.len() / self.articles.max(1)).max(1);
        part.into_iter().step_by(step).take(self.articles).collect()
    }

    fn seeds(&self, article: u64) -> impl Iterator<Item = u64> {
        let first = if self.tune { 500_000 } else { 0 };
        (0..self.seeds).map(move |seed| first + seed * 1000 + article)
    }
}

fn main() {
    let choices = Choices::read();
    let Ok(source) = std::fs::read_to_string(ARTICLES) else {
        println!("skipped: {ARTICLES} is not there");
        return;
    };
    let texts = texts(&source);
    let stock = stock(&texts);
    for copies in [false, true] {
        let cases = (0..).zip(choices.choose(&texts));
        let cases: Vec<Case> = cases.map(|(i, text)| Case::new(text, copies, &stock, i)).collect();
        for with_words in [true, false] {
            report(&cases, copies, with_words, &stock, &choices);
        }
    }
    large(&texts, &stock, choices.test);
}

fn texts(source: &str) -> Vec<String> {
    let texts = source.lines().filter_map(|line| {
        let article: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(article.get("text")?.as_str()?.to_owned())
    });
    texts.collect()
}

/// Words and sentences of articles that are not measured.
fn stock(texts: &[String]) -> Stock {
    let short = texts.iter().filter(|text| (800..1500).contains(&text.len())).take(40);
    let mut stock = Stock { words: Vec::new(), sentences: Vec::new() };
    for text in short {
        let text = Traced::new(text);
        let string = |range: Range<usize>| text.0[range].iter().map(|letter| letter.c).collect::<String>();
        stock.words.extend(text.words().into_iter().map(string));
        stock.sentences.extend(text.sentences().into_iter().map(string));
    }
    stock
}

fn report(cases: &[Case], copies: bool, with_words: bool, stock: &Stock, choices: &Choices) {
    let (mut all, mut harmless) = (Tally::default(), Tally::default());
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut back = Back::default();
    let mut show = choices.show;
    for mutation in choices.mutations() {
        let mut row = Tally::default();
        for (case, number) in cases.iter().zip(0..) {
            for seed in choices.seeds(number) {
                let edited = case.edited(mutation, stock, seed);
                let found = case.find(&edited, with_words);
                for finding in &found {
                    row.add(&finding.tally);
                    kinds.entry(format!("{:?}", finding.kind)).or_default().add(&finding.tally);
                    if show > 0 && went_wrong(finding) {
                        show -= 1;
                        show_finding(mutation.name, case, &edited, finding);
                    }
                }
                back.count(case, &edited, &found, with_words);
            }
        }
        all.add(&row);
        if mutation.harmless {
            harmless.add(&row);
        }
        rows.push((mutation.name.to_owned(), row));
    }
    let document = if copies { "six near-copies" } else { "single articles" };
    let method = if with_words { "with the words' hashes" } else { "quotes and context only" };
    println!("\n{document}, {method}: {} spans, {} gone; A→B→A {}", all.spans, all.gone, back.text());
    heading();
    print_row("ALL", &all);
    print_row("all that move and change no words", &harmless);
    for (name, tally) in rows.into_iter().chain(kinds) {
        print_row(&name, &tally);
    }
}

/// Places that were taken to the edited text and back, and how many were at the
/// first place again: those that were sure, and those that had changed.
#[derive(Default)]
struct Back {
    sure: (u32, u32),
    changed: (u32, u32),
}

impl Back {
    fn count(&mut self, case: &Case, edited: &Traced, found: &[Finding], with_words: bool) {
        let (before, after) = (text_of(&case.text), text_of(edited));
        let taken = found.iter().filter_map(|finding| Some((finding, given(&after, &finding.verdict)?)));
        let (taken, ranges): (Vec<&Finding>, Vec<Range<u32>>) = taken.unzip();
        let verdicts = find_places(&old(&after, with_words), &quotes(&after, &ranges), &before);
        for (finding, verdict) in taken.iter().zip(verdicts) {
            let is_changed = matches!(finding.verdict, Verdict::Changed(_));
            let count = if is_changed { &mut self.changed } else { &mut self.sure };
            count.0 += 1;
            count.1 += u32::from(given(&before, &verdict) == Some(finding.range.clone()));
        }
    }

    fn text(&self) -> String {
        let part = |(all, back)| format!("{:.3} % of {all}", percent(back, all));
        format!("{} sure, {} changed", part(self.sure), part(self.changed))
    }
}

/// The place that a verdict gives, in code points.
fn given(text: &Text, verdict: &Verdict) -> Option<Range<u32>> {
    match verdict {
        Verdict::Same(span) | Verdict::Moved(span) | Verdict::Changed(span) => Some(range(text, *span)),
        Verdict::Ambiguous(_) | Verdict::Lost(_) => None,
    }
}

fn range(text: &Text, span: Span) -> Range<u32> {
    text.code_point(span.start())..text.code_point(span.end())
}

fn went_wrong(finding: &Finding) -> bool {
    let tally = &finding.tally;
    tally.off > 0 || tally.exact < tally.left || tally.caught < tally.gone
}

fn show_finding(name: &str, case: &Case, edited: &Traced, finding: &Finding) {
    let (before, after) = (text_of(&case.text), text_of(edited));
    let around = |text: &Text, range: &Range<u32>| {
        let span = text.span_of_code_points(range.start, range.end).expect("a span");
        let (a, b) = text.around(span, 70);
        format!("{a}[{}]{b}", text.slice(span)).replace('\n', "⏎")
    };
    println!("--- {name} {:?}\n old  {}", finding.kind, around(&before, &finding.range));
    match &finding.truth {
        Truth::At(range) => println!(" true {}", around(&after, range)),
        Truth::Gone => println!(" true gone"),
    }
    println!(" got  {:?}", finding.verdict);
    if let Some(range) = given(&after, &finding.verdict) {
        println!("      {}", around(&after, &range));
    }
}

fn heading() {
    println!(
        "{:37}{:>7}{:>7}{:>7}{:>7}{:>9}{:>8}{:>7}{:>10}{:>6}{:>8}{:>9}",
        "",
        "exact",
        "≥ .8",
        "lost",
        "asked",
        "changed",
        "wrong",
        "off",
        "w. asked",
        "gone",
        "caught",
        "µs/span"
    );
}

fn print_row(name: &str, t: &Tally) {
    println!(
        "{name:37}{:7.2}{:7.2}{:7.2}{:7.2}{:9.2}{:8.3}{:7.3}{:10.3}{:6}{:>8}{:9.1}",
        percent(t.exact, t.left),
        percent(t.near, t.left),
        percent(t.lost, t.left),
        percent(t.asked, t.spans),
        percent(t.changed, t.spans),
        percent(t.wrong, t.spans),
        percent(t.off, t.spans),
        percent(t.wrong_asked, t.spans),
        t.gone,
        if t.gone == 0 { "–".to_owned() } else { format!("{:.2}", percent(t.caught, t.gone)) },
        t.nanoseconds as f64 / f64::from(t.spans.max(1)) / 1000.0
    );
}

fn percent(count: u32, of: u32) -> f64 {
    100.0 * f64::from(count) / f64::from(of.max(1))
}

/// How long 10,000 spans of 1 MB take, whatever happened to the text.
fn large(texts: &[String], stock: &Stock, test: bool) {
    let (bytes, count) = if test { (20_000, 200) } else { (1_000_000, 10_000) };
    let mut all = texts.join("\n\n");
    all.truncate(all.floor_char_boundary(bytes));
    let turned: String = all.split(' ').rev().collect::<Vec<_>>().join(" ");
    let said = "said ".repeat(bytes / 5);
    let more_said = said.replacen("said ", "told ", 90) + &said;
    println!("\n{count} spans in {} kB", all.len() / 1000);
    for (name, old, new) in [
        ("not changed", &all, &all),
        ("5 % of words replaced", &all, &replaced(&all, 0.05, stock)),
        ("25 % of words replaced", &all, &replaced(&all, 0.25, stock)),
        ("all words replaced", &all, &replaced(&all, 1.0, stock)),
        ("all words in the other order", &all, &turned),
        ("one word again and again", &said, &said),
        ("one word again and again; some others", &said, &more_said),
        ("one word again and again for all", &all, &said),
        ("all for one word again and again", &said, &all),
    ] {
        let (old, new) = (Text::new(old.clone()), Text::new(new.clone()));
        let (old, new) = (old.expect("less than 4 GiB"), new.expect("less than 4 GiB"));
        let quotes = quotes(&old, &some_ranges(&old, count));
        println!(
            "{name:37} {} with the words' hashes, {} without",
            time(&old, &quotes, &new, true),
            time(&old, &quotes, &new, false)
        );
    }
}

fn time(before: &Text, quotes: &[Quote], after: &Text, with_words: bool) -> String {
    let old = old(before, with_words);
    let start = Instant::now();
    let verdicts = find_places(&old, quotes, after);
    let time = start.elapsed().as_millis();
    let given = verdicts.iter().filter(|verdict| given(after, verdict).is_some()).count();
    format!("{time:6} ms ({given:5} given)")
}

fn replaced(content: &str, share: f32, stock: &Stock) -> String {
    let mut rng = Rng::with_seed(7);
    let words = content.split_inclusive(' ').map(|word| {
        let other = &stock.words[rng.usize(0..stock.words.len())];
        if rng.f32() < share { format!("{other} ") } else { word.to_owned() }
    });
    words.collect()
}

fn some_ranges(text: &Text, count: usize) -> Vec<Range<u32>> {
    let (end, mut rng) = (text.code_point(text.end()), Rng::with_seed(1));
    let mut range = || {
        let start = rng.u32(0..end - 100);
        start..start + rng.u32(1..100)
    };
    (0..count).map(|_| range()).collect()
}
