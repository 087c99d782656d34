//! Which key does what, in which mode.

use super::command::{Command, Run, find_command, near_names};
use super::mode::KeyTable;
use crate::model::{LabelId, Name, Schema};
use keybinds::{Key, KeyInput, KeySeq, Match, Mods};
use std::collections::HashMap;
use std::fmt;
use thiserror::Error;

/// What a key does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Run(&'static Command),
    Label(&'static Command, LabelId),
    /// With words behind it.
    Typed(&'static Command, String),
}

/// A line of a keymap file, as strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub table: String,
    /// Keys in the notation of the keybinds crate: `g g`, `Ctrl+s`.
    pub keys: String,
    /// A command's name, with words behind it if it takes some; `none` unbinds.
    pub command: String,
}

/// All bindings, in the order in which they were read.
#[derive(Debug, Default)]
pub struct Keymap {
    bindings: Vec<Bound>,
    /// Where in `bindings` those of each command are, by its name.
    places: HashMap<&'static str, Vec<usize>>,
}

/// Keys of a table and what they do; None does nothing, in no table behind it.
type Bound = (KeyTable, KeySeq, Option<Action>);

/// What is wrong with a binding.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeymapError {
    #[error("there is no table of keys {0:?}; there are {tables}", tables = tables())]
    Table(String),
    #[error("the key {keys:?} of {table}: {why}")]
    Keys { table: String, keys: String, why: String },
    #[error("the key {keys} of {table} is bound to {command:?}, which is no command{near}", near = near(.command))]
    Command { table: String, keys: String, command: String },
    #[error("the key {keys} of {table} is bound twice, to {first} and to {second}")]
    Twice { table: &'static str, keys: String, first: String, second: String },
    #[error("the key {long} of {table} can never be typed, because {short} alone is bound to {action}")]
    Hidden { table: &'static str, long: String, short: String, action: String },
}

fn tables() -> String {
    KeyTable::ALL.map(|(_, name)| name).join(", ")
}

fn near(command: &str) -> String {
    let name = command.split_whitespace().next().unwrap_or("");
    if find_command(name).is_some() {
        return format!(": what stands behind {name} does not fit it");
    }
    let near = near_names(name);
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) }
}

/// What keys typed so far mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning<'k> {
    Action(&'k Action),
    /// More keys must follow.
    Begun,
    Nothing,
}

impl Keymap {
    /// The bindings of the program, changed by those of a user, and the keys of
    /// the schema's labels.
    pub fn new(own: &[Binding], patch: &[Binding], schema: &Schema) -> Result<Keymap, Vec<KeymapError>> {
        let mut keymap = Keymap::default();
        let mut errors = Vec::new();
        for bindings in [own, patch] {
            let mut read = Vec::new();
            for binding in bindings {
                match Keymap::read(binding, schema) {
                    Ok(bound) => read.push(bound),
                    Err(error) => errors.push(error),
                }
            }
            errors.extend(twice(&read));
            keymap.bindings.retain(|(table, keys, _)| !read.iter().any(|(t, k, _)| t == table && k == keys));
            keymap.bindings.extend(read);
        }
        errors.extend(keymap.add_labels(schema));
        errors.extend(keymap.hidden());
        for (i, (_, _, action)) in keymap.bindings.iter().enumerate() {
            if let Some(action) = action {
                keymap.places.entry(action.command().name).or_default().push(i);
            }
        }
        if errors.is_empty() { Ok(keymap) } else { Err(errors) }
    }

    fn read(binding: &Binding, schema: &Schema) -> Result<Bound, KeymapError> {
        let table = KeyTable::ALL.iter().find(|(_, name)| *name == binding.table);
        let (table, _) = table.ok_or_else(|| KeymapError::Table(binding.table.clone()))?;
        let keys: KeySeq = binding.keys.parse().map_err(|error: keybinds::Error| KeymapError::Keys {
            table: binding.table.clone(),
            keys: binding.keys.clone(),
            why: error.to_string(),
        })?;
        if binding.command == "none" {
            return Ok((*table, keys, None));
        }
        let action = Action::parse(&binding.command, schema).ok_or_else(|| KeymapError::Command {
            table: binding.table.clone(),
            keys: binding.keys.clone(),
            command: binding.command.clone(),
        })?;
        Ok((*table, keys, Some(action)))
    }

    /// Binds the labels' keys, unless the keymap has taken one for something else.
    fn add_labels(&mut self, schema: &Schema) -> Vec<KeymapError> {
        let mut errors = Vec::new();
        for (id, label) in schema.labels() {
            let Some(key) = label.key else { continue };
            let capital = key.to_uppercase().next().unwrap_or(key);
            for (key, name) in [(key, "label"), (capital, "span")] {
                let action = Action::Label(find_command(name).expect("labels are marked by commands"), id);
                let keys = KeySeq::from(KeyInput::new(key, Mods::NONE));
                let taken =
                    self.bindings.iter().find(|(table, k, _)| *table == KeyTable::Normal && *k == keys);
                match taken {
                    Some((_, _, Some(other))) if *other != action => errors.push(KeymapError::Twice {
                        table: KeyTable::Normal.name(),
                        keys: key.to_string(),
                        first: other.to_string(),
                        second: format!("{name} {}", label.name),
                    }),
                    Some(_) => {}
                    None => self.bindings.push((KeyTable::Normal, keys, Some(action))),
                }
            }
        }
        errors
    }

    /// Bindings that a shorter one of the same table hides.
    fn hidden(&self) -> Vec<KeymapError> {
        let hides = |(table, long, action): &Bound| {
            action.as_ref()?;
            let short = self.bindings.iter().find(|(t, short, action)| {
                let (short, long) = (short.as_slice(), long.as_slice());
                t == table && action.is_some() && short.len() < long.len() && long.starts_with(short)
            })?;
            Some(KeymapError::Hidden {
                table: table.name(),
                long: long.to_string(),
                short: short.1.to_string(),
                action: named(short.2.as_ref()),
            })
        };
        self.bindings.iter().filter_map(hides).collect()
    }

    /// What `typed` means in `table`, or in the table that it falls back to.
    pub fn meaning(&self, table: KeyTable, typed: &[KeyInput]) -> Meaning<'_> {
        let mut begun = false;
        for table in std::iter::successors(Some(table), |table| table.fallback()) {
            for (_, keys, action) in self.bindings.iter().filter(|(t, _, _)| *t == table) {
                match keys.match_to(typed) {
                    Match::Matched => return action.as_ref().map_or(Meaning::Nothing, Meaning::Action),
                    Match::Prefix => begun = true,
                    Match::Unmatch => {}
                }
            }
        }
        if begun { Meaning::Begun } else { Meaning::Nothing }
    }

    /// What is bound to a command in a mode, that of its own table first; not
    /// with words behind it.
    pub fn bound_to(
        &self,
        table: KeyTable,
        command: &'static Command,
    ) -> impl Iterator<Item = (&KeySeq, &Action)> {
        let places = self.places.get(command.name).map_or(&[][..], Vec::as_slice);
        let tables = std::iter::successors(Some(table), |table| table.fallback());
        tables
            .flat_map(move |table| {
                places.iter().map(|i| &self.bindings[*i]).filter(move |(t, _, _)| *t == table)
            })
            .filter(move |(own, keys, _)| *own == table || !self.binds(table, keys))
            .filter_map(|(_, keys, action)| Some((keys, action.as_ref()?)))
            .filter(|(_, action)| !action.has_words())
    }

    /// What is bound to a command with words behind it, in a mode.
    pub fn bound_with_words(&self, table: KeyTable, command: &'static Command) -> Vec<&KeySeq> {
        let places = self.places.get(command.name).map_or(&[][..], Vec::as_slice);
        let bound = places
            .iter()
            .map(|i| &self.bindings[*i])
            .filter(|(own, _, action)| *own == table && action.as_ref().is_some_and(Action::has_words));
        bound.map(|(_, keys, _)| keys).collect()
    }

    fn binds(&self, table: KeyTable, keys: &KeySeq) -> bool {
        self.bindings.iter().any(|(t, k, _)| *t == table && k == keys)
    }

    /// Every binding, table by table, in the order in which they were read.
    pub fn bindings(&self) -> impl Iterator<Item = (KeyTable, &KeySeq, Option<&Action>)> {
        KeyTable::ALL.iter().flat_map(|(table, _)| {
            self.bindings
                .iter()
                .filter(move |(t, _, _)| t == table)
                .map(|(t, keys, action)| (*t, keys, action.as_ref()))
        })
    }
}

fn named(action: Option<&Action>) -> String {
    action.map_or("none".to_owned(), Action::to_string)
}

fn twice(read: &[Bound]) -> Vec<KeymapError> {
    let mut seen = HashMap::new();
    let twice = read.iter().filter_map(|(table, keys, action)| {
        let first = seen.insert((table, keys), action)?;
        Some(KeymapError::Twice {
            table: table.name(),
            keys: keys.to_string(),
            first: named(first.as_ref()),
            second: named(action.as_ref()),
        })
    });
    twice.collect()
}

impl Action {
    /// A command's name with what is typed behind it.
    pub fn parse(line: &str, schema: &Schema) -> Option<Action> {
        let line = line.trim();
        let (name, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let command = find_command(name)?;
        match command.run {
            Run::Typed(..) => Some(Action::Typed(command, words.trim().to_owned())),
            Run::Label(_) => schema.find(words.trim()).map(|label| Action::Label(command, label)),
            _ => words.is_empty().then_some(Action::Run(command)),
        }
    }

    pub fn command(&self) -> &'static Command {
        match self {
            Action::Run(command) | Action::Label(command, _) | Action::Typed(command, _) => command,
        }
    }

    fn has_words(&self) -> bool {
        matches!(self, Action::Typed(_, words) if !words.is_empty())
    }

    /// As a keymap file has it.
    pub fn line(&self, label: impl Fn(LabelId) -> Name) -> String {
        match self {
            Action::Run(command) => command.name.to_owned(),
            Action::Label(command, id) => format!("{} {}", command.name, label(*id)),
            Action::Typed(command, words) => format!("{} {words}", command.name).trim_end().to_owned(),
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.command().name)
    }
}

/// Keys as they are shown: `gg`, `+`, `Ctrl+s`.
pub fn shown_keys(keys: &KeySeq) -> String {
    let names: Vec<String> = keys.as_slice().iter().map(ToString::to_string).collect();
    let names = names.iter().map(|name| if name == "Plus" { "+" } else { name.as_str() });
    let names: Vec<&str> = names.collect();
    let letters = names.iter().all(|name| name.chars().count() == 1);
    names.join(if letters { "" } else { " " })
}

/// The letter that a key types, if it types one.
pub(super) fn typed_letter(key: KeyInput) -> Option<char> {
    match key.key() {
        Key::Char(c) if (key.mods() - Mods::SHIFT).is_empty() && !c.is_control() => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::default_schema;

    /// Bindings of the normal table, as `keys: command` lines.
    fn bindings(lines: &str) -> Vec<Binding> {
        let line = |line: &str| {
            let (keys, command) = line.trim().split_once(": ").unwrap();
            Binding { table: "normal".into(), keys: keys.into(), command: command.into() }
        };
        lines.lines().filter(|l| !l.trim().is_empty()).map(line).collect()
    }

    fn meaning(keymap: &Keymap, table: KeyTable, keys: &str) -> String {
        let keys: KeySeq = keys.parse().unwrap();
        match keymap.meaning(table, keys.as_slice()) {
            Meaning::Action(action) => action.line(|label| default_schema().label(label).name.clone()),
            Meaning::Begun => "…".into(),
            Meaning::Nothing => "-".into(),
        }
    }

    #[test]
    fn a_users_keys_change_the_programs() {
        let own = bindings("x: delete\ny: undo\ng g: start");
        let user = bindings("x: redo\ny: none\nt: none\nCtrl+x Ctrl+s: write");
        let keymap = Keymap::new(&own, &user, &default_schema()).unwrap();
        let means = |keys| meaning(&keymap, KeyTable::Normal, keys);
        assert_eq!(["x", "y", "t", "g", "g g"].map(means), ["redo", "-", "-", "…", "start"]);
        assert_eq!(
            ["Ctrl+x", "Ctrl+x Ctrl+s", "q", "Q"].map(means),
            ["…", "write", "label quote", "span quote"]
        );
        assert_eq!(meaning(&keymap, KeyTable::Select, "x"), "redo", "selecting falls back to normal");
        assert_eq!(meaning(&keymap, KeyTable::Prompt, "x"), "-");
    }

    #[test]
    fn a_command_can_have_words_behind_it() {
        let keymap =
            Keymap::new(&bindings("F5: theme dark\nF6: label claim"), &[], &default_schema()).unwrap();
        let means = |keys| meaning(&keymap, KeyTable::Normal, keys);
        assert_eq!(["F5", "F6"].map(means), ["theme dark", "label claim"]);
    }

    #[track_caller]
    fn check_errors(lines: &str, expected: &[&str]) {
        let errors = Keymap::new(&bindings(lines), &[], &default_schema()).unwrap_err();
        assert_eq!(errors.iter().map(KeymapError::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn mistakes_are_told() {
        check_errors(
            "x: delte",
            &["the key x of normal is bound to \"delte\", which is no command; did you mean delete?"],
        );
        check_errors(
            "x: label rumour",
            &[
                "the key x of normal is bound to \"label rumour\", which is no command: what stands behind label does not fit it",
            ],
        );
        check_errors("x: delete\nx: undo", &["the key x of normal is bound twice, to delete and to undo"]);
        check_errors(
            "Ctrl+x: delete\nctrl+x: undo",
            &["the key Ctrl+x of normal is bound twice, to delete and to undo"],
        );
        check_errors("q: undo", &["the key q of normal is bound twice, to undo and to label quote"]);
        check_errors(
            "g: undo\ng g: start",
            &["the key g g of normal can never be typed, because g alone is bound to undo"],
        );
        let errors = Keymap::new(
            &[Binding { table: "nrml".into(), keys: "x".into(), command: "undo".into() }],
            &[],
            &default_schema(),
        );
        assert!(
            errors.unwrap_err()[0]
                .to_string()
                .starts_with("there is no table of keys \"nrml\"; there are normal, review,")
        );
        let errors = Keymap::new(&bindings("Ctl+x: undo"), &[], &default_schema()).unwrap_err();
        assert!(errors[0].to_string().starts_with("the key \"Ctl+x\" of normal: "), "{}", errors[0]);
    }
}
