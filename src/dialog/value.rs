//! What a person answered.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::key::Key;
use super::media::Attached;
use super::points::Points;

/// The answer to one question. The database stores it as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Skipped on purpose.
    Skipped,
    /// Option ids: one for `one`, in the order of picking for `rank`; also an option pressed beside another kind.
    Picks(Vec<String>),
    /// The numbers typed or the point pressed; one for each field.
    Numbers(Vec<i64>),
    /// A typed text.
    Text(String),
    /// A voice message: Telegram's file id and its length in seconds.
    Voice {
        /// Telegram's file id.
        file: String,
        /// Length in seconds.
        seconds: u32,
    },
    /// A day.
    Date(NaiveDate),
    /// An hour of the day.
    Time(NaiveTime),
    /// Files, in the order in which they came.
    Files(Vec<Attached>),
    /// Points, in the order in which they are read.
    Points(Points),
}

/// An answer with its state. A draft (some ticks, or an answer taken back to be changed) does not count yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The answer so far.
    pub value: Value,
    /// The person has finished with it.
    pub done: bool,
}

impl Entry {
    /// A finished answer.
    pub(crate) fn done(value: Value) -> Entry {
        Entry { value, done: true }
    }

    /// An answer that is not finished yet.
    pub(crate) fn draft(value: Value) -> Entry {
        Entry { value, done: false }
    }
}

/// Replaces, when an anonymous survey has closed, an answer that too few people gave of themselves.
pub const WITHHELD: &str = "withheld";

/// All answers of a person in one run of a dialog.
pub type Answers = BTreeMap<Key, Entry>;
