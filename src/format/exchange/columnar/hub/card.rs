//! The card of a dataset: what the Hub and `datasets` have to know stands before it as YAML,
//! what people have to know follows.

use super::super::super::Used;
use super::super::{Content, Field, Kind};
use super::split_name;
use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

const ABOUT: &str = "\
# Who said what

Articles with annotations of who said what, a row for each article and annotator, exported
by whosaid. What went into it, and what was left out, stands in `manifest.json`.

- `entities`: a row for each span. `start` and `end` count Unicode code points of `text`, the
  end exclusive, so that in Python `text[start:end]` is the entity's own `text`. The parts of
  a broken annotation, as a quote that is broken by *he said*, have one `id`, and are
  numbered by `part` from 1.
- `relations`: links from the entity `head` to the entity `tail` by their ids.
- `attributes`, `annotations`: what else is said of an annotation, by its id.
- `cast`, `aliases`: the persons that attributes speak of.
- `done`: since when the annotator has done with the article; empty, if not.
- `title`, `author`, `date`, `site`, `address`, `language`: what is known of the article.
- `reviews`: verdicts of this annotator on annotations in layers of others.

The licence of the articles is not known to whosaid. Say it above before you publish this.
";

/// The whole card.
pub(super) fn written(fields: &[Field], (classes, used): (&[String], &Used), contents: &[Content]) -> String {
    let mut card = String::from("---\n");
    write_languages(&mut card, used)
        .and_then(|()| write_rest(&mut card, fields, (classes, contents)))
        .expect("a string takes all that is written");
    card
}

/// The languages of the articles as the Hub knows them, by ISO 639: `en` for `en-GB`.
fn write_languages(card: &mut String, used: &Used) -> fmt::Result {
    let first = |tag: &String| tag.split(['-', '_']).next().map(str::to_ascii_lowercase);
    let is_code =
        |code: &String| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    let codes: BTreeSet<String> = used.languages.iter().filter_map(first).filter(is_code).collect();
    if !codes.is_empty() {
        writeln!(card, "language:")?;
    }
    // Without quotes, Norwegian is the word "no" to YAML.
    codes.iter().try_for_each(|code| writeln!(card, "- {}", string(code)))
}

fn write_rest(
    card: &mut String,
    fields: &[Field],
    (classes, contents): (&[String], &[Content]),
) -> fmt::Result {
    let sum = |of: fn(&Content) -> usize| contents.iter().map(of).sum::<usize>();
    writeln!(card, "license: unknown\ntask_categories:\n- token-classification")?;
    writeln!(card, "size_categories:\n- {}", size(sum(|content| content.documents)))?;
    writeln!(card, "dataset_info:\n  features:")?;
    write_features(card, fields, (classes, "  "))?;
    writeln!(card, "  splits:")?;
    for content in contents {
        writeln!(card, "  - name: {}", string(&split_name(content.split.as_deref())))?;
        writeln!(card, "    num_bytes: {}\n    num_examples: {}", content.bytes, content.documents)?;
    }
    writeln!(card, "  download_size: {}", sum(|content| content.file_bytes))?;
    writeln!(card, "  dataset_size: {}", sum(|content| content.bytes))?;
    writeln!(card, "configs:\n- config_name: default\n  data_files:")?;
    for content in contents {
        let split = split_name(content.split.as_deref());
        writeln!(
            card,
            "  - split: {}\n    path: {}",
            string(&split),
            string(&format!("data/{split}-*.parquet"))
        )?;
    }
    write!(card, "---\n\n{ABOUT}")
}

fn write_features(card: &mut String, fields: &[Field], (classes, before): (&[String], &str)) -> fmt::Result {
    for field in fields {
        writeln!(card, "{before}- name: {}", field.name)?;
        match field.kind {
            Kind::Text => writeln!(card, "{before}  dtype: string")?,
            Kind::Count => writeln!(card, "{before}  dtype: int64")?,
            Kind::Class => {
                writeln!(card, "{before}  dtype:\n{before}    class_label:\n{before}      names:")?;
                for (number, name) in classes.iter().enumerate() {
                    writeln!(card, "{before}        '{number}': {}", string(name))?;
                }
            }
            Kind::List(inner) => {
                writeln!(card, "{before}  list:")?;
                write_features(card, inner, (classes, &format!("{before}  ")))?;
            }
        }
    }
    Ok(())
}

/// A string of YAML, in which everything that is not printed for sure is escaped.
fn string(words: &str) -> String {
    let mut string = String::from("\"");
    for c in words.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            ' ' => string.push(c),
            c if c.is_alphanumeric() || c.is_ascii_punctuation() => string.push(c),
            c => _ = write!(string, "\\U{:08x}", u32::from(c)),
        }
    }
    string + "\""
}

/// The Hub's words for how many rows there are.
fn size(documents: usize) -> &'static str {
    match documents {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        _ => "10M<n<100M",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_says_what_the_hub_has_to_know() {
        let fields = [
            Field { name: "text", kind: Kind::Text },
            Field { name: "entities", kind: Kind::List(&[Field { name: "label", kind: Kind::Class }]) },
        ];
        let classes = ["quote".to_owned(), "Zi\"t: é\u{7}".to_owned()];
        let content =
            |split: &str| Content { split: Some(split.to_owned()), documents: 600, bytes: 7, file_bytes: 3 };
        let languages = ["en-GB", "EN", "no", "English", "de_CH", ""].map(str::to_owned);
        let used = Used { languages: languages.into(), ..Used::default() };
        let card = written(&fields, (&classes, &used), &[content("train"), content("my-test")]);
        let (yaml, about) = card.strip_prefix("---\n").unwrap().split_once("---\n\n").unwrap();
        assert_eq!(about, ABOUT);
        assert_eq!(
            yaml,
            r#"language:
- "de"
- "en"
- "no"
license: unknown
task_categories:
- token-classification
size_categories:
- 1K<n<10K
dataset_info:
  features:
  - name: text
    dtype: string
  - name: entities
    list:
    - name: label
      dtype:
        class_label:
          names:
            '0': "quote"
            '1': "Zi\"t: é\U00000007"
  splits:
  - name: "train"
    num_bytes: 7
    num_examples: 600
  - name: "my_test"
    num_bytes: 7
    num_examples: 600
  download_size: 6
  dataset_size: 14
configs:
- config_name: default
  data_files:
  - split: "train"
    path: "data/train-*.parquet"
  - split: "my_test"
    path: "data/my_test-*.parquet"
"#
        );
    }
}
