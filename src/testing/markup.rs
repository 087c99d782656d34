//! A strict reader of pages, written apart from what writes them.

use regex::Regex;

/// The paragraphs of articles, as markup.
pub(crate) fn rows(page: &str) -> Vec<String> {
    let row = Regex::new("(?s)<p dir=\"auto\" lang=\"\">(.*?)</p>").unwrap();
    row.captures_iter(page).map(|found| found[1].to_owned()).collect()
}

/// The notes on annotations, in words.
pub(crate) fn notes(page: &str) -> Vec<String> {
    let note = Regex::new("(?s)<li id=\"[^\"]*n\"[^>]*>(.*?)</li>").unwrap();
    let tag = Regex::new("<[^>]*>").unwrap();
    let words = |note: &str| {
        let words = tag.replace_all(note, " ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    note.captures_iter(page).map(|found| words(&found[1])).collect()
}

/// The elements and attributes of a page.
const ELEMENTS: [&str; 42] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "header",
    "nav",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "p",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "div",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "span",
    "strong",
    "small",
    "em",
    "bdi",
    "details",
    "summary",
    "figure",
    "figcaption",
    "svg",
    "rect",
    "text",
];
const ATTRIBUTES: [&str; 23] = [
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "title",
    "dir",
    "open",
    "scope",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "focusable",
    "role",
    "viewBox",
    "preserveAspectRatio",
    "width",
    "height",
    "x",
    "y",
];

/// Checks that a page is made of these alone, that its links lead to itself, and that no
/// character in it steers anything.
#[track_caller]
pub(crate) fn check_sound(page: &str) {
    let (doctype, rest) = page.split_at("<!DOCTYPE html>".len());
    assert_eq!(doctype, "<!DOCTYPE html>");
    let tag = Regex::new("^</?([a-z0-9]+)((?: [A-Za-z-]+(?:=\"[^\"<>]*\")?)*)>").unwrap();
    let attribute = Regex::new(" ([A-Za-z-]+)(?:=\"([^\"]*)\")?").unwrap();
    for (place, _) in rest.match_indices('<') {
        let behind = rest.get(place..).unwrap();
        let found = tag.captures(behind).unwrap_or_else(|| panic!("no tag: {behind:.80}"));
        assert!(ELEMENTS.contains(&&found[1]), "{}", &found[0]);
        for part in attribute.captures_iter(&found[2]) {
            assert!(ATTRIBUTES.contains(&&part[1]), "{}", &found[0]);
            let value = part.get(2).map_or("", |value| value.as_str());
            assert!(&part[1] != "href" || value.starts_with('#'), "{}", &found[0]);
        }
    }
    let style = rest.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).unwrap().0;
    assert!(!style.contains('<') && !style.contains("url(") && !style.contains("@import"));
    let steers = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(rest.chars().find(steers), None);
}
