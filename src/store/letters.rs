//! Questions about letters that were written earlier, and changes to them.

use sqlx::SqliteConnection;

use super::Result;
use super::letter_kind::LetterKind;
use crate::types::{BodyId, BroadcastId, MeetingId, MessageId, PersonId, Timestamp};

/// A person who did not get a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreachedPerson {
    /// None: a person without a body.
    pub body: Option<BodyId>,
    /// The name that the person chose at sign-up; empty before.
    pub name: String,
}

/// What a person has been told of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knowledge {
    /// A letter about the meeting has reached the person.
    pub reached: bool,
    /// The notice is waiting, held or being sent.
    pub notice_under_way: bool,
}

/// Whether there is a broadcast with this key.
pub async fn is_written(db: &mut SqliteConnection, key: &str) -> Result<bool> {
    let row = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM broadcasts WHERE key = ?) AS "found!: bool""#, key);
    Ok(row.fetch_one(db).await?)
}

/// How many people a letter of this kind has reached.
pub async fn count_reached(db: &mut SqliteConnection, kind: LetterKind) -> Result<i64> {
    let (word, subject) = (kind.word(), kind.subject());
    let row = sqlx::query_scalar!(
        r#"SELECT COUNT(DISTINCT o.person) AS "n!: i64" FROM letters_sent o JOIN broadcasts b ON b.id = o.broadcast
           WHERE b.kind = ? AND b.subject = ?"#,
        word,
        subject
    );
    Ok(row.fetch_one(db).await?)
}

/// Lets letters of this kind that have not been sent expire at `at`.
pub async fn set_expiry(db: &mut SqliteConnection, kind: LetterKind, at: Timestamp) -> Result<()> {
    let (word, subject) = (kind.word(), kind.subject());
    let update = sqlx::query!(
        "UPDATE outbox SET expires_at = ? WHERE id IN (
           SELECT o.id FROM letters_unsent o JOIN broadcasts b ON b.id = o.broadcast WHERE b.kind = ? AND b.subject = ?)",
        at,
        word,
        subject
    );
    update.execute(db).await?;
    Ok(())
}

/// What a person has been told of a meeting.
pub async fn find_knowledge(db: &mut SqliteConnection, person: PersonId, meeting: MeetingId) -> Result<Knowledge> {
    let (kinds, notice) = (LetterKind::words_about(meeting), LetterKind::MeetingNotice(meeting).word());
    let row = sqlx::query!(
        r#"SELECT
             EXISTS (SELECT 1 FROM letters_sent o JOIN broadcasts b ON b.id = o.broadcast
               WHERE o.person = ?1 AND b.subject = ?2 AND b.kind IN (SELECT value FROM json_each(?3))) AS "reached!: bool",
             EXISTS (SELECT 1 FROM letters_under_way o JOIN broadcasts b ON b.id = o.broadcast
               WHERE o.person = ?1 AND b.subject = ?2 AND b.kind = ?4) AS "notice_under_way!: bool""#,
        person,
        meeting,
        kinds,
        notice
    );
    let row = row.fetch_one(db).await?;
    Ok(Knowledge { reached: row.reached, notice_under_way: row.notice_under_way })
}

/// Telegram's number of the message that a person got under this key. None: no such letter was sent.
pub async fn find_message(db: &mut SqliteConnection, person: PersonId, key: &str) -> Result<Option<MessageId>> {
    let row = sqlx::query_scalar!(
        r#"SELECT message AS "message: MessageId" FROM letters_sent WHERE person = ? AND key = ?"#,
        person,
        key
    );
    Ok(row.fetch_optional(db).await?.flatten())
}

/// Letters to a person for /mydata: the text and when it was sent. Letters that were not sent have neither.
pub async fn list_of_person(
    db: &mut SqliteConnection,
    person: PersonId,
) -> Result<Vec<(Option<String>, Option<Timestamp>)>> {
    let rows = sqlx::query!(
        r#"SELECT text, sent_at AS "sent_at: Timestamp" FROM outbox WHERE person = ? ORDER BY id"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.text, row.sent_at)).collect())
}

/// Deletes broadcasts that ended before this moment, with their letters. Those about a meeting stay until the meeting
/// is as long past.
pub async fn delete_ended_before(db: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    let kinds = LetterKind::words_about(MeetingId(0)); // the words are the same for every meeting
    let delete = sqlx::query!(
        "DELETE FROM broadcasts WHERE ended_at < ?1 AND NOT (kind IN (SELECT value FROM json_each(?2)) AND EXISTS (
           SELECT 1 FROM meeting_days d WHERE d.meeting = subject AND COALESCE(d.ends_at, d.starts_at) > ?1))",
        before,
        kinds
    );
    Ok(delete.execute(db).await?.rows_affected())
}

/// The people who did not get a broadcast because they blocked the bot or their account is gone, by body and name. A
/// coordinator may call them.
pub async fn list_unreached(db: &mut SqliteConnection, broadcast: BroadcastId) -> Result<Vec<UnreachedPerson>> {
    let cause = super::letter_kind::UNREACHABLE;
    let rows = sqlx::query_as!(
        UnreachedPerson,
        r#"SELECT p.body AS "body: BodyId", COALESCE(p.name, '') AS "name!: String"
           FROM outbox o JOIN persons p ON p.id = o.person
           WHERE o.broadcast = ? AND o.cause = ? ORDER BY 1, 2"#,
        broadcast,
        cause
    );
    Ok(rows.fetch_all(db).await?)
}
