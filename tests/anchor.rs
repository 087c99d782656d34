//! Annotations find their place again: the quick part of `benches/anchor.rs`,
//! on the sample article.

#[path = "../benches/edits/mod.rs"]
mod edits;

use edits::mutation::{MUTATIONS, Mutation, Stock};
use edits::score::{Tally, old, quotes};
use edits::traced::Traced;
use edits::{Case, Finding, text_of};
use proptest::prelude::*;
use std::ops::Range;
use whosaid::anchor::{Old, Quote, Verdict, find_places};
use whosaid::text::Text;

const ARTICLE: &str = include_str!("../assets/harbour.txt");

/// Sentences that are put into the article, and words that are put for others.
const OTHER: &str = "The ferry to the islands will stop running at the end of the season. Nobody asked \
    the fishermen, said their union, and nobody will. A new timetable hangs at the pier. Snow is \
    expected before the weekend, forecasters said, with gusts of up to ninety kilometres an hour. \
    The school on the hill counts eleven pupils. Its roof was mended twice, with tar and with hope.";

fn stock() -> Stock {
    let other = Traced::new(OTHER);
    let part = |range: Range<usize>| other.0[range].iter().map(|letter| letter.c).collect();
    Stock {
        words: other.words().into_iter().map(part).collect(),
        sentences: other.sentences().into_iter().map(part).collect(),
    }
}

/// Edits of near-copies, which are six times as long: the hardest.
const HARDEST: &[&str] = &[
    "25 % of words replaced",
    "two names swapped",
    "4 paragraphs removed",
    "2 paragraphs moved",
    "20 % of sentences rewritten",
];

/// The article and some near-copies of it, with the edits that they go through.
fn trials() -> [(Case, Vec<&'static Mutation>); 2] {
    let hardest = MUTATIONS.iter().filter(|mutation| HARDEST.contains(&mutation.name)).collect();
    let case = |copies| Case::new(ARTICLE, copies, &stock(), 1);
    [(case(false), MUTATIONS.iter().collect()), (case(true), hardest)]
}

/// What is found after an edit, and in what text.
fn find(case: &Case, mutation: &Mutation, with_words: bool) -> (Traced, Vec<Finding>) {
    let edited = case.edited(mutation, &stock(), 7);
    let found = case.find(&edited, with_words);
    (edited, found)
}

fn tally(case: &Case, mutations: &[&Mutation], with_words: bool) -> Tally {
    let mut all = Tally::default();
    for mutation in mutations {
        for finding in find(case, mutation, with_words).1 {
            all.add(&finding.tally);
        }
    }
    all
}

fn percent(count: u32, of: u32) -> f64 {
    100.0 * f64::from(count) / f64::from(of)
}

#[test]
fn edits_that_move_and_change_no_words_lose_no_letter() {
    let [(case, mutations), _] = trials();
    for mutation in mutations.iter().filter(|mutation| mutation.harmless) {
        let (_, found) = find(&case, mutation, true);
        let wrong = found.iter().find(|finding| finding.tally.exact == 0);
        let wrong = wrong.map(|found| (found.kind, &found.range, &found.truth, &found.verdict));
        assert!(wrong.is_none(), "{}: {wrong:?}", mutation.name);
    }
}

#[test]
fn with_the_words_hashes_nearly_all_is_found_and_next_to_nothing_guessed() {
    let [(article, mutations), (copies, hardest)] = trials();
    let all = tally(&article, &mutations, true);
    assert!(all.spans > 1000, "{all:?}");
    assert!(percent(all.exact, all.left) >= 99.3, "{all:?}");
    assert!(percent(all.caught, all.gone) >= 98.0, "{all:?}");
    assert!(percent(all.wrong, all.spans) <= 0.1, "{all:?}");
    let all = tally(&copies, &hardest, true);
    assert!(percent(all.wrong, all.spans) <= 0.4, "of the hardest edits: {all:?}");
}

#[test]
fn without_them_little_is_guessed() {
    let [(article, mutations), (copies, _)] = trials();
    let all = tally(&article, &mutations, false);
    assert!(percent(all.wrong, all.spans) <= 0.2, "{all:?}");
    let all = tally(&copies, &mutations, false);
    assert!(percent(all.wrong, all.spans) <= 1.0, "{all:?}");
}

#[test]
fn when_an_article_is_edited_back_the_first_places_return() {
    let [(case, mutations), _] = trials();
    let (mut all, mut back) = (0, 0);
    for mutation in mutations {
        let (edited, found) = find(&case, mutation, true);
        let (before, after) = (text_of(&case.text), text_of(&edited));
        let taken =
            found.iter().filter_map(|finding| Some((&finding.range, sure(&after, &finding.verdict)?)));
        let (first, there): (Vec<_>, Vec<_>) = taken.unzip();
        let verdicts = find_places(&old(&after, true), &quotes(&after, &there), &before);
        for (first, verdict) in first.into_iter().zip(verdicts) {
            all += 1;
            back += u32::from(sure(&before, &verdict).as_ref() == Some(first));
        }
    }
    assert!(percent(back, all) >= 99.5, "{back} of {all}");
}

#[test]
fn the_same_input_gives_the_same_answer() {
    let [_, (case, hardest)] = trials();
    for mutation in hardest {
        let verdicts = || find(&case, mutation, false).1.into_iter().map(|found| found.verdict);
        assert!(verdicts().eq(verdicts()), "{}", mutation.name);
    }
}

/// The place that a verdict is sure of, in code points.
fn sure(text: &Text, verdict: &Verdict) -> Option<Range<u32>> {
    match verdict {
        Verdict::Same(span) | Verdict::Moved(span) => {
            Some(text.code_point(span.start())..text.code_point(span.end()))
        }
        _ => None,
    }
}

/// Words, marks and spaces that a text and its quotes are thrown together from.
fn some_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "a ", "b ", "said ", "“", "”", "--", "—", ".", "…", "\n\n", "é", "e\u{301}", "🎉", "\u{200b}",
        "\u{ad}", "誰が", "Ana-Li ", "1.4 ", " ", "\r\n", "x",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn some_quote() -> impl Strategy<Value = Quote> {
    let place = || prop_oneof![0..80_u32, Just(u32::MAX), any::<u32>()];
    (place(), place(), some_text(), some_text(), some_text())
        .prop_map(|(start, end, text, before, after)| Quote { start, end, text, before, after })
}

proptest! {
    #[test]
    fn nonsense_gets_a_verdict_and_every_span_is_one_of_the_text(
        content in some_text(),
        was in some_text(),
        with_words in any::<bool>(),
        length in prop_oneof![0..80_u32, Just(u32::MAX)],
        nonsense in prop::collection::vec(some_quote(), 0..6),
        places in prop::collection::vec((0..60_u32, 1..20_u32), 0..6),
    ) {
        let (text, was) = (Text::new(content).unwrap(), Text::new(was).unwrap());
        let real: Vec<_> = places.iter().map(|(start, length)| *start..start + length).collect();
        let real: Vec<_> = real.into_iter().filter(|r| was.span_of_code_points(r.start, r.end).is_some()).collect();
        let quotes: Vec<Quote> = quotes(&was, &real).into_iter().chain(nonsense).collect();
        let old = Old { words: if with_words { was.word_hashes() } else { Vec::new() }, length };
        let verdicts = find_places(&old, &quotes, &text);
        assert_eq!(verdicts.len(), quotes.len());
        for verdict in verdicts {
            let spans = match verdict {
                Verdict::Same(span) | Verdict::Moved(span) | Verdict::Changed(span) => vec![span],
                Verdict::Ambiguous(spans) => spans,
                Verdict::Lost(_) => continue,
            };
            assert!(!spans.is_empty());
            for span in spans {
                assert!(text.as_str().get(span.start().byte()..span.end().byte()).is_some_and(|s| !s.is_empty()));
            }
        }
    }
}
