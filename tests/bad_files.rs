//! Bad files, each with every way in: the program says what is wrong or works,
//! soon, without a fault, and in little memory.

#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "figures of a run are told")]

mod pty;

use pty::{Pty, whosaid};
use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Nothing may take longer. The program of these tests is built for debugging,
/// and machines are busy: what is promised is 2 s, measured by
/// `WHOSAID_EFFORT=10 WHOSAID_BINARY=target/release/whosaid cargo test --test bad_files -- --nocapture`.
const PATIENCE: Duration = Duration::from_mins(1);

/// Kilobytes of memory that a run may have.
const MOST_MEMORY: u64 = 512 * 1024;

/// How a bad thing comes about: the folder, and the name of the article in it.
#[derive(Clone)]
enum Bad {
    Bytes(Vec<u8>),
    Made(fn(&Path)),
    /// A good article under an odd name.
    Named(Vec<u8>),
    /// A good article with a bad file beside it.
    Beside(&'static str, Vec<u8>),
    /// A path that is not in the folder.
    Path(&'static str),
}

#[derive(Clone)]
struct Case {
    name: String,
    bad: Bad,
}

fn case(name: impl Into<String>, bad: Bad) -> Case {
    Case { name: name.into(), bad }
}

fn bytes(name: &str, bytes: impl AsRef<[u8]>) -> Case {
    case(name, Bad::Bytes(bytes.as_ref().to_owned()))
}

fn cases() -> Vec<Case> {
    let mut cases = encodings();
    cases.extend(lines());
    cases.extend(letters());
    cases.extend(long());
    cases.extend(no_files());
    cases.extend(names());
    cases.extend(layers());
    cases.extend(settings());
    cases
}

fn encodings() -> Vec<Case> {
    let utf_16 = |s: &str, of: fn(u16) -> [u8; 2]| s.encode_utf16().flat_map(of).collect::<Vec<u8>>();
    vec![
        bytes("empty", ""),
        bytes("one space", " "),
        bytes("a mark alone", "\u{feff}"),
        bytes("two marks", "\u{feff}\u{feff}We won."),
        bytes("half a mark", b"\xef\xbb"),
        bytes("a mark of UTF-16 alone", b"\xff\xfe"),
        bytes("UTF-16", utf_16("\u{feff}We won.", u16::to_le_bytes)),
        bytes("UTF-16 the other way", utf_16("\u{feff}We won.", u16::to_be_bytes)),
        bytes("UTF-16 without a mark", utf_16("The mayor said it.", u16::to_le_bytes)),
        bytes("UTF-16 cut in a letter", b"\xff\xfeW\0e\0 "),
        bytes("UTF-16 with half a pair", b"\xff\xfe\x00\xd8a\0"),
        bytes("UTF-32", b"\xff\xfe\0\0W\0\0\0e\0\0\0"),
        bytes("UTF-7", "We +AGE- won"),
        bytes("Latin-1", b"Caf\xe9 \xfcber na\xefve"),
        bytes("windows-1252", b"\x93We won,\x94 she said."),
        bytes("Shift_JIS", b"\x8e\x73\x92\xb7\x82\xcd"),
        bytes("ISO-2022-JP", b"\x1b$B;TD9\x1b(B said"),
        bytes("surrogates in UTF-8", b"a\xed\xa0\x80b\xed\xb0\x80"),
        bytes("too long a form", b"a\xc0\x80b\xe0\x80\xaf"),
        bytes("beyond Unicode", b"a\xf4\x90\x80\x80b\xf8\x88\x80\x80\x80"),
        bytes("a lone continuation", b"a\x80\xbfb"),
        bytes("a start without an end", b"We won \xe2\x80"),
        bytes("every byte", (0..=255).collect::<Vec<u8>>()),
        bytes("only 0xff", [0xff; 4096]),
        bytes("noise", noise(40_000)),
        bytes("an executable", b"\x7fELF\x02\x01\x01\0\0\0\0\0"),
        bytes("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        bytes("an archive", b"PK\x03\x04\x14\0\0\0\x08\0"),
    ]
}

fn lines() -> Vec<Case> {
    vec![
        bytes("no line end", "We won"),
        bytes("CRLF", "We won.\r\nThey lost.\r\n"),
        bytes("CR", "We won.\rThey lost.\r"),
        bytes("all line ends", "a\nb\r\nc\rd\n\re\u{85}f\u{2028}g\u{2029}h\x0bi\x0cj"),
        bytes("a return at the end", "We won.\r"),
        bytes("NUL in the midst", b"We\0won"),
        bytes("NUL at the end", b"We won\0\0\0\0"),
        bytes("only NUL", [0; 4096]),
        bytes("all controls", (1..32).chain([127]).collect::<Vec<u8>>()),
        bytes("backspaces", "We won\x08\x08\x08lost"),
        bytes("escapes", "\x1b]0;x\x07\x1b[2J\x1b[6nWe won"),
        bytes("C1", "We\u{9b}2J\u{9d}0;x\u{9c}won"),
        bytes("line feeds", format!("a{}b", "\n".repeat(size() / 10))),
        bytes("returns", format!("a{}b", "\r".repeat(size() / 10))),
    ]
}

fn letters() -> Vec<Case> {
    vec![
        bytes("overrides", "We \u{202e}now\u{202c} \u{2066}won\u{2069}"),
        bytes("overrides without an end", "\u{202e}".repeat(2000)),
        bytes("joiners", "👩\u{200d}👩\u{200d}👧 \u{200d}\u{200c}\u{200d}"),
        bytes("selectors", "a\u{fe0f}\u{e0100}\u{e01ef}b"),
        bytes("tags", "🏴\u{e0067}\u{e0062}\u{e007f} \u{e0041}\u{e0042}"),
        bytes("accents first", "\u{301}\u{301}We won"),
        bytes("half a flag", "🇺 🇺🇸🇩"),
        bytes("fillers", "\u{115f}\u{1160}\u{3164}\u{ffa0}\u{34f}"),
        bytes("no width at all", "\u{200b}\u{2060}\u{feff}\u{ad}"),
        bytes("noncharacters", "\u{fffe}\u{ffff}\u{1ffff}\u{10ffff}\u{fdd0}"),
        bytes("private use", "\u{e000}\u{f8ff}\u{10eeee}\u{305}"),
        bytes("from right to left", "قال \u{200f}نعم 123 abc שלום"),
        bytes("notes between lines", "\u{fff9}a\u{fffa}b\u{fffb}\u{fffc}"),
        bytes("only marks", "“”‘’«»„‚\"'``''"),
    ]
}

/// Bytes of long files: ten megabytes where a long run is asked for, far less else,
/// as the program of these tests is not optimised.
fn size() -> usize {
    if std::env::var("WHOSAID_EFFORT").is_ok() { 10_000_000 } else { 100_000 }
}

fn long() -> Vec<Case> {
    let many = |letters: &str| letters.repeat(size() / letters.len());
    let wrapped = format!("{}\n", "x".repeat(60)).repeat(900);
    vec![
        bytes("a line of words", many("word ")),
        bytes("one word", many("a")),
        bytes("accents on a letter", format!("a{}", many("\u{301}"))),
        bytes("joined pictures", many("👩\u{200d}")),
        bytes("flags without end", many("🇺")),
        bytes("conjuncts", many("क्")),
        bytes("letters before all", many("\u{600}")),
        bytes("jamo", many("\u{1100}")),
        bytes("opening marks", many("“")),
        bytes("single marks", many(" ‘a")),
        bytes("straight single marks", many(" 'a")),
        bytes("straight marks", many("\"")),
        bytes("full stops", many(". ")),
        bytes("shortened words", many("Mr. ")),
        bytes("spaces", format!("a{}b", many(" "))),
        bytes("tabs", format!("{}b", many("\t"))),
        bytes("quotations that go on", many("“We won\n\n")),
        bytes(
            "long lines in a block",
            format!("{wrapped}\n{wrapped}{}", many(&format!("{}\n", "'a ".repeat(2500)))),
        ),
        bytes("ideographs", many("漢")),
        bytes("hyphens", many("a-")),
    ]
}

fn no_files() -> Vec<Case> {
    vec![
        case("missing", Bad::Made(|_| {})),
        case("a folder", Bad::Made(|path| fs::create_dir(path).expect("a folder"))),
        case("a pipe", Bad::Made(pipe)),
        case("a socket", Bad::Made(|path| drop(UnixListener::bind(path).expect("a socket")))),
        case("a link to itself", Bad::Made(|path| symlink("a.txt", path).expect("a link"))),
        case(
            "links in a circle",
            Bad::Made(|path| {
                symlink("a.txt", path.with_file_name("b.txt")).expect("a link");
                symlink("b.txt", path).expect("a link");
            }),
        ),
        case("a link to nothing", Bad::Made(|path| symlink("nowhere", path).expect("a link"))),
        case("a link to a device", Bad::Made(|path| symlink("/dev/zero", path).expect("a link"))),
        case("a link to a folder", Bad::Made(|path| symlink(".", path).expect("a link"))),
        case(
            "a link to a pipe",
            Bad::Made(|path| {
                pipe(&path.with_file_name("pipe"));
                symlink("pipe", path).expect("a link");
            }),
        ),
        case(
            "five gigabytes of nothing",
            Bad::Made(|path| {
                File::create(path).and_then(|file| file.set_len(5_000_000_000)).expect("a sparse file");
            }),
        ),
        case("/dev/zero", Bad::Path("/dev/zero")),
        case("/dev/full", Bad::Path("/dev/full")),
        case("/dev/null", Bad::Path("/dev/null")),
        case("/dev/tty", Bad::Path("/dev/tty")),
        case("/dev/stdin", Bad::Path("/dev/stdin")),
        case("/proc/self/mem", Bad::Path("/proc/self/mem")),
        case("/proc/self/environ", Bad::Path("/proc/self/environ")),
        case("no name", Bad::Path("")),
        case("below a file", Bad::Path("/etc/passwd/a.txt")),
    ]
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo is there");
    assert!(made.success());
}

fn names() -> Vec<Case> {
    let odd: [&[u8]; 30] = [
        b" .txt",
        b"..txt",
        b"...txt",
        b"-a.txt",
        b"--as.txt",
        b"--.txt",
        b"~.txt",
        b"$HOME.txt",
        b"`id`.txt",
        b"$(id).txt",
        b"a;b.txt",
        b"a|b.txt",
        b"a&b.txt",
        b"a*b?.txt",
        b"a\\b.txt",
        b"a\"b.txt",
        b"a'b.txt",
        b"%s%n.txt",
        b"{}.txt",
        b"C:a.txt",
        b"CON.txt",
        b"a\nb.txt",
        b"a\tb.txt",
        b"a\rb.txt",
        b"a\x1b[2Jb.txt",
        b"a\x07b.txt",
        b"\x7f.txt",
        b"a\xffb.txt",
        b"\x9b2J.txt",
        b"\xc3.txt",
    ];
    let letters = [
        "é.txt",
        "e\u{301}.txt",
        "漢字.txt",
        "👩‍👩‍👧.txt",
        "\u{202e}txt.a.txt",
        "\u{200b}.txt",
        "\u{feff}a.txt",
        "\u{2028}.txt",
        "\u{e0041}.txt",
        "\u{9b}2J.txt",
        "שלום.txt",
        "\u{301}.txt",
        "a.TXT",
        "a.Md",
        "a.txt.txt",
        "a.ana.ron.txt",
        ".whosaid-.txt",
        "whosaid.ron.txt",
        "a.txt.",
        "noending",
    ];
    let mut names: Vec<Vec<u8>> = odd.iter().map(|name| name.to_vec()).collect();
    names.extend(letters.iter().map(|name| name.as_bytes().to_owned()));
    // As long as a name can be, and so long that its layer's cannot be.
    names.extend([255, 251, 247, 246, 200].map(|len| [&vec![b'x'; len - 4][..], b".txt"].concat()));
    names
        .into_iter()
        .map(|name| case(format!("the name {:?}", String::from_utf8_lossy(&name)), Bad::Named(name)))
        .collect()
}

/// Files beside a good article, as its layer or its schema.
fn layers() -> Vec<Case> {
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("brackets", b"[".repeat(100_000)),
        ("parentheses", b"(".repeat(100_000)),
        ("comments in comments", b"/*".repeat(100_000)),
        ("a string without an end", b"Layer(format: 1, article: \"".to_vec()),
        ("a raw string", [&b"Layer(format: r"[..], &b"#".repeat(100_000)].concat()),
        ("a long number", [&b"Layer(format: "[..], &b"9".repeat(100_000)].concat()),
        ("a negative number", b"Layer(format: -1)".to_vec()),
        ("no number", b"Layer(format: 1e400)".to_vec()),
        ("half a pair", br#"Layer(format: "\u{d800}")"#.to_vec()),
        ("bytes", b"\xff\xfe\xfd".to_vec()),
        ("NUL", vec![0; 1000]),
        ("JSON", b"{\"format\": 1}".to_vec()),
        ("a newer format", b"Layer(format: 4000000000)".to_vec()),
        ("many labels", many_labels()),
    ];
    let beside = |file: &'static str| {
        files
            .iter()
            .map(move |(name, content)| case(format!("{name} as {file}"), Bad::Beside(file, content.clone())))
            .collect::<Vec<_>>()
    };
    [beside("a.txt.ana.ron"), beside("whosaid.ron")].concat()
}

fn many_labels() -> Vec<u8> {
    let labels: String = (0..5_000)
        .map(|i| format!("(name: \"l{i}\", color: \"red\", unit: Word),"))
        .collect::<Vec<_>>()
        .concat();
    format!("Schema(format: 1, labels: [{labels}])").into_bytes()
}

fn settings() -> Vec<Case> {
    let files: [(&str, Vec<u8>); 3] = [
        ("brackets", b"[".repeat(100_000)),
        ("bytes", b"\xff\xfe".to_vec()),
        ("nothing known", b"(x: 1)".to_vec()),
    ];
    let settings =
        [".config/whosaid/config.ron", ".config/whosaid/keymap.ron", ".config/whosaid/themes/dark.ron"];
    let cases = settings.iter().flat_map(|file| {
        files
            .iter()
            .map(move |(name, content)| case(format!("{name} as {file}"), Bad::Beside(file, content.clone())))
    });
    cases.collect()
}

/// Bytes that look like chance.
fn noise(count: usize) -> Vec<u8> {
    let mut state: u32 = 7;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

/// Makes the bad thing in a folder, and gives the path to it.
fn make(bad: &Bad, folder: &Path) -> OsString {
    let write = |name: &Path, content: &[u8]| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    };
    let article = "We won it so.\n".as_bytes();
    let path: OsString = match bad {
        Bad::Bytes(content) => {
            write(Path::new("a.txt"), content);
            "a.txt".into()
        }
        Bad::Made(make) => {
            make(&folder.join("a.txt"));
            "a.txt".into()
        }
        Bad::Named(name) => {
            let name = OsString::from_vec(name.clone());
            write(Path::new(&name), article);
            let mut path = OsString::from("./");
            path.push(name);
            path
        }
        Bad::Beside(name, content) => {
            write(Path::new("a.txt"), article);
            write(Path::new(name), content);
            "a.txt".into()
        }
        Bad::Path(path) => (*path).into(),
    };
    path
}

/// A shell's words that run what follows in a bounded space of addresses: more than
/// that is refused, and the program fails.
fn bounded() -> String {
    format!("ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\"")
}

fn binary() -> OsString {
    std::env::var_os("WHOSAID_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_whosaid").into())
}

/// Runs a subcommand to its end, within bounds of time and memory.
fn check_run(name: &str, folder: &Path, arguments: &[OsString]) -> Duration {
    let mut command = Command::new("sh");
    command.args(["-c", &bounded()]).arg(binary()).args(arguments);
    command
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .env("WHOSAID_ANNOTATOR", "ana");
    let begun = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut messages = child.stderr.take().expect("its messages");
    let (to, told) = mpsc::channel();
    std::thread::spawn(move || to.send(std::io::read_to_string(&mut messages).unwrap_or_default()));
    let Ok(told) = told.recv_timeout(PATIENCE) else {
        child.kill().expect("it is ours");
        panic!("{name}: {arguments:?} takes longer than {PATIENCE:?}");
    };
    let status = child.wait().expect("it ends");
    assert_eq!(status.signal(), None, "{name}: {arguments:?} {told}");
    assert!(matches!(status.code(), Some(0..=2)), "{name}: {arguments:?} {status} {told}");
    assert!(!told.contains("panicked"), "{name}: {told}");
    begun.elapsed()
}

/// The slowest of some runs, to be told.
fn tell_slowest(what: &str, mut times: Vec<(Duration, String)>) {
    times.sort();
    times.reverse();
    println!("{what}: {} runs; the slowest:", times.len());
    for (time, name) in times.iter().take(5) {
        println!("    {:5} ms  {name}", time.as_millis());
    }
}

#[test]
fn nothing_bad_breaks_check_or_export() {
    let cases = cases();
    assert!(cases.len() >= 120, "{}", cases.len());
    let mut times = Vec::new();
    for case in &cases {
        let folder = tempfile::tempdir().expect("a folder");
        let path = make(&case.bad, folder.path());
        for arguments in [
            vec!["check".into(), "--".into(), path.clone()],
            vec!["export".into(), "--format".into(), "jsonl".into(), "--".into(), path],
        ] {
            let time = check_run(&case.name, folder.path(), &arguments);
            times.push((time, format!("{} {}", arguments[0].display(), case.name)));
        }
    }
    tell_slowest("check and export", times);
}

/// What something is, and how it is made at a path.
type Kind = (&'static str, fn(&Path));

/// What is looked for beside an article and is no file, or one without an end, is
/// refused as an article would be, before it is read.
#[test]
fn what_lies_beside_an_article_may_be_no_file_either() {
    let places = [
        "a.txt.ana.ron",
        "whosaid.ron",
        ".config/whosaid/config.ron",
        ".config/whosaid/keymap.ron",
        ".config/whosaid/themes/dark.ron",
    ];
    let kinds: [Kind; 5] = [
        ("endless", |path| symlink("/dev/zero", path).expect("a link")),
        ("a folder", |path| fs::create_dir(path).expect("a folder")),
        ("a link to itself", |path| symlink(path, path).expect("a link")),
        ("a socket", |path| drop(UnixListener::bind(path).expect("a socket"))),
        ("a pipe", pipe),
    ];
    for ((kind, make), place) in kinds.iter().flat_map(|kind| places.iter().map(move |place| (kind, place))) {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.txt"), "We won it so.\n").expect("an article");
        let path = folder.path().join(place);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        make(&path);
        let name = format!("{kind} as {place}");
        for command in ["check", "keys", "schema"] {
            let arguments =
                if command == "check" { vec![command.into(), "a.txt".into()] } else { vec![command.into()] };
            check_run(&name, folder.path(), &arguments);
        }
        check_opened(&name, folder.path(), &"a.txt".into());
    }
}

/// Opens something on a terminal, moves through it and leaves.
fn check_opened(name: &str, folder: &Path, path: &OsString) -> Duration {
    let mut command = whosaid("sh", folder);
    for argument in ["-c".into(), bounded().into(), binary(), "--".into(), path.clone()] {
        command.arg(argument);
    }
    let begun = Instant::now();
    let mut program = Pty::run(command, 100, 30);
    // What is refused ends by itself, and reads no keys.
    program.wait_for_screen_or_end();
    program.try_press("Gggw}{)(bq:q!<Enter>");
    let code = program.end();
    assert!(matches!(code, 0 | 2), "{name} ends with {code}: {}", program.text());
    assert!(begun.elapsed() < PATIENCE, "{name}");
    program.check_given_back();
    begun.elapsed()
}

#[test]
fn nothing_bad_breaks_a_session() {
    let mut times = Vec::new();
    for case in cases() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = make(&case.bad, folder.path());
        times.push((check_opened(&case.name, folder.path(), &path), case.name));
    }
    tell_slowest("opened", times);
}
