//! A folder of articles with layers that tests write by words instead of offsets.

#![allow(dead_code, reason = "each program of tests uses some of it")]
#![allow(clippy::string_slice, reason = "a text is cut where words were found")]
#![allow(unreachable_pub, reason = "this is a module of several programs")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// An annotation: its id, its label, its words (of each span; a number says which time
/// they stand in the article, from 1), attributes and links as RON.
pub struct Mark<'m>(pub &'m str, pub &'m str, pub &'m [(&'m str, usize)], pub &'m str, pub &'m str);

pub struct Press(TempDir);

impl Press {
    pub fn new() -> Press {
        Press(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).expect("a file");
    }

    /// Writes an annotator's layer of an article that is there, with persons as RON.
    pub fn annotate(&self, article: &str, annotator: &str, (cast, marks): (&str, &[Mark])) {
        let text = fs::read_to_string(self.path(article)).expect("an article");
        let mut annotations = String::new();
        for Mark(id, label, spans, attributes, links) in marks {
            let spans: String = spans.iter().map(|(words, time)| span(&text, words, *time)).collect();
            let _ = writeln!(
                annotations,
                "(id: \"{id}\", label: \"{label}\", spans: [{spans}], attributes: {{{attributes}}}, links: {{{links}}}),"
            );
        }
        let (hash, length) = (whosaid::format::article::hash(&text), text.chars().count());
        let head = format!("article: (file: \"{article}\", hash: \"{hash}\", length: {length}, words: \"\")");
        let layer = format!(
            "Layer(format: 1, {head}, annotator: \"{annotator}\", cast: {{{cast}}}, annotations: [\n{annotations}], reviews: [])\n"
        );
        self.write(&format!("{article}.{annotator}.ron"), &layer);
    }

    /// Runs `whosaid` in the folder.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments).current_dir(self.0.path()).env("HOME", self.0.path());
        command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME").stdin(Stdio::null());
        command.output().expect("it runs")
    }

    /// What `whosaid` prints, where all is fine.
    #[track_caller]
    pub fn printed(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(String::from_utf8_lossy(&ran.stderr), "", "{arguments:?}");
        assert_eq!(ran.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(ran.stdout).expect("UTF-8")
    }

    /// Checks that `whosaid` refuses with this sentence, and prints nothing.
    #[track_caller]
    pub fn check_refused(&self, arguments: &[&str], why: &str) {
        let ran = self.run(arguments);
        assert_eq!(String::from_utf8_lossy(&ran.stderr), format!("whosaid: {why}\n"), "{arguments:?}");
        assert_eq!((ran.status.code(), ran.stdout), (Some(2), Vec::new()), "{arguments:?}");
    }
}

fn span(text: &str, words: &str, time: usize) -> String {
    let place = text.match_indices(words).nth(time - 1).map(|(place, _)| place);
    let place = place.unwrap_or_else(|| panic!("{words:?} is not there {time} times"));
    let start = text[..place].chars().count();
    let end = start + words.chars().count();
    format!("(start: {start}, end: {end}, text: \"{}\"),", words.escape_default())
}
