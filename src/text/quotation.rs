//! Quotations: what stands between quotation marks, the marks included, in the
//! manners of the languages that news is written in. Apostrophes are no marks;
//! a mark that points the wrong way is taken for what it stands for; a mark
//! that is opened again at the next paragraph goes on; an unclosed one ends
//! with its paragraph or where the next one opens.

use super::mark::{Mark, Pair, is_mark};
use super::{Pos, Span, Text};

/// A quotation over more paragraphs than this is cut.
const MOST_PARAGRAPHS: usize = 64;

impl Text {
    /// The innermost quotation around `pos`.
    pub fn quotation_at(&self, pos: Pos) -> Option<Span> {
        self.quotations_around(pos).into_iter().next()
    }

    /// All quotations around `pos`, the innermost first.
    pub fn quotations_around(&self, pos: Pos) -> Vec<Span> {
        let Some((read, _)) = self.quotations_near(pos) else { return Vec::new() };
        let mut around: Vec<Span> = read.into_iter().map(|q| q.span).filter(|s| s.contains(pos)).collect();
        around.sort_by_key(|span| span.len_bytes());
        around
    }

    /// The first quotation that starts behind `pos`; one inside another does not count.
    pub fn quotation_after(&self, pos: Pos) -> Option<Span> {
        let mut at = pos;
        loop {
            let mut last = at;
            if let Some((read, all)) = self.quotations_near(at) {
                if let Some(q) =
                    read.iter().filter(|q| q.depth == 0 && q.span.start() > pos).min_by_key(|q| q.span)
                {
                    return Some(q.span);
                }
                last = all.end();
            }
            at = self.paragraph_after(last)?.start();
        }
    }

    /// The last quotation that starts before `pos`; one inside another does not count.
    pub fn quotation_before(&self, pos: Pos) -> Option<Span> {
        let mut at = pos;
        loop {
            let mut first = at;
            if let Some((read, all)) = self.quotations_near(at) {
                if let Some(q) =
                    read.iter().filter(|q| q.depth == 0 && q.span.start() < pos).max_by_key(|q| q.span)
                {
                    return Some(q.span);
                }
                first = all.start();
            }
            at = self.paragraph_before(first)?.start();
        }
    }

    /// The quotations of the paragraph at `pos` and of those that it goes on
    /// from or into, with the span of these paragraphs.
    fn quotations_near(&self, pos: Pos) -> Option<(Vec<Quotation>, Span)> {
        let mut first = self.paragraph_at(pos)?;
        for _ in 0..MOST_PARAGRAPHS {
            let Some(before) = self.opens_again(first).and_then(|_| self.paragraph_before(first.start()))
            else {
                break;
            };
            if Reader::read(self, before).unclosed() != self.opens_again(first) {
                break;
            }
            first = before;
        }
        let mut reader = Reader::read(self, first);
        let mut all = first;
        for _ in 0..MOST_PARAGRAPHS {
            let Some(next) = reader.unclosed().and_then(|_| self.paragraph_after(all.end())) else { break };
            if self.opens_again(next) != reader.unclosed() {
                break;
            }
            reader.go_on(next);
            all = all.join(next);
        }
        Some((reader.finish(all.end()), all))
    }

    /// The pair of marks that a paragraph starts with.
    fn opens_again(&self, paragraph: Span) -> Option<Pair> {
        let mark = Mark::at(self, paragraph, paragraph.start())?;
        (mark.pair != Pair::Single && mark.can_open()).then_some(mark.pair)
    }
}

#[derive(Debug)]
struct Quotation {
    span: Span,
    /// How many quotations it stands in.
    depth: usize,
}

/// Follows the marks of one paragraph after the other.
struct Reader<'t> {
    text: &'t Text,
    open: Vec<Mark>,
    found: Vec<Quotation>,
}

impl<'t> Reader<'t> {
    fn read(text: &'t Text, paragraph: Span) -> Reader<'t> {
        let mut reader = Reader { text, open: Vec::new(), found: Vec::new() };
        reader.follow(paragraph, paragraph.start());
        reader
    }

    /// Reads a paragraph whose first mark only repeats the one that is open.
    fn go_on(&mut self, paragraph: Span) {
        let first = Mark::at(self.text, paragraph, paragraph.start());
        self.follow(paragraph, first.map_or(paragraph.start(), |mark| mark.span.end()));
    }

    /// The marks that are still open at the paragraph's end.
    fn unclosed(&self) -> Option<Pair> {
        self.open.first().map(|mark| mark.pair)
    }

    fn finish(mut self, end: Pos) -> Vec<Quotation> {
        if let Some(first) = self.open.first() {
            self.found.extend(Span::new(first.span.start(), end).map(|span| Quotation { span, depth: 0 }));
        }
        self.found
    }

    fn follow(&mut self, paragraph: Span, from: Pos) {
        for (mark, ahead) in self.marks(paragraph, from) {
            let open = self.open.iter().rposition(|open| open.pair == mark.pair);
            let closes = open.is_some_and(|i| mark.closes(self.open[i]));
            let closed_later = || ahead.closes(mark) && !mark.is_elision(self.text);
            if mark.is_apostrophe()
                || mark.is_measure(self.text)
                || closes && self.may_be_possessive(paragraph, mark) && closed_later()
            {
                continue;
            }
            match open {
                Some(i) if closes => self.close(i, mark.span.end()),
                Some(i) if mark.can_open() && mark.pair != Pair::Single => {
                    self.close_unclosed(i, mark.span.start());
                    self.open.push(mark);
                }
                None if mark.can_open() && (mark.pair != Pair::Single || closed_later()) => {
                    self.open.push(mark);
                }
                _ => {}
            }
        }
        self.open.retain(|mark| mark.pair != Pair::Single);
    }

    /// The marks of a paragraph, each with what comes behind it.
    fn marks(&self, paragraph: Span, from: Pos) -> Vec<(Mark, Ahead)> {
        let mut marks = Vec::new();
        let mut at = from;
        while let Some(mark) = self.next_mark(paragraph, at) {
            at = mark.span.end();
            marks.push((mark, Ahead::Nothing));
        }
        let mut ahead = Ahead::Nothing;
        for (mark, behind) in marks.iter_mut().rev() {
            *behind = ahead;
            ahead = ahead.behind(*mark);
        }
        marks
    }

    fn next_mark(&self, paragraph: Span, from: Pos) -> Option<Mark> {
        let rest = Span::new(from, paragraph.end())?;
        let mut marks = self.text.slice(rest).char_indices().filter(|(_, c)| is_mark(*c));
        marks.find_map(|(i, _)| Mark::at(self.text, paragraph, Pos::new(from.byte() + i)))
    }

    fn close(&mut self, i: usize, end: Pos) {
        let start = self.open[i].span.start();
        self.open.truncate(i);
        self.found.extend(Span::new(start, end).map(|span| Quotation { span, depth: i }));
    }

    /// The open quotation was never closed: it ends before the next begins.
    fn close_unclosed(&mut self, i: usize, next: Pos) {
        let end = self.text.trim(self.open[i].span.start(), next).map_or(next, Span::end);
        self.close(i, end);
    }

    /// `‘the players’ union’`: a plural possessive inside single marks, known by
    /// the small letter that follows and another mark that closes.
    fn may_be_possessive(&self, paragraph: Span, mark: Mark) -> bool {
        let rest = Span::new(mark.span.end(), paragraph.end()).map_or("", |rest| self.text.slice(rest));
        let small =
            rest.strip_prefix(' ').and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase);
        mark.pair == Pair::Single && mark.before.is_some_and(|c| matches!(c, 's' | 'n')) && small
    }
}

/// The next single mark behind one that tells whether it is closed.
#[derive(Clone, Copy, Debug)]
enum Ahead {
    Nothing,
    Opens,
    Closes,
}

impl Ahead {
    /// What is ahead of the mark before `mark`, of which this is ahead.
    fn behind(self, mark: Mark) -> Ahead {
        match () {
            () if mark.pair != Pair::Single || mark.is_apostrophe() => self,
            () if mark.opens_by_shape() => Ahead::Opens,
            () if mark.leans_left() => Ahead::Closes,
            () => self,
        }
    }

    /// Whether a single mark that would close comes before one that would open.
    fn closes(self, mark: Mark) -> bool {
        match self {
            Ahead::Nothing => false,
            Ahead::Opens => mark.is_low(),
            Ahead::Closes => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bracketed::check_units;
    use super::*;

    /// All quotations, the inner ones too, from wherever one looks.
    fn quotations(text: &Text, all: Span) -> Vec<Span> {
        let mut found: Vec<Span> =
            text.graphemes(all.start(), all.end()).flat_map(|(pos, _)| text.quotations_around(pos)).collect();
        found.sort();
        found.dedup();
        let outer: Vec<Span> =
            found.iter().filter(|q| !found.iter().any(|o| o != *q && o.covers(**q))).copied().collect();
        let at_start = outer.first().filter(|q| q.start() == all.start()).copied();
        let first = at_start.or_else(|| text.quotation_after(all.start()));
        let down: Vec<Span> = std::iter::successors(first, |q| text.quotation_after(q.start())).collect();
        assert_eq!(down, outer, "downwards the outer ones are met");
        let last = text.quotation_before(all.end());
        let mut up: Vec<Span> = std::iter::successors(last, |q| text.quotation_before(q.start())).collect();
        up.reverse();
        assert_eq!(up, outer, "upwards too");
        found
    }

    #[track_caller]
    fn check(marked: &str) {
        check_units(quotations, marked);
    }

    #[test]
    fn marks_of_many_languages() {
        check("The mayor said [“We won,”] and left.");
        check("The mayor said [\"We won,\"] and left.");
        check("Der Bürgermeister sagte: [„Wir haben gewonnen“], und ging. [‚Gut‘], dachte sie.");
        check("Burmistrz: [„Wygraliśmy”], powiedział.");
        check("Le maire a dit [« Nous avons gagné »] et [«\u{a0}encore\u{a0}»].");
        check("Er sagte [»Wir haben gewonnen«] und ging.");
        check("[”Vi vann”], sade borgmästaren.");
        check("市長は[「勝った」]と言った。[『本』]を読む。");
        check("市长说：[“我们赢了。”]");
        check("He wrote [``We won,''] then left.");
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("It’s the players’ union, rock ’n’ roll, the ’90s, and 'em all: don't.");
        check("[‘Israel’] isn’t alone.");
        check("He is 6'2\" and she [\"won\"].");
        check("The dogs' owners and the cats' owners met.");
    }

    #[test]
    fn single_marks_hold_apostrophes() {
        check("She said [‘I don’t know’] twice.");
        check("She blamed [‘the players’ union’] alone.");
        check("She said ['I don't know'] twice.");
    }

    #[test]
    fn quotations_nest() {
        check("[“She told me [‘we won’] and left,”] he said.");
        check("[\"She told me ['we won'] and left,\"] he said.");
        check("[« Elle a dit [“oui”] »], dit-il.");
    }

    #[test]
    fn marks_the_wrong_way_are_taken_for_what_they_stand_for() {
        check("He said [”we won”] and [“they lost“].");
        check("[“They see that. “]");
        check("He [‘‘won’’] and [“lost’’].");
        check("[\". . . and so on\"] and [\".@mayor won\"].");
    }

    #[test]
    fn an_unclosed_mark_ends_where_the_next_opens_or_with_its_paragraph() {
        check("[“We won, he said.] [“They lost.”]");
        check("He said [“we won, and left.]\nThen she spoke.");
    }

    #[test]
    fn a_mark_opened_again_at_the_next_paragraph_goes_on() {
        check("She said: [“We won.\n\n“They lost.\n“It is over.”] He left. [“So?”]");
    }

    #[test]
    fn marks_between_spaces_come_in_pairs() {
        check("He said: [\" we won \"] and left. [\"We ['won'] \"] - he said.");
    }

    #[test]
    fn quotations_end_inside_brackets_and_before_dashes() {
        check("([“we won”])—[“yes”]—and [“no”]; [“so”]");
    }

    #[test]
    fn a_stray_mark_is_nothing() {
        check("He said we won” and left.");
        check("5\" of rain");
    }

    proptest::proptest! {
        #[test]
        fn quotations_lie_within_the_text_on_marks(s in "([“”‘’\"'«»„‚「」 a.s\n]|\\PC)*") {
            let text = Text::new(s).unwrap();
            for (pos, _) in text.graphemes(Pos::START, text.end()) {
                for q in text.quotations_around(pos) {
                    assert!(is_mark(text.slice(q).chars().next().unwrap()));
                }
                if let Some(q) = text.quotation_after(pos) {
                    assert!(q.start() > pos);
                }
                if let Some(q) = text.quotation_before(pos) {
                    assert!(q.start() < pos);
                }
            }
        }
    }
}
