//! Notes on annotations.

use super::mark::{changeable, focused};
use super::typing::open;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::mode::Mode;
use crate::editor::prompt::{Prompt, Purpose, no_completions, no_preview};
use crate::model::{Annotation, Edit};

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

fn note(editor: &Editor, words: &str) -> Outcome {
    changeable(editor)?;
    if editor.reviewing().is_some() {
        return super::review::comment(editor, words);
    }
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
