//! What happens to a session from outside.

use super::articles::{Articles, Filter, Listed};
use super::change::{Destination, TakenUp};
use super::keeping::{Bar, Offered};
use super::layout::Size;
use super::menu::{Menu, MenuKind};
use super::mode::Mode;
use super::natural::Natural;
use super::results::{Hit, Progress};
use super::reviewing::Opinion;
use super::selection::{Selection, resting_place};
use super::verdicts::greeting;
use super::{Editor, Effect, Message, Whereabouts};
use crate::model::{Deed, Layer, Past, Proposals, Schema, Standing, Unknown};
use crate::text::{Pos, Text};
use keybinds::KeyInput;
use std::path::Path;
use std::sync::Arc;

/// What the terminal and the disk tell.
#[derive(Debug)]
pub enum Event {
    Key(KeyInput),
    /// Text that was pasted, all at once.
    Paste(String),
    Mouse(Mouse),
    Resize(Size),
    /// What was missing of the article and its layer was read.
    Loaded(Box<Loaded>),
    /// The layer is on disk as it was after so many steps.
    Saved {
        steps: usize,
        /// What is told of it; nothing if nobody asked for it.
        told: Option<String>,
    },
    /// The last deed cannot be done.
    Refused(Deed, Bar),
    /// What was taken up last cannot be done.
    NotTakenUp(TakenUp, Bar),
    /// What was given up last cannot be.
    NotGivenUp(Offered, Bar),
    /// What was not saved is to be taken up without asking.
    TakeUp,
    /// The layer can be changed here from now on.
    Unbarred,
    /// The layer's file is gone, or is there again.
    Gone(bool),
    /// What is done cannot be written down, or can again.
    Unkept(bool),
    /// The layer could not be saved, so this, which would leave it, was not done.
    NotLeft(Effect),
    /// What this told is no longer the case.
    Better(String),
    /// Another program made these edits to the layer.
    Outside(Box<Outside>),
    /// Others changed their layers; with the labels that only those know.
    Others(Box<Others>, Schema),
    /// The cursor was there before the article was read anew.
    Return(Whereabouts),
    /// The folder with this name is the one whose articles are listed.
    Folder(String),
    /// The article that is open is this one of the folder, or none of it.
    Present(Option<Arc<Path>>),
    /// These were found in the folder, by path, and there may be more.
    Named(Vec<Arc<Path>>),
    /// These of the folder are assigned to whom the states are told of.
    Assigned(Vec<Arc<Path>>),
    /// All articles of the folder, by path.
    Listed(Vec<Listed>),
    /// So far are these.
    Stood(Vec<(Arc<Path>, Standing)>),
    /// This was found, too.
    Found(Vec<Hit>, Progress),
    /// A word of what is searched for is nowhere to be found.
    Unknown(Unknown),
    /// The article that was to be gone to is open.
    Arrived(Destination),
    /// Something outside could not be done, in words.
    Failed(String),
    Said(String),
}

/// What was missing when a session began.
#[derive(Debug)]
pub struct Loaded {
    /// All of the text, if only its start was here.
    pub text: Option<Text>,
    pub layer: Layer,
    /// With the labels that only the layer knows.
    pub schema: Schema,
    pub past: Past,
    /// Where annotations that have no place may belong.
    pub proposals: Proposals,
    /// How many annotations of the layer, whose file is gone, what is unsaved begins to
    /// bring back.
    pub gone: Option<usize>,
    /// Why the layer cannot be changed, if it cannot.
    pub barred: Option<Bar>,
    pub others: Others,
}

/// What stands in the layers of others.
#[derive(Debug, Default)]
pub struct Others {
    /// The layer that is gone through, if one is.
    pub theirs: Option<Layer>,
    /// The layers that are compared.
    pub compared: Vec<Layer>,
    /// What others say of one's own.
    pub opinions: Vec<Opinion>,
}

/// What another program did to a layer.
#[derive(Debug)]
pub struct Outside {
    /// The layer that this program last knew to be on disk.
    pub before: Layer,
    pub after: Layer,
    /// Whether somebody is there to say what becomes of what both changed.
    pub asks: bool,
    /// With the labels that only these layers know.
    pub schema: Schema,
}

/// What was done with the mouse, at a cell counted from the top left, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub kind: MouseKind,
    pub column: u16,
    pub row: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    Press,
    Drag,
    WheelUp,
    WheelDown,
}

impl Editor {
    /// Takes in one thing that happened, and tells what is to be done outside.
    /// Before the next drawing [`Editor::settle`] must be called.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Paste(pasted) => return self.paste(&pasted),
            Event::Mouse(mouse) => return self.mouse(mouse),
            Event::Resize(size) => self.view.resize(size),
            Event::Loaded(loaded) => self.loaded(*loaded),
            Event::Saved { steps, told } => {
                self.history.saved_at(steps);
                self.gone = false;
                if !self.own().says_nothing() {
                    self.articles.has_layer_of(&self.layer.annotator);
                }
                self.articles.look_again();
                self.message = told.map(Message::Said).or(self.message.take());
            }
            Event::Refused(deed, bar) => self.revoke(&[deed], bar),
            Event::NotTakenUp(up, bar) => {
                self.revoke(&up.taken, bar);
                self.offered = up.offered;
            }
            Event::NotGivenUp(offered, bar) => {
                self.revoke(&[], bar);
                self.offered = offered;
            }
            Event::TakeUp => return self.resume(),
            Event::Unbarred => {
                self.barred = None;
                self.offer();
            }
            Event::Gone(gone) => self.gone = gone,
            Event::Unkept(unkept) => self.unkept = unkept,
            Event::Folder(name) => {
                let author = self.choices.task.author().cloned();
                let whose = author.as_ref().unwrap_or(&self.layer.annotator).clone();
                self.articles = Articles::of(name, whose);
                let compared = self.choices.task.compared().and_then(|compared| compared.layers.first());
                if let Some(annotator) = author.or(compared.cloned()) {
                    self.articles.filter_by(Filter { annotator: Some(annotator), ..Filter::default() });
                }
                self.results = super::Results::default();
            }
            Event::Present(present) => self.articles.open(present),
            Event::Named(paths) => self.articles.name_some(paths),
            Event::Assigned(articles) => self.articles.assign(articles),
            Event::Listed(all) => {
                self.articles.list(all);
                self.complete_anew();
            }
            Event::Stood(standings) => self.articles.stand(standings),
            Event::Found(hits, progress) => self.results.take(hits, progress),
            Event::Unknown(unknown) => self.results.doubt(&unknown),
            Event::Arrived(destination) => self.arrive(&destination),
            Event::NotLeft(effect) => self.enter(Mode::Menu(Menu::new(MenuKind::Unsaved(effect)))),
            Event::Better(told) => _ = self.message.take_if(|message| *message == Message::Failed(told)),
            Event::Outside(outside) => return self.outside(*outside),
            Event::Others(others, schema) => self.others(*others, schema),
            Event::Return(was) => self.return_to(&was),
            Event::Failed(why) => self.message = Some(Message::Failed(why)),
            Event::Said(what) => self.message = Some(Message::Said(what)),
        }
        Vec::new()
    }

    /// Takes in what others did meanwhile.
    fn others(&mut self, others: Others, schema: Schema) {
        self.schema = schema;
        let is_news =
            others.theirs.is_some() || !others.compared.is_empty() || others.opinions != self.opinions;
        self.take_in(others);
        if is_news && matches!(self.message, None | Some(Message::Said(_))) {
            self.message = greeting(self).map(Message::Said).or(self.message.take());
        }
    }

    /// Goes on with what stands in the layers of others, in the place of what was shown.
    fn take_in(&mut self, others: Others) {
        self.opinions = others.opinions;
        self.taken_in += 1;
        let theirs = others.theirs.map(|theirs| theirs.succeeding(self.layer()));
        self.review(theirs);
        self.compare(others.compared);
    }

    /// What could be typed may be something else by now.
    fn complete_anew(&mut self) {
        if let Mode::Prompt(prompt) = &self.mode {
            let completions = (prompt.purpose.complete)(self, &prompt.typed);
            if let Mode::Prompt(prompt) = &mut self.mode {
                prompt.completions = completions;
            }
        }
    }

    /// Brings the cursor onto the screen, and works out what is shown of it.
    pub fn settle(&mut self) {
        self.view.settle(&self.article.text, self.selection.cursor);
        self.settle_front();
        self.find_units();
    }

    fn loaded(&mut self, loaded: Loaded) {
        if let Some(text) = loaded.text {
            let goes_on = text.as_str().starts_with(self.article.text.as_str());
            self.article.text = text;
            if !goes_on {
                self.selection = Selection::at(resting_place(&self.article.text, Pos::START));
                (self.mode, self.pointing) = (Mode::Normal, None);
                self.view.begin_anew();
            }
            self.search = None;
            self.natural = Natural::default();
            self.view.renew();
        }
        self.article.partial = false;
        self.layer = loaded.layer.succeeding(&self.layer);
        self.schema = loaded.schema;
        self.take_in(loaded.others);
        self.history = loaded.past.saved;
        self.proposals = loaded.proposals;
        self.gone = false;
        self.barred = loaded.barred;
        self.offered = Offered { deeds: loaded.past.unsaved, gone: loaded.gone };
        self.offer();
        self.greet();
    }
}
