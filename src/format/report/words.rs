//! Words from outside as a page may have them: what is not seen, steers or reorders text
//! is shown by stand-ins, as on the screen. Escaping for HTML is done where they are put.

use crate::text::{graphemes, shown};
use maud::{Markup, Render, html};

/// Words of an article, or of whoever annotated it.
pub(super) struct Words<'w>(pub(super) &'w str);

impl Render for Words<'_> {
    fn render_to(&self, page: &mut String) {
        plain(self.0).render_to(page);
    }
}

/// The words with stand-ins; white space stays what it is.
fn plain(words: &str) -> String {
    let plain = graphemes(words).map(|(_, grapheme)| match grapheme {
        "\n" | "\t" => grapheme.into(),
        _ => shown(grapheme, 0).symbol,
    });
    plain.collect()
}

/// A name in a line of the page, whose direction it does not change.
pub(super) fn name(words: &str) -> Markup {
    html! { bdi { (Words(words)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, page: &str) {
        assert_eq!(html! { (Words(words)) }.into_string(), page);
    }

    #[test]
    fn words_are_no_markup() {
        check("<b> & \"x\"", "&lt;b&gt; &amp; &quot;x&quot;");
        check("&lt;</style>", "&amp;lt;&lt;/style&gt;");
    }

    #[test]
    fn what_is_not_seen_is_shown() {
        check("a\u{202e}b\u{1b}[2J\0\u{200b}", "a⟨202E⟩b␛[2J␀·");
        check("é 👩‍👧 שלום\n\tx", "é 👩‍👧 שלום\n\tx");
    }
}
