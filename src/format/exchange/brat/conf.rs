//! brat's configuration: which types there are (`annotation.conf`), how they look
//! (`visual.conf`) and which keys they have (`kb_shortcuts.conf`).

use super::super::Used;
use super::super::color::css;
use super::super::plain::{plain, plain_schema};
use crate::model::{Name, Schema, Values};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The files by name.
pub(super) fn write(schema: &Schema, used: &Used) -> Vec<(&'static str, String)> {
    let plain = plain_schema(schema);
    vec![
        ("annotation.conf", annotation(&plain, used)),
        ("visual.conf", visual(&plain, schema)),
        ("kb_shortcuts.conf", shortcuts(&plain)),
    ]
}

fn annotation(schema: &Schema, used: &Used) -> String {
    let mut conf = String::from("[entities]\n");
    for (_, label) in schema.labels() {
        let _ = writeln!(conf, "{}", label.name);
    }
    conf += "\n[relations]\n";
    for (name, ends) in relations(schema) {
        for (from, to) in ends {
            let _ = writeln!(conf, "{name}\tArg1:{from}, Arg2:{to}");
        }
    }
    conf += "\n[events]\n\n[attributes]\n";
    for (name, (of, values)) in attributes(schema, used) {
        let of = of.into_iter().map(Name::as_str).collect::<Vec<_>>().join("|");
        let values = values.into_iter().collect::<Vec<_>>().join("|");
        let _ = writeln!(conf, "{name}\tArg:{of}, Value:{values}");
    }
    conf
}

/// From which label to which a link goes, by its name: brat takes a line for each.
fn relations(schema: &Schema) -> BTreeMap<&Name, BTreeSet<(&Name, &Name)>> {
    let mut relations: BTreeMap<&Name, BTreeSet<(&Name, &Name)>> = BTreeMap::new();
    for (_, label) in schema.labels() {
        for link in &label.links {
            relations.entry(&link.name).or_default().insert((&label.name, &schema.label(link.to).name));
        }
    }
    relations
}

/// Attributes by name, with the labels that have them and the values that they may have:
/// in brat, attributes of one name are one.
fn attributes<'s>(
    schema: &'s Schema,
    used: &Used,
) -> BTreeMap<&'s Name, (BTreeSet<&'s Name>, BTreeSet<String>)> {
    let mut attributes: BTreeMap<&Name, (BTreeSet<&Name>, BTreeSet<String>)> = BTreeMap::new();
    for (_, label) in schema.labels() {
        for attribute in &label.attributes {
            let (of, values) = attributes.entry(&attribute.name).or_default();
            of.insert(&label.name);
            if let Values::OneOf(listed) = &attribute.values {
                values.extend(listed.iter().map(|value| plain(value.as_str())));
            }
        }
    }
    for (name, found) in &used.values {
        if let Some((_, values)) = attributes.get_mut(name) {
            values.extend(found.iter().map(Name::to_string));
        }
    }
    attributes.retain(|_, (_, values)| !values.is_empty());
    attributes
}

/// How labels are shown: by the names that they have in `shown`.
fn visual(schema: &Schema, shown: &Schema) -> String {
    let mut conf = String::from("[labels]\n");
    for (id, label) in schema.labels() {
        let _ = writeln!(conf, "{} | {}", label.name, shown.label(id).name);
    }
    conf += "\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:#d8d8d8, borderColor:darken\n";
    conf += "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n";
    for (_, label) in schema.labels() {
        let _ = writeln!(conf, "{}\tbgColor:{}", label.name, css(&label.color));
    }
    conf
}

fn shortcuts(schema: &Schema) -> String {
    let keys = schema.labels().filter_map(|(_, label)| label.key.map(|key| (key, &label.name)));
    let mut conf = String::new();
    for (key, name) in keys {
        let _ = writeln!(conf, "{} {}", key.to_uppercase(), name);
    }
    conf
}
