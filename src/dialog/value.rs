//! What a person answered: the values that the database keeps.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::key::Key;
use super::media::Attached;
use super::points::Points;

/// What a person said to one question. This is what the database keeps, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Passed over on purpose.
    Skipped,
    /// Option ids: one for `one`, in the order of picking for `rank`; also an option pressed beside another kind.
    Picks(Vec<String>),
    /// The numbers typed or the point pressed; one for each field.
    Numbers(Vec<i64>),
    /// Words typed.
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

/// An answer as kept: a draft (ticks under way, or taken back to be changed) is not yet an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was said so far.
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

/// Stands, when an anonymous survey has closed, for what too few people said of themselves.
pub const WITHHELD: &str = "withheld";

/// All that a person has said in one run of a dialog.
pub type Answers = BTreeMap<Key, Entry>;
