//! What is alike and what differs in any number of layers of an article. Which annotations are
//! meant to be the same is found by the pairings of each two layers that are best all together
//! (see `matching`), and not by what overlaps first.

use super::case::odd;
use super::grouping::groups;
use super::matching::{Across, Matching, pair};
use super::side::{Marked, Side};
use super::{Case, Kind, Member};
use crate::model::{Layer, Name, Schema};
use crate::text::Text;
use std::collections::BTreeSet;

/// What some layers of a text have, all under one schema, in the order of the text: all
/// annotations, each in one case.
pub fn cases(text: &Text, layers: &[&Layer], schema: &Schema) -> Vec<Case> {
    let sides: Vec<Side> = layers.iter().map(|layer| Side::new(text, layer, schema)).collect();
    let mut grouped = Grouped::of(&sides);
    grouped.join_parts(&sides);
    let mut cases: Vec<Case> = (0..grouped.members.len())
        .filter(|group| !grouped.members[*group].is_empty())
        .map(|group| grouped.case(&sides, group))
        .collect();
    cases.sort_by_cached_key(|case| {
        let extents = case.members.iter().map(|member| &sides[member.layer].marks[member.place].1);
        let first = extents.map(|extent| (extent.start(), extent.end())).min();
        (first, case.members[0])
    });
    cases
}

/// Annotations in groups of what is meant to be the same.
struct Grouped {
    /// The layers by their annotators: what is a difference does not depend on who is named first.
    order: Vec<usize>,
    members: Vec<Vec<Member>>,
    /// By layer and place, the group that an annotation is in.
    of: Vec<Vec<usize>>,
}

impl Grouped {
    fn of(sides: &[Side]) -> Grouped {
        let mut order: Vec<usize> = (0..sides.len()).collect();
        order.sort_by_key(|layer| &sides[*layer].layer.annotator);
        let marks: Vec<&[Marked]> = order.iter().map(|layer| sides[*layer].marks.as_slice()).collect();
        let matchings: Vec<Vec<Matching>> = (0..marks.len())
            .map(|a| {
                marks[a + 1..].iter().map(|other| pair(marks[a], other, Across::LabelsOfTheSame)).collect()
            })
            .collect();
        let groups = groups(&marks, |a, b| &matchings[a][b - a - 1]);
        let mut of: Vec<Vec<usize>> = sides.iter().map(|side| vec![0; side.marks.len()]).collect();
        let mut members = Vec::with_capacity(groups.len());
        for (i, group) in groups.iter().enumerate() {
            let group: Vec<Member> =
                group.members().map(|(at, place)| Member { layer: order[at], place }).collect();
            for member in &group {
                of[member.layer][member.place] = i;
            }
            members.push(group);
        }
        Grouped { order, members, of }
    }

    /// Puts what is a further part of something that is one elsewhere beside the other parts.
    fn join_parts(&mut self, sides: &[Side]) {
        for group in 0..self.members.len() {
            let lacks = |layer: &usize| self.members[group].iter().all(|member| member.layer != *layer);
            let lacking = self.order.iter().copied().filter(lacks);
            let whole = lacking.into_iter().find_map(|layer| self.whole(sides, group, layer));
            if let Some(whole) = whole {
                let mut parts = std::mem::take(&mut self.members[group]);
                for member in &parts {
                    self.of[member.layer][member.place] = whole;
                }
                self.members[whole].append(&mut parts);
            }
        }
    }

    /// The group of an annotation in a layer of which all of a group are further parts: most of
    /// each lies on it, and what is paired with it lies elsewhere on it.
    fn whole(&self, sides: &[Side], group: usize, layer: usize) -> Option<usize> {
        let parts = &self.members[group];
        let first = sides[parts.first()?.layer].annotation(parts[0].place);
        let near = sides[layer].layer.overlapping(first.spans.hull());
        let near = near.filter_map(|annotation| sides[layer].layer.index_of(&annotation.id));
        let is_part = |part: &Member, place: usize| {
            let (label, extent) = &sides[part.layer].marks[part.place];
            let (whole_label, whole) = &sides[layer].marks[place];
            let others =
                || self.members[self.of[layer][place]].iter().filter(|other| other.layer == part.layer);
            let mut others = others().map(|other| &sides[other.layer].marks[other.place].1).peekable();
            label == whole_label
                && 2 * extent.shared(whole) >= extent.len()
                && others.peek().is_some()
                && others.all(|other| other.shared(extent) == 0 && other.shared(whole) > 0)
        };
        let mut wholes = near.filter(|place| parts.iter().all(|part| is_part(part, *place)));
        wholes.next().map(|place| self.of[layer][place])
    }

    fn case(&self, sides: &[Side], group: usize) -> Case {
        let mut members = self.members[group].clone();
        members.sort_unstable();
        let (mut kinds, mut fields) = (BTreeSet::new(), BTreeSet::new());
        kinds.extend(absence(&members, sides.len()));
        let marks: Vec<&Marked> = members.iter().map(|m| &sides[m.layer].marks[m.place]).collect();
        let is_split = members.windows(2).any(|pair| pair[0].layer == pair[1].layer);
        let differ = |same: &dyn Fn(&Marked, &Marked) -> bool| marks.iter().any(|one| !same(marks[0], one));
        kinds.extend(is_split.then_some(Kind::Split));
        kinds.extend((!is_split && differ(&|one, other| one.1 == other.1)).then_some(Kind::Boundary));
        kinds.extend(differ(&|one, other| one.0 == other.0).then_some(Kind::Label));
        let attributes = attributes(sides, &members);
        kinds.extend((!attributes.is_empty()).then_some(Kind::Attribute));
        let links = self.links(sides, &members);
        kinds.extend((!links.is_empty()).then_some(Kind::Link));
        fields.extend(attributes.into_iter().chain(links).cloned());
        let is_alike = |a: usize, b: usize| kinds.is_empty() || self.alike(sides, &members, a, b);
        let first = |layer: usize| (0..layer).find(|before| is_alike(*before, layer)).unwrap_or(layer);
        let alike = (0..sides.len()).map(first).collect();
        let odd = if kinds.is_empty() { BTreeSet::new() } else { odd(sides.len(), is_alike) };
        Case { members, kinds, fields, odd, alike }
    }

    /// Whether two layers have the same in a case.
    fn alike(&self, sides: &[Side], members: &[Member], a: usize, b: usize) -> bool {
        let of = |layer: usize| members.iter().filter(move |member| member.layer == layer);
        let [ones, others] = [a, b].map(|layer| of(layer).copied().collect::<Vec<Member>>());
        let is_one = |(one, other): (&Member, &Member)| {
            let pair = [*one, *other];
            sides[one.layer].marks[one.place] == sides[other.layer].marks[other.place]
                && attributes(sides, &pair).is_empty()
                && self.links(sides, &pair).is_empty()
        };
        ones.len() == others.len() && ones.iter().zip(&others).all(is_one)
    }

    /// The links in which annotations of one label differ.
    fn links<'s>(&self, sides: &[Side<'s>], members: &[Member]) -> Vec<&'s Name> {
        let links = &sides[members[0].layer].label(members[0].place).links;
        let layers: BTreeSet<usize> = members.iter().map(|member| member.layer).collect();
        let layers: Vec<usize> = layers.into_iter().collect();
        let differs = |link: &Name| {
            let targets: Vec<Vec<Target>> =
                layers.iter().map(|layer| self.targets(sides, members, *layer, link)).collect();
            targets.iter().enumerate().any(|(i, one)| targets[i + 1..].iter().any(|other| !same(one, other)))
        };
        let is_one = is_of_one_label(sides, members);
        links.iter().map(|link| &link.name).filter(|link| is_one && differs(link)).collect()
    }

    /// What annotations of a layer link to.
    fn targets<'s>(
        &self,
        sides: &[Side<'s>],
        members: &[Member],
        layer: usize,
        link: &Name,
    ) -> Vec<Target<'s>> {
        let side = &sides[layer];
        let own = members.iter().filter(|member| member.layer == layer);
        let ids = own.flat_map(|member| side.annotation(member.place).linked(link));
        let places: BTreeSet<usize> = ids.filter_map(|id| side.layer.index_of(id)).collect();
        places
            .into_iter()
            .map(|place| Target { group: self.of[layer][place], person: side.person(place) })
            .collect()
    }
}

/// What is linked to: which mention, and of whom.
#[derive(Clone, Copy)]
struct Target<'s> {
    group: usize,
    person: Option<&'s str>,
}

/// Whether the same is linked to: the same mentions, or others of the same persons.
fn same(ones: &[Target], others: &[Target]) -> bool {
    let is_among = |one: &Target, some: &[Target]| {
        some.iter()
            .any(|other| one.group == other.group || one.person.is_some() && one.person == other.person)
    };
    ones.iter().all(|one| is_among(one, others)) && others.iter().all(|other| is_among(other, ones))
}

/// How it is told that not all of so many layers have it.
fn absence(members: &[Member], layers: usize) -> Option<Kind> {
    let having: BTreeSet<usize> = members.iter().map(|member| member.layer).collect();
    let lacking = layers - having.len();
    match lacking {
        0 => None,
        _ if lacking < having.len() => Some(Kind::Missing),
        _ if lacking == having.len() && (layers > 2 || having.contains(&0)) => Some(Kind::Missing),
        _ => Some(Kind::Extra),
    }
}

fn is_of_one_label(sides: &[Side], members: &[Member]) -> bool {
    let label = |member: &Member| sides[member.layer].marks[member.place].0;
    members.iter().all(|member| label(member) == label(&members[0]))
}

/// The attributes in which annotations of one label differ.
fn attributes<'s>(sides: &[Side<'s>], members: &[Member]) -> Vec<&'s Name> {
    if !is_of_one_label(sides, members) {
        return Vec::new();
    }
    let attributes = &sides[members[0].layer].label(members[0].place).attributes;
    let differs = |attribute: &&crate::model::Attribute| {
        let value = |member: &Member| sides[member.layer].value(member.place, attribute);
        members.iter().any(|member| value(member) != value(&members[0]))
    };
    attributes.iter().filter(differs).map(|attribute| &attribute.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, AnnotationId, Annotator, Cast, LabelId, Spans, Timestamp};
    use crate::testing::{NOW, default_schema, read_all};

    /// Checks what layers of one text have: the words of each case by layer, and its kinds.
    #[track_caller]
    fn check(layers: &[&str], expected: &[&str]) {
        let schema = default_schema();
        let read = read_all(layers, &schema);
        let of: Vec<&Layer> = read.iter().map(|read| &read.layer).collect();
        let words = |member: &Member| {
            let annotation = &read[member.layer].layer.annotations()[member.place];
            let spans = annotation.spans.iter().map(|span| read[0].text.slice(span));
            format!("{} {}", member.layer, spans.collect::<Vec<_>>().join("…"))
        };
        let told = |case: &Case| {
            let words: Vec<String> = case.members.iter().map(words).collect();
            let kinds = case.kinds.iter().map(|kind| kind.name().to_owned());
            let fields = case.fields.iter().map(|field| format!("({field})"));
            format!("{}: {}", words.join(", "), kinds.chain(fields).collect::<Vec<_>>().join(" "))
        };
        let found: Vec<String> = cases(&read[0].text, &of, &schema).iter().map(told).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_the_same_is_no_difference() {
        check(
            &["[quote>1:“No,”] said [speaker#1:Ana].", "[quote>1:“No,”] said [speaker#1:Ana]."],
            &["0 “No,”, 1 “No,”: ", "0 Ana, 1 Ana: "],
        );
    }

    #[test]
    fn what_only_some_have_is_missing_or_extra() {
        check(
            &["[claim:a] [claim:b] c", "[claim:a] b [claim:c]"],
            &["0 a, 1 a: ", "0 b: missing", "1 c: extra"],
        );
        check(&["[claim:a] b", "[claim:a] b", "a b"], &["0 a, 1 a: missing"]);
        check(&["[claim:a] b", "a b", "a b"], &["0 a: extra"]);
        check(&["a b", "[claim:a] b", "[claim:a] b"], &["1 a, 2 a: missing"]);
    }

    #[test]
    fn boundaries_labels_and_attributes_differ() {
        check(&["[claim:a b] c", "a [claim:b c]"], &["0 a b, 1 b c: boundary"]);
        check(&["[claim:a b]", "[quote:a b]"], &["0 a b, 1 a b: label"]);
        check(&["[claim:a b c d] e", "a [quote:b c d e]"], &["0 a b c d, 1 b c d e: boundary label"]);
        check(&["[claim/check=worthy:a]", "[claim:a]"], &["0 a, 1 a: attribute (check)"]);
    }

    #[test]
    fn another_label_within_is_another_thing() {
        check(
            &["[quote:we won it] all", "we [speaker:won] it all"],
            &["0 we won it: missing", "1 won: extra"],
        );
    }

    #[test]
    fn links_differ_unless_they_go_to_the_same_mention() {
        check(
            &[
                "[quote>1:a] [speaker#1:Ana Ruiz] [speaker#2:Ben]",
                "[quote>1:a] Ana [speaker#1:Ruiz] [speaker#2:Ben]",
            ],
            &["0 a, 1 a: ", "0 Ana Ruiz, 1 Ruiz: boundary", "0 Ben, 1 Ben: "],
        );
        check(
            &["[quote>1:a] [speaker#1:Ana] [speaker#2:Ben]", "[quote>2:a] [speaker#1:Ana] [speaker#2:Ben]"],
            &["0 a, 1 a: link (speaker)", "0 Ana, 1 Ana: ", "0 Ben, 1 Ben: "],
        );
    }

    #[test]
    fn what_is_one_here_and_several_there_is_split() {
        check(
            &["[quote:“a b,” he said, “c d e.”]", "[quote:“a b,”] he said, [quote:“c d e.”]"],
            &["0 “a b,” he said, “c d e.”, 1 “a b,”, 1 “c d e.”: attribute split (kind)"],
        );
        check(&["[quote#1:a b] so [#1:c]", "[quote:a b] so [quote:c]"], &["0 a b…c, 1 a b, 1 c: split"]);
        check(
            &["[quote:a b c]", "[quote:a] b [quote:c]", "[quote:a] b [quote:c]"],
            &["0 a b c, 1 a, 1 c, 2 a, 2 c: split"],
        );
    }

    #[test]
    fn what_is_nested_is_no_part() {
        check(&["[quote:a b c]", "[quote:a [quote:b] c]"], &["0 a b c, 1 a b c: ", "1 b: extra"]);
    }

    /// A layer by the annotator of a number, of annotations that begin, are as long and have the
    /// label of these numbers.
    fn layer(text: &Text, number: usize, marks: &[(u32, u32, usize)]) -> Layer {
        let annotation = |(n, (start, len, label)): (usize, &(u32, u32, usize))| {
            let spans = Spans::one(text.span_of_code_points(*start, start + len).unwrap());
            let id = AnnotationId::parse(&format!("a{n}")).unwrap();
            Annotation::by_hand(id, LabelId::at(*label), spans, Timestamp::new(NOW))
        };
        let annotator = Annotator::new(&format!("by{number}")).unwrap();
        let annotations = marks.iter().enumerate().map(annotation).collect();
        Layer::with_all(annotator, Cast::new(), annotations, Vec::new()).unwrap()
    }

    /// The kinds of a case, and its annotations by annotator and place.
    type Told = (BTreeSet<Kind>, BTreeSet<(String, usize)>);

    fn told(text: &Text, layers: &[&Layer]) -> BTreeSet<Told> {
        let member = |member: &Member| (layers[member.layer].annotator.to_string(), member.place);
        let told = |case: Case| (case.kinds, case.members.iter().map(member).collect());
        cases(text, layers, &default_schema()).into_iter().map(told).collect()
    }

    proptest::proptest! {
        #[test]
        fn who_is_named_first_does_not_matter(
            marks in proptest::collection::vec(proptest::collection::vec((0..9_u32, 1..6_u32, 0..3_usize), 0..5), 3..6),
            by in 0..5_usize,
        ) {
            let text = Text::new("abcdefghijklmnop".to_owned()).unwrap();
            let layers: Vec<Layer> =
                marks.iter().enumerate().map(|(number, marks)| layer(&text, number, marks)).collect();
            let mut others: Vec<&Layer> = layers.iter().collect();
            let before = told(&text, &others);
            others.rotate_left(by % layers.len());
            proptest::prop_assert_eq!(told(&text, &others), before.clone());
            others.reverse();
            proptest::prop_assert_eq!(told(&text, &others), before);
        }
    }
}
