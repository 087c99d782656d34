//! Of the ways to read an edit, the one at the end of a sentence: `A b. A c.`
//! of which `A c.` is left has lost its first sentence, not `b. A`.

/// Slides what was removed or inserted, as far as the words allow, to where
/// the new text is parted most.
pub(super) fn slide(old: &[u32], new: &[u32], breaks: &[u8], alignment: &mut [Option<u32>]) {
    // Where the edit before ends: none can slide past another.
    let mut floor = (0, 0);
    for Hunk { old: (a, b), new: (p, q) } in hunks(alignment, new.len()) {
        let most = (a - floor.0).min(p - floor.1);
        let by = if p == q {
            best((1..=most).take_while(|k| old[a - k] == old[b - k]), |k| breaks[p - k])
        } else if a == b {
            best((1..=most).take_while(|k| new[p - k] == new[q - k]), |k| breaks[p - k] + breaks[q - k])
        } else {
            0
        };
        for k in 1..=by {
            alignment[b - k] = u32::try_from(q - k).ok();
        }
        alignment[a - by..b - by].fill(None);
        floor = (b - by, q - by);
    }
}

/// The least of the slides at which the text is parted most; 0 is none.
fn best(slides: impl Iterator<Item = usize>, parted: impl Fn(usize) -> u8) -> usize {
    slides.fold(0, |best, k| if parted(best) < parted(k) { k } else { best })
}

#[derive(Clone, Copy)]
struct Hunk {
    old: (usize, usize),
    new: (usize, usize),
}

/// What was removed and inserted between kept words, in order.
fn hunks(alignment: &[Option<u32>], new: usize) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let (mut old_end, mut new_end) = (0, 0);
    let kept = alignment.iter().enumerate().filter_map(|(i, at)| Some((i, (*at)? as usize)));
    for (i, at) in kept.chain([(alignment.len(), new)]) {
        if old_end < i || new_end < at {
            hunks.push(Hunk { old: (old_end, i), new: (new_end, at) });
        }
        (old_end, new_end) = (i + 1, at + 1);
    }
    hunks
}
