//! The types that all rooms share: ids of rows, addresses of people, sets of bodies, instants.
//!
//! Each id is a type of its own, so that a meeting's number can never stand where a person's is asked for. The database
//! stores them as integers.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(number: i64) -> $name {
                $name(number)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

numbers! {
    /// A person who has agreed to the use of their data.
    PersonId,
    /// A body of equality, equal opportunity and gender approach.
    BodyId,
    /// A survey that was opened: one round of a dialog.
    SurveyId,
    /// A response to a survey; random, so that its order says nothing.
    ResponseId,
    /// A meeting.
    MeetingId,
    /// A person's way through a dialog.
    RunId,
    /// A version of a dialog: its structure and its words.
    VersionId,
    /// A summary of a meeting, or of one of its days.
    SummaryId,
    /// Letters that were written for one cause.
    BroadcastId,
    /// A letter: one row of the outbox.
    LetterId,
    /// A message that follows something and is edited as it changes.
    LiveId,
    /// Results of a survey that were shared with those who answered.
    ShareId,
    /// A form (XLSForm) that a coordinator sent.
    ImportId,
    /// Telegram's number of an update.
    UpdateId,
    /// Telegram's number of a message within its chat.
    MessageId,
    /// A day of a meeting, from 1 on.
    DayNumber,
    /// A point of a summary, from 1 on; 0: none was opened.
    PointNumber,
    /// A check question of a summary, from 1 on.
    CheckNumber,
    /// An instant: milliseconds since 1970, UTC.
    Timestamp,
}

/// A span of time in milliseconds.
pub type Millis = i64;

/// A minute.
pub const MINUTE: Millis = 60_000;
/// An hour.
pub const HOUR: Millis = 60 * MINUTE;
/// A day of 24 hours.
pub const DAY: Millis = 24 * HOUR;

impl Timestamp {
    /// Later than everything: a due date that never comes.
    pub const MAX: Timestamp = Timestamp(Millis::MAX);
}

impl Add<Millis> for Timestamp {
    type Output = Timestamp;
    fn add(self, span: Millis) -> Timestamp {
        Timestamp(self.0 + span)
    }
}

impl AddAssign<Millis> for Timestamp {
    fn add_assign(&mut self, span: Millis) {
        self.0 += span;
    }
}

impl Sub<Millis> for Timestamp {
    type Output = Timestamp;
    fn sub(self, span: Millis) -> Timestamp {
        Timestamp(self.0 - span)
    }
}

impl Sub for Timestamp {
    type Output = Millis;
    fn sub(self, earlier: Timestamp) -> Millis {
        self.0 - earlier.0
    }
}

/// The network that a person writes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Telegram.
    Telegram,
}

/// Where a person is written to: the channel, and the channel's own number of the person and of the private chat with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The network.
    pub channel: Channel,
    /// The network's number of the chat.
    pub id: i64,
}

impl Address {
    /// The private chat with this number on Telegram.
    pub const fn telegram(id: i64) -> Address {
        Address { channel: Channel::Telegram, id }
    }
}

/// The only channel so far: a row of the database keeps the number alone.
impl From<i64> for Address {
    fn from(id: i64) -> Address {
        Address::telegram(id)
    }
}

/// Bodies that something concerns, or that a coordinator acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bodies {
    /// All of them, also those that are added later.
    All,
    /// These.
    Some(Vec<BodyId>),
}

impl Bodies {
    /// The rows of a table in which no row means all bodies.
    pub fn of_rows(rows: Vec<BodyId>) -> Bodies {
        if rows.is_empty() { Bodies::All } else { Bodies::Some(rows) }
    }

    /// The rows of such a table.
    pub fn rows(&self) -> &[BodyId] {
        match self {
            Bodies::All => &[],
            Bodies::Some(bodies) => bodies,
        }
    }

    /// Whether this body is among them.
    pub fn cover(&self, body: BodyId) -> bool {
        match self {
            Bodies::All => true,
            Bodies::Some(bodies) => bodies.contains(&body),
        }
    }

    /// Whether every one of `others` is among them. All bodies are only among all.
    pub fn include(&self, others: &Bodies) -> bool {
        match (self, others) {
            (Bodies::All, _) => true,
            (Bodies::Some(_), Bodies::All) => false,
            (Bodies::Some(_), Bodies::Some(others)) => {
                !others.is_empty() && others.iter().all(|body| self.cover(*body))
            }
        }
    }

    /// Whether there is a body in both.
    pub fn overlap(&self, others: &Bodies) -> bool {
        match (self, others) {
            (Bodies::All, _) | (_, Bodies::All) => true,
            (Bodies::Some(bodies), _) => bodies.iter().any(|body| others.cover(*body)),
        }
    }
}

/// Defines an enum whose values are stored as words, so that the word is spelt once.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
        pub enum $name { $($(#[$of])* #[sqlx(rename = $word)] $value,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$value,)*];

            /// The word that stands for it in the database, in texts and in tables.
            pub const fn word(self) -> &'static str {
                match self { $($name::$value => $word,)* }
            }

            /// The value of a word; none if there is no such word.
            pub fn of_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    )*};
}
pub(crate) use words;

words! {
    /// What somebody replied to a notice.
    Rsvp {
        /// Will come.
        Yes = "yes",
        /// Apologises.
        No = "no",
        /// Does not know yet.
        Maybe = "maybe",
    }

    /// The reasons of an apology that are offered. None asks for health or the like (law 09-08, sensitive data).
    ApologyReason {
        /// Work.
        Work = "work",
        /// The family.
        Family = "family",
        /// No way to get there.
        Transport = "transport",
        /// The notice came too late.
        ShortNotice = "notice",
        /// Another.
        Other = "other",
    }

    /// Whether somebody was there on a day.
    Attendance {
        /// Was there.
        Present = "present",
        /// Was not, and had apologised.
        Excused = "excused",
        /// Was not.
        Absent = "absent",
    }
}
