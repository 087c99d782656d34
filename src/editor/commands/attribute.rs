//! Attributes of the annotation in focus, by menu or by name.

use super::mark::{changeable, focused, relabel};
use super::{cast, compare, conflict, file, keeping, review};
use crate::editor::change::{Browse, Change, Outcome, Refusal, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::menu::{Menu, MenuKind, Pick};
use crate::editor::mode::Mode;
use crate::editor::repeat::Repeat;
use crate::editor::{Editor, Effect};
use crate::model::{Attribute, Edit, Name, Verdict};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "attributes",
        aliases: &[],
        help: "set an attribute of the annotation by menu",
        hint: "attributes",
        run: Run::Plain(attributes),
    },
    Command {
        name: "attribute",
        aliases: &["set"],
        help: "set an attribute by name: attribute kind direct; without a value it is taken away",
        hint: "",
        run: Run::Typed(by_name, Argument::Attribute),
    },
];

fn attributes(editor: &Editor) -> Outcome {
    changeable(editor)?;
    let annotation = focused(editor)?;
    let label = editor.schema().label(annotation.label);
    if label.attributes.is_empty() {
        return refuse(format!("a {} has no attributes", label.name));
    }
    Ok(vec![Change::Focus(annotation.id.clone()), Change::Enter(Mode::Menu(Menu::new(MenuKind::Attributes)))])
}

fn by_name(editor: &Editor, words: &str) -> Outcome {
    let (name, value) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let value = Some(value.trim()).filter(|value| !value.is_empty()).map(Name::new);
    set(editor, &Name::new(name), value.as_ref())
}

/// The attribute of that name, as the schema has it for the annotation in focus.
fn attribute<'e>(editor: &'e Editor, name: &Name) -> Result<&'e Attribute, Refusal> {
    let label = editor.schema().label(focused(editor)?.label);
    label.attribute(name).ok_or_else(|| {
        let names: Vec<&str> = label.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Refusal(format!("a {} has no attribute {:?}; it has {names}", label.name, name.as_str()))
    })
}

/// Sets an attribute of the annotation in focus, or takes it away.
pub(super) fn set(editor: &Editor, name: &Name, value: Option<&Name>) -> Outcome {
    changeable(editor)?;
    let annotation = focused(editor)?;
    let attribute = attribute(editor, name)?;
    if value.is_some_and(|value| !attribute.takes(value, editor.layer().cast())) {
        return refuse(format!("{} can be {}", attribute.name, attribute.choices()));
    }
    if annotation.attribute(name) == value {
        return Ok(vec![Change::Enter(Mode::Normal)]);
    }
    let mut changed = annotation.clone();
    match value {
        Some(value) => changed.attributes.insert(name.clone(), value.clone()),
        None => changed.attributes.remove(name),
    };
    Ok(vec![
        Change::Edit(Edit::change(annotation, &changed)),
        Change::Enter(Mode::Normal),
        Change::Focus(annotation.id.clone()),
        Change::Remember(Repeat::Attribute(name.clone(), value.cloned())),
        Change::Say(format!("{name}: {}", value.map_or("–", Name::as_str))),
    ])
}

/// Does what a line of a menu stands for.
pub(super) fn pick(editor: &Editor, pick: &Pick) -> Outcome {
    match pick {
        Pick::Attribute(name) => {
            Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Values(name.clone()))))])
        }
        Pick::Value(name, value) => set(editor, name, value.as_ref()),
        Pick::NewPerson(_) => cast::ask_person(editor),
        Pick::Person(id, part) => cast::ask_part(editor, id, *part),
        Pick::Dismiss(id) => cast::dismiss(editor, id),
        Pick::Label(label) => relabel(editor, *label),
        Pick::Filter(filter) => {
            Ok(vec![Change::Enter(Mode::Normal), Change::Browse(Browse::Filter(filter.clone()))])
        }
        Pick::SaveAnd(effect) => file::save_and(effect),
        Pick::Leave(effect) => Ok(vec![
            Change::Enter(Mode::Normal),
            Change::Do(Effect::LeaveUnsaved),
            Change::Do(effect.clone()),
        ]),
        Pick::TakeUp(what) => Ok(vec![Change::Enter(Mode::Normal), Change::TakeUp(*what)]),
        Pick::GiveUp => Ok(vec![Change::Enter(Mode::Normal), Change::GiveUp]),
        Pick::KeepOwn(edits) => keeping::settle(Change::KeepOwn, edits),
        Pick::TakeTheirs(edits) => keeping::settle(Change::TakeTheirs, edits),
        Pick::Reason(reason) => review::judge(editor, Verdict::Reject, reason),
        Pick::OtherReason => Ok(review::ask_reason(editor)),
        Pick::Whole(verdict) => review::judge_whole(editor, *verdict),
        Pick::TakeOver(opinion) => review::take(editor, opinion),
        Pick::Cases(filter, tab) => compare::show(editor, *filter, *tab),
        Pick::Settle(id, settling) => conflict::settle(editor, id, *settling),
        Pick::Discard(effect) => Ok(vec![Change::Enter(Mode::Normal), Change::Do(effect.clone())]),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_refused};

    #[test]
    fn attributes_are_set_by_menu() {
        check("[quote:{W}e]", "ams", "[quote/medium=speech:We]");
        check("[quote:{W}e]", "a<Down><Enter><Down><Enter>", "[quote/medium=writing:We]");
        check("[quote/medium=speech:{W}e]", "am-", "[quote:We]");
        check("[quote:{W}e]", "a<Esc>", "[quote:We]");
        check_refused("[cue:{s}aid]", "a", "a cue has no attributes");
        check_refused("[quote:{W}e]", "az", "z is beside nothing; Esc leaves");
    }

    #[test]
    fn attributes_are_set_by_name() {
        check("[quote:{W}e]", ":set medium speech<Enter>", "[quote/medium=speech:We]");
        check("[quote/medium=speech:{W}e]", ":set medium<Enter>", "[quote:We]");
        check("[quote:{W}e]", ":set med<Tab><Enter>", "[quote/medium=speech:We]");
        check_refused(
            "[quote:{W}e]",
            ":set medium smoke<Enter>",
            "medium can be speech, writing, social, document, thought",
        );
        check_refused(
            "[quote:{W}e]",
            ":set mood x<Enter>",
            "a quote has no attribute \"mood\"; it has kind, medium",
        );
        check_refused("[speaker:{W}e]", ":set person ana<Enter>", "person can be a person of the cast");
    }

    #[test]
    fn a_person_is_added_to_the_cast_and_then_known() {
        let mut editor = crate::testing::editor("[speaker:{R}uiz] and Ruiz, then Ana Ruiz");
        crate::testing::press(&mut editor, "apnAna Ruiz<Enter>");
        let person = &editor.layer().cast()[&crate::model::Name::new("ana-ruiz")];
        assert_eq!((person.name.as_str(), &person.aliases[..]), ("Ana Ruiz", &["Ruiz".to_owned()][..]));
        crate::testing::press(&mut editor, "wws");
        let marked = crate::testing::marked(&editor);
        assert_eq!(
            marked,
            "[speaker/person=ana-ruiz:Ruiz] and [speaker/person=ana-ruiz:{R}uiz], then Ana Ruiz"
        );
    }
}
