//! Reading `name.txt` and `name.ann`.

use super::super::plain::ends_line;
use super::super::{Loose, LooseAnnotation, Read};
use super::NOTE;
use crate::format::layer::Problem;
use crate::text::OffsetUnit;
use std::collections::HashMap;

/// Reads the text and the annotations of it.
pub(super) fn read(files: &[String]) -> Read {
    let [text, ann] = files else {
        return Err(Problem { line: 1, message: "a document is a .txt and a .ann file".to_owned() });
    };
    let mut reader = Reader::default();
    for (line, number) in ann.split('\n').zip(1..) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(why) = reader.line(line, number).err() {
            reader.problems.push(Problem { line: number, message: format!("{why}; the line is left out") });
        }
    }
    reader.connect();
    reader.join_lines(text);
    Ok(Loose {
        text: Some(text.clone()),
        unit: Some(OffsetUnit::CodePoints),
        annotations: reader.entities,
        problems: reader.problems,
        ..Loose::default()
    })
}

#[derive(Default)]
struct Reader {
    entities: Vec<LooseAnnotation>,
    /// What is said of entities, which may stand before them.
    said: Vec<(usize, String, Said)>,
    problems: Vec<Problem>,
}

/// What a line says of an entity.
enum Said {
    Attribute(String, String),
    Link(String, String),
    Note(String),
}

impl Reader {
    fn line(&mut self, line: &str, number: usize) -> Result<(), String> {
        if line.trim().is_empty() {
            return Ok(());
        }
        let (id, rest) = line.split_once('\t').ok_or("there is no tab behind the id")?;
        match id.chars().next() {
            Some('T') => self.entity(id, rest, number),
            Some('A' | 'M') => self.attribute(rest, number),
            Some('R') => self.relation(rest, number),
            Some('#') => self.note(rest, number),
            Some('E') => Err("events are not taken in".to_owned()),
            Some('N') => Err("references to databases are not taken in".to_owned()),
            Some('*') => Err("equivalences are not taken in".to_owned()),
            _ => Err(format!("{id:?} is no id of brat's")),
        }
    }

    /// `quote 0 9;12 20<TAB>words`
    fn entity(&mut self, id: &str, rest: &str, line: usize) -> Result<(), String> {
        let (place, words) = rest.split_once('\t').ok_or("there is no tab before the words")?;
        let (label, offsets) = place.split_once(' ').ok_or("there are no offsets")?;
        let fragments = offsets.split(';').map(|fragment| {
            let (start, end) = fragment.trim().split_once(' ')?;
            Some((start.parse().ok()?, end.parse().ok()?))
        });
        let spans: Option<Vec<(u32, u32)>> = fragments.collect();
        let spans = spans.ok_or_else(|| format!("{offsets:?} are no offsets"))?;
        let (id, label, words) = (id.to_owned(), label.to_owned(), Some(words.to_owned()));
        self.entities.push(LooseAnnotation { line, id, label, spans, words, ..LooseAnnotation::default() });
        Ok(())
    }

    /// `kind T1 direct`, or `negated T1`, whose value is true.
    fn attribute(&mut self, rest: &str, line: usize) -> Result<(), String> {
        let mut parts = rest.trim_end().splitn(3, ' ');
        let (name, target) =
            parts.next().zip(parts.next()).ok_or("an attribute needs a name and a target")?;
        let value = parts.next().unwrap_or("true");
        self.said.push((line, target.to_owned(), Said::Attribute(name.to_owned(), value.to_owned())));
        Ok(())
    }

    /// `speaker Arg1:T1 Arg2:T2<TAB>`
    fn relation(&mut self, rest: &str, line: usize) -> Result<(), String> {
        let mut parts = rest.split_whitespace();
        let name = parts.next().ok_or("a relation needs a name")?;
        let mut end = || parts.next()?.split_once(':').map(|(_, id)| id.to_owned());
        let (from, to) = end().zip(end()).ok_or("a relation needs two arguments")?;
        self.said.push((line, from, Said::Link(name.to_owned(), to)));
        Ok(())
    }

    /// `AnnotatorNotes T1<TAB>note`
    fn note(&mut self, rest: &str, line: usize) -> Result<(), String> {
        let (of, note) = rest.split_once('\t').ok_or("there is no tab before the note")?;
        match of.split_once(' ') {
            Some((NOTE, target)) => {
                self.said.push((line, target.to_owned(), Said::Note(note.to_owned())));
                Ok(())
            }
            _ => Err(format!("comments of the kind {of:?} are not taken in")),
        }
    }

    /// Makes one span of fragments that stand around line ends.
    fn join_lines(&mut self, text: &str) {
        let mut several = self.entities.iter_mut().filter(|entity| entity.spans.len() > 1).peekable();
        if several.peek().is_none() {
            return;
        }
        let chars: Vec<char> = text.chars().collect();
        let only_line_ends = |from: u32, to: u32| {
            let gap = chars.get(from as usize..to as usize);
            gap.is_some_and(|gap| !gap.is_empty() && gap.iter().all(|c| ends_line(*c)))
        };
        for entity in several {
            entity.spans.dedup_by(|behind, before| {
                let joined = only_line_ends(before.1, behind.0);
                if joined {
                    before.1 = behind.1;
                }
                joined
            });
        }
    }

    /// Puts what was said with the entities that it was said of.
    fn connect(&mut self) {
        let places: HashMap<String, usize> =
            self.entities.iter().enumerate().rev().map(|(i, entity)| (entity.id.clone(), i)).collect();
        for (line, target, said) in self.said.drain(..) {
            let Some(place) = places.get(&target) else {
                let message = format!("it is of {target:?}, which is not there; the line is left out");
                self.problems.push(Problem { line, message });
                continue;
            };
            let entity = &mut self.entities[*place];
            match said {
                Said::Attribute(name, value) => {
                    entity.attributes.push((name, value));
                    entity.said.attributes.push(line);
                }
                Said::Link(name, to) => {
                    entity.links.push((name, to));
                    entity.said.links.push(line);
                }
                Said::Note(note) if entity.note.is_empty() => entity.note = note,
                Said::Note(note) => {
                    entity.note.push('\n');
                    entity.note.push_str(&note);
                }
            }
        }
        self.problems.sort_by_key(|problem| problem.line);
    }
}
