//! The ways in which the program writes files, as a table: one row each.

use super::desk::Desk;
use super::session::{RECOVER, is_open, kill, start};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use whosaid::format::article::sha256;

/// Keys, and the words on the screen when they have done what they are to do;
/// none if the program ends then. What asks for something is left first, not last:
/// that would take away the message if something fails.
pub(crate) type Step = (&'static str, &'static str);

/// A session, or a command, that writes.
pub(crate) struct WritePath {
    pub(crate) name: &'static str,
    /// What is there before, besides the article.
    pub(crate) prepare: fn(&Desk),
    pub(crate) arguments: &'static [&'static str],
    /// None for a command that draws nothing.
    pub(crate) steps: &'static [Step],
    /// The layer that is worked on, if one is.
    pub(crate) layer: Option<&'static str>,
    /// How the program is started the next time.
    pub(crate) again: &'static [&'static str],
}

const MARK: Step = ("}c", "c 1  ");
const SAVE: Step = ("<Ctrl+c><Ctrl+s>", "saved 3 annotations");
const LEAVE: Step = ("<Ctrl+c>:q<Enter>", "");

/// A layer of two annotations gets a third one.
const REPLACED: WritePath = WritePath {
    name: "replaced layer",
    prepare: |desk| layer(desk, "vote.txt.ana.ron"),
    arguments: &["vote.txt"],
    steps: &[MARK, SAVE, LEAVE],
    layer: Some("vote.txt.ana.ron"),
    again: &["vote.txt"],
};

const EXPORT: &[&str] = &["export", "vote.txt", "--format", "jsonl", "--out", "out.jsonl"];

const EXPORTED: WritePath = WritePath {
    name: "export to a new file",
    arguments: EXPORT,
    steps: &[],
    layer: None,
    again: EXPORT,
    ..REPLACED
};

pub(crate) const WRITE_PATHS: &[WritePath] = &[
    REPLACED,
    WritePath {
        name: "new layer",
        prepare: |_| {},
        steps: &[MARK, ("<Ctrl+c><Ctrl+s>", "saved 1 annotation"), LEAVE],
        ..REPLACED
    },
    WritePath {
        name: "layer saved twice",
        steps: &[MARK, SAVE, ("<Ctrl+c>u", "c 0  "), ("<Ctrl+c><Ctrl+s>", "saved 2 annotations"), LEAVE],
        ..REPLACED
    },
    WritePath {
        name: "layer saved over another",
        steps: &[MARK, ("<Ctrl+c>:w!<Enter>", "saved 3 annotations"), LEAVE],
        ..REPLACED
    },
    WritePath {
        name: "layer through a link",
        prepare: |desk| {
            layer(desk, "layers/ana.ron");
            symlink("layers/ana.ron", desk.path("vote.txt.ana.ron")).expect("a link");
        },
        ..REPLACED
    },
    WritePath {
        name: "layer with a second name",
        prepare: |desk| {
            layer(desk, "vote.txt.ana.ron");
            fs::hard_link(desk.path("vote.txt.ana.ron"), desk.path("second.ron")).expect("a name");
        },
        ..REPLACED
    },
    WritePath { name: "layer saved on leaving", steps: &[MARK, ("<Ctrl+c>ZZ", "")], ..REPLACED },
    WritePath {
        name: "layer in another folder",
        prepare: |desk| {
            desk.write("corpus/vote.txt", super::desk::ARTICLE);
            layer(desk, "corpus/vote.txt.ana.ron");
        },
        arguments: &["corpus/vote.txt"],
        layer: Some("corpus/vote.txt.ana.ron"),
        again: &["corpus/vote.txt"],
        ..REPLACED
    },
    WritePath {
        name: "journal of many keys",
        steps: &[
            MARK,
            ("<Ctrl+c>u", "c 0  "),
            ("<Ctrl+c>U", "c 1  "),
            ("<Ctrl+c>ggc", "c 2  "),
            ("<Ctrl+c>u", "c 1  "),
            ("<Ctrl+c><Ctrl+s>", "saved 3 annotations"),
            LEAVE,
        ],
        ..REPLACED
    },
    WritePath {
        name: "journal of an earlier session",
        prepare: |desk| {
            layer(desk, "vote.txt.ana.ron");
            hold(desk, &[MARK, SAVE, ("<Ctrl+c>u", "c 0  "), ("<Ctrl+c><Ctrl+s>", "saved 2 annotations")]);
        },
        ..REPLACED
    },
    WritePath {
        name: "work taken up after a kill",
        prepare: |desk| {
            layer(desk, "vote.txt.ana.ron");
            hold(desk, &[MARK]);
        },
        steps: &[RECOVER, ("<Ctrl+c>:recover<Enter><Enter>", "c 1  "), SAVE, LEAVE],
        ..REPLACED
    },
    WritePath {
        name: "sample",
        prepare: |_| {},
        arguments: &["--sample"],
        steps: &[LEAVE],
        layer: None,
        again: &["--sample"],
    },
    WritePath {
        name: "sample, opened inside",
        prepare: |_| {},
        steps: &[(":sample<Enter>", "harbour.txt"), LEAVE],
        layer: None,
        again: &["--sample"],
        ..REPLACED
    },
    EXPORTED,
    WritePath {
        name: "export over a file",
        prepare: |desk| {
            layer(desk, "vote.txt.ana.ron");
            exported(desk, "out.jsonl");
        },
        ..EXPORTED
    },
    WritePath {
        name: "export through a link",
        prepare: |desk| {
            layer(desk, "vote.txt.ana.ron");
            exported(desk, "sets/out.jsonl");
            symlink("sets/out.jsonl", desk.path("out.jsonl")).expect("a link");
        },
        ..EXPORTED
    },
];

/// Writes a file, and that an earlier export made it.
fn exported(desk: &Desk, name: &str) {
    let content = "what was there before\n";
    desk.write(name, content);
    let file = format!("{{\"name\":\"out.jsonl\",\"sha256\":\"{}\"}}", sha256(content));
    let manifest = format!("{{\"program\":\"whosaid 0\",\"files\":[{file}]}}");
    desk.write(&format!("{name}.manifest.json"), &manifest);
}

/// Takes steps on the article of a desk, and kills the program then.
fn hold(desk: &Desk, steps: &[Step]) {
    let mut program = start(&["vote.txt"], desk);
    program.wait("an article", is_open);
    for (keys, words) in steps {
        program.press(keys);
        program.wait_for(words);
    }
    kill(&program.process_id().to_string());
    program.end();
}

/// Puts the layer of a quote and its speaker into a desk, as the program writes it.
pub(crate) fn layer(desk: &Desk, name: &str) {
    let path = desk.path(name);
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
    fs::write(path, include_str!("layer.ron")).expect("a layer");
}
