//! Files that are not quite as they were written.

use proptest::prelude::*;

/// Characters taken out of a file and put into it.
#[derive(Clone, Debug)]
pub(crate) struct Damage {
    /// Where, as a share of the file in thousandths.
    place: usize,
    gone: usize,
    put: &'static str,
}

pub(crate) fn any_damage() -> impl Strategy<Value = Damage> {
    let put = vec![
        "",
        "\n",
        "\"",
        "{",
        "}",
        "[[",
        "]",
        ",",
        "<",
        "/>",
        "&#0;",
        "-",
        "\t",
        "null",
        "99999999999",
        "-1",
        "é",
        "\\u",
        "\\'",
        " // ",
        "r",
        "_",
        "0",
        ",,",
        "(",
        "Some(",
    ];
    (0..1000_usize, 0..5_usize, prop::sample::select(put)).prop_map(|(place, gone, put)| Damage {
        place,
        gone,
        put,
    })
}

impl Damage {
    pub(crate) fn of(&self, file: &str) -> String {
        let letters: Vec<char> = file.chars().collect();
        let from = letters.len() * self.place / 1000;
        let to = (from + self.gone).min(letters.len());
        let (before, behind) = (&letters[..from], &letters[to..]);
        before.iter().copied().chain(self.put.chars()).chain(behind.iter().copied()).collect()
    }
}
