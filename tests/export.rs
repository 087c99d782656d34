//! Datasets out and in: what a folder of layers becomes in other formats, and what comes
//! back from there.

#[path = "export/desk.rs"]
mod desk;

use desk::Desk;
use std::io::Write;
use whosaid::format::exchange::{FORMATS, Feature};
use zip::write::{SimpleFileOptions, ZipWriter};

#[test]
fn a_folder_is_exported_to_brat_and_comes_back() {
    let desk = Desk::new();
    desk.check(
        &["export", ".", "--format", "brat", "--out", "brat"],
        0,
        "1 layer with 2 annotations in brat\n",
    );
    assert_eq!(
        desk.files("brat"),
        [
            "a.ann",
            "a.txt",
            "annotation.conf",
            "kb_shortcuts.conf",
            "layers.jsonl",
            "manifest.json",
            "visual.conf"
        ]
    );
    assert_eq!(
        desk.read("brat/a.ann"),
        "T1\tquote 0 9\t“We won,”\nA1\tkind T1 direct\n#1\tAnnotatorNotes T1\tso\n\
         T2\tspeaker 10 13;29 31\tAna é.\nR1\tspeaker Arg1:T1 Arg2:T2\t\n"
    );
    desk.check(
        &["import", "brat", "--format", "brat", "--as", "ben", "--out", "back"],
        0,
        "1 layer with 2 annotations imported into back, 0 problems\n",
    );
    desk.check(
        &["export", "back", "--format", "brat", "--out", "again"],
        0,
        "1 layer with 2 annotations in again\n",
    );
    assert_eq!(desk.read("again/a.ann"), desk.read("brat/a.ann"));
    desk.check(&["check", "back"], 0, "1 layer, 0 problems\n");
}

/// The files of some formats do not say whose they are, but the export does.
#[test]
fn layers_of_several_annotators_come_back_from_every_format() {
    let desk = Desk::new();
    let by_ben = desk.read("a.txt.ana.ron").replace("annotator: \"ana\"", "annotator: \"ben\"");
    desk.write("a.txt.ben.ron", &by_ben);
    for format in FORMATS {
        let [out, back, one] = ["out", "back", "one"].map(|folder| format!("{folder}-{}", format.name));
        desk.run(&[
            "export",
            "a.txt",
            "--format",
            format.name,
            "--out",
            &format!("{out}/"),
            "--layer",
            "all",
        ]);
        desk.write(&format!("{back}/a.txt"), &desk.read("a.txt"));
        let (code, told) = desk.run(&["import", &out, "--format", format.name, "--out", &back]);
        assert!(code == 0 && told.contains("2 layers"), "{}: {told}", format.name);
        // Its texts are others.
        if format.name == "conll" {
            let files = ["a.conll.txt", "a.conll.txt.ana.ron", "a.conll.txt.ben.ron", "a.txt"];
            assert_eq!(desk.files(&back), files);
            continue;
        }
        assert_eq!(desk.files(&back), ["a.txt", "a.txt.ana.ron", "a.txt.ben.ron"], "{}", format.name);
        desk.write(&format!("{one}/a.txt"), &desk.read("a.txt"));
        let (code, told) = desk.run(&["import", &out, "--format", format.name, "--as", "zoe", "--out", &one]);
        let why = "zoe has a layer of a.txt already, so that by ben is left out; without --as NAME each comes in as its annotator's\n";
        assert!(code == 1 && told.contains(why), "{}: {told}", format.name);
    }
}

#[test]
fn a_single_file_is_whose_the_export_beside_it_says() {
    let desk = Desk::new();
    desk.run(&["export", "a.txt", "--format", "conll", "--out", "b.conll"]);
    desk.run(&["export", "a.txt", "--format", "conll", "--out", "all/"]);
    for file in ["b.conll", "all/all.conll", "all"] {
        let told = "1 layer with 3 annotations imported into back, 0 problems\n";
        desk.check(&["import", file, "--format", "conll", "--out", "back"], 0, told);
        std::fs::remove_dir_all(desk.path("back")).expect("it was there");
    }
}

#[test]
fn a_part_of_an_export_is_whose_the_whole_says() {
    let desk = Desk::new();
    let by_ben = desk.read("a.txt.ana.ron").replace("annotator: \"ana\"", "annotator: \"ben\"");
    desk.write("a.txt.ben.ron", &by_ben);
    desk.run(&[
        "export",
        "a.txt",
        "--format",
        "brat",
        "--out",
        "brat",
        "--layer",
        "all",
        "--split",
        "train=100",
    ]);
    for part in ["brat/train/ben", "brat/train/ben/a.ann", "brat/train/ben/a.txt"] {
        let told = "1 layer with 2 annotations imported into back, 0 problems\n";
        desk.check(&["import", part, "--format", "brat", "--out", "back"], 0, told);
        assert_eq!(desk.files("back"), ["a.txt", "a.txt.ben.ron"]);
        std::fs::remove_dir_all(desk.path("back")).expect("it was there");
    }
}

#[test]
fn what_is_wrong_is_told_of_the_file_that_has_it() {
    let desk = Desk::new();
    for (format, ending) in [("w3c", "jsonld"), ("gate", "bdocjs"), ("tei", "xml"), ("cas-json", "json")] {
        desk.run(&["export", "a.txt", "--format", format, "--out", format]);
        let file = format!("{format}/a.{ending}");
        let whole = desk.read(&file);
        desk.write(&file, &whole.chars().take(whole.chars().count() / 2).collect::<String>());
        let (code, told) = desk.run(&["import", format, "--format", format, "--out", "back"]);
        assert!(code == 1 && told.starts_with(&format!("{file}:")), "{told}");
    }
}

#[test]
fn what_is_missing_of_an_export_is_told() {
    let desk = Desk::new();
    desk.add_articles(0..2);
    desk.run(&["export", ".", "--format", "brat", "--out", "brat"]);
    std::fs::remove_file(desk.path("brat/art1.ann")).expect("it was there");
    desk.write("brat/art0.txt", "others words");
    desk.run(&["export", ".", "--format", "jsonl", "--out", "lines/", "--split", "rest/1"]);
    std::fs::remove_file(desk.path("lines/test.jsonl")).expect("it was there");
    let import = ["import", "brat", "--format", "brat", "--out", "back"];
    let missing = "brat/layers.jsonl:3: art1.txt by ana is not all here: there is no art1.ann\n";
    let told =
        "art0.txt is not as the export wrote it\n3 layers with 2 annotations imported into back, 1 problem\n";
    let (code, all) = desk.run(&import);
    assert!(code == 1 && all.starts_with(missing) && all.ends_with(told), "{all}");
    let strict = desk.run(&[&import[..5], &["strict", "--strict"]].concat());
    assert!(strict.0 == 2 && strict.1.starts_with(missing), "{}", strict.1);
    let missing = "lines/manifest.json:1: there is no test.jsonl, where the export has layers\n";
    let (code, all) = desk.run(&["import", "lines", "--format", "jsonl", "--out", "again"]);
    assert!(code == 1 && all.starts_with(missing), "{all}");
}

/// Whatever is exported to a folder can be imported from it, whatever else lies there.
#[test]
fn every_format_that_has_the_text_comes_back_from_its_folder() {
    let desk = Desk::new();
    for format in FORMATS {
        let out = format!("{}/", format.name);
        desk.run(&["export", "a.txt", "--format", format.name, "--out", &out]);
        desk.write(&format!("back-{}/a.txt", format.name), &desk.read("a.txt"));
        let back = format!("back-{}", format.name);
        let (code, told) =
            desk.run(&["import", &out, "--format", format.name, "--as", "ben", "--out", &back]);
        assert!(code == 0 && told.contains("1 layer"), "{}: {told}", format.name);
    }
}

#[test]
fn the_manifest_tells_what_went_in_and_what_came_out() {
    let desk = Desk::new();
    desk.run(&["export", ".", "--format", "brat", "--out", "brat"]);
    let manifest = desk.json("brat/manifest.json");
    assert!(manifest["program"].as_str().is_some_and(|program| program.starts_with("whosaid ")));
    assert_eq!((&manifest["offsets"], &manifest["layers"]), (&"code points".into(), &1.into()));
    let layer = desk.json("brat/layers.jsonl");
    assert_eq!(layer["layer_sha256"], desk.sha256("a.txt.ana.ron").as_str());
    for file in layer["files"].as_array().expect("files") {
        let name = file["name"].as_str().expect("a name");
        assert_eq!(file["sha256"], desk.sha256(&format!("brat/{name}")).as_str());
    }
    let before = desk.read("brat/manifest.json");
    desk.run(&["export", ".", "--format", "brat", "--out", "brat"]);
    assert_eq!(desk.read("brat/manifest.json"), before, "the same layers give the same bytes");
}

#[test]
fn one_file_has_its_manifest_beside_it() {
    let desk = Desk::new();
    desk.check(
        &["export", ".", "--format", "jsonl", "--out", "out.jsonl"],
        0,
        "1 layer with 2 annotations in out.jsonl\n",
    );
    let manifest = desk.json("out.jsonl.manifest.json");
    assert_eq!(manifest["files"][0]["sha256"], desk.sha256("out.jsonl").as_str());
}

#[test]
fn one_file_replaces_only_what_an_export_made() {
    let desk = Desk::new();
    let export = ["export", ".", "--format", "jsonl", "--out", "new/out.jsonl"];
    for name in ["new/out.jsonl", "new/out.jsonl.manifest.json", "new/out.jsonl.layers.jsonl"] {
        desk.write(name, "mine");
        let told = format!(
            "whosaid: {name} is there already, and no manifest beside it says that whosaid exported it, so it is not replaced; move it away, or name another file\n"
        );
        desk.check(&export, 2, &told);
        assert_eq!(desk.read(name), "mine");
        // An empty file holds nothing that could be lost.
        desk.write(name, "");
    }
    for _ in 0..2 {
        desk.check(&export, 0, "1 layer with 2 annotations in new/out.jsonl\n");
    }
    desk.write("new/out.jsonl", "worked on");
    let told = "whosaid: new/out.jsonl was changed since whosaid exported it, so it is not replaced; move it away, or name another place\n";
    desk.check(&export, 2, told);
    assert_eq!(desk.read("new/out.jsonl"), "worked on");
}

#[test]
fn one_file_can_be_printed_by_name() {
    let desk = Desk::new();
    desk.check(&["export", ".", "--format", "jsonl", "--out", "-"], 0, "");
    assert_eq!(desk.files("."), ["a.txt", "a.txt.ana.ron"]);
}

#[test]
fn what_would_be_lost_is_told_and_refused_where_wanted() {
    let desk = Desk::new();
    let layer = desk.read("a.txt.ana.ron").replace("note: \"so\"", "note: \"so\\nit is\"");
    desk.write("a.txt.ana.ron", &layer);
    let told = "1 layer with 2 annotations in brat\nlost: line ends in notes of 1: notes are on one line\n";
    desk.check(&["export", ".", "--format", "brat", "--out", "brat"], 0, told);
    assert_eq!(desk.json("brat/layers.jsonl")["losses"]["line ends in notes"][0], "k3f81zmq");
    let refused = "whosaid: nothing is exported, as brat would lose something:\na.txt by ana: line ends in notes (k3f81zmq)\n";
    desk.check(&["export", ".", "--format", "brat", "--out", "strict", "--strict"], 2, refused);
    assert!(!desk.path("strict").exists());
    desk.check(
        &["export", ".", "--format", "jsonl", "--out", "out.jsonl", "--strict"],
        0,
        "1 layer with 2 annotations in out.jsonl\n",
    );
}

#[test]
fn of_many_losses_the_first_are_told() {
    let desk = Desk::new();
    for n in 10..40 {
        desk.write(&format!("b{n}.txt"), &desk.read("a.txt"));
        let layer = desk.read("a.txt.ana.ron").replace("a.txt", &format!("b{n}.txt"));
        desk.write(&format!("b{n}.txt.ana.ron"), &layer.replace("note: \"so\"", "note: \"so\\nit is\""));
    }
    let (code, told) = desk.run(&["export", ".", "--format", "brat", "--out", "brat", "--strict"]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!((code, lines.len()), (2, 22));
    assert_eq!(lines[20..], ["b29.txt by ana: line ends in notes (k3f81zmq)", "and 10 more"]);
}

/// Labels that brat and CoNLL have no other names for than those of each other.
const ALIKE: &str = r#"(format: 1, labels: [
    (name: "direct quote", color: "red", unit: Word, links: [(name: "who said", to: "Zoë")]),
    (name: "direct_quote", color: "red", unit: Word, attributes: [(name: "an é", values: OneOf(["ja so"]))]),
    (name: "Zoë", color: "red", unit: Word),
])"#;

/// A line of JSON with annotations under such labels.
const OF_ALIKE: &str = r#"{"article":"b.txt","text":"We won it","annotations":[
    {"id":"a","label":"direct quote","spans":[[0,2]],"links":{"who said":["c"]}},
    {"id":"b","label":"direct_quote","spans":[[3,6]],"attributes":{"an é":"ja so"}},
    {"id":"c","label":"Zoë","spans":[[7,9]]}]}"#;

#[test]
fn labels_that_are_alike_come_back_each_as_its_own() {
    let desk = Desk::new();
    desk.write("in/whosaid.ron", ALIKE);
    desk.write("b.jsonl", &OF_ALIKE.replace('\n', ""));
    assert_eq!(desk.run(&["import", "b.jsonl", "--format", "jsonl", "--as", "ana", "--out", "in"]).0, 0);
    desk.run(&["export", "in", "--format", "brat", "--out", "data"]);
    let conf = desk.read("data/annotation.conf");
    assert!(conf.starts_with("[entities]\ndirect_quote-2\ndirect_quote\nZo_\n\n[relations]\nwho_said\tArg1:direct_quote-2, Arg2:Zo_\n"), "{conf}");
    assert!(conf.ends_with("\n[attributes]\nan__\tArg:direct_quote, Value:ja_so\n"), "{conf}");
    let ann = "T1\tdirect_quote-2 0 2\tWe\nT2\tdirect_quote 3 6\twon\nA1\tan__ T2 ja_so\nT3\tZo_ 7 9\tit\nR1\twho_said Arg1:T1 Arg2:T3\t\n";
    assert_eq!(desk.read("data/b.ann"), ann);
    for format in ["brat", "conll"] {
        desk.run(&["export", "in", "--format", format, "--out", &format!("{format}/")]);
        desk.write(&format!("in-{format}/whosaid.ron"), ALIKE);
        let out = format!("in-{format}");
        let import = ["import", &format!("{format}/"), "--format", format, "--as", "ana", "--out", &out];
        let (code, told) = desk.run(&import);
        assert_eq!(code, 0, "{told}");
        desk.run(&["export", &out, "--format", "csv", "--out", &format!("{format}.csv")]);
        let table = desk.read(&format!("{format}.csv"));
        let labels: Vec<&str> = table.lines().skip(1).filter_map(|row| row.split(',').nth(4)).collect();
        assert_eq!(labels, ["\"direct quote\"", "\"direct_quote\"", "\"Zoë\""], "{table}");
        assert_eq!(format == "brat", table.contains("ja so"), "{table}");
    }
}

#[test]
fn a_table_has_the_columns_of_one_schema() {
    let desk = Desk::new();
    desk.write("in/b.txt", &desk.read("a.txt"));
    desk.write("in/b.txt.ana.ron", &desk.read("a.txt.ana.ron"));
    desk.write("in/whosaid.ron", "(format: 1, labels: [(name: \"quote\", color: \"red\", unit: Word)])");
    let (code, told) = desk.run(&["export", ".", "--format", "csv", "--out", "out.csv"]);
    assert!(code == 2 && told.contains("export each folder by itself"), "{told}");
    desk.check(
        &["export", "in", "--format", "csv", "--out", "out.csv"],
        0,
        "1 layer with 2 annotations in out.csv\n",
    );
    let (code, told) = desk.run(&["export", ".", "--format", "jsonl", "--out", "out.jsonl"]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn a_folder_of_others_is_not_replaced() {
    let desk = Desk::new();
    desk.write("mine/notes.txt", "mine");
    let refused = "whosaid: mine holds what no export of whosaid made, as notes.txt; name another folder\n";
    desk.check(&["export", ".", "--format", "brat", "--out", "mine"], 2, refused);
    let nowhere = "whosaid: this format is a folder of files; name it with --out FOLDER\n";
    desk.check(&["export", ".", "--format", "brat"], 2, nowhere);
    desk.check(&["export", ".", "--format", "brat", "--out", "-"], 2, nowhere);
    let file = "whosaid: a.txt is a file, and what is exported is a folder of files; name another place\n";
    desk.check(&["export", ".", "--format", "brat", "--out", "a.txt"], 2, file);
}

#[test]
fn several_layers_of_an_article_have_folders_of_their_own() {
    let desk = Desk::new();
    desk.write("in/b.md", &desk.read("a.txt"));
    let by_ben = desk.read("a.txt.ana.ron").replace("annotator: \"ana\"", "annotator: \"ben\"");
    desk.write("in/b.md.ben.ron", &by_ben);
    desk.run(&["export", ".", "--format", "brat", "--out", "brat"]);
    let has = |name: &str| desk.files("brat").contains(&name.to_owned());
    assert!(has("a.ann") && has("in/b.md.ann"), "one layer each");
    desk.write("a.txt.ben.ron", &by_ben);
    let several = "1 article has several layers, and the text is there with each";
    let told = format!("3 layers with 6 annotations in brat\n{several}; --layer NAME takes one\n");
    desk.check(&["export", ".", "--format", "brat", "--out", "brat"], 0, &told);
    let told = desk.run(&["export", ".", "--format", "conll", "--out", "out.conll"]).1;
    let unsigned = format!("{several}; conll does not say whose each is; --layer NAME takes one\n");
    assert!(told.contains(&unsigned), "{told}");
    assert!(has("ana/a.ann") && has("ben/a.ann") && has("ben/in/b.md.ann"));
}

#[test]
fn splits_stay_when_articles_are_added() {
    let desk = Desk::new();
    desk.add_articles(0..60);
    let split = ["export", ".", "--format", "jsonl", "--out", "data", "--split", "70/30", "--seed", "5"];
    desk.run(&split);
    assert_eq!(desk.files("data"), ["layers.jsonl", "manifest.json", "test.jsonl", "train.jsonl"]);
    let before = desk.splits("data");
    let trained = before.values().filter(|split| *split == "train").count();
    assert!((30..55).contains(&trained), "{trained} of 61");
    desk.add_articles(60..80);
    desk.run(&split);
    let after = desk.splits("data");
    assert_eq!(after.len(), 81);
    assert!(before.iter().all(|(article, split)| after[article] == *split));
}

#[test]
fn splits_that_cannot_be_as_asked_are_told_or_refused() {
    let desk = Desk::new();
    desk.add_articles(0..4);
    let told = |arguments: &[&str]| {
        let export = ["export", ".", "--format", "jsonl", "--out", "data", "--split"];
        desk.run(&[&export[..], arguments].concat())
    };
    let done = "5 layers with 2 annotations in data\n";
    let too_many =
        "whosaid: --split: it asks for 6 articles, but 5 have a layer that is exported; ask for fewer\n";
    assert_eq!(told(&["rest/5/1"]), (2, too_many.to_owned()));
    let empty = "train has no article; other shares or counts, another --seed or another --group-by may come nearer\n";
    let sizes = "articles: train 0, validation 3, test 2\n";
    assert_eq!(told(&["rest/3/2"]), (0, format!("{done}{sizes}{empty}")));
    let rescaled = "the shares 0/10/70 add up to 80, so they are taken as 0.0/12.5/87.5\n";
    assert!(told(&["0/10/70"]).1.contains(rescaled));
    let unjoined = "of 5 articles 5 have no note that says their source; --group-by source leaves each of these by itself\n";
    let sizes = "articles: train 2, validation 1, test 2\n";
    assert_eq!(told(&["rest/1/2", "--group-by", "source"]), (0, format!("{done}{sizes}{unjoined}")));
}

#[test]
fn what_an_earlier_split_parts_is_told() {
    let desk = Desk::new();
    desk.add_articles(0..2);
    let copy = desk.read("art0.txt");
    desk.add_article("copy0", &copy);
    let split = ["export", ".", "--format", "jsonl", "--out", "data", "--split", "rest/2"];
    let line = |name: &str, split: &str| format!("{{\"article\":\"{name}\",\"split\":\"{split}\"}}\n");
    desk.write("kept.jsonl", &(line("art0.txt", "train") + &line("copy0.txt", "test")));
    let parted = "what belongs together is in several splits, as --keep has it there: 1 group, the first that of art0.txt";
    let told = format!("4 layers with 2 annotations in data\narticles: train 2, test 2\n{parted}\n");
    desk.check(&[&split[..], &["--keep", "kept.jsonl"]].concat(), 0, &told);
    let manifest = desk.json("data/manifest.json");
    assert_eq!(manifest["splits"]["kept"]["name"], "kept.jsonl");
    assert_eq!(manifest["told"][0], parted);
    desk.write("kept.jsonl", &line("a.txt", "dev"));
    let told = "whosaid: --keep has articles in \"dev\", which is no split of --split\n";
    desk.check(&[&split[..], &["--keep", "kept.jsonl"]].concat(), 2, told);
}

/// Three in four are copies of one, and are parted if nothing is to keep them together.
#[test]
fn what_belongs_together_makes_shares_coarse() {
    let desk = Desk::new();
    desk.add_articles(0..4);
    let copy = desk.read("art0.txt");
    (0..14).for_each(|n| desk.add_article(&format!("copy{n}"), &copy));
    let split = ["export", ".", "--format", "jsonl", "--out", "data", "--split", "50/50"];
    let far = "\
19 layers with 2 annotations in data
articles: train 19, test 0
test has no article, train has 100 % of the articles and not 50 %; other shares or counts, another --seed or another --group-by may come nearer
";
    desk.check(&split, 0, far);
    let parted = "texts that are nearly the same are in several splits: 1 group, the first that of art0.txt; duplicates among what --group-by names keeps them together\n";
    let (_, told) = desk.run(&[&split[..], &["--group-by", "article"]].concat());
    assert!(told.contains(parted), "{told}");
}

#[test]
fn near_duplicates_are_in_one_split() {
    let desk = Desk::new();
    desk.add_articles(0..40);
    for n in 0..40 {
        let words = desk.read(&format!("art{n}.txt")).replacen("word1 ", "changed ", 1);
        desk.add_article(&format!("copy{n}"), &words);
    }
    desk.run(&["export", ".", "--format", "jsonl", "--out", "data", "--split", "50/50"]);
    let splits = desk.splits("data");
    for n in 0..40 {
        assert_eq!(splits[&format!("art{n}.txt")], splits[&format!("copy{n}.txt")]);
    }
}

#[test]
fn articles_of_one_source_are_in_one_split() {
    let desk = Desk::new();
    desk.add_articles(0..60);
    for n in 0..60 {
        let address = format!("https://paper{}.example/{n}", n % 3);
        let note =
            format!("(format: 1, address: {address:?}, source: (file: \"a.html\", hash: \"sha256:00\"))");
        desk.write(&format!("art{n}.about.ron"), &note);
    }
    desk.run(&[
        "export",
        ".",
        "--format",
        "jsonl",
        "--out",
        "data",
        "--split",
        "50/50",
        "--group-by",
        "source",
    ]);
    let splits = desk.splits("data");
    for n in 3..60 {
        assert_eq!(splits[&format!("art{n}.txt")], splits[&format!("art{}.txt", n % 3)]);
    }
    assert_eq!(desk.json("data/manifest.json")["splits"]["grouped_by"][0], "source");
}

/// What is known of the article of a desk.
const NOTE: &str = r#"About(
    format: 1,
    title: "“We won”",
    author: "Zoë Roe",
    date: "2026-11-22T10:15:00Z",
    site: "Bote",
    address: "https://bote.example/a?b",
    language: "en-GB",
)
"#;

#[test]
fn what_is_known_of_articles_goes_out_and_comes_back() {
    for format in FORMATS.iter().filter(|format| format.holds(Feature::About)) {
        let desk = Desk::new();
        let source = "    source: (file: \"a.html\", hash: \"sha256:00\"),\n)\n";
        desk.write("a.about.ron", &NOTE.replace(")\n", source));
        assert_eq!(desk.run(&["export", ".", "--format", format.name, "--out", "data/"]).0, 0);
        let line = desk.read("data/layers.jsonl");
        assert!(line.contains(&format!("\"note_sha256\":\"{}\"", desk.sha256("a.about.ron"))), "{line}");
        let import = ["import", "data", "--format", format.name, "--as", "ana", "--out", "in"];
        let (code, told) = desk.run(&import);
        assert_eq!((code, desk.read("in/a.about.ron").as_str()), (0, NOTE), "{}: {told}", format.name);
        // What is there is not replaced.
        desk.write("in2/a.about.ron", "(format: 1)");
        desk.run(&[&import[..7], &["in2"]].concat());
        assert_eq!(desk.files("in2"), ["a.about.ron", "a.txt", "a.txt.ana.ron"], "{}", format.name);
        assert_eq!(desk.read("in2/a.about.ron"), "(format: 1)");
    }
}

#[test]
fn what_formats_have_no_place_for_of_articles_is_told_in_the_manifest() {
    let desk = Desk::new();
    desk.write("a.about.ron", NOTE);
    assert_eq!(desk.run(&["export", ".", "--format", "brat", "--out", "data", "--strict"]).0, 0);
    let left_out = &desk.json("data/manifest.json")["left_out"];
    assert_eq!(left_out[0], "titles, authors and dates of articles");
}

#[test]
fn a_note_that_cannot_be_read_is_told_where_it_is_needed() {
    let desk = Desk::new();
    desk.write("a.about.ron", "(format: 1, titel: \"A\")");
    let told = "\
whosaid: cannot use ./a.about.ron: line 1, column 13: unexpected field named `titel` in `About`, expected one of \
`format`, `title`, `author`, `date`, `site`, `address`, `language`, or `source` instead
`whosaid check .` tells of all that is wrong
";
    desk.check(&["export", ".", "--format", "jsonl", "--out", "data"], 2, told);
    assert_eq!(desk.run(&["export", ".", "--format", "csv", "--out", "data"]).0, 0);
    desk.check(&["check", "."], 1, "1 layer, 1 problem\n");
    desk.check(&["check", "a.txt"], 1, "1 layer, 1 problem\n");
    std::fs::write(desk.path("a.about.ron"), b"(format: 1, title: \"\xff\")").expect("a file");
    let told = "whosaid: cannot use ./a.about.ron: line 1 is not UTF-8\n`whosaid check .` tells of all that is wrong\n";
    desk.check(&["export", ".", "--format", "jsonl", "--out", "data"], 2, told);
    desk.check(&["check", "."], 1, "1 layer, 1 problem\n");
    desk.write("a.about.ron", &" ".repeat(2_000_000));
    let told = "whosaid: ./a.about.ron holds 2 MB; whosaid opens such files of up to 2 MB\n`whosaid check .` tells of all that is wrong\n";
    desk.check(&["export", ".", "--format", "jsonl", "--out", "data"], 2, told);
    desk.check(&["check", "."], 1, "1 layer, 1 problem\n");
}

#[test]
fn what_is_too_long_for_a_note_is_told() {
    let desk = Desk::new();
    let line = |title: &str| {
        format!(
            "{{\"article\":\"b.txt\",\"about\":{{\"title\":{title:?},\"site\":\"B\"}},\"text\":\"no\",\"annotations\":[]}}\n"
        )
    };
    desk.write("b.jsonl", &format!("\n{}", line(&"é".repeat(4001))));
    let told = "\
b.jsonl:2: the title of the article has more than 4000 characters; it is left out
1 layer with 0 annotations imported into in, 1 problem
";
    desk.check(&["import", "b.jsonl", "--format", "jsonl", "--as", "ana", "--out", "in"], 1, told);
    assert_eq!(desk.read("in/b.about.ron"), "About(\n    format: 1,\n    site: \"B\",\n)\n");
}

#[test]
fn of_an_article_that_was_edited_nothing_is_said_to_wait_that_does_not() {
    let desk = Desk::new();
    let edited = format!("Later. {}", desk.read("a.txt"));
    desk.write("a.txt", &edited);
    let told = "\
whosaid: ./a.txt.ana.ron: the article was edited: 2 annotations found their place
1 layer with 2 annotations in data
";
    desk.check(&["export", ".", "--format", "jsonl", "--out", "data"], 0, told);
}

#[test]
fn what_is_wrong_in_an_import_is_told_with_its_line() {
    let desk = Desk::new();
    desk.write("brat/a.txt", "Ja 😀 “no”\n");
    desk.write(
        "brat/a.ann",
        "T1\tquote 5 9\t“no”\nT2\tPER 0 2\tJa\nT3\tcue 0 99\tJa\nT1\tcue 0 2\tJa\nX\nR1\tspeaker Arg1:T1 Arg2:T2\t\nA1\tkind T1 odd\n",
    );
    let told = "\
brat/a.ann:2: T2: the schema has no label \"PER\" (--label takes it as one that is there); the annotation is left out
brat/a.ann:3: T3 reaches to 99, but the text ends at 10 (code points); the annotation is left out
brat/a.ann:4: the id \"T1\" stands twice; the second annotation is left out
brat/a.ann:5: there is no tab behind the id; the line is left out
brat/a.ann:6: T1 links to \"T2\", which is not there; the link is left out
brat/a.ann:7: T1: kind is \"odd\", but may be direct, indirect, mixed; the attribute is left out
";
    let import = ["import", "brat", "--format", "brat", "--as", "ben", "--out", "back"];
    desk.check(&import, 1, &format!("{told}1 layer with 1 annotation imported into back, 6 problems\n"));
    assert!(desk.read("back/a.txt.ben.ron").contains("(start: 5, end: 9, text: \"“no”\""));
    let strict = [&import[..6], &["--out", "strict", "--strict"]].concat();
    desk.check(&strict, 2, &format!("{told}whosaid: nothing is imported, as there are 6 problems\n"));
    assert!(desk.files("strict").is_empty());
    let again = "brat/a.ann:1: ben has a layer of a.txt already; import as another with --as NAME\n";
    let ran = desk.run(&import);
    assert!(ran.1.contains(again), "{}", ran.1);
}

#[test]
fn what_is_wrong_in_a_line_keeps_nothing_else_out() {
    let desk = Desk::new();
    desk.write(
        "in.jsonl",
        "{\"article\":\"b\",\"text\":\"We won\",\"annotator\":\"ana\",\"annotations\":[\
         {\"id\":\"a1\",\"label\":\"cue\",\"spans\":[[-1,4]]},{\"id\":\"a2\",\"label\":\"cue\",\"spans\":[[3,6]]}]}\n",
    );
    let told = "\
in.jsonl:1: annotation a1: -1 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out
1 layer with 1 annotation imported into back, 1 problem
";
    desk.check(&["import", "in.jsonl", "--format", "jsonl", "--out", "back"], 1, told);
}

#[test]
fn where_nothing_can_be_taken_in_no_article_is_left() {
    let desk = Desk::new();
    let line = "{\"article\":\"b\",\"text\":\"We won\",\"annotator\":\"ana\",\"annotations\":[{\"label\":\"PER\",\"spans\":[[0,2]]}]}\n";
    desk.write("in.jsonl", line);
    let import = ["import", "in.jsonl", "--format", "jsonl", "--out", "back"];
    let told = "\
in.jsonl:1: a PER: the schema has no label \"PER\" (--label takes it as one that is there); the annotation is left out
in.jsonl:1: nothing can be taken in of what is marked in b.txt; it is left out
0 layers with 0 annotations imported into back, 2 problems
";
    desk.check(&import, 1, told);
    assert!(desk.files("back").is_empty());
    let told = "1 layer with 1 annotation imported into back, 0 problems\n";
    desk.check(&[&import[..], &["--label", "PER=speaker"]].concat(), 0, told);
}

#[test]
fn names_that_cannot_be_here_are_told_as_they_become() {
    let desk = Desk::new();
    let line = |article: &str, annotator: &str| {
        format!(
            "{{\"article\":{article:?},\"text\":\"We won\",\"annotator\":{annotator:?},\"annotations\":[]}}\n"
        )
    };
    desk.write(
        "in.jsonl",
        &[line("f.exe", "../x"), line("g", "../x"), line("h.txt", "ben"), line("i", "/")].concat(),
    );
    let told = "\
in.jsonl:4: \"/\" cannot be the name of an annotator here; tell another with --as NAME
the annotator \"../x\" is called x here
the article \"f.exe\" is called f.exe.txt here, as names of articles end in .txt or .md, begin with no dot and have no \\, : or hidden characters
3 layers with 0 annotations imported into back, 1 problem
";
    desk.check(&["import", "in.jsonl", "--format", "jsonl", "--out", "back"], 1, told);
}

#[test]
fn annotations_without_their_text_are_told() {
    let desk = Desk::new();
    desk.run(&["export", "a.txt", "--format", "brat", "--out", "brat"]);
    desk.write("brat/in/b.ann", "T1\tcue 0 2\tWe\n");
    let told = "\
brat/in/b.ann:1: there is no b.txt beside it; it is left out
1 layer with 2 annotations imported into back, 1 problem
";
    desk.check(&["import", "brat", "--format", "brat", "--out", "back"], 1, told);
}

#[test]
fn an_archive_that_unpacks_without_measure_is_told() {
    let desk = Desk::new();
    let mut zip = ZipWriter::new(std::fs::File::create(desk.path("in.zip")).expect("a file"));
    for (name, content) in [("b.txt", "b".repeat(20 << 20)), ("c.txt", "We won".to_owned())] {
        zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(content.as_bytes()).expect("it is written");
    }
    zip.finish().expect("it is written");
    let (code, told) = desk.run(&["import", "in.zip", "--format", "brat", "--as", "ana", "--out", "back"]);
    assert!(told.starts_with("in.zip: \"b.txt\" would unpack to 21 MB, "), "{told}");
    assert_eq!((code, desk.files("back")), (1, vec!["c.txt".to_owned(), "c.txt.ana.ron".to_owned()]));
}

#[test]
fn articles_come_into_no_file() {
    let desk = Desk::new();
    let told = "whosaid: --out a.txt is a file, but articles come into a folder; name one, which is made if it is not there\n";
    for format in ["jsonl", "html"] {
        desk.check(&["import", "in", "--format", format, "--out", "a.txt"], 2, told);
    }
}

#[test]
fn other_units_are_recognised_by_the_words() {
    let desk = Desk::new();
    desk.write("brat/a.txt", "Ja 😀 “no”\n");
    // As Java counts.
    desk.write("brat/a.ann", "T1\tquote 6 10\t“no”\n");
    let told = "brat/a.ann:1: the offsets count UTF-16 units, not code points, as the words beside them show; they are taken so\n1 layer with 1 annotation imported into back, 1 problem\n";
    desk.check(&["import", "brat", "--format", "brat", "--as", "ben", "--out", "back"], 1, told);
    assert!(desk.read("back/a.txt.ben.ron").contains("(start: 5, end: 9"));
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let desk = Desk::new();
    for name in ["../b.txt", "/tmp/b.txt", "in/../../b.txt", "../a\\u001b[2J.txt"] {
        let line =
            format!("{{\"article\":\"{name}\",\"text\":\"a\",\"annotator\":\"ben\",\"annotations\":[]}}\n");
        desk.write("evil.jsonl", &line);
        let (code, told) = desk.run(&["import", "evil.jsonl", "--format", "jsonl", "--out", "back"]);
        assert!(told.contains("cannot be the name of an article here") && !told.contains('\u{1b}'), "{told}");
        assert_eq!((code, desk.files("back").len()), (1, 0));
    }
}

#[test]
fn names_that_hide_or_steer_come_in_as_safe_ones() {
    let desk = Desk::new();
    let line = |name: &str| {
        format!("{{\"article\":\"{name}\",\"text\":\"We won\",\"annotator\":\"ben\",\"annotations\":[]}}\n")
    };
    let names = ["two\\nlines\\u001b[2J.txt", "C:\\\\b.md", ".git/.c.txt", "Who said “no”?.txt"];
    desk.write("in.jsonl", &names.map(line).concat());
    let told = "\
3 articles are called otherwise here, as names of articles end in .txt or .md, begin with no dot and have no \\, : or hidden characters: \"two\\nlines\\u{1b}[2J.txt\" is two-lines-[2J.txt, for one
4 layers with 0 annotations imported into back, 0 problems
";
    desk.check(&["import", "in.jsonl", "--format", "jsonl", "--out", "back"], 0, told);
    let files = desk.files("back");
    let articles: Vec<&String> = files.iter().filter(|name| !name.contains(".ben.")).collect();
    assert_eq!(articles, ["C--b.md", "Who said “no”?.txt", "git/c.txt", "two-lines-[2J.txt"]);
}

/// A folder may have names that nothing new is called by; what comes back finds its article.
#[cfg(unix)]
#[test]
fn an_article_that_is_there_is_found_whatever_its_name_is() {
    let desk = Desk::new();
    desk.write("desk/10:30 two\nlines.txt", "We won");
    let line = "{\"article\":\"10:30 two\\nlines.txt\",\"text\":\"We won\",\"annotator\":\"ben\",\"annotations\":[]}\n";
    desk.write("in.jsonl", line);
    let told = "1 layer with 0 annotations imported into desk, 0 problems\n";
    desk.check(&["import", "in.jsonl", "--format", "jsonl", "--out", "desk"], 0, told);
    assert_eq!(desk.files("desk"), ["10:30 two\nlines.txt", "10:30 two\nlines.txt.ben.ron"]);
}

#[test]
fn labels_that_are_but_alike_are_told() {
    let desk = Desk::new();
    let line = |id: &str, label: &str| format!("{{\"id\":\"{id}\",\"label\":\"{label}\",\"spans\":[[0,2]]}}");
    let annotations = [line("a1", "Quote"), line("a2", "quote"), line("a3", "SPEAKER"), line("a4", "PER")];
    let annotations = annotations.join(",");
    desk.write(
        "in.jsonl",
        &format!("{{\"article\":\"b\",\"text\":\"We won\",\"annotator\":\"ana\",\"annotations\":[{annotations}]}}\n"),
    );
    let told = "\
the label \"Quote\" is taken as quote
the label \"SPEAKER\" is taken as speaker
1 layer with 4 annotations imported into back, 0 problems
";
    let import = ["import", "in.jsonl", "--format", "jsonl", "--out", "back", "--label", "PER=speaker"];
    desk.check(&import, 0, told);
}

#[test]
fn offsets_that_nothing_shows_the_unit_of_are_told() {
    let desk = Desk::new();
    let import = ["import", "in.jsonl", "--format", "doccano-plain", "--as", "ana", "--out", "back"];
    let line = |text: &str| format!("{{\"text\":\"{text}\",\"label\":[[3,5,\"quote\"]]}}\n");
    let told = "1 layer with 1 annotation imported into back, 0 problems\n";
    desk.write("in.jsonl", &line("“é” no"));
    desk.check(&import, 0, told);
    std::fs::remove_dir_all(desk.path("back")).expect("it was there");
    desk.write("in.jsonl", &line("😀 a no"));
    let note = "in.jsonl: no words stand beside the offsets; they are taken to count code points: look at spans behind emoji, and if they are beside their place, import anew with --unit\n";
    desk.check(&import, 0, &format!("{note}{told}"));
    std::fs::remove_dir_all(desk.path("back")).expect("it was there");
    desk.check(&[&import[..], &["--unit", "utf-16"]].concat(), 0, told);
}

#[test]
fn an_export_in_an_archive_is_as_it_was_written() {
    let desk = Desk::new();
    desk.run(&["export", "a.txt", "--format", "brat", "--out", "brat"]);
    let zip = |changed: &str| {
        let mut zip = ZipWriter::new(std::fs::File::create(desk.path("in.zip")).expect("a file"));
        for name in desk.files("brat") {
            zip.start_file(&*name, SimpleFileOptions::default()).expect("an entry");
            let more = if name == changed { "\n" } else { "" };
            write!(zip, "{}{more}", desk.read(&format!("brat/{name}"))).expect("it is written");
        }
        zip.finish().expect("it is written");
    };
    let import = ["import", "in.zip", "--format", "brat", "--out", "back"];
    zip("");
    desk.check(&import, 0, "1 layer with 2 annotations imported into back, 0 problems\n");
    std::fs::remove_dir_all(desk.path("back")).expect("it was there");
    zip("a.ann");
    let told =
        "a.ann is not as the export wrote it\n1 layer with 2 annotations imported into back, 0 problems\n";
    desk.check(&import, 0, told);
}

#[test]
fn what_only_looks_like_an_export_keeps_nothing_out() {
    let desk = Desk::new();
    desk.run(&["export", "a.txt", "--format", "brat", "--out", "brat"]);
    std::fs::write(desk.path("brat/manifest.json"), b"\xff").expect("it is written");
    let told = "1 layer with 2 annotations imported into back, 0 problems\n";
    desk.check(&["import", "brat", "--format", "brat", "--out", "back"], 0, told);
}

#[test]
fn of_notes_of_one_article_the_first_stays() {
    let desk = Desk::new();
    let line = |article: &str, annotator: &str, title: &str| {
        format!(
            "{{\"article\":\"{article}\",\"about\":{{\"title\":\"{title}\"}},\"text\":\"We won\",\"annotator\":\"{annotator}\",\"annotations\":[]}}\n"
        )
    };
    let lines = [line("b.txt", "ana", "One"), line("b.txt", "ben", "One"), line("b.md", "ana", "Two")];
    desk.write("in.jsonl", &lines.concat());
    let told = "\
in.jsonl:3: b.about.ron says something else of its article already; what is said here is left out
3 layers with 0 annotations imported into back, 1 problem
";
    desk.check(&["import", "in.jsonl", "--format", "jsonl", "--out", "back"], 1, told);
    assert!(desk.read("back/b.about.ron").contains("title: \"One\""));
}

/// A killed export leaves nothing under its name, and the next one clears away what it left.
#[cfg(target_os = "linux")]
#[test]
fn an_export_that_is_killed_leaves_nothing() {
    let desk = Desk::new();
    desk.add_articles(0..400);
    let mut export = desk.start(&["export", ".", "--format", "brat", "--out", "brat"]);
    while !desk.is_at_work() && export.try_wait().expect("it runs").is_none() {}
    export.kill().expect("it is there");
    let finished = export.wait().expect("it ends").success();
    assert!(finished || !desk.path("brat").exists());
    desk.run(&["export", ".", "--format", "brat", "--out", "brat"]);
    assert!(!desk.is_at_work());
    assert_eq!(desk.files("brat").len(), 2 * 401 + 5);
}

/// One that is interrupted clears it away itself. What it tells is more than a pipe holds, so
/// that it waits until that is read.
#[cfg(target_os = "linux")]
#[test]
fn an_export_that_is_interrupted_leaves_nothing() {
    use rustix::process::{Pid, Signal, kill_process};
    let desk = Desk::new();
    desk.add_changed_articles(0..1200);
    let (_, told) = desk.run(&["export", ".", "--format", "brat", "--out", "whole"]);
    assert!(told.len() > 1 << 16, "{told}");
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let export = desk.start(&["export", ".", "--format", "brat", "--out", "brat"]);
        while !desk.is_at_work() {
            std::thread::yield_now();
        }
        kill_process(Pid::from_child(&export), signal).expect("it waits");
        let ended = export.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(code), "{}", String::from_utf8_lossy(&ended.stderr));
        assert!(!desk.path("brat").exists() && !desk.is_at_work());
    }
}

/// It waits with its telling until it is read, and is ended in the middle.
#[cfg(target_os = "linux")]
#[test]
fn an_import_that_is_interrupted_leaves_nothing() {
    use rustix::process::{Pid, Signal, kill_process};
    let desk = Desk::new();
    let line = |n| {
        let mark = r#"{"id":"a1","label":"nobody knows this label","spans":[{"start":0,"end":2}]}"#;
        format!("{{\"article\":\"b{n}.txt\",\"text\":\"We won.\",\"annotations\":[{mark}]}}\n")
    };
    desk.write("in.jsonl", &(0..2000).map(line).collect::<String>());
    let arguments = ["import", "in.jsonl", "--format", "jsonl", "--as", "ana", "--out", "."];
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let files = desk.files(".");
        let import = desk.start(&arguments);
        while !desk.is_at_work() {
            std::thread::yield_now();
        }
        kill_process(Pid::from_child(&import), signal).expect("it waits");
        let ended = import.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(code), "{}", String::from_utf8_lossy(&ended.stderr));
        assert_eq!(desk.files("."), files);
    }
    let (_, told) = desk.run(&arguments);
    assert!(told.len() > 1 << 16, "{told}");
}

#[test]
fn tables_are_parted_by_split_and_come_back() {
    let desk = Desk::new();
    desk.add_articles(0..30);
    let formats = [
        ("parquet", "documents/split=train/part-0.parquet"),
        ("huggingface", "data/train-00000-of-00001.parquet"),
    ];
    desk.run(&["export", ".", "--format", "brat", "--out", "brat"]);
    for (format, file) in formats {
        let told = format!("31 layers with 2 annotations in {format}\narticles: train 24, test 7\n");
        desk.check(&["export", ".", "--format", format, "--out", format, "--split", "70/30"], 0, &told);
        let files = desk.files(format);
        assert!(files.contains(&file.to_owned()), "{files:?}");
        let manifest = desk.json(&format!("{format}/manifest.json"));
        let listed = manifest["files"].as_array().expect("files").len();
        assert_eq!(listed + 1, files.len(), "all files but the manifest stand in it");
    }
    for (format, _) in formats {
        let back = format!("back-{format}");
        let told = format!("31 layers with 2 annotations imported into {back}, 0 problems\n");
        desk.check(&["import", format, "--format", format, "--out", &back], 0, &told);
        let again = format!("brat-{format}");
        desk.run(&["export", &back, "--format", "brat", "--out", &again]);
        assert_eq!(desk.read(&format!("{again}/a.ann")), desk.read("brat/a.ann"));
    }
}

#[test]
fn tables_in_another_order_come_back() {
    let desk = Desk::new();
    let (article, layer) = (desk.read("a.txt"), desk.read("a.txt.ana.ron"));
    for name in ["b.txt", "in/c.txt"] {
        desk.write(name, &article);
        desk.write(&format!("{name}.ana.ron"), &layer.replace("a.txt", name.trim_start_matches("in/")));
    }
    desk.run(&["export", ".", "--format", "parquet", "--out", "data"]);
    desk.turn_table("data", "documents");
    desk.turn_table("data", "links");
    let told = "\
2 files are not as the export wrote them, documents/part-0.parquet for one
3 layers with 6 annotations imported into back, 0 problems
";
    desk.check(&["import", "data", "--format", "parquet", "--out", "back"], 0, told);
    for name in ["a", "b", "in/c"] {
        let layer = desk.read(&format!("back/{name}.txt.ana.ron"));
        assert!(layer.contains("{\"speaker\": [\"p0x4c7ha\"]}"), "{layer}");
    }
}

#[test]
fn tables_that_cannot_be_read_are_told() {
    let desk = Desk::new();
    desk.run(&["export", ".", "--format", "parquet", "--out", "data"]);
    desk.write("data/spans/part-0.parquet", "PAR1");
    let import = ["import", "data", "--format", "parquet", "--out", "back"];
    let ran = desk.run(&import);
    let told = "data/spans/part-0.parquet:1: it cannot be read as Parquet: ";
    assert!(ran.0 == 1 && ran.1.starts_with(told) && desk.files("back").is_empty(), "{}", ran.1);
    std::fs::remove_dir_all(desk.path("data/documents")).expect("it was there");
    let told = "\
data/manifest.json:1: there is no documents/part-0.parquet, where the export has layers
data/annotations/part-0.parquet:1: there is no file of documents for it; it is left out, and what else belongs to it
spans/part-0.parquet is not as the export wrote it
0 layers with 0 annotations imported into back, 2 problems
";
    desk.check(&import, 1, told);
    let names = ["export", ".", "--format", "huggingface", "--out", "hub", "--split", "a-b=50/a_b=50"];
    let told = "whosaid: --split: the files of a-b and of a_b would have the same names; name one of them otherwise\n";
    desk.check(&names, 2, told);
}

#[test]
fn one_table_of_several_is_no_article() {
    let desk = Desk::new();
    desk.run(&["export", ".", "--format", "parquet", "--out", "data", "--split", "train=100"]);
    let table = "data/spans/split=train/part-0.parquet";
    let told = format!(
        "whosaid: {table} is one table of several (documents, annotations, spans, attributes, links, persons, aliases, reviews); name the folder that has them all, as data\n"
    );
    desk.check(&["import", table, "--format", "parquet", "--out", "back"], 2, &told);
    let told = format!(
        "{table}:1: it is the table spans of the format parquet; the file is left out: import the folder that has all its tables by --format parquet\n\
         0 layers with 0 annotations imported into back, 1 problem\n"
    );
    desk.check(&["import", table, "--format", "huggingface", "--out", "back"], 1, &told);
    assert!(desk.files("back").is_empty());
}

#[test]
fn of_documents_with_one_name_the_first_comes_in() {
    let desk = Desk::new();
    let line = |article: &str, by: &str, text: &str| {
        format!("{{\"article\":{article:?},\"text\":{text:?},\"annotator\":{by:?},\"annotations\":[]}}\n")
    };
    let lines = [
        line("in/a", "ana", "We won."),
        line("in//a", "ben", "We won."),
        line("in/./a.txt", "ana", "We won."),
        line("in/a.txt", "zoë", "They won."),
        line("/", "ana", "We won."),
    ];
    desk.write("in.jsonl", &lines.concat());
    let told = "\
in.jsonl:3: ana has a layer of in/a.txt already; import as another with --as NAME
in.jsonl:4: in/a.txt stands in what is imported with two texts; the second one is left out
in.jsonl:5: \"/\" cannot be the name of an article here; name it in the file as a path from the folder on, without ..
2 layers with 0 annotations imported into back, 3 problems
";
    for _ in 0..3 {
        desk.check(&["import", "in.jsonl", "--format", "jsonl", "--out", "back"], 1, told);
        assert_eq!(desk.files("back"), ["in/a.txt", "in/a.txt.ana.ron", "in/a.txt.ben.ron"]);
        std::fs::remove_dir_all(desk.path("back")).expect("it was there");
    }
}

#[test]
fn a_file_that_cannot_be_read_keeps_no_other_out() {
    let desk = Desk::new();
    desk.run(&["export", ".", "--format", "brat", "--out", "brat"]);
    for (name, bytes) in [("b.txt", &b"We won."[..]), ("b.ann", b"T1\n\xff")] {
        std::fs::write(desk.path(&format!("brat/{name}")), bytes).expect("it is written");
    }
    let told = "\
brat/b.ann:1: line 2 is not UTF-8
1 layer with 2 annotations imported into back, 1 problem
";
    desk.check(&["import", "brat", "--format", "brat", "--as", "ana", "--out", "back"], 1, told);
}

#[test]
fn what_was_worked_on_since_it_was_exported_is_not_replaced() {
    let desk = Desk::new();
    let export = ["export", ".", "--format", "brat", "--out", "brat"];
    desk.run(&export);
    desk.write("brat/a.ann", "T1\tquote 0 1\t“\n");
    let told = "whosaid: brat/a.ann was changed since whosaid exported it, so it is not replaced; move it away, or name another place\n";
    desk.check(&export, 2, told);
    desk.write("c.md", "We won.");
    desk.write("c.md.txt", "We lost.");
    for name in ["c.md", "c.md.txt"] {
        let layer = desk.read("a.txt.ana.ron").replace("a.txt", name);
        desk.write(&format!("{name}.ana.ron"), &layer);
    }
    let ran = desk.run(&["export", ".", "--format", "brat", "--out", "other"]);
    assert!(ran.0 == 2 && ran.1.contains("two files would be other/c.md."), "{}", ran.1);
}

#[cfg(unix)]
#[test]
fn a_file_is_written_through_links_and_over_no_device() {
    let desk = Desk::new();
    desk.write("there/old.jsonl", "");
    std::os::unix::fs::symlink(desk.path("there/old.jsonl"), desk.path("latest.jsonl")).expect("a link");
    let ran = desk.run(&["export", "a.txt", "--format", "jsonl", "--out", "latest.jsonl"]);
    assert!(ran.0 == 0 && desk.path("latest.jsonl").is_symlink(), "{}", ran.1);
    assert!(desk.read("there/old.jsonl").starts_with("{\"article\":\"a.txt\""));
    let told = "whosaid: /dev/null is a device or a pipe, not a text file\n";
    desk.check(&["export", "a.txt", "--format", "jsonl", "--out", "/dev/null"], 2, told);
}
