//! How far an annotator is with an article.

use super::Timestamp;

/// What has become of an article, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The annotator has no layer of it.
    New,
    Begun,
    /// Another has gone through it and wants more to be done.
    Returned,
    /// The annotator has said so.
    Done,
    /// Another has gone through it, or some of it, since.
    Reviewed,
    /// Another has accepted it as it is.
    Accepted,
}

/// What others said last of a layer as a whole, each with its moment: it holds until the
/// annotator has done with the article anew.
pub fn last_word<'t, T>(
    said: impl Iterator<Item = (T, &'t Timestamp)>,
    done: Option<&Timestamp>,
) -> Option<T> {
    let last = said.max_by_key(|(_, made)| *made);
    last.filter(|(_, made)| done <= Some(made)).map(|(what, _)| what)
}

impl State {
    pub const ALL: [State; 6] =
        [State::New, State::Begun, State::Returned, State::Done, State::Reviewed, State::Accepted];

    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Begun => "begun",
            State::Returned => "returned",
            State::Done => "done",
            State::Reviewed => "reviewed",
            State::Accepted => "accepted",
        }
    }

    /// Whether the annotator has nothing more to do.
    pub fn is_done(self) -> bool {
        self >= State::Done
    }
}

impl Standing {
    /// The same of a layer that is made of others: one that is done is not any more, once
    /// something in them is to be decided.
    #[must_use]
    pub fn with_decided(self, decided: (usize, usize), is_settled: bool) -> Standing {
        let state = if self.state == State::Done && !is_settled { State::Begun } else { self.state };
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Standing { state, decided: Some((count(decided.0), count(decided.1))), ..self }
    }
}

/// What a list of articles tells of one, for one annotator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    pub marks: u32,
    /// Of the marks, those of labels that are to be linked: quotes to their speakers.
    pub to_link: u32,
    /// Of those, how many are.
    pub linked: u32,
    /// Where layers are compared: how many differences between them are decided, of how many.
    pub decided: Option<(u32, u32)>,
    /// When the article or a layer of it was changed last.
    pub changed: Timestamp,
    /// The layer's file cannot be read, so nothing is known of what is in it.
    pub unreadable: bool,
}
