//! Live messages, which are edited as their subject changes: the replies to a meeting, the check-in of a day with its
//! code, the progress of a broadcast.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{BroadcastId, DayNumber, LiveId, MeetingId, MessageId, PersonId, Timestamp};

/// The subject of a live message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveSubject {
    /// The count of replies to a meeting.
    Replies(MeetingId),
    /// The check-in code of a day, and how many have used it.
    CheckIn(MeetingId, DayNumber),
    /// How many letters of a broadcast have been sent.
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
    /// The row of `live_messages`.
    pub id: LiveId,
    /// What the message shows.
    pub subject: LiveSubject,
    /// The coordinator whose chat it is in.
    pub person: PersonId,
    /// Telegram's number of the message. None: it has not been sent yet.
    pub message: Option<MessageId>,
    /// The text it shows. None: it must be sent or edited.
    pub shown: Option<String>,
    /// `shown` is final: the message is not edited after it.
    pub last: bool,
    /// Telegram has asked not to edit it before this moment.
    pub wait_until: Timestamp,
}

/// Adds a live message for a coordinator. If there is one on this subject, a new message takes its place.
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

/// All live messages, those about meetings first.
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

/// Stores the text that a message shows now. With `last` it is not edited again.
pub async fn set_shown(db: &mut SqliteConnection, id: LiveId, shown: &str, last: bool) -> Result<()> {
    sqlx::query!("UPDATE live_messages SET shown = ?, final = ? WHERE id = ?", shown, last, id).execute(db).await?;
    Ok(())
}

/// Stores that the progress of a broadcast is shown in this message, because its coordinator pressed a button there.
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

/// Lets a message be sent or edited again, not before `wait_until`, because Telegram did not take it.
pub async fn retry(db: &mut SqliteConnection, id: LiveId, wait_until: Timestamp) -> Result<()> {
    let update =
        sqlx::query!("UPDATE live_messages SET shown = NULL, final = 0, wait_until = ? WHERE id = ?", wait_until, id);
    update.execute(db).await?;
    Ok(())
}

/// Lets all messages be sent or edited again, because the process that did so has ended.
pub async fn retry_all(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query!("UPDATE live_messages SET shown = NULL, final = 0").execute(db).await?;
    Ok(())
}

/// Stores Telegram's number of a message that was sent. A message whose text is final is deleted from the table.
pub async fn set_message(db: &mut SqliteConnection, id: LiveId, message: MessageId) -> Result<()> {
    sqlx::query!("UPDATE live_messages SET message = ? WHERE id = ?", message, id).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM live_messages WHERE id = ? AND final = 1", id).execute(db).await?;
    Ok(())
}

/// Deletes a live message from the table: the one in the chat stays, and is not edited again.
pub async fn delete(db: &mut SqliteConnection, id: LiveId) -> Result<()> {
    sqlx::query!("DELETE FROM live_messages WHERE id = ?", id).execute(db).await?;
    Ok(())
}
