//! An article's bytes to text: whatever the encoding, the byte order mark and
//! the line ends, the text is the same characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// An encoding is told by as much of a file (bytes).
const SAMPLE: usize = 256 * 1024;

/// The characters of a file and how they were read.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Line ends are `\n`; there is no byte order mark.
    pub content: String,
    /// The encoding, if it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// How many characters could not be decoded and stand as U+FFFD.
    pub damaged: usize,
}

impl Decoded {
    /// How the characters were read, in words, if that is worth telling.
    pub fn notice(&self) -> Option<String> {
        match (self.encoding, self.damaged) {
            (None, 0) => None,
            (Some(encoding), 0) => Some(format!("read as {encoding}, as it is not UTF-8")),
            (encoding, damaged) => {
                let encoding = encoding.unwrap_or("UTF-8");
                let s = if damaged == 1 { "" } else { "s" };
                Some(format!(
                    "read as {encoding}; {damaged} character{s} could not be read, shown as \u{fffd}"
                ))
            }
        }
    }
}

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum DecodeError {
    #[error("it is empty")]
    Empty,
    #[error("it holds binary data, not text")]
    Binary,
}

/// Decodes a whole file.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    let decoded = decode_characters(bytes)?;
    let content = with_line_feeds(decoded.content);
    if content.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    Ok(Decoded { content, ..decoded })
}

/// Decodes as much of the start of a UTF-8 file as is sure to stay the same
/// when the rest is known; nothing if that cannot be told.
pub fn decode_start(mut bytes: Vec<u8>) -> Option<String> {
    let last_line = memchr::memrchr(b'\n', &bytes)?;
    bytes.truncate(last_line + 1);
    strip_mark(&mut bytes);
    let plain = !bytes.contains(&0) && memchr::memchr(b'\r', &bytes).is_none();
    String::from_utf8(bytes).ok().filter(|content| plain && !content.trim().is_empty())
}

/// The hash by which a layer knows its article: SHA-256 of the text as UTF-8.
pub fn hash(content: &str) -> String {
    format!("sha256:{}", sha256(content))
}

/// What orders names by lot, so that their order does not tell who they are; the same for one
/// text wherever it is asked.
pub fn lot(text: &str, name: &str) -> String {
    sha256(format!("{name} {text}"))
}

/// The SHA-256 of bytes, or of a text as UTF-8, in hexadecimal digits.
pub fn sha256(content: impl AsRef<[u8]>) -> String {
    hexadecimal(&Sha256::digest(content))
}

pub fn hexadecimal(digest: &[u8]) -> String {
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// SHA-256 of a file, written as that of a text.
pub fn hash_of_bytes(bytes: &[u8]) -> String {
    format!("sha256:{}", sha256(bytes))
}

fn decode_characters(mut bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes).filter(|(encoding, _)| is_utf_16(encoding)) {
        bytes.drain(..mark);
        return Ok(decode_as(encoding, &bytes));
    }
    strip_mark(&mut bytes);
    let zeros = memchr::memchr(0, &bytes).is_some();
    if let Some(encoding) = utf_16_without_mark(&bytes).filter(|_| zeros) {
        return Ok(decode_as(encoding, &bytes));
    }
    if zeros {
        return Err(DecodeError::Binary);
    }
    match String::from_utf8(bytes) {
        Ok(content) => Ok(Decoded { content, encoding: None, damaged: 0 }),
        Err(error) => decode_other(error.as_bytes()),
    }
}

/// Bytes that are not UTF-8: damaged UTF-8, or another encoding.
fn decode_other(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = sample.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
    if controls * 50 > sample.len() {
        return Err(DecodeError::Binary);
    }
    let damaged = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let sound = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count())
        .sum::<usize>();
    if sound > 10 * damaged {
        return Ok(Decoded { content: String::from_utf8_lossy(bytes).into_owned(), encoding: None, damaged });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() == bytes.len());
    Ok(decode_as(detector.guess(None, Utf8Detection::Deny), bytes))
}

pub(super) fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (content, _) = encoding.decode_without_bom_handling(bytes);
    let damaged = content.matches('\u{fffd}').count();
    Decoded { content: content.into_owned(), encoding: Some(encoding.name()), damaged }
}

fn strip_mark(bytes: &mut Vec<u8>) {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
}

fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Western text in UTF-16 has a zero in every other byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let mostly = |many: usize, few: usize| many * 4 > sample.len() && few * 20 < sample.len();
    match () {
        () if mostly(odd, even) => Some(UTF_16LE),
        () if mostly(even, odd) => Some(UTF_16BE),
        () => None,
    }
}

/// Makes `\r\n` and a lone `\r` into `\n`, in place.
pub(super) fn with_line_feeds(content: String) -> String {
    if memchr::memchr(b'\r', content.as_bytes()).is_none() {
        return content;
    }
    let mut bytes = content.into_bytes();
    let mut after_return = false;
    bytes.retain_mut(|byte| {
        let keep = *byte != b'\n' || !after_return;
        after_return = *byte == b'\r';
        if after_return {
            *byte = b'\n';
        }
        keep
    });
    String::from_utf8(bytes).expect("only ASCII was changed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_decode(bytes: &[u8], content: &str, encoding: Option<&str>) {
        let decoded = decode(bytes.to_vec()).unwrap();
        assert_eq!((decoded.content.as_str(), decoded.encoding, decoded.damaged), (content, encoding, 0));
    }

    #[test]
    fn utf_8_with_and_without_a_mark() {
        check_decode("“Café” 😀\n".as_bytes(), "“Café” 😀\n", None);
        check_decode("\u{feff}“Café”".as_bytes(), "“Café”", None);
    }

    #[test]
    fn every_line_end_is_a_line_feed() {
        check_decode(b"a\r\nb\rc\nd\r\n\r\ne\r", "a\nb\nc\nd\n\ne\n", None);
        check_decode(b"\r\n\r\na", "\n\na", None);
        check_decode(b"a\r\r\nb", "a\n\nb", None);
    }

    #[test]
    fn other_encodings_are_recognised() {
        let western = "The café’s owner said: “We won’t go.” Très bien, señor!";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(western);
        check_decode(&bytes, western, Some("windows-1252"));
        let cyrillic = "Мэр сказал: «Мы победили», и ушёл домой.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(cyrillic);
        check_decode(&bytes, cyrillic, Some("windows-1251"));
        let japanese = "市長は「勝った」と言った。";
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(japanese);
        check_decode(&bytes, japanese, Some("Shift_JIS"));
    }

    #[test]
    fn utf_16_with_and_without_a_mark() {
        let encode = |s: &str| -> Vec<u8> { s.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        check_decode(&encode("\u{feff}“Hi”"), "“Hi”", Some("UTF-16LE"));
        check_decode(&encode("The mayor said hi."), "The mayor said hi.", Some("UTF-16LE"));
    }

    #[test]
    fn a_damaged_letter_does_not_make_it_another_encoding() {
        let mut bytes = "“Ça va très bien”, a-t-il dit à l’été à Orléans.".repeat(4).into_bytes();
        bytes.push(0xe2);
        let decoded = decode(bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.damaged), (None, 1));
    }

    #[test]
    fn what_is_no_article_is_refused() {
        assert_eq!(decode(Vec::new()), Err(DecodeError::Empty));
        assert_eq!(decode(b" \r\n\t\n".to_vec()), Err(DecodeError::Empty));
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0\0".to_vec()), Err(DecodeError::Binary));
        assert_eq!(
            decode(b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04\xff\xfe\xfd".to_vec()),
            Err(DecodeError::Binary)
        );
    }

    #[test]
    fn the_hash_is_what_sha256sum_prints() {
        let expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), expected);
    }

    #[test]
    fn the_start_of_a_file_ends_with_a_line() {
        assert_eq!(decode_start("one\ntwo\nthr".into()), Some("one\ntwo\n".to_owned()));
        assert_eq!(decode_start("one\r\ntwo\n".into()), None, "its positions would shift");
        assert_eq!(decode_start("no line".into()), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            if let Ok(decoded) = decode(bytes) {
                assert!(!decoded.content.contains('\r') && !decoded.content.is_empty());
            }
        }
    }
}
