//! Who speaks how much, on small articles.

use super::{Figures, Source, Speaker, Voice, figures, speakers, without_speaker};
use crate::model::{Diff, Edit, Label, Layer, Name, Person, Schema};
use crate::testing::{Marked, default_schema, read_marked};
use std::fmt::Write as _;

/// Figures of a marked text with persons `id=name=alias,alias`.
fn of(article: u32, marked: &str, cast: &[&str]) -> Figures {
    let schema = default_schema();
    let Marked { text, mut layer, .. } = read_marked(marked, &schema);
    for person in cast {
        put(&mut layer, person);
    }
    figures(&Source { article, text: &text, layer: &layer, schema: &schema })
}

fn put(layer: &mut Layer, person: &str) {
    let parts: Vec<&str> = person.split('=').collect();
    let aliases = parts.get(2).map_or(Vec::new(), |aliases| aliases.split(',').map(str::to_owned).collect());
    let after = Person { name: parts[1].to_owned(), role: String::new(), aliases };
    let edit = Diff { id: Name::new(parts[0]), before: None, after: Some(after) };
    layer.apply(&Edit::Person(Box::new(edit))).unwrap();
}

/// Checks who says how much: `name quotes words share%`, then who is not named, then
/// what nobody says.
#[track_caller]
fn check_voices(figures: &Figures, expected: &str) {
    let line = |name: &str, voice: &Voice| {
        let share = 100.0 * figures.share(voice);
        format!("{name} {} {} {share:.0}%, ", voice.quotes, voice.words.as_f64())
    };
    let mut lines = String::new();
    for Speaker { name, voice, .. } in speakers(figures) {
        lines += &line(&name, &voice);
    }
    for (name, voice) in [("unnamed", &figures.voices.unnamed), ("nobody", &figures.voices.nobody)] {
        if voice.quotes > 0 {
            lines += &line(name, voice);
        }
    }
    assert_eq!(lines.trim_end_matches(", "), expected);
}

#[track_caller]
fn check(marked: &str, cast: &[&str], expected: &str) {
    check_voices(&of(0, marked, cast), expected);
}

#[test]
fn a_speaker_is_the_person_or_the_name_or_unnamed() {
    let cast = ["ar=Ana Ruiz=the mayor"];
    check("[quote#1>2:“We won,”] said [speaker#2/person=ar:she].", &cast, "Ana Ruiz 1 2 100%");
    check("[quote#1>2:“We won,”] said [speaker#2:the mayor].", &cast, "Ana Ruiz 1 2 100%");
    check("[quote#1>2:“We won,”] said [speaker#2:Ben\n Okafor].", &cast, "Ben Okafor 1 2 100%");
    check("[quote#1>2:“We won,”] said [speaker#2:a clerk].", &cast, "unnamed 1 2 100%");
    check("[quote#1>2:“We won,”] said [speaker#2/form=name:a clerk].", &cast, "a clerk 1 2 100%");
    check("[quote#1>2:“We won,”] said [speaker#2/form=description:the Times].", &cast, "unnamed 1 2 100%");
    check("[quote:“We won,”] said nobody. [quote:“No!”]", &cast, "nobody 2 3 100%");
}

#[test]
fn whom_two_of_a_cast_are_called_is_the_word_itself() {
    let cast = ["a=Ana Ruiz=Ruiz", "b=Ben Ruiz=Ruiz"];
    check("[quote#1>2:“We won,”] said [speaker#2:Ruiz].", &cast, "Ruiz 1 2 100%");
}

#[test]
fn speakers_of_one_quote_share_it() {
    check(
        "[quote#1>2>3:“We all won,”] said [speaker#2:Ana] and [speaker#3:Ben].",
        &[],
        "Ana 1 1.5 50%, Ben 1 1.5 50%",
    );
    check(
        "[quote#1>2>3>4:“We all won,”] said [speaker#2:Ana], [speaker#3:a clerk] and [speaker#4:he].",
        &[],
        "Ana 1 1 33%, unnamed 1 2 67%",
    );
    // Mentioned twice, but one.
    check("[quote#1>2>3:“We all won,”] said [speaker#2:Ana], [speaker#3:Ana].", &[], "Ana 1 3 100%");
}

#[test]
fn words_in_several_quotes_of_one_count_once_and_of_two_for_both() {
    check("[quote#1>3:We said [quote#2>3:they won]] said [speaker#3:Ana].", &[], "Ana 2 4 100%");
    check(
        "[quote#1>3:We said [quote#2>4:they won]] said [speaker#3:Ana] of [speaker#4:Ben].",
        &[],
        "Ana 1 4 100%, Ben 1 2 50%",
    );
    // Of the words that are hers alone she has all, of the others a half.
    check(
        "[quote#1>3>4:We said [quote#2>3:they won]] said [speaker#3:Ana] and [speaker#4:Ben].",
        &[],
        "Ana 2 3 75%, Ben 1 2 50%",
    );
}

#[test]
fn persons_of_two_articles_are_one_by_an_alias() {
    let mut all = of(0, "[quote#1>2:“We won,”] said [speaker#2/person=a:she].", &["a=Ana Ruiz=Ruiz"]);
    all.add(of(1, "[quote#1>2:“We won,”] said [speaker#2:Ruiz].", &[]));
    all.add(of(2, "[quote#1>2:“We won,”] said [speaker#2:Ana Ruiz].", &[]));
    check_voices(&all, "Ana Ruiz 3 6 100%");
    let ana = &speakers(&all)[0].voice;
    assert_eq!((ana.mentions, ana.articles.len()), (3, 3));
    assert_eq!(ana.aliases.iter().collect::<Vec<_>>(), ["Ruiz"]);
}

#[test]
fn quotes_without_a_speaker_are_listed() {
    let schema = default_schema();
    let marked =
        read_marked("[quote#1>2:“No,”] said [speaker#2:Ana]. [quote:“So?”] [quote:“Yes, yes.”]", &schema);
    let source = Source { article: 0, text: &marked.text, layer: &marked.layer, schema: &schema };
    let found = without_speaker(&source);
    let found = found.iter().map(|(quote, words)| (marked.text.slice(quote.spans.first()), *words));
    assert_eq!(found.collect::<Vec<_>>(), [("“So?”", 1), ("“Yes, yes.”", 2)]);
}

#[test]
fn labels_and_values_are_counted_in_the_order_of_the_schema() {
    let figures = of(
        0,
        "[claim:[quote/medium=speech:“We won,”] he said]. [quote:They lost]. [cue/kind=loud:said] café",
        &[],
    );
    let mut found = String::new();
    for (label, tally) in figures.labels.iter() {
        write!(found, "{label} {} {}, ", tally.annotations, tally.words).unwrap();
    }
    assert_eq!(found, "quote 2 4, speaker 0 0, claim 1 4, cue 1 1, ");
    let mut found = String::new();
    for (valued, count) in figures.values.iter().filter(|(_, count)| **count > 0) {
        let value = valued.value.as_ref().map_or("none", Name::as_str);
        write!(found, "{}.{}={value} {count}, ", valued.label, valued.attribute).unwrap();
    }
    assert_eq!(
        found,
        "quote.kind=direct 1, quote.kind=indirect 1, quote.medium=speech 1, quote.medium=none 1, \
         claim.check=none 1, claim.type=none 1, claim.stance=none 1, "
    );
    assert_eq!((figures.words, figures.quoted, figures.quotes(), figures.annotations()), (8, 4, 2, 4));
}

#[test]
fn a_schema_without_quotes_has_no_voices() {
    let claims =
        default_schema().labels().find(|(_, label)| label.name.as_str() == "claim").unwrap().1.clone();
    let schema = Schema::new(vec![Label { links: Vec::new(), ..claims }]).unwrap();
    let marked = read_marked("[claim:We won.]", &schema);
    let figures = figures(&Source { article: 0, text: &marked.text, layer: &marked.layer, schema: &schema });
    assert_eq!((figures.quotes(), figures.annotations(), figures.quoteless), (0, 1, 1));
    check_voices(&figures, "");
}

const ARTICLES: [&str; 5] = [
    "[quote#1>2>3:“We all won,”] said [speaker#2:Ana] and [speaker#3:Ben]. [claim:So it was.]",
    "[quote#1>2:“No,”] said [speaker#2:a clerk]. [quote:“So?”]",
    "[quote#1>3:We said [quote#2>4:they won]] said [speaker#3:Ana] of [speaker#4:Cy]. [cue:x]",
    "",
    "[quote#1>2>3>4:Seven words are in this quote here,] said [speaker#2:Ana], [speaker#3:Cy], [speaker#4:he].",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    /// However articles are grouped, their sum is the same.
    #[test]
    fn figures_can_be_added_in_any_grouping(articles in proptest::collection::vec(0_usize..5, 1..7), cut in 0_usize..7) {
        let of = |i: &usize| of(u32::try_from(*i).unwrap(), ARTICLES[*i], &["c=Cy Lind=Cy"]);
        let sum = |articles: &[usize]| articles.iter().map(of).fold(Figures::default(), |mut all, one| {
            all.add(one);
            all
        });
        let (first, second) = articles.split_at(cut.min(articles.len()));
        let mut halves = sum(first);
        halves.add(sum(second));
        assert_eq!(halves, sum(&articles));
        assert_eq!(halves.layers, articles.len());
    }
}
