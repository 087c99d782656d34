//! A folder to export from and to import into.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use whosaid::format::article::{hash, sha256};
use whosaid::format::exchange::{Classes, Decoder, Encoder, Format, Layout};

const ARTICLE: &str = "“We won,” Ana 😀 said. It was é.\nSo it was.\n";
const LAYER: &str = r#"Layer(
    format: 1,
    article: (file: "a.txt", hash: "HASH", length: LENGTH, words: ""),
    annotator: "ana",
    cast: {},
    annotations: [ANNOTATIONS],
    reviews: [],
)
"#;
const ANNOTATIONS: &str = r#"
        (
            id: "k3f81zmq",
            label: "quote",
            spans: [(start: 0, end: 9, text: "“We won,”")],
            attributes: {"kind": "direct"},
            links: {"speaker": ["p0x4c7ha"]},
            note: "so",
        ),
        (
            id: "p0x4c7ha",
            label: "speaker",
            spans: [(start: 10, end: 13, text: "Ana"), (start: 29, end: 31, text: "é.")],
        ),
    "#;

pub(crate) struct Desk(TempDir);

impl Desk {
    /// A folder with an article and a layer of it.
    pub(crate) fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().expect("a folder"));
        desk.write("a.txt", ARTICLE);
        desk.write("a.txt.ana.ron", &layer(ARTICLE, ANNOTATIONS));
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.read(name)).expect("JSON")
    }

    pub(crate) fn sha256(&self, name: &str) -> String {
        sha256(self.read(name))
    }

    /// Turns the rows of a table of an export around.
    pub(crate) fn turn_table(&self, export: &str, table: &str) {
        let Layout::Tables(tables) = &Format::find("parquet").expect("it is there").layout else {
            panic!("it has tables")
        };
        let table = tables.tables.iter().find(|own| own.name == table).expect("it is there");
        let path = self.path(&format!("{export}/{}/part-0.parquet", table.name));
        let rows = Decoder::open(fs::File::open(&path).expect("a file"), table).expect("a table");
        let rows = rows.collect::<Result<Vec<_>, _>>().expect("rows").concat();
        let mut encoder = Encoder::new(table).expect("a table");
        rows.into_iter().rev().for_each(|row| encoder.add(row, &mut Classes::default()));
        fs::write(path, encoder.end(Vec::new()).expect("a file")).expect("it is written");
    }

    /// An article of these words, with a layer that is empty.
    pub(crate) fn add_article(&self, name: &str, words: &str) {
        self.write(&format!("{name}.txt"), words);
        self.write(&format!("{name}.txt.ana.ron"), &layer(words, ""));
    }

    /// Articles of different words.
    pub(crate) fn add_articles(&self, numbers: Range<usize>) {
        for n in numbers {
            let words: Vec<String> = (0..60).map(|i| format!("word{i} of{n}x{i}")).collect();
            self.add_article(&format!("art{n}"), &words.join(" "));
        }
    }

    /// Articles that are not what their layers are of, so that each is told of.
    pub(crate) fn add_changed_articles(&self, numbers: Range<usize>) {
        for n in numbers {
            self.write(&format!("changed{n}.txt"), "Nothing of it is left.");
            self.write(&format!("changed{n}.txt.ana.ron"), &layer(ARTICLE, ANNOTATIONS));
        }
    }

    /// The split of each article of an export.
    pub(crate) fn splits(&self, out: &str) -> BTreeMap<String, String> {
        let lines = self.read(&format!("{out}/layers.jsonl"));
        let lines = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        let name = |value: &serde_json::Value| value.as_str().expect("a name").to_owned();
        lines.map(|line| (name(&line["article"]), name(&line["split"]))).collect()
    }

    /// The names of all files below a folder, in order.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        let folder = self.path(folder);
        files_below(&folder, &folder, &mut found);
        found.sort();
        found
    }

    /// Whether an export is being written, or was left half written.
    pub(crate) fn is_at_work(&self) -> bool {
        let entries = fs::read_dir(self.0.path()).expect("a folder").filter_map(Result::ok);
        entries.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".export"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.at_home(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments);
        command
    }

    /// A program that finds nothing of anybody's home.
    fn at_home(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).env("HOME", self.0.path());
        command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME").stdin(Stdio::null());
        command
    }

    /// Begins to run, where no signal is ignored, as it is in the background of a script; what
    /// is told waits to be read.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.at_home("env");
        command.arg("--default-signal").arg(env!("CARGO_BIN_EXE_whosaid")).args(arguments);
        command.stderr(Stdio::piped()).spawn().expect("it runs")
    }

    /// The exit code, and what was told.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String) {
        let ran = self.command(arguments).output().expect("it runs");
        (ran.status.code().unwrap_or(-1), String::from_utf8_lossy(&ran.stderr).into_owned())
    }

    #[track_caller]
    pub(crate) fn check(&self, arguments: &[&str], code: i32, told: &str) {
        let ran = self.run(arguments);
        assert_eq!(ran.1, told);
        assert_eq!(ran.0, code);
    }
}

fn layer(text: &str, annotations: &str) -> String {
    let length = text.chars().count().to_string();
    let layer = LAYER.replace("HASH", &hash(text)).replace("LENGTH", &length);
    layer.replace("ANNOTATIONS", annotations)
}

fn files_below(folder: &Path, top: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, top, found);
        } else {
            found.push(path.strip_prefix(top).expect("below").to_string_lossy().into_owned());
        }
    }
}
