//! Annotations and what may happen to them. It does not know files, clocks or
//! chance: ids and times are handed in.

mod annotation;
mod cast;
mod conflict;
mod decision;
mod displaced;
mod edit;
mod guess;
mod history;
mod id;
mod layer;
mod merge;
mod past;
mod query;
mod review;
mod schema;
mod sides;
mod spans;
mod standing;
pub mod wording;

pub use annotation::{Annotation, Origin, Timestamp};
pub use cast::{Cast, Person, PersonId};
pub use conflict::Conflict;
pub use decision::{Choice, Decision, Vote};
pub use displaced::{Displaced, Place, Proposal, Proposals, Quoted, Why};
pub use edit::{Diff, Edit};
pub use guess::Guess;
pub use history::{Deed, History, Source, Step};
pub use id::{AnnotationId, Annotator, Name};
pub use layer::{Clash, Layer};
pub use merge::Merged;
pub use past::{Meeting, Past};
pub use query::{Query, Search, Unknown};
pub use review::{Part, REASONS, Review, ReviewOf, SPURIOUS, Verdict, is_superfluous};
pub use schema::{Attribute, Label, LabelId, Link, Schema, SchemaError, Values, few};
pub use spans::Spans;
pub use standing::{Standing, State, last_word};
pub use wording::Wording;
