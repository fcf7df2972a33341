//! The audit: what each coordinator did and when. It holds no answers and no texts.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{
    AnnouncementId, BodyId, BroadcastId, ImportId, MeetingId, PersonId, SurveyId, Timestamp, VersionId,
};

/// What an action was about. A row stores it as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditSubject {
    /// None: all bodies.
    Body(Option<BodyId>),
    Survey(SurveyId),
    /// The meeting itself, or a summary of it.
    Meeting(MeetingId),
    Broadcast(BroadcastId),
    Import(ImportId),
    Version(VersionId),
    Announcement(AnnouncementId),
    /// The action has no subject: its row stores 0.
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
            AuditSubject::Announcement(announcement) => announcement.0,
            AuditSubject::Nothing => 0,
        }
    }
}

/// How the number in a row becomes the subject of an action, and back.
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
    AnnouncementId => Announcement,
}

impl Subject for Option<BodyId> {
    fn of_number(number: i64) -> Option<BodyId> {
        (number != 0).then_some(BodyId(number))
    }
    fn subject(self) -> AuditSubject {
        AuditSubject::Body(self)
    }
}

/// Declares the actions, each with its subject and the words that stand for it in the database. Rows of installed
/// databases hold these words, so they never change.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident($about:ty) = $words:literal,)*) => {
        /// Something that a coordinator did, with its subject.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AuditAction {
            $($(#[$doc])* $name($about),)*
            /// A person erased their own data.
            Erased,
        }

        impl AuditAction {
            /// The words that the database stores. Joined by hyphens they choose the variant of the text
            /// `audit-action`.
            pub const fn words(self) -> &'static str {
                match self {
                    $(AuditAction::$name(_) => $words,)*
                    AuditAction::Erased => ERASED,
                }
            }

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
    InvitedMembers(BodyId) = "invited",
    /// None: of all bodies.
    InvitedCoordinator(Option<BodyId>) = "invited a coordinator",
    /// Became coordinator. None: of all bodies.
    Appointed(Option<BodyId>) = "appointed",
    /// Withdrew what a coordinator may do. None: for all bodies.
    WithdrewCoordinator(Option<BodyId>) = "withdrew a coordinator",
    /// Revoked an invitation link. None: one for coordinators of all bodies.
    RevokedLink(Option<BodyId>) = "revoked a link",
    AddedBody(BodyId) = "added a body",
    /// Decided that every new member must be confirmed.
    TurnedConfirmationOn(BodyId) = "turned confirmation on",
    TurnedConfirmationOff(BodyId) = "turned confirmation off",
    ConfirmedMember(BodyId) = "confirmed a member",
    /// Searched members by name. None: in all bodies in scope.
    SearchedMembers(Option<BodyId>) = "searched members",
    /// Corrected the name or the role of a member.
    CorrectedMember(BodyId) = "corrected a member",
    /// Moved a member to this body.
    MovedMember(BodyId) = "moved a member",
    /// Confirmed the office of a member, or that they hold none.
    ConfirmedOffice(BodyId) = "confirmed an office",
    /// Downloaded the list of members.
    TookMembersAway(BodyId) = "took members away",
    RenamedBody(BodyId) = "renamed a body",
    ArchivedBody(BodyId) = "archived a body",
    RestoredBody(BodyId) = "restored a body",
    /// Wrote an announcement, or changed one before it was sent.
    WroteAnnouncement(AnnouncementId) = "wrote an announcement",
    CorrectedAnnouncement(AnnouncementId) = "corrected an announcement",
    CancelledAnnouncement(AnnouncementId) = "cancelled an announcement",
    TookAnnouncementBack(AnnouncementId) = "took an announcement back",
    /// Wrote to a member.
    WroteToMember(BodyId) = "wrote to a member",
    /// Read what a member and the coordinators wrote.
    ReadMessages(BodyId) = "read messages",
    /// Ended a conversation with a member.
    ClosedConversation(BodyId) = "closed a conversation",
    /// Took somebody out of the body, or did not confirm them.
    RemovedMember(BodyId) = "removed a member",
    /// Opened the list with the members' names.
    LookedAtMembers(BodyId) = "looked at members",
    /// Opened what one member took part in.
    LookedAtRecord(BodyId) = "looked at a record",
    /// Downloaded what the members took part in. None: of all bodies in scope.
    TookRecordAway(Option<BodyId>) = "took a record away",
    OpenedSurvey(SurveyId) = "opened a survey",
    /// Moved the closing date.
    ExtendedSurvey(SurveyId) = "extended a survey",
    ClosedSurvey(SurveyId) = "closed a survey",
    /// Decided that the answers of each person are given to nobody.
    WithheldRows(SurveyId) = "withheld rows",
    /// Reminded those who had not answered.
    RemindedOfSurvey(SurveyId) = "reminded of a survey",
    /// Downloaded the answers.
    TookAnswersAway(SurveyId) = "took answers away",
    /// Read the comments.
    ReadTexts(SurveyId) = "read texts of answers",
    ListenedToVoices(SurveyId) = "listened to voice answers",
    /// Opened the list of people who asked to be called.
    LookedAtVolunteers(SurveyId) = "looked at volunteers of a survey",
    SharedResults(SurveyId) = "shared answers",
    TookSharedResultsBack(SurveyId) = "took shared results back",
    AnnouncedMeeting(MeetingId) = "announced a meeting",
    ChangedMeeting(MeetingId) = "changed a meeting",
    CancelledMeeting(MeetingId) = "cancelled a meeting",
    /// Opened the list of those who had not replied.
    LookedAtPendingReplies(MeetingId) = "looked at pending replies",
    /// Reminded those who had not replied.
    RemindedOfMeeting(MeetingId) = "reminded of a meeting",
    OpenedCheckIn(MeetingId) = "opened check-in",
    LookedAtAttendance(MeetingId) = "looked at attendance",
    /// Marked a member by hand.
    MarkedAttendance(MeetingId) = "marked attendance",
    ClosedAttendance(MeetingId) = "closed attendance",
    /// Downloaded the attendance.
    TookAttendanceAway(MeetingId) = "took attendance away",
    PublishedSummary(MeetingId) = "published a summary",
    CorrectedSummary(MeetingId) = "corrected a summary",
    /// Reminded those who had not finished reading.
    RemindedOfSummary(MeetingId) = "reminded of a summary",
    LookedAtReaders(MeetingId) = "looked at readers",
    /// Downloaded the list of readers.
    TookReadersAway(MeetingId) = "took readers away",
    PausedBroadcast(BroadcastId) = "paused a broadcast",
    ResumedBroadcast(BroadcastId) = "resumed a broadcast",
    /// Cancelled the letters that had not been sent.
    CancelledBroadcast(BroadcastId) = "cancelled a broadcast",
    SentInQuietHours(BroadcastId) = "sent a broadcast in quiet hours",
    /// Opened the list of people who did not get a broadcast.
    LookedAtMissed(BroadcastId) = "looked at whom a broadcast missed",
    /// Accepted an uploaded form as a survey.
    TookForm(ImportId) = "took a form",
    /// Withdrew a form from the surveys that can be opened.
    TookFormOut(VersionId) = "took a form out",
    /// Offered a withdrawn form again.
    PutFormBack(VersionId) = "put a form back",
}

/// Adds a line. `member` is the member that the action was about, if there was one.
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

/// Whether the person did this after `since`. A list that is read page by page is recorded once.
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Timestamp,
    /// None once the person has erased their data.
    pub person: Option<PersonId>,
    pub name: Option<String>,
    pub action: AuditAction,
    /// The name of the member that the action was about.
    pub member: Option<String>,
}

/// The newest `most` lines, newest first. Lines that a newer version of the program wrote are left out.
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

/// What one person did as coordinator, as the database stores it: moment, words, number of the subject. For /mydata.
pub async fn list_of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(Timestamp, String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT at, action, COALESCE(subject, 0) AS "subject!: i64" FROM audit WHERE person = ? ORDER BY id"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.at.into(), row.action, row.subject)).collect())
}
