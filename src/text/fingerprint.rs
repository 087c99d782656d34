//! The words of a text as small numbers: enough to find places again when the
//! text was edited, and nothing that could be read.

use super::Text;

impl Text {
    /// A 16-bit hash of each word, in order. Words count as the same in any
    /// case and with any apostrophe. The hash is FNV-1a of 32 bits over UTF-8,
    /// its halves joined by exclusive or as its authors advise for 16 bits
    /// (<https://datatracker.ietf.org/doc/html/rfc9923>).
    pub fn word_hashes(&self) -> Vec<u16> {
        let Some(all) = self.span() else { return Vec::new() };
        self.words_in(all).map(|word| hash(self.slice(word))).collect()
    }
}

fn hash(word: &str) -> u16 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    };
    for c in word.chars().flat_map(char::to_lowercase) {
        let c = if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c };
        take(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    (hash >> 16) as u16 ^ (hash & 0xffff) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_typist_would_call_the_same_hash_the_same() {
        let hashes = |s: &str| Text::new(s.to_owned()).unwrap().word_hashes();
        assert_eq!(hashes("“Don’t,” SHE said—twice."), hashes("don't she said twice"));
        assert_ne!(hashes("she"), hashes("he"));
    }

    #[test]
    fn the_hash_is_fnv_1a_folded() {
        // FNV-1a of 32 bits of "a" is e40c292c and of "foobar" bf9cf968 (RFC 9923, appendix).
        assert_eq!((hash("a"), hash("foobar")), (0xe40c ^ 0x292c, 0xbf9c ^ 0xf968));
    }
}
