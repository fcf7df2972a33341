//! What people type, read as a value: hours, days, numbers, and the labels of options.
//!
//! A text is read only if every word and every sign of it is understood. If it can mean two things, it is not read, or
//! the possible days or options are handed back, so that the person is asked. Nothing is guessed.

mod clock;
mod days;
mod labels;
mod numbers;
mod signs;
mod vocabulary;
mod when;

pub use clock::{Hours, read_hours};
pub use days::Days;
pub use labels::{Label, Match, find_options, find_twins, label_key};
pub use numbers::{Number, read_numbers};
pub use signs::{compact, latin_digit, plain_letter};
pub use when::{When, read_when};
