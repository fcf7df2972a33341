//! What the outbox holds of letters that were written: for whoever writes more, changes what was sent, or asks what was said.

use sqlx::SqliteConnection;

use super::{Millis, Result};

/// Somebody whom a letter did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Their body; 0 for none.
    pub body: i64,
    /// The name they chose.
    pub name: String,
}

/// Whether a broadcast with this key was written before.
///
/// # Errors
/// When the database refuses.
pub async fn was_written(db: &mut SqliteConnection, key: &str) -> Result<bool> {
    let row = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM broadcasts WHERE key = ?) AS "found!: bool""#, key);
    Ok(row.fetch_one(db).await?)
}

/// How many people letters of this kind about this subject have reached.
///
/// # Errors
/// When the database refuses.
pub async fn reached(db: &mut SqliteConnection, kind: &str, subject: i64) -> Result<i64> {
    let row = sqlx::query_scalar!(
        r#"SELECT COUNT(DISTINCT o.person) AS "n!: i64" FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
           WHERE b.kind = ? AND b.subject = ? AND o.state = 'sent'"#,
        kind,
        subject
    );
    Ok(row.fetch_one(db).await?)
}

/// Letters of this kind about this subject that still wait are of no use from `at` on.
///
/// # Errors
/// When the database refuses.
pub async fn expires(db: &mut SqliteConnection, kind: &str, subject: i64, at: Millis) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE outbox SET expires_at = ? WHERE state IN ('waiting', 'held')
           AND broadcast IN (SELECT id FROM broadcasts WHERE kind = ? AND subject = ?)",
        at,
        kind,
        subject
    );
    update.execute(db).await?;
    Ok(())
}

/// How a person knows of a meeting: whether any letter about it has reached them, and whether a notice is on its way.
///
/// # Errors
/// When the database refuses.
pub async fn knows(db: &mut SqliteConnection, person: i64, meeting: i64) -> Result<(bool, bool)> {
    let row = sqlx::query!(
        r#"SELECT COALESCE(SUM(o.state = 'sent'), 0) AS "sent!: i64",
             COALESCE(SUM(b.kind = 'meeting-notice' AND o.state IN ('waiting', 'held', 'sending')), 0) AS "coming!: i64"
           FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
           WHERE o.person = ? AND b.kind LIKE 'meeting-%' AND b.subject = ?"#,
        person,
        meeting
    );
    let row = row.fetch_one(db).await?;
    Ok((row.sent > 0, row.coming > 0))
}

/// The message of a letter that went out to a person under this key.
///
/// # Errors
/// When the database refuses.
pub async fn message_of(db: &mut SqliteConnection, person: i64, key: &str) -> Result<Option<i64>> {
    let row =
        sqlx::query_scalar!("SELECT message FROM outbox WHERE person = ? AND key = ? AND state = 'sent'", person, key);
    Ok(row.fetch_optional(db).await?.flatten())
}

/// Letters to a person: what they said and when they went out; for /mydata. Those that did not go out have neither.
///
/// # Errors
/// When the database refuses.
pub async fn of_person(db: &mut SqliteConnection, person: i64) -> Result<Vec<(Option<String>, Option<Millis>)>> {
    let rows = sqlx::query!("SELECT text, sent_at FROM outbox WHERE person = ? ORDER BY id", person);
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.text, row.sent_at)).collect())
}

/// Forgets broadcasts that ended before this moment, with their letters; those about a meeting only when it is as long past.
///
/// # Errors
/// When the database refuses.
pub async fn prune(db: &mut SqliteConnection, before: Millis) -> Result<u64> {
    let delete = sqlx::query!(
        "DELETE FROM broadcasts WHERE ended_at < ?1 AND NOT (kind LIKE 'meeting-%' AND EXISTS (
           SELECT 1 FROM meeting_days d WHERE d.meeting = subject AND COALESCE(d.ends_at, d.starts_at) > ?1))",
        before
    );
    Ok(delete.execute(db).await?.rows_affected())
}

/// Whom a broadcast could not reach (they blocked the bot, or their account is gone), by body and name: to be called.
///
/// # Errors
/// When the database refuses.
pub async fn missed(db: &mut SqliteConnection, broadcast: i64) -> Result<Vec<Missed>> {
    let rows = sqlx::query_as!(
        Missed,
        r#"SELECT COALESCE(p.body, 0) AS "body!: i64", COALESCE(p.name, '') AS "name!: String"
           FROM outbox o JOIN persons p ON p.id = o.person
           WHERE o.broadcast = ? AND o.state = 'failed' AND o.cause = 'unreachable' ORDER BY 1, 2"#,
        broadcast
    );
    Ok(rows.fetch_all(db).await?)
}
