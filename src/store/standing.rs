//! How far an annotator is with an article, as the files beside it tell.

use super::error::StoreError;
use super::layer::{OnDisk, layer_path};
use crate::format::layer::{Glance, Reviewed, glance};
use crate::model::{Annotator, Schema, Standing, State, Timestamp, Verdict, last_word};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// How far `mine` is with an article beside which these layers lie.
pub fn standing(article: &Path, layers: &[Annotator], mine: &Annotator, schema: &Schema) -> Standing {
    let own = look(article, mine, schema);
    let unreadable = own.is_err();
    let (state, seen) = match own {
        Ok(None) => (State::New, Glance::default()),
        Ok(Some(own)) => {
            let others = layers.iter().filter(|annotator| *annotator != mine);
            let others = others.filter_map(|annotator| look(article, annotator, schema).ok().flatten());
            let said = others.flat_map(|other| other.reviews).filter(|said| said.layer == mine.as_str());
            (state(&own, &said.collect::<Vec<_>>()), own)
        }
        Err(()) => (State::Begun, Glance::default()),
    };
    let Glance { marks, to_link, linked, .. } = seen;
    let changed = changed(article, layers.iter().chain([mine]));
    Standing { state, marks, to_link, linked, decided: None, changed, unreadable }
}

/// What has become of an article: its layer, and what others say of that.
fn state(own: &Glance, said: &[Reviewed]) -> State {
    let whole = said.iter().filter_map(|said| Some((said.whole.as_ref()?, &said.made)));
    let last = last_word(whole, own.done.as_ref());
    match last.map(|whole| (whole.verdict, whole.said.is_empty() || whole.said == own.said)) {
        Some((Verdict::Accept, true)) => State::Accepted,
        Some((Verdict::Reject, _)) => State::Returned,
        // Nor has who only goes through the work of others.
        _ if !own.is_begun() => State::New,
        _ => match &own.done {
            None => State::Begun,
            Some(done) if said.iter().any(|said| said.made >= *done) => State::Reviewed,
            Some(_) => State::Done,
        },
    }
}

/// Those of the annotators of layers of an article who annotated it, and do not only go
/// through the work of others.
pub fn who_annotated<'a>(article: &Path, layers: &'a [Annotator], schema: &Schema) -> Vec<&'a Annotator> {
    let only_reviews = |annotator: &&Annotator| {
        look(article, annotator, schema).ok().flatten().is_some_and(|layer| layer.only_reviews())
    };
    layers.iter().filter(|annotator| !only_reviews(annotator)).collect()
}

/// Those of the annotators of layers of an article who have begun it; what cannot be read was.
pub fn who_began<'a>(article: &Path, layers: &'a [Annotator], schema: &Schema) -> Vec<&'a Annotator> {
    let is_begun = |annotator: &&Annotator| {
        let layer = look(article, annotator, schema);
        layer.map_or(true, |layer| layer.is_some_and(|layer| layer.is_begun()))
    };
    layers.iter().filter(is_begun).collect()
}

/// Whether a layer of an article was marked by somebody, and not made of others.
pub fn is_marked(article: &Path, annotator: &Annotator, schema: &Schema) -> bool {
    let layer = look(article, annotator, schema).ok().flatten();
    layer.is_some_and(|layer| layer.marks > 0 && layer.decisions == 0)
}

/// What a layer file holds; nothing if there is none.
fn look(article: &Path, annotator: &Annotator, schema: &Schema) -> Result<Option<Glance>, ()> {
    let on_disk = OnDisk::read(&layer_path(article, annotator)).map_err(|_: StoreError| ())?;
    on_disk.source().map(|source| glance(source, schema).map_err(|_| ())).transpose()
}

/// When the article or a layer was changed last; nothing is known of files that are gone.
fn changed<'a>(article: &Path, layers: impl Iterator<Item = &'a Annotator>) -> Timestamp {
    let files = layers.map(|annotator| layer_path(article, annotator)).chain([article.to_owned()]);
    let moments = files.filter_map(|file| fs::metadata(file).ok()?.modified().ok());
    let last = moments.max().unwrap_or(SystemTime::UNIX_EPOCH);
    let moment = jiff::Timestamp::try_from(last).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Timestamp::new(&moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{article_in_a_folder, default_schema};

    const HEAD: &str = "Layer(format: 1, article: (file: \"a.txt\", hash: \"\", length: 0), annotator: \"x\"";
    const QUOTE: &str =
        "annotations: [(id: \"q\", label: \"quote\", spans: [], links: {\"speaker\": [\"s\"]})]";

    /// Checks the state that ana has with an article with these layers, and what is in hers.
    #[track_caller]
    fn check(layers: &[(&str, &str)], state: State, counts: (u32, u32, u32)) {
        let (folder, article) = article_in_a_folder("a");
        for (annotator, fields) in layers {
            let path = folder.path().join(format!("a.txt.{annotator}.ron"));
            std::fs::write(path, format!("{HEAD}, {fields})")).unwrap();
        }
        let annotators: Vec<Annotator> = layers.iter().filter_map(|(name, _)| Annotator::new(name)).collect();
        let standing = standing(&article, &annotators, &Annotator::new("ana").unwrap(), &default_schema());
        assert_eq!(standing.state, state);
        assert_eq!((standing.marks, standing.to_link, standing.linked), counts);
    }

    #[test]
    fn a_state_is_what_the_layers_tell() {
        let review = "reviews: [(layer: \"ana\", annotation: \"q\", verdict: Accept)]";
        let done = format!("done: \"2026-11-22T10:15:00Z\", {QUOTE}");
        check(&[], State::New, (0, 0, 0));
        check(&[("ben", QUOTE)], State::New, (0, 0, 0));
        check(&[("ana", "annotations: []")], State::New, (0, 0, 0));
        check(&[("ana", QUOTE)], State::Begun, (1, 1, 1));
        check(&[("ana", &done)], State::Done, (1, 1, 1));
        check(&[("ana", QUOTE), ("ben", review)], State::Begun, (1, 1, 1));
        check(&[("ana", &done), ("ben", review)], State::Done, (1, 1, 1));
        let later = review.replace("Accept", "Accept, made: \"2026-11-23T00:00:00Z\"");
        check(&[("ana", &done), ("ben", &later)], State::Reviewed, (1, 1, 1));
        check(&[("ana", QUOTE), ("ben", &review.replace("ana", "zoe"))], State::Begun, (1, 1, 1));
        check(&[("ana", review)], State::New, (0, 0, 0));
        let whole = |verdict: &str, day: u32| {
            let made = format!("2026-11-{day}T00:00:00Z");
            format!("reviews: [(layer: \"ana\", annotation: \"\", verdict: {verdict}, made: \"{made}\")]")
        };
        check(&[("ana", &done), ("ben", &whole("Accept", 23))], State::Accepted, (1, 1, 1));
        check(&[("ana", QUOTE), ("ben", &whole("Accept", 23))], State::Accepted, (1, 1, 1));
        let of_another = whole("Accept", 23).replace("made:", "said: \"5f\", made:");
        check(&[("ana", &done), ("ben", &of_another)], State::Reviewed, (1, 1, 1));
        check(&[("ana", &done), ("ben", &whole("Reject", 23))], State::Returned, (1, 1, 1));
        check(&[("ana", &done), ("ben", &whole("Reject", 21))], State::Done, (1, 1, 1));
        let both = [("ana", &*done), ("ben", &whole("Reject", 23)), ("zoe", &whole("Accept", 24))];
        check(&both, State::Accepted, (1, 1, 1));
    }

    #[test]
    fn a_layer_that_cannot_be_read_is_begun_and_tells_nothing() {
        let (folder, article) = article_in_a_folder("a");
        std::fs::write(folder.path().join("a.txt.ana.ron"), "Layer(").unwrap();
        let standing = standing(&article, &[], &Annotator::new("ana").unwrap(), &default_schema());
        assert_eq!((standing.state, standing.unreadable, standing.marks), (State::Begun, true, 0));
        assert!(standing.changed.as_str() > "2026");
    }
}
