//! Every measure is held to figures of its paper, or to ones that are worked out by hand where
//! it prints none.

use super::*;
use crate::model::Name;
use crate::review::Counts;

use crate::review::contingency::tests::table;
use crate::review::ratings::tests::ratings;

/// What a measure says, and what was published, to half of the last digit that is given.
#[derive(Default)]
struct Figures(Vec<(f64, f64, f64)>);

impl Figures {
    fn add(&mut self, found: Option<f64>, published: &str) {
        let digits = published.split_once('.').map_or(0, |(_, digits)| digits.len());
        let half = 0.5 * 10_f64.powi(-i32::try_from(digits).unwrap());
        self.0.push((found.unwrap(), published.parse().unwrap(), half));
    }
}

#[test]
fn every_measure_meets_what_was_published() {
    for measure in MEASURES {
        let mut figures = Figures::default();
        match measure.on {
            On::Spans(of) | On::Tokens(of) => spans(measure.name, of, &mut figures),
            On::Links(of) => links(measure.name, of, &mut figures),
            On::Values(of) => values(measure.name, of, &mut figures),
            On::Ratings(of) => rated(measure.name, of, &mut figures),
            On::Units(of) => units(of, &mut figures),
            On::Coding(of) => coding(of, &mut figures),
            On::Value(of) => value(of, &mut figures),
            On::Disorder(of) => disorder(of, &mut figures),
        }
        assert!(!figures.0.is_empty(), "{} is held to no figure", measure.name);
        for (found, published, half) in figures.0 {
            assert!((found - published).abs() <= half, "{}: {found} is not {published}", measure.name);
        }
    }
}

/// Of 20 and 30 annotations, 15 are exactly the same and 18 overlap: 2·15/50 and 2·18/50; the
/// harmonic mean of precision 15/20 and recall 15/30 is 0.6, too.
fn spans(name: &str, of: fn(&OfLabel) -> Option<f64>, figures: &mut Figures) {
    let counts = |both| Counts { first: 20, second: 30, both };
    let token = Counts { first: 100, second: 60, both: 60 };
    let label = OfLabel { exact: counts(15), overlap: counts(18), token, starts: 17, ends: 16 };
    let published = match name {
        "exact" => "0.6",
        "overlap" => "0.72",
        "token" => "0.75",
        "starts" => "0.9444",
        "ends" => "0.8889",
        _ => return,
    };
    figures.add(of(&label), published);
}

/// Of 10 pairs of annotations with 12 and 13 links, 10 of which go to the same, 7 are alike.
fn links(name: &str, of: fn(&OfLinks) -> Option<f64>, figures: &mut Figures) {
    let targets = Counts { first: 12, second: 13, both: 10 };
    let links = OfLinks { annotations: 10, same: 7, targets };
    match name {
        "links" => figures.add(of(&links), "0.8"),
        "same-links" => figures.add(of(&links), "0.7"),
        _ => {}
    }
}

fn values(name: &str, of: fn(&Contingency) -> Option<f64>, figures: &mut Figures) {
    // The 125 subjects by which Gwet (2008) shows the paradox of kappa.
    let paradox = table(&[("+", "+", 118), ("+", "-", 5), ("-", "+", 2)]);
    // The 200 subjects of Cohen (1960).
    let cohen = table(&[
        ("a", "a", 88),
        ("a", "b", 14),
        ("a", "c", 18),
        ("b", "a", 10),
        ("b", "b", 40),
        ("b", "c", 10),
        ("c", "a", 2),
        ("c", "b", 6),
        ("c", "c", 12),
    ]);
    match name {
        "observed" => {
            figures.add(of(&paradox), "0.944");
            figures.add(of(&cohen), "0.70");
        }
        "kappa" => {
            figures.add(of(&paradox), "-0.0234");
            figures.add(of(&cohen), "0.492");
        }
        "pi" => figures.add(of(&paradox), "-0.0288"),
        "ac1" => figures.add(of(&paradox), "0.9408"),
        _ => {}
    }
}

/// How often each of five diagnoses was given to 30 patients by 6 psychiatrists (Fleiss 1971).
const FLEISS: [&str; 30] = [
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006", "10050",
    "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203", "00006", "01050",
    "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006",
];

fn rated(name: &str, of: fn(&Ratings) -> Option<f64>, figures: &mut Figures) {
    match name {
        "fleiss" => {
            let mut ratings = Ratings::default();
            for row in FLEISS {
                let given =
                    row.chars().zip(["depression", "personality", "schizophrenia", "neurosis", "other"]);
                let times = |count: char| count.to_digit(10).unwrap() as usize;
                let values = given.flat_map(|(count, name)| vec![Name::new(name); times(count)]);
                ratings.count(values.collect(), 1);
            }
            figures.add(of(&ratings), "0.430");
        }
        "alpha" => {
            // Krippendorff (2011), section A: two annotators, two values.
            figures.add(of(&ratings(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"])), "0.095");
            // Section B: two annotators, any number of values.
            figures.add(of(&ratings(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"])), "0.692");
            // Section C: four annotators, and values are missing.
            let missing = [
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ];
            figures.add(of(&ratings(&missing)), "0.743");
        }
        _ => {}
    }
}

/// The paper's equations by hand. On 10 characters one annotator has a unit from 2 to 6, the
/// other from 4 to 8. They meet on 2 as units, on 4 as gaps and on 4 as one and the other, so
/// of 20 pairable values 8 are units and 12 gaps, and 8 of them disagree. By chance, with what
/// is itself taken out (units 4² + 4², gaps 6 + 6 of 20² pairs), units meet units on
/// 20·(64 − 32)/(400 − 44) = 1.798 and gaps gaps on 20·(144 − 12)/356 = 7.416, so that
/// 20 − 9.213 = 10.787 disagree: 1 − 8/10.787 = 0.258.
fn units(of: fn(&Coincidences) -> Option<f64>, figures: &mut Figures) {
    let [unit, gap] = ["unit", ""].map(Name::new);
    let mut found = Coincidences::default();
    for (one, other, much) in
        [(&gap, &gap, 2.0), (&unit, &gap, 2.0), (&unit, &unit, 2.0), (&gap, &unit, 2.0), (&gap, &gap, 2.0)]
    {
        found.meet(one, other, much);
    }
    for (value, much) in [(&unit, 32.0), (&gap, 12.0)] {
        found.is_itself(value, much);
    }
    figures.add(of(&found), "0.258");
}

/// Two annotators: one has a unit of a from 0 to 6 and one of b from 6 to 10, the other one of a
/// from 0 to 8. They meet on 8: a and a on 6, b and a on 2.
fn coded(a: &Name, b: &Name) -> Coincidences {
    let mut found = Coincidences::default();
    found.meet(a, a, 6.0);
    found.meet(b, a, 2.0);
    // Of the unit of b, 2 of its 4 lie on another's unit.
    for (value, much) in [(a, 36.0), (b, 4.0), (a, 64.0)] {
        found.is_itself(value, much);
    }
    found
}

/// The paper's equations by hand. Of 16 pairable values 14 are a and 2 are b, and 4 disagree. By
/// chance a meets a on 16·(196 − 100)/(256 − 104) = 10.105 and b meets b on 16·(4 − 4)/152 = 0,
/// so that 5.895 disagree: 1 − 4/5.895.
fn coding(of: fn(&Coincidences) -> Option<f64>, figures: &mut Figures) {
    figures.add(of(&coded(&Name::new("a"), &Name::new("b"))), "0.3214");
}

/// Of the same, by hand: of 14 that are a, 2 meet something else. By chance a meets anything on
/// 16·(14·16 − 100)/152 = 13.053, and 16·14·2/152 = 2.947 of that is something else: 1 − (2/14)
/// / (2.947/13.053) = 0.367.
fn value(of: fn(&Coincidences) -> Option<f64>, figures: &mut Figures) {
    figures.add(of(&coded(&Name::new("a"), &Name::new(""))), "0.367");
}

/// The paper's equations by hand. One annotator has units from 0 to 10 and from 20 to 30, the
/// other one from 0 to 8 and, of another category, from 40 to 50. The first two are (2/18)² =
/// 0.0123 apart, the others (40/20)² + 1 = 5, more than 2 for both alone: 2.0123 in all, on 2
/// units each. If chance gives 3, gamma is 1 − 2.0123/3.
fn disorder(of: fn(&Disorder) -> Option<f64>, figures: &mut Figures) {
    let unit = |start, end, category| Unit { start, end, category };
    let units = [vec![unit(0.0, 10.0, 0), unit(20.0, 30.0, 0)], vec![unit(0.0, 8.0, 0), unit(40.0, 50.0, 1)]];
    let chance = Chance { seed: 0, precision: 0.1 };
    let found = Disorder { expected: 3.0, ..Disorder::of(&units, 60, chance) };
    figures.add(of(&found), "0.3292");
}

#[test]
fn what_cannot_be_said_is_not_said() {
    let empty = table(&[]);
    let one = table(&[("a", "a", 3)]);
    let apart = table(&[("a", "b", 3)]);
    let both = table(&[("a", "a", 1), ("b", "b", 1)]);
    for (of, expected) in [
        (Contingency::observed as fn(&Contingency) -> Option<f64>, [None, Some(1.0), Some(0.0), Some(1.0)]),
        (Contingency::cohen_kappa, [None, None, Some(0.0), Some(1.0)]),
        (Contingency::scott_pi, [None, None, Some(-1.0), Some(1.0)]),
        (Contingency::gwet_ac1, [None, None, Some(-1.0), Some(1.0)]),
    ] {
        assert_eq!([&empty, &one, &apart, &both].map(of), expected);
    }
    for of in [Ratings::fleiss_kappa, Ratings::krippendorff_alpha] {
        assert_eq!(
            [ratings(&["a a", "a a"]), ratings(&["a b", ". ."]), Ratings::default()].map(|some| of(&some)),
            [None; 3]
        );
        assert_eq!(of(&ratings(&["a b", "a b"])), Some(1.0));
    }
    assert_eq!(Counts::default().f1(), None);
    assert_eq!(Coincidences::default().unitizing_alpha(), None);
    assert_eq!(Coincidences::default().value_alpha(), None);
}
