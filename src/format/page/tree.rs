//! HTML to a tree, no larger and no deeper than all that is done with it stays
//! fast: the parser, and what looks for the article in the tree, take a time that
//! grows with the square of the depth.

use super::PageError;
use dom_query::{Document, NodeId};
use html5ever::interface::Tracer;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, Parser, parse_document};
use std::cell::Cell;

/// Open elements at most. News pages have some 30.
pub(super) const DEEPEST: usize = 512;
/// Nodes at most: some markup makes many of a few bytes.
pub(super) const MOST_NODES: usize = 500_000;
/// The parser is asked after so many bytes: in between, nothing gets out of hand.
const STEP: usize = 4096;

/// Parses a page, and stops where it gets too deep or too large. The parser itself
/// is asked how much is open: which tags close what is not to be told by looking.
pub(super) fn parse(html: &str) -> Result<Document, PageError> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let mut parser = parse_document(Document::default(), ParseOpts { tree_builder, ..ParseOpts::default() });
    let mut rest = html;
    while !rest.is_empty() {
        let (step, further) = rest.split_at(rest.ceil_char_boundary(STEP));
        parser.process(StrTendril::from(step));
        check_size(&parser)?;
        rest = further;
    }
    Ok(parser.finish())
}

fn check_size(parser: &Parser<Document>) -> Result<(), PageError> {
    let builder = &parser.tokenizer.sink;
    let open = Open(Cell::new(0));
    builder.trace_handles(&open);
    match () {
        () if builder.sink.tree.len() > MOST_NODES => Err(PageError::TooManyElements),
        () if open.0.get() > DEEPEST => Err(PageError::TooDeep),
        () => Ok(()),
    }
}

/// Counts the elements that the parser holds open; those that it may open again, as
/// it does with bold print, once more.
struct Open(Cell<usize>);

impl Tracer for Open {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(html: &str, why: PageError) {
        assert_eq!(parse(html).map(|document| document.tree.len()), Err(why));
    }

    #[test]
    fn what_nests_without_an_end_is_refused_at_once() {
        for open in ["<div>", "<b>", "<ul><li>", "<table><td>", "<svg><g>", "<a><div>"] {
            check_refused(&open.repeat(100_000 / open.len()), PageError::TooDeep);
        }
    }

    #[test]
    fn what_only_seems_to_be_closed_is_refused_too() {
        for open in [
            "<div><table></div></table>",
            "<span><div></span></div>",
            "<p><b id=1></p>",
            "<b><table></b><td></table>",
        ] {
            let numbered: Vec<String> =
                (0..4_000).map(|i| open.replace("id=1", &format!("id={i}"))).collect();
            assert!(parse(&numbered.concat()).is_err(), "{open}");
        }
    }

    #[test]
    fn what_is_copied_again_and_again_is_refused() {
        let formats = (0..200).map(|i| format!("<b id={i}>")).collect::<Vec<_>>().concat();
        check_refused(&format!("<p>{formats}{}", "<p>a".repeat(100_000)), PageError::TooManyElements);
    }

    #[test]
    fn elements_whose_end_is_left_out_do_not_nest() {
        let list = "<p>a<ul>".to_owned() + &"<li>a".repeat(2000) + "</ul>" + &"<p>b".repeat(2000);
        assert!(parse(&list).is_ok());
        assert!(parse(&"<br>".repeat(20_000)).is_ok());
    }

    #[test]
    fn letters_are_not_cut() {
        let text = "é漢😀".repeat(4000);
        assert_eq!(parse(&text).unwrap().text().as_ref(), text);
    }
}
