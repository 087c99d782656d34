//! Screens as pictures: of the words, and of the styles.

use super::{SIZE, edited, editor_of_size, press};
use crate::editor::{Editor, Size};
use crate::ui::Canvas;
use ratatui::buffer::Cell;

/// Checks what is to be seen after keys on a screen as large as the picture of
/// its words. Of the styles, a letter for each cell, only as many rows are
/// compared as are given. Rows stand between bars.
///
/// The letter is the key of the label that colours the cell, a capital if it is
/// underlined. Over that: `@` what the cursor is about, `&` what is linked with
/// it, `#` selected, `/` found, `*` the hit at the cursor, `?` a candidate, `!`
/// the likely one, `^` its letter; `~` stands for what cannot be shown.
#[track_caller]
pub(crate) fn check_screen(before: &str, keys: &str, words: &str, styles: &str) {
    let mut editor = editor_of_size(before, size_of(words));
    press(&mut editor, keys);
    check_screen_of(&editor, words, styles);
}

/// The size of the screen in a picture.
pub(crate) fn size_of(words: &str) -> Size {
    let words = rows_of(words);
    let columns = words.iter().map(|row| row.chars().count()).max().unwrap();
    let [columns, rows] = [columns, words.len()].map(|n| u16::try_from(n).unwrap());
    Size { columns, rows }
}

/// Checks what is to be seen of a session, as [`check_screen`] does.
#[track_caller]
pub(crate) fn check_screen_of(editor: &Editor, words: &str, styles: &str) {
    let Size { columns, rows } = size_of(words);
    let (shown, look) = pictures(editor, columns, rows);
    let (words, styles) = (rows_of(words), rows_of(styles));
    assert_eq!(rows_of(&shown), words, "the screen is\n{shown}");
    assert_eq!(rows_of(&look)[..styles.len()], styles, "the styles are\n{look}");
}

/// Checks the last rows of what is to be seen after keys, when the article of a
/// marked text was edited.
#[track_caller]
pub(crate) fn check_screen_of_edited(before: &str, after: &str, keys: &str, words: &str) {
    let mut editor = edited(before, after);
    press(&mut editor, keys);
    let (shown, _) = pictures(&editor, SIZE.columns, SIZE.rows);
    let (shown_rows, words) = (rows_of(&shown), rows_of(words));
    assert_eq!(shown_rows[shown_rows.len() - words.len()..], words, "the screen is\n{shown}");
}

/// The rows of a picture, each between two bars; wide characters have their
/// second cell left out.
fn rows_of(picture: &str) -> Vec<&str> {
    let rows = picture.lines().map(str::trim).filter(|row| !row.is_empty());
    rows.map(|row| row.strip_prefix('|').and_then(|row| row.strip_suffix('|')).unwrap()).collect()
}

/// The words and the styles of a screen, row by row.
pub(crate) fn pictures(editor: &Editor, columns: u16, rows: u16) -> (String, String) {
    let theme = crate::ui::telling_theme();
    let mut canvas = Canvas::new(columns, rows);
    canvas.turn();
    crate::ui::render(editor, &theme, &mut canvas);
    canvas.finish();
    let (mut words, mut styles) = (String::new(), String::new());
    for y in 0..rows {
        words.push('|');
        styles.push('|');
        let blank = vec![Cell::EMPTY; usize::from(columns)];
        let cells = if canvas.row(y).is_empty() { &blank } else { canvas.row(y) };
        let mut covered = 0;
        for cell in cells {
            styles.push(crate::ui::telling_letter(cell));
            if covered == 0 {
                words += cell.symbol();
                covered = crate::text::width(cell.symbol());
            }
            covered -= 1;
        }
        words += "|\n";
        styles += "|\n";
    }
    (words, styles)
}
