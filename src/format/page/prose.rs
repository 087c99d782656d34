//! Running text out of a tree of elements: the characters that a page shows, and
//! none of its white space but what parts words, lines and paragraphs.

use dom_query::NodeRef;

/// Elements of which a page shows nothing, or nothing that is read as text: of
/// ruby its annotations, which stand above the words that they would break.
const UNSEEN: &[&str] = &[
    "audio", "button", "canvas", "datalist", "head", "iframe", "math", "noembed", "noframes", "noscript",
    "object", "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that stand apart from what is around them.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];

/// Elements that have lines of their own.
const LINES: &[&str] = &["dd", "dt", "li", "option", "tr"];

/// Elements whose line ends are kept.
const PREFORMATTED: &[&str] = &["listing", "plaintext", "pre", "xmp"];

/// The text that is shown of all below a node; empty if nothing is.
pub(super) fn prose(root: &NodeRef) -> String {
    let mut prose = Prose::default();
    let mut steps = vec![Step::Open(*root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Open(node) if node.is_text() => prose.push(&node.text()),
            Step::Open(node) => {
                let name = node.node_name().unwrap_or_default();
                if is_unseen(&node, &name) {
                    continue;
                }
                let shape = Shape::of(&name);
                prose.open(shape);
                steps.push(Step::Close(shape));
                steps.extend(node.children_it(true).map(Step::Open));
            }
            Step::Close(shape) => prose.close(shape),
        }
    }
    prose.finish()
}

fn is_unseen(node: &NodeRef, name: &str) -> bool {
    let is = |attribute, value: &str| node.attr(attribute).is_some_and(|own| own.eq_ignore_ascii_case(value));
    UNSEEN.contains(&name)
        || node.has_attr("hidden")
        || is("role", "doc-pagebreak")
        || is("epub:type", "pagebreak")
}

enum Step<'d> {
    Open(NodeRef<'d>),
    Close(Shape),
}

/// How an element stands in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Inline,
    Cell,
    LineEnd,
    Line,
    Block,
    Preformatted,
}

impl Shape {
    fn of(name: &str) -> Shape {
        match name {
            "br" => Shape::LineEnd,
            "td" | "th" => Shape::Cell,
            name if PREFORMATTED.contains(&name) => Shape::Preformatted,
            name if BLOCKS.contains(&name) => Shape::Block,
            name if LINES.contains(&name) => Shape::Line,
            _ => Shape::Inline,
        }
    }
}

/// What parts the next character from the one before, the weaker first.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space(char),
    Cell,
    Line,
    Paragraph,
}

/// Text that is put together piece by piece: gaps are written when something
/// stands behind them, and of several in a row the strongest.
#[derive(Default)]
pub(super) struct Prose {
    text: String,
    gap: Gap,
    /// How many elements are open whose line ends are kept.
    preformatted: usize,
}

impl Prose {
    pub(super) fn push(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '\n' | '\u{2028}' if self.preformatted > 0 || c != '\n' => self.part(Gap::Line),
                '\u{2029}' => self.part(Gap::Paragraph),
                c if c.is_whitespace() => self.space(c),
                c if is_shown(c, self.text.chars().next_back()) => self.character(c),
                _ => {}
            }
        }
    }

    pub(super) fn paragraph(&mut self) {
        self.part(Gap::Paragraph);
    }

    /// The text with its last line end; empty if there is none.
    pub(super) fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }

    fn open(&mut self, shape: Shape) {
        match shape {
            Shape::Inline | Shape::Cell | Shape::LineEnd => {}
            Shape::Line => self.part(Gap::Line),
            Shape::Block => self.paragraph(),
            Shape::Preformatted => {
                self.paragraph();
                self.preformatted += 1;
            }
        }
    }

    fn close(&mut self, shape: Shape) {
        match shape {
            Shape::Inline => {}
            Shape::Cell => self.part(Gap::Cell),
            // Two of them part paragraphs, on pages that know no others.
            Shape::LineEnd => self.part(if self.gap >= Gap::Line { Gap::Paragraph } else { Gap::Line }),
            Shape::Line => self.part(Gap::Line),
            Shape::Block => self.paragraph(),
            Shape::Preformatted => {
                self.paragraph();
                self.preformatted -= 1;
            }
        }
    }

    fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// A space that does not break is kept where it stands alone; several in a row
    /// are layout.
    fn space(&mut self, c: char) {
        let c = if c.is_ascii() || c.is_control() { ' ' } else { c };
        self.gap = match self.gap {
            Gap::None => Gap::Space(c),
            Gap::Space(before) if before == ' ' || c == ' ' => Gap::Space(' '),
            gap => gap,
        };
    }

    fn character(&mut self, c: char) {
        if !self.text.is_empty() {
            match self.gap {
                Gap::None => {}
                Gap::Space(space) => self.text.push(space),
                Gap::Cell => self.text.push('\t'),
                Gap::Line => self.text.push('\n'),
                Gap::Paragraph => self.text.push_str("\n\n"),
            }
        }
        self.gap = Gap::None;
        self.text.push(c);
    }
}

/// Whether a character is one of the text. Left out is what steers, and where a
/// line may be broken: marks of layout that are in the way of whoever searches.
/// Some scripts part words by spaces without width: there they stay.
fn is_shown(c: char, before: Option<char>) -> bool {
    match c {
        '\u{ad}' | '\u{2060}' | '\u{feff}' => false,
        '\u{200b}' => before.is_some_and(|before| matches!(before, '\u{e00}'..='\u{17ff}')),
        c => !c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    #[track_caller]
    fn check(html: &str, text: &str) {
        assert_eq!(prose(&parse(html).unwrap().root()), text.to_owned() + "\n", "{html}");
    }

    #[test]
    fn a_blank_line_parts_paragraphs() {
        check("<p> One\n two </p>\n\n<p>three</p>", "One two\n\nthree");
        check("<h1>A</h1><div>b<p>c</div>d", "A\n\nb\n\nc\n\nd");
        check("<p>a</p><p> &nbsp; </p><p></p><p>b</p>", "a\n\nb");
        check("<blockquote>a<p>b</blockquote>", "a\n\nb");
    }

    #[test]
    fn line_ends_part_lines_and_two_of_them_paragraphs() {
        check("a <br> b<br>\n<br>c<br><br><br>d<br>", "a\nb\n\nc\n\nd");
        check("<pre>\n a \n  b\n</pre>c\nd", "a\nb\n\nc d");
        check("a\u{2028}b\u{2029}c", "a\nb\n\nc");
    }

    #[test]
    fn lists_and_tables_have_lines() {
        check("x<ul><li>a</li> <li>b<li><p>c</p></ul>y", "x\n\na\nb\n\nc\n\ny");
        check("<table><tr><th>a<th>b</tr> <tr><td>1 </td> <td> 2</td></table>z", "a\tb\n1\t2\n\nz");
        check("<table><tr><td>a<td></tr><tr><td><td>b</table>", "a\nb");
        check("<dl><dt>a<dd>b</dl>", "a\nb");
    }

    #[test]
    fn words_are_not_parted_by_markup() {
        check("W<b>o</b>n<span> it</span><!-- not --> so", "Won it so");
        check("a<wbr>b&shy;c&#8203;d\u{2060}e\u{feff}f", "abcdef");
        check("ក\u{200b}ខ", "ក\u{200b}ខ");
    }

    #[test]
    fn spaces_that_do_not_break_stay_alone() {
        check("«&nbsp;Non&nbsp;», 12\u{202f}000&thinsp;km", "«\u{a0}Non\u{a0}», 12\u{202f}000\u{2009}km");
        check("a &nbsp; b&nbsp;&nbsp;c\u{3000}d", "a b\u{a0}c\u{3000}d");
    }

    #[test]
    fn entities_are_characters_and_never_controls() {
        check("a&lt;b&gt; &amp;amp; &#x201c;c&rdquo; &eacute;", "a<b> &amp; “c” é");
        check("a&#27;[2Jb&#x9b;c&#7;d&#127;e\u{1b}f&#x85;g", "a[2Jb›cdef…g");
    }

    #[test]
    fn what_is_not_shown_is_not_text() {
        check(
            "<title>t</title><style>s</style>a<script>b</script><noscript><p>n</noscript><template>c</template>\
             <p hidden>d</p><svg><text>e</text></svg><select><option>f</select><textarea>g</textarea>",
            "a",
        );
        check("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字");
        check("a<span epub:type=pagebreak>12</span>b", "ab");
    }
}
