//! What the README says of the keys is what the program does.

use std::fmt::Write as _;
use whosaid::editor::{Binding, Command, GROUPS, KeyTable, Keymap, shown_keys};
use whosaid::format::{keymap, schema};

const README: &str = include_str!("../README.md");
const BEGINNING: &str = "<!-- keys: this table is checked against the program -->\n";
const END: &str = "<!-- end of keys -->\n";
const FOLDER_BEGINNING: &str = "<!-- keys of folders: this table is checked against the program -->\n";
const FOLDER_END: &str = "<!-- end of keys of folders -->\n";
const REVIEW_BEGINNING: &str = "<!-- keys of reviews: this table is checked against the program -->\n";
const COMPARE_BEGINNING: &str = "<!-- keys of comparing: this table is checked against the program -->\n";
const COMPARE_END: &str = "<!-- end of keys of comparing -->\n";
const REVIEW_END: &str = "<!-- end of keys of reviews -->\n";

#[test]
fn the_table_of_keys_is_that_of_the_program() {
    check(BEGINNING, END, &keys(KeyTable::Select));
}

#[test]
fn the_table_of_keys_of_folders_is_that_of_the_program() {
    check(FOLDER_BEGINNING, FOLDER_END, &keys(KeyTable::Articles));
}

#[test]
fn the_table_of_keys_of_reviews_is_that_of_the_program() {
    check(REVIEW_BEGINNING, REVIEW_END, &own_keys(KeyTable::Review));
}

#[test]
fn the_table_of_keys_of_comparing_is_that_of_the_program() {
    check(COMPARE_BEGINNING, COMPARE_END, &own_keys(KeyTable::Compare));
}

/// The keys of one table, and of no other behind it.
fn own_keys(table_of: KeyTable) -> String {
    let own = |keymap: &Keymap, command| {
        let bindings = keymap.bindings();
        let own = bindings.filter(|(table, _, action)| {
            *table == table_of && action.is_some_and(|action| action.command() == command)
        });
        own.map(|(_, keys, _)| shown_keys(keys)).collect()
    };
    table(own, |_| false)
}

#[track_caller]
fn check(beginning: &str, end: &str, keys: &str) {
    let (_, behind) = README.split_once(beginning).expect("a table begins");
    let (table, _) = behind.split_once(end).expect("it ends");
    assert!(table == keys, "the README should have this table:\n{keys}");
}

/// All keys in force with a table, and the commands that are typed, group by group.
fn keys(table_of: KeyTable) -> String {
    let keys = |keymap: &Keymap, command| {
        keymap.bound_to(table_of, command).map(|(keys, _)| shown_keys(keys)).collect()
    };
    let typed = ["files", "articles", "results", "screen"];
    table(keys, |group| typed.contains(&group) && table_of == KeyTable::Select)
}

/// A table of the commands that have keys, group by group; of some groups with what is typed.
fn table(keys: impl Fn(&Keymap, &'static Command) -> Vec<String>, is_typed: impl Fn(&str) -> bool) -> String {
    let keymap = default_keymap();
    let mut table = String::from("\n| keys | |\n|---|---|\n");
    for group in GROUPS {
        for command in group.commands {
            let keys = keys(&keymap, command).into_iter();
            let mut keys: Vec<String> = keys.map(|keys| format!("`{}`", keys.replace('|', "\\|"))).collect();
            let aliases = command.aliases.iter().map(|alias| format!("`:{alias}`"));
            keys.extend(aliases.filter(|_| is_typed(group.title)));
            if !keys.is_empty() {
                writeln!(table, "| {} | {} |", keys.join(" "), command.help).expect("it is text");
            }
        }
    }
    table + "\n"
}

fn default_keymap() -> Keymap {
    let schema = schema::read(schema::DEFAULT).expect("the schema");
    let bindings = keymap::read(keymap::DEFAULT).expect("the keymap").into_iter();
    let bindings: Vec<Binding> =
        bindings.map(|b| Binding { table: b.table, keys: b.keys, command: b.command }).collect();
    Keymap::new(&bindings, &[], &schema).expect("the keymap")
}
