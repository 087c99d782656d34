//! A text as a line of units and gaps, as somebody has parted it.

use super::coincidences::Coincidences;
use super::matching::Marked;
use super::{NOTHING, as_f64};
use crate::model::Name;
use std::collections::BTreeMap;

/// The values of units and tokens in an article, by number: a label, or those that lie on the
/// same, in order and joined by `+`.
pub(super) struct Values {
    names: Vec<Name>,
    /// The labels of each.
    labels: Vec<Vec<Name>>,
}

/// A stretch of the text (code points) with one value all over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) value: usize,
}

impl Values {
    /// What has no label.
    pub(super) const GAP: usize = 0;

    pub(super) fn new() -> Values {
        Values { names: vec![Name::new(NOTHING)], labels: vec![Vec::new()] }
    }

    pub(super) fn name(&self, value: usize) -> &Name {
        &self.names[value]
    }

    fn has(&self, value: usize, label: &Name) -> bool {
        self.labels[value].contains(label)
    }

    /// A value with one more label, behind those that it has.
    pub(super) fn with(&mut self, value: usize, label: &Name) -> usize {
        let name = match value {
            Values::GAP => label.clone(),
            _ => Name::new(&format!("{}+{label}", self.names[value])),
        };
        // There are few, so they are looked through.
        self.names.iter().position(|own| *own == name).unwrap_or_else(|| {
            let labels = self.labels[value].iter().chain([label]).cloned().collect();
            self.names.push(name);
            self.labels.push(labels);
            self.names.len() - 1
        })
    }

    fn of<'n>(&mut self, labels: impl Iterator<Item = &'n Name>) -> usize {
        labels.fold(Values::GAP, |value, label| self.with(value, label))
    }
}

/// A text of so many code points, cut wherever an annotation begins or ends. What several lie
/// on is a unit of its own, whose value is the labels of all of them, each once: so units do
/// not overlap, as alpha for unitising needs it.
pub(super) fn segments<'m>(
    marks: impl Iterator<Item = &'m Marked<'m>>,
    len: u32,
    values: &mut Values,
) -> Vec<Segment> {
    let mut cuts: BTreeMap<u32, Vec<(&Name, bool)>> = BTreeMap::new();
    for (label, extent) in marks {
        for (start, end) in extent.parts() {
            cuts.entry(start).or_default().push((label, true));
            cuts.entry(end).or_default().push((label, false));
        }
    }
    cuts.entry(len).or_default();
    let mut open: BTreeMap<&Name, usize> = BTreeMap::new();
    let mut segments = Vec::with_capacity(cuts.len());
    let mut start = 0;
    for (end, changes) in cuts {
        if start < end {
            segments.push(Segment { start, end, value: values.of(open.keys().copied()) });
        }
        for (label, begins) in changes {
            change(&mut open, label, begins);
        }
        start = end;
    }
    segments
}

/// One more annotation of a label is open, or one less.
fn change<'n>(open: &mut BTreeMap<&'n Name, usize>, label: &'n Name, begins: bool) {
    let count = open.entry(label).or_default();
    // At a place ends may stand before starts.
    *count = if begins { count.wrapping_add(1) } else { count.wrapping_sub(1) };
    if *count == 0 {
        open.remove(label);
    }
}

/// How the units of a text by several annotators coincide.
pub(super) fn coincidences(sides: &[&[Segment]], values: &Values) -> Coincidences {
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
pub(super) fn codings(sides: &[&[Segment]], values: &Values, label: Option<&Name>) -> Coincidences {
    let other = Name::new(NOTHING);
    let name = |value: usize| match label {
        None => values.name(value).clone(),
        Some(label) if values.has(value, label) => label.clone(),
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

    #[test]
    fn units_are_coded_where_two_have_some() {
        let [a, b] = ["a", "b"].map(Name::new);
        let extent = Extent::of_code_points;
        let mut values = Values::new();
        let mut side = |marks: &[Marked]| segments(marks.iter(), 12, &mut values);
        let one = side(&[(&a, extent(&[(0, 6)])), (&b, extent(&[(6, 10)]))]);
        let other = side(&[(&a, extent(&[(0, 8)]))]);
        let told = |label: Option<&Name>| {
            let found = codings(&[&one, &other], &values, label);
            let observed = found.observed().map(|((one, other), much)| format!("{one}×{other} {much}"));
            let itself = found.itself().map(|(value, much)| format!("{value} {much}"));
            observed.chain(itself).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(told(None), "a×a 12, a×b 2, b×a 2, a 100, b 4");
        assert_eq!(told(Some(&a)), "×a 2, a× 2, a×a 12,  4, a 100");
    }

    #[test]
    fn a_text_is_cut_where_annotations_begin_and_end() {
        let [quote, speaker] = ["quote", "speaker"].map(Name::new);
        let extent = Extent::of_code_points;
        let marks = [
            (&quote, extent(&[(2, 6), (8, 9)])),
            (&speaker, extent(&[(4, 6)])),
            (&quote, extent(&[(4, 5)])),
            (&quote, extent(&[(6, 7)])),
        ];
        let mut values = Values::new();
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
