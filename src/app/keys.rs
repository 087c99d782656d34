//! The keys in force: the program's own, as the user changed them.

use crate::editor::{Action, Binding, Keymap, KeymapError};
use crate::format::keymap::{self, Binding as FileBinding};
use crate::model::Schema;
use crate::store::{Places, StoreError};
use std::path::PathBuf;

/// The keys in force.
pub(super) fn keymap(places: &Places, schema: &Schema) -> Result<Keymap, StoreError> {
    let own = keymap::read(keymap::DEFAULT)
        .map_err(|error| StoreError::Parse(PathBuf::from("keymap.ron"), error))?;
    let user = places.keymap()?;
    let bindings = |file: Vec<FileBinding>| -> Vec<Binding> {
        file.into_iter().map(|b| Binding { table: b.table, keys: b.keys, command: b.command }).collect()
    };
    Keymap::new(&bindings(own), &bindings(user), schema).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(KeymapError::to_string).collect();
        StoreError::Wrong(places.keymap_path(), errors.join("; "))
    })
}

/// All bindings in force but those of the labels, which the schema makes.
pub fn keys_in_force(places: &Places, schema: &Schema) -> Result<Vec<FileBinding>, StoreError> {
    let keymap = keymap(places, schema)?;
    let bindings = keymap.bindings().filter(|(_, _, action)| !matches!(action, Some(Action::Label(..))));
    let bindings = bindings.map(|(table, keys, action)| FileBinding {
        table: table.name().to_owned(),
        keys: keys.to_string(),
        command: action
            .map_or("none".to_owned(), |action| action.line(|label| schema.label(label).name.clone())),
    });
    Ok(bindings.collect())
}
