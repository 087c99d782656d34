//! Texts that are nearly the same: found by their shingles, five words in a row each
//! (Broder 1997, <https://doi.org/10.1109/SEQUEN.1997.666900>). The smallest hashes of the
//! shingles, by as many orders as a sketch is long, agree as often as the shingles do; and
//! texts are only compared if they agree on a whole band of a sketch.

use super::Groups;
use crate::text::Text;
use std::collections::HashMap;

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Hashes of a sketch, and of a band of it: 32 bands of 4 find nearly all pairs that share
/// six in ten of their shingles (0.988), and few that share three in ten (0.23).
const HASHES: usize = 128;
const BAND: usize = 4;
/// Texts with as much of their shingles in common are nearly the same.
const ALIKE: f64 = 0.6;

/// The smallest hashes of a text's shingles: 512 bytes, whatever its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    pub fn of(text: &Text) -> Sketch {
        let words = text.word_hashes();
        let mut smallest = vec![u32::MAX; HASHES];
        // A text of fewer words is one shingle.
        for shingle in words.windows(SHINGLE.min(words.len()).max(1)) {
            let hash = mixed(shingle.iter().fold(0, |hash, word| mixed(hash ^ u64::from(*word))));
            for (order, smallest) in (1..).zip(smallest.iter_mut()) {
                #[allow(clippy::cast_possible_truncation, reason = "the upper half of the bits is as good")]
                let own = (mixed(hash ^ order) >> 32) as u32;
                *smallest = own.min(*smallest);
            }
        }
        Sketch(smallest)
    }

    /// How much of their shingles two texts have in common, from 0 to 1.
    #[allow(clippy::cast_precision_loss, reason = "it is at most 128")]
    fn likeness(&self, other: &Sketch) -> f64 {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f64 / HASHES as f64
    }
}

/// A hash of a number all of whose bits depend on all of its bits (the finaliser of
/// splitmix64, <https://prng.di.unimi.it/splitmix64.c>).
fn mixed(n: u64) -> u64 {
    let n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// For each text the first one that it is nearly the same as, by however many others
/// between them; its own index, if there is none.
pub fn near_duplicates(sketches: &[Sketch]) -> Vec<usize> {
    let mut groups = Groups::of(sketches.len());
    for band in 0..HASHES / BAND {
        let mut seen: HashMap<&[u32], Vec<usize>> = HashMap::new();
        for (i, sketch) in sketches.iter().enumerate() {
            let alike = seen.entry(&sketch.0[band * BAND..(band + 1) * BAND]).or_default();
            // One of each group is enough, and keeps this from being quadratic in copies.
            let known = alike.iter().find(|other| sketch.likeness(&sketches[**other]) >= ALIKE);
            match known {
                Some(other) => groups.join(i, *other),
                None => alike.push(i),
            }
        }
    }
    groups.firsts()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: impl Iterator<Item = usize>) -> Sketch {
        let words: Vec<String> = words.map(|n| format!("word{n}")).collect();
        Sketch::of(&Text::new(words.join(" ")).unwrap())
    }

    #[test]
    fn copies_with_small_edits_are_found() {
        let one = text(0..400);
        let edited = text((0..400).map(|n| if n % 80 == 3 { 1000 + n } else { n }));
        let longer = text((5000..5040).chain(0..400));
        let other = text(400..800);
        let half = text((0..200).chain(600..800));
        assert_eq!(near_duplicates(&[one, other, edited, half, longer]), [0, 1, 0, 3, 0]);
    }

    #[test]
    fn a_chain_of_versions_is_one_group() {
        let versions: Vec<Sketch> = (0..9).map(|n| text(n * 30..n * 30 + 300)).collect();
        assert_eq!(near_duplicates(&versions), [0; 9]);
    }

    #[test]
    fn short_texts_are_alike_if_they_are_the_same() {
        let texts = ["We won", "we won", "They won", "", ""];
        let sketches = texts.map(|words| Sketch::of(&Text::new(words.to_owned()).unwrap()));
        assert_eq!(near_duplicates(&sketches), [0, 0, 2, 3, 3]);
    }
}
