//! PDFs: characters at places on sheets, put together to lines, and the lines to
//! paragraphs. Its reader gives up on broken files by a panic, so this is for a
//! process of its own.

mod lines;
mod margins;
mod paragraphs;

use super::epub::closed;
use super::html::on_one_line;
use super::{Page, PageError, tree};
use lines::Sheets;
use pdf_extract::{Dictionary, Document, Object, decode_text_string};

/// The mark of the format stands within so many bytes.
const MARK_WITHIN: usize = 1024;

/// Larger metadata is not read (bytes).
const MOST_METADATA: usize = 1 << 20;

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
    let about = about.map(|info| said(&document, info)).unwrap_or_default();
    let metadata = metadata(&document);
    let title = about.title.or_else(|| dublin_core(metadata.as_deref()?, "dc:title"));
    let author = about.author.or_else(|| dublin_core(metadata.as_deref()?, "dc:creator"));
    Ok(vec![Page { text, title, author, ..about }])
}

/// The second place where a PDF says what it is, as RDF (ISO 16684-1, XMP).
fn metadata(document: &Document) -> Option<String> {
    let (_, stream) = document.dereference(document.catalog().ok()?.get(b"Metadata").ok()?).ok()?;
    let stream = stream.as_stream().ok()?;
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    (content.len() <= MOST_METADATA).then(|| String::from_utf8_lossy(&content).into_owned())
}

/// The words of an element of metadata.
fn dublin_core(metadata: &str, element: &str) -> Option<String> {
    let tree = tree::parse(&closed(metadata)).ok()?;
    let root = tree.root();
    let found = root.descendants_it().find(|node| node.node_name().as_deref() == Some(element))?;
    on_one_line(&found.text())
}

/// What a PDF says of itself.
fn said(document: &Document, info: &Dictionary) -> Page {
    let value = |key: &[u8]| Some(document.dereference(info.get(key).ok()?).ok()?.1);
    let said = |key: &[u8]| value(key).and_then(words);
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
    fn metadata_has_a_title() {
        let rdf = |title: &str| {
            format!(
                "<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description rdf:about=''/>\
                 <rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{title}</rdf:li></rdf:Alt></dc:title>\
                 </rdf:Description></rdf:RDF></x:xmpmeta>"
            )
        };
        assert_eq!(dublin_core(&rdf("Ferry &amp;\n more"), "dc:title").as_deref(), Some("Ferry & more"));
        assert_eq!(dublin_core(&rdf(" "), "dc:title"), None);
        assert_eq!(dublin_core(&rdf("a"), "dc:creator"), None);
        assert_eq!(dublin_core("<<<", "dc:title"), None);
    }

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
