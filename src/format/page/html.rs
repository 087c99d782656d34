//! Web pages: the article is looked for among all that stands around it, as the
//! reading mode of a browser does it.

use super::prose::prose;
use super::{Page, PageError, tree};
use crate::format::article::{self, Decoded};
use crate::text::single_spaced;
use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;
use encoding_rs::{Encoding, UTF_8};

/// A page says within so many bytes what encoding it is in
/// (<https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding>).
const PRESCAN: usize = 1024;

/// Code points of a title, a name or an address at most.
const LONGEST: usize = 1000;

/// Text that is shorter is an article only if the page looks like one (characters).
const SURE: usize = 250;

/// The article of a web page.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Page>, PageError> {
    let decoded = decode(bytes)?;
    if !is_markup(&decoded.content) {
        return Err(PageError::NotThat("web page".to_owned()));
    }
    let document = tree::parse(&decoded.content)?;
    take_boxes_out(&document);
    let linked = address(&document);
    let headings = Headings::of(&document);
    let mut readability =
        Readability::with_document(document, None, None).map_err(|_| PageError::NoArticle)?;
    let looks_like_one = readability.is_probably_readable();
    let article = readability.parse().map_err(|_| PageError::NoArticle)?;
    let root = readability.doc.select_single("#readability-page-1");
    let text = root.nodes().first().map(prose).unwrap_or_default();
    if text.is_empty() || !looks_like_one && text.chars().nth(SURE).is_none() {
        return Err(PageError::NoArticle);
    }
    let author = article.byline.as_deref().and_then(on_one_line);
    let title = on_one_line(&article.title);
    let text = without_byline(&text, author.as_deref());
    let headline = headings.headline(title.as_deref()).filter(|headline| !has_line(&text, headline));
    let headline = headline.map(|headline| format!("{headline}\n\n")).unwrap_or_default();
    Ok(vec![Page {
        part: None,
        text: headline + &text,
        title,
        author,
        date: article.published_time.as_deref().and_then(on_one_line),
        site: article.site_name.as_deref().and_then(on_one_line),
        address: linked.or_else(|| article.url.as_deref().and_then(web_address)),
        language: article.lang.as_deref().and_then(on_one_line),
        notice: decoded.notice(),
    }])
}

/// Whether it can be a web page: that begins with a tag, or with words that are no JSON and
/// have tags behind them.
fn is_markup(page: &str) -> bool {
    const TAGS: [&str; 6] = ["<html", "<body", "<p>", "<div", "<br", "</"];
    let start = page.trim_start();
    start.starts_with('<') || !start.starts_with(['{', '[']) && TAGS.iter().any(|tag| page.contains(tag))
}

/// The words of the headings of the first level, each on one line: the search for the
/// article leaves them out.
struct Headings {
    all: Vec<String>,
    /// Those that stand in what says that it is the article, or the main thing.
    of_article: Vec<String>,
}

impl Headings {
    fn of(document: &Document) -> Headings {
        let words = |heading: &NodeRef| on_one_line(&prose(heading));
        let found = |which: &str| document.select(which).nodes().iter().filter_map(words).collect();
        Headings { all: found("h1"), of_article: found("article h1, main h1") }
    }

    /// The headline of the article: what the page is called, if it stands there, with the
    /// site's name or without; else the only heading of the article.
    fn headline(&self, title: Option<&str>) -> Option<&str> {
        let title = title.unwrap_or_default();
        let is_most = |heading: &&String| title.contains(heading.as_str()) && title.len() < 2 * heading.len();
        let titled = self.all.iter().find(is_most);
        let only = self.of_article.first().filter(|_| self.of_article.len() == 1);
        titled.or(only).map(String::as_str)
    }
}

fn has_line(text: &str, line: &str) -> bool {
    text.lines().any(|own| own == line)
}

/// Boxes that ask to be written to stand amid the text, and look like it when the form
/// is gone.
fn take_boxes_out(document: &Document) {
    const NAMES: [&str; 4] = ["newsletter", "signup", "sign-up", "subscribe"];
    for node in document.select("div, section, aside").nodes() {
        let named = [node.attr("class"), node.attr("id")].into_iter().flatten();
        let mut named = named.map(|name| name.to_ascii_lowercase());
        let is_box = named.any(|name| NAMES.iter().any(|own| name.contains(own)));
        if is_box && node.text().chars().nth(SURE).is_none() {
            node.remove_from_parent();
        }
    }
}

/// The text without a line at its beginning that only names the author, with a word
/// before it at most: that is in the note.
fn without_byline(text: &str, author: Option<&str>) -> String {
    const AMONG: usize = 3;
    let Some(author) = author else { return text.to_owned() };
    let paragraphs = text.split("\n\n").enumerate();
    let is_byline = |paragraph: &str| {
        let before = paragraph.trim_end().strip_suffix(author);
        before.is_some_and(|before| before.split_whitespace().count() <= 1)
    };
    let kept: Vec<&str> =
        paragraphs.filter(|(i, words)| AMONG <= *i || !is_byline(words)).map(|(_, words)| words).collect();
    kept.join("\n\n")
}

/// The characters of a page, as its marks, its bytes or itself say how to read them.
/// What is sound UTF-8 is UTF-8: pages that were saved still tell what they had been.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, PageError> {
    let is_utf_8 = !bytes.is_ascii() && str::from_utf8(bytes).is_ok();
    let said = Encoding::for_bom(bytes).is_none().then(|| declared(bytes)).flatten();
    match said.filter(|_| !is_utf_8) {
        Some(encoding) => {
            let decoded = article::decode_as(encoding, bytes);
            // Nobody needs to be told how that was read which reads so in any way.
            let is_plain = bytes.is_ascii() && decoded.content.is_ascii();
            let told = decoded.encoding.filter(|_| !is_plain && encoding != UTF_8);
            Ok(Decoded { encoding: told, ..decoded })
        }
        None => Ok(article::decode(bytes.to_vec())?),
    }
}

/// The encoding that a page says it is in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..PRESCAN).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let tags = start.split('<').filter_map(|tag| tag.split('>').next());
    let mut said = tags.filter_map(|tag| match tag {
        tag if tag.starts_with("meta") => tag.split_once("charset"),
        tag if tag.starts_with("?xml") => tag.split_once("encoding"),
        _ => None,
    });
    let name = said.find_map(|(_, rest)| rest.trim_start().strip_prefix('='))?;
    let name = name.trim_start().trim_start_matches(['"', '\'']);
    let name = name.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).next()?;
    // Whoever could read this in UTF-16 would not have found it.
    Encoding::for_label(name.as_bytes()).map(Encoding::output_encoding)
}

/// The address that a page gives itself.
fn address(document: &Document) -> Option<String> {
    let attributes = [("link[rel~=canonical]", "href"), ("meta[property='og:url']", "content")];
    let mut said = attributes.iter().filter_map(|(tag, attribute)| document.select(tag).attr(attribute));
    said.find_map(|address| web_address(&address))
}

fn web_address(address: &str) -> Option<String> {
    let address = on_one_line(address)?;
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    Some(address).filter(|address| is_web && !address.contains(' '))
}

/// Words that stand in a note: on one line, without controls; nothing if there are none.
pub(super) fn on_one_line(words: &str) -> Option<String> {
    let words = words.replace(char::is_control, " ");
    let line = single_spaced(&words);
    let line: String = line.chars().take(LONGEST).collect();
    Some(line).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PIECES, check_clean};
    use super::*;
    use proptest::prelude::*;

    /// A page as newspapers have them, with all that they put around an article.
    const NEWS: &str = include_str!("../../../tests/pages/news.html");

    fn page(html: impl Into<Vec<u8>>) -> Page {
        let mut pages = read(&html.into()).unwrap();
        assert_eq!(pages.len(), 1);
        pages.remove(0)
    }

    /// An article with these words in front of more of them.
    fn article(words: &str) -> String {
        let more =
            "<p>The harbour was quiet, and so was the town, for the rest of that long and windless day.</p>";
        format!("<article><p>{words}</p>{}</article>", more.repeat(4))
    }

    #[test]
    fn of_a_news_page_the_article_comes_and_nothing_around_it() {
        let page = page(NEWS);
        let paragraphs: Vec<&str> = page.text.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 10, "{}", page.text);
        let (headline, paragraphs) = paragraphs.split_first().unwrap();
        assert_eq!(*headline, "Ferry to Hollow Island will run on Sundays");
        assert_eq!(paragraphs[0], "The ferry at the old pier last spring.");
        assert!(paragraphs[1].starts_with("The ferry to Hollow Island will run on Sundays from the first of March, the county’s transport committee decided"));
        assert!(paragraphs[1].ends_with("eleven\u{a0}years."));
        assert!(paragraphs[2].starts_with("“Nobody should have to row to a christening,” said Marit Fell,"));
        assert!(paragraphs[3].contains("a count of the passengers. “I am not"));
        assert_eq!(paragraphs[4], "“A timetable with a hole in it is not a timetable, it is an apology.”");
        assert_eq!(
            paragraphs[6],
            "at 9 in the morning, in time for the market;\nat noon, with room for two cars;\nat 6 in the evening, when there is demand."
        );
        assert!(
            paragraphs[8]
                .ends_with("on the island itself.\nApplications are open until the end of the year.\n")
        );
    }

    #[test]
    fn the_headline_stands_before_the_text() {
        let check = |head: &str, before: &str, headline: &str| {
            let page = page(format!("<head>{head}</head><h1>Gazette</h1>{before}{}", article("So it was.")));
            assert_eq!(page.text.split("\n\n").next(), Some(headline), "{}", page.text);
        };
        check("<title>The vote</title>", "<h1>The <b>vote</b></h1>", "The vote");
        check("<title>The long vote - Gazette</title>", "<h1>The long vote</h1>", "The long vote");
        check("<title>Gazette: news and more</title>", "<main><h1>The vote</h1></main>", "The vote");
        check("<title>Another page</title>", "<h1>The vote</h1>", "So it was.");
    }

    #[test]
    fn the_note_has_what_the_page_says_of_itself() {
        let page = page(NEWS);
        assert_eq!(page.title.as_deref(), Some("Ferry to Hollow Island will run on Sundays"));
        assert_eq!(page.author.as_deref(), Some("Wren Oakley"));
        assert_eq!(page.date.as_deref(), Some("2026-11-20T06:30:00Z"));
        assert_eq!(page.site.as_deref(), Some("The Tidewater Gazette"));
        assert_eq!(
            page.address.as_deref(),
            Some("https://www.tidewater-gazette.example/2026/11/ferry-sundays")
        );
        assert_eq!(page.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn an_address_is_one_of_the_web_or_none() {
        let address = |head: &str| page(format!("<head>{head}</head>{}", article("So it was."))).address;
        let said =
            address("<link rel=canonical href=/a><meta property=og:url content=' https://a.example/b '>");
        assert_eq!(said.as_deref(), Some("https://a.example/b"));
        for other in ["javascript:alert(1)", "file:///etc/passwd", "/a", "https://a b", "é"] {
            assert_eq!(address(&format!("<link rel=canonical href='{other}'>")), None, "{other}");
        }
    }

    #[test]
    fn what_a_note_holds_is_on_one_line_and_without_controls() {
        let html =
            format!("<title>The vote\n on the\t&#27;[2J harbour wall</title>{}", article("So it was."));
        assert_eq!(page(html).title.as_deref(), Some("The vote on the [2J harbour wall"));
    }

    #[test]
    fn a_page_is_read_in_the_encoding_that_it_is_in() {
        let words = "Die Bürgermeisterin sagte: „Wir gehen nicht.“";
        let html = |head: &str| format!("{head}{}", article(words));
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode(words);
        assert!(latin.len() < words.len());
        for (name, encoding) in
            [("windows-1252", encoding_rs::WINDOWS_1252), ("windows-1250", encoding_rs::WINDOWS_1250)]
        {
            for head in [
                "<meta charset='NAME'>",
                "<META http-equiv=Content-Type content=\"text/html; charset=NAME\">",
            ] {
                let html = html(&head.replace("NAME", name));
                let (bytes, ..) = encoding.encode(&html);
                assert!(page(bytes.into_owned()).text.starts_with(words));
            }
        }
        for plain in ["utf-8", "windows-1252"] {
            let html = format!("<meta charset={plain}>{}", article("So it was."));
            assert_eq!(page(html).notice, None, "{plain}");
        }
        let broken = [b"<meta charset=utf-8>\xff", article(words).as_bytes()].concat();
        let told = page(broken).notice.unwrap_or_default();
        assert!(told.starts_with("read as UTF-8; 1 character could not be read"), "{told}");
        let page_of = |bytes: Vec<u8>| page(bytes).text;
        assert!(page_of(html("<meta charset=iso-8859-1>").into_bytes()).starts_with(words), "it is UTF-8");
        assert!(page_of(html("\u{feff}<meta charset=koi8-r>").into_bytes()).starts_with(words));
        let utf_16 = html("\u{feff}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(page_of(utf_16).starts_with(words));
        let silent = html("");
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&silent);
        assert!(page_of(bytes.into_owned()).starts_with(words), "nothing is said");
    }

    #[test]
    fn nothing_of_scripts_and_markup_comes_through() {
        let page = page(article(
            "So <script>alert(1)</script><style>p { }</style><!-- c -->it <b onclick=x>was</b>: 1 &lt; 2<iframe src=x>f</iframe>.",
        ));
        assert!(page.text.starts_with("So it was: 1 < 2.\n\nThe harbour"), "{}", page.text);
    }

    #[track_caller]
    fn check_refused(html: &str, why: PageError) {
        assert_eq!(read(html.as_bytes()), Err(why));
    }

    #[test]
    fn what_is_no_web_page_is_refused() {
        let words = "The harbour was quiet, and so was the town. ".repeat(20);
        for other in
            [words.clone(), format!("{{\"text\":\"<p>{words}</p>\"}}\n"), format!(" [\"<p>{words}\"]")]
        {
            check_refused(&other, PageError::NotThat("web page".to_owned()));
        }
        assert!(page(format!("{words}<p>{words}</p>")).text.starts_with("The harbour"));
    }

    #[test]
    fn what_is_no_article_is_refused() {
        check_refused("", PageError::Empty);
        check_refused("GIF89a\0\0\u{1}\u{2}\u{80}", PageError::NotThat("text".to_owned()));
        check_refused("<html><body></body></html>", PageError::NoArticle);
        check_refused("<nav><a href=a>News</a> <a href=b>Sport</a></nav>", PageError::NoArticle);
        check_refused(
            "<form>Name <input> Password <input><button>Log in</button></form>",
            PageError::NoArticle,
        );
        check_refused(&"<div>".repeat(10_000), PageError::TooDeep);
    }

    proptest! {
        #[test]
        fn any_markup_is_clean_text_or_refused(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
            random in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let mut bytes = article("So it was.").into_bytes();
            bytes.splice(20..20, pieces.concat().into_bytes().into_iter().chain(random));
            if let Ok(pages) = read(&bytes) {
                check_clean(&pages[0].text);
            }
        }
    }
}
