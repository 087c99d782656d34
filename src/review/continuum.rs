//! A text as a line of units and gaps, as somebody has parted it.

use super::coincidences::Coincidences;
use super::side::{Marked, Side};
use super::{NOTHING, as_f64};
use crate::model::{LabelId, Name, Schema};
use foldhash::HashMap;
use std::collections::BTreeMap;

/// The values of units and tokens in an article, by number: a label, or those that lie on the
/// same, by name and joined by `+`.
pub(super) struct Values<'s> {
    schema: &'s Schema,
    names: Vec<Name>,
    /// The labels of each, in the order of the schema.
    labels: Vec<Vec<LabelId>>,
    numbers: HashMap<Vec<LabelId>, usize>,
}

/// A stretch of the text (code points) with one value all over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    start: u32,
    end: u32,
    value: usize,
}

impl<'s> Values<'s> {
    /// What has no label.
    pub(super) const GAP: usize = 0;

    pub(super) fn new(schema: &'s Schema) -> Values<'s> {
        let numbers = [(Vec::new(), Values::GAP)].into_iter().collect();
        Values { schema, names: vec![Name::new(NOTHING)], labels: vec![Vec::new()], numbers }
    }

    pub(super) fn name(&self, value: usize) -> &Name {
        &self.names[value]
    }

    fn has(&self, value: usize, label: LabelId) -> bool {
        self.labels[value].contains(&label)
    }

    /// A value with one more label, which comes behind its own in the schema.
    pub(super) fn with(&mut self, value: usize, label: LabelId) -> usize {
        self.of([self.labels[value].as_slice(), &[label]].concat())
    }

    /// The value of labels, each told once and in the order of the schema.
    fn of(&mut self, labels: Vec<LabelId>) -> usize {
        if let Some(known) = self.numbers.get(&labels) {
            return *known;
        }
        let mut names: Vec<&str> = labels.iter().map(|id| self.schema.label(*id).name.as_str()).collect();
        names.sort_unstable();
        self.names.push(Name::new(&names.join("+")));
        self.labels.push(labels.clone());
        self.numbers.insert(labels, self.names.len() - 1);
        self.names.len() - 1
    }
}

/// The text of an article, parted by each of several layers: by their annotations of one label,
/// or by all.
pub(super) struct Continua<'s> {
    values: Values<'s>,
    sides: Vec<Vec<Segment>>,
}

impl<'s> Continua<'s> {
    /// A text of so many code points, parted by some layers.
    pub(super) fn of(len: u32, sides: &[Side], label: Option<LabelId>, schema: &'s Schema) -> Continua<'s> {
        let mut values = Values::new(schema);
        let is_meant = |(own, _): &&Marked| label.is_none_or(|label| label == *own);
        let parted = |side: &Side| segments(side.marks.iter().filter(is_meant), len, &mut values);
        let sides = sides.iter().map(parted).collect();
        Continua { values, sides }
    }

    /// How the units of some of the layers, told by their places, coincide.
    pub(super) fn coincidences(&self, sides: &[usize]) -> Coincidences {
        coincidences(&self.parted(sides), &self.values)
    }

    /// How they do where two of the layers have some, whatever the gaps are: all by their values,
    /// or as units of a label and others.
    pub(super) fn codings(&self, sides: &[usize], label: Option<LabelId>) -> Coincidences {
        codings(&self.parted(sides), &self.values, label)
    }

    fn parted(&self, sides: &[usize]) -> Vec<&[Segment]> {
        sides.iter().map(|side| self.sides[*side].as_slice()).collect()
    }
}

/// A text of so many code points, cut wherever an annotation begins or ends. What several lie
/// on is a unit of its own, whose value is the labels of all of them, each once: so units do
/// not overlap, as alpha for unitising needs it.
fn segments<'m>(marks: impl Iterator<Item = &'m Marked>, len: u32, values: &mut Values) -> Vec<Segment> {
    let ends = |(start, end), label| [(start, true, label), (end, false, label)];
    let ends = marks.flat_map(|(label, extent)| extent.parts().flat_map(move |part| ends(part, *label)));
    let mut cuts: Vec<(u32, bool, LabelId)> = ends.collect();
    cuts.sort_unstable();
    let mut segments = Vec::with_capacity(cuts.len() + 1);
    // How many annotations of each label are open. No part is empty, so each begins before it ends.
    let mut open: BTreeMap<LabelId, usize> = BTreeMap::new();
    let mut start = 0;
    for (at, begins, label) in cuts {
        if start < at {
            segments.push(Segment { start, end: at, value: values.of(open.keys().copied().collect()) });
            start = at;
        }
        let count = open.entry(label).or_default();
        if begins {
            *count += 1;
        } else if *count > 1 {
            *count -= 1;
        } else {
            open.remove(&label);
        }
    }
    if start < len {
        segments.push(Segment { start, end: len, value: Values::GAP });
    }
    segments
}

/// How the units of a text by several annotators coincide.
fn coincidences(sides: &[&[Segment]], values: &Values) -> Coincidences {
    let mut found = Coincidences::default();
    let others = as_f64(sides.len()) - 1.0;
    for ((one, other), much) in met(sides) {
        found.meet(values.name(one), values.name(other), f64::from(much) / others);
    }
    for segment in sides.iter().copied().flatten() {
        let length = f64::from(segment.end - segment.start);
        let itself = if segment.value == Values::GAP { length } else { length * length };
        found.is_itself(values.name(segment.value), itself);
    }
    found
}

/// How the units of a text by several annotators coincide where two have some, whatever the
/// gaps are: all by their values, or as units of a label and others.
fn codings(sides: &[&[Segment]], values: &Values, label: Option<LabelId>) -> Coincidences {
    let other = Name::new(NOTHING);
    let name = |value: usize| match label {
        None => values.name(value).clone(),
        Some(label) if values.has(value, label) => values.schema.label(label).name.clone(),
        Some(_) => other.clone(),
    };
    let mut found = Coincidences::default();
    let others = as_f64(sides.len()) - 1.0;
    let met = met(sides).into_iter().filter(|((one, other), _)| *one != Values::GAP && *other != Values::GAP);
    for ((one, other), much) in met {
        found.meet(&name(one), &name(other), f64::from(much) / others);
    }
    for (i, side) in sides.iter().enumerate() {
        let rest = sides[..i].iter().chain(&sides[i + 1..]).flat_map(|side| side.iter());
        let rest = covered(rest);
        for unit in side.iter().filter(|segment| segment.value != Values::GAP) {
            let pairable = f64::from(shared(unit, &rest));
            found.is_itself(&name(unit.value), pairable * pairable);
        }
    }
    found
}

/// The stretches on which there are units, apart and in order.
fn covered<'s>(segments: impl Iterator<Item = &'s Segment>) -> Vec<(u32, u32)> {
    let units = segments.filter(|segment| segment.value != Values::GAP);
    let mut units: Vec<(u32, u32)> = units.map(|unit| (unit.start, unit.end)).collect();
    units.sort_unstable();
    let mut covered: Vec<(u32, u32)> = Vec::new();
    for (start, end) in units {
        match covered.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => covered.push((start, end)),
        }
    }
    covered
}

/// Code points of a unit that lie on stretches.
fn shared(unit: &Segment, stretches: &[(u32, u32)]) -> u32 {
    let from = stretches.partition_point(|(_, end)| *end <= unit.start);
    let near = stretches[from..].iter().take_while(|(start, _)| *start < unit.end);
    near.map(|(start, end)| unit.end.min(*end) - unit.start.max(*start)).sum()
}

/// Code points on which one of a pair has a value, and the other has one.
fn met(sides: &[&[Segment]]) -> BTreeMap<(usize, usize), u32> {
    let mut met = BTreeMap::new();
    for (i, one) in sides.iter().enumerate() {
        for other in &sides[i + 1..] {
            meet(one, other, &mut met);
        }
    }
    met
}

fn meet(one: &[Segment], other: &[Segment], met: &mut BTreeMap<(usize, usize), u32>) {
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(a), Some(b)) = (ones.peek(), others.peek()) {
        let shared = a.end.min(b.end) - a.start.max(b.start);
        *met.entry((a.value, b.value)).or_default() += shared;
        if a.end < b.end {
            ones.next();
        } else {
            if a.end == b.end {
                ones.next();
            }
            others.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::extent::Extent;
    use crate::testing::default_schema;

    #[test]
    fn units_are_coded_where_two_have_some() {
        let schema = default_schema();
        let [a, b] = ["quote", "cue"].map(|name| schema.find(name).unwrap());
        let extent = Extent::of_code_points;
        let mut values = Values::new(&schema);
        let mut side = |marks: &[Marked]| segments(marks.iter(), 12, &mut values);
        let one = side(&[(a, extent(&[(0, 6)])), (b, extent(&[(6, 10)]))]);
        let other = side(&[(a, extent(&[(0, 8)]))]);
        let told = |label: Option<LabelId>| {
            let found = codings(&[&one, &other], &values, label);
            let observed = found.observed().map(|((one, other), much)| format!("{one}×{other} {much}"));
            let itself = found.itself().map(|(value, much)| format!("{value} {much}"));
            observed.chain(itself).collect::<Vec<_>>().join(", ")
        };
        let all = "cue×quote 2, quote×cue 2, quote×quote 12, cue 4, quote 100";
        assert_eq!(told(None), all);
        assert_eq!(told(Some(a)), "×quote 2, quote× 2, quote×quote 12,  4, quote 100");
    }

    #[test]
    fn a_text_is_cut_where_annotations_begin_and_end() {
        let schema = default_schema();
        let [quote, speaker] = ["quote", "speaker"].map(|name| schema.find(name).unwrap());
        let extent = Extent::of_code_points;
        let marks = [
            (quote, extent(&[(2, 6), (8, 9)])),
            (speaker, extent(&[(4, 6)])),
            (quote, extent(&[(4, 5)])),
            (quote, extent(&[(6, 7)])),
        ];
        let mut values = Values::new(&schema);
        let found = segments(marks.iter(), 10, &mut values);
        let told: Vec<(u32, u32, &str)> = found
            .iter()
            .map(|segment| (segment.start, segment.end, values.name(segment.value).as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (0, 2, ""),
                (2, 4, "quote"),
                (4, 5, "quote+speaker"),
                (5, 6, "quote+speaker"),
                (6, 7, "quote"),
                (7, 8, ""),
                (8, 9, "quote"),
                (9, 10, "")
            ]
        );
        assert_eq!(segments([].iter(), 0, &mut values), []);
    }
}
