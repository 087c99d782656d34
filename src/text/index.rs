//! What lies before every KiB of a text: code points, those of them that are two
//! units of UTF-16, paragraphs, and where the last line began. Sixteen bytes a block
//! (1.6 % of the text) make every conversion of positions a look-up and a short count.

use memchr::memchr_iter;

const BLOCK: usize = 1024;
/// So many bytes are counted at once; sums of so many ones fit a byte.
const STEP: usize = 128;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Before {
    code_points: u32,
    /// Code points beyond U+FFFF.
    astral: u32,
    paragraphs: u32,
    /// Byte at which the line that reaches into this block starts.
    line: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Index {
    blocks: Vec<Before>,
    /// Lines are rows of a hard-wrapped paragraph; blank lines part paragraphs.
    pub(super) hard_wrapped: bool,
}

impl Index {
    pub(super) fn new(content: &str) -> Index {
        let hard_wrapped = is_hard_wrapped(content);
        let mut blocks = Vec::with_capacity(content.len() / BLOCK + 1);
        let mut before = Before::default();
        let mut lines = Lines::new(content, hard_wrapped);
        for chunk in content.as_bytes().chunks(BLOCK) {
            blocks.push(before);
            before.code_points += count_code_points(chunk);
            before.astral += count_astral(chunk);
            let end = blocks.len() * BLOCK;
            lines.advance_to(end.min(content.len()));
            before.paragraphs = lines.paragraphs;
            before.line = u32::try_from(lines.line).unwrap_or(u32::MAX);
        }
        blocks.push(before);
        Index { blocks, hard_wrapped }
    }

    pub(super) fn code_points_before(&self, content: &str, byte: usize) -> u32 {
        let block = byte / BLOCK;
        self.blocks[block].code_points + count_code_points(&content.as_bytes()[block * BLOCK..byte])
    }

    /// How many units of UTF-16 the text before `byte` takes.
    pub(super) fn utf_16_before(&self, content: &str, byte: usize) -> u32 {
        let block = byte / BLOCK;
        let astral = self.blocks[block].astral + count_astral(&content.as_bytes()[block * BLOCK..byte]);
        self.code_points_before(content, byte) + astral
    }

    /// The byte before which the text takes `n` units of UTF-16; nothing if that is within
    /// a character, or if it has fewer.
    pub(super) fn byte_of_utf_16(&self, content: &str, n: u32) -> Option<usize> {
        let block = self.blocks.partition_point(|b| b.code_points + b.astral <= n) - 1;
        // A character may reach from one block into the next.
        let mut at = content.floor_char_boundary((block * BLOCK).min(content.len()));
        let mut left = n - self.utf_16_before(content, at);
        for c in content[at..].chars() {
            if left == 0 {
                break;
            }
            left = left.checked_sub(u32::from(c > '\u{ffff}') + 1)?;
            at += c.len_utf8();
        }
        (left == 0).then_some(at)
    }

    /// The byte at which the `n`th code point starts; the end of the text for
    /// the one behind the last.
    pub(super) fn byte_of_code_point(&self, content: &str, n: u32) -> Option<usize> {
        let block = self.blocks.partition_point(|b| b.code_points <= n) - 1;
        let mut left = n - self.blocks[block].code_points;
        let mut at = (block * BLOCK).min(content.len());
        for chunk in content.as_bytes()[at..].chunks(STEP) {
            let count = count_code_points(chunk);
            if left < count {
                // A character may begin in a chunk before: its bytes here do not count.
                let mut starts = chunk.iter().enumerate().filter(|(_, byte)| starts_character(**byte));
                return starts.nth(left as usize).map(|(i, _)| at + i);
            }
            left -= count;
            at += chunk.len();
        }
        (left == 0).then_some(content.len())
    }

    /// The byte at which the line that holds `byte` starts.
    pub(super) fn line_start(&self, content: &str, byte: usize) -> usize {
        let block = byte / BLOCK;
        let start = block * BLOCK;
        match memchr::memrchr(b'\n', &content.as_bytes()[start..byte]) {
            Some(i) => start + i + 1,
            None => self.blocks[block].line as usize,
        }
    }

    /// How many paragraphs have begun before or at the start of the line at `line`.
    pub(super) fn paragraphs_to(&self, content: &str, line: usize) -> u32 {
        let mut lines = self.lines_from(content, line / BLOCK);
        lines.advance_to(line);
        lines.paragraphs + u32::from(lines.begins_paragraph(line))
    }

    /// Whether the line at byte `line` begins a paragraph.
    pub(super) fn begins_paragraph(&self, content: &str, line: usize) -> bool {
        Lines::new(content, self.hard_wrapped).begins_paragraph(line)
    }

    /// The byte at which the line starts that begins the `n`th paragraph, from 1.
    pub(super) fn line_of_paragraph(&self, content: &str, n: u32) -> Option<usize> {
        let block = self.blocks.partition_point(|block| block.paragraphs < n).checked_sub(1)?;
        let mut lines = self.lines_from(content, block);
        while lines.paragraphs + u32::from(lines.begins_paragraph(lines.line)) < n {
            let newline = memchr::memchr(b'\n', &content.as_bytes()[lines.line..])?;
            lines.advance_to(lines.line + newline + 1);
        }
        Some(lines.line)
    }

    fn lines_from<'t>(&self, content: &'t str, block: usize) -> Lines<'t> {
        Lines {
            paragraphs: self.blocks[block].paragraphs,
            line: self.blocks[block].line as usize,
            scanned: block * BLOCK,
            ..Lines::new(content, self.hard_wrapped)
        }
    }
}

/// Counts paragraphs whose line has ended.
struct Lines<'t> {
    content: &'t str,
    hard_wrapped: bool,
    paragraphs: u32,
    /// Start of the line that is not counted yet.
    line: usize,
    scanned: usize,
}

impl<'t> Lines<'t> {
    fn new(content: &'t str, hard_wrapped: bool) -> Lines<'t> {
        Lines { content, hard_wrapped, paragraphs: 0, line: 0, scanned: 0 }
    }

    /// Counts the paragraphs of all lines whose line feed lies before `end`.
    fn advance_to(&mut self, end: usize) {
        let from = self.scanned.min(end);
        for newline in memchr_iter(b'\n', &self.content.as_bytes()[from..end]) {
            self.paragraphs += u32::from(self.begins_paragraph(self.line));
            self.line = from + newline + 1;
        }
        self.scanned = self.scanned.max(end);
    }

    fn begins_paragraph(&self, line: usize) -> bool {
        !is_blank(self.content, line)
            && (!self.hard_wrapped || line == 0 || is_blank(self.content, previous_line(self.content, line)))
    }
}

fn previous_line(content: &str, line: usize) -> usize {
    memchr::memrchr(b'\n', &content.as_bytes()[..line - 1]).map_or(0, |i| i + 1)
}

/// Whether the line that starts at `line` holds nothing but white space.
pub(super) fn is_blank(content: &str, line: usize) -> bool {
    content[line..].chars().take_while(|c| *c != '\n').all(char::is_whitespace)
}

/// An article is hard-wrapped when blank lines part its paragraphs and most
/// lines that another line follows are about as long as a typewriter's.
fn is_hard_wrapped(content: &str) -> bool {
    const SAMPLE: usize = 1000;
    let lines: Vec<&str> = content.lines().take(SAMPLE).collect();
    let inner: Vec<usize> = lines
        .windows(2)
        .filter(|pair| pair.iter().all(|line| !line.trim().is_empty()))
        .map(|pair| pair[0].chars().take(200).count())
        .collect();
    let typewriter = inner.iter().filter(|n| (45..=100).contains(*n)).count();
    let blank = lines.iter().any(|line| line.trim().is_empty());
    blank && inner.len() >= 3 && typewriter * 10 >= inner.len() * 7
}

fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// Of what is written in four bytes, the first byte is counted.
fn count_astral(bytes: &[u8]) -> u32 {
    // Sums of at most 128 ones fit a byte, which lets the compiler count many at once.
    bytes.chunks(128).map(|chunk| u32::from(chunk.iter().map(|b| u8::from(*b >= 0xf0)).sum::<u8>())).sum()
}

fn count_code_points(bytes: &[u8]) -> u32 {
    // Sums of at most 128 ones fit a byte, which lets the compiler count many at once.
    bytes
        .chunks(128)
        .map(|chunk| u32::from(chunk.iter().map(|b| u8::from(starts_character(*b))).sum::<u8>()))
        .sum()
}
