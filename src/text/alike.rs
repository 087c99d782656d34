//! Characters that a typist, a typesetter and a web page write for each other.

/// The one character that stands for all that count as the same as `c`, save
/// that case is kept; nothing if `c` is invisible and counts for nothing.
pub fn alike(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => return None,
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' | '´' | '`' | '＇' => '\'',
        '\u{2010}'..='\u{2015}' | '−' | '﹘' | '﹣' | '－' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_marks_and_spaces_are_alike_and_the_invisible_is_nothing() {
        let alike = |s: &str| s.chars().filter_map(alike).collect::<String>();
        assert_eq!(alike("“Don’t”—«no»"), "\"Don't\"-\"no\"");
        assert_eq!(alike("a\u{a0}b\nc\u{3000}d"), "a b c d");
        assert_eq!(alike("light\u{ad}house\u{200b}\u{feff}"), "lighthouse");
    }
}
