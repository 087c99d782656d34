//! What files look like: bytes to values and back. It opens no file.

pub mod article;
pub mod keymap;
pub mod layer;
pub mod schema;

mod ron;

pub use ron::ParseError;
