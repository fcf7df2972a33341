//! What coordinators did: no answers, no texts.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{BodyId, BroadcastId, ImportId, MeetingId, PersonId, SurveyId, Timestamp, VersionId};

/// What an action was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditSubject {
    /// A body; none: all bodies.
    Body(Option<BodyId>),
    /// A survey.
    Survey(SurveyId),
    /// A meeting, or a summary of it.
    Meeting(MeetingId),
    /// Letters with one cause.
    Broadcast(BroadcastId),
    /// A form that was sent.
    Import(ImportId),
    /// A dialog that came as a form.
    Version(VersionId),
    /// Nothing that a row could name.
    Nothing,
}

impl AuditSubject {
    fn number(self) -> i64 {
        match self {
            AuditSubject::Body(body) => body.map_or(0, |body| body.0),
            AuditSubject::Survey(survey) => survey.0,
            AuditSubject::Meeting(meeting) => meeting.0,
            AuditSubject::Broadcast(broadcast) => broadcast.0,
            AuditSubject::Import(import) => import.0,
            AuditSubject::Version(version) => version.0,
            AuditSubject::Nothing => 0,
        }
    }
}

/// How a row's number is read as what an action was about.
trait Subject: Sized {
    fn of_number(number: i64) -> Self;
    fn subject(self) -> AuditSubject;
}

macro_rules! subjects {
    ($($id:ty => $subject:ident,)*) => {$(
        impl Subject for $id {
            fn of_number(number: i64) -> $id {
                number.into()
            }
            fn subject(self) -> AuditSubject {
                AuditSubject::$subject(self.into())
            }
        }
    )*};
}

subjects! {
    BodyId => Body,
    SurveyId => Survey,
    MeetingId => Meeting,
    BroadcastId => Broadcast,
    ImportId => Import,
    VersionId => Version,
}

impl Subject for Option<BodyId> {
    fn of_number(number: i64) -> Option<BodyId> {
        (number != 0).then_some(BodyId(number))
    }
    fn subject(self) -> AuditSubject {
        AuditSubject::Body(self)
    }
}

/// Declares the actions, each with what it is about and its words in the database.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident($about:ty) = $words:literal,)*) => {
        /// Something that a coordinator did, with what it was done to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AuditAction {
            $($(#[$doc])* $name($about),)*
            /// Somebody erased themselves.
            Erased,
        }

        impl AuditAction {
            /// The words that stand for it in the database, and joined by hyphens in the text `audit-action`.
            pub const fn words(self) -> &'static str {
                match self {
                    $(AuditAction::$name(_) => $words,)*
                    AuditAction::Erased => ERASED,
                }
            }

            /// What it was about.
            pub fn subject(self) -> AuditSubject {
                match self {
                    $(AuditAction::$name(about) => about.subject(),)*
                    AuditAction::Erased => AuditSubject::Nothing,
                }
            }

            fn of_row(words: &str, number: i64) -> Option<AuditAction> {
                match words {
                    $($words => Some(AuditAction::$name(Subject::of_number(number))),)*
                    ERASED => Some(AuditAction::Erased),
                    _ => None,
                }
            }
        }
    };
}

const ERASED: &str = "erased";

actions! {
    /// Made a link for the members of a body.
    InvitedMembers(BodyId) = "invited",
    /// Made a link for a coordinator of a body, or of all.
    InvitedCoordinator(Option<BodyId>) = "invited a coordinator",
    /// Became coordinator of a body, or of all.
    Appointed(Option<BodyId>) = "appointed",
    /// Added a body.
    AddedBody(BodyId) = "added a body",
    /// Looked at the names of the members of a body.
    LookedAtMembers(BodyId) = "looked at members",
    /// Looked at what one member took part in.
    LookedAtRecord(BodyId) = "looked at a record",
    /// Took away what the members of a body took part in, or of all in scope.
    TookRecordAway(Option<BodyId>) = "took a record away",
    /// Opened a survey.
    OpenedSurvey(SurveyId) = "opened a survey",
    /// Moved the closing date of a survey.
    ExtendedSurvey(SurveyId) = "extended a survey",
    /// Closed a survey.
    ClosedSurvey(SurveyId) = "closed a survey",
    /// Reminded those who had not answered a survey.
    RemindedOfSurvey(SurveyId) = "reminded of a survey",
    /// Took the answers of a survey away as a file.
    TookAnswersAway(SurveyId) = "took answers away",
    /// Read what people wrote in a survey.
    ReadTexts(SurveyId) = "read texts of answers",
    /// Listened to what people said in a survey.
    ListenedToVoices(SurveyId) = "listened to voice answers",
    /// Looked at who volunteered in a survey.
    LookedAtVolunteers(SurveyId) = "looked at volunteers of a survey",
    /// Shared results of a survey.
    SharedResults(SurveyId) = "shared answers",
    /// Took shared results of a survey back.
    TookSharedResultsBack(SurveyId) = "took shared results back",
    /// Announced a meeting.
    AnnouncedMeeting(MeetingId) = "announced a meeting",
    /// Changed a meeting.
    ChangedMeeting(MeetingId) = "changed a meeting",
    /// Cancelled a meeting.
    CancelledMeeting(MeetingId) = "cancelled a meeting",
    /// Opened the check-in of a meeting.
    OpenedCheckIn(MeetingId) = "opened check-in",
    /// Looked at who was at a meeting.
    LookedAtAttendance(MeetingId) = "looked at attendance",
    /// Marked by hand whether somebody was at a meeting.
    MarkedAttendance(MeetingId) = "marked attendance",
    /// Closed the attendance of a day of a meeting.
    ClosedAttendance(MeetingId) = "closed attendance",
    /// Took the attendance of a meeting away as a file.
    TookAttendanceAway(MeetingId) = "took attendance away",
    /// Published a summary of a meeting.
    PublishedSummary(MeetingId) = "published a summary",
    /// Corrected a summary of a meeting.
    CorrectedSummary(MeetingId) = "corrected a summary",
    /// Reminded those who had not finished a summary of a meeting.
    RemindedOfSummary(MeetingId) = "reminded of a summary",
    /// Looked at who has read a summary of a meeting.
    LookedAtReaders(MeetingId) = "looked at readers",
    /// Took away who has read a summary of a meeting.
    TookReadersAway(MeetingId) = "took readers away",
    /// Held the letters of a broadcast.
    PausedBroadcast(BroadcastId) = "paused a broadcast",
    /// Let the letters of a broadcast go again.
    ResumedBroadcast(BroadcastId) = "resumed a broadcast",
    /// Cancelled what had not been sent of a broadcast.
    CancelledBroadcast(BroadcastId) = "cancelled a broadcast",
    /// Let a broadcast go out in quiet hours.
    SentInQuietHours(BroadcastId) = "sent a broadcast in quiet hours",
    /// Looked at whom a broadcast did not reach.
    LookedAtMissed(BroadcastId) = "looked at whom a broadcast missed",
    /// Took a form that had been sent among the surveys.
    TookForm(ImportId) = "took a form",
    /// Took a dialog that came as a form out of the surveys.
    TookFormOut(VersionId) = "took a form out",
    /// Put such a dialog back.
    PutFormBack(VersionId) = "put a form back",
}

/// Notes what somebody did; `member`: the member whom it was about, if it was about one.
pub async fn record(
    db: &mut SqliteConnection,
    at: Timestamp,
    person: Option<PersonId>,
    action: AuditAction,
    member: Option<PersonId>,
) -> Result<()> {
    let (words, subject) = (action.words(), action.subject().number());
    let insert = sqlx::query!(
        "INSERT INTO audit (at, person, action, subject, member) VALUES (?, ?, ?, ?, ?)",
        at,
        person,
        words,
        subject,
        member
    );
    insert.execute(db).await?;
    Ok(())
}

/// Whether this was noted of somebody after `since`: a list that is paged through is looked at once.
pub async fn is_recorded(
    db: &mut SqliteConnection,
    since: Timestamp,
    person: PersonId,
    action: AuditAction,
) -> Result<bool> {
    let (words, subject) = (action.words(), action.subject().number());
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM audit WHERE at > ? AND person = ? AND action = ? AND subject = ?) AS "found!: bool""#,
        since,
        person,
        words,
        subject
    );
    Ok(found.fetch_one(db).await?)
}

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who; none once they have erased themselves.
    pub person: Option<PersonId>,
    /// The name they chose.
    pub name: Option<String>,
    /// What, and to what.
    pub action: AuditAction,
    /// The name of the member it was about.
    pub member: Option<String>,
}

/// What coordinators did, newest first, so many. What a newer version of the program noted is left out.
pub async fn list_newest(db: &mut SqliteConnection, most: i64) -> Result<Vec<AuditEntry>> {
    let rows = sqlx::query!(
        r#"SELECT a.at, a.person AS "person: PersonId", p.name AS "name?", a.action, COALESCE(a.subject, 0) AS "subject!: i64",
             m.name AS "member?"
           FROM audit a LEFT JOIN persons p ON p.id = a.person LEFT JOIN persons m ON m.id = a.member ORDER BY a.id DESC LIMIT ?"#,
        most
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let entry = rows.filter_map(|row| {
        let action = AuditAction::of_row(&row.action, row.subject)?;
        Some(AuditEntry { at: row.at.into(), person: row.person, name: row.name, action, member: row.member })
    });
    Ok(entry.collect())
}

/// What a person did as coordinator, as the database has it: when, what, to which. For /mydata.
pub async fn list_of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(Timestamp, String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT at, action, COALESCE(subject, 0) AS "subject!: i64" FROM audit WHERE person = ? ORDER BY id"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.at.into(), row.action, row.subject)).collect())
}
