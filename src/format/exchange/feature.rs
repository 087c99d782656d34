//! What a layer may hold that a format may not: counted, and taken out, in one place for
//! all formats.

use super::Document;
use super::graph;
use super::{attribution, plain, spacing};
use crate::format::about::About;
use crate::model::{Annotation, AnnotationId, Cast, LabelId, Name, Origin, Review, Spans, Timestamp};
use crate::text::{Span, covering};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeFrom;

/// Something that a layer may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Annotations whose label only their layer knows.
    Strays,
    /// Annotations of several spans.
    Parts,
    /// Annotations that share words with another one of their label.
    Overlaps,
    /// Spans that begin or end within a token.
    Borders,
    /// Spans that begin or end with white space.
    Blanks,
    /// White space before the first word that is not spaces.
    Indent,
    /// All white space that is not a space between tokens or a line end between sentences.
    Spacing,
    /// Spans that begin or end with a line end, or with nothing else between their parts.
    LineEnds,
    /// What is neither a quote with a cue nor of one; speakers who are one person are.
    Loners,
    Attributes,
    Links,
    /// Links to what is not in the document.
    Dangling,
    /// The order in which the targets of a link were linked.
    LinkOrder,
    /// Links named as the relation that holds the parts of an annotation together.
    PartLinks,
    Notes,
    /// Line ends in notes.
    NoteLines,
    /// Names of labels, attributes, values and links of more than ASCII letters, digits,
    /// `-` and `_`.
    Names,
    /// Control characters, which XML has not.
    Controls,
    Ids,
    /// What is known of the article.
    About,
    /// Where annotations came from, and when they were made.
    Origins,
    Cast,
    Reviews,
    /// What reviews judged, as it was then, and what they propose.
    Proposals,
    /// Since when the annotator has done with the article.
    Done,
    Annotator,
}

/// A row of the table of features.
pub struct FeatureRow {
    pub feature: Feature,
    pub name: &'static str,
    pub kind: Kind,
    take_out: fn(&mut Document) -> Had,
}

/// Whose work a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What somebody marked. It is not lost without being counted, and told.
    Work,
    /// What is kept of how it came about, and where its article is from. That a format has no
    /// place for it is told once.
    Record,
}

/// The ids of the annotations, or of the persons, that had a feature.
pub type Had = Vec<Name>;

/// All features, in the order in which they are taken out: what one leaves behind may be
/// of a later one.
pub const FEATURES: &[FeatureRow] = &[
    FeatureRow {
        feature: Feature::Strays,
        name: "labels that no schema has",
        kind: Kind::Work,
        take_out: strays,
    },
    FeatureRow {
        feature: Feature::LineEnds,
        name: "line ends at edges",
        kind: Kind::Work,
        take_out: line_ends,
    },
    FeatureRow {
        feature: Feature::Indent,
        name: "white space before the first word",
        kind: Kind::Record,
        take_out: plain::indent,
    },
    FeatureRow { feature: Feature::Blanks, name: "white space at edges", kind: Kind::Work, take_out: blanks },
    FeatureRow { feature: Feature::Parts, name: "several spans", kind: Kind::Work, take_out: parts },
    FeatureRow { feature: Feature::Borders, name: "edges within words", kind: Kind::Work, take_out: borders },
    FeatureRow {
        feature: Feature::Overlaps,
        name: "overlaps of a label",
        kind: Kind::Work,
        take_out: overlaps,
    },
    FeatureRow {
        feature: Feature::Loners,
        name: "what is of no quote with a cue",
        kind: Kind::Work,
        take_out: attribution::take_out,
    },
    FeatureRow {
        feature: Feature::Spacing,
        name: "white space",
        kind: Kind::Record,
        take_out: spacing::respace,
    },
    FeatureRow { feature: Feature::Attributes, name: "attributes", kind: Kind::Work, take_out: attributes },
    FeatureRow { feature: Feature::Links, name: "links", kind: Kind::Work, take_out: links },
    FeatureRow { feature: Feature::Dangling, name: "links to nothing", kind: Kind::Work, take_out: dangling },
    FeatureRow {
        feature: Feature::LinkOrder,
        name: "the order of links",
        kind: Kind::Work,
        take_out: link_order,
    },
    FeatureRow {
        feature: Feature::PartLinks,
        name: "links named part",
        kind: Kind::Work,
        take_out: graph::rename_part_links,
    },
    FeatureRow { feature: Feature::Notes, name: "notes", kind: Kind::Work, take_out: notes },
    FeatureRow {
        feature: Feature::NoteLines,
        name: "line ends in notes",
        kind: Kind::Work,
        take_out: note_lines,
    },
    FeatureRow {
        feature: Feature::Names,
        name: "names of more than ASCII letters, digits, - and _",
        kind: Kind::Work,
        take_out: plain::names,
    },
    FeatureRow {
        feature: Feature::Controls,
        name: "control characters",
        kind: Kind::Work,
        take_out: plain::controls,
    },
    FeatureRow {
        feature: Feature::About,
        name: "titles, authors and dates of articles",
        kind: Kind::Record,
        take_out: about,
    },
    FeatureRow {
        feature: Feature::Origins,
        name: "origins and times",
        kind: Kind::Record,
        take_out: origins,
    },
    FeatureRow { feature: Feature::Cast, name: "the cast", kind: Kind::Work, take_out: cast },
    FeatureRow {
        feature: Feature::Proposals,
        name: "what reviews have judged and propose",
        kind: Kind::Record,
        take_out: proposals,
    },
    FeatureRow { feature: Feature::Reviews, name: "reviews", kind: Kind::Record, take_out: reviews },
    FeatureRow {
        feature: Feature::Done,
        name: "that an article is done",
        kind: Kind::Record,
        take_out: done,
    },
    FeatureRow {
        feature: Feature::Annotator,
        name: "the annotator",
        kind: Kind::Record,
        take_out: annotator,
    },
    FeatureRow { feature: Feature::Ids, name: "ids", kind: Kind::Record, take_out: ids },
];

impl Feature {
    pub fn row(self) -> &'static FeatureRow {
        FEATURES.iter().find(|row| row.feature == self).expect("a test looks for every feature's row")
    }
}

impl FeatureRow {
    /// Takes it out of a document, and tells what had it, if that is somebody's work.
    pub fn take_out(&self, document: &mut Document) -> Had {
        let had = (self.take_out)(document);
        if self.kind == Kind::Work { whole(document, had) } else { Had::new() }
    }
}

/// The ids of whole annotations for those of their parts, each once.
fn whole(document: &Document, had: Had) -> Had {
    let whole = |id: Name| {
        let of = AnnotationId::parse(id.as_str()).and_then(|id| document.wholes.get(&id));
        of.map_or(id, name)
    };
    let mut seen = HashSet::new();
    had.into_iter().map(whole).filter(|id| seen.insert(id.clone())).collect()
}

/// The annotations that `is` holds of, changed by `change`.
pub(super) fn change(
    document: &mut Document,
    is: impl Fn(&Annotation) -> bool,
    change: impl Fn(&mut Annotation),
) -> Had {
    let changed: Had = document.annotations.iter().filter(|a| is(a)).map(|a| name(&a.id)).collect();
    if !changed.is_empty() {
        document.annotations.to_mut().iter_mut().filter(|annotation| is(annotation)).for_each(change);
    }
    changed
}

fn strays(document: &mut Document) -> Had {
    let is = |annotation: &&Annotation| document.schema.label(annotation.label).stray;
    let lost: BTreeSet<AnnotationId> = document.annotations.iter().filter(is).map(|a| a.id.clone()).collect();
    remove(document, &lost);
    lost.iter().map(name).collect()
}

/// Each part becomes an annotation of its own; the first one keeps id, links and note.
fn parts(document: &mut Document) -> Had {
    let several = |annotation: &Annotation| annotation.spans.as_slice().len() > 1;
    let changed = change(document, several, |_| {});
    if !changed.is_empty() {
        let whole = std::mem::take(document.annotations.to_mut());
        let mut taken = whole.iter().map(|annotation| annotation.id.clone()).collect();
        let mut split_all = Vec::new();
        for annotation in whole {
            let id = annotation.id.clone();
            let parts = split(annotation, &mut taken);
            document.wholes.extend(parts[1..].iter().map(|part| (part.id.clone(), id.clone())));
            split_all.extend(parts);
        }
        *document.annotations.to_mut() = split_all;
        sort(document);
    }
    changed
}

fn split(annotation: Annotation, taken: &mut BTreeSet<AnnotationId>) -> Vec<Annotation> {
    let spans: Vec<Span> = annotation.spans.iter().collect();
    let mut numbers = 2..;
    let further = spans[1..].iter().map(|span| Annotation {
        id: free(&annotation.id, &mut numbers, taken),
        links: std::collections::BTreeMap::new(),
        note: String::new(),
        ..annotation.clone().at(Spans::one(*span))
    });
    let further: Vec<Annotation> = further.collect();
    std::iter::once(annotation.at(Spans::one(spans[0]))).chain(further).collect()
}

/// The next numbered id of a part that nothing else has.
fn free(
    id: &AnnotationId,
    numbers: &mut RangeFrom<usize>,
    taken: &mut BTreeSet<AnnotationId>,
) -> AnnotationId {
    let mut ids = numbers.map(|n| {
        // A longer id than an id may be is cut at its start, which is as random as its end.
        AnnotationId::parse(&tail(&format!("{id}.{n}"))).expect("it is short and plain")
    });
    ids.find(|id| taken.insert(id.clone())).expect("there are more numbers than annotations")
}

/// The last 64 characters of an id.
fn tail(id: &str) -> String {
    id.chars().skip(id.chars().count().saturating_sub(64)).collect()
}

/// In each label the longest stay, of equals the first.
fn overlaps(document: &mut Document) -> Had {
    let mut longest: Vec<&Annotation> = document.annotations.iter().collect();
    longest.sort_by_key(|annotation| std::cmp::Reverse(annotation.spans.hull().len_bytes()));
    let mut kept: HashMap<_, BTreeSet<Span>> = HashMap::new();
    let mut lost = BTreeSet::new();
    for annotation in longest {
        let kept = kept.entry(annotation.label).or_default();
        if annotation.spans.iter().any(|span| overlaps_one(kept, span)) {
            lost.insert(annotation.id.clone());
        } else {
            kept.extend(annotation.spans.iter());
        }
    }
    remove(document, &lost);
    lost.iter().map(name).collect()
}

/// Whether a span overlaps one of those that do not overlap each other.
fn overlaps_one(apart: &BTreeSet<Span>, span: Span) -> bool {
    let before = apart.range(..=span).next_back();
    let behind = apart.range(span..).next();
    before.into_iter().chain(behind).any(|other| other.overlaps(span))
}

/// Takes annotations out, and the links to them.
pub(super) fn remove(document: &mut Document, lost: &BTreeSet<AnnotationId>) {
    if lost.is_empty() {
        return;
    }
    let annotations = document.annotations.to_mut();
    annotations.retain(|annotation| !lost.contains(&annotation.id));
    for annotation in annotations {
        for targets in annotation.links.values_mut() {
            targets.retain(|target| !lost.contains(target));
        }
        annotation.links.retain(|_, targets| !targets.is_empty());
    }
}

/// What a document loses by having its spans changed: `changed` gives the new ones, or
/// none, if nothing is left of them.
pub(super) fn respan(document: &mut Document, changed: impl Fn(&Document, &Spans) -> Option<Spans>) -> Had {
    let new: Vec<Option<Spans>> =
        document.annotations.iter().map(|annotation| changed(document, &annotation.spans)).collect();
    let differs = |(annotation, new): &(&Annotation, &Option<Spans>)| new.as_ref() != Some(&annotation.spans);
    let had: Had = document.annotations.iter().zip(&new).filter(differs).map(|(a, _)| name(&a.id)).collect();
    if had.is_empty() {
        return had;
    }
    let mut gone = BTreeSet::new();
    for (annotation, new) in document.annotations.to_mut().iter_mut().zip(new) {
        match new {
            Some(spans) => annotation.spans = spans,
            None => _ = gone.insert(annotation.id.clone()),
        }
    }
    remove(document, &gone);
    sort(document);
    had
}

fn name(id: &AnnotationId) -> Name {
    Name::new(id.as_str())
}

/// Annotations stand in the order of a layer.
pub(super) fn sort(document: &mut Document) {
    document.annotations.to_mut().sort_by(|a, b| (a.spans.first(), &a.id).cmp(&(b.spans.first(), &b.id)));
}

fn line_ends(document: &mut Document) -> Had {
    respan(document, |document, spans| {
        let lines = spans.iter().flat_map(|span| plain::lines(&document.text, span)).collect();
        plain::joined(&document.text, lines)
    })
}

fn blanks(document: &mut Document) -> Had {
    respan(document, |document, spans| {
        Spans::new(spans.iter().filter_map(|span| document.text.trimmed(span)).collect())
    })
}

fn borders(document: &mut Document) -> Had {
    let tokens = document.text.tokens();
    respan(document, |_, spans| {
        let grown = spans.iter().filter_map(|span| covering(&tokens, span));
        grown.fold(None, |all: Option<Spans>, span| {
            Some(all.map_or_else(|| Spans::one(span), |all| all.with(span)))
        })
    })
}

fn attributes(document: &mut Document) -> Had {
    change(document, |annotation| !annotation.attributes.is_empty(), |a| a.attributes.clear())
}

fn links(document: &mut Document) -> Had {
    change(document, |annotation| !annotation.links.is_empty(), |a| a.links.clear())
}

fn dangling(document: &mut Document) -> Had {
    let there: BTreeSet<AnnotationId> = document.annotations.iter().map(|a| a.id.clone()).collect();
    let is = |annotation: &Annotation| annotation.links.values().flatten().any(|id| !there.contains(id));
    change(document, is, |annotation| {
        for targets in annotation.links.values_mut() {
            targets.retain(|target| there.contains(target));
        }
        annotation.links.retain(|_, targets| !targets.is_empty());
    })
}

/// Where annotations stand; of those in one place by the order of labels, for every format
/// knows those.
fn place(annotation: &Annotation) -> (Span, LabelId, AnnotationId) {
    (annotation.spans.first(), annotation.label, annotation.id.clone())
}

/// Targets stand in the order of the annotations.
fn link_order(document: &mut Document) -> Had {
    let mut order: Vec<_> = document.annotations.iter().map(place).collect();
    order.sort_unstable();
    let places: HashMap<AnnotationId, usize> = order.into_iter().map(|(_, _, id)| id).zip(0..).collect();
    let place = |id: &AnnotationId| places.get(id).copied().unwrap_or(usize::MAX);
    let is = |annotation: &Annotation| !annotation.links.values().all(|ids| ids.is_sorted_by_key(place));
    change(document, is, |annotation| annotation.links.values_mut().for_each(|ids| ids.sort_by_key(place)))
}

fn notes(document: &mut Document) -> Had {
    change(document, |annotation| !annotation.note.is_empty(), |a| a.note.clear())
}

/// Line ends, and the blanks around them, are one space; there are none at the ends.
fn note_lines(document: &mut Document) -> Had {
    let on_one_line = |note: &str| {
        let lines = note.split(plain::ends_line).map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    };
    let is = |annotation: &Annotation| on_one_line(&annotation.note) != annotation.note;
    change(document, is, |annotation| annotation.note = on_one_line(&annotation.note))
}

fn origins(document: &mut Document) -> Had {
    let unmade = Timestamp::new("");
    let is = |annotation: &Annotation| annotation.origin != Origin::Hand || annotation.made != unmade;
    change(document, is, |annotation| {
        annotation.origin = Origin::Hand;
        annotation.made = unmade.clone();
    })
}

fn cast(document: &mut Document) -> Had {
    let had = document.cast.keys().cloned().collect();
    document.cast = Cow::Owned(Cast::new());
    had
}

fn about(document: &mut Document) -> Had {
    document.about = About::default();
    Had::new()
}

fn reviews(document: &mut Document) -> Had {
    document.reviews = Cow::Owned(Vec::new());
    Had::new()
}

fn proposals(document: &mut Document) -> Had {
    let plain =
        |review: &Review| Review { said: String::new(), seen: None, proposal: None, ..review.clone() };
    document.reviews = document.reviews.iter().map(plain).collect();
    Had::new()
}

fn done(document: &mut Document) -> Had {
    document.done = None;
    Had::new()
}

fn annotator(document: &mut Document) -> Had {
    document.annotator = None;
    Had::new()
}

/// Annotations are numbered in their order.
fn ids(document: &mut Document) -> Had {
    document.annotations.to_mut().sort_by_cached_key(place);
    let ids = document.annotations.iter().map(|annotation| annotation.id.clone());
    let numbered: HashMap<AnnotationId, AnnotationId> =
        ids.zip(0..).map(|(id, n)| (id, AnnotationId::from_bits(n))).collect();
    for annotation in document.annotations.to_mut() {
        for id in annotation.links.values_mut().flatten().chain([&mut annotation.id]) {
            if let Some(number) = numbered.get(id) {
                *id = number.clone();
            }
        }
    }
    Had::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, print_marked, read_marked};

    /// Checks what is left of a marked text, and which annotations had the feature.
    #[track_caller]
    fn check(feature: Feature, marked: &str, left: &str, had: &[&str]) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        let found = feature.row().take_out(&mut document);
        let layer = document.to_layer(&read.layer.annotator).unwrap();
        assert_eq!(print_marked(&document.text, &layer, &document.schema, None), left);
        assert_eq!(found.iter().map(Name::as_str).collect::<Vec<_>>(), had);
    }

    #[test]
    fn every_feature_has_a_row() {
        let features: BTreeSet<Feature> = FEATURES.iter().map(|row| row.feature).collect();
        // The annotator is the last one.
        assert_eq!(features.len(), Feature::Annotator as usize + 1);
        assert_eq!(features.len(), FEATURES.len(), "none stands twice");
    }

    #[test]
    fn parts_become_annotations() {
        check(
            Feature::Parts,
            "[quote#1>2/note=x:“a”] [speaker#2:B] [#1:“c”]",
            "[quote#1>2/note=x:“a”] [speaker#2:B] [quote/kind=direct:“c”]",
            &["a1"],
        );
    }

    #[test]
    fn what_parts_lose_is_counted_of_the_whole() {
        let schema = default_schema();
        let read = read_marked("[quote#1:“a”] b [#1:“c”]", &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        Feature::Parts.row().take_out(&mut document);
        let had = Feature::Attributes.row().take_out(&mut document);
        assert_eq!(had, [Name::new("a1")]);
    }

    #[test]
    fn parts_take_free_ids() {
        let schema = default_schema();
        let read = read_marked("[cue#1:a] [claim#2>cue=1:b] [cue#1:c] [cue#1:d]", &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        document.annotations.to_mut()[1].id = AnnotationId::parse("a1.2").unwrap();
        Feature::Parts.row().take_out(&mut document);
        let ids = document.annotations.iter().map(|annotation| annotation.id.as_str());
        assert_eq!(ids.collect::<Vec<_>>(), ["a1", "a1.2", "a1.3", "a1.4"]);
    }

    #[test]
    fn the_longest_of_overlapping_ones_stays() {
        check(
            Feature::Overlaps,
            "[quote:a [quote#1:b] [speaker:C]] [claim#2>quote=1:d]",
            "[quote:a b [speaker:C]] [claim:d]",
            &["a1"],
        );
        check(Feature::Overlaps, "[cue#1:a [cue#2:b]#1 c d]#2", "a [cue:b c d]", &["a1"]);
    }

    #[test]
    fn edges_move_to_words_and_off_line_ends() {
        check(
            Feature::Borders,
            "h[cue#1:ar]bo[claim#2:ur. N]ow",
            "[claim:[cue:harbour]. Now]",
            &["a1", "a2"],
        );
        check(
            Feature::LineEnds,
            "a[cue#1: b\n]c [cue#2:d\ne] [cue#3:\n] [claim#4:f]\n[#4:g]",
            "a[cue: b]\nc [cue:d\ne] \n [claim:f\ng]",
            &["a1", "a3", "a4"],
        );
    }

    #[test]
    fn white_space_is_taken_off_edges_and_from_before_the_text() {
        check(
            Feature::Blanks,
            "[cue#1: a\u{301} ]b[claim#2: c ] [#2: ]d[cue#3:\u{a0}\n]",
            " [cue:a\u{301}] b [claim:c]   d\u{a0}\n",
            &["a1", "a2", "a3"],
        );
        check(Feature::Indent, "\n\u{a0}[cue#1:\ta\tb]", "  [cue: a\tb]", &[]);
        check(Feature::Indent, "  [cue#1:a]", "  [cue:a]", &[]);
    }

    #[test]
    fn tokens_stand_apart_and_sentences_on_lines() {
        check(
            Feature::Spacing,
            "\n “[cue:We  \u{a0}won.\n\nAna] left.” So 漢字.\tAnd\n",
            "“ [cue:We won . Ana] left . ”\nSo 漢 字 .\nAnd",
            &[],
        );
        check(Feature::Spacing, "[cue:h]a[cue: b ]\n", "[cue:ha] [cue:b]", &[]);
    }

    #[test]
    fn links_stand_in_the_order_of_their_targets() {
        let schema = default_schema();
        let read = read_marked("[quote#1>9>3>2:a] [speaker#2:B] [speaker#3:C]", &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        Feature::LinkOrder.row().take_out(&mut document);
        let links = document.annotations[0].links.values().flatten();
        assert_eq!(links.map(AnnotationId::as_str).collect::<Vec<_>>(), ["a2", "a3", "a9"]);
    }

    #[test]
    fn what_is_not_in_the_text_is_taken_out() {
        check(Feature::Attributes, "[claim#1/check=worthy:a] b", "[claim:a] b", &["a1"]);
        check(Feature::Links, "[claim#1>quote=2:a] [quote#2:b]", "[claim:a] [quote:b]", &["a1"]);
        check(Feature::Notes, "[claim#1/note=so:a] b", "[claim:a] b", &["a1"]);
        check(Feature::NoteLines, "[claim#1/note= so\n \nit is:a]", "[claim/note=so it is:a]", &["a1"]);
    }

    #[test]
    fn only_attributions_and_persons_stay() {
        check(
            Feature::Loners,
            "[quote#1>2>cue=3>cue=4:a] [speaker#2:B] [cue#3:c] [#3:d] [cue#4:e] [quote#5>2:f] [claim#6>quote=1:g]",
            "[quote#1>cue=3>2:a] [speaker#2:B] [cue#3:c] d e f g",
            &["a3", "a4", "a5", "a6"],
        );
        check(
            Feature::Loners,
            "[speaker#1/person=ana:Ana] [speaker#2/person=ana:she] [speaker#3/person=ben:he] [cue#4:said]",
            "[speaker/person=ana:Ana] [speaker/person=ana:she] he said",
            &["a3", "a4"],
        );
    }

    #[test]
    fn names_and_characters_become_plain() {
        check(Feature::Names, "[claim#1/é=a b:a]", "[claim/_=a_b:a]", &["a1"]);
        check(
            Feature::Controls,
            "\u{7}é[claim#1/note=\u{0}:a] [cue#2:b\u{1}]",
            "\u{fffd}é[claim/note=\u{fffd}:a] [cue:b\u{fffd}]",
            &["a2", "a1"],
        );
    }

    #[test]
    fn numbered_annotations_are_linked_as_before() {
        let schema = default_schema();
        let read = read_marked("[speaker#7:B] [quote#3>7:“a”]", &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        Feature::Ids.row().take_out(&mut document);
        let [speaker, quote] = &*document.annotations else { panic!("two annotations") };
        assert_eq!((speaker.id.as_str(), quote.id.as_str()), ("00000000", "00000001"));
        assert_eq!(quote.links.values().flatten().collect::<Vec<_>>(), [&speaker.id]);
    }
}
