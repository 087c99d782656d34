//! Reading an XMI file, element by element, as UIMA, INCEpTION, cassis and whosaid write
//! them. Which package a prefix stands for is told by the file; the text may come last.

use super::package;
use crate::format::exchange::Read;
use crate::format::exchange::uima::cas::{Structure, Value};
use crate::format::exchange::uima::take::take;
use crate::format::layer::Problem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};
use std::borrow::Cow;

const XMI: &str = "http://www.omg.org/XMI";

pub(in crate::format::exchange::uima) fn read(files: &[String]) -> Read {
    let source = files.first().map_or("", String::as_str);
    let mut reading =
        Reading { source, line: 1, at: 0, structures: Vec::new(), depth: 0, problems: Vec::new() };
    reading.all()?;
    take(&reading.structures, reading.problems)
}

struct Reading<'s> {
    source: &'s str,
    /// The line of the byte `at`.
    line: usize,
    at: usize,
    structures: Vec<Structure<'static>>,
    /// How many elements are open.
    depth: usize,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn all(&mut self) -> Result<(), Problem> {
        let mut reader = NsReader::from_str(self.source);
        reader.config_mut().expand_empty_elements = true;
        loop {
            self.go_to(reader.buffer_position());
            let read = reader.read_resolved_event();
            let (namespace, event) = read.map_err(|error| self.fault(&error))?;
            match event {
                Event::Start(element) => {
                    self.depth += 1;
                    self.start(namespace, &element)?;
                }
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::Eof if self.depth == 0 && !self.structures.is_empty() => return Ok(()),
                Event::Eof if self.depth == 0 => {
                    return Err(self.fault(&"it is no XMI: there is nothing in it"));
                }
                Event::Eof => return Err(self.fault(&"the file ends before its last element does")),
                _ => {}
            }
        }
    }

    fn start(&mut self, namespace: ResolveResult, element: &BytesStart) -> Result<(), Problem> {
        let (name, local) = (element.name(), element.local_name());
        let (name, local) = (name.as_ref(), local.as_ref());
        match (self.depth, namespace) {
            (1, ResolveResult::Bound(namespace)) if namespace.as_ref() == XMI => {}
            (1, _) => return Err(self.fault(&format!("it is no XMI, but begins with <{name}>"))),
            (2, ResolveResult::Bound(namespace)) => match package(namespace.as_ref()) {
                Some(package) => self.structure(format!("{package}{local}"), element)?,
                None => self.tell(format!("<{name}> is of no package of UIMA's; it is left out")),
            },
            (2, _) => self.tell(format!("<{name}> has no namespace; it is left out")),
            _ => self.tell(format!("<{name}> is a list of words; it is left out")),
        }
        Ok(())
    }

    fn structure(&mut self, kind: String, element: &BytesStart) -> Result<(), Problem> {
        let mut structure =
            Structure { line: self.line, id: 0, kind: Cow::Owned(kind), features: Vec::new() };
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| self.fault(&error))?;
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| self.fault(&error))?;
            let (name, prefix) = attribute.key.decompose();
            match (prefix, name.as_ref()) {
                (Some(_), "id") => structure.id = value.parse().unwrap_or(0),
                // Other names with a prefix are of XML itself.
                (Some(_), _) => {}
                (None, name) => {
                    let value = Value::Words(Cow::Owned(value.into_owned()));
                    structure = structure.with(name.to_owned(), value);
                }
            }
        }
        self.structures.push(structure);
        Ok(())
    }

    /// Counts lines up to a byte.
    fn go_to(&mut self, at: u64) {
        let to = usize::try_from(at).unwrap_or(usize::MAX).min(self.source.len());
        let passed = self.source.as_bytes().get(self.at..to).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at = to;
    }

    fn tell(&mut self, message: String) {
        self.problems.push(Problem { line: self.line, message });
    }

    fn fault(&self, why: &impl std::fmt::Display) -> Problem {
        Problem { line: self.line, message: why.to_string() }
    }
}
