//! PDFs: characters at places on sheets, put together to lines, and the lines to
//! paragraphs. Its reader gives up on broken files by a panic, so this is for a
//! process of its own.

mod lines;
mod margins;
mod paragraphs;

use super::html::on_one_line;
use super::{Page, PageError};
use lines::Sheets;
use pdf_extract::{Dictionary, Document, Object, decode_text_string};

/// The mark of the format stands within so many bytes.
const MARK_WITHIN: usize = 1024;

/// The article of a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Page>, PageError> {
    let start = bytes.get(..MARK_WITHIN).unwrap_or(bytes);
    if memchr::memmem::find(start, b"%PDF-").is_none() {
        return Err(PageError::NotThat("PDF".to_owned()));
    }
    let mut document = Document::load_mem(bytes).map_err(|error| PageError::broken(&error))?;
    // Many are locked by the empty password, so that they cannot be changed.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(PageError::Protected);
    }
    let mut sheets = Sheets::default();
    match pdf_extract::output_doc(&document, &mut sheets) {
        Err(_) if sheets.is_full() => return Err(PageError::TooMuchText(lines::MOST_CHARACTERS as u64)),
        Err(error) => return Err(PageError::broken(&error)),
        Ok(()) => {}
    }
    let text = paragraphs::join(&margins::without(sheets.finish()));
    if text.is_empty() {
        return Err(PageError::NoText);
    }
    let about = document.trailer.get(b"Info").ok().and_then(|info| document.dereference(info).ok());
    let about = about.and_then(|(_, info)| info.as_dict().ok());
    Ok(vec![Page { text, ..about.map(said).unwrap_or_default() }])
}

/// What a PDF says of itself.
fn said(info: &Dictionary) -> Page {
    let said = |key: &[u8]| info.get(key).ok().and_then(words);
    Page {
        title: said(b"Title"),
        author: said(b"Author"),
        date: said(b"CreationDate").map(|date| rfc_3339(&date).unwrap_or(date)),
        ..Page::default()
    }
}

fn words(object: &Object) -> Option<String> {
    on_one_line(&decode_text_string(object).ok()?)
}

/// `D:20261122101500+01'00'` in the way of all others; nothing if it is not one.
fn rfc_3339(date: &str) -> Option<String> {
    let date = date.strip_prefix("D:").unwrap_or(date);
    let digits =
        |from: usize, to: usize| date.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let day = format!("{}-{}-{}", digits(0, 4)?, digits(4, 6)?, digits(6, 8)?);
    let time = [(8, 10), (10, 12), (12, 14)].map(|(from, to)| digits(from, to));
    let [Some(hour), Some(minute), Some(second)] = time else { return Some(day) };
    let zone = match (date.get(14..15), digits(15, 17)) {
        (Some(sign @ ("+" | "-")), Some(hours)) => {
            format!("{sign}{hours}:{}", digits(18, 20).unwrap_or("00"))
        }
        (Some("Z"), _) => "Z".to_owned(),
        _ => return Some(day),
    };
    Some(format!("{day}T{hour}:{minute}:{second}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_elsewhere() {
        for (date, expected) in [
            ("D:20261122101500+01'00'", Some("2026-11-22T10:15:00+01:00")),
            ("D:20261122101500-05", Some("2026-11-22T10:15:00-05:00")),
            ("20261122101500Z", Some("2026-11-22T10:15:00Z")),
            ("D:20261122", Some("2026-11-22")),
            ("D:20261122101500", Some("2026-11-22")),
            ("Sunday", None),
            ("D:2026é122", None),
        ] {
            assert_eq!(rfc_3339(date).as_deref(), expected, "{date}");
        }
    }
}
