//! The page around the articles. It needs no network and runs nothing: its policy forbids
//! both.

use super::article::{MOST_POINTED, Section, quotes};
use super::figures::{Said, attributes, cast, labels as label_table, lengths, totals};
use super::labels::{Labels, Scheme};
use super::words::{Words, name};
use crate::stats::Figures;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What the page may do: be drawn.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// What made the page, as it says itself.
const GENERATOR: &str = concat!("whosaid ", env!("CARGO_PKG_VERSION"));

/// Whether a file that begins so is a page of ours.
pub fn is_report(start: &str) -> bool {
    start.contains("<meta name=\"generator\" content=\"whosaid ")
}

/// What is the same in every page.
const STYLE: &str = include_str!("../../../assets/report.css");

/// A page of articles, in pieces of which each is there once.
#[derive(Debug)]
pub struct Report {
    top: String,
    sections: Vec<Section>,
}

impl Report {
    /// A page of these articles, beside which there are others that it does not show.
    pub fn new(title: &str, labels: &Labels, sections: Vec<Section>, without_layer: usize) -> Report {
        Report { top: top(title, labels, &sections, without_layer), sections }
    }

    /// The page, piece by piece.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().map(|section| section.html.as_str());
        [self.top.as_str()].into_iter().chain(sections).chain(["</section></main></body></html>\n"])
    }
}

/// All that stands before the articles. What it opens is closed behind them.
fn top(title: &str, labels: &Labels, sections: &[Section], without_layer: usize) -> String {
    let mut figures = Figures::default();
    for section in sections {
        figures.add(section.figures.clone());
    }
    let articles: BTreeSet<&str> = sections.iter().map(|section| section.name.as_str()).collect();
    let head = head(title, &style(labels, sections)).into_string();
    let before = html! {
        a.skip href="#articles" { "to the articles" }
        header {
            h1 { (name(title)) }
            p { "Who said what, as whosaid " (env!("CARGO_PKG_VERSION")) " reports it" }
            (totals(&figures, articles.len(), without_layer))
        }
        nav aria-label="contents" {
            ul { @for (place, what) in PARTS { li { a href={ "#" (place) } { (what) } } } }
        }
    };
    let parts = html! {
        section id="cast" aria-labelledby="casth" {
            h2 id="casth" { "Who speaks" }
            (cast(&figures, &said(sections)))
        }
        section id="figures" aria-labelledby="figuresh" {
            h2 id="figuresh" { "Figures" }
            div.tables {
                @if let Some(lengths) = lengths(&figures) { (lengths) }
                (label_table(&figures))
                @for table in attributes(&figures) { (table) }
            }
        }
    };
    let mut top = format!(
        "{}{}<body>{}<main>{}",
        DOCTYPE.into_string(),
        head,
        before.into_string(),
        parts.into_string()
    );
    top += "<section id=\"articles\" aria-labelledby=\"articlesh\"><h2 id=\"articlesh\">Articles</h2>";
    top += &html! { (legend(labels)) (contents(sections)) }.into_string();
    top
}

const PARTS: [(&str, &str); 3] = [("cast", "Who speaks"), ("figures", "Figures"), ("articles", "Articles")];

fn head(title: &str, style: &str) -> Markup {
    html! {
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta name="generator" content=(GENERATOR);
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="referrer" content="no-referrer";
            meta name="color-scheme" content="light dark";
            title { (Words(title)) " – who said what" }
            style { (PreEscaped(style)) }
        }
    }
}

/// The style of the page: nothing in it is from outside but colours that were read as such.
fn style(labels: &Labels, sections: &[Section]) -> String {
    let [light, dark] = ["light", "dark"].map(|name| properties(labels, &Scheme::of(name)));
    let most = sections.iter().map(|section| section.annotations).max().unwrap_or(0).min(MOST_POINTED);
    let mut style = format!(
        ":root{{{light}}}\n@media (prefers-color-scheme:dark){{@media not print{{:root{{{dark}}}}}}}\n"
    );
    style += STYLE;
    style += &labels.rules();
    for number in 0..most {
        let pointed = format!("article:has(.n{number}:is(:hover,:focus-within))");
        let _ = writeln!(
            style,
            "{pointed} .n{number}{{--t:var(--focus)}}{pointed} .k{number}{{--t:var(--linked);--o:var(--ink)}}"
        );
    }
    style
}

fn properties(labels: &Labels, scheme: &Scheme) -> String {
    let mut properties = labels.properties(scheme);
    for (name, color) in scheme.own() {
        let _ = write!(properties, "--{name}:{color};");
    }
    properties
}

/// Where everybody speaks.
fn said(sections: &[Section]) -> Said<'_> {
    let mut said = Said::new();
    for (name, anchor) in sections.iter().flat_map(|section| &section.said) {
        said.entry(name).or_default().push(anchor);
    }
    said
}

fn legend(labels: &Labels) -> Markup {
    html! {
        p.legend {
            @for (i, label) in labels.iter() {
                span class={ "m l" (i) } { span class={ "s l" (i) } { (label.letter) } (Words(&label.name)) }
                " "
            }
            "Words under two labels have the colour of the inner one and are underlined in that of the outer one. "
            "Pointing at words, or going to their letter with the Tab key, shows what they are linked to."
        }
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        ol.contents {
            @for section in sections {
                li {
                    a href={ "#" (section.anchor) } { (name(&section.name)) }
                    " " small { (quotes(section.figures.quotes())) " · " (name(&section.annotator)) }
                }
            }
        }
    }
}
