//! One layer file made of two that both came of a third, as files: without their article, as
//! long as all are of one version of it.

use super::{ArticleHead, LayerError, read, read_apart, write};
use crate::format::schema::default_schema;
use crate::model::{AnnotationId, Annotator, Layer, Schema};
use crate::text::Text;
use std::cmp::{max, min};
use thiserror::Error;

/// What was made of two layer files.
#[derive(Debug)]
pub struct Joined {
    pub source: String,
    /// How many annotations came to be in conflict.
    pub new_conflicts: usize,
    /// How many are in conflict, with those that were before.
    pub conflicts: usize,
    /// How many verdicts and decisions hold because they are the later ones.
    pub overruled: usize,
    /// How often the same is there twice, as each side marked it anew.
    pub marked_twice: usize,
}

/// Which of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Base,
    Ours,
    Theirs,
}

/// Why no layer can be made of the files.
#[derive(Debug, Error)]
pub enum JoinError {
    #[error("{1}")]
    Layer(Which, LayerError),
    #[error("one is by \"{0}\" and the other by \"{1}\", and a layer has one annotator")]
    Annotators(Annotator, Annotator),
    /// With the hashes of the texts.
    #[error("they are of two versions of the article, and neither of them is found")]
    Versions([String; 2]),
}

/// Makes one layer file of two sides of a base, which is nothing if both sides are new. The
/// bytes are the same whichever side is which. `text_of` finds the article's text with a
/// hash, and is asked only if the files are of several versions of it.
pub fn join(
    base: Option<&str>,
    ours: &str,
    theirs: &str,
    text_of: &dyn Fn(&str) -> Option<Text>,
) -> Result<Joined, JoinError> {
    let mut schema = default_schema();
    // Labels that it does not know are numbered as they are met.
    let mut sides = [(Which::Ours, ours), (Which::Theirs, theirs)];
    sides.sort_by_key(|(_, source)| *source);
    let mut file = |(which, source)| File::read(which, source, &mut schema);
    let base = base.map(|base| file((Which::Base, base))).transpose()?;
    let sides = [file(sides[0])?, file(sides[1])?];
    check_annotators(base.as_ref(), &sides)?;
    let Some(text) = text_for(base.as_ref(), &sides, text_of)? else {
        let layers = sides.each_ref().map(|side| &side.layer);
        return Ok(joined(
            base.map(|base| base.layer),
            layers,
            (&apart_head(&sides), &Text::empty()),
            &schema,
        ));
    };
    let mut placed = |file: &File| file.placed(&text, &mut schema);
    let base = base.as_ref().map(&mut placed).transpose()?;
    let layers = [placed(&sides[0])?, placed(&sides[1])?];
    let head = ArticleHead::of(&apart_head(&sides).file, &text);
    Ok(joined(base, [&layers[0], &layers[1]], (&head, &text), &schema))
}

/// A layer file without its article.
struct File<'f> {
    which: Which,
    source: &'f str,
    head: ArticleHead,
    layer: Layer,
}

impl<'f> File<'f> {
    fn read(which: Which, source: &'f str, schema: &mut Schema) -> Result<File<'f>, JoinError> {
        let read = read_apart(source, schema);
        let (head, layer) = read.map_err(|error| JoinError::Layer(which, error))?;
        Ok(File { which, source, head, layer })
    }

    /// The layer with its places in a text.
    fn placed(&self, text: &Text, schema: &mut Schema) -> Result<Layer, JoinError> {
        let read = read(self.source, &self.head.file, text, schema);
        read.map(|read| read.layer).map_err(|error| JoinError::Layer(self.which, error))
    }
}

fn check_annotators(base: Option<&File>, sides: &[File; 2]) -> Result<(), JoinError> {
    let first = &sides[0].layer.annotator;
    let mut others = base.into_iter().chain(&sides[1..]).map(|file| &file.layer.annotator);
    match others.find(|other| *other != first) {
        Some(other) => Err(JoinError::Annotators(min(first, other).clone(), max(first, other).clone())),
        None => Ok(()),
    }
}

/// The text in which the annotations of all files have to find their places; nothing, if all
/// are of one text, which need not be known. It is the one that a side went on to.
fn text_for(
    base: Option<&File>,
    sides: &[File; 2],
    text_of: &dyn Fn(&str) -> Option<Text>,
) -> Result<Option<Text>, JoinError> {
    let [one, other] = sides.each_ref().map(|side| side.head.hash.as_str());
    let then = base.map(|base| base.head.hash.as_str());
    if one == other && then.is_none_or(|then| then == one) {
        return Ok(None);
    }
    let newer = if then == Some(one) { [other, one] } else { [one, other] };
    match newer.into_iter().find_map(text_of) {
        Some(text) => Ok(Some(text)),
        // Only the base is of another, and places that it tells are not those of a side.
        None if one == other => Ok(None),
        None => Err(JoinError::Versions(newer.map(str::to_owned))),
    }
}

/// What both sides say of one text.
fn apart_head(sides: &[File; 2]) -> ArticleHead {
    let [one, other] = sides.each_ref().map(|side| &side.head);
    ArticleHead {
        file: min(&one.file, &other.file).clone(),
        hash: one.hash.clone(),
        length: max(one.length, other.length),
        words: max(&one.words, &other.words).clone(),
    }
}

fn joined(
    base: Option<Layer>,
    sides: [&Layer; 2],
    (head, text): (&ArticleHead, &Text),
    schema: &Schema,
) -> Joined {
    let base = base.unwrap_or_else(|| Layer::new(sides[0].annotator.clone()));
    let layer = Layer::joined(&base, sides);
    let is_new = |id: &AnnotationId| sides.iter().all(|side| side.conflict(id) != layer.conflict(id));
    Joined {
        source: write(&layer, head, text, schema),
        new_conflicts: layer.conflicts().keys().filter(|id| is_new(id)).count(),
        conflicts: layer.conflicts().len(),
        overruled: Layer::overruled(&base, sides),
        marked_twice: layer.marked_twice(&base, sides),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{print_marked, read_marked};

    fn written(marked: &str) -> String {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        write(&read.layer, &ArticleHead::of("a.txt", &read.text), &read.text, &schema)
    }

    fn plain(marked: &str) -> Text {
        read_marked(marked, &default_schema()).text
    }

    /// Checks what is made of the layers of marked texts, either way, where these texts are
    /// found; how many conflicts there are, and the layer in the text that it is of.
    #[track_caller]
    fn check(base: Option<&str>, [ours, theirs]: [&str; 2], found: &[&str], expected: (usize, &str)) {
        let texts: Vec<Text> = found.iter().map(|marked| plain(marked)).collect();
        let hash = |text: &Text| ArticleHead::of("a.txt", text).hash;
        let text_of = |wanted: &str| texts.iter().find(|text| hash(text) == wanted).cloned();
        let (base, ours, theirs) = (base.map(written), written(ours), written(theirs));
        let join = |ours, theirs| join(base.as_deref(), ours, theirs, &text_of).unwrap();
        let (one, other) = (join(&ours, &theirs), join(&theirs, &ours));
        assert_eq!(one.source, other.source);
        let (text, mut schema) = (plain(expected.1), default_schema());
        let layer = read(&one.source, "a.txt", &text, &mut schema).unwrap();
        assert_eq!(layer.edited, None, "it is of the text that is expected");
        assert_eq!(
            (one.new_conflicts, print_marked(&text, &layer.layer, &schema, None)),
            (expected.0, expected.1.to_owned())
        );
    }

    #[test]
    fn layers_of_one_text_need_no_text() {
        check(
            Some("[claim#1:a] b"),
            ["[claim#1:a b]", "[claim#1:a] [cue#2:b]"],
            &[],
            (0, "[claim:a [cue:b]]"),
        );
        check(None, ["[claim#1:a] b", "a [cue#2:b]"], &[], (0, "[claim:a] [cue:b]"));
        check(Some("[claim#1:a] b"), ["a b", "[claim#1/note=x:a] b"], &[], (1, "[claim/note=x:a] b"));
    }

    const OLD: &str = "The harbour was quiet. “We will repair the old bridge by spring,” said Ana Ruiz, who has \
                       run the port since May.";

    #[test]
    fn annotations_of_an_older_text_find_their_places_in_the_newer_one() {
        let base = OLD.replace("“We", "[quote#1:“We").replace(",” said", ",”] said");
        let ours = format!("Corrected. {base}");
        let theirs = base.replace("Ana Ruiz", "[speaker#2:Ana Ruiz]").replace("quote#1", "quote#1>2");
        let expected = format!("Corrected. {theirs}");
        check(Some(&base), [&ours, &theirs], &[OLD, &ours], (0, &expected));
        // Of what one side deleted, the other still holds what it was, elsewhere.
        check(Some(&base), [&ours, OLD], &[OLD, &ours], (0, &format!("Corrected. {OLD}")));
    }

    #[test]
    fn versions_that_are_not_found_are_refused() {
        let (ours, theirs) = (written("[claim#1:a] b c"), written("[claim#1:a] b"));
        let error = join(None, &ours, &theirs, &|_| None).unwrap_err();
        assert!(matches!(error, JoinError::Versions(_)));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_side() {
        let sound = written("[claim#1:a] b");
        let newer = sound.replace("format: 1", "format: 2, shiny: 1");
        let unknown = sound.replace("    cast", "    shiny: 1,\n    cast");
        let by_ben = sound.replace("\"ana\"", "\"ben\"");
        let error = |theirs: &str| join(Some(&sound), &sound, theirs, &|_| None).unwrap_err();
        assert!(matches!(error(&newer), JoinError::Layer(Which::Theirs, LayerError::Newer(2))));
        assert!(error(&unknown).to_string().contains("unexpected field named `shiny`"));
        assert_eq!(
            error(&by_ben).to_string(),
            "one is by \"ana\" and the other by \"ben\", and a layer has one annotator"
        );
    }
}
