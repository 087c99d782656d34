//! Asking for the target of a link: what stands near, each with a letter that
//! takes it, the likely one first.

use super::Editor;
use super::fuzzy;
use super::input::Input;
use crate::model::{Annotation, AnnotationId, Label, Link, Name};
use crate::text::{Pos, Span, Text, Unit};

/// Letters that take a candidate, those under the fingers first.
const HINTS: &str = "asdfghjklqwertyuiopzxcvbnm";
/// Paragraphs above and below that candidates come from.
const NEAR: usize = 2;

/// How little what is not near looks like a target; it is found by typing.
const FAR: usize = usize::MAX;

/// A link whose target is being chosen.
#[derive(Clone, Debug)]
pub struct Linking {
    pub from: AnnotationId,
    pub link: Name,
    /// The likely ones first.
    pub candidates: Vec<Candidate>,
    /// Which of [`Linking::shown`] Enter takes.
    pub chosen: usize,
    /// What was typed to find one by name.
    pub filter: Option<Input>,
}

/// Something that a link can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub span: Span,
    /// The annotation that is there already; else one is made.
    pub annotation: Option<AnnotationId>,
    pub words: String,
    /// The letter that takes it; only the first have one.
    pub hint: Option<char>,
    /// It is a target of the link already; taking it unlinks.
    pub linked: bool,
}

impl Linking {
    /// The question for `link` of the annotation `from`.
    pub fn new(editor: &Editor, from: &Annotation, link: &Link) -> Linking {
        let mut candidates = near(editor, from, link);
        for (candidate, hint) in candidates.iter_mut().zip(HINTS.chars()) {
            candidate.hint = Some(hint);
        }
        Linking { from: from.id.clone(), link: link.name.clone(), candidates, chosen: 0, filter: None }
    }

    /// The candidates that fit the filter.
    pub fn shown(&self) -> Vec<&Candidate> {
        let pattern = self.filter.as_ref().map_or("", Input::text);
        let words = self.candidates.iter().map(|candidate| candidate.words.as_str());
        fuzzy::holding(pattern, words).into_iter().map(|i| &self.candidates[i]).collect()
    }

    /// The candidate that Enter takes.
    pub fn likely(&self) -> Option<&Candidate> {
        self.shown().get(self.chosen).copied()
    }

    pub fn by_hint(&self, hint: char) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.hint == Some(hint))
    }
}

/// Candidates around an annotation, the likely ones first.
fn near(editor: &Editor, from: &Annotation, link: &Link) -> Vec<Candidate> {
    let text = editor.text();
    let target = editor.schema().label(link.to);
    let window = window(text, from.spans.hull());
    let existing: Vec<&Annotation> =
        editor.layer().annotations().iter().filter(|a| a.label == link.to && a.id != from.id).collect();
    let is_near = |span: Span| span.overlaps(window);
    let made = existing.iter().map(|a| candidate(text, a.spans.first(), Some(a), from, link));
    let is_new = |span: &Span| {
        !existing.iter().any(|a| a.spans.first() == *span)
            && !from.spans.iter().any(|own| own.overlaps(*span))
            && (target.unit == Unit::Quotation || !is_quoted(text, *span))
    };
    let new = units(text, target, window).into_iter().filter(is_new);
    let new = new.map(|span| candidate(text, span, None, from, link));
    let mut candidates: Vec<(usize, Candidate)> = made
        .chain(new)
        .map(|c| (if is_near(c.span) { unlikeliness(text, c.span, from) } else { FAR }, c))
        .collect();
    candidates.sort_by_key(|(unlikeliness, candidate)| (*unlikeliness, candidate.span));
    candidates.into_iter().map(|(_, candidate)| candidate).collect()
}

fn candidate(
    text: &Text,
    span: Span,
    made: Option<&Annotation>,
    from: &Annotation,
    link: &Link,
) -> Candidate {
    let annotation = made.map(|annotation| annotation.id.clone());
    let linked = annotation.as_ref().is_some_and(|id| from.linked(&link.name).contains(id));
    Candidate { span, annotation, words: text.slice(span).to_owned(), hint: None, linked }
}

/// The paragraphs around a span.
fn window(text: &Text, around: Span) -> Span {
    let up = |p: &Span| text.paragraph_before(p.start());
    let down = |p: &Span| text.paragraph_after(p.start());
    let here = text.paragraph_at(around.start()).unwrap_or(around);
    let first = std::iter::successors(Some(here), up).take(NEAR + 1).last().unwrap_or(here);
    let last = std::iter::successors(Some(here), down).take(NEAR + 1).last().unwrap_or(here);
    first.join(last).join(around)
}

/// What a label's annotations could be in a window of text.
fn units(text: &Text, label: &Label, window: Span) -> Vec<Span> {
    let first = text.paragraph_at(window.start());
    let paragraphs = std::iter::successors(first, |p| text.paragraph_after(p.start()));
    let paragraphs = paragraphs.take_while(|p| p.start() < window.end());
    paragraphs
        .flat_map(|paragraph| match label.unit {
            Unit::Letter | Unit::Word => text.words_in(paragraph).filter(|word| text.says(*word)).collect(),
            Unit::Phrase => {
                text.sentences_in(paragraph).into_iter().flat_map(|s| text.phrases_in(s)).collect()
            }
            Unit::Quotation => quotations(text, paragraph),
            Unit::Sentence => text.sentences_in(paragraph),
            Unit::Paragraph => vec![paragraph],
        })
        .collect()
}

fn quotations(text: &Text, paragraph: Span) -> Vec<Span> {
    let first = text.quotation_at(paragraph.start()).or_else(|| text.quotation_after(paragraph.start()));
    let all = std::iter::successors(first, |q| text.quotation_after(q.start()));
    all.take_while(|q| q.start() < paragraph.end()).collect()
}

fn is_quoted(text: &Text, span: Span) -> bool {
    text.quotations_around(span.start())
        .iter()
        .any(|q| text.slice(*q).starts_with(['“', '"', '«', '„', '「']))
}

/// How little a span looks like the target of a link: its distance in bytes,
/// with more for another sentence or paragraph and less beside a verb of saying.
fn unlikeliness(text: &Text, span: Span, from: &Annotation) -> usize {
    const OTHER_SENTENCE: usize = 300;
    const OTHER_PARAGRAPH: usize = 2000;
    const SAYING: usize = 250;
    let hull = from.spans.hull();
    let distance = match () {
        () if span.end() <= hull.start() => hull.start().byte() - span.end().byte(),
        () if hull.end() <= span.start() => span.start().byte() - hull.end().byte(),
        () => 0,
    };
    let holds = |unit: Option<Span>| unit.is_some_and(|unit| unit.contains(span.start()));
    let last = text.previous_grapheme(hull.end());
    let mut unlikeliness = distance + SAYING;
    if !holds(text.paragraph_at(hull.start())) {
        unlikeliness += OTHER_PARAGRAPH;
    } else if !holds(text.sentence_at(hull.start())) && !holds(text.sentence_at(last)) {
        unlikeliness += OTHER_SENTENCE;
    }
    if speaks(text, span, hull) { unlikeliness - SAYING } else { unlikeliness }
}

/// Whether a verb of saying, or *according to*, stands beside a phrase; before it
/// only behind what is said: *“We won,” said Ruiz*.
fn speaks(text: &Text, span: Span, said: Span) -> bool {
    let before = text.word_before(span.start());
    let before_that = before.and_then(|word| text.word_before(word.start()));
    let is = |word: Option<Span>, wanted: &str| {
        word.is_some_and(|word| text.slice(word).eq_ignore_ascii_case(wanted))
    };
    let behind = text.word_after(Pos::max(span.start(), text.previous_grapheme(span.end())));
    let owns = text.as_str().get(span.end().byte()..).is_some_and(|rest| rest.starts_with(['’', '\'']));
    let inverted = said.end() <= span.start() && !owns;
    before.is_some_and(|word| inverted && text.says(word) && !text.addresses(word))
        || behind.is_some_and(|word| text.says(word))
        || is(before, "to") && is(before_that, "according")
}
