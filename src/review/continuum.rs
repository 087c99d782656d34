//! A text as a line of units and gaps, as somebody has parted it.

use super::coincidences::Coincidences;
use super::side::{Marked, Side};
use super::{NOTHING, as_f64};
use crate::model::{LabelId, Name, Schema};
use crate::text::{OffsetUnit, Text};
use std::collections::BTreeMap;

/// The values of units and tokens in an article, by number: a label, or those that lie on the
/// same, in the order of their names and joined by `+`.
pub(super) struct Values<'s> {
    schema: &'s Schema,
    names: Vec<Name>,
    /// The labels of each, in order.
    labels: Vec<Vec<LabelId>>,
}

/// A stretch of the text (code points) with one value all over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) value: usize,
}

impl<'s> Values<'s> {
    /// What has no label.
    pub(super) const GAP: usize = 0;

    pub(super) fn new(schema: &'s Schema) -> Values<'s> {
        Values { schema, names: vec![Name::new(NOTHING)], labels: vec![Vec::new()] }
    }

    pub(super) fn name(&self, value: usize) -> &Name {
        &self.names[value]
    }

    fn has(&self, value: usize, label: LabelId) -> bool {
        self.labels[value].contains(&label)
    }

    /// A value with one more label, which is none of those before the last that it has.
    pub(super) fn with(&mut self, value: usize, label: LabelId) -> usize {
        let own = self.labels[value].as_slice();
        if own.last() == Some(&label) {
            return value;
        }
        // There are few, so they are looked through.
        let is_it = |other: &Vec<LabelId>| other.split_last() == Some((&label, own));
        match self.labels.iter().position(is_it) {
            Some(known) => known,
            None => self.add([own, &[label]].concat()),
        }
    }

    fn add(&mut self, labels: Vec<LabelId>) -> usize {
        let mut names: Vec<&str> = labels.iter().map(|id| self.schema.label(*id).name.as_str()).collect();
        names.sort_unstable();
        self.names.push(Name::new(&names.join("+")));
        self.labels.push(labels);
        self.names.len() - 1
    }

    /// The value of labels, which are in order.
    fn of(&mut self, labels: &[LabelId]) -> usize {
        labels.iter().fold(Values::GAP, |value, label| self.with(value, *label))
    }
}

/// The text of an article, parted by each of several layers.
pub(super) struct Continua<'s> {
    values: Values<'s>,
    sides: Vec<Parted>,
    /// How a layer parts the text that has nothing on it.
    gap: Vec<Segment>,
}

/// A text, cut where annotations of a layer begin and end: those of a label, or all.
struct Parted {
    labels: BTreeMap<LabelId, Vec<Segment>>,
    all: Vec<Segment>,
}

impl<'s> Continua<'s> {
    pub(super) fn of(text: &Text, sides: &[Side], schema: &'s Schema) -> Continua<'s> {
        let len = text.offset(text.end(), OffsetUnit::CodePoints);
        let mut values = Values::new(schema);
        let gap = segments([].iter(), len, &mut values);
        let parted = |side: &Side| {
            let mut labels: BTreeMap<LabelId, Vec<Segment>> = BTreeMap::new();
            for (label, _) in &side.marks {
                let own = side.marks.iter().filter(|(own, _)| own == label);
                labels.entry(*label).or_insert_with(|| segments(own, len, &mut values));
            }
            Parted { labels, all: segments(side.marks.iter(), len, &mut values) }
        };
        let sides = sides.iter().map(parted).collect();
        Continua { values, sides, gap }
    }

    /// Counts how the units of some layers coincide: those of a label, or all.
    pub(super) fn meet(&self, sides: &[usize], label: Option<LabelId>, found: &mut Coincidences) {
        let parted = |side: &usize| match label {
            Some(label) => self.sides[*side].labels.get(&label).unwrap_or(&self.gap).as_slice(),
            None => self.sides[*side].all.as_slice(),
        };
        coincidences(&sides.iter().map(parted).collect::<Vec<_>>(), &self.values, found);
    }

    /// How the units of some layers coincide on the stretches on which two have something: all
    /// labels, or one and the others.
    pub(super) fn codings(&self, sides: &[usize], label: Option<LabelId>) -> Coincidences {
        let parted: Vec<&[Segment]> = sides.iter().map(|side| self.sides[*side].all.as_slice()).collect();
        codings(&parted, &self.values, label)
    }
}

/// A text of so many code points, cut wherever an annotation begins or ends. What several lie
/// on is a unit of its own, whose value is the labels of all of them, each once: so units do
/// not overlap, as alpha for unitising needs it.
pub(super) fn segments<'m>(
    marks: impl Iterator<Item = &'m Marked>,
    len: u32,
    values: &mut Values,
) -> Vec<Segment> {
    let ends = |(start, end), label| [(start, true, label), (end, false, label)];
    let ends = marks.flat_map(|(label, extent)| extent.parts().flat_map(move |part| ends(part, *label)));
    let mut cuts: Vec<(u32, bool, LabelId)> = ends.collect();
    // At a place ends stand before starts.
    cuts.sort_unstable();
    let mut segments = Vec::with_capacity(cuts.len() + 1);
    // The labels of what is open, in order, each as often as it is.
    let mut open: Vec<LabelId> = Vec::new();
    let mut start = 0;
    for (at, begins, label) in cuts {
        if start < at {
            segments.push(Segment { start, end: at, value: values.of(&open) });
            start = at;
        }
        let place = open.partition_point(|other| *other < label);
        if begins {
            open.insert(place, label);
        } else {
            open.remove(place);
        }
    }
    if start < len {
        segments.push(Segment { start, end: len, value: Values::GAP });
    }
    segments
}

/// Counts how the units of a text by several annotators coincide.
fn coincidences(sides: &[&[Segment]], values: &Values, found: &mut Coincidences) {
    let others = as_f64(sides.len()) - 1.0;
    for ((one, other), much) in met(sides) {
        found.meet(values.name(one), values.name(other), f64::from(much) / others);
    }
    for segment in sides.iter().copied().flatten() {
        let length = f64::from(segment.end - segment.start);
        let itself = if segment.value == Values::GAP { length } else { length * length };
        found.is_itself(values.name(segment.value), itself);
    }
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
