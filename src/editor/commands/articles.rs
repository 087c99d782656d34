//! Articles of a folder, and when one is done.

use super::mark::changeable;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome};
use crate::editor::command::{Command, Run};
use crate::editor::mode::Mode;
use crate::model::Edit;

pub(super) const COMMANDS: &[Command] = &[Command {
    name: "done",
    aliases: &[],
    help: "say that you have done with the article, or that you have not",
    hint: "",
    run: Run::Plain(done),
}];

fn done(editor: &Editor) -> Outcome {
    changeable(editor)?;
    let before = editor.layer().done().cloned();
    let after = before.is_none().then(|| (editor.supply.clock)());
    let told = if after.is_some() { "the article is done" } else { "the article is no longer done" };
    Ok(vec![
        Change::Enter(Mode::Normal),
        Change::Edit(Edit::done(before, after)),
        Change::Say(told.to_owned()),
    ])
}

#[cfg(test)]
mod tests {
    use crate::editor::Effect;
    use crate::model::{Deed, Edit, Timestamp};
    use crate::testing::{NOW, check_said, editor, press};

    #[test]
    fn an_article_is_done_until_it_is_not() {
        check_said("{a}", "D", "the article is done");
        check_said("{a}", "D:done<Enter>", "the article is no longer done");
        let mut editor = editor("{a}");
        let Some(Effect::Keep(Deed::Did(step))) = press(&mut editor, "D").pop() else {
            panic!("it is written down")
        };
        assert_eq!(step.edits, [Edit::done(None, Some(Timestamp::new(NOW)))]);
        for (keys, done) in [("u", None), ("U", Some(NOW)), ("D", None), ("u", Some(NOW))] {
            press(&mut editor, keys);
            assert_eq!(editor.layer().done().map(Timestamp::as_str), done, "after {keys}");
        }
        assert!(editor.history().is_unsaved());
    }
}
