//! The outbox: letters that wait for their turn, are under way, and have gone out; and the broadcasts they belong to.

use sqlx::SqliteConnection;

use super::{Millis, Result};

/// Letters with one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broadcast {
    /// Our own id.
    pub id: i64,
    /// Which letter.
    pub kind: String,
    /// What it is about: a survey, a meeting.
    pub subject: i64,
    /// The coordinator who sees its progress; none for letters sent by rule.
    pub person: Option<i64>,
    /// When it was written.
    pub created_at: Millis,
    /// Quiet hours do not hold it.
    pub urgent: bool,
    /// Its letters are held.
    pub paused: bool,
    /// When its final report had been shown.
    pub ended_at: Option<Millis>,
    /// Telegram's id of the progress message.
    pub message: Option<i64>,
    /// What that message said last.
    pub shown: Option<String>,
}

/// What one cause writes to many people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause<'a> {
    /// Which letter.
    pub kind: &'a str,
    /// What it is about.
    pub subject: i64,
    /// The coordinator who sees its progress.
    pub person: Option<i64>,
    /// The same notice: goes to the same person once.
    pub key: &'a str,
    /// Higher goes first.
    pub priority: i64,
    /// Not before.
    pub due_at: Millis,
    /// Of no use from then on.
    pub expires_at: Option<Millis>,
    /// Quiet hours do not hold it.
    pub urgent: bool,
}

/// A letter whose turn has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its row.
    pub id: i64,
    /// Its broadcast.
    pub broadcast: i64,
    /// To whom.
    pub person: i64,
    /// Which letter.
    pub kind: String,
    /// What it is about.
    pub subject: i64,
    /// The key of its notice, which says the occasion.
    pub key: String,
    /// Of no use from then on.
    pub expires_at: Option<Millis>,
}

/// How many letters of a broadcast are in which state, for which cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// `waiting`, `held`, `sending`, `sent`, `failed`, `dropped`.
    pub state: String,
    /// Why they failed or were dropped.
    pub cause: Option<String>,
    /// How many.
    pub n: i64,
}

/// Milliseconds between two letters to the same person.
const APART: Millis = 1_000;

/// Writes a broadcast with a letter for each of `people`, but not for those who have had the same notice. Returns it and
/// how many letters there are.
///
/// # Errors
/// When the database refuses.
pub async fn write(db: &mut SqliteConnection, cause: &Cause<'_>, people: &[i64], now: Millis) -> Result<(i64, u64)> {
    let insert = sqlx::query!(
        "INSERT INTO broadcasts (kind, key, subject, person, created_at, urgent) VALUES (?, ?, ?, ?, ?, ?)",
        cause.kind,
        cause.key,
        cause.subject,
        cause.person,
        now,
        cause.urgent
    );
    let broadcast = insert.execute(&mut *db).await?.last_insert_rowid();
    let list = serde_json::json!(people).to_string();
    let insert = sqlx::query!(
        "INSERT INTO outbox (broadcast, person, key, priority, due_at, expires_at)
         SELECT ?, value, ?, ?, ?, ? FROM json_each(?) WHERE true ON CONFLICT (person, key) DO NOTHING",
        broadcast,
        cause.key,
        cause.priority,
        cause.due_at,
        cause.expires_at,
        list
    );
    Ok((broadcast, insert.execute(db).await?.rows_affected()))
}

/// Takes the letter whose turn it is: due, of the highest priority, to nobody who was written to within the last second.
/// It is under way from the caller's commit on, until its outcome is noted or `lease_ends`. In quiet hours only urgent ones go.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &mut SqliteConnection, now: Millis, quiet: bool, lease_ends: Millis) -> Result<Option<Claimed>> {
    let since = now - APART;
    let row = sqlx::query!(
        r#"UPDATE outbox SET state = 'sending', tries = tries + 1, due_at = ? WHERE id = (
             SELECT o.id FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
             WHERE o.state = 'waiting' AND o.due_at <= ? AND (b.urgent = 1 OR NOT ?)
               AND NOT EXISTS (SELECT 1 FROM outbox other WHERE other.person = o.person
                               AND (other.state = 'sending' OR other.sent_at > ?))
             ORDER BY o.priority DESC, o.due_at, o.id LIMIT 1)
           RETURNING id AS "id!", broadcast, person, key, expires_at,
             (SELECT kind FROM broadcasts b WHERE b.id = broadcast) AS "kind!: String",
             (SELECT subject FROM broadcasts b WHERE b.id = broadcast) AS "subject!: i64""#,
        lease_ends,
        now,
        quiet,
        since
    );
    Ok(row.fetch_optional(db).await?.map(|row| Claimed {
        id: row.id,
        broadcast: row.broadcast,
        person: row.person,
        kind: row.kind,
        subject: row.subject,
        key: row.key,
        expires_at: row.expires_at,
    }))
}

/// What a letter says, before it goes out, and which state of its subject that is.
///
/// # Errors
/// When the database refuses.
pub async fn says(db: &mut SqliteConnection, id: i64, text: &str, edition: i64) -> Result<()> {
    sqlx::query!("UPDATE outbox SET text = ?, edition = ? WHERE id = ?", text, edition, id).execute(db).await?;
    Ok(())
}

/// A letter has gone out, as this message.
///
/// # Errors
/// When the database refuses.
pub async fn sent(db: &mut SqliteConnection, id: i64, message: i64, now: Millis) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE outbox SET state = 'sent', sent_at = ?, message = ?, cause = NULL WHERE id = ?",
        now,
        message,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// A letter will never go out: `failed` when it was tried, `dropped` when there was no use in it.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &mut SqliteConnection, id: i64, state: &str, cause: &str) -> Result<()> {
    sqlx::query!("UPDATE outbox SET state = ?, cause = ? WHERE id = ?", state, cause, id).execute(db).await?;
    Ok(())
}

/// A letter waits again; `counted`: the try that failed counts. A paused broadcast's is held.
///
/// # Errors
/// When the database refuses.
pub async fn again(db: &mut SqliteConnection, id: i64, due_at: Millis, counted: bool) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE outbox SET due_at = ?, tries = tries - IIF(?, 0, 1),
           state = IIF((SELECT paused FROM broadcasts b WHERE b.id = broadcast), 'held', 'waiting') WHERE id = ?",
        due_at,
        counted,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// How often a letter has been tried, and since when it was to go out; none if it is gone (its person erased themselves).
///
/// # Errors
/// When the database refuses.
pub async fn tries(db: &mut SqliteConnection, id: i64) -> Result<Option<(i64, Millis)>> {
    let row = sqlx::query!(
        "SELECT o.tries, b.created_at FROM outbox o JOIN broadcasts b ON b.id = o.broadcast WHERE o.id = ?",
        id
    );
    Ok(row.fetch_optional(db).await?.map(|row| (row.tries, row.created_at)))
}

/// Letters under way whose lease has ended wait again; at start (`now` none) all of them. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn release(db: &mut SqliteConnection, now: Option<Millis>) -> Result<u64> {
    let update = sqlx::query!(
        "UPDATE outbox SET state = 'waiting', due_at = COALESCE(?1, 0) WHERE state = 'sending' AND due_at <= COALESCE(?1, due_at)",
        now
    );
    Ok(update.execute(db).await?.rows_affected())
}

/// When the next letter is due, of those that may go out in quiet hours or of all.
///
/// # Errors
/// When the database refuses.
pub async fn next_due(db: &mut SqliteConnection, quiet: bool) -> Result<Option<Millis>> {
    let row = sqlx::query_scalar!(
        r#"SELECT MIN(o.due_at) AS "due: i64" FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
           WHERE o.state = 'waiting' AND (b.urgent = 1 OR NOT ?)"#,
        quiet
    );
    Ok(row.fetch_one(db).await?)
}

/// One broadcast.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, id: i64) -> Result<Option<Broadcast>> {
    let row = sqlx::query_as!(
        Broadcast,
        r#"SELECT id, kind, subject, person, created_at, urgent AS "urgent: bool", paused AS "paused: bool", ended_at,
           message, shown FROM broadcasts WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The broadcasts whose final report has not been written.
///
/// # Errors
/// When the database refuses.
pub async fn under_way(db: &mut SqliteConnection) -> Result<Vec<Broadcast>> {
    let rows = sqlx::query_as!(
        Broadcast,
        r#"SELECT id AS "id!", kind, subject, person, created_at, urgent AS "urgent: bool", paused AS "paused: bool", ended_at,
           message, shown FROM broadcasts WHERE ended_at IS NULL ORDER BY id"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// A broadcast's letters by state and cause.
///
/// # Errors
/// When the database refuses.
pub async fn counts(db: &mut SqliteConnection, broadcast: i64) -> Result<Vec<Count>> {
    let rows = sqlx::query_as!(
        Count,
        r#"SELECT state, cause, COUNT(*) AS "n!: i64" FROM outbox WHERE broadcast = ? GROUP BY state, cause"#,
        broadcast
    );
    Ok(rows.fetch_all(db).await?)
}

/// Holds a broadcast's letters, or lets them go again.
///
/// # Errors
/// When the database refuses.
pub async fn pause(db: &mut SqliteConnection, broadcast: i64, paused: bool) -> Result<()> {
    sqlx::query!("UPDATE broadcasts SET paused = ? WHERE id = ?", paused, broadcast).execute(&mut *db).await?;
    let (from, to) = if paused { ("waiting", "held") } else { ("held", "waiting") };
    let update = sqlx::query!("UPDATE outbox SET state = ? WHERE broadcast = ? AND state = ?", to, broadcast, from);
    update.execute(db).await?;
    Ok(())
}

/// Drops what has not been sent; what is under way arrives.
///
/// # Errors
/// When the database refuses.
pub async fn cancel(db: &mut SqliteConnection, broadcast: i64) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE outbox SET state = 'dropped', cause = 'cancelled' WHERE broadcast = ? AND state IN ('waiting', 'held')",
        broadcast
    );
    update.execute(db).await?;
    Ok(())
}

/// Quiet hours hold this broadcast no longer.
///
/// # Errors
/// When the database refuses.
pub async fn make_urgent(db: &mut SqliteConnection, broadcast: i64) -> Result<()> {
    sqlx::query!("UPDATE broadcasts SET urgent = 1 WHERE id = ?", broadcast).execute(db).await?;
    Ok(())
}

/// What the progress message of a broadcast says now, and where it is if it has moved. None: it must be shown again.
///
/// # Errors
/// When the database refuses.
pub async fn reported(
    db: &mut SqliteConnection,
    broadcast: i64,
    message: Option<i64>,
    shown: Option<&str>,
) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE broadcasts SET message = COALESCE(?, message), shown = ?, ended_at = IIF(? IS NULL, NULL, ended_at) WHERE id = ?",
        message,
        shown,
        shown,
        broadcast
    );
    update.execute(db).await?;
    Ok(())
}

/// The progress message of a broadcast has gone out, as this one.
///
/// # Errors
/// When the database refuses.
pub async fn told(db: &mut SqliteConnection, broadcast: i64, message: i64) -> Result<()> {
    sqlx::query!("UPDATE broadcasts SET message = ? WHERE id = ?", message, broadcast).execute(db).await?;
    Ok(())
}

/// A broadcast is over, and its coordinator knows.
///
/// # Errors
/// When the database refuses.
pub async fn ended(db: &mut SqliteConnection, broadcast: i64, now: Millis) -> Result<()> {
    sqlx::query!("UPDATE broadcasts SET ended_at = ? WHERE id = ?", now, broadcast).execute(db).await?;
    Ok(())
}

/// Progress messages that a former process had under way are shown again.
///
/// # Errors
/// When the database refuses.
pub async fn forget_shown(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query!("UPDATE broadcasts SET shown = NULL WHERE ended_at IS NULL").execute(db).await?;
    Ok(())
}
