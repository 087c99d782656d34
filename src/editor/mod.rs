//! A session with one article: keys become actions, actions return changes, one
//! function applies them, effects leave. No files, no terminal, no clock.

mod apply;
mod articles;
mod change;
mod command;
mod commands;
mod comparing;
mod conflict;
mod deciding;
mod event;
mod figures;
mod front;
mod fuzzy;
mod input;
mod keeping;
mod keymap;
mod keys;
mod layout;
mod link;
mod list;
mod menu;
mod mode;
mod mouse;
mod natural;
mod picker;
mod placing;
mod prompt;
mod repeat;
mod results;
mod reviewing;
mod search;
mod selection;
mod step;
mod task;
mod trail;
mod verdicts;
mod view;
mod whereabouts;

pub use articles::{Articles, Entry, Filter, Listed, Sort, SortBy, shown_name};
pub use change::{Browse, Change, Destination, Effect, Kept, Outcome, Refusal, TakeUp, TakenUp};
pub use command::{Argument, Command, Group, Run, commands, find_command};
pub use commands::GROUPS;
pub use comparing::{CaseFilter, CaseSide, CaseSign, Comparing};
pub use event::{Event, Loaded, Mouse, MouseKind, Others, Outside};
pub use front::Front;
pub use input::Input;
pub use keeping::{Bar, Barrier, Offered};
pub use keymap::{Action, Binding, Keymap, KeymapError, shown_keys};
pub use layout::{Area, HEAD, Layout, SMALLEST, Size};
pub use link::{Candidate, Linking};
pub use list::{beside, listed, summary, words};
pub use menu::{Menu, MenuItem, MenuKind, PersonPart, Pick};
pub use mode::{Edge, Finding, KeyTable, Mode, Side};
pub use picker::{Picker, PickerKind, PickerLine, PickerTarget};
pub use prompt::{Completion, Prompt};
pub use repeat::Repeat;
pub use results::{End, Hit, Progress, Results};
pub use reviewing::{Judged, Opinion, Reviewing};
pub use search::Search;
pub use selection::Selection;
pub use task::{Compared, Task};
pub use trail::{last_change, trail};
pub use verdicts::{decided, since_then, told};
pub use view::{Place, Tab, View};
pub use whereabouts::Whereabouts;

use crate::model::{
    Annotation, AnnotationId, History, LabelId, Layer, PersonId, Proposals, Schema, Timestamp,
};
use crate::text::{Span, Text, spelled};
use keys::Typed;
use natural::Natural;
pub use placing::Placing;
use selection::resting_place;
use std::ffi::OsString;

/// A session: what is annotated, what was done, and what is on the screen.
#[derive(Debug)]
pub struct Editor {
    article: Article,
    /// One's own layer: what is saved here.
    layer: Layer,
    /// The one that is gone through in its place.
    reviewing: Option<Reviewing>,
    /// Those that are compared, of which one's own is made.
    comparing: Option<Comparing>,
    /// What others say of one's own, and how often that was taken in.
    opinions: Vec<Opinion>,
    taken_in: u64,
    schema: Schema,
    history: History,
    keymap: Keymap,
    /// The articles of the folder.
    articles: Articles,
    /// What was found in them.
    results: Results,
    /// The pane that keys are about, and the one that was in front of it.
    front: Front,
    behind: Front,
    selection: Selection,
    /// The annotation that was gone to, for as long as the cursor is on it.
    focus: Option<AnnotationId>,
    mode: Mode,
    /// The link whose target the cursor goes to.
    pointing: Option<Box<Linking>>,
    /// The annotation whose place in the edited article is asked for.
    placing: Option<Placing>,
    proposals: Proposals,
    view: View,
    search: Option<Search>,
    /// The units at the cursor, worked out when it rests there.
    natural: Natural,
    typed: Typed,
    message: Option<Message>,
    repeat: Option<Repeat>,
    /// Lines that were typed, each under the title of its prompt, the last one last.
    lines: Vec<(&'static str, String)>,
    supply: Supply,
    choices: Choices,
    /// What was left, and is not decided upon.
    offered: Offered,
    /// The layer's file was there, and is gone.
    gone: bool,
    /// What is done cannot be written down now.
    unkept: bool,
    /// Why nothing can be changed, if nothing can.
    barred: Option<Bar>,
}

/// What is annotated.
#[derive(Debug)]
pub struct Article {
    /// The file name; empty as long as no article is open.
    pub name: OsString,
    pub text: Text,
    /// The rest of the text, or the layer, is not here yet.
    pub partial: bool,
}

/// What is told in the status line until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Said(String),
    Refused(String),
    Failed(String),
}

/// What comes from outside and cannot be worked out: chance and the time.
#[derive(Clone, Debug)]
pub struct Supply {
    /// A random number, from which ids are made.
    pub seed: u64,
    /// How many ids were made.
    pub made: u64,
    /// Tells the time.
    pub clock: fn() -> Timestamp,
}

/// What is settled outside: what can be typed behind `:theme`, and whether leaving saves.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub themes: Vec<String>,
    /// The layer is saved when its article is left.
    pub autosave: bool,
    pub task: Task,
}

/// All that a session begins with.
#[derive(Debug)]
pub struct Beginning {
    pub article: Article,
    pub layer: Layer,
    pub schema: Schema,
    pub keymap: Keymap,
    pub view: View,
    pub supply: Supply,
    pub choices: Choices,
}

impl Article {
    /// What is annotated while no article is open: nothing.
    pub fn none() -> Article {
        let text = Text::new(String::new()).expect("no text is short enough");
        Article { name: OsString::new(), text, partial: false }
    }

    pub fn is_open(&self) -> bool {
        !self.name.is_empty()
    }

    /// The file name as it is shown, unlike any other.
    pub fn shown_name(&self) -> String {
        spelled(self.name.as_encoded_bytes())
    }
}

impl Editor {
    pub fn new(beginning: Beginning) -> Editor {
        let Beginning { article, layer, schema, keymap, view, supply, choices } = beginning;
        let selection = Selection::at(resting_place(&article.text, crate::text::Pos::START));
        let (front, barred) = if article.is_open() {
            (Front::Article, None)
        } else {
            (Front::Articles, Some(Bar { why: NO_ARTICLE.to_owned(), by: Barrier::NoArticle }))
        };
        let articles = Articles::of(String::new(), layer.annotator.clone());
        let mut editor = Editor {
            article,
            layer,
            reviewing: None,
            comparing: None,
            opinions: Vec::new(),
            taken_in: 0,
            schema,
            history: History::default(),
            keymap,
            articles,
            results: Results::default(),
            front,
            behind: front,
            selection,
            focus: None,
            mode: Mode::Normal,
            pointing: None,
            placing: None,
            proposals: Proposals::new(),
            view,
            search: None,
            natural: Natural::default(),
            typed: Typed::default(),
            message: None,
            repeat: None,
            lines: Vec::new(),
            supply,
            choices,
            offered: Offered::default(),
            gone: false,
            unkept: false,
            barred,
        };
        editor.settle();
        editor
    }

    pub fn article(&self) -> &Article {
        &self.article
    }

    pub fn text(&self) -> &Text {
        &self.article.text
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The articles of the folder.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// What was found in them.
    pub fn results(&self) -> &Results {
        &self.results
    }

    /// The pane that keys are about.
    pub fn front(&self) -> Front {
        self.front
    }

    /// The table of keys that is in force.
    pub fn table(&self) -> KeyTable {
        match (&self.mode, self.front) {
            (Mode::Normal, Front::Articles) => KeyTable::Articles,
            (Mode::Normal, Front::Results) => KeyTable::Results,
            (Mode::Normal, Front::Article) if self.reviewing.is_some() => KeyTable::Review,
            (Mode::Normal, Front::Article) if self.comparing.is_some() => KeyTable::Compare,
            _ => self.mode.keys(),
        }
    }

    pub fn selection(&self) -> Selection {
        self.selection
    }

    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// The link whose target is being pointed at.
    pub fn pointing(&self) -> Option<&Linking> {
        self.pointing.as_deref()
    }

    /// The link whose target is asked for, by letters or by pointing.
    pub fn asking(&self) -> Option<&Linking> {
        match &self.mode {
            Mode::Link(linking) => Some(linking),
            _ => self.pointing(),
        }
    }

    pub fn view(&self) -> &View {
        &self.view
    }

    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// What was left, as long as it is not decided upon.
    pub fn offered(&self) -> &Offered {
        &self.offered
    }

    /// Whether what is done cannot be written down now, and goes with the program.
    pub fn is_unkept(&self) -> bool {
        self.unkept
    }

    /// Why nothing can be changed, if nothing can.
    pub fn barred(&self) -> Option<&Bar> {
        self.barred.as_ref()
    }

    pub fn choices(&self) -> &Choices {
        &self.choices
    }

    /// What a label would mark now: what is selected, else its natural unit at the
    /// cursor; without white space at its ends.
    pub fn natural(&self, label: LabelId) -> Option<Span> {
        match self.selected() {
            Some(selected) => self.text().trimmed(selected),
            None => self.units_at(self.selection.cursor).natural(self.schema.label(label).unit),
        }
    }

    /// The selected stretch while one is being selected, or a command typed about it.
    pub fn selected(&self) -> Option<Span> {
        match &self.mode {
            Mode::Select { .. } => self.selection.span(self.text()),
            Mode::Prompt(prompt) => prompt.selected,
            Mode::Pick(picker) => picker.selected,
            _ => None,
        }
    }

    /// The annotation that commands are about: the one gone to, as long as the
    /// cursor is on it, else the innermost at the cursor.
    pub fn focus(&self) -> Option<&Annotation> {
        self.gone_to().or_else(|| self.layer().at(self.selection.cursor).into_iter().next())
    }

    /// The annotations that are of a person of the cast.
    fn mentions<'e>(&'e self, id: &'e PersonId) -> impl Iterator<Item = &'e Annotation> {
        let person = |annotation: &Annotation| self.schema.label(annotation.label).person();
        let is_of = move |annotation: &&Annotation| {
            person(annotation).is_some_and(|own| annotation.attribute(&own.name) == Some(id))
        };
        self.layer().annotations().iter().filter(is_of)
    }

    fn gone_to(&self) -> Option<&Annotation> {
        let gone_to = self.focus.as_ref().and_then(|id| self.layer().get(id));
        gone_to.filter(|annotation| annotation.spans.contains(self.selection.cursor))
    }

    /// How many times a command is to be done, if a number was typed before it.
    pub fn count(&self) -> Option<usize> {
        self.typed.count
    }

    /// What was typed of a key sequence that is not complete, or of a number.
    pub fn begun(&self) -> String {
        self.typed.to_string()
    }

    /// The keys of a command in a table and in what it falls back to, as they are shown.
    pub fn keys_of(&self, table: KeyTable, command: &'static Command) -> Vec<String> {
        self.keymap.bound_to(table, command).map(|(keys, _)| shown_keys(keys)).collect()
    }

    /// Selects, as a test marks it.
    #[cfg(test)]
    pub(crate) fn put(&mut self, selection: Selection) {
        self.selection = selection;
        if selection.anchor != selection.cursor {
            self.mode = Mode::Select { origin: selection.anchor };
        }
    }

    /// Saves when its article is left, as the configuration may settle.
    #[cfg(test)]
    pub(crate) fn settle_autosave(&mut self) {
        self.choices.autosave = true;
    }

    /// What the session is for, as a command may settle.
    #[cfg(test)]
    pub(crate) fn settle_task(&mut self, task: Task) {
        self.choices.task = task;
    }

    /// The lines that were typed under a title, the last one last.
    fn lines_typed(&self, title: &'static str) -> impl Iterator<Item = &str> {
        self.lines.iter().filter(move |(t, _)| *t == title).map(|(_, line)| line.as_str())
    }

    /// The `n`th id that the next edits may use.
    fn fresh_id(&self, n: u64) -> AnnotationId {
        let from = self.supply.made + n;
        let ids =
            (0..).map(|again: u64| AnnotationId::from_bits(mixed(self.supply.seed, from + (again << 32))));
        ids.into_iter()
            .find(|id| self.layer().get(id).is_none() && self.layer.get(id).is_none())
            .expect("a layer holds fewer ids than there are")
    }
}

/// Why nothing can be done to an article as long as none is open.
const NO_ARTICLE: &str = "no article is open; Enter opens the one that is chosen";

/// The `n`th number of the `SplitMix64` sequence (Steele, Lea and Flood, OOPSLA
/// 2014, <https://doi.org/10.1145/2660193.2660195>) that begins at `seed`.
fn mixed(seed: u64, n: u64) -> u64 {
    let mut z = seed.wrapping_add(n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
