//! A few things to choose from, each by a key.

use super::articles::{Articles, Filter};
use super::change::{Effect, Kept, TakeUp};
use super::comparing::CaseFilter;
use super::conflict::{self, Settling};
use super::figures::Figure;
use super::keeping::Offered;
use super::reviewing::Opinion;
use super::trail::difference;
use super::verdicts::{not_right, told};
use super::{Editor, Message, Tab};
use crate::model::{
    AnnotationId, Annotator, Deed, Edit, LabelId, Name, Person, PersonId, REASONS, ReviewOf, State, Values,
    Verdict,
};
use crate::text::shown;

/// What is to be chosen. Apart from leaving it is about the annotation in focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    pub kind: MenuKind,
    /// Which item Enter takes.
    pub chosen: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuKind {
    Attributes,
    Values(Name),
    Labels,
    /// What is said of a person of the cast.
    Person(PersonId),
    /// The states of articles, to show only those in one.
    States,
    /// Who has layers, to show only the articles with one's.
    Annotators,
    /// What can be wrong with an annotation of another.
    Reasons,
    /// What becomes of an article that was gone through.
    Whole,
    /// What others propose for the annotation.
    Opinions,
    /// How far layers agree, and which differences there are.
    Figures,
    /// Something is unsaved, and what is to be done would lose it.
    Unsaved(Effect),
    /// Something was not saved when the program was stopped, or the layer's file is gone.
    Stopped,
    /// Another program made these edits to what was changed here too.
    Clash(Vec<Edit>),
    /// Two sides left this annotation in different states.
    Conflict(AnnotationId),
    /// It made them to what was changed before the program was stopped.
    StoppedClash(Vec<Edit>),
}

/// A line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    pub key: char,
    pub text: String,
    /// What is in force now, if it is this or belongs to this.
    pub now: String,
    pub pick: Pick,
}

/// What choosing a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    Attribute(Name),
    Value(Name, Option<Name>),
    /// A person for whom the cast has no entry yet.
    NewPerson(Name),
    Label(LabelId),
    Person(PersonId, PersonPart),
    /// Takes a person out of the cast.
    Dismiss(PersonId),
    /// Shows what fits.
    Filter(Filter),
    /// The annotation of another is wrong, for that reason.
    Reason(&'static str),
    /// It is wrong for a reason that is asked for.
    OtherReason,
    /// The layer of another is accepted or sent back; or neither.
    Whole(Option<Verdict>),
    TakeOver(Box<Opinion>),
    /// Shows the cases that fit.
    Cases(CaseFilter, Tab),
    SaveAnd(Effect),
    /// Leaves what is not saved in the journal.
    Leave(Effect),
    Discard(Effect),
    TakeUp(TakeUp),
    GiveUp,
    /// Of what was changed here and by another program, what was done here.
    KeepOwn(Vec<Edit>),
    /// What the other program did.
    TakeTheirs(Vec<Edit>),
    /// What becomes of an annotation in conflict.
    Settle(AnnotationId, Settling),
}

/// Something that is said of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonPart {
    Name,
    Role,
    Aliases,
}

impl PersonPart {
    /// What is said, on one line.
    pub fn of(self, person: &Person) -> String {
        match self {
            PersonPart::Name => person.name.clone(),
            PersonPart::Role => person.role.clone(),
            PersonPart::Aliases => person.aliases.join("; "),
        }
    }
}

impl Menu {
    pub fn new(kind: MenuKind) -> Menu {
        Menu { kind, chosen: 0 }
    }

    pub fn title(&self, editor: &Editor) -> String {
        match &self.kind {
            MenuKind::Attributes => "attributes".to_owned(),
            MenuKind::Values(name) => name.to_string(),
            MenuKind::Labels => "label".to_owned(),
            MenuKind::Person(id) => {
                editor.layer().cast().get(id).map_or_else(String::new, |person| person.name.clone())
            }
            MenuKind::States => "show articles that are".to_owned(),
            MenuKind::Annotators => "show articles with a layer by".to_owned(),
            MenuKind::Reasons => "what is wrong".to_owned(),
            MenuKind::Whole => "the article as a whole".to_owned(),
            MenuKind::Opinions => "do as is proposed".to_owned(),
            MenuKind::Figures => "show differences".to_owned(),
            MenuKind::Unsaved(_) => format!("{} is not saved", editor.article().shown_name()),
            MenuKind::Stopped => left(editor.offered()),
            MenuKind::Conflict(id) => conflict::title(editor, id),
            MenuKind::Clash(theirs) | MenuKind::StoppedClash(theirs) => {
                format!("{} changed here and by another program", were(theirs.len(), "annotation"))
            }
        }
    }

    pub fn items(&self, editor: &Editor) -> Vec<MenuItem> {
        let lines = match &self.kind {
            MenuKind::Attributes => attributes(editor),
            MenuKind::Values(name) => values(editor, name),
            MenuKind::Labels => labels(editor),
            MenuKind::Person(id) => person(editor, id),
            MenuKind::States => states(editor.articles()),
            MenuKind::Annotators => annotators(editor),
            MenuKind::Reasons => reasons(),
            MenuKind::Whole => whole(editor),
            MenuKind::Opinions => opinions(editor),
            MenuKind::Figures => figures(editor),
            MenuKind::Unsaved(effect) => unsaved(editor, effect),
            MenuKind::Stopped => stopped(editor.offered()),
            MenuKind::Conflict(id) => conflict::lines(editor, id),
            MenuKind::Clash(theirs) => {
                sides(editor, theirs, Pick::KeepOwn(theirs.clone()), Pick::TakeTheirs(theirs.clone()))
            }
            MenuKind::StoppedClash(theirs) => sides(
                editor,
                theirs,
                Pick::TakeUp(TakeUp::With(Kept::Mine)),
                Pick::TakeUp(TakeUp::With(Kept::Theirs)),
            ),
        };
        let own = |pick: &Pick| match pick {
            Pick::Label(id) => editor.schema().label(*id).key,
            Pick::Cases(CaseFilter { kind: None, layer: None, .. }, Tab::Label(id)) => {
                editor.schema().label(*id).key
            }
            // It is asked when nobody expects it: no key that is often pressed first.
            Pick::GiveUp => Some('x'),
            _ => None,
        };
        let mut taken: Vec<char> = lines.iter().filter_map(|(_, _, pick)| own(pick)).collect();
        let item = |(text, now, pick): Line| {
            let key = own(&pick).unwrap_or_else(|| free_key(&text, &taken));
            taken.push(key);
            MenuItem { key, text, now, pick }
        };
        lines.into_iter().map(item).collect()
    }
}

/// What is to be read, what is in force now, and what is meant by choosing it.
pub(super) type Line = (String, String, Pick);

fn were(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing} was") } else { format!("{count} {thing}s were") }
}

/// What to do about changes that are not saved, when their layer is to be left.
fn unsaved(editor: &Editor, effect: &Effect) -> Vec<Line> {
    let why = match editor.message() {
        Some(Message::Failed(why)) => why.as_str(),
        _ => "",
    };
    let mut lines = vec![("save first", why, Pick::SaveAnd(effect.clone()))];
    if editor.is_kept() {
        lines.push(("leave them for the next time", "", Pick::Leave(effect.clone())));
    }
    lines.push(("discard the changes", "", Pick::Discard(effect.clone())));
    lines.into_iter().map(|(text, now, pick)| (text.to_owned(), now.to_owned(), pick)).collect()
}

/// What was left, in words.
fn left(offered: &Offered) -> String {
    let unsaved = were(offered.unsaved(), "change");
    match offered.gone {
        None => format!("{unsaved} not saved when whosaid was stopped"),
        Some(count) => {
            let s = if count == 1 { "" } else { "s" };
            let gone = format!("the layer is gone; {count} annotation{s} of it can be brought back");
            if offered.unsaved() > 0 { format!("{gone}, and {unsaved} not saved") } else { gone }
        }
    }
}

/// What to do about what was left.
fn stopped(offered: &Offered) -> Vec<Line> {
    let last = offered.deeds.iter().rev().find_map(|deed| match deed {
        Deed::Did(step) => Some(step.made.as_str().replace(['T', 'Z'], " ")),
        _ => None,
    });
    let last = last.map_or_else(String::new, |when| format!("the last one {when}UTC"));
    let lines = match (offered.gone, offered.unsaved()) {
        (None, _) => {
            vec![("take up", last, Pick::TakeUp(TakeUp::All)), ("give up", String::new(), Pick::GiveUp)]
        }
        (Some(_), 0) => vec![
            ("bring back", String::new(), Pick::TakeUp(TakeUp::All)),
            ("give up", String::new(), Pick::GiveUp),
        ],
        (Some(_), _) => vec![
            ("bring back, with what was not saved", last, Pick::TakeUp(TakeUp::All)),
            ("without it", String::new(), Pick::TakeUp(TakeUp::Layer)),
            ("give up both", String::new(), Pick::GiveUp),
        ],
    };
    lines.into_iter().map(|(text, now, pick)| (text.to_owned(), now, pick)).collect()
}

/// What to do about edits of another program to what was changed here too.
fn sides(editor: &Editor, theirs: &[Edit], keep: Pick, take: Pick) -> Vec<Line> {
    let told = theirs.iter().filter_map(|edit| difference(editor, edit)).collect::<Vec<_>>();
    vec![("keep mine".to_owned(), String::new(), keep), ("take theirs".to_owned(), told.join("; "), take)]
}

fn attributes(editor: &Editor) -> Vec<Line> {
    let Some(annotation) = editor.focus() else { return Vec::new() };
    let label = editor.schema().label(annotation.label);
    let line = |name: &Name| {
        let now = annotation.attribute(name).map_or_else(String::new, Name::to_string);
        (name.to_string(), now, Pick::Attribute(name.clone()))
    };
    label.attributes.iter().map(|attribute| line(&attribute.name)).collect()
}

fn values(editor: &Editor, name: &Name) -> Vec<Line> {
    let Some(annotation) = editor.focus() else { return Vec::new() };
    let now = annotation.attribute(name);
    let mark = |value: &Name| if now == Some(value) { "now".to_owned() } else { String::new() };
    let attribute = editor.schema().label(annotation.label).attribute(name);
    let mut lines: Vec<Line> = match attribute.map(|attribute| &attribute.values) {
        Some(Values::OneOf(values)) => {
            let line = |value: &Name| {
                (value.to_string(), mark(value), Pick::Value(name.clone(), Some(value.clone())))
            };
            values.iter().map(line).collect()
        }
        Some(Values::Person) => {
            let cast = editor.layer().cast().iter();
            let persons =
                cast.map(|(id, p)| (p.name.clone(), mark(id), Pick::Value(name.clone(), Some(id.clone()))));
            persons
                .chain([("new person…".to_owned(), String::new(), Pick::NewPerson(name.clone()))])
                .collect()
        }
        None => Vec::new(),
    };
    if now.is_some() {
        lines.push(("– (none)".to_owned(), String::new(), Pick::Value(name.clone(), None)));
    }
    lines
}

fn labels(editor: &Editor) -> Vec<Line> {
    let now = editor.focus().map(|annotation| annotation.label);
    let mark = |id| if now == Some(id) { "now".to_owned() } else { String::new() };
    editor.schema().labels().map(|(id, label)| (label.name.to_string(), mark(id), Pick::Label(id))).collect()
}

fn person(editor: &Editor, id: &PersonId) -> Vec<Line> {
    let Some(person) = editor.layer().cast().get(id) else { return Vec::new() };
    let part =
        |text: &str, part: PersonPart| (text.to_owned(), part.of(person), Pick::Person(id.clone(), part));
    let mentions = super::picker::mentions(editor, id);
    vec![
        part("name", PersonPart::Name),
        part("role", PersonPart::Role),
        part("also called", PersonPart::Aliases),
        ("take out of the cast".to_owned(), mentions, Pick::Dismiss(id.clone())),
    ]
}

fn states(articles: &Articles) -> Vec<Line> {
    let line = |state: Option<State>| {
        let now = if articles.filter().state == state { ", shown now" } else { "" };
        let count = state.map_or(articles.entries().len(), |state| articles.count(state));
        let pick = Pick::Filter(Filter { state, ..articles.filter().clone() });
        (state.map_or("– (all)", State::name).to_owned(), format!("{count}{now}"), pick)
    };
    [None].into_iter().chain(State::ALL.map(Some)).map(line).collect()
}

/// Everybody who has layers; nobody, where who annotated what is not told.
fn annotators(editor: &Editor) -> Vec<Line> {
    let articles = editor.articles();
    let line = |(annotator, count): (Option<&Annotator>, usize)| {
        let now = if articles.filter().annotator.as_ref() == annotator { ", shown now" } else { "" };
        let filter = Filter { annotator: annotator.cloned(), ..articles.filter().clone() };
        let name = annotator.map_or("– (all)".to_owned(), Annotator::to_string);
        (name, format!("{count}{now}"), Pick::Filter(filter))
    };
    let all = (None, articles.entries().len());
    [all]
        .into_iter()
        .chain(articles.annotators().filter(|_| !editor.is_blind()).map(|(name, count)| (Some(name), count)))
        .map(line)
        .collect()
}

fn reasons() -> Vec<Line> {
    let reasons = REASONS.iter().map(|reason| ((*reason).to_owned(), String::new(), Pick::Reason(reason)));
    reasons.chain([("other…".to_owned(), String::new(), Pick::OtherReason)]).collect()
}

fn whole(editor: &Editor) -> Vec<Line> {
    let Some(reviewing) = editor.reviewing() else { return Vec::new() };
    let now = editor.own().review(&ReviewOf::whole(reviewing.author()));
    let line = |text: &str, verdict, but: String| {
        let is_so = now.is_some_and(|now| Some(now.verdict) == verdict).then(|| "now".to_owned());
        let told: Vec<String> = is_so.into_iter().chain(Some(but).filter(|but| !but.is_empty())).collect();
        (text.to_owned(), told.join(", "), Pick::Whole(verdict))
    };
    let but = not_right(editor).map_or_else(String::new, |not_right| format!("though {not_right}"));
    let lines =
        [line("accept", Some(Verdict::Accept), but), line("send back", Some(Verdict::Reject), String::new())];
    lines.into_iter().chain(now.map(|_| line("take that back", None, String::new()))).collect()
}

fn opinions(editor: &Editor) -> Vec<Line> {
    let line = |opinion: &Opinion| {
        (opinion.by.to_string(), told(editor, &opinion.review), Pick::TakeOver(Box::new(opinion.clone())))
    };
    editor.waiting_here().into_iter().map(line).collect()
}

/// How far the layers agree, and which differences there are.
fn figures(editor: &Editor) -> Vec<Line> {
    let Some(comparing) = editor.comparing() else { return Vec::new() };
    let agreed = comparing.filter().agreed;
    let line = |figure: &Figure| {
        let tab = figure.label.map_or(Tab::All, Tab::Label);
        let filter = CaseFilter { agreed, ..figure.filter };
        (figure.name.clone(), figure.told.clone(), Pick::Cases(filter, tab))
    };
    comparing.figures(editor.text(), editor.schema()).iter().map(line).collect()
}

/// A key for a line: a letter of its text that is not taken, and can be seen as it is.
fn free_key(text: &str, taken: &[char]) -> char {
    let is_seen = |c: &char| !shown(c.encode_utf8(&mut [0; 4]), 0).stand_in;
    let letters = text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || *c == '–');
    let letters = letters.filter(is_seen);
    let mut keys = letters.chain('0'..='9').chain('a'..='z').map(|c| if c == '–' { '-' } else { c });
    keys.find(|key| !taken.contains(key)).unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_letter_that_can_be_seen() {
        assert_eq!(free_key("\u{3164}\u{345}quote", &[]), 'q');
        assert_eq!(free_key("\u{3164}", &['0']), '1');
        assert_eq!(free_key("漢字", &['漢']), '字');
    }
}
