//! What all that comes in has to hold to.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Markup in pieces that find each other, and what a terminal might obey.
pub(super) const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "<br>",
    "<br><br>",
    "<pre>",
    "</pre>",
    "<a href='javascript:x'>",
    "</a>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<template>",
    "</template>",
    "<svg>",
    "</svg>",
    "<math>",
    "<title>",
    "</title>",
    "<textarea>",
    "<noscript>",
    "<plaintext>",
    "<select>",
    "<img src=a.jpg>",
    "<h1>",
    "</h1>",
    "<body class=comment>",
    "</body>",
    "</html>",
    "<font>",
    "<br/>",
    "<p hidden>",
    "<meta charset=utf-7>",
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":[{}]}",
    "&#27;[2J",
    "&#x9b;",
    "&#0;",
    "&nbsp;",
    "&shy;",
    "&amp;lt;",
    "\u{1b}]0;x\u{7}",
    "\u{9b}2J",
    "\0",
    "\r",
    "\t",
    "\n",
    "\u{2028}",
    "\u{85}",
    "\u{202e}",
    "\u{feff}",
    "“We won,” said Ana. ",
    "漢字",
    "é",
];

/// An archive of these files, each with what it holds.
pub(super) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Checks that a text is one: no controls, no white space of layout.
#[track_caller]
pub(super) fn check_clean(text: &str) {
    let control = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert_eq!(control, None, "{text:?}");
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{text:?}");
    assert!(!text.contains("\n\n\n"), "{text:?}");
    for line in text.lines() {
        assert_eq!(line, line.trim(), "{text:?}");
    }
}
