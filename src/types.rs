//! The types that all modules share: ids of rows, addresses of people, sets of bodies, instants.
//!
//! Each id is a type of its own, so that the compiler refuses a meeting's number where a person's is needed. The
//! database stores ids as integers.

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
    /// A survey that was opened. A dialog can be opened as a survey many times.
    SurveyId,
    /// A response to a survey. The number is random, so that the order of numbers says nothing.
    ResponseId,
    /// A meeting with all its days.
    MeetingId,
    /// A person's way through a dialog.
    RunId,
    /// A version of a dialog: its structure and its words.
    VersionId,
    /// A summary of a meeting, or of one of its days.
    SummaryId,
    /// Letters to many people about one thing.
    BroadcastId,
    /// A letter: one row of the outbox.
    LetterId,
    /// A live message, which is edited as its subject changes.
    LiveId,
    /// Results of a survey that were shared with the people who answered it.
    ShareId,
    /// A form (XLSForm) that a coordinator sent.
    ImportId,
    /// A row of `announcements`.
    AnnouncementId,
    /// A row of `conversations`.
    ConversationId,
    /// An invitation link.
    LinkId,
    /// Telegram's number of an update. It grows with time.
    UpdateId,
    /// Telegram's number of a message within its chat.
    MessageId,
    /// A day of a meeting, from 1 on.
    DayNumber,
    /// A point of a summary, from 1 on; 0: no point was opened.
    PointNumber,
    /// A check question of a summary, from 1 on.
    CheckNumber,
    /// An instant: milliseconds since 1970-01-01T00:00:00Z.
    Timestamp,
}

/// A span of time in milliseconds.
pub type Millis = i64;

/// One minute.
pub const MINUTE: Millis = 60_000;
/// One hour.
pub const HOUR: Millis = 60 * MINUTE;
/// A day of 24 hours.
pub const DAY: Millis = 24 * HOUR;

impl Timestamp {
    /// The latest instant: a due date that never comes.
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

/// The messaging network that a person uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Telegram, the only one so far.
    Telegram,
}

/// Where a person is written to: the network, and its number of the person, which is also that of the private chat with
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The messaging network.
    pub channel: Channel,
    /// The network's number of the chat.
    pub id: i64,
}

impl Address {
    /// The private chat with this number on Telegram.
    pub const fn telegram(id: i64) -> Address {
        Address { channel: Channel::Telegram, id }
    }

    /// The address as one text, the same for ever: hashes are made of it.
    pub fn text(self) -> String {
        match self.channel {
            Channel::Telegram => format!("telegram:{}", self.id),
        }
    }
}

/// The database stores the number alone, because Telegram is the only network so far.
impl From<i64> for Address {
    fn from(id: i64) -> Address {
        Address::telegram(id)
    }
}

/// A set of bodies: those that something is open to, or that a coordinator acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bodies {
    /// All bodies, and those that are added later too.
    All,
    /// Only these bodies.
    Some(Vec<BodyId>),
}

impl Bodies {
    /// The set that a table stores, where no row means all bodies.
    pub fn of_rows(rows: Vec<BodyId>) -> Bodies {
        if rows.is_empty() { Bodies::All } else { Bodies::Some(rows) }
    }

    /// The rows that such a table stores for this set.
    pub fn rows(&self) -> &[BodyId] {
        match self {
            Bodies::All => &[],
            Bodies::Some(bodies) => bodies,
        }
    }

    /// Whether this body is in the set.
    pub fn cover(&self, body: BodyId) -> bool {
        match self {
            Bodies::All => true,
            Bodies::Some(bodies) => bodies.contains(&body),
        }
    }

    /// Whether all of `others` are in the set. All bodies are only in the set of all.
    pub fn include(&self, others: &Bodies) -> bool {
        match (self, others) {
            (Bodies::All, _) => true,
            (Bodies::Some(_), Bodies::All) => false,
            (Bodies::Some(_), Bodies::Some(others)) => {
                !others.is_empty() && others.iter().all(|body| self.cover(*body))
            }
        }
    }

    /// Whether any body is in both sets.
    pub fn overlap(&self, others: &Bodies) -> bool {
        match (self, others) {
            (Bodies::All, _) | (_, Bodies::All) => true,
            (Bodies::Some(bodies), _) => bodies.iter().any(|body| others.cover(*body)),
        }
    }
}

/// Defines an enum whose values are stored as words, so that each word is written once in the program.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
        pub enum $name { $($(#[$of])* #[sqlx(rename = $word)] $value,)* }

        #[allow(dead_code, reason = "an enum that only the program sees need not use each of these")]
        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$value,)*];

            /// The word that stands for the value in the database, in texts and in tables.
            pub const fn word(self) -> &'static str {
                match self { $($name::$value => $word,)* }
            }

            /// None: there is no such word.
            pub fn of_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    )*};
}
pub(crate) use words;

words! {
    /// Why a coordinator removed somebody from a body. The person is told.
    RemovalReason {
        /// They left the body.
        Left = "left",
        /// They never belonged to it: for example, the link had reached them by mistake.
        Stranger = "stranger",
        /// They are there twice.
        Twice = "twice",
        /// A coordinator did not confirm them as a member.
        NotConfirmed = "not-confirmed",
    }

    /// An office in the bureau of a body, which a coordinator confirms. The words are those of the roles of the sign-up.
    Office {
        /// Leads the body and signs for it.
        Chair = "chair",
        /// Stands in for the chair.
        ViceChair = "vice-chair",
        /// Writes the minutes and drafts opinions.
        Rapporteur = "rapporteur",
        /// Stands in for the rapporteur.
        ViceRapporteur = "vice-rapporteur",
    }

    /// Why a meeting was cancelled. The people invited are told.
    CancellationReason {
        /// It takes place at a later date.
        Postponed = "postponed",
        /// Too few people would come.
        Quorum = "quorum",
        /// The room is not available.
        Place = "place",
        /// Something unforeseen has happened.
        Unforeseen = "unforeseen",
    }

    /// A person's reply to the notice of a meeting.
    Rsvp {
        /// The person will come.
        Yes = "yes",
        /// The person apologises.
        No = "no",
        /// The person does not know yet.
        Maybe = "maybe",
    }

    /// The reasons for an apology that are offered. None of them asks for health or the like (law 09-08, sensitive
    /// data).
    ApologyReason {
        /// Work does not allow it.
        Work = "work",
        /// The family needs the person.
        Family = "family",
        /// There is no way to get there.
        Transport = "transport",
        /// The notice came too late.
        ShortNotice = "notice",
        /// Another reason.
        Other = "other",
    }

    /// Whether a person attended a day of a meeting.
    Attendance {
        /// The person attended.
        Present = "present",
        /// The person did not attend, and had apologised.
        Excused = "excused",
        /// The person did not attend, and had not apologised.
        Absent = "absent",
    }
}
