//! A text as a line of units and gaps, as somebody has parted it.

use super::coincidences::Coincidences;
use super::matching::Marked;
use super::{NOTHING, as_f64};
use crate::model::Name;
use std::collections::BTreeMap;

/// The values of units and tokens in an article, by number: a label, or those that lie on the
/// same, in order and joined by `+`.
pub(super) struct Values(Vec<Name>);

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
        Values(vec![Name::new(NOTHING)])
    }

    pub(super) fn name(&self, value: usize) -> &Name {
        &self.0[value]
    }

    /// A value with one more label, behind those that it has.
    pub(super) fn with(&mut self, value: usize, label: &Name) -> usize {
        match value {
            Values::GAP => self.number(label.clone()),
            _ => self.number(Name::new(&format!("{}+{label}", self.0[value]))),
        }
    }

    fn of<'n>(&mut self, labels: impl Iterator<Item = &'n Name>) -> usize {
        labels.fold(Values::GAP, |value, label| self.with(value, label))
    }

    /// The number of a name. There are few, so they are looked through.
    fn number(&mut self, name: Name) -> usize {
        self.0.iter().position(|own| *own == name).unwrap_or_else(|| {
            self.0.push(name);
            self.0.len() - 1
        })
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
