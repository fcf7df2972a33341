//! The outbox: letters that are waiting, being sent or sent, and the broadcasts that they belong to.

use sqlx::SqliteConnection;

use super::Result;
use super::letter_kind::{CANCELLED, EndCause, LetterKind, LetterState};
use super::live::{self, LiveSubject};
use crate::types::{BroadcastId, DayNumber, LetterId, MessageId, Millis, PersonId, Timestamp};

/// Letters to many people about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broadcast {
    /// The row of `broadcasts`.
    pub id: BroadcastId,
    /// None: a newer version of the program wrote it.
    pub kind: Option<LetterKind>,
    /// The coordinator who is shown its progress. None: a rule sent it.
    pub person: Option<PersonId>,
    /// It is sent in quiet hours too.
    pub urgent: bool,
    /// Its letters are held until a coordinator resumes it.
    pub paused: bool,
}

/// A broadcast to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBroadcast<'a> {
    /// The kind of its letters, with their subject.
    pub kind: LetterKind,
    /// The coordinator who is shown its progress. None: a rule sends it.
    pub person: Option<PersonId>,
    /// Names the occasion. A person gets one letter for each key.
    pub key: &'a str,
    /// Letters of a higher priority are sent first.
    pub priority: i64,
    /// The letters are not sent before this moment.
    pub due_at: Timestamp,
    /// The letter is of no use from this moment on. None: always of use.
    pub expires_at: Option<Timestamp>,
    /// It is sent in quiet hours too.
    pub urgent: bool,
}

/// A letter that is to be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLetter {
    /// The row of `outbox`.
    pub id: LetterId,
    /// The person to whom it is sent.
    pub person: PersonId,
    /// None: a newer version of the program wrote it.
    pub kind: Option<LetterKind>,
    /// The letter is of no use from this moment on. None: always of use.
    pub expires_at: Option<Timestamp>,
}

/// How many letters of a broadcast are in one state for one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterCount {
    /// The state that these letters are in.
    pub state: LetterState,
    /// Why they will never be sent. None in any other state.
    pub cause: Option<EndCause>,
    /// The number of letters.
    pub n: i64,
}

/// Milliseconds between two letters to the same person. Telegram allows one message a second in one chat.
const APART: Millis = 1_000;

/// Adds a broadcast with a letter for each of `people`, but not for those who have a letter under the same key. Returns
/// the broadcast and the number of letters.
pub async fn add_broadcast(
    db: &mut SqliteConnection,
    new: &NewBroadcast<'_>,
    people: &[PersonId],
    now: Timestamp,
) -> Result<(BroadcastId, u64)> {
    let (kind, subject) = (new.kind.word(), new.kind.subject());
    let day = if let LetterKind::MeetingEve(_, day) = new.kind { Some(day) } else { None };
    let insert = sqlx::query!(
        "INSERT INTO broadcasts (id, kind, key, subject, day, person, created_at, urgent)
         VALUES ((SELECT id FROM next_ids WHERE of = 'broadcasts'), ?, ?, ?, ?, ?, ?, ?)",
        kind,
        new.key,
        subject,
        day,
        new.person,
        now,
        new.urgent
    );
    let broadcast = BroadcastId(insert.execute(&mut *db).await?.last_insert_rowid());
    let list = serde_json::json!(people).to_string();
    let insert = sqlx::query!(
        "INSERT INTO outbox (broadcast, person, key, priority, due_at, expires_at)
         SELECT ?, value, ?, ?, ?, ? FROM json_each(?) WHERE true ON CONFLICT (person, key) DO NOTHING",
        broadcast,
        new.key,
        new.priority,
        new.due_at,
        new.expires_at,
        list
    );
    let letters = insert.execute(&mut *db).await?.rows_affected();
    if let Some(person) = new.person {
        live::follow(db, LiveSubject::Broadcast(broadcast), person).await?;
    }
    Ok((broadcast, letters))
}

/// Takes the letter whose turn it is: due, of the highest priority, to a person who was not written to within the last
/// second. From the caller's commit on it is being sent, until its outcome is stored or the lease (milliseconds) ends.
/// With `quiet`, only urgent letters are taken.
pub async fn claim(db: &mut SqliteConnection, now: Timestamp, lease: Millis, quiet: bool) -> Result<Option<DueLetter>> {
    let (since, lease_ends) = (now - APART, now + lease);
    let row = sqlx::query!(
        r#"UPDATE outbox SET state = ?5, tries = tries + 1, due_at = ?1 WHERE id = (
             SELECT o.id FROM letters_waiting o JOIN broadcasts b ON b.id = o.broadcast
             WHERE o.due_at <= ?2 AND (b.urgent = 1 OR NOT ?3)
               AND NOT EXISTS (SELECT 1 FROM outbox other WHERE other.person = o.person
                               AND (other.state = ?5 OR other.sent_at > ?4))
             ORDER BY o.priority DESC, o.due_at, o.id LIMIT 1)
           RETURNING id AS "id!: LetterId", person, expires_at AS "expires_at: Timestamp",
             (SELECT kind FROM broadcasts b WHERE b.id = broadcast) AS "kind!: String",
             (SELECT subject FROM broadcasts b WHERE b.id = broadcast) AS "subject!: i64",
             (SELECT day FROM broadcasts b WHERE b.id = broadcast) AS "day: DayNumber""#,
        lease_ends,
        now,
        quiet,
        since,
        LetterState::Sending
    );
    Ok(row.fetch_optional(db).await?.map(|row| DueLetter {
        id: row.id,
        person: row.person.into(),
        kind: LetterKind::of_row(&row.kind, row.subject, row.day),
        expires_at: row.expires_at,
    }))
}

/// Stores the text of a letter before it is sent, and the edition of its subject that the text shows.
pub async fn set_text(db: &mut SqliteConnection, id: LetterId, text: &str, edition: i64) -> Result<()> {
    sqlx::query!("UPDATE outbox SET text = ?, edition = ? WHERE id = ?", text, edition, id).execute(db).await?;
    Ok(())
}

/// Stores that Telegram has accepted a letter, as this message.
pub async fn set_sent(db: &mut SqliteConnection, id: LetterId, message: MessageId, now: Timestamp) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE outbox SET state = ?, sent_at = ?, message = ?, cause = NULL WHERE id = ?",
        LetterState::Sent,
        now,
        message,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// Stores that a letter will never be sent, and why.
pub async fn set_ended(db: &mut SqliteConnection, id: LetterId, cause: &EndCause) -> Result<()> {
    let (state, word) = (cause.state(), cause.word());
    sqlx::query!("UPDATE outbox SET state = ?, cause = ? WHERE id = ?", state, word, id).execute(db).await?;
    Ok(())
}

/// Lets a letter wait again. With `counted`, the failed try counts. A letter of a paused broadcast is held.
pub async fn retry(db: &mut SqliteConnection, id: LetterId, due_at: Timestamp, counted: bool) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE outbox SET due_at = ?, tries = tries - IIF(?, 0, 1),
           state = IIF((SELECT paused FROM broadcasts b WHERE b.id = broadcast), ?, ?) WHERE id = ?",
        due_at,
        counted,
        LetterState::Held,
        LetterState::Waiting,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// How often a letter was tried, and when its broadcast was written. None: the letter is gone, because the person
/// erased their data.
pub async fn find_tries(db: &mut SqliteConnection, id: LetterId) -> Result<Option<(i64, Timestamp)>> {
    let row = sqlx::query!(
        "SELECT o.tries, b.created_at FROM outbox o JOIN broadcasts b ON b.id = o.broadcast WHERE o.id = ?",
        id
    );
    Ok(row.fetch_optional(db).await?.map(|row| (row.tries, row.created_at.into())))
}

/// What a letter is about. None: the letter is gone, or a newer version of the program wrote it.
pub async fn find_kind(db: &mut SqliteConnection, id: LetterId) -> Result<Option<LetterKind>> {
    let row = sqlx::query!(
        r#"SELECT b.kind, b.subject, b.day AS "day: DayNumber" FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
           WHERE o.id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?.and_then(|row| LetterKind::of_row(&row.kind, row.subject, row.day)))
}

/// Lets letters wait again whose lease has ended; with `now` none, at start, all that were being sent. Returns their
/// number.
pub async fn release(db: &mut SqliteConnection, now: Option<Timestamp>) -> Result<u64> {
    let update = sqlx::query!(
        "UPDATE outbox SET state = ?2, due_at = COALESCE(?1, 0)
         WHERE id IN (SELECT id FROM letters_sending WHERE due_at <= COALESCE(?1, due_at))",
        now,
        LetterState::Waiting
    );
    Ok(update.execute(db).await?.rows_affected())
}

/// When the next letter is due. With `quiet`, only urgent letters count. None: no letter is waiting.
pub async fn find_next_due(db: &mut SqliteConnection, quiet: bool) -> Result<Option<Timestamp>> {
    let row = sqlx::query_scalar!(
        r#"SELECT MIN(o.due_at) AS "due: Timestamp" FROM letters_waiting o JOIN broadcasts b ON b.id = o.broadcast
           WHERE b.urgent = 1 OR NOT ?"#,
        quiet
    );
    Ok(row.fetch_one(db).await?)
}

/// The broadcast with this id. None: there is no such broadcast.
pub async fn find(db: &mut SqliteConnection, id: BroadcastId) -> Result<Option<Broadcast>> {
    let row = sqlx::query!(
        r#"SELECT kind, subject, day AS "day: DayNumber", person AS "person: PersonId", urgent AS "urgent: bool",
           paused AS "paused: bool" FROM broadcasts WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?.map(|row| Broadcast {
        id,
        kind: LetterKind::of_row(&row.kind, row.subject, row.day),
        person: row.person,
        urgent: row.urgent,
        paused: row.paused,
    }))
}

/// Whether there is a broadcast for [`end_finished_broadcasts`] to end.
pub async fn has_finished_broadcast(db: &mut SqliteConnection) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM broadcasts b WHERE b.ended_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM live_messages l WHERE l.broadcast = b.id)
             AND NOT EXISTS (SELECT 1 FROM letters_under_way o WHERE o.broadcast = b.id)) AS "found!: bool""#
    );
    Ok(found.fetch_one(db).await?)
}

/// Ends the broadcasts that have no letter left to send and no live message that shows their progress.
pub async fn end_finished_broadcasts(db: &mut SqliteConnection, now: Timestamp) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE broadcasts SET ended_at = ? WHERE ended_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM live_messages l WHERE l.broadcast = broadcasts.id)
           AND NOT EXISTS (SELECT 1 FROM letters_under_way o WHERE o.broadcast = broadcasts.id)",
        now
    );
    update.execute(db).await?;
    Ok(())
}

/// The letters of a broadcast, counted by state and cause.
pub async fn count_by_state(db: &mut SqliteConnection, broadcast: BroadcastId) -> Result<Vec<LetterCount>> {
    let rows = sqlx::query!(
        r#"SELECT state AS "state: LetterState", cause, COUNT(*) AS "n!: i64" FROM outbox WHERE broadcast = ? GROUP BY state, cause"#,
        broadcast
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| LetterCount { state: row.state, cause: row.cause.map(EndCause::of_word), n: row.n }).collect())
}

/// Holds the waiting letters of a broadcast, or lets them wait again.
pub async fn set_paused(db: &mut SqliteConnection, broadcast: BroadcastId, paused: bool) -> Result<()> {
    sqlx::query!("UPDATE broadcasts SET paused = ? WHERE id = ?", paused, broadcast).execute(&mut *db).await?;
    let (from, to) = match paused {
        true => (LetterState::Waiting, LetterState::Held),
        false => (LetterState::Held, LetterState::Waiting),
    };
    let update = sqlx::query!("UPDATE outbox SET state = ? WHERE broadcast = ? AND state = ?", to, broadcast, from);
    update.execute(db).await?;
    Ok(())
}

/// Holds every letter that has not been sent, and those that were being sent. A coordinator of all bodies is shown the
/// progress of each broadcast that nobody follows, and can release it. Returns the number of letters.
pub async fn hold_all(db: &mut SqliteConnection) -> Result<i64> {
    let broadcasts = sqlx::query!(
        r#"SELECT b.id AS "id!: BroadcastId", b.person AS "person: PersonId", COUNT(*) AS "letters!: i64"
           FROM broadcasts b JOIN letters_under_way o ON o.broadcast = b.id GROUP BY b.id"#
    );
    let broadcasts = broadcasts.fetch_all(&mut *db).await?;
    let somebody = sqlx::query_scalar!(
        r#"SELECT MIN(person) AS "person: PersonId" FROM coordinators WHERE body = ?"#,
        super::coordinators::ALL_BODIES
    );
    let somebody = somebody.fetch_one(&mut *db).await?;
    for broadcast in &broadcasts {
        let again = sqlx::query!(
            "UPDATE outbox SET state = ? WHERE id IN (SELECT id FROM letters_sending WHERE broadcast = ?)",
            LetterState::Waiting,
            broadcast.id
        );
        again.execute(&mut *db).await?;
        set_paused(db, broadcast.id, true).await?;
        if let Some(person) = broadcast.person.or(somebody) {
            sqlx::query!("UPDATE broadcasts SET person = ?, ended_at = NULL WHERE id = ?", person, broadcast.id)
                .execute(&mut *db)
                .await?;
            live::follow(db, LiveSubject::Broadcast(broadcast.id), person).await?;
        }
    }
    Ok(broadcasts.iter().map(|broadcast| broadcast.letters).sum())
}

/// Drops the letters that are waiting or held. A letter that is being sent arrives.
pub async fn cancel(db: &mut SqliteConnection, broadcast: BroadcastId) -> Result<()> {
    let (state, cause) = (EndCause::Cancelled.state(), CANCELLED);
    let update = sqlx::query!(
        "UPDATE outbox SET state = ?, cause = ? WHERE id IN (SELECT id FROM letters_unsent WHERE broadcast = ?)",
        state,
        cause,
        broadcast
    );
    update.execute(db).await?;
    Ok(())
}

/// Deletes the letters of this kind to these people that have not been sent, and returns whose they were. The rows go away,
/// because one that stays as dropped would keep the letter from being written again under its key.
pub async fn delete_unsent(db: &mut SqliteConnection, kind: LetterKind, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let (word, subject, list) = (kind.word(), kind.subject(), serde_json::json!(people).to_string());
    let delete = sqlx::query_scalar!(
        r#"DELETE FROM outbox WHERE id IN (
             SELECT o.id FROM letters_unsent o JOIN broadcasts b ON b.id = o.broadcast
             WHERE b.kind = ? AND b.subject = ? AND o.person IN (SELECT value FROM json_each(?)))
           RETURNING person AS "person!: PersonId""#,
        word,
        subject,
        list
    );
    Ok(delete.fetch_all(db).await?)
}

/// Lets a broadcast be sent in quiet hours too.
pub async fn set_urgent(db: &mut SqliteConnection, broadcast: BroadcastId) -> Result<()> {
    sqlx::query!("UPDATE broadcasts SET urgent = 1 WHERE id = ?", broadcast).execute(db).await?;
    Ok(())
}
