//! The words of a text as small numbers: enough to find places again when the
//! text was edited, and nothing that could be read.

use super::{Pos, Span, Text, alike};

impl Text {
    /// The hash of each of [`Text::hashed_words`].
    pub fn word_hashes(&self) -> Vec<u16> {
        self.hashed_words().map(|(_, hash)| hash).collect()
    }

    /// The words of the text in order, each with a 16-bit hash. Words count as
    /// the same in any case, with any apostrophe and with invisible characters
    /// in them; dashes part words here as spaces do, for editors and line breaks
    /// put the one for the other. The hash is FNV-1a of 32 bits over UTF-8, its
    /// halves joined by exclusive or as its authors advise for 16 bits
    /// (<https://datatracker.ietf.org/doc/html/rfc9923>).
    pub fn hashed_words(&self) -> impl Iterator<Item = (Span, u16)> {
        let words = self.span().into_iter().flat_map(|all| self.words_in(all));
        let mut parts = words.flat_map(|word| self.parts(word)).peekable();
        std::iter::from_fn(move || {
            let mut word = parts.next()?;
            while let Some(next) = parts.next_if(|next| self.is_one(word.end(), next.start())) {
                word = word.join(next);
            }
            Some((word, hash(self.slice(word))))
        })
    }

    /// The parts of a word between its dashes.
    fn parts(&self, word: Span) -> impl Iterator<Item = Span> {
        let (whole, dashed) =
            if is_plain(self.slice(word)) { (Some(word), "") } else { (None, self.slice(word)) };
        let mut start = word.start().byte();
        let parts = dashed.split(|c| alike(c) == Some('-')).filter_map(move |part| {
            let from = start;
            // Behind the part stands a dash: the next starts where that ends.
            let end = from + part.len();
            start = end + self.content[end..].chars().next().map_or(0, char::len_utf8);
            Span::bytes(from, end)
        });
        whole.into_iter().chain(parts)
    }

    /// Whether nothing that can be seen parts two words: a zero-width space.
    fn is_one(&self, end: Pos, start: Pos) -> bool {
        end < start && self.content[end.byte()..start.byte()].chars().all(|c| alike(c).is_none())
    }
}

/// Whether a word is of ASCII letters and digits: each is but like itself, and a single byte.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn hash(word: &str) -> u16 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut add = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    if is_plain(word) {
        word.bytes().for_each(|byte| add(byte.to_ascii_lowercase()));
    } else {
        for c in word.chars().filter_map(alike).flat_map(char::to_lowercase) {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut add);
        }
    }
    (hash >> 16) as u16 ^ (hash & 0xffff) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(s: &str) -> Vec<u16> {
        Text::new(s.to_owned()).unwrap().word_hashes()
    }

    #[test]
    fn words_that_a_typist_would_call_the_same_hash_the_same() {
        assert_eq!(hashes("“Don’t,” SHE said—twice."), hashes("don't she said twice"));
        assert_ne!(hashes("she"), hashes("he"));
    }

    #[test]
    fn what_cannot_be_seen_changes_nothing() {
        let plain = hashes("The lighthouse keeper");
        assert_eq!(hashes("The light\u{ad}house keeper"), plain);
        assert_eq!(hashes("The light\u{200b}house\u{200b} keeper\u{feff}"), plain);
        assert_eq!(hashes("\u{feff}The li\u{2060}ght\u{200d}house\r\nkeeper"), plain);
    }

    #[test]
    fn dashes_and_line_breaks_part_words_as_spaces_do() {
        let plain = hashes("von der Heide");
        assert_eq!(hashes("von-der–Heide"), plain);
        assert_eq!(hashes("von\u{2011}der-\nHeide"), plain);
    }

    #[test]
    fn every_hash_has_its_word() {
        let text = Text::new("Thomas-Greenfield’s li\u{200b}ght".to_owned()).unwrap();
        let words: Vec<&str> = text.hashed_words().map(|(span, _)| text.slice(span)).collect();
        assert_eq!(words, ["Thomas", "Greenfield’s", "li\u{200b}ght"]);
    }

    #[test]
    fn the_hash_is_fnv_1a_folded() {
        // FNV-1a of 32 bits of "a" is e40c292c and of "foobar" bf9cf968 (RFC 9923, appendix).
        assert_eq!((hash("a"), hash("foobar")), (0xe40c ^ 0x292c, 0xbf9c ^ 0xf968));
    }
}
