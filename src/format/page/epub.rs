//! Books: each chapter is an article, under the title and the author of the book.
//! Nothing is guessed: all of a chapter is text.

use super::html::{decode, on_one_line};
use super::prose::prose;
use super::{Page, PageError, archive, tree};
use rbook::Epub;
use rbook::ebook::errors::ArchiveError;
use rbook::epub::manifest::EpubManifestEntry;
use rbook::epub::metadata::EpubMetadata;
use std::collections::HashSet;
use std::io::Cursor;

/// A larger chapter is not read (bytes).
const LARGEST_CHAPTER: usize = 10_000_000;
/// More text than this is no book (bytes).
const MOST_TEXT: usize = 100_000_000;

/// Elements of HTML that are never closed.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// The chapters of a book that have words, in their order; those that cannot be read have
/// none, and a notice that tells why.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Page>, PageError> {
    archive::check(bytes)?;
    // The contents are of no use here, and may be broken.
    let opened = Epub::options().skip_toc(true).read(Cursor::new(bytes.to_vec()));
    let epub = opened.map_err(|error| PageError::broken(&error))?;
    let protected = protected(&epub);
    let book = about(&epub.metadata());
    let (mut pages, mut fault) = (Vec::new(), None);
    let (mut seen, mut size) = (HashSet::new(), 0);
    for (i, entry) in epub.spine().iter().enumerate() {
        let Some(chapter) = entry.manifest_entry().filter(|chapter| is_read(chapter)) else { continue };
        if !seen.insert(chapter.index()) {
            continue;
        }
        if is_among(&protected, &chapter) {
            return Err(PageError::Protected);
        }
        let (text, notice) = match text(&chapter) {
            Err(error) if error.is_of_a_part() => {
                let told = format!("has a chapter {:?}, but {error}", chapter.href().decode());
                fault.get_or_insert(error);
                (String::new(), Some(told))
            }
            read => read?,
        };
        size += text.len();
        if size > MOST_TEXT {
            return Err(PageError::TooMuchText(MOST_TEXT as u64));
        }
        if !text.is_empty() || notice.is_some() {
            pages.push(Page { part: Some(i + 1), text, notice, ..book.clone() });
        }
    }
    let has_words = pages.iter().any(|page| !page.text.is_empty());
    if has_words { Ok(pages) } else { Err(fault.unwrap_or(PageError::NoText)) }
}

/// Whether it is a chapter: text, and not the list of all chapters.
fn is_read(entry: &EpubManifestEntry) -> bool {
    let is_text = ["application/xhtml+xml", "text/html"].contains(&entry.media_type());
    is_text && !entry.properties().has_property("nav")
}

/// What the book says of itself.
fn about(metadata: &EpubMetadata) -> Page {
    let authors: Vec<&str> = metadata.creators().map(|creator| creator.value()).collect();
    Page {
        title: metadata.title().and_then(|title| on_one_line(title.value())),
        author: on_one_line(&authors.join(", ")),
        date: metadata.published_entry().and_then(|date| on_one_line(date.value())),
        language: metadata.language().and_then(|language| on_one_line(language.value())),
        ..Page::default()
    }
}

fn text(chapter: &EpubManifestEntry) -> Result<(String, Option<String>), PageError> {
    let mut bytes = archive::Bounded::new(LARGEST_CHAPTER);
    let copied = chapter.copy_bytes(&mut bytes);
    if bytes.is_full() {
        return Err(PageError::TooMuchText(LARGEST_CHAPTER as u64));
    }
    copied.map_err(|error| match error {
        ArchiveError::InvalidResource { .. } => PageError::Missing,
        error => PageError::broken(&error),
    })?;
    let decoded = match decode(&bytes.into_inner()) {
        Err(PageError::Empty) => return Ok((String::new(), None)),
        decoded => decoded?,
    };
    let document = tree::parse(&closed(&decoded.content))?;
    Ok((prose(&document.root()), decoded.notice()))
}

/// XHTML as HTML: `<a id="x"/>` closes what it opens there, but not here.
pub(super) fn closed(xhtml: &str) -> String {
    let mut html = String::with_capacity(xhtml.len());
    let mut rest = xhtml;
    while let Some((before, tag, behind)) = next_tag(rest) {
        html.push_str(before);
        html.push_str(tag);
        let name =
            tag.trim_start_matches('<').split(|c: char| c.is_whitespace() || c == '/' || c == '>').next();
        let name = name.unwrap_or_default();
        if tag.ends_with("/>") && !VOID.contains(&name.to_ascii_lowercase().as_str()) {
            html.truncate(html.len() - "/>".len());
            html.push_str("></");
            html.push_str(name);
            html.push('>');
        }
        rest = behind;
    }
    html + rest
}

/// The next start tag, with what is before and behind it. `>` may stand in the
/// value of an attribute.
fn next_tag(xhtml: &str) -> Option<(&str, &str, &str)> {
    let bytes = xhtml.as_bytes();
    let is_start = |at: &usize| bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    let start = memchr::memchr_iter(b'<', bytes).find(is_start)?;
    let mut quote = None;
    let end = bytes.iter().enumerate().skip(start).find_map(|(at, byte)| {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
        None
    })?;
    Some((xhtml.get(..start)?, xhtml.get(start..end)?, xhtml.get(end..)?))
}

/// The files of the book that cannot be read without a key
/// (<https://www.w3.org/TR/epub-33/#sec-container-metainf-encryption.xml>).
fn protected(epub: &Epub) -> HashSet<String> {
    let mut bytes = archive::Bounded::new(LARGEST_CHAPTER);
    let copied = epub.copy_resource("/META-INF/encryption.xml", &mut bytes);
    let list = copied.ok().and_then(|_| String::from_utf8(bytes.into_inner()).ok());
    let tree = list.and_then(|list| tree::parse(&closed(&list)).ok());
    let Some(tree) = tree else { return HashSet::new() };
    let root = tree.root();
    let references = root.descendants_it().filter(|node| {
        let name = node.node_name().unwrap_or_default();
        name.rsplit(':').next() == Some("cipherreference")
    });
    references.filter_map(|node| node.attr("uri")).map(|uri| uri.trim_start_matches('/').to_owned()).collect()
}

/// Whether a chapter is one of these files. They may be given as links have them, or
/// as the archive has them.
fn is_among(files: &HashSet<String>, chapter: &EpubManifestEntry) -> bool {
    let (link, name) = (chapter.href().as_str(), chapter.href().decode());
    [link, &name].iter().any(|file| files.contains(file.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PIECES, archive, check_clean};
    use super::*;
    use proptest::prelude::*;

    const CONTAINER: &str = r#"<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="in/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

    /// A book of chapters, with other files.
    fn book(chapters: &[&str], others: &[(&str, &str)]) -> Vec<u8> {
        let items: String = chapters.iter().enumerate().fold(String::new(), |items, (i, _)| {
            items + &format!("<item id='c{i}' href='c%20{i}.xhtml' media-type='application/xhtml+xml'/>")
        });
        let refs =
            (0..chapters.len()).fold(String::new(), |refs, i| refs + &format!("<itemref idref='c{i}'/>"));
        let package = format!(
            "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/' version='3.0'>
            <metadata><dc:title>Tides &amp; Times</dc:title><dc:creator>Wren Oakley</dc:creator><dc:creator>Ida Renn</dc:creator>
            <dc:language>en</dc:language><dc:date>2026-05-01</dc:date></metadata>
            <manifest><item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>{items}</manifest>
            <spine><itemref idref='nav'/>{refs}<itemref idref='gone'/></spine></package>"
        );
        let names: Vec<String> = (0..chapters.len()).map(|i| format!("in/c {i}.xhtml")).collect();
        let mut files = vec![
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("in/book.opf", &package),
            ("in/nav.xhtml", "<nav>contents</nav>"),
        ];
        files.extend(names.iter().map(String::as_str).zip(chapters.iter().copied()));
        files.extend(others);
        archive(&files)
    }

    fn chapter(body: &str) -> String {
        format!(
            "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'>\
             <head><title/><script src='a.js'/></head><body>{body}</body></html>"
        )
    }

    #[test]
    fn a_chapter_with_words_is_an_article() {
        let chapters =
            [chapter("<h1>One</h1><p>So it <i>was</i>.</p>"), chapter("<p>&#160;</p>"), chapter("Two")];
        let chapters: Vec<&str> = chapters.iter().map(String::as_str).collect();
        let pages = read(&book(&chapters, &[])).unwrap();
        let found: Vec<(Option<usize>, &str)> =
            pages.iter().map(|page| (page.part, page.text.as_str())).collect();
        assert_eq!(found, [(Some(2), "One\n\nSo it was.\n"), (Some(4), "Two\n")]);
        for page in pages {
            assert_eq!(page.title.as_deref(), Some("Tides & Times"));
            assert_eq!(page.author.as_deref(), Some("Wren Oakley, Ida Renn"));
            assert_eq!((page.date.as_deref(), page.language.as_deref()), (Some("2026-05-01"), Some("en")));
        }
    }

    #[test]
    fn a_chapter_that_cannot_be_read_keeps_no_other_out() {
        let (deep, one) = (chapter(&"<div>".repeat(10_000)), chapter("One"));
        let mut bytes = book(&[&one, &deep, &one], &[]);
        let name = b"in/c 0.xhtml";
        let places: Vec<usize> = memchr::memmem::find_iter(&bytes, name).collect();
        for at in places {
            bytes[at + 3] = b'x';
        }
        let pages = read(&bytes).unwrap();
        let found: Vec<(&str, Option<&str>)> =
            pages.iter().map(|page| (page.text.as_str(), page.notice.as_deref())).collect();
        let gone = "has a chapter \"/in/c 0.xhtml\", but it is not there";
        let deep = "has a chapter \"/in/c 1.xhtml\", but its elements nest deeper than 512, which no page for readers does";
        assert_eq!(found, [("", Some(gone)), ("", Some(deep)), ("One\n", None)]);
    }

    #[test]
    fn elements_without_content_end_where_they_begin() {
        for (xhtml, html) in [
            ("<a id='x'/>b", "<a id='x'></a>b"),
            ("a<br/>b<img src=\"a>b\" />", "a<br/>b<img src=\"a>b\" />"),
            ("<p title='/>'>1 < 2</p>", "<p title='/>'>1 < 2</p>"),
            ("<m:mi/><i", "<m:mi></m:mi><i"),
            ("é<title/>", "é<title></title>"),
        ] {
            assert_eq!(closed(xhtml), html);
        }
    }

    #[test]
    fn a_book_that_is_locked_is_refused() {
        let locked = |file: &str| {
            let list = format!(
                "<encryption><enc:EncryptedData xmlns:enc='x'><enc:CipherData><enc:CipherReference URI='{file}'/>\
                 </enc:CipherData></enc:EncryptedData></encryption>"
            );
            read(&book(&[&chapter("One")], &[("META-INF/encryption.xml", &list)])).map(|pages| pages.len())
        };
        assert_eq!(locked("in/c 0.xhtml"), Err(PageError::Protected));
        assert_eq!(locked("in/c%200.xhtml"), Err(PageError::Protected));
        assert_eq!(locked("in/font.otf"), Ok(1), "fonts are hidden in many books");
    }

    #[test]
    fn what_is_no_book_is_refused() {
        assert_eq!(read(b"hello"), Err(PageError::NotThat("EPUB".to_owned())));
        assert!(matches!(read(&archive(&[("a", "b")])), Err(PageError::Broken(_))));
        assert_eq!(read(&book(&[&chapter("")], &[])), Err(PageError::NoText));
        assert_eq!(read(&book(&[&chapter(&"<div>".repeat(10_000))], &[])), Err(PageError::TooDeep));
    }

    fn check_page(page: &Page) {
        match page.notice {
            Some(_) if page.text.is_empty() => {}
            _ => check_clean(&page.text),
        }
    }

    proptest! {
        #[test]
        fn any_chapter_is_clean_text_or_refused(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
            let chapter = pieces.concat();
            if let Ok(pages) = read(&book(&[&chapter, "a"], &[])) {
                for page in pages {
                    check_page(&page);
                }
            }
        }

        #[test]
        fn any_damage_is_text_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = book(&[&chapter("One")], &[]);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(pages) = read(&bytes) {
                for page in pages {
                    check_page(&page);
                }
            }
        }
    }
}
