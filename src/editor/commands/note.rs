//! Notes on annotations, and new persons of the cast.

use super::mark::{changeable, focused};
use super::typing::open;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::mode::Mode;
use crate::editor::prompt::{Prompt, Purpose, no_completions, no_preview};
use crate::model::{Annotation, Edit, Guess, Person, Values};

pub(super) const COMMANDS: &[Command] = &[Command {
    name: "note",
    aliases: &[],
    help: "write a note on the annotation; an empty one is taken away",
    hint: "note",
    run: Run::Typed(note, Argument::Words),
}];

static NOTE: Purpose = Purpose {
    title: "note: ",
    accept: set_note,
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

static PERSON: Purpose = Purpose {
    title: "name: ",
    accept: set_person,
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

fn note(editor: &Editor, words: &str) -> Outcome {
    changeable(editor)?;
    let annotation = focused(editor)?;
    if !words.is_empty() {
        return set_note(editor, words);
    }
    let prompt = Prompt::proposing(&NOTE, &annotation.note, editor);
    Ok([vec![Change::Focus(annotation.id.clone())], open(prompt)].concat())
}

fn set_note(editor: &Editor, words: &str) -> Outcome {
    let annotation = focused(editor)?;
    let note = words.trim().to_owned();
    if note == annotation.note {
        return Ok(vec![Change::Enter(Mode::Normal)]);
    }
    let told = if note.is_empty() { "took the note away" } else { "noted" };
    Ok(vec![
        Change::Edit(Edit::change(annotation, &Annotation { note, ..annotation.clone() })),
        Change::Enter(Mode::Normal),
        Change::Focus(annotation.id.clone()),
        Change::Say(told.to_owned()),
    ])
}

/// Asks for the name of a new person, which the words of the mention propose.
pub(super) fn ask_person(editor: &Editor) -> Outcome {
    let annotation = focused(editor)?;
    let prompt = Prompt::proposing(&PERSON, &crate::editor::words(editor, annotation), editor);
    Ok([vec![Change::Focus(annotation.id.clone())], open(prompt)].concat())
}

/// Says that the mention is of a person, who is added to the cast if nobody there
/// has that name; then a mention by name becomes an alias, so that the next one is
/// known.
fn set_person(editor: &Editor, name: &str) -> Outcome {
    let annotation = focused(editor)?;
    let name = name.trim();
    if name.is_empty() {
        return refuse("a person needs a name");
    }
    let label = editor.schema().label(annotation.label);
    let Some(attribute) = label.attributes.iter().find(|a| a.values == Values::Person) else {
        return refuse(format!("a {} is no person", label.name));
    };
    let cast = editor.layer().cast();
    let known = cast.iter().find(|(_, person)| person.is_called(name)).map(|(id, _)| id.clone());
    let id = known.clone().unwrap_or_else(|| Person::fresh_id(name, cast));
    let mention = crate::editor::words(editor, annotation);
    let form = label.attributes.iter().find(|attribute| attribute.guess == Some(Guess::MentionForm));
    let form = form.and_then(|attribute| annotation.attribute(&attribute.name));
    let named = form.is_none_or(|form| form.as_str() == "name");
    let aliases = if mention != name && named { vec![mention] } else { Vec::new() };
    let person = Person { name: name.to_owned(), role: String::new(), aliases };
    let mut changed = annotation.clone();
    changed.attributes.insert(attribute.name.clone(), id.clone());
    let mut changes = vec![
        Change::Edit(Edit::change(annotation, &changed)),
        Change::Enter(Mode::Normal),
        Change::Focus(annotation.id.clone()),
        Change::Say(format!("{}: {name}", attribute.name)),
    ];
    if known.is_none() {
        changes.insert(0, Change::Edit(Edit::add_person(id, person)));
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_refused};

    #[test]
    fn a_note_is_written_changed_and_taken_away() {
        check("[claim:{W}e]", "itrue?<Enter>", "[claim/note=true?:We]");
        check("[claim/note=tru:{W}e]", "i<End>e<Enter>", "[claim/note=true:We]");
        check("[claim/note=tru:{W}e]", "itrue?<Enter>", "[claim/note=true?:We]");
        check("[claim/note=true:{W}e]", "i<Ctrl+u><Enter>", "[claim:We]");
        check("[claim:{W}e]", "ix<Esc>", "[claim:We]");
        check("[claim:{W}e]", ":note so it is<Enter>", "[claim/note=so it is:We]");
        check_refused("{W}e", "i", "nothing is marked here");
    }
}
