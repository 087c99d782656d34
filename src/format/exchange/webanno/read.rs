//! Reading a TSV file, as INCEpTION and WebAnno write it: any layers of spans, relations
//! between them, and slots.

use super::cell::{Cell, NO_VALUE, cell, parts, stack, text, value};
use super::header::{Columns, Header, Sort};
use super::{FORMAT_LINE, TEXT_LINE};
use crate::format::exchange::graph::{self, LooseRelation};
use crate::format::exchange::uima::{LABELS, short};
use crate::format::exchange::{Loose, LooseAnnotation, Read};
use crate::format::layer::Problem;
use crate::text::OffsetUnit;
use std::collections::HashMap;

/// All gaps between sentences have fewer characters together than this, or than the file:
/// a few lines must not make a text that no memory holds.
const LEAST_ROOM: usize = 1 << 16;

pub(super) fn read(files: &[String]) -> Read {
    let source = files.first().map_or("", String::as_str);
    if !source.starts_with(FORMAT_LINE) {
        let message = format!("it is no WebAnno TSV 3: the first line is not {FORMAT_LINE}3");
        return Err(Problem { line: 1, message });
    }
    let mut reading = Reading { room: source.len().max(LEAST_ROOM), ..Reading::default() };
    let lines = source.split_terminator('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    for (line, number) in lines.zip(1..) {
        reading.line = number;
        reading.line(line)?;
    }
    if reading.text.is_empty() {
        return Err(reading.fault("it has no sentence".to_owned()));
    }
    Ok(reading.loose())
}

#[derive(Default)]
struct Reading {
    line: usize,
    header: Header,
    text: String,
    /// How many units of UTF-16 the text has.
    len: u32,
    /// How many characters gaps between sentences may still have.
    room: usize,
    /// The lines of the sentence whose first token is still to come.
    sentence: Vec<String>,
    spans: Vec<Mark>,
    /// The last token's span that a number is known by.
    numbered: HashMap<String, usize>,
    /// The only span that begins on a unit in a layer, if it has no number.
    placed: HashMap<(String, String), usize>,
    arrows: Vec<Arrow>,
    problems: Vec<Problem>,
}

/// A span that is being read.
struct Mark {
    annotation: LooseAnnotation,
    start: u32,
    end: u32,
    words: String,
}

/// A relation or a slot.
struct Arrow {
    line: usize,
    name: String,
    from: End,
    to: End,
}

/// An end of a relation.
enum End {
    /// A span that was read.
    Mark(usize),
    /// The span of a number, or else the one that begins on a unit in a layer.
    Named { number: Option<String>, unit: String, layer: String },
}

/// A unit as its line gives it.
struct Line<'l> {
    unit: &'l str,
    start: u32,
    end: u32,
    words: &'l str,
    columns: Vec<&'l str>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), Problem> {
        if let Some(words) = line.strip_prefix(TEXT_LINE) {
            self.sentence.push(text(words));
            return Ok(());
        }
        if line.is_empty()
            || self.text.is_empty() && self.sentence.is_empty() && self.header.line(line, self.line).is_some()
        {
            return Ok(());
        }
        if line.starts_with('#') && !line.contains('\t') {
            return Ok(());
        }
        match self.unit(line) {
            Ok(line) => {
                self.begin_sentence(line.start)?;
                self.marks(&line);
            }
            Err(why) => self.tell(format!("{why}; the line is left out")),
        }
        Ok(())
    }

    fn unit<'l>(&self, line: &'l str) -> Result<Line<'l>, String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let wanted = self.header.count + 3;
        let [unit, offsets, words, columns @ ..] = columns.as_slice() else {
            return Err(too_few(columns.len(), wanted));
        };
        if columns.len() < self.header.count {
            return Err(too_few(columns.len() + 3, wanted));
        }
        let pair = offsets.split_once('-').and_then(|(start, end)| start.parse().ok().zip(end.parse().ok()));
        let (start, end) = pair.ok_or_else(|| format!("{offsets:?} are no offsets"))?;
        Ok(Line { unit, start, end, words, columns: columns.to_vec() })
    }

    /// Adds the sentence that was told to the text, when its first token tells where it is.
    fn begin_sentence(&mut self, start: u32) -> Result<(), Problem> {
        if self.sentence.is_empty() {
            return Ok(());
        }
        let gap = start.checked_sub(self.len);
        let gap = gap.ok_or_else(|| self.apart(start, "but the text before it ends at"))? as usize;
        let room = self.room.checked_sub(gap);
        self.room = room.ok_or_else(|| self.apart(start, "far behind the text before it, which ends at"))?;
        // WebAnno fills what it has not kept in this way too.
        let line_end = gap > 0 && !self.text.is_empty();
        let filled = (if line_end { "\n" } else { "" }).to_owned() + &" ".repeat(gap - usize::from(line_end));
        let sentence = filled + &std::mem::take(&mut self.sentence).join("\n");
        self.len =
            self.len.saturating_add(u32::try_from(sentence.encode_utf16().count()).unwrap_or(u32::MAX));
        self.text += &sentence;
        Ok(())
    }

    fn apart(&self, start: u32, how: &str) -> Problem {
        self.fault(format!("the first token begins at {start}, {how} {}", self.len))
    }

    fn marks(&mut self, line: &Line) {
        let layers = std::mem::take(&mut self.header.layers);
        for layer in &layers {
            match &layer.sort {
                Sort::Spans => self.spans(layer, line),
                Sort::Relations { base, column } => self.relations(layer, (base, *column), line),
                Sort::Other => {}
            }
        }
        self.header.layers = layers;
    }

    /// Spans that a unit has in a layer, one above the other.
    fn spans(&mut self, layer: &Columns, line: &Line) {
        let first = stack(line.columns[layer.from]);
        for (height, Cell { number, .. }) in first.iter().enumerate() {
            let known = number.and_then(|number| self.numbered.get(number)).copied();
            if let Some(known) = known {
                self.spans[known].extend(line);
                continue;
            }
            let place = self.spans.len();
            match number {
                Some(number) => _ = self.numbered.insert((*number).to_owned(), place),
                None => _ = self.placed.insert((layer.kind.clone(), line.unit.to_owned()), place),
            }
            let mark = self.mark(layer, line, height);
            self.spans.push(mark);
            self.slots(layer, line, (height, place));
        }
    }

    /// The span at a height of the stacks of a layer's columns.
    fn mark(&self, layer: &Columns, line: &Line, height: usize) -> Mark {
        let mut annotation = LooseAnnotation {
            line: self.line,
            label: short(&layer.kind).to_owned(),
            ..LooseAnnotation::default()
        };
        let values = layer.features.iter().filter_map(|(name, column)| {
            let cell = stack(line.columns[*column]).into_iter().nth(height)?;
            (cell.value != NO_VALUE).then(|| (name.clone(), value(cell.value)))
        });
        annotation.attributes = values.collect();
        let label = |name| annotation.attributes.iter().position(|(feature, _)| feature == name);
        if let Some(place) = LABELS.into_iter().find_map(label) {
            annotation.label = annotation.attributes.remove(place).1;
        }
        Mark { annotation, start: line.start, end: line.end, words: line.words.to_owned() }
    }

    /// `seller;buyer` in one column, `2-1;2-6[4]` in the next.
    fn slots(&mut self, layer: &Columns, line: &Line, (height, from): (usize, usize)) {
        for slots in &layer.slots {
            let stacks = [slots.column, slots.column + 1].map(|column| {
                let stack = line.columns.get(column).map(|column| parts(column, '|')).unwrap_or_default();
                stack.get(height).map(|slots| parts(slots, ';')).unwrap_or_default()
            });
            let [roles, targets] = stacks;
            for (role, target) in roles.into_iter().zip(targets).filter(|(_, target)| *target != "_") {
                let (role, target) = (cell(role).value, cell(target));
                let name = if role == NO_VALUE { slots.feature.clone() } else { value(role) };
                let to = End::Named {
                    number: target.number.map(str::to_owned),
                    unit: target.value.to_owned(),
                    layer: slots.target.clone(),
                };
                self.arrows.push(Arrow { line: self.line, name, from: End::Mark(from), to });
            }
        }
    }

    /// Relations that lead to a unit, one above the other.
    fn relations(&mut self, layer: &Columns, (base, column): (&str, usize), line: &Line) {
        let sources = stack(line.columns[column]);
        let label = layer.features.iter().find(|(name, _)| LABELS.contains(&name.as_str()));
        let names = label.or(layer.features.first()).map(|(_, column)| stack(line.columns[*column]));
        let names = names.unwrap_or_default();
        if !names.is_empty() && names.len() != sources.len() {
            self.tell("the stacks of the columns differ; what is left over is left out".to_owned());
        }
        for (height, source) in sources.into_iter().enumerate() {
            let name = names.get(height).map(|cell| cell.value).filter(|name| *name != NO_VALUE);
            let name = name.map_or_else(|| short(&layer.kind).to_owned(), value);
            let numbers = source.number.and_then(|numbers| numbers.split_once('_'));
            let end = |number: Option<&str>, unit: &str| End::Named {
                number: number.filter(|number| *number != "0").map(str::to_owned),
                unit: unit.to_owned(),
                layer: base.to_owned(),
            };
            let from = end(numbers.map(|(from, _)| from), source.value);
            let to = end(numbers.map(|(_, to)| to), line.unit);
            self.arrows.push(Arrow { line: self.line, name, from, to });
        }
    }

    fn loose(mut self) -> Loose {
        self.problems.extend(self.header.untaken());
        let order = self.order();
        let mut relations = self.relations_in_order(&order);
        relations.sort_by_key(|(place, _)| *place);
        let mut spans: Vec<_> = std::mem::take(&mut self.spans).into_iter().zip(order).collect();
        spans.sort_by_key(|(_, place)| *place);
        let spans = spans.into_iter().map(|(mark, place)| mark.annotation(place)).collect();
        let relations = relations.into_iter().map(|(_, relation)| relation).collect();
        let (annotations, more) = graph::annotations(spans, relations);
        self.problems.extend(more);
        self.problems.sort_by_key(|problem| problem.line);
        Loose {
            text: Some(self.text),
            unit: Some(OffsetUnit::Utf16),
            annotations,
            problems: self.problems,
            ..Loose::default()
        }
    }

    /// The place of each span in the order of the text; what begins and ends alike stays in
    /// the order of its stack.
    fn order(&self) -> Vec<usize> {
        let mut spans: Vec<usize> = (0..self.spans.len()).collect();
        spans.sort_by_key(|span| (self.spans[*span].start, self.spans[*span].end));
        let mut places = vec![0; spans.len()];
        for (place, span) in spans.into_iter().enumerate() {
            places[span] = place;
        }
        places
    }

    /// Relations with the place of what they lead to: that is the order of the links of a
    /// span, whatever line they stand on.
    fn relations_in_order(&mut self, order: &[usize]) -> Vec<(usize, LooseRelation)> {
        let mut relations = Vec::with_capacity(self.arrows.len());
        for Arrow { line, name, from, to } in std::mem::take(&mut self.arrows) {
            match (self.end(&from), self.end(&to)) {
                (Ok(from), Ok(to)) => {
                    let (from, to) = (order[from], order[to]);
                    let relation = LooseRelation { line, name, from: called(from), to: called(to) };
                    relations.push((to, relation));
                }
                (Err(unit), _) => self.nothing_there(line, "from", &unit),
                (_, Err(unit)) => self.nothing_there(line, "to", &unit),
            }
        }
        relations
    }

    /// The span that an end is, or where none is.
    fn end(&self, end: &End) -> Result<usize, String> {
        match end {
            End::Mark(mark) => Ok(*mark),
            End::Named { number: Some(number), .. } if self.numbered.contains_key(number) => {
                Ok(self.numbered[number])
            }
            End::Named { unit, layer, .. } => {
                let there = self.placed.get(&(layer.clone(), unit.clone()));
                there.copied().ok_or_else(|| format!("{unit}, where nothing is marked in {layer}"))
            }
        }
    }

    fn nothing_there(&mut self, line: usize, end: &str, what: &str) {
        self.problems.push(Problem { line, message: format!("a link leads {end} {what}; it is left out") });
    }

    fn tell(&mut self, message: String) {
        self.problems.push(Problem { line: self.line, message });
    }

    fn fault(&self, message: String) -> Problem {
        Problem { line: self.line, message }
    }
}

impl Mark {
    /// Goes on over one more unit.
    fn extend(&mut self, line: &Line) {
        if self.end < line.start {
            self.words.push(' ');
        }
        self.words += line.words;
        self.end = line.end;
    }

    fn annotation(self, place: usize) -> LooseAnnotation {
        LooseAnnotation {
            id: called(place),
            spans: vec![(self.start, self.end)],
            words: Some(self.words),
            ..self.annotation
        }
    }
}

fn called(place: usize) -> String {
    format!("#{}", place + 1)
}

fn too_few(columns: usize, wanted: usize) -> String {
    let are = if columns == 1 { "is 1 column" } else { &format!("are {columns} columns") };
    format!("there {are} of {wanted}")
}
