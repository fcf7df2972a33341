//! The kinds of letters, what each is about, and the states that a letter can be in.

use crate::types::{
    AnnouncementId, BodyId, ConversationId, DayNumber, ImportId, MeetingId, ShareId, SummaryId, SurveyId, words,
};

/// Declares the kinds of letters, each with its subject and the word that the database stores. Rows of installed
/// databases hold these words, so they never change.
macro_rules! letters {
    ($($(#[$doc:meta])* $name:ident($about:ident) = $word:literal,)*) => {
        /// The kind of a letter, with its subject.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum LetterKind {
            $($(#[$doc])* $name($about),)*
            /// The programme of the second or a later day of a meeting, on the evening before.
            MeetingEve(MeetingId, DayNumber),
        }

        impl LetterKind {
            /// The word that the database and the keys of broadcasts hold.
            pub const fn word(self) -> &'static str {
                match self {
                    $(LetterKind::$name(_) => $word,)*
                    LetterKind::MeetingEve(..) => MEETING_EVE,
                }
            }

            /// What it is about.
            pub fn about(self) -> LetterSubject {
                match self {
                    $(LetterKind::$name(about) => about.into(),)*
                    LetterKind::MeetingEve(meeting, _) => meeting.into(),
                }
            }

            /// The number of the survey, share, import, meeting, summary or body that it is about.
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

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterSubject {
    /// A survey.
    Survey(SurveyId),
    /// Shared results of a survey.
    Share(ShareId),
    /// A form that a coordinator sent.
    Import(ImportId),
    /// A meeting.
    Meeting(MeetingId),
    /// A summary of a meeting.
    Summary(SummaryId),
    /// The people of a body. None: of all bodies.
    Body(Option<BodyId>),
    /// What a member and the coordinators write to each other.
    Conversation(ConversationId),
    /// An announcement.
    Announcement(AnnouncementId),
}

macro_rules! letter_subjects {
    ($($id:ident => $subject:ident,)*) => {$(
        impl From<$id> for LetterSubject {
            fn from(id: $id) -> LetterSubject {
                LetterSubject::$subject(id)
            }
        }
    )*};
}

letter_subjects! {
    SurveyId => Survey,
    ShareId => Share,
    ImportId => Import,
    MeetingId => Meeting,
    SummaryId => Summary,
    ConversationId => Conversation,
    AnnouncementId => Announcement,
}

/// 0 stands for all bodies.
impl From<BodyId> for LetterSubject {
    fn from(id: BodyId) -> LetterSubject {
        LetterSubject::Body((id.0 != 0).then_some(id))
    }
}

letters! {
    /// A survey was opened.
    SurveyOpened(SurveyId) = "survey-opened",
    /// Reminds a member who has not answered a survey.
    SurveyReminder(SurveyId) = "survey-reminder",
    /// Results of a survey were shared.
    SurveyShared(ShareId) = "survey-shared",
    /// Tells a coordinator that the form they sent has been read.
    FormRead(ImportId) = "form-read",
    /// A meeting was announced.
    MeetingNotice(MeetingId) = "meeting-notice",
    /// A meeting was changed.
    MeetingChanged(MeetingId) = "meeting-changed",
    /// Edits the notice that was sent, so that it shows the meeting as it is now.
    MeetingEdit(MeetingId) = "meeting-edit",
    /// A meeting was cancelled.
    MeetingCancelled(MeetingId) = "meeting-cancelled",
    /// Legal time has changed. The meeting stays at its hour of the clock.
    MeetingClock(MeetingId) = "meeting-clock",
    /// Reminds a member that a meeting is near.
    MeetingReminder(MeetingId) = "meeting-reminder",
    /// Reminds a member who has not replied to an invitation, because a coordinator wants that.
    RsvpReminder(MeetingId) = "rsvp-reminder",
    /// For a member who was absent: the summary is there to catch up.
    SummaryMissed(SummaryId) = "summary-missed",
    /// For a member who attended: the summary is a record.
    SummaryRecord(SummaryId) = "summary-record",
    /// A summary was corrected.
    SummaryCorrected(SummaryId) = "summary-corrected",
    /// Reminds a member who was absent and has not finished reading.
    SummaryReminder(SummaryId) = "summary-reminder",
    /// Tells a coordinator who has joined a body, or asks to.
    MembersJoined(BodyId) = "members-joined",
    /// A coordinator has confirmed the person as a member.
    MemberConfirmed(BodyId) = "member-confirmed",
    /// A coordinator has taken the person out of the body, or has not confirmed them.
    MemberRemoved(BodyId) = "member-removed",
    /// A coordinator has corrected the person's profile, moved them to this body, or confirmed their office.
    MemberCorrected(BodyId) = "member-corrected",
    /// An announcement of a coordinator.
    Announcement(AnnouncementId) = "announcement",
    /// Edits an announcement that was sent, so that it shows the corrected words.
    AnnouncementEdit(AnnouncementId) = "announcement-edit",
    /// Deletes an announcement that was sent.
    AnnouncementRemoval(AnnouncementId) = "announcement-removal",
    /// A member has written to the coordinators of the body.
    MessageToCoordinators(ConversationId) = "message-to-coordinators",
    /// The member's message has waited for an answer for two days.
    MessageWaiting(ConversationId) = "message-waiting",
    /// Edits the member's message in the chats of the coordinators: it was answered, or the conversation has ended.
    MessageEdit(ConversationId) = "message-edit",
    /// A coordinator has written to a member.
    MessageToMember(ConversationId) = "message-to-member",
    /// No coordinator can be reached with the member's message.
    MessageUnreached(ConversationId) = "message-unreached",
    /// The coordinators have ended the conversation.
    ConversationClosed(ConversationId) = "conversation-closed",
    /// The person no longer coordinates the body. 0: all bodies.
    CoordinatorWithdrawn(BodyId) = "coordinator-withdrawn",
}

impl LetterKind {
    /// Whether the outbox stores the text. What people write to each other is stored in one place only, so that it can be
    /// erased there.
    pub const fn stores_text(self) -> bool {
        !matches!(
            self,
            LetterKind::MessageToCoordinators(_)
                | LetterKind::MessageWaiting(_)
                | LetterKind::MessageEdit(_)
                | LetterKind::MessageToMember(_)
        )
    }

    /// Whether it changes or deletes a message that was sent, which makes no sound: it does not wait for the end of the quiet
    /// hours.
    pub const fn is_silent(self) -> bool {
        matches!(
            self,
            LetterKind::MeetingEdit(_)
                | LetterKind::MessageEdit(_)
                | LetterKind::AnnouncementEdit(_)
                | LetterKind::AnnouncementRemoval(_)
        )
    }

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
            LetterKind::RsvpReminder(meeting),
            LetterKind::MeetingEve(meeting, day),
        ];
        serde_json::json!(kinds.map(LetterKind::word)).to_string()
    }
}

words! {
    /// The state of a letter in the outbox.
    LetterState {
        /// It will be sent when its turn comes.
        Waiting = "waiting",
        /// It will not be sent while its broadcast is paused.
        Held = "held",
        /// It was handed to Telegram; the outcome is not known yet.
        Sending = "sending",
        /// Telegram has accepted it.
        Sent = "sent",
        /// It was tried, and will never be sent.
        Failed = "failed",
        /// It was not tried, because it was no longer of use.
        Dropped = "dropped",
    }
}

/// Why a letter will never be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndCause {
    /// The person has blocked the bot, or the account is gone.
    Unreachable,
    /// The person wants no messages (/stop).
    Stopped,
    /// It would have been too late, or its subject no longer needs it.
    Expired,
    /// A coordinator cancelled the broadcast.
    Cancelled,
    /// Telegram refused it, with these words.
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

    /// The state that a letter ends in for this cause.
    pub(super) fn state(&self) -> LetterState {
        match self {
            EndCause::Unreachable | EndCause::Refused(_) => LetterState::Failed,
            EndCause::Stopped | EndCause::Expired | EndCause::Cancelled => LetterState::Dropped,
        }
    }
}
