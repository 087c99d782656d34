//! What an article lacks when it is first shown: its layer, and of a large one
//! most of its text.

use crate::editor::Loaded;
use crate::format::layer::Problem;
use crate::model::{Annotator, Schema};
use crate::store::{self, Found, OnDisk, StoreError};
use crate::text::Text;
use std::path::PathBuf;

/// All that has to be known to read it.
pub(super) struct Missing {
    pub(super) found: Found,
    pub(super) layer_path: PathBuf,
    pub(super) annotator: Annotator,
    pub(super) schema: Schema,
}

/// It, as it was read.
pub(super) struct Rest {
    pub(super) loaded: Loaded,
    pub(super) on_disk: OnDisk,
    /// What is worth telling of it.
    pub(super) notice: Option<String>,
}

impl Missing {
    /// Reads the text and the layer.
    pub(super) fn read(self) -> Result<Rest, StoreError> {
        let (text, notice) = store::read(&self.found)?;
        let rest = self.read_layer(&text)?;
        let loaded = Loaded { text: Some(text), ..rest.loaded };
        Ok(Rest { loaded, notice: notice.or(rest.notice), ..rest })
    }

    /// Reads the layer of a text that is here.
    pub(super) fn read_layer(self, text: &Text) -> Result<Rest, StoreError> {
        let mut schema = self.schema;
        let (read, on_disk) = store::read_layer(&self.layer_path, &self.annotator, text, &mut schema)?;
        let loaded = Loaded { text: None, layer: read.layer, schema };
        Ok(Rest { loaded, on_disk, notice: doubted(&read.doubts) })
    }
}

fn doubted(doubts: &[Problem]) -> Option<String> {
    let first = doubts.first()?;
    let more = match doubts.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more; whosaid check lists them)"),
    };
    Some(format!("line {}: {}{more}", first.line, first.message))
}
