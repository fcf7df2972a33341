//! Messages that follow something and are edited as it changes: a meeting's count of replies, a day's check-in with its code,
//! the progress of a broadcast.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{BroadcastId, DayNumber, LiveId, MeetingId, MessageId, PersonId, Timestamp};

/// What a live message follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveSubject {
    /// The replies to a meeting.
    Replies(MeetingId),
    /// The check-in of a day of a meeting.
    CheckIn(MeetingId, DayNumber),
    /// How far a broadcast has gone out.
    Broadcast(BroadcastId),
}

impl LiveSubject {
    fn columns(self) -> (Option<MeetingId>, Option<DayNumber>, Option<BroadcastId>) {
        match self {
            LiveSubject::Replies(meeting) => (Some(meeting), None, None),
            LiveSubject::CheckIn(meeting, day) => (Some(meeting), Some(day), None),
            LiveSubject::Broadcast(broadcast) => (None, None, Some(broadcast)),
        }
    }
}

/// A message that is edited as its subject changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveMessage {
    /// Our own id.
    pub id: LiveId,
    /// What it follows.
    pub subject: LiveSubject,
    /// The coordinator who sees it.
    pub person: PersonId,
    /// Telegram's number of it; none before it has arrived.
    pub message: Option<MessageId>,
    /// What it says; none: it must be shown again.
    pub shown: Option<String>,
    /// `shown` is the last that it says.
    pub last: bool,
    /// Telegram has asked to wait until then.
    pub wait_until: Timestamp,
}

/// Shows a coordinator a message that follows something; one that is there comes anew.
pub async fn follow(db: &mut SqliteConnection, subject: LiveSubject, person: PersonId) -> Result<()> {
    let (meeting, day, broadcast) = subject.columns();
    let forget = sqlx::query!(
        "DELETE FROM live_messages WHERE meeting IS ?1 AND day IS ?2 AND broadcast IS ?3 AND person = ?4",
        meeting,
        day,
        broadcast,
        person
    );
    forget.execute(&mut *db).await?;
    let insert = sqlx::query!(
        "INSERT INTO live_messages (meeting, day, broadcast, person) VALUES (?, ?, ?, ?)",
        meeting,
        day,
        broadcast,
        person
    );
    insert.execute(db).await?;
    Ok(())
}

/// All messages that follow something, those about meetings first.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<LiveMessage>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", meeting AS "meeting: MeetingId", day AS "day: DayNumber", broadcast AS "broadcast: BroadcastId",
             person, message AS "message: MessageId", shown, final AS "last: bool", wait_until
           FROM live_messages ORDER BY broadcast, id"#
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let live = rows.filter_map(|row| {
        let subject = match (row.meeting, row.day, row.broadcast) {
            (Some(meeting), None, None) => LiveSubject::Replies(meeting),
            (Some(meeting), Some(day), None) => LiveSubject::CheckIn(meeting, day),
            (None, _, Some(broadcast)) => LiveSubject::Broadcast(broadcast),
            _ => return None, // the table's constraint allows no other
        };
        Some(LiveMessage {
            id: row.id.into(),
            subject,
            person: row.person.into(),
            message: row.message,
            shown: row.shown,
            last: row.last,
            wait_until: row.wait_until.into(),
        })
    });
    Ok(live.collect())
}

/// What such a message says from now on; `last`: it will say nothing more.
pub async fn set_shown(db: &mut SqliteConnection, id: LiveId, shown: &str, last: bool) -> Result<()> {
    sqlx::query!("UPDATE live_messages SET shown = ?, final = ? WHERE id = ?", shown, last, id).execute(db).await?;
    Ok(())
}

/// The progress of a broadcast was shown in this message, because its coordinator pressed a button there.
pub async fn set_broadcast_message(
    db: &mut SqliteConnection,
    broadcast: BroadcastId,
    message: Option<MessageId>,
    shown: &str,
) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE live_messages SET message = COALESCE(?, message), shown = ?, final = 0 WHERE broadcast = ?",
        message,
        shown,
        broadcast
    );
    update.execute(db).await?;
    Ok(())
}

/// Such a message did not go out: it is shown again, not before `wait_until`.
pub async fn retry(db: &mut SqliteConnection, id: LiveId, wait_until: Timestamp) -> Result<()> {
    let update =
        sqlx::query!("UPDATE live_messages SET shown = NULL, final = 0, wait_until = ? WHERE id = ?", wait_until, id);
    update.execute(db).await?;
    Ok(())
}

/// Such messages that a former process had under way are shown again.
pub async fn retry_all(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query!("UPDATE live_messages SET shown = NULL, final = 0").execute(db).await?;
    Ok(())
}

/// Such a message has gone out, as this one. If it says its last, it is followed no longer.
pub async fn set_message(db: &mut SqliteConnection, id: LiveId, message: MessageId) -> Result<()> {
    sqlx::query!("UPDATE live_messages SET message = ? WHERE id = ?", message, id).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM live_messages WHERE id = ? AND final = 1", id).execute(db).await?;
    Ok(())
}

/// Such a message is edited no more.
pub async fn delete(db: &mut SqliteConnection, id: LiveId) -> Result<()> {
    sqlx::query!("DELETE FROM live_messages WHERE id = ?", id).execute(db).await?;
    Ok(())
}
