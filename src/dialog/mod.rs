//! Dialogs: what is asked, in which order, and what counts as an answer. Pure functions, without a clock.
//!
//! A dialog is one `dialogs/NAME.toml`; `dialogs/README.md` describes the format. [`parse`] reads the file and [`write`](mod@write)
//! writes it. [`lint`] finds mistakes of its author. [`answer`] makes an answer of what a person did, or refuses it.
//! [`walk`] computes the next step from the answers alone. Nothing here knows texts, people or Telegram.
//!
//! No two files of this folder depend on each other in a circle. What they share is at the bottom: `definition`, `value`,
//! `key`, `media`, `refusal`.

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
mod response;
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
pub use response::{Answer, answer_to};
pub use value::{Answers, Entry, Value, WITHHELD};
