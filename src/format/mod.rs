//! What files look like: bytes to values and back. It opens no file.

pub mod about;
pub mod article;
pub mod assignment;
pub mod config;
pub mod exchange;
pub mod figures;
pub mod journal;
pub mod keymap;
pub mod layer;
pub mod lock;
pub mod manifest;
pub mod page;
pub mod report;
pub mod schema;
pub mod theme;

mod ron;

pub use ron::ParseError;
