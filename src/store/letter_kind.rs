//! Which letters there are, what each is about, and how far one may be.

use crate::types::{DayNumber, ImportId, MeetingId, ShareId, SummaryId, SurveyId, words};

/// Declares the kinds of letters, each with what it is about and its word in the database.
macro_rules! letters {
    ($($(#[$doc:meta])* $name:ident($about:ident) = $word:literal,)*) => {
        /// What a letter is, and what it is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum LetterKind {
            $($(#[$doc])* $name($about),)*
            /// The programme of a later day of a meeting.
            MeetingEve(MeetingId, DayNumber),
        }

        impl LetterKind {
            /// The word that stands for it in the database and in keys.
            pub const fn word(self) -> &'static str {
                match self {
                    $(LetterKind::$name(_) => $word,)*
                    LetterKind::MeetingEve(..) => MEETING_EVE,
                }
            }

            /// The number of what it is about.
            pub const fn subject(self) -> i64 {
                match self {
                    $(LetterKind::$name(about) => about.0,)*
                    LetterKind::MeetingEve(meeting, _) => meeting.0,
                }
            }

            pub(super) fn of_row(word: &str, subject: i64, day: Option<DayNumber>) -> Option<LetterKind> {
                match word {
                    $($word => Some(LetterKind::$name($about(subject))),)*
                    MEETING_EVE => Some(LetterKind::MeetingEve(MeetingId(subject), day?)),
                    _ => None,
                }
            }
        }
    };
}

const MEETING_EVE: &str = "meeting-eve";

letters! {
    /// A survey was opened.
    SurveyOpened(SurveyId) = "survey-opened",
    /// Somebody has not answered a survey yet.
    SurveyReminder(SurveyId) = "survey-reminder",
    /// Results of a survey were shared.
    SurveyShared(ShareId) = "survey-shared",
    /// A form that somebody sent has been read.
    FormRead(ImportId) = "form-read",
    /// A meeting was announced.
    MeetingNotice(MeetingId) = "meeting-notice",
    /// A meeting was changed.
    MeetingChanged(MeetingId) = "meeting-changed",
    /// The notice that went out is edited to match what the meeting has become.
    MeetingEdit(MeetingId) = "meeting-edit",
    /// A meeting was cancelled.
    MeetingCancelled(MeetingId) = "meeting-cancelled",
    /// Legal time has changed, and the meeting stays at its hour.
    MeetingClock(MeetingId) = "meeting-clock",
    /// A meeting is near.
    MeetingReminder(MeetingId) = "meeting-reminder",
    /// Somebody missed what a summary tells.
    SummaryMissed(SummaryId) = "summary-missed",
    /// Somebody was there: the summary is a record for them.
    SummaryRecord(SummaryId) = "summary-record",
    /// A summary was corrected.
    SummaryCorrected(SummaryId) = "summary-corrected",
    /// Somebody has not finished reading a summary.
    SummaryReminder(SummaryId) = "summary-reminder",
}

impl LetterKind {
    /// Every kind of letter about this meeting, as a JSON list of their words.
    pub(super) fn words_about(meeting: MeetingId) -> String {
        let day = DayNumber(1);
        let kinds = [
            LetterKind::MeetingNotice(meeting),
            LetterKind::MeetingChanged(meeting),
            LetterKind::MeetingEdit(meeting),
            LetterKind::MeetingCancelled(meeting),
            LetterKind::MeetingClock(meeting),
            LetterKind::MeetingReminder(meeting),
            LetterKind::MeetingEve(meeting, day),
        ];
        serde_json::json!(kinds.map(LetterKind::word)).to_string()
    }
}

words! {
    /// How far a letter is.
    LetterState {
        /// It goes out when its turn comes.
        Waiting = "waiting",
        /// Its broadcast is paused.
        Held = "held",
        /// It is under way.
        Sending = "sending",
        /// It has arrived.
        Sent = "sent",
        /// It was tried and will never arrive.
        Failed = "failed",
        /// It was of no use any more.
        Dropped = "dropped",
    }
}

/// Why a letter never goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndCause {
    /// Its person has blocked the bot, or their account is gone.
    Unreachable,
    /// Its person wants no messages.
    Stopped,
    /// It came too late, or there is no use in it any more.
    Expired,
    /// Its coordinator cancelled it.
    Cancelled,
    /// The channel refused it, with these words.
    Refused(String),
}

pub(super) const UNREACHABLE: &str = "unreachable";
const STOPPED: &str = "stopped";
const EXPIRED: &str = "expired";
pub(super) const CANCELLED: &str = "cancelled";

impl EndCause {
    pub(super) fn word(&self) -> &str {
        match self {
            EndCause::Unreachable => UNREACHABLE,
            EndCause::Stopped => STOPPED,
            EndCause::Expired => EXPIRED,
            EndCause::Cancelled => CANCELLED,
            EndCause::Refused(words) => words,
        }
    }

    pub(super) fn of_word(word: String) -> EndCause {
        match word.as_str() {
            UNREACHABLE => EndCause::Unreachable,
            STOPPED => EndCause::Stopped,
            EXPIRED => EndCause::Expired,
            CANCELLED => EndCause::Cancelled,
            _ => EndCause::Refused(word),
        }
    }

    /// The state of a letter that ends so.
    pub(super) fn state(&self) -> LetterState {
        match self {
            EndCause::Unreachable | EndCause::Refused(_) => LetterState::Failed,
            EndCause::Stopped | EndCause::Expired | EndCause::Cancelled => LetterState::Dropped,
        }
    }
}
