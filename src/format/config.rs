//! The file `config.ron` of a user. Everything in it may be left out.

use super::ron::{ParseError, read as read_ron};
use serde::Deserialize;

/// What a user has settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The name that layers are written under.
    pub annotator: Option<String>,
    /// `auto`, or the name of a theme.
    pub theme: Option<String>,
    /// Columns of the reading column at most.
    pub reading_width: Option<u16>,
    /// Seconds of a pause after which the layer is saved; 0 for never. It is also
    /// saved when its article is left, then.
    pub autosave: Option<u16>,
}

pub fn read(source: &str) -> Result<Config, ParseError> {
    if source.trim().is_empty() {
        return Ok(Config::default());
    }
    read_ron(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_may_be_left_out() {
        assert_eq!(read("").unwrap(), Config::default());
        assert_eq!(read("// nothing yet\n()").unwrap(), Config::default());
        let config = read("Config(annotator: \"ana\", reading_width: 72, autosave: 0)").unwrap();
        assert_eq!(
            (config.annotator.as_deref(), config.theme, config.reading_width, config.autosave),
            (Some("ana"), None, Some(72), Some(0))
        );
    }

    #[test]
    fn mistakes_are_told() {
        let error = read("(\n  anotator: \"ana\")").unwrap_err().to_string();
        assert!(error.starts_with("line 2, column 3: unexpected field named `anotator`"), "{error}");
    }
}
