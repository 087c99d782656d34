//! Writing a TSV file.

use super::TEXT_LINE;
use super::cell::{NOTHING, escaped, escaped_text};
use super::unit::{Unit, Units};
use crate::format::exchange::Document;
use crate::format::exchange::graph::{Graph, Relation};
use crate::format::exchange::uima::{RELATION, SPAN};
use crate::text::{OffsetUnit, Span};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

pub(super) fn write(document: &Document) -> String {
    let graph = Graph::of(document);
    let units = Units::of(&document.text, &graph);
    let parts = parts(&units);
    let mut relations: BTreeMap<Unit, Vec<&Relation>> = BTreeMap::new();
    for relation in &graph.relations {
        relations.entry(units.firsts[relation.to]).or_default().push(relation);
    }
    let writing = Writing { document, graph: &graph, units: &units, relations, parts };
    let mut out = String::with_capacity(8 * document.text.as_str().len());
    writing.all(&mut out).expect("a string takes all that is written");
    out
}

/// The numbers of parts of tokens, each from 1 in its token.
fn parts(units: &Units) -> BTreeMap<Unit, usize> {
    let mut parts = BTreeMap::new();
    let mut last = (0, 0);
    for unit in units.marks.keys().filter(|unit| unit.part.is_some()) {
        last = if last.0 == unit.token { (unit.token, last.1 + 1) } else { (unit.token, 1) };
        parts.insert(*unit, last.1);
    }
    parts
}

struct Writing<'w> {
    document: &'w Document<'w>,
    graph: &'w Graph<'w>,
    units: &'w Units,
    /// By the unit that they lead to.
    relations: BTreeMap<Unit, Vec<&'w Relation<'w>>>,
    parts: BTreeMap<Unit, usize>,
}

impl Writing<'_> {
    fn all(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "#FORMAT=WebAnno TSV 3.3\n#T_SP={SPAN}|label\n#T_RL={RELATION}|label|BT_{SPAN}\n")?;
        for (unit, marks) in &self.units.marks {
            if unit.part.is_none() && self.units.tokens[unit.token].place == 1 {
                self.sentence(unit.token, out)?;
            }
            self.unit(*unit, marks, out)?;
        }
        Ok(())
    }

    /// The text from a token that begins a sentence to the next one.
    fn sentence(&self, token: usize, out: &mut String) -> fmt::Result {
        let mut behind = self.units.tokens[token..].iter().skip(1);
        let next = behind.find(|token| token.place == 1).map(|token| token.span.start());
        let end = next.unwrap_or(self.document.text.end());
        let sentence = Span::new(self.units.tokens[token].span.start(), end);
        writeln!(out)?;
        for line in sentence.map_or("", |sentence| self.document.text.slice(sentence)).split('\n') {
            writeln!(out, "{TEXT_LINE}{}", escaped_text(line))?;
        }
        Ok(())
    }

    /// `1-2<TAB>3-8<TAB>words<TAB>quote[1]<TAB>_<TAB>_<TAB>`
    fn unit(&self, unit: Unit, marks: &[usize], out: &mut String) -> fmt::Result {
        let text = &self.document.text;
        let span = unit.part.unwrap_or(self.units.tokens[unit.token].span);
        let offset = |pos| text.offset(pos, OffsetUnit::Utf16);
        write!(
            out,
            "{}\t{}-{}\t{}",
            self.name(unit),
            offset(span.start()),
            offset(span.end()),
            text.slice(span)
        )?;
        let relations = self.relations.get(&unit).map_or(&[][..], Vec::as_slice);
        let labels = marks.iter().map(|mark| self.label(*mark));
        let names = relations.iter().map(|relation| escaped(relation.name));
        let sources = relations.iter().map(|relation| self.source(relation));
        writeln!(out, "\t{}\t{}\t{}\t", stacked(labels), stacked(names), stacked(sources))
    }

    /// `1-2`, or `1-2.1` for a part of that token.
    fn name(&self, unit: Unit) -> String {
        let token = &self.units.tokens[unit.token];
        let part = self.parts.get(&unit).map_or_else(String::new, |part| format!(".{part}"));
        format!("{}-{}{part}", token.sentence, token.place)
    }

    fn label(&self, mark: usize) -> String {
        let label = self.document.schema.label(self.graph.entities[mark].annotation.label);
        let number = self.units.numbers[mark].map_or_else(String::new, |number| format!("[{number}]"));
        escaped(label.name.as_str()) + &number
    }

    /// Where a relation begins, with the numbers of both ends, if one of them has one.
    fn source(&self, relation: &Relation) -> String {
        let name = self.name(self.units.firsts[relation.from]);
        match [relation.from, relation.to].map(|end| self.units.numbers[end]) {
            [None, None] => name,
            [from, to] => format!("{name}[{}_{}]", from.unwrap_or(0), to.unwrap_or(0)),
        }
    }
}

fn stacked(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    if values.is_empty() { NOTHING.to_owned() } else { values.join("|") }
}
