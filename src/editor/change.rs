//! What commands answer: changes to make, or a refusal. Effects are what only
//! the outside world can do.

use super::articles::{Filter, SortBy};
use super::comparing::CaseFilter;
use super::front::Front;
use super::keeping::Offered;
use super::link::Linking;
use super::mode::Mode;
use super::placing::Placing;
use super::repeat::Repeat;
use super::search::Search;
use super::selection::Selection;
use super::view::{Place, Tab};
use super::whereabouts::Whereabouts;
use crate::model::{AnnotationId, Deed, Edit, Name, Query};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a command does to the session; [`Editor`](super::Editor) applies it.
#[derive(Clone, Debug)]
pub enum Change {
    Select(Selection),
    /// Goes to an annotation and makes it the one that commands are about.
    Focus(AnnotationId),
    Enter(Mode),
    /// Asks for the target of a link of an annotation.
    Ask(AnnotationId, Name),
    /// The target of a link is pointed at from now on, or no longer.
    Point(Option<Box<Linking>>),
    /// The place of an annotation that has none is asked for from now on, or no longer.
    Place(Option<Placing>),
    /// All edits of one answer are one step of the history.
    Edit(Edit),
    Undo,
    Redo,
    Search(Option<Search>),
    /// Moves the text by rows under a cursor that stays on the screen.
    Scroll(isize),
    /// Moves the text so that the cursor's row stands there.
    Show(Place),
    List(Tab),
    /// Shows cases that fit in the list.
    Cases(CaseFilter),
    /// Brings a pane to the front.
    Front(Front),
    Browse(Browse),
    /// Begins a search of the folder, as it was typed.
    Seek(String, Query),
    /// Goes to a place of the article that is open.
    Arrive(Destination),
    Remember(Repeat),
    /// Keeps a line that was typed, to be called up again under its title.
    Recall(&'static str, String),
    Say(String),
    /// Tells why what was begun is left.
    Refuse(Refusal),
    /// Takes up, or gives up, what was left.
    TakeUp(TakeUp),
    GiveUp,
    /// Makes the edits of another program in place of what was done here.
    TakeTheirs(Vec<Edit>),
    /// Keeps what was done here in place of the edits of another program.
    KeepOwn(Vec<Edit>),
    /// Loses an annotation behind the history's back, on purpose.
    #[cfg(debug_assertions)]
    Lose(AnnotationId),
    Do(Effect),
}

/// What happens to the pane in front.
#[derive(Clone, Debug)]
pub enum Browse {
    /// Goes to a line.
    Line(usize),
    /// Goes to an article, or to the first one.
    Article(Option<Arc<Path>>),
    /// Shows what fits.
    Filter(Filter),
    Sort(SortBy),
    /// All that is known of articles may be otherwise by now.
    LookAgain,
    /// Goes to what was found, whatever is in front.
    Hit(usize),
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The article, from the folder on.
    pub article: Arc<Path>,
    /// Where in it; wherever the cursor is at first, if nothing is said.
    pub place: Option<Whereabouts>,
    /// The words that were searched for, to be shown there.
    pub words: String,
}

impl Destination {
    /// An article, wherever in it.
    pub fn of(article: Arc<Path>) -> Destination {
        Destination { article, place: None, words: String::new() }
    }
}

/// What only the outside world can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Writes down what was just done, before anything else is.
    Keep(Deed),
    /// What was left was taken up.
    TakenUp(TakenUp),
    /// It was given up.
    GivenUp(Offered),
    /// What another program wrote is merged: the layer can be saved over it.
    Merged,
    /// What is not saved waits in the journal, though the layer is left now.
    LeaveUnsaved,
    /// Lets this program change a layer that another machine has locked.
    Unlock,
    Save,
    /// Saves over what another program wrote.
    SaveOver,
    /// Saves the layer in another file, beside the article if the path is relative.
    SaveAs(PathBuf),
    /// Opens the article of that path, beside the present one if it is relative.
    Open(PathBuf),
    /// Opens an article of the folder.
    GoTo(Destination),
    /// Looks anew which articles the folder has.
    List,
    /// Searches the articles of the folder.
    Find(Query),
    StopFinding,
    /// Opens a copy of the sample article.
    Sample,
    /// Draws with the theme of that name.
    Theme(String),
    /// Puts words on the terminal's clipboard.
    Copy(String),
    /// Draws everything anew.
    Redraw,
    /// Stops the program until the shell brings it back.
    Suspend,
    Quit,
    /// Fails on another thread, on purpose.
    #[cfg(debug_assertions)]
    Fault,
}

/// Of what was changed here and by another program, what stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Mine,
    Theirs,
}

/// What is taken up of what was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeUp {
    All,
    /// Only what a layer held whose file is gone.
    Layer,
    /// All; where another program changed the same, this stays.
    With(Kept),
}

/// What was left, and the deeds that were done again of it, as they had to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenUp {
    pub offered: Offered,
    pub taken: Vec<Deed>,
}

/// Why a command did nothing, in words for the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

/// What a command answers.
pub type Outcome = Result<Vec<Change>, Refusal>;

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The answer of a command that does nothing, because `why`.
pub(super) fn refuse<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(why.into()))
}
