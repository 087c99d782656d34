//! Saving, leaving, other articles.

use super::mark::complete;
use crate::editor::change::{Change, Destination, Effect, Outcome, Refusal, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::Mode;
use crate::editor::{Editor, NO_ARTICLE};
use std::path::PathBuf;
use std::sync::Arc;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "write",
        aliases: &["w", "save"],
        help: "save the layer",
        hint: "save",
        run: Run::Plain(write),
    },
    Command {
        name: "write!",
        aliases: &["w!"],
        help: "save the layer over what another program wrote",
        hint: "",
        run: Run::Plain(|editor| {
            complete(editor)?;
            Ok(vec![Change::Enter(Mode::Normal), Change::Do(Effect::SaveOver)])
        }),
    },
    Command {
        name: "write-to",
        aliases: &["saveas", "sav"],
        help: "save the layer in another file, if it cannot be saved where it belongs",
        hint: "",
        run: Run::Typed(write_to, Argument::Words),
    },
    Command {
        name: "quit",
        aliases: &["q"],
        help: "leave; asks if something is not saved",
        hint: "quit",
        run: Run::Plain(|editor| leave(editor, Effect::Quit)),
    },
    Command {
        name: "write-quit",
        aliases: &["wq", "x"],
        help: "save the layer and leave",
        hint: "",
        run: Run::Plain(|editor| complete(editor).and_then(|()| save_and(&Effect::Quit))),
    },
    Command {
        name: "quit!",
        aliases: &["q!"],
        help: "leave without saving",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Do(Effect::Quit)])),
    },
    Command {
        name: "edit",
        aliases: &["e", "open"],
        help: "open another article, or this one anew; asks if something is not saved",
        hint: "",
        run: Run::Typed(|editor, path| leave(editor, open(editor, path)?), Argument::Article),
    },
    Command {
        name: "edit!",
        aliases: &["e!"],
        help: "open another article, or this one anew, without saving",
        hint: "",
        run: Run::Typed(|editor, path| Ok(vec![Change::Do(open(editor, path)?)]), Argument::Article),
    },
    Command {
        name: "sample",
        aliases: &[],
        help: "open a copy of the sample article, to try things out",
        hint: "",
        run: Run::Plain(|editor| leave(editor, Effect::Sample)),
    },
    Command {
        name: "suspend",
        aliases: &["stop"],
        help: "go back to the shell; fg comes back",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Do(Effect::Suspend)])),
    },
];

fn write(editor: &Editor) -> Outcome {
    complete(editor)?;
    Ok(vec![Change::Enter(Mode::Normal), Change::Do(Effect::Save)])
}

fn write_to(editor: &Editor, path: &str) -> Outcome {
    complete(editor)?;
    if path.is_empty() {
        return refuse("say where to save it: write-to PATH");
    }
    Ok(vec![Change::Enter(Mode::Normal), Change::Do(Effect::SaveAs(path.into()))])
}

/// Does something that leaves the article, after saving, or asking if changes
/// would be lost.
pub(super) fn leave(editor: &Editor, effect: Effect) -> Outcome {
    if editor.would_lose() && editor.choices().autosave && editor.changeable().is_ok() {
        return save_and(&effect);
    }
    if editor.would_lose() {
        return Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Unsaved(effect))))]);
    }
    Ok(vec![Change::Enter(Mode::Normal), Change::Do(effect)])
}

/// Saves first; if that fails, what would come then is not done.
pub(super) fn save_and(effect: &Effect) -> Outcome {
    Ok(vec![Change::Enter(Mode::Normal), Change::Do(Effect::Save), Change::Do(effect.clone())])
}

/// Without a path the article at hand is read anew. An article of the folder goes
/// by its name as it is shown, which may be in letters that the name has not.
fn open(editor: &Editor, path: &str) -> Result<Effect, Refusal> {
    if path.is_empty() && !editor.article().is_open() {
        return refuse(NO_ARTICLE);
    }
    if path.is_empty() {
        return Ok(Effect::Open(PathBuf::from(&editor.article().name)));
    }
    Ok(match editor.articles().named(path) {
        Some(entry) => Effect::GoTo(Destination::of(Arc::clone(&entry.path))),
        None => Effect::Open(PathBuf::from(path)),
    })
}

#[cfg(test)]
mod tests {
    use crate::editor::{Destination, Effect};
    use crate::testing::{check_effects, editor, press};
    use std::path::Path;

    #[test]
    fn saving_and_leaving() {
        check_effects("{a}", ":w<Enter>", &[Effect::Save]);
        check_effects("{a}", "<Ctrl+s>", &[Effect::Save]);
        check_effects("{a}", ":w!<Enter>", &[Effect::SaveOver]);
        check_effects("{a}", ":saveas b.ron<Enter>", &[Effect::SaveAs("b.ron".into())]);
        check_effects("{a}", ":q<Enter>", &[Effect::Quit]);
        check_effects("{a} b", "vc:q!<Enter>", &[Effect::Quit]);
        check_effects("{a} b", "vc:wq<Enter>", &[Effect::Save, Effect::Quit]);
        check_effects("{a} b", "vcZZ", &[Effect::Save, Effect::Quit]);
    }

    #[test]
    fn leaving_asks_when_something_is_not_saved() {
        check_effects("{a} b", "vc:q<Enter>", &[]);
        check_effects("{a} b", "vc:q<Enter>s", &[Effect::Save, Effect::Quit]);
        check_effects("{a} b", "vc:q<Enter>d", &[Effect::Quit]);
        check_effects("{a} b", "vc:q<Enter><Esc>", &[]);
        check_effects("{a} b", "vcu:q<Enter>", &[Effect::Quit]);
    }

    #[test]
    fn leaving_saves_if_that_is_settled() {
        let mut editor = editor("{a} b");
        editor.settle_autosave();
        let effects = press(&mut editor, "vc:q<Enter>");
        assert_eq!(effects[1..], [Effect::Save, Effect::Quit]);
    }

    #[test]
    fn other_articles() {
        let listed = |name: &str| Effect::GoTo(Destination::of(Path::new(name).into()));
        let open = |name: &str| Effect::Open(name.into());
        check_effects("{a}", ":e b.txt<Enter>", &[listed("b.txt")]);
        check_effects("{a}", ":e b<Tab><Enter>", &[listed("b.txt")]);
        check_effects("{a}", ":e \\n<Tab><Enter>", &[listed("c\n.txt")]);
        check_effects("{a}", ":e c\\n.txt<Enter>", &[listed("c\n.txt")]);
        check_effects("{a}", ":e d\\n.txt<Enter>", &[open("d\\n.txt")]);
        check_effects("{a} b", "vc:e b.txt<Enter>d", &[listed("b.txt")]);
        check_effects("{a} b", "vc:e! b.txt<Enter>", &[listed("b.txt")]);
        check_effects("{a}", ":sample<Enter>", &[Effect::Sample]);
        check_effects("{a} b", "vc:e!<Enter>", &[open("a.txt")]);
    }
}
