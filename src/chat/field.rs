//! The values that buttons carry, and how each is written in a code.

use crate::types::{
    AnnouncementId, ApologyReason, Attendance, BodyId, BroadcastId, CancellationReason, CheckNumber, ConversationId,
    DayNumber, ImportId, LinkId, MeetingId, Office, PersonId, PointNumber, RemovalReason, Rsvp, RunId, ShareId,
    SummaryId, SurveyId, VersionId,
};

/// Where a reply to a meeting was pressed. The answer is shown there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// On the person's screen.
    Screen,
    /// Under a notice, which is a message with a file.
    Notice,
    /// Under a letter without a file.
    Letter,
    /// Under a letter about a change, whose text stays as it is.
    Change,
}

/// The number of a topic of a survey's results, from 1 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicNumber(pub i64);

/// The number of a dimension that results are split by, from 1 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DimensionNumber(pub i64);

/// A value as buttons carry it. It holds no colon. `0` is left out at the end of a code.
pub(super) trait Field: Sized {
    fn encode(self) -> String;
    fn decode(text: &str) -> Option<Self>;
}

macro_rules! fields {
    ($($number:ident)*) => {$(
        impl Field for $number {
            fn encode(self) -> String {
                self.0.to_string()
            }
            fn decode(text: &str) -> Option<Self> {
                text.parse().ok().map($number)
            }
        }
    )*};
}

fields! {
    AnnouncementId BodyId BroadcastId CheckNumber ConversationId DayNumber DimensionNumber ImportId LinkId MeetingId PersonId PointNumber RunId ShareId SummaryId
    SurveyId TopicNumber VersionId
}

impl Field for usize {
    fn encode(self) -> String {
        self.to_string()
    }
    fn decode(text: &str) -> Option<usize> {
        text.parse().ok()
    }
}

impl Field for i64 {
    fn encode(self) -> String {
        self.to_string()
    }
    fn decode(text: &str) -> Option<i64> {
        text.parse().ok()
    }
}

impl Field for bool {
    fn encode(self) -> String {
        i64::from(self).to_string()
    }
    fn decode(text: &str) -> Option<bool> {
        match text {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        }
    }
}

macro_rules! word_fields {
    ($($word:ident)*) => {$(
        impl Field for $word {
            fn encode(self) -> String {
                self.word().to_owned()
            }
            fn decode(text: &str) -> Option<Self> {
                $word::of_word(text)
            }
        }
    )*};
}

word_fields! { ApologyReason Attendance CancellationReason Office RemovalReason Rsvp }

impl Field for Spot {
    fn encode(self) -> String {
        match self {
            Spot::Screen => "0",
            Spot::Notice => "1",
            Spot::Letter => "2",
            Spot::Change => "3",
        }
        .to_owned()
    }
    fn decode(text: &str) -> Option<Spot> {
        match text {
            "0" => Some(Spot::Screen),
            "1" => Some(Spot::Notice),
            "2" => Some(Spot::Letter),
            "3" => Some(Spot::Change),
            _ => None,
        }
    }
}

/// This is unambiguous because no optional value is ever written as `0`.
impl<T: Field> Field for Option<T> {
    fn encode(self) -> String {
        self.map_or_else(|| "0".to_owned(), Field::encode)
    }
    fn decode(text: &str) -> Option<Option<T>> {
        if text == "0" { Some(None) } else { T::decode(text).map(Some) }
    }
}
