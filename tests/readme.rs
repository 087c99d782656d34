//! What the README says of the keys is what the program does.

use std::fmt::Write as _;
use whosaid::editor::{Binding, GROUPS, KeyTable, Keymap, shown_keys};
use whosaid::format::{keymap, schema};

const README: &str = include_str!("../README.md");
const BEGINNING: &str = "<!-- keys: this table is checked against the program -->\n";
const END: &str = "<!-- end of keys -->\n";
const FOLDER_BEGINNING: &str = "<!-- keys of folders: this table is checked against the program -->\n";
const FOLDER_END: &str = "<!-- end of keys of folders -->\n";

#[test]
fn the_table_of_keys_is_that_of_the_program() {
    check(BEGINNING, END, &keys(KeyTable::Select));
}

#[test]
fn the_table_of_keys_of_folders_is_that_of_the_program() {
    check(FOLDER_BEGINNING, FOLDER_END, &keys(KeyTable::Articles));
}

#[track_caller]
fn check(beginning: &str, end: &str, keys: &str) {
    let (_, behind) = README.split_once(beginning).expect("a table begins");
    let (table, _) = behind.split_once(end).expect("it ends");
    assert!(table == keys, "the README should have this table:\n{keys}");
}

/// All keys of a table, and the commands that are typed, group by group.
fn keys(table_of: KeyTable) -> String {
    let schema = schema::read(schema::DEFAULT).expect("the schema");
    let bindings = keymap::read(keymap::DEFAULT).expect("the keymap").into_iter();
    let bindings: Vec<Binding> =
        bindings.map(|b| Binding { table: b.table, keys: b.keys, command: b.command }).collect();
    let keymap = Keymap::new(&bindings, &[], &schema).expect("the keymap");
    let mut table = String::from("\n| keys | |\n|---|---|\n");
    for group in GROUPS {
        for command in group.commands {
            let keys = keymap.bound_to(table_of, command).map(|(keys, _)| shown_keys(keys));
            let mut keys: Vec<String> = keys.map(|keys| format!("`{}`", keys.replace('|', "\\|"))).collect();
            let aliases = command.aliases.iter().map(|alias| format!("`:{alias}`"));
            let typed = ["files", "articles", "results", "screen"].contains(&group.title);
            keys.extend(aliases.filter(|_| typed && table_of == KeyTable::Select));
            if !keys.is_empty() {
                writeln!(table, "| {} | {} |", keys.join(" "), command.help).expect("it is text");
            }
        }
    }
    table + "\n"
}
