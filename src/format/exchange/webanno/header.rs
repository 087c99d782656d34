//! The header: which layers there are, and which columns they have.

use crate::format::exchange::uima::Layer;
use crate::format::layer::Problem;

/// The columns of a file, behind the three that every line has.
#[derive(Default)]
pub(super) struct Header {
    pub(super) layers: Vec<Columns>,
    /// How many columns there are.
    pub(super) count: usize,
}

/// The columns of a layer.
pub(super) struct Columns {
    /// The line on which the layer stands, from 1.
    pub(super) line: usize,
    /// The type of its annotations.
    pub(super) kind: String,
    pub(super) sort: Sort,
    /// Names of features, and the columns in which they are.
    pub(super) features: Vec<(String, usize)>,
    /// The first column.
    pub(super) from: usize,
    /// The columns of the names of slots, the one of their targets being next, with the
    /// features that hold them, and the types that they lead to.
    pub(super) slots: Vec<Slots>,
}

pub(super) struct Slots {
    pub(super) feature: String,
    pub(super) column: usize,
    pub(super) target: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Spans,
    /// With the column of what they lead from, and the type of that.
    Relations {
        base: String,
        column: usize,
    },
    /// What is not taken in.
    Other,
}

impl Header {
    /// Takes a line of the header; nothing, if it is none.
    pub(super) fn line(&mut self, line: &str, number: usize) -> Option<()> {
        let (is, rest) = line.split_once('=').filter(|(is, _)| matches!(*is, "#T_SP" | "#T_RL" | "#T_CH"))?;
        let (kind, columns) = rest.split_once('|').unwrap_or((rest, ""));
        let mut layer = Columns {
            line: number,
            kind: kind.to_owned(),
            sort: if is == "#T_SP" { Sort::Spans } else { Sort::Other },
            features: Vec::new(),
            from: self.count,
            slots: Vec::new(),
        };
        // A layer without features has a column nevertheless, which only says where it is.
        for (name, column) in columns.split('|').zip(self.count..) {
            layer.column(name, column);
            self.count = column + 1;
        }
        if Layer::of(kind) == Layer::Syntax {
            layer.sort = Sort::Other;
        }
        self.layers.push(layer);
        Some(())
    }

    /// What of the columns is not taken in.
    pub(super) fn untaken(&self) -> impl Iterator<Item = Problem> {
        self.layers.iter().filter_map(|layer| {
            let more = match &layer.sort {
                Sort::Spans => None,
                Sort::Relations { .. } => {
                    layer.features.get(1).map(|(more, _)| format!("the feature {more} of "))
                }
                Sort::Other => Some(String::new()),
            };
            let message = format!("{}the layer {} is not taken in", more?, layer.kind);
            Some(Problem { line: layer.line, message })
        })
    }
}

impl Columns {
    fn column(&mut self, name: &str, column: usize) {
        if let Some(base) = name.strip_prefix("BT_") {
            self.sort = Sort::Relations { base: base.to_owned(), column };
        } else if let Some(role) = name.strip_prefix("ROLE_") {
            // `ROLE_custom.Quote:cues_custom.QuoteCuesLink`
            let feature = role.split_once(':').map_or(role, |(_, feature)| feature);
            let feature = feature.rsplit_once('_').map_or(feature, |(feature, _)| feature);
            self.slots.push(Slots { feature: feature.to_owned(), column, target: String::new() });
        } else if let Some(slots) = self.slots.last_mut().filter(|slots| slots.column + 1 == column) {
            name.clone_into(&mut slots.target);
        } else if !name.is_empty() {
            self.features.push((name.to_owned(), column));
        }
    }
}
