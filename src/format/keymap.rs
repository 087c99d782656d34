//! The keymap file: tables of keys, each key with a command.

use super::ron::{ParseError, UniqueMap, inline, read as read_ron};
use std::fmt::Write as _;

/// The keys of the program itself.
pub const DEFAULT: &str = include_str!("../../assets/keymap.ron");

/// More keys than this nobody has; each is compared with all others.
const MOST: usize = 2000;

/// A line of a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub table: String,
    pub keys: String,
    pub command: String,
}

/// All bindings of a file, table by table.
pub fn read(source: &str) -> Result<Vec<Binding>, ParseError> {
    let tables: UniqueMap<UniqueMap<String>> = read_ron(source)?;
    let bindings = tables.0.into_iter().flat_map(|(table, keys)| {
        keys.0.into_iter().map(move |(keys, command)| Binding { table: table.clone(), keys, command })
    });
    let bindings: Vec<Binding> = bindings.collect();
    if bindings.len() > MOST {
        let message = format!("there are more than {MOST} keys");
        return Err(ParseError { line: 1, column: 1, message });
    }
    Ok(bindings)
}

/// Writes bindings, which stand table by table.
pub fn write(bindings: &[Binding]) -> String {
    let mut out = String::from("{\n");
    for table in bindings.chunk_by(|a, b| a.table == b.table) {
        let _ = writeln!(out, "    {}: {{", inline(&table[0].table));
        for binding in table {
            let _ = writeln!(out, "        {}: {},", inline(&binding.keys), inline(&binding.command));
        }
        out += "    },\n";
    }
    out + "}\n"
}
