//! The file that tells who has a layer open to change it.

use super::ron::{ParseError, inline, read as read_ron};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who has a layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Lock", deny_unknown_fields)]
pub struct Owner {
    /// The machine's name.
    pub host: String,
    /// The process's number on it.
    pub process: u32,
    /// RFC 3339 in UTC, by that machine's clock.
    pub since: String,
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.get(..16).unwrap_or(&self.since).replace('T', " ");
        write!(f, "process {} on {} has it since {since}", self.process, self.host)
    }
}

pub fn write(owner: &Owner) -> String {
    inline(owner) + "\n"
}

pub fn read(source: &str) -> Result<Owner, ParseError> {
    read_ron(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let owner = Owner { host: "desk".into(), process: 4711, since: "2026-11-22T10:15:00Z".into() };
        assert_eq!(write(&owner), "(host: \"desk\", process: 4711, since: \"2026-11-22T10:15:00Z\")\n");
        assert_eq!(read(&write(&owner)).unwrap(), owner);
        assert!(read("half").is_err());
        assert_eq!(owner.to_string(), "process 4711 on desk has it since 2026-11-22 10:15");
    }
}
