//! The text as it comes out of its elements: to the letter where white space is preserved,
//! else as it is read aloud, with a line for each paragraph.

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 20] = [
    "ab", "back", "body", "byline", "closer", "dateline", "div", "front", "group", "head", "item", "l", "lb",
    "lg", "list", "opener", "p", "row", "sp", "u",
];

/// Elements in the text that are annotations themselves.
const MARKS: [&str; 7] = ["name", "orgName", "persName", "q", "quote", "rs", "said"];

/// Elements that say something of the text, and are not of it.
const ASIDE: [&str; 11] = [
    "alt",
    "fLib",
    "fs",
    "fvLib",
    "interp",
    "interpGrp",
    "link",
    "linkGrp",
    "listAnnotation",
    "span",
    "spanGrp",
];

pub(super) fn is_mark(element: &str) -> bool {
    MARKS.contains(&element)
}

pub(super) fn is_aside(element: &str) -> bool {
    ASIDE.contains(&element)
}

/// The text up to where somebody has read.
#[derive(Default)]
pub(super) struct Words {
    text: String,
    /// How many code points the text has.
    count: u32,
    /// White space that is written only if something follows.
    space: Option<char>,
}

impl Words {
    /// Where an element starts whose words come next, in code points.
    pub(super) fn start(&self) -> u32 {
        self.count + u32::from(self.space.is_some())
    }

    /// Where the words end that were read last, in code points.
    pub(super) fn end(&self) -> u32 {
        self.count
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A block starts or ends here.
    pub(super) fn border(&mut self, element: &str) {
        if BLOCKS.contains(&element) && self.count > 0 {
            self.space = Some('\n');
        }
    }

    /// Words whose white space means what it is.
    pub(super) fn exactly(&mut self, words: &str) {
        self.take_space();
        words.chars().for_each(|c| self.push(c));
    }

    /// Words whose white space is that of the file, which breaks lines anywhere.
    pub(super) fn flowing(&mut self, words: &str) {
        for c in words.chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.take_space();
                self.push(c);
            } else if self.count > 0 && !self.text.ends_with(char::is_whitespace) {
                self.space.get_or_insert(' ');
            }
        }
    }

    fn take_space(&mut self) {
        if let Some(space) = self.space.take() {
            self.push(space);
        }
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.count = self.count.saturating_add(1);
    }
}
