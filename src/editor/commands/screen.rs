//! What the screen shows.

use super::{motion, typing};
use crate::editor::change::{Change, Effect, Outcome, refuse};
use crate::editor::command::{Argument, Command, Run, commands, find_command, near_names};
use crate::editor::fuzzy;
use crate::editor::keymap::Action;
use crate::editor::mode::Mode;
use crate::editor::picker::{Picker, PickerKind};
use crate::editor::prompt::{Completion, Prompt, Purpose, no_preview};
use crate::editor::selection::{Selection, resting_place};
use crate::editor::view::{Place, Tab};
use crate::editor::{Editor, Entry};
use crate::model::{Attribute, Name, Values};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "command",
        aliases: &[],
        help: "type a command's name, or the number of a paragraph to go to",
        hint: "command",
        run: Run::Plain(|editor| type_command(editor, "")),
    },
    Command {
        name: "help",
        aliases: &["h"],
        help: "show all commands with their keys; typing finds one, Enter does it",
        hint: "help",
        run: Run::Plain(|editor| Ok(pick(editor, PickerKind::Help))),
    },
    Command {
        name: "list",
        aliases: &["ls"],
        help: "show the annotations; typing finds one, Enter goes there",
        hint: "list",
        run: Run::Plain(list),
    },
    Command {
        name: "next-tab",
        aliases: &[],
        help: "list the annotations of the next label only",
        hint: "",
        run: Run::Plain(|editor| Ok(tab(editor, 1))),
    },
    Command {
        name: "previous-tab",
        aliases: &[],
        help: "list the annotations of the label before only",
        hint: "",
        run: Run::Plain(|editor| Ok(tab(editor, -1))),
    },
    Command {
        name: "inspect",
        aliases: &[],
        help: "show all of the annotation over the text",
        hint: "",
        run: Run::Plain(|editor| {
            super::mark::focused(editor)?;
            Ok(vec![Change::Enter(Mode::Inspect)])
        }),
    },
    Command {
        name: "scroll-down",
        aliases: &[],
        help: "scroll a row down",
        hint: "",
        run: Run::Plain(|editor| Ok(vec![Change::Scroll(times(editor))])),
    },
    Command {
        name: "scroll-up",
        aliases: &[],
        help: "scroll a row up",
        hint: "",
        run: Run::Plain(|editor| Ok(vec![Change::Scroll(-times(editor))])),
    },
    Command {
        name: "show-top",
        aliases: &[],
        help: "scroll so that this row is at the top",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Show(Place::Top)])),
    },
    Command {
        name: "show-middle",
        aliases: &[],
        help: "scroll so that this row is in the middle",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Show(Place::Middle)])),
    },
    Command {
        name: "show-bottom",
        aliases: &[],
        help: "scroll so that this row is at the bottom",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Show(Place::Bottom)])),
    },
    Command {
        name: "theme",
        aliases: &["colorscheme"],
        help: "draw in other colours",
        hint: "",
        run: Run::Typed(theme, Argument::Theme),
    },
    Command {
        name: "redraw",
        aliases: &[],
        help: "draw everything anew",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Do(Effect::Redraw)])),
    },
];

static COMMAND_LINE: Purpose =
    Purpose { title: ":", accept: run_line, preview: no_preview, complete: complete_line, remembered: true };

/// Opens the command line with the beginning of a command in it.
pub(super) fn type_command(editor: &Editor, line: &str) -> Outcome {
    Ok(vec![Change::Enter(Mode::Prompt(Box::new(Prompt::new(&COMMAND_LINE, line, editor))))])
}

fn pick(editor: &Editor, kind: PickerKind) -> Vec<Change> {
    vec![Change::Enter(Mode::Pick(Box::new(Picker::new(kind, editor))))]
}

fn list(editor: &Editor) -> Outcome {
    if editor.layer().annotations().is_empty() {
        return refuse("nothing is marked yet");
    }
    Ok(pick(editor, PickerKind::Annotations))
}

fn times(editor: &Editor) -> isize {
    isize::try_from(editor.count().unwrap_or(1)).unwrap_or(1)
}

fn tab(editor: &Editor, step: isize) -> Vec<Change> {
    let tabs: Vec<Tab> =
        [Tab::All].into_iter().chain(editor.schema().labels().map(|(id, _)| Tab::Label(id))).collect();
    let now = tabs.iter().position(|tab| *tab == editor.view().tab).unwrap_or(0);
    let next = (now.cast_signed() + step).rem_euclid(tabs.len().cast_signed());
    let tab = tabs[next.cast_unsigned()];
    let listed = match tab {
        Tab::All => "all annotations".to_owned(),
        Tab::Label(label) => format!("only the label {}", editor.schema().label(label).name),
    };
    vec![Change::List(tab), Change::Say(format!("the list has {listed}"))]
}

fn theme(editor: &Editor, name: &str) -> Outcome {
    let themes = &editor.choices().themes;
    if themes.iter().any(|theme| theme == name) {
        return Ok(vec![Change::Enter(Mode::Normal), Change::Do(Effect::Theme(name.to_owned()))]);
    }
    refuse(format!("the themes are {}", themes.join(", ")))
}

/// Does what was typed behind `:`.
fn run_line(editor: &Editor, line: &str) -> Outcome {
    let line = line.trim();
    if line.is_empty() {
        return Ok(vec![Change::Enter(Mode::Normal)]);
    }
    if let Ok(number) = line.parse() {
        let to = motion::paragraph(editor, number).unwrap_or_default();
        let to = Selection::at(resting_place(editor.text(), to));
        return Ok(vec![Change::Enter(Mode::Normal), Change::Select(to)]);
    }
    let (name, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let Some(command) = find_command(name) else {
        let near = near_names(name);
        let near =
            if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
        return refuse(format!("there is no command {name:?}{near}"));
    };
    typing::refuse_here(command)?;
    let Some(action) = Action::parse(line, editor.schema()) else {
        return refuse(match command.run {
            Run::Label(_) => format!("{name} needs one of the labels {}", label_names(editor).join(", ")),
            _ => format!("{name} takes nothing behind it, not {words:?}"),
        });
    };
    let mut changes = vec![Change::Enter(Mode::Normal)];
    changes.extend(editor.run(&action)?);
    Ok(changes)
}

fn label_names(editor: &Editor) -> Vec<&str> {
    editor.schema().labels().map(|(_, label)| label.name.as_str()).collect()
}

/// Lines that could be meant by what is typed behind `:`.
fn complete_line(editor: &Editor, line: &str) -> Vec<Completion> {
    match line.trim_start().split_once(char::is_whitespace) {
        None => complete_name(line.trim_start()),
        Some((name, words)) => complete_words(editor, name, words.trim_start()),
    }
}

fn complete_name(typed: &str) -> Vec<Completion> {
    let all: Vec<&'static Command> = commands().collect();
    let names = all.iter().map(|command| {
        let aliases = command.aliases.join(" ");
        format!("{} {aliases}", command.name)
    });
    let names: Vec<String> = names.collect();
    let mut order = fuzzy::matching(typed, names.iter().map(String::as_str));
    let exact = |i: &usize| all[*i].name == typed || all[*i].aliases.contains(&typed);
    order.sort_by_key(|i| (!exact(i), !all[*i].name.starts_with(typed)));
    let completion = |i: usize| {
        let space = if all[i].takes_words() { " " } else { "" };
        Completion { line: format!("{}{space}", all[i].name), help: all[i].help.to_owned() }
    };
    order.into_iter().map(completion).collect()
}

fn complete_words(editor: &Editor, name: &str, typed: &str) -> Vec<Completion> {
    let Some(command) = find_command(name) else { return Vec::new() };
    let choices: Vec<String> = match command.run {
        Run::Label(_) => label_names(editor).into_iter().map(str::to_owned).collect(),
        Run::Typed(_, Argument::Article) => return complete_articles(editor, name, typed),
        Run::Typed(_, Argument::Theme) => editor.choices().themes.clone(),
        Run::Typed(_, Argument::Attribute) => attribute_lines(editor),
        Run::Typed(_, Argument::Person) => {
            editor.layer().cast().values().map(|person| person.name.clone()).collect()
        }
        _ => Vec::new(),
    };
    let order = fuzzy::matching(typed, choices.iter().map(String::as_str));
    let completion = |i: usize| Completion { line: format!("{name} {}", choices[i]), help: String::new() };
    order.into_iter().map(completion).collect()
}

/// The articles of the folder that fit best, of which there may be very many.
fn complete_articles(editor: &Editor, command: &str, typed: &str) -> Vec<Completion> {
    const MOST: usize = 100;
    let names: Vec<_> = editor.articles().entries().iter().map(Entry::name).collect();
    let order = fuzzy::matching(typed, names.iter().map(AsRef::as_ref));
    let completion = |i: usize| Completion { line: format!("{command} {}", names[i]), help: String::new() };
    order.into_iter().take(MOST).map(completion).collect()
}

/// Every attribute of the annotation in focus with each value it can have.
fn attribute_lines(editor: &Editor) -> Vec<String> {
    let Some(annotation) = editor.focus() else { return Vec::new() };
    let values = |attribute: &Attribute| -> Vec<Name> {
        match &attribute.values {
            Values::OneOf(values) => values.clone(),
            Values::Person => editor.layer().cast().keys().cloned().collect(),
        }
    };
    let label = editor.schema().label(annotation.label);
    let lines = label.attributes.iter().flat_map(|attribute| {
        values(attribute).into_iter().map(move |value| format!("{} {value}", attribute.name))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use crate::editor::{Effect, Mode, Tab};
    use crate::testing::{check, check_effects, check_refused, editor, press};

    #[test]
    fn commands_are_typed_by_name() {
        check("{a} b", ":label claim<Enter>", "[claim:a b]");
        check("{a} b", ":next-word<Enter>", "a {b}");
        check("{a}\n\nb\nc", ":3<Enter>", "a\n\nb\n{c}");
        check_refused("{a}", ":qiut<Enter>", "there is no command \"qiut\"; did you mean quit?");
        check_refused("{a}", ":label x<Enter>", "label needs one of the labels quote, speaker, claim, cue");
        check_refused("{a}", ":undo x<Enter>", "undo takes nothing behind it, not \"x\"");
        check_effects("{a}", ":theme light<Enter>", &[Effect::Theme("light".into())]);
        check_refused("{a}", ":theme pink<Enter>", "the themes are dark, light");
    }

    #[test]
    fn every_command_can_be_called_by_name_and_chosen_in_help() {
        for command in crate::editor::commands().filter(|command| !command.name.starts_with("fault")) {
            for (keys, before) in [(":", "“{W}e won,” said Ana"), ("?", "[quote:{W}e] [speaker:won]")] {
                press(&mut editor(before), &format!("{keys}{}<Enter><Esc><Esc>", command.name));
            }
        }
        check_refused("{a}", ":accept<Enter>", "accept is for keys only");
    }

    #[test]
    fn a_command_that_is_typed_is_about_what_was_selected() {
        check("{W}e won it", "ve:label claim<Enter>", "[claim:We] won it");
        check("{W}e won it", "ve?label<Enter>quote<Enter>", "[quote:We] won it");
    }

    #[test]
    fn lines_are_completed_and_called_up_again() {
        check("{a} b", ":next-w<Tab><Enter>", "a {b}");
        check("{a} b c", ":next-word<Enter>:<Up><Enter>", "a b {c}");
        check("{a} b c", ":next-word<Enter>:<Up><Down><Enter>", "a {b} c");
        check("{a} b", ":label cl<Tab><Enter>", "[claim:a b]");
    }

    #[test]
    fn articles_that_are_found_while_one_is_typed_are_proposed() {
        let mut editor = editor("{a}");
        press(&mut editor, ":e z");
        crate::testing::list_articles(&mut editor, &["a.txt", "zoo.txt"]);
        press(&mut editor, "<Tab>");
        let Mode::Prompt(prompt) = editor.mode() else { panic!("a line is typed") };
        assert_eq!(prompt.input.text(), "e zoo.txt");
    }

    #[test]
    fn help_finds_commands_and_does_them() {
        check("{a} b", "?next-word<Enter>", "a {b}");
        check("{a} b", "?<Esc>", "{a} b");
        check("{a} b", "?label<Enter>claim<Enter>", "[claim:a b]");
    }

    #[test]
    fn the_list_finds_annotations() {
        check("{x} [quote:abc] [claim:def]", "Ldef<Enter>", "x [quote:abc] [claim:{d}ef]");
        check("{x} [quote:abc] [claim:def]", "L<Down><Enter>", "x [quote:abc] [claim:{d}ef]");
        check_refused("{x}", "L", "nothing is marked yet");
    }

    #[test]
    fn tabs_go_round() {
        let mut editor = editor("{a}");
        press(&mut editor, "gT");
        assert_eq!(editor.view().tab, Tab::Label(editor.schema().find("cue").unwrap()));
        press(&mut editor, "gt");
        assert_eq!(editor.view().tab, Tab::All);
    }

    #[test]
    fn the_inspector_opens_and_closes() {
        let mut editor = editor("[quote:{a}]");
        press(&mut editor, "K");
        assert!(matches!(editor.mode(), Mode::Inspect));
        press(&mut editor, "K");
        assert!(matches!(editor.mode(), Mode::Normal));
    }

    #[test]
    fn the_text_scrolls_under_the_cursor() {
        let lines = (1..=60).flat_map(|n| [n.to_string(), "\n".to_owned()]).collect::<String>();
        let mut editor = editor(&format!("{{0}}\n{lines}"));
        let shown = |editor: &crate::editor::Editor| {
            let rows = editor.view().rows();
            let line = |row: &crate::text::Row| {
                editor.text().slice(crate::text::Span::new(row.start, row.end).unwrap()).to_owned()
            };
            (line(&rows[0]), crate::testing::marked(editor).split(['{', '}']).nth(1).unwrap().to_owned())
        };
        press(&mut editor, "5<Ctrl+e>");
        assert_eq!(shown(&editor), ("5".into(), "7".into()));
        press(&mut editor, "zt");
        assert_eq!(shown(&editor), ("5".into(), "7".into()));
        press(&mut editor, "zz");
        assert_eq!(shown(&editor), ("0".into(), "7".into()));
        press(&mut editor, "<PageDown>");
        assert_eq!(shown(&editor).0, "12");
        press(&mut editor, "G");
        assert_eq!(shown(&editor), ("47".into(), "0".into()));
    }
}
