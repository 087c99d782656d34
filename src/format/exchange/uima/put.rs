//! A document as feature structures.

use super::cas::{DOCUMENT, FROM, Id, RELATION, SENTENCE, SOFA, SPAN, Structure, TO, TOKEN, VIEW, Value};
use super::names::feature_of;
use crate::format::exchange::Document;
use crate::format::exchange::graph::{Entity, Graph, Relation};
use crate::text::{OffsetUnit, Span};

/// The id of the text.
pub(super) const TEXT: Id = 1;

/// All structures of a document, the text first.
pub(super) fn structures<'d>(document: &'d Document) -> Vec<Structure<'d>> {
    let putting = Putting { document, structures: vec![sofa(document)] };
    putting.all()
}

fn sofa<'d>(document: &'d Document) -> Structure<'d> {
    Structure::new(TEXT, SOFA)
        .with("sofaNum", Value::Number(1))
        .with_words("sofaID", VIEW)
        .with_words("mimeType", "text/plain")
        .with_words("sofaString", document.text.as_str())
}

struct Putting<'d> {
    document: &'d Document<'d>,
    structures: Vec<Structure<'d>>,
}

impl<'d> Putting<'d> {
    fn all(mut self) -> Vec<Structure<'d>> {
        let text = &self.document.text;
        let whole = text.span().into_iter().map(|all| self.at(DOCUMENT, all));
        let whole: Vec<_> = whole.map(|all| all.with_words("language", "x-unspecified")).collect();
        self.structures.extend(whole);
        for tokens in text.tokens_of_sentences() {
            let sentence = tokens.first().zip(tokens.last()).map(|(first, last)| first.join(*last));
            let sentence = sentence.map(|sentence| (SENTENCE, sentence));
            for (kind, span) in sentence.into_iter().chain(tokens.into_iter().map(|token| (TOKEN, token))) {
                let structure = self.at(kind, span);
                self.structures.push(structure);
            }
        }
        let graph = Graph::of(self.document);
        let first = self.next();
        for entity in &graph.entities {
            let span = self.span(entity);
            self.structures.push(span);
        }
        for relation in &graph.relations {
            let relation = self.relation(relation, &graph, first);
            self.structures.push(relation);
        }
        self.structures
    }

    fn next(&self) -> Id {
        TEXT + self.structures.len() as Id
    }

    /// The next structure, of a span.
    fn at(&self, kind: &'d str, span: Span) -> Structure<'d> {
        let offset = |pos| Value::Number(self.document.text.offset(pos, OffsetUnit::Utf16));
        Structure::new(self.next(), kind)
            .with("sofa", Value::To(vec![TEXT]))
            .with("begin", offset(span.start()))
            .with("end", offset(span.end()))
    }

    /// What is said of an annotation stands with its first part.
    fn span(&self, entity: &Entity<'d>) -> Structure<'d> {
        let annotation = entity.annotation;
        let label = self.document.schema.label(annotation.label).name.as_str();
        let structure = self.at(SPAN, entity.span).with_words("label", label);
        if entity.part > 0 {
            return structure;
        }
        let mut structure = structure.with_words("id", annotation.id.as_str());
        for (name, value) in &annotation.attributes {
            structure = structure.with_words(feature_of(name.as_str()), value.as_str());
        }
        if annotation.note.is_empty() { structure } else { structure.with_words("note", &annotation.note) }
    }

    /// A relation has the place of what it leads to: INCEpTION takes no other.
    fn relation(&self, relation: &Relation<'d>, graph: &Graph<'d>, first: Id) -> Structure<'d> {
        let id = |place: usize| Value::To(vec![first + place as Id]);
        self.at(RELATION, graph.entities[relation.to].span)
            .with(FROM, id(relation.from))
            .with(TO, id(relation.to))
            .with_words("label", relation.name)
    }
}
