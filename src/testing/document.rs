//! Documents of all kinds, for what has to hold of any.

use super::{NOW, default_schema};
use crate::format::about::About;
use crate::model::{
    Annotation, AnnotationId, Annotator, Cast, LabelId, Layer, Name, Origin, Person, Review, ReviewOf,
    Schema, Spans, Timestamp, Verdict,
};
use crate::text::Text;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What is known of an article, or some of it: whatever stands there.
pub(crate) fn any_about() -> impl Strategy<Value = About> {
    let facts =
        ["", "a", " “É”\t<b>&\"' ", "2026-11-22T10:15:00Z", "a\nb\r\n", "https://a.example/é?b#c", "\u{1}en"];
    let fact = prop::option::of(prop::sample::select(facts.to_vec()));
    prop::array::uniform6(fact).prop_map(|facts| About::of_facts(facts.map(|fact| fact.map(str::to_owned))))
}

/// A text with annotations that nest, cross, are broken, begin in words and end at line
/// ends, linked to each other and to nothing, with values that no schema knows.
pub(crate) fn any_document() -> impl Strategy<Value = (Text, Layer, Schema)> {
    let letter = prop::sample::select(
        "ab c 😀é\u{301}漢 .,“”\n\n\t\r\u{a0}\u{1}\u{85}\u{2028}=<&>\"'\\|*_[]\u{200d}e"
            .chars()
            .collect::<Vec<_>>(),
    );
    let text = prop::collection::vec(letter, 1..60).prop_map(|letters| {
        let letters: String = letters.into_iter().collect();
        // Line ends of articles are line feeds, and something can be read between them.
        letters.replace('\r', "\n") + "a"
    });
    (text, prop::collection::vec(any_annotation(), 0..7), any::<bool>()).prop_map(|(text, parts, more)| {
        let text = Text::new(text).unwrap();
        let schema = default_schema();
        let len = text.code_point(text.end());
        let annotations = parts.into_iter().enumerate().map(|(n, part)| part.annotation(n, len, &text));
        let annotations = annotations.collect();
        let (cast, reviews) = if more { more_of_it() } else { (Cast::new(), Vec::new()) };
        let layer = Layer::with_all(Annotator::new("zoë").unwrap(), cast, annotations, reviews).unwrap();
        let layer = layer.with_done(more.then(|| Timestamp::new(NOW)));
        (text, layer, schema)
    })
}

fn more_of_it() -> (Cast, Vec<Review>) {
    let ana =
        Person {
            name: "Ana “É”".to_owned(), role: "mayor\n=1".to_owned(), aliases: vec!["she".to_owned()]
        };
    let review = Review {
        reason: "boundary".to_owned(),
        note: "ends\nlater".to_owned(),
        ..Review::new(ReviewOf::parse("ben", "b1").unwrap(), Verdict::Unsure, Timestamp::new(NOW))
    };
    let whole = Review::new(ReviewOf::parse("ben", "").unwrap(), Verdict::Accept, Timestamp::new(NOW));
    (Cast::from([(Name::new("ana-é"), ana)]), vec![whole, review])
}

/// What an annotation of any text is made of.
#[derive(Clone, Debug)]
struct Parts {
    label: usize,
    /// Starts and lengths, in code points, wrapped at the text's end.
    spans: Vec<(u32, u32)>,
    attributes: Vec<(&'static str, &'static str)>,
    links: Vec<(&'static str, usize)>,
    note: &'static str,
    origin: usize,
}

fn any_annotation() -> impl Strategy<Value = Parts> {
    let attribute = (
        prop::sample::select(vec!["kind", "check", "person", "an é"]),
        prop::sample::select(vec!["direct", "worthy", "ana-é", "=x, \"y\"", ""]),
    );
    let link = (prop::sample::select(vec!["speaker", "cue", "quote", "part", "is é"]), 0..9_usize);
    (
        0..4_usize,
        prop::collection::vec((0..70_u32, 1..9_u32), 1..4),
        prop::collection::vec(attribute, 0..3),
        prop::collection::vec(link, 0..3),
        prop::sample::select(vec!["", "", "so", " two\n\nlines\t", "=1+1\u{0} <&>\"; -> \\n"]),
        0..3_usize,
    )
        .prop_map(|(label, spans, attributes, links, note, origin)| Parts {
            label,
            spans,
            attributes,
            links,
            note,
            origin,
        })
}

impl Parts {
    fn annotation(self, n: usize, len: u32, text: &Text) -> Annotation {
        let spans = self.spans.iter().map(|(start, length)| {
            let start = start % len;
            text.span_of_code_points(start, (start + length).min(len)).unwrap()
        });
        let spans = spans.fold(None, |all: Option<Spans>, span| {
            Some(all.map_or_else(|| Spans::one(span), |all| all.with(span)))
        });
        let spans = spans.unwrap();
        let id = |n: usize| AnnotationId::parse(&format!("id-{}", 100 - n)).unwrap();
        let label = LabelId::at(self.label);
        let mut annotation = Annotation::by_hand(id(n), label, spans, Timestamp::new(NOW));
        let attributes = self.attributes.into_iter();
        annotation.attributes =
            attributes.map(|(name, value)| (Name::new(name), Name::new(value))).collect::<BTreeMap<_, _>>();
        for (name, target) in self.links {
            annotation = annotation.with_link(&Name::new(name), &id(target));
        }
        self.note.clone_into(&mut annotation.note);
        annotation.origin = match self.origin {
            0 => Origin::Hand,
            1 => Origin::Suggestion { rule: "said after".to_owned() },
            _ => Origin::Layer { annotator: Annotator::new("ben").unwrap(), id: id(50) },
        };
        annotation
    }
}
