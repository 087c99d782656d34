//! Marking: labels on spans, further spans, other labels, and taking away.

use super::{linking, placing};
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::Mode;
use crate::editor::repeat::Repeat;
use crate::editor::{Editor, NO_ARTICLE};
use crate::model::{
    Annotation, AnnotationId, Choice, Edit, LabelId, Link, Name, SPURIOUS, Spans, Values, Verdict,
};
use crate::text::{Span, Unit};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "label",
        aliases: &["mark"],
        help: "mark what is selected, or the natural unit here; the label's own key does it",
        hint: "",
        run: Run::Label(mark),
    },
    Command {
        name: "span",
        aliases: &[],
        help: "add a further span to the annotation here, or to the last of that label; the capital of the label's key does it",
        hint: "",
        run: Run::Label(add_span),
    },
    Command {
        name: "relabel",
        aliases: &[],
        help: "give the annotation another label",
        hint: "relabel",
        run: Run::Plain(|editor| {
            changeable(editor)?;
            focused(editor)?;
            Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Labels)))])
        }),
    },
    Command {
        name: "delete",
        aliases: &[],
        help: "take the annotation away, and the links to it",
        hint: "delete",
        run: Run::Plain(delete),
    },
    Command {
        name: "repeat",
        aliases: &[],
        help: "do here what was done to an annotation last",
        hint: "repeat",
        run: Run::Plain(repeat),
    },
];

/// The annotation that commands are about.
pub(super) fn focused(editor: &Editor) -> Result<&Annotation, Refusal> {
    editor.focus().ok_or_else(|| Refusal("nothing is marked here".to_owned()))
}

/// Refuses as long as the layer cannot be changed.
pub(super) fn changeable(editor: &Editor) -> Result<(), Refusal> {
    complete(editor)?;
    editor.changeable()
}

/// Refuses as long as the article and its layer are not all here.
pub(super) fn complete(editor: &Editor) -> Result<(), Refusal> {
    if !editor.article().is_open() {
        return refuse(NO_ARTICLE);
    }
    if editor.article().partial { refuse("the article is still being read") } else { Ok(()) }
}

fn mark(editor: &Editor, label: LabelId) -> Outcome {
    changeable(editor)?;
    let annotation = new_annotation(editor, label, meant(editor, label)?, 0)?;
    let mut changes = add(editor, &annotation);
    changes.push(Change::Remember(Repeat::Mark { label, links: Vec::new() }));
    changes.extend(linking::ask_after_marking(editor, &annotation));
    Ok(changes)
}

/// Adds an annotation and goes to it.
fn add(editor: &Editor, annotation: &Annotation) -> Vec<Change> {
    let told =
        format!("marked as {}{}", editor.schema().label(annotation.label).name, targets(editor, annotation));
    vec![
        Change::Enter(Mode::Normal),
        Change::Edit(Edit::add(annotation)),
        Change::Focus(annotation.id.clone()),
        Change::Say(told),
    ]
}

/// What an annotation is linked to, behind arrows.
fn targets(editor: &Editor, annotation: &Annotation) -> String {
    let targets = annotation.links.values().flatten().filter_map(|id| editor.layer().get(id));
    targets.flat_map(|target| [" → ".to_owned(), crate::editor::words(editor, target)]).collect()
}

/// A new annotation with the values that can be worked out, the `n`th of its step.
pub(super) fn new_annotation(
    editor: &Editor,
    label: LabelId,
    span: Span,
    n: u64,
) -> Result<Annotation, Refusal> {
    let schema = editor.schema().label(label);
    let spans = Spans::one(span);
    let twin = editor.layer().overlapping(span).find(|a| a.label == label && a.spans == spans);
    if twin.is_some() {
        return refuse(format!("this is already marked as {}", schema.name));
    }
    let mut annotation = Annotation::by_hand(editor.fresh_id(n), label, spans, (editor.supply.clock)());
    for attribute in &schema.attributes {
        let value = match (&attribute.guess, &attribute.values) {
            (Some(guess), _) => Some(guess.value(editor.text(), &annotation.spans)),
            (None, Values::Person) => called(editor, editor.text().slice(span)),
            (None, Values::OneOf(_)) => None,
        };
        annotation.attributes.extend(value.map(|value| (attribute.name.clone(), value)));
    }
    Ok(annotation)
}

/// The person of the cast who is called so.
fn called(editor: &Editor, words: &str) -> Option<Name> {
    editor.layer().cast().iter().find(|(_, person)| person.is_called(words)).map(|(id, _)| id.clone())
}

/// What is meant to be marked: what is selected, else the label's natural unit.
pub(super) fn meant(editor: &Editor, label: LabelId) -> Result<Span, Refusal> {
    editor.natural(label).ok_or_else(|| {
        if editor.selected().is_some() {
            return Refusal("only white space is selected".to_owned());
        }
        let unit = editor.schema().label(label).unit;
        let help = if unit == Unit::Quotation { "; select the words first" } else { "" };
        Refusal(format!("there is no {} here{help}", unit.name()))
    })
}

fn add_span(editor: &Editor, label: LabelId) -> Outcome {
    changeable(editor)?;
    let span = meant(editor, label)?;
    let Some(annotation) = to_extend(editor, label) else {
        let name = &editor.schema().label(label).name;
        return refuse(format!("there is no {name} to add this to"));
    };
    if annotation.spans.iter().any(|own| own.covers(span)) {
        return refuse("this is in it already");
    }
    let extended = with_spans(editor, annotation, annotation.spans.with(span));
    Ok(vec![
        Change::Enter(Mode::Normal),
        Change::Edit(Edit::change(annotation, &extended)),
        Change::Focus(annotation.id.clone()),
        Change::Remember(Repeat::Span(label)),
        Change::Say(format!("added to {}", crate::editor::words(editor, annotation))),
    ])
}

/// The annotation of a label that a further span goes to: the one here, else
/// the one made or changed last, else the one before.
fn to_extend(editor: &Editor, label: LabelId) -> Option<&Annotation> {
    let here = editor.gone_to().into_iter().chain(editor.layer().at(editor.selection().cursor));
    let last = editor.history().annotations_touched().filter_map(|id| editor.layer().get(id));
    let before =
        editor.layer().annotations()[..editor.layer().first_behind(editor.selection().cursor)].iter().rev();
    here.chain(last).chain(before).find(|annotation| annotation.label == label)
}

/// An annotation with other spans. Values that were worked out from the old
/// ones are worked out from the new.
pub(super) fn with_spans(editor: &Editor, annotation: &Annotation, spans: Spans) -> Annotation {
    let mut changed = Annotation { spans, ..annotation.clone() };
    for attribute in &editor.schema().label(annotation.label).attributes {
        let Some(guess) = attribute.guess else { continue };
        let old = guess.value(editor.text(), &annotation.spans);
        if annotation.attribute(&attribute.name) == Some(&old) {
            changed.attributes.insert(attribute.name.clone(), guess.value(editor.text(), &changed.spans));
        }
    }
    changed
}

/// Gives the annotation in focus another label. Attributes and links that the
/// new label does not have are taken away.
pub(super) fn relabel(editor: &Editor, label: LabelId) -> Outcome {
    changeable(editor)?;
    let annotation = focused(editor)?;
    let schema = editor.schema().label(label);
    if annotation.label == label {
        return refuse(format!("this is a {} already", schema.name));
    }
    let mut changed = Annotation { label, ..annotation.clone() };
    let cast = editor.layer().cast();
    changed.attributes.retain(|name, value| schema.attribute(name).is_some_and(|a| a.takes(value, cast)));
    changed.links.retain(|name, targets| {
        let Some(link) = schema.link(name) else { return false };
        targets.retain(|target| editor.layer().get(target).is_some_and(|target| target.label == link.to));
        targets.truncate(if link.many { usize::MAX } else { 1 });
        !targets.is_empty()
    });
    for attribute in &schema.attributes {
        if let (Some(guess), None) = (attribute.guess, changed.attribute(&attribute.name)) {
            changed.attributes.insert(attribute.name.clone(), guess.value(editor.text(), &changed.spans));
        }
    }
    let unlinked = unlinked(editor, annotation, |link| link.to == label);
    let mut changes: Vec<Change> = unlinked.into_iter().map(Change::Edit).collect();
    let links = if changes.is_empty() { "" } else { "; links to it are gone, as they do not fit that" };
    changes.extend([
        Change::Enter(Mode::Normal),
        Change::Edit(Edit::change(annotation, &changed)),
        Change::Focus(annotation.id.clone()),
        Change::Remember(Repeat::Relabel(label)),
        Change::Say(format!("now a {}{links}", schema.name)),
    ]);
    Ok(changes)
}

/// Takes the links to an annotation away, but those that may stay.
pub(super) fn unlinked(editor: &Editor, target: &Annotation, stays: impl Fn(&Link) -> bool) -> Vec<Edit> {
    let others = editor.layer().linking_to(&target.id).filter(|other| other.id != target.id);
    let without = others.map(|other| {
        let label = editor.schema().label(other.label);
        let goes = |name: &&Name| !label.link(name).is_some_and(&stays);
        let names = other.links.keys().filter(goes);
        let changed = names.fold(other.clone(), |changed, name| changed.without_link(name, &target.id));
        Edit::change(other, &changed)
    });
    without.collect()
}

/// The edits that take an annotation away, with the links to it.
pub(super) fn removal(editor: &Editor, annotation: &Annotation) -> Vec<Edit> {
    let mut edits = unlinked(editor, annotation, |_| false);
    // Who deletes it has said what it is.
    let conflict = editor.layer().conflict(&annotation.id);
    edits.extend(conflict.map(|conflict| Edit::settle(&annotation.id, conflict)));
    edits.push(Edit::remove(annotation));
    edits
}

fn delete(editor: &Editor) -> Outcome {
    if let Some(placing) = editor.placing() {
        return placing::delete(editor, placing);
    }
    changeable(editor)?;
    let annotation = focused(editor)?;
    if editor.reviewing().is_some() {
        return super::review::judge(editor, Verdict::Reject, SPURIOUS);
    }
    if editor.case_here().is_some() {
        return super::compare::decide(editor, &Choice::Nothing);
    }
    let edits = removal(editor, annotation);
    let is_linked = editor.layer().linking_to(&annotation.id).any(|other| other.id != annotation.id);
    let links = if is_linked { " and the links to it" } else { "" };
    let name = &editor.schema().label(annotation.label).name;
    let mut changes: Vec<Change> = edits.into_iter().map(Change::Edit).collect();
    changes.push(Change::Enter(Mode::Normal));
    changes.push(Change::Remember(Repeat::Delete));
    changes.push(Change::Say(format!("deleted the {name}{links}")));
    Ok(changes)
}

fn repeat(editor: &Editor) -> Outcome {
    match &editor.repeat {
        None => refuse("nothing was done yet"),
        Some(Repeat::Mark { label, links }) => mark_and_link(editor, *label, links),
        Some(Repeat::Span(label)) => add_span(editor, *label),
        Some(Repeat::Relabel(label)) => relabel(editor, *label),
        Some(Repeat::Attribute(name, value)) => super::attribute::set(editor, name, value.as_ref()),
        Some(Repeat::Link(name, target)) => linking::link_to(editor, name, target),
        Some(Repeat::Delete) => delete(editor),
    }
}

/// Marks and links to the targets of last time that still are; asks if none is.
fn mark_and_link(editor: &Editor, label: LabelId, links: &[(Name, AnnotationId)]) -> Outcome {
    changeable(editor)?;
    let bare = new_annotation(editor, label, meant(editor, label)?, 0)?;
    let fits = |name: &Name, target: &AnnotationId| {
        let link = editor.schema().label(label).link(name);
        editor.layer().get(target).zip(link).is_some_and(|(target, link)| target.label == link.to)
    };
    let targets = links.iter().filter(|(name, target)| fits(name, target));
    let linked = targets.fold(bare, |annotation, (name, target)| annotation.with_link(name, target));
    let mut changes = add(editor, &linked);
    if linked.links.is_empty() {
        changes.extend(linking::ask_after_marking(editor, &linked));
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_refused, check_said};

    #[test]
    fn a_label_takes_what_is_selected() {
        check("The {mayor said} no", "q", "The [quote:mayor said] no");
        check("The{ mayor }said", "c", "The [claim:mayor] said");
        check_refused("a{  }b", "q", "only white space is selected");
    }

    #[test]
    fn a_label_takes_its_natural_unit() {
        check("Said “we w{o}n” and", "q", "Said [quote:“we won”] and");
        check(
            "according to US envoy Ana R{u}iz today",
            "s",
            "according to [speaker:US envoy Ana Ruiz] today",
        );
        check("We won. They l{o}st.", "c", "We won. [claim:They lost.]");
        check("Ana Ruiz sa{i}d so", "t", "Ana Ruiz [cue:said] so");
        check_refused("We {w}on", "q", "there is no quotation here; select the words first");
    }

    #[test]
    fn labels_nest_and_overlap() {
        check("[quote:We {won}]", "c", "[quote:We [claim:won]]");
        check("[quote#1:We won] {it}", "<Esc>2bvwc", "[quote#1:We [claim#2:won]#1 i]t");
        check_refused("“{W}e”", "q<Esc>q", "this is already marked as quote");
    }

    #[test]
    fn the_capital_adds_a_further_span() {
        check("[quote:“We won,”] he said, “at {l}ast.”", "Q", "[quote#1:“We won,”] he said, [#1:“at last.”]");
        check(
            "“{W}e won,” he said, “at last.”",
            "q<Esc><Space>Q",
            "[quote#1:“We won,”] he said, [#1:“at last.”]",
        );
        check("[quote:a] b {c}", "vQ", "[quote#1:a] b [#1:c]");
        check_refused("a {b}", "vQ", "there is no quote to add this to");
        check_refused("[quote:a {b} c]", "vQ", "this is in it already");
    }

    #[test]
    fn a_further_span_goes_to_the_one_made_last_before_one_that_is_nearer() {
        check(
            "“{W}e” x [quote:“they”] “so”",
            "q<Esc><Space><Space>Q",
            "[quote#1:“We”] x [quote:“they”] [#1:“so”]",
        );
    }

    #[test]
    fn what_is_worked_out_follows_the_spans() {
        check_said("“{W}e won,” he said", "q<Esc>:attribute kind mixed<Enter>", "kind: mixed");
        check("[quote:“We won,”] he {said}", "Q", "[quote#1:“We won,”] he [#1:said]");
        check(
            "[quote/kind=indirect:“We won,”] he {said}",
            "Q",
            "[quote#1/kind=indirect:“We won,”] he [#1:said]",
        );
    }

    #[test]
    fn an_annotation_is_given_another_label() {
        check("[quote:{W}e]", "rc", "[claim:We]");
        check("[quote#1>2/medium=speech:{W}e] [speaker#2:Ana]", "rc", "[claim:We] [speaker:Ana]");
        check_refused("{W}e", "r", "nothing is marked here");
        check("[quote#1>2:We,] said [speaker#2:{A}na]", "rc", "[quote:We,] said [claim:Ana]");
        check("[quote/kind=direct/medium=speech:{W}e]", "rs", "[speaker:We]");
        check("[quote#1>2:We,] said [speaker#2:{A}na]", "rcu", "[quote#1>2:We,] said [speaker#2:Ana]");
        check_refused("[quote:{W}e]", "rq", "this is a quote already");
    }

    #[test]
    fn what_is_deleted_is_no_longer_linked_to() {
        check("[quote#1>2:We] [speaker#2:{A}na]", "d", "[quote:We] Ana");
        check("[quote:a [claim:{b}]]", "dd", "a b");
        check_refused("{a}", "d", "nothing is marked here");
        check_said("[quote#1>2:We] [speaker#2:{A}na]", "d", "deleted the speaker and the links to it");
    }

    #[test]
    fn the_last_thing_is_done_again() {
        check("“{W}e” and “they”", "q<Esc><Space>.", "[quote:“We”] and [quote:“they”]");
        check(
            "“{W}e” said Ana, “they”",
            "q<Enter><Space>.",
            "[quote#1>2:“We”] said [speaker#2:Ana], [quote#3>2:“they”]",
        );
        check("[quote:{W}e] [quote:they]", "rc<Tab>.", "[claim:We] [claim:they]");
        check("[claim:{W}e] [claim:they]", "acw<Tab>.", "[claim/check=worthy:We] [claim/check=worthy:they]");
        check("[claim:{W}e] [claim:they]", "d<Tab>.", "We they");
        check("[quote:{a}] b c", "wvQwv.", "[quote#1:a] [#1:b] [#1:c]");
        check_refused("{W}e", ".", "nothing was done yet");
    }
}
