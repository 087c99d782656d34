//! Folders and files: finding, reading and saving what the program works with.
//! It does not know sessions or screens.

mod about;
mod apart;
mod article;
mod assignment;
mod bundle;
mod corpus;
mod dataset;
mod error;
mod file;
mod in_order;
mod journal;
mod layer;
mod lock;
mod naming;
mod path;
mod places;
mod replaceable;
mod repository;
mod source;
mod standing;

pub use about::{Note, about_path, may_have_note, read_note};
pub use apart::{article_of, read_layer_apart, source_of_layer, version};
pub use article::{Found, find, is_article, read, read_start, unchanged};
pub use assignment::{
    assignment_path, doubts_of_assignment, find_assignment, read_assignment, write_assignment,
};
pub use bundle::Bundle;
pub use corpus::{Corpus, Entry, Met, Reach, no_articles, walk};
pub use dataset::{DataFile, Dataset};
pub use error::StoreError;
pub use file::{beginning, pointed_to, read_lines, sweep_beside, write_pieces, write_whole};
pub use in_order::in_order;
pub use journal::{JournalFile, Journals, layer_name, look_at_journal, read_journal};
pub use layer::{
    OnDisk, is_layer_of, layer_path, layers_of, others_of, read_layer, reviews_of, save, save_elsewhere,
    unremoved,
};
pub use lock::{Foreign, Lock, Locking, holder, lock, lock_path, this_host};
pub use naming::{article_name, path_within};
pub use path::{file_name, folder_of, joined, shown, ways_to, written};
pub use places::{Places, SchemaFile, find_schema, git_user_name, login_name};
pub use repository::Repository;
pub use source::{Added, Sources, add_article, read_source, sources_at};
pub use standing::{is_marked, standing, who_annotated, who_began};
