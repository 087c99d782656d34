//! Texts that are nearly the same: found by their shingles, five words in a row each
//! (Broder 1997, <https://doi.org/10.1109/SEQUEN.1997.666900>). The smallest hashes of the
//! shingles, by as many orders as a sketch is long, agree as often as the shingles do; and
//! texts are only compared if they agree on a whole band of a sketch.

use super::Groups;
use crate::text::Text;

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Hashes of a sketch, and of a band of it: 32 bands of 4 find nearly all pairs that share
/// six in ten of their shingles (0.988), and few that share three in ten (0.23).
const HASHES: usize = 128;
const BAND: usize = 4;
/// Texts with as much of their shingles in common are nearly the same.
const ALIKE: f64 = 0.6;
/// How many texts that agree on a band a text is compared with. Of 20,000 articles made of
/// the same 42 sentences (benches/corpus.py) 99 in 100 that belong to another one are found.
const NEARBY: usize = 512;

/// The smallest hashes of a text's shingles: 512 bytes, whatever its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

/// The lowest byte of each hash of a sketch.
type Lows = [u8; HASHES];

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

    fn lows(&self) -> Lows {
        std::array::from_fn(|i| self.0[i].to_le_bytes()[0])
    }

    /// Its hashes from one on, and then those before that.
    fn since(&self, from: usize) -> impl Iterator<Item = u32> + '_ {
        self.0[from..].iter().chain(&self.0[..from]).copied()
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
///
/// Texts that agree on a band stand beside each other when they are sorted by their hashes
/// from that band on, those that agree on more of them nearer. Each is compared with
/// [`NEARBY`] texts before it, so that boilerplate does not make this quadratic: a pair is
/// missed if on every band that it agrees on as many others stand between its texts.
pub fn near_duplicates(sketches: &[Sketch]) -> Vec<usize> {
    let mut groups = Groups::of(sketches.len());
    let lows: Vec<Lows> = sketches.iter().map(Sketch::lows).collect();
    let mut order: Vec<usize> = (0..sketches.len()).collect();
    for from in (0..HASHES).step_by(BAND) {
        order.sort_unstable_by(|a, b| sketches[*a].since(from).cmp(sketches[*b].since(from)));
        // One of those that are the same is enough from here on.
        order.dedup_by(|again, one| {
            let same = sketches[*again] == sketches[*one];
            if same {
                groups.join(*again, *one);
            }
            same
        });
        let band = |i: usize| &sketches[i].0[from..from + BAND];
        for (n, &i) in order.iter().enumerate() {
            let nearby = order[n.saturating_sub(NEARBY)..n].iter().rev();
            for &other in nearby.take_while(|other| band(**other) == band(i)) {
                if may_be_alike(&lows[i], &lows[other])
                    && !groups.are_joined(i, other)
                    && sketches[i].likeness(&sketches[other]) >= ALIKE
                {
                    groups.join(i, other);
                }
            }
        }
    }
    groups.firsts()
}

/// Whether so many of the lowest bytes are the same that all of the hashes may be. It is a
/// fourth of the memory, and most texts are told apart by it.
#[allow(clippy::cast_precision_loss, reason = "it is 128")]
fn may_be_alike(one: &Lows, other: &Lows) -> bool {
    let same: u8 = one.iter().zip(other).map(|(a, b)| u8::from(a == b)).sum();
    f64::from(same) / HASHES as f64 >= ALIKE
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
    fn copies_do_not_hide_what_stands_behind_them() {
        let edited = text((0..400).map(|n| if n % 40 == 3 { 1000 + n } else { n }));
        let copies = (0..3 * NEARBY).map(|_| text(0..100));
        let longer = text(0..120);
        let texts: Vec<Sketch> = [edited, longer].into_iter().chain(copies).chain([text(0..400)]).collect();
        let groups = near_duplicates(&texts);
        assert_eq!(groups[2..texts.len() - 1], vec![1; 3 * NEARBY]);
        assert_eq!((groups[0], groups[1], groups[texts.len() - 1]), (0, 1, 0));
    }

    #[test]
    fn short_texts_are_alike_if_they_are_the_same() {
        let texts = ["We won", "we won", "They won", "", ""];
        let sketches = texts.map(|words| Sketch::of(&Text::new(words.to_owned()).unwrap()));
        assert_eq!(near_duplicates(&sketches), [0, 0, 2, 3, 3]);
    }
}
