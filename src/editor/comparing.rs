//! Comparing layers: what is shown of them over the one that is made, what is still to be
//! decided, and how what is edited becomes a decision.

use super::figures::{Figure, figures};
use super::{Compared, Editor, Tab};
use crate::model::{Annotation, AnnotationId, Choice, Decision, Layer, Name, Schema, Step};
use crate::review::{Adjudication, Case, Kind, Shown, Standing, is_settled, names};
use crate::text::{Span, Text};
use std::cell::OnceCell;

/// Layers that are compared, and what is looked at.
#[derive(Debug)]
pub struct Comparing {
    adjudication: Adjudication,
    /// What the annotators are called, layer by layer.
    names: Vec<String>,
    shown: Shown,
    figures: OnceCell<Vec<Figure>>,
    filter: CaseFilter,
    /// Greater after each change of what is shown or how.
    version: u64,
}

/// Which cases the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    pub kind: Option<Kind>,
    /// Only those in which this layer is not as most others are.
    pub layer: Option<usize>,
    /// What is the same in all layers is shown as well.
    pub agreed: bool,
}

/// How something that stands for a case is told to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseSign {
    /// It was decided, and has changed since.
    Changed,
    /// All layers have it, and it is not taken over.
    Agreed,
    Differs,
    /// It was decided, and is there.
    Taken,
    /// It was decided, and nothing came of it.
    Left,
}

impl CaseSign {
    pub fn sign(self) -> &'static str {
        match self {
            CaseSign::Changed => "!",
            CaseSign::Agreed => "=",
            CaseSign::Differs => "≠",
            CaseSign::Taken => "✓",
            CaseSign::Left => "✗",
        }
    }
}

/// What a layer has in a case.
#[derive(Clone, Debug)]
pub struct CaseSide<'a> {
    pub annotation: &'a Annotation,
    /// In words, its label and that in which the layers differ.
    pub said: Vec<String>,
}

impl Comparing {
    fn new(
        (text, schema): (&Text, &Schema),
        layers: Vec<Layer>,
        gold: &Layer,
        compared: &Compared,
    ) -> Comparing {
        let names = names(&layers, compared.blind);
        let adjudication = Adjudication::of(text, layers, schema);
        let shown = adjudication.shown(gold, schema);
        let (figures, filter) = (OnceCell::new(), CaseFilter::default());
        Comparing { adjudication, names, shown, figures, filter, version: 0 }
    }

    /// What came of the cases that are decided, and what the first layer has of the others.
    pub fn shown(&self) -> &Layer {
        &self.shown.layer
    }

    pub(super) fn version(&self) -> u64 {
        self.version
    }

    pub fn adjudication(&self) -> &Adjudication {
        &self.adjudication
    }

    /// What the annotators are called here, layer by layer.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn filter(&self) -> CaseFilter {
        self.filter
    }

    pub fn case(&self, case: usize) -> &Case {
        &self.adjudication.cases()[case]
    }

    pub fn standing(&self, case: usize) -> Standing {
        self.shown.standings[case]
    }

    /// The case that something shown is of; nothing, if it was marked apart from all layers.
    pub fn case_of(&self, id: &AnnotationId) -> Option<usize> {
        self.shown.cases.get(id).copied()
    }

    /// What stands for a case.
    pub fn id_of(&self, case: usize) -> &AnnotationId {
        &self.shown.ids[case]
    }

    /// The differences, and how many of them are decided.
    pub fn progress(&self) -> (usize, usize) {
        self.adjudication.progress(&self.shown.standings)
    }

    /// Cases that are the same in all layers and not taken over.
    pub fn agreed(&self) -> usize {
        let agreed = (0..self.shown.standings.len()).filter(|case| self.case(*case).is_agreed());
        agreed.filter(|case| self.shown.standings[*case] != Standing::Decided).count()
    }

    /// Differences that were decided and have changed since.
    pub(super) fn changed(&self) -> usize {
        self.differences().filter(|case| self.shown.standings[*case] == Standing::Changed).count()
    }

    /// Whether everything is decided.
    fn is_settled(&self) -> bool {
        is_settled(&self.shown.standings)
    }

    pub(super) fn differences(&self) -> impl Iterator<Item = usize> {
        (0..self.shown.standings.len()).filter(|case| !self.case(*case).is_agreed())
    }

    /// How many differences fit.
    pub(super) fn count(&self, filter: CaseFilter) -> usize {
        self.differences().filter(|case| self.shows(*case, filter)).count()
    }

    /// What is shown of the cases, in words; nothing, if all differences are.
    pub fn filtered(&self) -> Option<String> {
        let kind = self.filter.kind.map(|kind| kind.name().to_owned());
        let layer = self.filter.layer.and_then(|layer| self.names.get(layer));
        let layer = layer.map(|name| format!("of {name}"));
        let agreed = self.filter.agreed.then(|| "with agreed".to_owned());
        let all: Vec<String> = kind.into_iter().chain(layer).chain(agreed).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// Whether an edit of what came of a case decides it otherwise than it is: not if it is one's
    /// own already, or if several came of it, which are edited one by one.
    pub(super) fn is_other(&self, gold: &Layer, case: usize) -> bool {
        let last = self.adjudication.decisions(gold, case).first().map(|decision| &decision.choice);
        let is_own =
            last == Some(&Choice::Own) && self.adjudication.standing(gold, case) == Standing::Decided;
        !is_own && self.adjudication.taken(gold, case).len() < 2
    }

    /// The layer that is asked for, among others: the same annotator's.
    fn same_layer(&self, others: &Comparing) -> Option<usize> {
        let annotator = &self.adjudication.layers().get(self.filter.layer?)?.annotator;
        others.adjudication.place(annotator)
    }

    /// Whether a case is one of those.
    pub(super) fn shows(&self, case: usize, filter: CaseFilter) -> bool {
        let CaseFilter { kind, layer, agreed } = filter;
        let of = self.case(case);
        (agreed || !of.is_agreed() || self.shown.standings[case] == Standing::Changed)
            && kind.is_none_or(|kind| of.kinds.contains(&kind))
            && layer.is_none_or(|layer| of.odd.contains(&layer))
    }

    /// What annotations of a case link to, in all layers.
    fn targets(&self, of: &Case, link: &Name) -> impl Iterator<Item = &Annotation> {
        of.members.iter().flat_map(move |member| {
            let layer = &self.adjudication.layers()[member.layer];
            let ids = self.adjudication.annotation(*member).linked(link);
            ids.iter().filter_map(|id| layer.get(id))
        })
    }

    /// The case that something marked by hand is meant for: of its label, not decided, and on
    /// some of its words.
    pub(super) fn meant_case(&self, new: &Annotation) -> Option<usize> {
        let layers = self.adjudication.layers().iter();
        let mut near = layers.flat_map(|layer| {
            let near = layer.overlapping(new.spans.hull()).filter(|one| one.label == new.label);
            near.filter_map(|one| self.adjudication.case_of(layer, one))
        });
        let is_open =
            |case: &usize| self.shown.standings[*case] == Standing::Open && !self.case(*case).is_agreed();
        near.find(is_open)
    }

    /// How far the layers agree, and which differences are behind that.
    pub fn figures(&self, text: &Text, schema: &Schema) -> &[Figure] {
        self.figures.get_or_init(|| figures(self, text, schema))
    }
}

impl Editor {
    /// The layers that are compared, if some are.
    pub fn comparing(&self) -> Option<&Comparing> {
        self.comparing.as_ref()
    }

    /// Compares layers from now on; of fewer than two, nothing.
    pub(super) fn compare(&mut self, layers: Vec<Layer>) {
        let before = self.comparing.take();
        // What was drawn before is not taken for this.
        self.taken_in += before.as_ref().map_or(0, |before| before.version + 1);
        self.view.widen_inspector(0);
        let Some(compared) = self.choices.task.compared().filter(|_| layers.len() > 1) else { return };
        let mut comparing = Comparing::new((&self.article.text, &self.schema), layers, &self.layer, compared);
        if let Some(before) = before {
            comparing.filter = CaseFilter { layer: before.same_layer(&comparing), ..before.filter };
        }
        // A title, the layers, and what came of them.
        self.view.widen_inspector(comparing.names.len() + 2);
        self.comparing = Some(comparing);
    }

    /// Reads off what is shown, after one's own layer was changed.
    pub(super) fn compare_anew(&mut self) {
        if let Some(comparing) = &mut self.comparing {
            comparing.shown = comparing.adjudication.shown(&self.layer, &self.schema);
            comparing.version += 1;
        }
    }

    pub(super) fn filter_cases(&mut self, filter: CaseFilter) {
        if let Some(comparing) = &mut self.comparing {
            comparing.filter = filter;
            comparing.version += 1;
        }
    }

    /// Whether the list shows an annotation.
    pub(super) fn lists(&self, annotation: &Annotation) -> bool {
        self.view.tab.shows(annotation) && self.lists_under(annotation)
    }

    /// Whether it does under the tab that is the annotation's.
    fn lists_under(&self, annotation: &Annotation) -> bool {
        self.comparing.as_ref().is_none_or(|comparing| {
            comparing.case_of(&annotation.id).is_none_or(|case| comparing.shows(case, comparing.filter))
        })
    }

    /// How many annotations a tab has.
    pub fn count_under(&self, tab: Tab) -> usize {
        match (self.comparing.as_ref(), tab) {
            (None, Tab::All) => self.layer().annotations().len(),
            (None, Tab::Label(label)) => self.layer().count(label),
            (Some(_), _) => {
                let all = self.layer().annotations().iter();
                all.filter(|annotation| tab.shows(annotation) && self.lists_under(annotation)).count()
            }
        }
    }

    /// The case that commands are about.
    pub fn case_here(&self) -> Option<usize> {
        self.comparing.as_ref()?.case_of(&self.focus()?.id)
    }

    /// What was decided about a case last.
    pub fn decision_on(&self, case: usize) -> Option<&Decision> {
        self.decisions_on(case).first().copied()
    }

    /// All that was decided about what is one case now, the last one first.
    pub fn decisions_on(&self, case: usize) -> Vec<&Decision> {
        let comparing = self.comparing.as_ref();
        comparing.map(|comparing| comparing.adjudication.decisions(&self.layer, case)).unwrap_or_default()
    }

    /// The case that the last step decided, if it decided one.
    pub(super) fn decided_last(&self) -> Option<usize> {
        Some(self.decided_by(self.history().done().last()?)?.0)
    }

    /// The case that a step decided, and how, if it decided one.
    pub(super) fn decided_by<'s>(&self, step: &'s Step) -> Option<(usize, &'s Decision)> {
        let comparing = self.comparing.as_ref()?;
        let mut decisions = step.edits.iter().filter_map(|edit| edit.decision()?.after.as_ref());
        let decision = decisions.next().filter(|_| decisions.next().is_none())?;
        let case = decision.votes.keys().find_map(|vote| comparing.adjudication.case_with(vote))?;
        Some((case, decision))
    }

    /// What stands for the difference that is to be decided next, but one: behind the annotation
    /// in focus, or the cursor; what has changed since it was decided comes first.
    pub(super) fn next_undecided(&self, but: Option<usize>) -> Option<AnnotationId> {
        let comparing = self.comparing.as_ref()?;
        let all = comparing.shown.layer.annotations();
        let focus = self.gone_to().and_then(|focus| comparing.shown.layer.index_of(&focus.id));
        let from = focus
            .map_or_else(|| comparing.shown.layer.first_behind(self.selection.cursor), |i| i + 1)
            .min(all.len());
        let (before, behind) = all.split_at(from);
        let open = |annotation: &&Annotation| {
            let case = comparing.case_of(&annotation.id).filter(|case| Some(*case) != but)?;
            let is_open = match comparing.standing(case) {
                Standing::Changed => true,
                Standing::Open => !comparing.case(case).is_agreed(),
                Standing::Decided => false,
            };
            Some(comparing.standing(case)).filter(|_| is_open && self.lists(annotation))
        };
        let onwards = || behind.iter().chain(before);
        let changed = onwards().find(|one| open(one) == Some(Standing::Changed));
        changed.or_else(|| onwards().find(|one| open(one).is_some())).map(|one| one.id.clone())
    }

    /// Whether the layer that is made can be said to be done.
    pub(super) fn is_undecided(&self) -> bool {
        self.comparing.as_ref().is_some_and(|comparing| !comparing.is_settled())
    }

    /// Whether it is to be said what an annotation is: it is in conflict, or the layers differ
    /// in it.
    pub fn is_unsettled(&self, id: &AnnotationId) -> bool {
        let differs = |comparing: &Comparing| {
            comparing.case_of(id).is_some_and(|case| {
                !comparing.case(case).is_agreed() && comparing.standing(case) != Standing::Decided
            })
        };
        self.layer.conflict(id).is_some() || self.comparing.as_ref().is_some_and(differs)
    }

    /// The words of all layers that the case here is about.
    pub fn disputed(&self) -> Vec<Span> {
        let of = self.comparing.as_ref().zip(self.case_here());
        let members = of.into_iter().flat_map(|(comparing, case)| {
            let members = comparing.case(case).members.iter();
            members.flat_map(|member| comparing.adjudication.annotation(*member).spans.iter())
        });
        members.collect()
    }

    /// Which one of those in its paragraph some words are, from 1.
    fn occurrence(&self, span: Span) -> usize {
        let text = self.text();
        let Some(paragraph) = text.paragraph_at(span.start()) else { return 1 };
        let is_one = |word: &Span| {
            let behind = Span::new(word.start(), paragraph.end());
            let rest = behind.and_then(|behind| text.slice(behind).strip_prefix(text.slice(span)));
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let words = text.words_in(paragraph).take_while(|word| word.start() <= span.start());
        words.filter(is_one).count().max(1)
    }

    /// How the case stands that an annotation stands for, if it does for one.
    pub fn case_sign(&self, id: &AnnotationId) -> Option<CaseSign> {
        let comparing = self.comparing.as_ref()?;
        let case = comparing.case_of(id)?;
        Some(match comparing.standing(case) {
            Standing::Changed => CaseSign::Changed,
            Standing::Open if comparing.case(case).is_agreed() => CaseSign::Agreed,
            Standing::Open => CaseSign::Differs,
            Standing::Decided if self.layer.get(id).is_some() => CaseSign::Taken,
            Standing::Decided => CaseSign::Left,
        })
    }

    /// Whether it is not to be told who annotated what.
    pub fn is_blind(&self) -> bool {
        self.choices.task.compared().is_some_and(|compared| compared.blind)
    }

    /// What a case is called in the list: its kinds.
    pub fn kinds_of(&self, id: &AnnotationId) -> Option<String> {
        let comparing = self.comparing.as_ref()?;
        Some(comparing.case(comparing.case_of(id)?).kind_names().join(" "))
    }

    /// What each has in a case, layer by layer.
    pub fn sides(&self, case: usize) -> Vec<Vec<CaseSide<'_>>> {
        let Some(comparing) = self.comparing.as_ref() else { return Vec::new() };
        let of = comparing.case(case);
        let layers = comparing.adjudication.layers().iter().enumerate().map(|(i, layer)| {
            let members = of.of(i).map(|member| comparing.adjudication.annotation(member));
            members.map(|annotation| self.side(layer, annotation, of)).collect()
        });
        layers.collect()
    }

    /// What came of a case.
    pub fn made_of(&self, case: usize) -> Vec<CaseSide<'_>> {
        let Some(comparing) = self.comparing.as_ref() else { return Vec::new() };
        let made = comparing.adjudication.made(&self.layer, case);
        made.map(|one| self.side(&self.layer, one, comparing.case(case))).collect()
    }

    fn side<'a>(&self, source: &Layer, annotation: &'a Annotation, of: &Case) -> CaseSide<'a> {
        let label = self.schema.label(annotation.label);
        let attributes = label.attributes.iter().filter(|attribute| of.fields.contains(&attribute.name));
        let attributes = attributes.map(|attribute| {
            let value = annotation.attribute(&attribute.name);
            let value = value.map_or("–", |value| attribute.told(value, source.cast()));
            format!("{} {value}", attribute.name)
        });
        let links = label.links.iter().filter(|link| of.fields.contains(&link.name)).map(|link| {
            let targets = annotation.linked(&link.name).iter().filter_map(|id| source.get(id));
            let words = targets.map(|target| self.target(target, of, &link.name));
            let words = words.collect::<Vec<_>>().join(", ");
            format!("{} → {}", link.name, if words.is_empty() { "–" } else { &words })
        });
        let parts = [label.name.to_string()].into_iter().chain(attributes).chain(links);
        CaseSide { annotation, said: parts.collect() }
    }

    /// The words of what is linked to; where a layer links to the same words elsewhere, with their
    /// paragraph, and, if that is the same, which of them in it are meant.
    fn target(&self, target: &Annotation, of: &Case, link: &Name) -> String {
        let words = super::words(self, target);
        let start = target.spans.hull().start();
        let rivals = self.comparing.iter().flat_map(|comparing| comparing.targets(of, link));
        let elsewhere =
            rivals.filter(|rival| rival.spans != target.spans && super::words(self, rival) == words);
        let paragraph = |pos| self.text().paragraph_number(pos);
        let is_near = |rival: &Annotation| paragraph(rival.spans.hull().start()) == paragraph(start);
        match elsewhere.map(is_near).max() {
            None => words,
            Some(false) => format!("{words} (¶{})", paragraph(start)),
            Some(true) => {
                format!("{words} (¶{} #{})", paragraph(start), self.occurrence(target.spans.first()))
            }
        }
    }
}
