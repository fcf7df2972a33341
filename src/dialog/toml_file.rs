//! The keys of a dialog's file, as serde reads and writes them.
//!
//! Reading ([`DialogFile`] to `Dialog`) is in `parse`, writing in `write`. Both use these structs, and a file is written
//! in the order of their fields. To add a key of a question, add it to `Question` and here: the compiler then asks for it
//! in both directions.
//!
//! The keys of all kinds of question stand in one struct, and `parse` checks which of them belong to the kind. With one
//! struct a kind, serde would not tell where in the file a key stands, and findings need that.

use serde::{Deserialize, Serialize};
use toml::{Spanned, Value};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DialogFile {
    pub(super) r#use: Spanned<String>,
    pub(super) answers: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) minutes: u32,
    pub(super) question: Vec<Spanned<QuestionFile>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) offer: Vec<Spanned<OfferFile>>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferFile {
    pub(super) survey: String,
    pub(super) when: Option<Spanned<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionFile {
    pub(super) id: Spanned<String>,
    pub(super) kind: Spanned<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) options: Vec<Spanned<String>>,
    /// Of a scale a number, of a rank a question.
    pub(super) from: Option<Value>,
    pub(super) to: Option<i64>,
    pub(super) top: Option<usize>,
    /// Whole numbers, but for the kind `number` with `places`.
    pub(super) min: Option<Value>,
    pub(super) max: Option<Value>,
    pub(super) places: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) fields: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) exclusive: Vec<String>,
    pub(super) voice: Option<bool>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) link: bool,
    pub(super) future: Option<bool>,
    pub(super) each: Option<OneOrMany>,
    pub(super) first: Option<usize>,
    pub(super) skip: Option<bool>,
    pub(super) part_of: Option<String>,
    pub(super) labels: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) shuffle: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) last: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) apart: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) profile: bool,
    pub(super) source: Option<String>,
    pub(super) when: Option<Spanned<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
