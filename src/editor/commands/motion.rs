//! Going from place to place. In a selection the cursor's end goes; while an
//! edge is moved, the edge.

use super::edge;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::mode::Mode;
use crate::editor::selection::{Selection, resting_place};
use crate::editor::view::Tab;
use crate::text::{Pos, Span};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "next-quotation",
        aliases: &[],
        help: "go to the next words between quotation marks",
        hint: "next quotation",
        run: Run::Motion(|e, pos| found(e.text().quotation_after(pos), "no quotation follows")),
    },
    Command {
        name: "previous-quotation",
        aliases: &[],
        help: "go to the words between quotation marks before",
        hint: "",
        run: Run::Motion(|e, pos| found(e.text().quotation_before(pos), "no quotation stands before")),
    },
    Command {
        name: "next-annotation",
        aliases: &[],
        help: "go to the next annotation that the list shows",
        hint: "next annotation",
        run: Run::Plain(next_annotation),
    },
    Command {
        name: "previous-annotation",
        aliases: &[],
        help: "go to the annotation before, of those that the list shows",
        hint: "",
        run: Run::Plain(previous_annotation),
    },
    Command {
        name: "follow",
        aliases: &[],
        help: "go to what the annotation is linked to",
        hint: "",
        run: Run::Plain(follow),
    },
    Command {
        name: "follow-back",
        aliases: &[],
        help: "go to the first annotation that is linked to this one",
        hint: "",
        run: Run::Plain(follow_back),
    },
    Command { name: "left", aliases: &[], help: "go a letter left", hint: "", run: Run::Motion(left) },
    Command { name: "right", aliases: &[], help: "go a letter right", hint: "", run: Run::Motion(right) },
    Command { name: "down", aliases: &[], help: "go a row down", hint: "", run: Run::Rows(|_| 1) },
    Command { name: "up", aliases: &[], help: "go a row up", hint: "", run: Run::Rows(|_| -1) },
    Command {
        name: "next-word",
        aliases: &[],
        help: "go to the start of the next word",
        hint: "",
        run: Run::Motion(|e, pos| found(e.text().word_after(pos), "no word follows")),
    },
    Command {
        name: "previous-word",
        aliases: &[],
        help: "go back to the start of a word",
        hint: "",
        run: Run::Motion(|e, pos| found(e.text().word_before(pos), "no word stands before")),
    },
    Command {
        name: "word-end",
        aliases: &[],
        help: "go to the end of a word",
        hint: "",
        run: Run::Motion(word_end),
    },
    Command {
        name: "next-sentence",
        aliases: &[],
        help: "go to the start of the next sentence",
        hint: "",
        run: Run::Motion(|e, pos| found(e.text().sentence_after(pos), "no sentence follows")),
    },
    Command {
        name: "previous-sentence",
        aliases: &[],
        help: "go back to the start of a sentence",
        hint: "",
        run: Run::Motion(|e, pos| found(e.text().sentence_before(pos), "no sentence stands before")),
    },
    Command {
        name: "next-paragraph",
        aliases: &[],
        help: "go to the start of the next paragraph",
        hint: "",
        run: Run::Motion(|e, pos| found(e.text().paragraph_after(pos), "no paragraph follows")),
    },
    Command {
        name: "previous-paragraph",
        aliases: &[],
        help: "go back to the start of a paragraph",
        hint: "",
        run: Run::Motion(|e, pos| found(e.text().paragraph_before(pos), "no paragraph stands before")),
    },
    Command {
        name: "row-start",
        aliases: &[],
        help: "go to the start of the row",
        hint: "",
        run: Run::Motion(|e, pos| Ok(e.view().row(e.text(), pos).start)),
    },
    Command {
        name: "row-end",
        aliases: &[],
        help: "go to the end of the row",
        hint: "",
        run: Run::Motion(row_end),
    },
    Command {
        name: "start",
        aliases: &[],
        help: "go to the start of the article, or of the paragraph whose number was typed",
        hint: "",
        run: Run::Plain(start),
    },
    Command {
        name: "end",
        aliases: &[],
        help: "go to the end of the article, or to the paragraph whose number was typed",
        hint: "",
        run: Run::Plain(end),
    },
    Command {
        name: "page-down",
        aliases: &[],
        help: "go a screen down",
        hint: "",
        run: Run::Plain(|e| page(e, whole_page(e))),
    },
    Command {
        name: "page-up",
        aliases: &[],
        help: "go a screen up",
        hint: "",
        run: Run::Plain(|e| page(e, -whole_page(e))),
    },
    Command {
        name: "half-page-down",
        aliases: &[],
        help: "go half a screen down",
        hint: "",
        run: Run::Plain(|e| page(e, half_page(e))),
    },
    Command {
        name: "half-page-up",
        aliases: &[],
        help: "go half a screen up",
        hint: "",
        run: Run::Plain(|e| page(e, -half_page(e))),
    },
];

/// Goes as often as was typed, as far as there is somewhere to go.
pub(in crate::editor) fn go(editor: &Editor, motion: fn(&Editor, Pos) -> Result<Pos, Refusal>) -> Outcome {
    let mut to = motion(editor, moving(editor))?;
    for _ in 1..editor.count().unwrap_or(1) {
        match motion(editor, to) {
            Ok(further) if further != to => to = further,
            _ => break,
        }
    }
    move_to(editor, Selection::at(resting_place(editor.text(), to)))
}

/// Goes by rows of the screen, staying in a column as far as rows reach.
pub(in crate::editor) fn go_by_rows(editor: &Editor, rows: isize) -> Outcome {
    let times = editor.count().unwrap_or(1);
    let count = rows.unsigned_abs().saturating_mul(times);
    let (text, from) = (editor.text(), moving(editor));
    let wrap = editor.view().wrap(text);
    let to =
        if rows > 0 { wrap.down(from).skip(1).take(count).last() } else { wrap.up(from).take(count).last() };
    let Some(row) = to else {
        return refuse(if rows > 0 { "this is the last row" } else { "this is the first row" });
    };
    let column = || wrap.column(editor.view().row(text, from), from);
    let goal = editor.selection().goal.unwrap_or_else(column);
    let cursor = resting_place(text, wrap.pos(row, goal));
    move_to(editor, Selection { goal: Some(goal), ..Selection::at(cursor) })
}

/// The position that a movement starts from.
fn moving(editor: &Editor) -> Pos {
    match editor.mode() {
        Mode::Edge(edge) => edge::position(editor, edge).unwrap_or(editor.selection().cursor),
        _ => editor.selection().cursor,
    }
}

pub(super) fn move_to(editor: &Editor, to: Selection) -> Outcome {
    match editor.mode() {
        Mode::Edge(edge) => edge::move_to(editor, edge, to),
        Mode::Select { .. } => {
            Ok(vec![Change::Select(Selection { anchor: editor.selection().anchor, ..to })])
        }
        _ => Ok(vec![Change::Select(to)]),
    }
}

fn found(unit: Option<Span>, otherwise: &str) -> Result<Pos, Refusal> {
    unit.map(Span::start).ok_or_else(|| Refusal(otherwise.to_owned()))
}

fn left(editor: &Editor, pos: Pos) -> Result<Pos, Refusal> {
    if pos == Pos::START {
        return refuse("the text starts here");
    }
    Ok(resting_place(editor.text(), editor.text().previous_grapheme(pos)))
}

fn right(editor: &Editor, pos: Pos) -> Result<Pos, Refusal> {
    let text = editor.text();
    let next = text.next_grapheme(pos);
    let rest = resting_place(text, next);
    // Behind the last letter of a line comes the line feed, and then the next line.
    let further = if rest <= pos { resting_place(text, text.next_grapheme(next)) } else { rest };
    if further <= pos { refuse("the text ends here") } else { Ok(further) }
}

fn word_end(editor: &Editor, pos: Pos) -> Result<Pos, Refusal> {
    let text = editor.text();
    let last_letter = |word: Span| text.previous_grapheme(word.end());
    let here = text.word_at(pos).map(last_letter).filter(|end| *end > pos);
    here.or_else(|| text.word_after(pos).map(last_letter))
        .ok_or_else(|| Refusal("no word follows".to_owned()))
}

fn row_end(editor: &Editor, pos: Pos) -> Result<Pos, Refusal> {
    let text = editor.text();
    let row = editor.view().row(text, pos);
    let words = Span::new(row.start, row.end).and_then(|row| text.trimmed(row));
    Ok(words.map_or(row.start, |words| text.previous_grapheme(words.end())))
}

fn start(editor: &Editor) -> Outcome {
    let to = editor.count().map_or(Some(Pos::START), |number| paragraph(editor, number));
    move_to(editor, Selection::at(resting_place(editor.text(), to.unwrap_or_else(|| editor.text().end()))))
}

fn end(editor: &Editor) -> Outcome {
    match editor.count() {
        Some(_) => start(editor),
        None => move_to(editor, Selection::at(resting_place(editor.text(), editor.text().end()))),
    }
}

/// The start of the paragraph with a number, or of the last.
pub(super) fn paragraph(editor: &Editor, number: usize) -> Option<Pos> {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    editor
        .text()
        .paragraph(number)
        .or_else(|| editor.text().paragraph_before(editor.text().end()))
        .map(Span::start)
}

fn whole_page(editor: &Editor) -> isize {
    isize::try_from(editor.view().height()).unwrap_or(1).saturating_sub(2).max(1)
}

fn half_page(editor: &Editor) -> isize {
    (whole_page(editor) / 2).max(1)
}

/// Scrolls by rows, the cursor staying where it is on the screen.
fn page(editor: &Editor, rows: isize) -> Outcome {
    let times = isize::try_from(editor.count().unwrap_or(1)).unwrap_or(1);
    let mut changes = vec![Change::Scroll(rows.saturating_mul(times))];
    changes.extend(go_by_rows(editor, rows)?);
    Ok(changes)
}

fn next_annotation(editor: &Editor) -> Outcome {
    let annotations = editor.layer().annotations();
    let from = match editor.gone_to() {
        Some(annotation) => editor.layer().index_of(&annotation.id).map_or(0, |i| i + 1),
        None => editor.layer().first_behind(editor.text().next_grapheme(editor.selection().cursor)),
    };
    match annotations[from..].iter().find(|annotation| editor.lists(annotation)) {
        Some(annotation) => Ok(vec![Change::Focus(annotation.id.clone())]),
        None => refuse(format!("no {} follows", listed_name(editor))),
    }
}

fn previous_annotation(editor: &Editor) -> Outcome {
    let annotations = editor.layer().annotations();
    let to = match editor.gone_to() {
        Some(annotation) => editor.layer().index_of(&annotation.id).unwrap_or(0),
        None => editor.layer().first_behind(editor.selection().cursor),
    };
    match annotations[..to].iter().rfind(|annotation| editor.lists(annotation)) {
        Some(annotation) => Ok(vec![Change::Focus(annotation.id.clone())]),
        None => refuse(format!("no {} stands before", listed_name(editor))),
    }
}

fn listed_name(editor: &Editor) -> String {
    match editor.view().tab {
        Tab::All => "annotation".to_owned(),
        Tab::Label(label) => editor.schema().label(label).name.to_string(),
    }
}

fn follow(editor: &Editor) -> Outcome {
    let Some(annotation) = editor.focus() else { return refuse("nothing is marked here") };
    let target = annotation.links.values().flatten().find(|id| editor.layer().get(id).is_some());
    match target {
        Some(id) => Ok(vec![Change::Focus(id.clone())]),
        None => refuse("nothing is linked here"),
    }
}

fn follow_back(editor: &Editor) -> Outcome {
    let Some(annotation) = editor.focus() else { return refuse("nothing is marked here") };
    match editor.layer().linking_to(&annotation.id).next() {
        Some(first) => Ok(vec![Change::Focus(first.id.clone())]),
        None => refuse("nothing is linked to this"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_refused};

    #[test]
    fn letters_are_gone_over_whole_and_line_ends_are_not_stood_on() {
        check("{c}afe\u{301} 👩‍👧!", "lll", "caf{e\u{301}} 👩‍👧!");
        check("caf{e\u{301}} 👩‍👧!", "ll", "cafe\u{301} {👩‍👧}!");
        check("a{b}\ncd", "l", "ab\n{c}d");
        check("ab\n{c}d", "h", "a{b}\ncd");
        check("a{b}\n\nc", "l", "ab\n{\n}c");
        check_refused("{a}b", "h", "the text starts here");
        check_refused("a{b}", "l", "the text ends here");
        check_refused("a{b}\n", "l", "the text ends here");
    }

    #[test]
    fn words_sentences_paragraphs() {
        check("{W}e “won”. They", "w", "We “{w}on”. They");
        check("We “won”. {T}hey", "b", "We “{w}on”. They");
        check("{W}e won", "e", "W{e} won");
        check("W{e} won", "e", "We wo{n}");
        check("{W}e won. They lost.\nSo", ")", "We won. {T}hey lost.\nSo");
        check("We won. They {l}ost.", "((", "{W}e won. They lost.");
        check("{W}e won.\n\nThey lost.", "}", "We won.\n\n{T}hey lost.");
        check("We won.\n\nThey {l}ost.", "{", "We won.\n\n{T}hey lost.");
    }

    #[test]
    fn quotations() {
        check("{S}aid “we ‘won’” and “so”", "<Space>", "Said {“}we ‘won’” and “so”");
        check("{S}aid “we ‘won’” and “so”", "<Space><Space>", "Said “we ‘won’” and {“}so”");
        check("Said “we” and “s{o}”", "<Backspace><Backspace>", "Said {“}we” and “so”");
        check_refused("{W}e won", "<Space>", "no quotation follows");
    }

    #[test]
    fn rows_keep_the_column() {
        let rows = "{0}123456789\nab\n\n0123456789";
        check(rows, "$jjj", "0123456789\nab\n\n012345678{9}");
        check("012345{6}789\nab\n0123456789", "jj", "0123456789\nab\n012345{6}789");
        check("漢漢{漢}\nabcdef", "j", "漢漢漢\nabcd{e}f");
        check_refused("{a}\nb", "k", "this is the first row");
        check_refused("a\n{b}", "j", "this is the last row");
    }

    #[test]
    fn numbers_repeat() {
        check("{a} b c d e", "3w", "a b c {d} e");
        check("{a} b c", "99w", "a b {c}");
        check("{a}\nb\nc\nd", "2j", "a\nb\n{c}\nd");
        check("{a}\nb\nc\nd", "12<Esc>j", "a\n{b}\nc\nd");
    }

    #[test]
    fn ends_of_rows_and_of_the_article() {
        check("a{b}c \nd", "$", "ab{c} \nd");
        check("a{b}c", "0", "{a}bc");
        check("a\n{b}\nc\n", "G", "a\nb\n{c}\n");
        check("a\n{b}", "gg", "{a}\nb");
        check("{a}\n\nb\nc", "3G", "a\n\nb\n{c}");
        check("a\n\nb\n{c}", "2gg", "a\n\n{b}\nc");
    }

    #[test]
    fn annotations_are_gone_to_in_order_even_from_the_same_place() {
        let marked = "{x} [quote:[speaker:a] b] [claim:c]";
        check(marked, "<Tab>", "x [quote:[speaker:{a}] b] [claim:c]");
        check(marked, "<Tab><Tab>d", "x [speaker:{a}] b [claim:c]");
        check(marked, "<Tab><Tab><Tab>", "x [quote:[speaker:a] b] [claim:{c}]");
        check("[quote:a] [claim:b] {c}", "<Shift+Tab><Shift+Tab>", "[quote:{a}] [claim:b] c");
        check_refused("[quote:a] {b}", "<Tab>", "no annotation follows");
    }

    #[test]
    fn the_list_tells_which_annotations_are_gone_to() {
        check("{x} [quote:a] [claim:b]", "gtgtgt<Tab>", "x [quote:a] [claim:{b}]");
        check_refused("{x} [quote:a]", "gtgtgt<Tab>", "no claim follows");
    }

    #[test]
    fn links_are_followed_both_ways() {
        let marked = "[quote#1>2:{a}] x [speaker#2:b]";
        check(marked, "gd", "[quote#1>2:a] x [speaker#2:{b}]");
        check(marked, "gdgr", "[quote#1>2:{a}] x [speaker#2:b]");
        check_refused("{a}", "gd", "nothing is marked here");
        check_refused("[speaker:{a}]", "gd", "nothing is linked here");
    }
}
