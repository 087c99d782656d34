//! What can be done, a file for each group. A command reads the session and
//! answers with changes; it changes nothing itself.

mod articles;
mod attribute;
pub(super) mod browsing;
mod cast;
pub(super) mod compare;
mod conflict;
mod edge;
#[cfg(debug_assertions)]
mod fault;
mod file;
mod history;
mod keeping;
pub(super) mod linking;
mod mark;
pub(super) mod motion;
mod note;
mod placing;
mod results;
mod review;
mod screen;
mod search;
mod select;
pub(super) mod typing;

use super::command::Group;

/// The table of commands: help, hints, completion and the keymap read it.
pub const GROUPS: &[Group] = &[
    Group { title: "marking", commands: mark::COMMANDS },
    Group { title: "linking", commands: linking::COMMANDS },
    Group { title: "attributes", commands: attribute::COMMANDS },
    Group { title: "cast", commands: cast::COMMANDS },
    Group { title: "notes", commands: note::COMMANDS },
    Group { title: "edges", commands: edge::COMMANDS },
    Group { title: "reviewing", commands: review::COMMANDS },
    Group { title: "comparing", commands: compare::COMMANDS },
    Group { title: "moving", commands: motion::COMMANDS },
    Group { title: "selecting", commands: select::COMMANDS },
    Group { title: "searching", commands: search::COMMANDS },
    Group { title: "undoing", commands: history::COMMANDS },
    Group { title: "files", commands: file::COMMANDS },
    Group { title: "articles", commands: articles::COMMANDS },
    Group { title: "results", commands: results::COMMANDS },
    Group { title: "lines", commands: browsing::COMMANDS },
    Group { title: "placing", commands: placing::COMMANDS },
    Group { title: "conflicts", commands: conflict::COMMANDS },
    Group { title: "keeping", commands: keeping::COMMANDS },
    Group { title: "screen", commands: screen::COMMANDS },
    Group { title: "typing", commands: typing::COMMANDS },
    #[cfg(debug_assertions)]
    Group { title: "faults", commands: fault::COMMANDS },
];

#[cfg(test)]
mod tests {
    use super::GROUPS;
    use crate::editor::{KeyTable, commands, find_command};
    use crate::testing::{default_keymap, default_schema};

    #[test]
    fn every_command_has_a_name_of_its_own_and_help() {
        for command in commands() {
            for name in [command.name].iter().chain(command.aliases) {
                assert_eq!(find_command(name).map(|c| c.name), Some(command.name), "{name} is taken");
                assert!(!name.contains(char::is_whitespace));
            }
            assert!(!command.help.is_empty() && !command.help.ends_with('.'), "{}", command.name);
        }
        assert!(GROUPS.iter().all(|group| !group.commands.is_empty()));
    }

    #[test]
    fn every_command_has_a_key_but_those_that_are_better_typed() {
        let keymap = default_keymap(&default_schema());
        for command in commands() {
            let keys = KeyTable::ALL.iter().flat_map(|(table, _)| keymap.bound_to(*table, command)).next();
            let with_words =
                KeyTable::ALL.iter().any(|(table, _)| !keymap.bound_with_words(*table, command).is_empty());
            let named = [
                "attribute",
                "edit",
                "edit!",
                "end-search",
                "recover",
                "sample",
                "theme",
                "unlock",
                "write!",
                "write-to",
            ]
            .contains(&command.name)
                || command.name.starts_with("fault");
            assert!(keys.is_some() || with_words || named, "{} has no key", command.name);
        }
    }
}
