//! How unlike two units are.

use super::Unit;

/// How unlike units are, 0 or more, in parts of what a unit without a partner costs: by their
/// positions (*positional sporadic*, the square of how far starts and ends are apart, of the
/// lengths of both), and 1 more if their categories are not the same. Two of one category and
/// length that touch are 1 apart.
pub(super) fn dissimilarity(one: &Unit, other: &Unit) -> f64 {
    let apart = (one.start - other.start).abs() + (one.end - other.end).abs();
    let lengths = (one.end - one.start) + (other.end - other.start);
    (apart / lengths).powi(2) + if one.category == other.category { 0.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_as_unlike_as_they_are_apart() {
        let unit = |start, end, category| Unit { start, end, category };
        let one = unit(10.0, 20.0, 0);
        for (other, expected) in [
            (one, 0.0),
            (unit(10.0, 20.0, 1), 1.0),
            (unit(20.0, 30.0, 0), 1.0),
            (unit(12.0, 18.0, 0), 0.0625),
            (unit(30.0, 40.0, 1), 5.0),
        ] {
            assert!((dissimilarity(&one, &other) - expected).abs() < 1e-12, "{other:?}");
            assert!((dissimilarity(&other, &one) - expected).abs() < 1e-12, "{other:?}");
        }
    }
}
