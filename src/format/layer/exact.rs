//! Layer files as whosaid writes them are read by a way of their own, several times faster
//! than by RON's. It knows that one form: all fields are there, in their order, between
//! nothing but spaces and line ends. Whatever is written otherwise is nothing to it, and left
//! to RON, which then tells what is wrong as well.

use super::ArticleHead;
use super::file::{
    AnnotationFile, ChoiceFile, DecisionFile, LayerFile, OriginFile, PersonFile, ReviewFile, SpanFile,
    VerdictFile, VoteFile, Words,
};
use crate::format::ron::UniqueMap;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Reads a layer file; nothing, if it is not exactly as it is written here.
pub(super) fn read(source: &str) -> Option<LayerFile<'_>> {
    let mut scan = Scan { rest: source };
    let file = scan.layer()?;
    scan.blank();
    scan.rest.is_empty().then_some(file)
}

/// What is left to be read.
struct Scan<'f> {
    rest: &'f str,
}

impl<'f> Scan<'f> {
    fn layer(&mut self) -> Option<LayerFile<'f>> {
        self.token("Layer")?;
        self.token("(")?;
        let file = LayerFile {
            format: self.field("format", Scan::number)?,
            article: self.field("article", Scan::head)?,
            annotator: self.field("annotator", Scan::own)?,
            done: self.optional("done", Scan::own)?,
            cast: self.field("cast", |scan| scan.map(Scan::own, Scan::person))?,
            annotations: self.field("annotations", |scan| scan.list(Scan::annotation))?,
            displaced: self.optional("displaced", |scan| scan.list(Scan::annotation))?,
            conflicts: self.optional("conflicts", |scan| scan.list(Scan::annotation))?,
            deleted: self.optional("deleted", |scan| scan.list(Scan::words))?,
            reviews: self.field("reviews", |scan| scan.list(Scan::review))?,
            decisions: self.optional("decisions", |scan| scan.list(Scan::decision))?,
        };
        self.token(")")?;
        Some(file)
    }

    fn head(&mut self) -> Option<ArticleHead> {
        self.token("(")?;
        Some(ArticleHead {
            file: self.field("file", Scan::own)?,
            hash: self.field("hash", Scan::own)?,
            length: self.field("length", Scan::number)?,
            words: self.last("words", Scan::own)?,
        })
    }

    fn person(&mut self) -> Option<PersonFile> {
        self.token("(")?;
        Some(PersonFile {
            name: self.field("name", Scan::own)?,
            role: self.field("role", Scan::own)?,
            aliases: self.last("aliases", |scan| scan.list(Scan::own))?,
        })
    }

    fn annotation(&mut self) -> Option<AnnotationFile<'f>> {
        self.token("(")?;
        Some(AnnotationFile {
            id: self.field("id", Scan::words)?,
            label: self.field("label", Scan::words)?,
            spans: self.field("spans", |scan| scan.list(Scan::span))?,
            attributes: self.field("attributes", |scan| scan.map(Scan::words, Scan::words))?,
            links: self.field("links", |scan| scan.map(Scan::words, |scan| scan.list(Scan::words)))?,
            note: self.field("note", Scan::words)?,
            origin: self.field("origin", Scan::origin)?,
            made: self.last("made", Scan::words)?,
        })
    }

    fn span(&mut self) -> Option<SpanFile<'f>> {
        self.token("(")?;
        let (start, end) = (self.field("start", Scan::number)?, self.field("end", Scan::number)?);
        let (text, before) = (self.field("text", Scan::words)?, self.field("before", Scan::words)?);
        let after = self.named("after", Scan::words)?;
        let of = if self.token(",").is_some() && self.begins("of") {
            self.last("of", Scan::words)?
        } else {
            self.token(")")?;
            Words::default()
        };
        Some(SpanFile { start, end, text, before, after, of })
    }

    fn origin(&mut self) -> Option<OriginFile<'f>> {
        if self.token("Hand").is_some() {
            return Some(OriginFile::Hand);
        }
        if self.token("Suggestion").is_some() {
            self.token("(")?;
            return Some(OriginFile::Suggestion { rule: self.last("rule", Scan::words)? });
        }
        self.token("Layer")?;
        self.token("(")?;
        Some(OriginFile::Layer {
            annotator: self.field("annotator", Scan::words)?,
            id: self.last("id", Scan::words)?,
        })
    }

    fn review(&mut self) -> Option<ReviewFile<'f>> {
        self.token("(")?;
        let review = ReviewFile {
            layer: self.field("layer", Scan::words)?,
            annotation: self.field("annotation", Scan::words)?,
            verdict: self.field("verdict", Scan::verdict)?,
            reason: self.field("reason", Scan::words)?,
            note: self.field("note", Scan::words)?,
            made: self.named("made", Scan::words)?,
            said: self.further("said", Scan::words)?,
            seen: self.further("seen", |scan| scan.annotation().map(Some))?,
            proposal: self.further("proposal", |scan| scan.annotation().map(Some))?,
        };
        self.token(",");
        self.token(")")?;
        Some(review)
    }

    fn verdict(&mut self) -> Option<VerdictFile> {
        let verdicts = [
            ("Accept", VerdictFile::Accept),
            ("Reject", VerdictFile::Reject),
            ("Correct", VerdictFile::Correct),
            ("Missing", VerdictFile::Missing),
            ("Unsure", VerdictFile::Unsure),
            ("Stand", VerdictFile::Stand),
            ("Answer", VerdictFile::Answer),
        ];
        verdicts.into_iter().find_map(|(name, verdict)| self.token(name).map(|()| verdict))
    }

    fn decision(&mut self) -> Option<DecisionFile<'f>> {
        self.token("(")?;
        Some(DecisionFile {
            votes: self.field("votes", |scan| scan.list(Scan::vote))?,
            choice: self.field("choice", Scan::choice)?,
            taken: self.field("taken", |scan| scan.list(Scan::words))?,
            reason: self.field("reason", Scan::words)?,
            by: self.field("by", Scan::words)?,
            made: self.last("made", Scan::words)?,
        })
    }

    fn vote(&mut self) -> Option<VoteFile<'f>> {
        self.token("(")?;
        Some(VoteFile {
            layer: self.field("layer", Scan::words)?,
            annotation: self.field("annotation", Scan::words)?,
            said: self.last("said", Scan::words)?,
        })
    }

    fn choice(&mut self) -> Option<ChoiceFile<'f>> {
        let plain = [
            ("Agreed", ChoiceFile::Agreed),
            ("All", ChoiceFile::All),
            ("Union", ChoiceFile::Union),
            ("Intersection", ChoiceFile::Intersection),
            ("Own", ChoiceFile::Own),
            ("Nothing", ChoiceFile::Nothing),
        ];
        if self.token("Layer").is_none() {
            return plain.into_iter().find_map(|(name, choice)| self.token(name).map(|()| choice));
        }
        self.token("(")?;
        let layer = self.words()?;
        self.token(")")?;
        Some(ChoiceFile::Layer(layer))
    }

    /// A field that others follow.
    fn field<T>(&mut self, name: &str, value: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let value = self.named(name, value)?;
        self.token(",")?;
        Some(value)
    }

    /// A field that may be left out, if its value is empty.
    fn optional<T: Default>(&mut self, name: &str, value: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.begins(name) { self.field(name, value) } else { Some(T::default()) }
    }

    /// A field that may follow the others, behind a comma.
    fn further<T: Default>(&mut self, name: &str, value: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.rest;
        if self.token(",").is_some() && self.begins(name) {
            return self.named(name, value);
        }
        self.rest = before;
        Some(T::default())
    }

    /// The last field, with the end of its struct.
    fn last<T>(&mut self, name: &str, value: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let value = self.named(name, value)?;
        self.token(",");
        self.token(")")?;
        Some(value)
    }

    /// A field, whatever follows.
    fn named<T>(&mut self, name: &str, value: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.token(name)?;
        self.token(":")?;
        value(self)
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.token("[")?;
        let mut list = Vec::new();
        self.items("]", |scan| {
            list.push(item(scan)?);
            Some(())
        })?;
        Some(list)
    }

    /// A map in which no key stands twice.
    fn map<V, K: Ord>(
        &mut self,
        key: impl Fn(&mut Self) -> Option<K>,
        value: impl Fn(&mut Self) -> Option<V>,
    ) -> Option<UniqueMap<V, K>> {
        self.token("{")?;
        let mut entries: Vec<(K, V)> = Vec::new();
        self.items("}", |scan| {
            let key = key(scan)?;
            scan.token(":")?;
            entries.push((key, value(scan)?));
            Some(())
        })?;
        let keys = || entries.iter().map(|(key, _)| key).collect::<BTreeSet<&K>>();
        (entries.len() < 2 || keys().len() == entries.len()).then_some(UniqueMap(entries))
    }

    /// Items with commas between them, as far as to `end`.
    fn items(&mut self, end: &str, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        while self.token(end).is_none() {
            item(self)?;
            if self.token(",").is_none() {
                return self.token(end);
            }
        }
        Some(())
    }

    fn own(&mut self) -> Option<String> {
        self.words().map(Cow::into_owned)
    }

    /// A string, with the escapes that are written here.
    fn words(&mut self) -> Option<Words<'f>> {
        self.token("\"")?;
        let mut words = Words::default();
        loop {
            let at = memchr::memchr2(b'"', b'\\', self.rest.as_bytes())?;
            let (plain, rest) = self.rest.split_at_checked(at)?;
            // What is lent stays so if nothing else comes to it.
            words += plain;
            if let Some(behind) = rest.strip_prefix('"') {
                self.rest = behind;
                return Some(words);
            }
            self.rest = rest.strip_prefix('\\')?;
            words.to_mut().push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        Some(match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0' => '\0',
            '"' | '\\' | '\'' => c,
            'u' => {
                let (digits, behind) = self.rest.strip_prefix('{')?.split_once('}')?;
                let is_plain =
                    (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
                self.rest = behind;
                u32::from_str_radix(digits, 16).ok().filter(|_| is_plain).and_then(char::from_u32)?
            }
            _ => return None,
        })
    }

    /// A number of digits alone.
    fn number(&mut self) -> Option<u32> {
        self.blank();
        let end = self.rest.bytes().position(|byte| !byte.is_ascii_digit())?;
        let (digits, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        digits.parse().ok().filter(|_| digits == "0" || !digits.starts_with('0'))
    }

    /// Passes over a token that has to be next.
    fn token(&mut self, token: &str) -> Option<()> {
        self.blank();
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    /// Whether these words are next.
    fn begins(&mut self, words: &str) -> bool {
        self.blank();
        self.rest.starts_with(words)
    }

    fn blank(&mut self) {
        let end = self.rest.bytes().position(|byte| !matches!(byte, b' ' | b'\n'));
        self.rest = end.and_then(|end| self.rest.get(end..)).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::layer::{ArticleHead, write};
    use crate::format::ron::read as read_ron;
    use crate::testing::{any_damage, any_document, default_schema, read_marked};
    use proptest::prelude::*;

    /// Checks that a source is read as RON reads it, if it is read at all; whether it was.
    #[track_caller]
    fn check(source: &str) -> bool {
        let Some(file) = read(source) else { return false };
        assert_eq!(read_ron::<LayerFile>(source).as_ref(), Ok(&file), "{source}");
        true
    }

    fn written(marked: &str) -> String {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        write(&read.layer, &ArticleHead::of("a.txt", &read.text), &read.text, &schema)
    }

    #[test]
    fn what_is_written_here_is_read() {
        let source = written("[quote#1>2/note=so:“Hi\",”] said [speaker#2:Zoe\u{301}\n漢], [#1:“\\'”].");
        assert!(check(&source));
        let origins = ["Suggestion(rule: \"a\")", "Layer(annotator: \"ben\", id: \"x\",)"];
        for origin in origins {
            assert!(check(&source.replace("origin: Hand", &format!("origin: {origin}"))), "{origin}");
        }
        assert!(check(&source.replace("    cast", "    done: \"now\",\n    cast")));
        let others = "    deleted: [\"a1\",],\n    reviews";
        assert!(check(&source.replace("    reviews", others)));
        let person = "{ \"zoë\": (name: \"Zoë\", role: \"\", aliases: [\"she\"]) }";
        assert!(check(&source.replace("cast: {}", &format!("cast: {person}"))));
        let review =
            "[(layer: \"b\", annotation: \"x\", verdict: Correct, reason: \"\", note: \"\", made: \"\")]";
        assert!(check(&source.replace("reviews: []", &format!("reviews: {review}"))));
        let state = "(id: \"a\", label: \"b\", spans: [], attributes: {}, links: {}, note: \"\", origin: Hand, made: \"\")";
        for states in [
            ", said: \"5f\"".to_owned(),
            format!(", seen: {state}"),
            format!(", seen: {state}, proposal: {state},"),
        ] {
            let review = review.replace("made: \"\"", &format!("made: \"\"{states}"));
            assert!(check(&source.replace("reviews: []", &format!("reviews: {review}"))));
        }
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_ron() {
        let source = written("[quote/kind=direct:a] b");
        let others = [
            ("format: 1", "format: 01"),
            ("format: 1", "format: 0x1"),
            ("format: 1", "format: 1, // one"),
            ("note: \"\",", ""),
            ("\"kind\": \"direct\"", "\"kind\": \"direct\", \"kind\": \"mixed\""),
            ("note: \"\"", "note: r\"\""),
            ("note: \"\"", "note: \"\\x41\""),
            ("note: \"\"", "note: \"\\u{110000}\""),
            ("Layer(", "("),
        ];
        for (from, to) in others {
            assert!(source.contains(from), "{source}");
            assert!(!check(&source.replacen(from, to, 1)), "{to}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_layer_is_read_as_ron_reads_it(
            (text, layer, schema) in any_document(),
            damages in prop::collection::vec(any_damage(), 1..4),
        ) {
            let source = write(&layer, &ArticleHead::of("a.txt", &text), &text, &schema);
            prop_assert!(check(&source));
            for damage in damages {
                check(&damage.of(&source));
            }
        }
    }
}
