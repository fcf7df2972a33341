//! What can be asked: the shape of a dialog, pure and without a clock.
//!
//! A dialog is one `dialogs/NAME.toml` (see `dialogs/README.md` for the format). [`parse`] reads it, [`condition`]
//! understands its `when`, [`answer`] turns what a person did into a value or a refusal, [`walk`] computes the next
//! step from the answers alone, and [`lint`] finds what an author got wrong. Nothing here knows words, people or Telegram.

pub mod answer;
pub(crate) mod boolean;
pub mod condition;
mod definition;
pub mod finding;
mod key;
pub mod lint;
mod media;
mod number;
pub mod parse;
pub mod points;
mod reach;
mod refusal;
mod toml_file;
mod uploads;
mod value;
pub mod walk;
mod when;
pub mod write;

pub use condition::Condition;
pub use definition::{Choice, Dialog, Each, Kind, Offer, Question, Usage};
pub use finding::Finding;
pub use key::Key;
pub use media::{Attached, Media};
pub use number::written;
pub use value::{Answers, Entry, Value, WITHHELD};
