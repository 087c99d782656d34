//! The subcommands: results on the standard output, messages on the standard
//! error, 0 for fine, 1 for found, 2 for wrong use or unreadable input.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// “We won,” she said. With a quote, its speaker, and a claim of two spans.
const ARTICLE: &str = "“We won,” Ana 😀 said. It was é.\r\nSo it was.\r\n";
const LAYER: &str = r#"Layer(
    format: 1,
    article: (file: "a.txt", hash: "sha256:HASH", length: 43, words: ""),
    annotator: "ana",
    cast: {},
    annotations: [
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
    ],
    reviews: [],
)
"#;

struct Corpus(TempDir);

impl Corpus {
    /// A folder with an article and a layer of it.
    fn new() -> Corpus {
        let corpus = Corpus::empty();
        corpus.write("a.txt", ARTICLE);
        let text = ARTICLE.replace("\r\n", "\n");
        corpus.write("a.txt.ana.ron", &LAYER.replace("sha256:HASH", &whosaid::format::article::hash(&text)));
        corpus
    }

    fn empty() -> Corpus {
        Corpus(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments).current_dir(self.0.path()).env("HOME", self.0.path());
        command.env_remove("XDG_CONFIG_HOME").stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it runs")
    }

    #[track_caller]
    fn check(&self, arguments: &[&str], code: i32, output: &str, error: &str) {
        let ran = self.run(arguments);
        assert_eq!(String::from_utf8_lossy(&ran.stdout), output);
        assert_eq!(String::from_utf8_lossy(&ran.stderr), error);
        assert_eq!(ran.status.code(), Some(code));
    }
}

const LINE: &str = concat!(
    r#"{"article":"a.txt","text":"“We won,” Ana 😀 said. It was é.\nSo it was.\n","annotator":"ana","annotations":["#,
    r#"{"id":"k3f81zmq","label":"quote","spans":[[0,9]],"text":["“We won,”"],"attributes":{"kind":"direct"},"#,
    r#""links":{"speaker":["p0x4c7ha"]},"note":"so"},"#,
    r#"{"id":"p0x4c7ha","label":"speaker","spans":[[10,13],[29,31]],"text":["Ana","é."],"attributes":{},"#,
    r#""links":{},"note":""}]}"#,
    "\n"
);

#[test]
fn an_article_is_exported_as_a_line_of_json() {
    let corpus = Corpus::new();
    corpus.check(&["export", "a.txt", "--format", "jsonl"], 0, LINE, "");
    corpus.check(&["export", ".", "--format", "jsonl", "--layer", "ana"], 0, LINE, "");
    let told = "1 layer with 2 annotations in out.jsonl\n";
    corpus.check(&["export", "a.txt", "--format", "jsonl", "--out", "out.jsonl"], 0, "", told);
    assert_eq!(fs::read_to_string(corpus.path("out.jsonl")).expect("the file"), LINE);
    let refused = "whosaid: a.txt is an article or a layer; name another file to write to\n";
    corpus.check(&["export", "a.txt", "--format", "jsonl", "--out", "a.txt"], 2, "", refused);
    assert_eq!(fs::read_to_string(corpus.path("a.txt")).expect("the article"), ARTICLE);
}

#[test]
fn what_cannot_be_exported_is_told() {
    let corpus = Corpus::new();
    corpus.write("b.txt", ARTICLE);
    corpus.write("b.txt.cy.ron", "");
    for (path, told) in [
        (".", ". has no layer by \"ben\"; it has layers by ana, cy"),
        ("a.txt", "a.txt has no layer by \"ben\"; it has layers by ana"),
    ] {
        let told = format!("whosaid: {told}\n");
        corpus.check(&["export", path, "--format", "jsonl", "--layer", "ben"], 2, "", &told);
    }
    corpus.write("none/a.txt", ARTICLE);
    let none = "whosaid: none has no layers yet\n";
    corpus.check(&["export", "none", "--format", "jsonl", "--layer", "ben"], 2, "", none);
    let missing = "whosaid: there is no a.tx; did you mean a.txt?\n";
    corpus.check(&["export", "a.tx", "--format", "jsonl"], 2, "", missing);
    let unwritten = "whosaid: cannot write a.txt: file exists\n";
    corpus.check(&["export", "a.txt", "--format", "jsonl", "--out", "a.txt/out.jsonl"], 2, "", unwritten);
    let unknown = corpus.run(&["export", "a.txt", "--format", "jsnl"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("[possible values: jsonl, brat"));
}

#[test]
fn a_reader_that_leaves_ends_the_export_quietly() {
    let corpus = Corpus::new();
    // More than a pipe holds.
    for i in 0..300 {
        corpus.write(&format!("b{i}.txt"), ARTICLE);
        let layer = fs::read_to_string(corpus.path("a.txt.ana.ron")).expect("a layer");
        corpus.write(&format!("b{i}.txt.ana.ron"), &layer);
    }
    let mut command = corpus.command(&["export", ".", "--format", "jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut first = [0; 1];
    child.stdout.take().expect("output").read_exact(&mut first).expect("a byte");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!((String::from_utf8_lossy(&ended.stderr).as_ref(), ended.status.code()), ("", Some(0)));
}

#[test]
fn a_sound_layer_passes_the_check() {
    Corpus::new().check(&["check", "."], 0, "", "1 layer, 0 problems\n");
}

#[test]
fn layers_whose_articles_are_gone_are_found_and_told_of() {
    let corpus = Corpus::new();
    let layer = fs::read_to_string(corpus.path("a.txt.ana.ron")).expect("a layer");
    corpus.write("gone.txt.ana.ron", &layer);
    let found = "./gone.txt.ana.ron: its article gone.txt is not there; bring it back, or name the layer after the article that it is of\n";
    corpus.check(&["check", "."], 1, found, "2 layers, 1 problem\n");
    let told =
        "a layer whose article is not there is left out; `whosaid check .` tells of all that is wrong\n";
    let ran = corpus.run(&["stats", "."]);
    assert_eq!(String::from_utf8_lossy(&ran.stderr), format!("whosaid: {told}"));
    let all = format!("whosaid: {told}1 layer with 2 annotations in out.jsonl\n");
    corpus.check(&["export", ".", "--format", "jsonl", "--out", "out.jsonl"], 0, "", &all);
    fs::remove_file(corpus.path("a.txt")).expect("it was there");
    let ran = corpus.run(&["check", "."]);
    assert_eq!(String::from_utf8_lossy(&ran.stderr), "2 layers, 2 problems\n");
    let none = "whosaid: . has no layer of an article that is there: 2 layers whose articles are not there are left out; `whosaid check .` tells of all that is wrong\n";
    corpus.check(&["stats", "."], 2, "", none);
}

/// Each thread wants more room than there is.
#[cfg(target_os = "linux")]
#[test]
fn without_threads_the_work_is_done_all_the_same() {
    let corpus = Corpus::new();
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -v 1000000 && exec \"$0\" check .", env!("CARGO_BIN_EXE_whosaid")]);
    shell.current_dir(corpus.path(".")).env("RUST_MIN_STACK", "2000000000");
    let ran = shell.output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&ran.stderr), "1 layer, 0 problems\n");
}

#[test]
fn a_layer_is_not_taken_for_an_article() {
    let told = "whosaid: a.txt.ana.ron is a layer; name its article instead, a.txt\n";
    for command in [&["export", "a.txt.ana.ron", "--format", "jsonl"][..], &["check", "a.txt.ana.ron"]] {
        Corpus::new().check(command, 2, "", told);
    }
}

/// The first of several that cannot be read is told, how many they are, and what tells all.
#[test]
fn layers_that_cannot_be_read_are_counted() {
    let corpus = Corpus::new();
    for name in ["b.txt", "c.txt"] {
        corpus.write(name, ARTICLE);
        corpus.write(&format!("{name}.ana.ron"), "Layer(");
    }
    let export = ["export", ".", "--format", "jsonl", "--out", "out.jsonl"];
    for command in [&["stats", "."][..], &["report", ".", "--out", "a.html"], &export] {
        let ran = corpus.run(command);
        let told = String::from_utf8_lossy(&ran.stderr);
        let last =
            "2 articles cannot be read with their layers; `whosaid check .` tells of all that is wrong";
        assert!(told.starts_with("whosaid: cannot open ./b.txt.ana.ron:"), "{told}");
        assert_eq!((told.lines().last(), ran.status.code()), (Some(last), Some(2)));
    }
    // That is no reason to look through all layers.
    corpus.write("kept.jsonl", "no line of an export");
    let ran = corpus.run(&[&export[..], &["--split", "80/20", "--keep", "kept.jsonl"]].concat());
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(told.starts_with("whosaid: cannot use kept.jsonl: "), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    fs::remove_file(corpus.path("c.txt.ana.ron")).expect("it was there");
    let ran = corpus.run(&["stats", "."]);
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(told.lines().last(), Some("`whosaid check .` tells of all that is wrong"));
}

/// Changes a layer, and checks what `check` finds in it.
#[track_caller]
fn check_found(from: &str, to: &str, found: &str) {
    let corpus = Corpus::new();
    let layer = fs::read_to_string(corpus.path("a.txt.ana.ron")).expect("a layer");
    assert!(layer.contains(from));
    corpus.write("a.txt.ana.ron", &layer.replace(from, to));
    let count = found.lines().count();
    let s = if count == 1 { "" } else { "s" };
    corpus.check(&["check", "a.txt"], 1, found, &format!("1 layer, {count} problem{s}\n"));
}

#[test]
fn what_is_wrong_in_a_layer_is_found() {
    check_found(
        "sha256:",
        "sha256:0",
        "a.txt.ana.ron: the article was edited: 2 annotations found their place; open it, look, and save\n",
    );
    check_found(
        "text: \"Ana\"",
        "text: \"Ben\"",
        "a.txt.ana.ron:16: span 10..13 of annotation p0x4c7ha is to be \"Ben\", but the article has \"Ana\" there\n",
    );
    check_found(
        "end: 13",
        "end: 99",
        "a.txt.ana.ron:16: span 10..99 of annotation p0x4c7ha reaches past the article's end at 43\n",
    );
    check_found(
        "\"speaker\": [\"p0x4c7ha\"]",
        "\"speaker\": [\"p0x4c7hb\"]",
        "a.txt.ana.ron:8: annotation k3f81zmq links to p0x4c7hb, which is not in the layer\n",
    );
    check_found(
        "\"kind\": \"direct\"",
        "\"kind\": \"dirct\", \"mood\": \"x\"",
        "a.txt.ana.ron:8: annotation k3f81zmq: kind is \"dirct\", but may be direct, indirect, mixed\na.txt.ana.ron:8: annotation k3f81zmq: quote has no attribute mood\n",
    );
    check_found(
        "label: \"speaker\"",
        "label: \"sprecher\"",
        "a.txt.ana.ron:16: annotation p0x4c7ha has the label \"sprecher\", which the schema does not know\na.txt.ana.ron:8: annotation k3f81zmq links to p0x4c7ha as speaker, which is a sprecher, not a speaker\n",
    );
    check_found(
        "id: \"p0x4c7ha\"",
        "id: \"k3f81zmq\"",
        "a.txt.ana.ron:8: the id \"k3f81zmq\" stands twice\n",
    );
    check_found(
        "spans: [(start: 0",
        "spans: [(start: 9",
        "a.txt.ana.ron:8: span 9..9 of annotation k3f81zmq is empty or ends before it starts\n",
    );
    check_found("reviews: [],", "reviews: ],", "a.txt.ana.ron:21:13: expected opening `[`\n");
}

#[test]
fn a_layer_of_another_article_is_found_unless_the_article_was_renamed() {
    check_found(
        "file: \"a.txt\", hash: \"sha256:",
        "file: \"b\\u{1b}[2J.txt\", hash: \"sha256:0",
        "a.txt.ana.ron:3: the layer says that it is of b\\u{1b}[2J.txt, and its text is another one: 2 annotations found their place; move it to that article, or open it, look, and save\n",
    );
    let corpus = Corpus::new();
    for ending in ["", ".ana.ron"] {
        let [old, new] = ["a.txt", "c.txt"].map(|name| corpus.path(&format!("{name}{ending}")));
        fs::rename(old, new).expect("a file");
    }
    corpus.check(&["check", "."], 0, "", "1 layer, 0 problems\n");
}

#[test]
fn findings_are_json_where_wanted() {
    let corpus = Corpus::new();
    let layer = fs::read_to_string(corpus.path("a.txt.ana.ron")).expect("a layer");
    corpus.write("a.txt.ana.ron", &layer.replace("end: 13", "end: 99"));
    let found = "{\"file\":\"a.txt.ana.ron\",\"line\":16,\"problem\":\"span 10..99 of annotation p0x4c7ha reaches past the article's end at 43\"}\n";
    corpus.check(&["check", "a.txt", "--json"], 1, found, "1 layer, 1 problem\n");
}

#[test]
fn keys_can_be_fed_back() {
    let corpus = Corpus::empty();
    let own = corpus.run(&["keys"]).stdout;
    corpus.write(".config/whosaid/keymap.ron", "{ \"normal\": { \"x\": \"delete\", \"d\": \"none\" } }");
    let changed = corpus.run(&["keys"]).stdout;
    assert_ne!(own, changed);
    let printed = String::from_utf8(changed.clone()).expect("UTF-8");
    assert!(printed.contains("\"x\": \"delete\"") && printed.contains("\"d\": \"none\""), "{printed}");
    corpus.write(".config/whosaid/keymap.ron", &printed);
    assert_eq!(String::from_utf8_lossy(&corpus.run(&["keys"]).stdout), printed.as_str());
}

#[test]
fn a_schema_can_be_fed_back() {
    let corpus = Corpus::empty();
    let own = String::from_utf8(corpus.run(&["schema"]).stdout).expect("UTF-8");
    corpus.write("whosaid.ron", &own.replace("\"cue\"", "\"verb\""));
    let changed = String::from_utf8(corpus.run(&["schema"]).stdout).expect("UTF-8");
    assert_eq!(changed, own.replace("\"cue\"", "\"verb\""));
    assert!(corpus.run(&["schema", "."]).status.success());
}

/// `whosaid schema > whosaid.ron`: the shell makes the file first.
#[test]
fn an_empty_file_is_as_good_as_none() {
    let corpus = Corpus::empty();
    let (schema, keys) = (corpus.run(&["schema"]).stdout, corpus.run(&["keys"]).stdout);
    for name in ["whosaid.ron", ".config/whosaid/keymap.ron", ".config/whosaid/config.ron"] {
        corpus.write(name, "");
    }
    assert_eq!(corpus.run(&["schema"]).stdout, schema);
    assert_eq!(corpus.run(&["keys"]).stdout, keys);
}

#[test]
fn whoever_is_logged_in_annotates_where_nothing_says_so() {
    let corpus = Corpus::new();
    let mut command = corpus.command(&["a.txt"]);
    for name in ["LOGNAME", "USER", "USERNAME", "WHOSAID_ANNOTATOR", "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME"] {
        command.env_remove(name);
    }
    let ran = command.output().expect("it runs");
    // It comes as far as to the terminal, which is missing.
    let error = String::from_utf8_lossy(&ran.stderr);
    assert!(error.contains("terminal"), "{error}");
}

#[test]
fn help_tells_every_subcommand() {
    let help = String::from_utf8(Corpus::empty().run(&["--help"]).stdout).expect("UTF-8");
    for name in ["export", "check", "stats", "report", "keys", "schema", "--as", "--sample"] {
        assert!(help.contains(name), "{name} is not in {help}");
    }
}
