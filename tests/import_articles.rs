//! Articles out of web pages, books and PDFs, by the real program: what comes in is
//! beside a note, nothing is replaced, and what cannot be read is told.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const NEWS: &str = include_str!("pages/news.html");

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    #[track_caller]
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    /// The names of the files of a folder, in order.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries =
            fs::read_dir(self.path(folder)).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn run(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments).current_dir(self.0.path()).env("HOME", self.0.path()).stdin(Stdio::null());
        let output = command.output().expect("it runs");
        assert!(output.stdout.is_empty());
        (String::from_utf8(output.stderr).expect("text"), output.status.code())
    }

    /// Imports into `out`, and checks what is said.
    #[track_caller]
    fn check(&self, format: &str, sources: &[&str], told: &str, code: i32) {
        let arguments = [&["import", "--format", format, "--out", "out"], sources].concat();
        assert_eq!(self.run(&arguments), (told.to_owned(), Some(code)));
    }
}

#[test]
fn a_web_page_comes_in_beside_its_note() {
    let folder = Folder::new();
    folder.write("ferry.html", NEWS);
    folder.check("html", &["ferry.html"], "1 article written to out\n", 0);
    assert_eq!(folder.names("out"), ["ferry.about.ron", "ferry.txt"]);
    let text = folder.read("out/ferry.txt");
    assert!(text.contains("\n\n“Nobody should have to row to a christening,” said Marit Fell,"), "{text}");
    for around in
        ["cookies", "Sport", "newsletter", "Gull steals", "All rights", "tracker", "not this", "Accept"]
    {
        assert!(!text.contains(around), "{around} is in {text}");
    }
    let hash = "sha256:HASH";
    let note = folder.read("out/ferry.about.ron");
    let (before, own) = note.split_once("hash: \"").expect("a hash");
    assert_eq!(own.len(), hash.len() - 4 + 64 + "\",\n    ),\n)\n".len());
    assert!(before.starts_with("About(\n    format: 1,\n    title: \"Ferry to Hollow Island will run on Sundays\",\n    author: \"Wren Oakley\",\n    date: \"2026-11-20T06:30:00Z\",\n"), "{note}");
    assert!(
        before.ends_with(
            "    language: \"en-GB\",\n    source: Source(\n        file: \"ferry.html\",\n        "
        ),
        "{note}"
    );
    // The folder is one of articles, and the note no layer.
    let checked = folder.run(&["check", "out"]);
    assert_eq!(checked, ("0 layers, 0 problems\n".to_owned(), Some(0)));
}

#[test]
fn what_is_said_of_annotations_is_refused_for_articles() {
    let folder = Folder::new();
    folder.write("ferry.html", NEWS);
    let options: [&[&str]; 4] =
        [&["--as", "ana"], &["--label", "PER=speaker"], &["--unit", "bytes"], &["--strict"]];
    for option in options {
        let told = format!(
            "whosaid: {} is for formats of annotations, but html has articles only; leave it out\n",
            option[0]
        );
        folder.check("html", &[&["ferry.html"], option].concat(), &told, 2);
        assert!(!folder.path("out").exists());
    }
}

#[test]
fn nothing_is_replaced_and_the_others_go_on() {
    let folder = Folder::new();
    folder.write("in/a.html", NEWS);
    folder.write("in/b.htm", "<nav><a href=x>News</a></nav>");
    folder.write("in/c.html", NEWS);
    folder.write("in/c_files/frame.html", NEWS);
    folder.write("in/d.txt", "no page");
    folder.write("out/c.txt", "mine\n");
    folder.write("in/deep/e.html", NEWS);
    let refused = "whosaid: in/c_files is passed over, as the parts of a saved page; name it, if it has articles\n\
                   whosaid: cannot import in/b.htm: no article is to be found in it; copy the words into a .txt file, if there are any\n\
                   whosaid: out/c.txt is there already and says something else, so it is not replaced; import into another folder, or move it away\n";
    folder.check("html", &["in"], &format!("{refused}whosaid: 2 articles written to out, 2 refused\n"), 2);
    assert_eq!(folder.names("out"), ["a.about.ron", "a.txt", "c.txt", "deep"]);
    assert_eq!(folder.read("out/c.txt"), "mine\n");
    assert_eq!(folder.names("out/deep"), ["e.about.ron", "e.txt"]);
    let there = "whosaid: out/a.txt is there already, with the same text\n0 articles written to out, 1 there already\n";
    folder.check("html", &["in/a.html"], there, 0);
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = Folder::new();
    folder.write("deep.html", "<div>".repeat(100_000));
    folder.write("empty.html", "");
    folder.write("large.html", vec![b' '; 10_000_001]);
    for (source, told) in [
        (
            "deep.html",
            "cannot import deep.html: its elements nest deeper than 512, which no page for readers does",
        ),
        ("empty.html", "cannot import empty.html: it is empty"),
        ("large.html", "large.html holds 11 MB; whosaid opens such files of up to 10 MB"),
        ("gone.html", "cannot read gone.html: no such file or directory"),
        (".", "cannot import ./deep.html: its elements nest deeper than 512, which no page for readers does"),
    ] {
        let (said, code) = folder.run(&["import", source, "--format", "html", "--out", "out"]);
        assert!(said.starts_with(&format!("whosaid: {told}\n")), "{said}");
        assert!(said.contains("whosaid: 0 articles written to out, "), "{said}");
        assert_eq!(code, Some(2));
    }
    assert!(!folder.path("out").exists());
}

/// Folders within each other whose path is longer than a system takes, put together of two
/// parts that are not: to somebody who may read all, no other folder is unreadable.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_read_keeps_no_other_out() {
    let folder = Folder::new();
    let deep = |first: &str| PathBuf::from(first).join(vec!["x".repeat(200); 12].join("/"));
    let (upper, lower) = (deep("in/b"), deep("in/lower"));
    for path in [&upper, &lower] {
        fs::create_dir_all(folder.0.path().join(path)).expect("folders");
    }
    fs::rename(folder.path("in/lower"), folder.0.path().join(&upper).join("lower")).expect("a deeper folder");
    folder.write("in/a.html", NEWS);
    folder.write("in/c/c.html", NEWS);
    let (said, code) = folder.run(&["import", "in", "--format", "html", "--out", "out"]);
    assert!(said.starts_with("whosaid: cannot read in/b/xxx"), "{said}");
    assert!(
        said.ends_with("x: file name too long\nwhosaid: 2 articles written to out, 1 refused\n"),
        "{said}"
    );
    assert_eq!(
        (folder.names("out"), code),
        (["a.about.ron", "a.txt", "c"].map(str::to_owned).to_vec(), Some(2))
    );
    let (said, _) = folder.run(&["import", "in/b", "--format", "html", "--out", "out"]);
    assert!(
        said.ends_with("x: file name too long\nwhosaid: 0 articles written to out, 1 refused\n"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_name_and_a_page_cannot_steer_a_terminal() {
    let folder = Folder::new();
    folder.write(
        "\u{1b}[2J.html",
        NEWS.replace("Wren", "&#27;]0;x&#7;Wren").replace("The vote", "The \u{9b}2Jvote"),
    );
    folder.check("html", &["\u{1b}[2J.html"], "1 article written to out\n", 0);
    assert_eq!(folder.names("out"), ["[2J.about.ron", "[2J.txt"]);
    let all = folder.read("out/[2J.txt") + &folder.read("out/[2J.about.ron");
    assert!(all.contains("The 2Jvote"));
    assert!(!all.contains(|c: char| c.is_control() && c != '\n'), "{all:?}");
}

/// A PDF of sheets with lines of so many points below each other.
fn pdf(sheets: &[&[(u32, &str)]]) -> Vec<u8> {
    let kids = (0..sheets.len()).fold(String::new(), |kids, i| kids + &format!("{} 0 R ", 5 + 2 * i));
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 595 842] >>", sheets.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Title (Ferry on Sundays) /Author (Wren Oakley) /CreationDate (D:20261120063000Z) >>".to_owned(),
    ];
    for (i, sheet) in sheets.iter().enumerate() {
        let mut drawn = "BT /F1 11 Tf 72 780 Td ".to_owned();
        for (below, words) in *sheet {
            write!(drawn, "0 -{below} Td ({words}) Tj ").expect("a string");
        }
        drawn += "ET";
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            6 + 2 * i
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()));
    }
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", pdf.len()).expect("a string");
        write!(pdf, "{} 0 obj\n{object}\nendobj\n", i + 1).expect("a string");
    }
    let start = pdf.len();
    let size = objects.len() + 1;
    format!("{pdf}{table}trailer << /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n")
        .into_bytes()
}

#[test]
fn a_pdf_comes_in_as_paragraphs() {
    let folder = Folder::new();
    folder.write(
        "ferry.pdf",
        pdf(&[
            &[
                (0, "The Tidewater Gazette"),
                (40, "The ferry to Hollow Island will run on Sun-"),
                (13, "days, the commit-"),
                (13, "tee decided."),
                (26, "\\223Nobody should have to row,\\224 said"),
                (680, "1"),
            ],
            &[
                (0, "The Tidewater Gazette"),
                (40, "Marit Fell, who chairs it."),
                (26, "She laughed."),
                (694, "2"),
            ],
            &[(0, "The Tidewater Gazette"), (40, "So it was."), (720, "3")],
        ]),
    );
    folder.check("pdf", &["ferry.pdf"], "1 article written to out\n", 0);
    let text = "The ferry to Hollow Island will run on Sundays, the committee decided.\n\n\
                “Nobody should have to row,” said Marit Fell, who chairs it.\n\nShe laughed.\n\nSo it was.\n";
    assert_eq!(folder.read("out/ferry.txt"), text);
    let note = folder.read("out/ferry.about.ron");
    let said = "    title: \"Ferry on Sundays\",\n    author: \"Wren Oakley\",\n    date: \"2026-11-20T06:30:00Z\",\n";
    assert!(note.contains(said), "{note}");
}

#[test]
fn of_a_pdf_that_is_broken_no_fault_is_told() {
    let folder = Folder::new();
    let whole = pdf(&[&[(0, "So it was.")]]);
    let boxless = String::from_utf8(whole.clone()).expect("text").replace("/MediaBox", "/MediaFox");
    folder.write("cut.pdf", &whole[..whole.len() / 2]);
    folder.write("scan.pdf", pdf(&[&[]]));
    folder.write("boxless.pdf", &boxless);
    folder.write("circle.pdf", boxless.replace("/Parent 2 0 R", "/Parent 5 0 R"));
    folder.write("text.pdf", "So it was.");
    let gave_up =
        "its reader gave up on it: it is broken, or made in an unusual way; copy the words into a .txt file";
    for (source, why) in [
        ("cut.pdf", "it is broken: "),
        (
            "scan.pdf",
            "there are no words in it; if its pages are pictures, a program for text recognition reads them\n",
        ),
        ("boxless.pdf", gave_up),
        ("circle.pdf", "it takes more memory than one file may, or nests without an end;"),
        ("text.pdf", "it is no PDF; name the format that it has\n"),
    ] {
        let (said, code) = folder.run(&["import", source, "--format", "pdf", "--out", "out"]);
        assert!(said.starts_with(&format!("whosaid: cannot import {source}: {why}")), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
        assert_eq!(code, Some(2));
    }
}
