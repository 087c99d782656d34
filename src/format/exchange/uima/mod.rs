//! UIMA's common analysis structure (CAS), as XML (XMI) and as JSON, for INCEpTION and for
//! programs that read it by UIMA itself or by cassis. Offsets count units of UTF-16, the
//! end exclusive.
//!
//! Both files hold the same feature structures: sentences and tokens of DKPro, and spans
//! and relations of the types that every project of INCEpTION has, `custom.Span` and
//! `custom.Relation`, under their feature `label`. Attributes, notes and ids are further
//! features of a span; INCEpTION shows those that the layer of the project has, and passes
//! over the others. The words of a span are nowhere beside it, for the text is in the same
//! file, and they would be wrong as soon as somebody moved the span there.

mod cas;
mod json;
mod kinds;
mod names;
mod put;
mod take;
#[cfg(test)]
mod tests;
mod xmi;

pub(super) use json::FORMAT as CAS_JSON;
pub(super) use xmi::FORMAT as XMI;
