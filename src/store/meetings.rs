//! Meetings: what was announced, on which days, who is invited and what they replied.

use sqlx::SqliteConnection;

use super::{Millis, Result, responses};
use crate::dialog::{Key, Value};

/// A meeting as announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Our own id.
    pub id: i64,
    /// The version of the dialog `meeting` that it was described with.
    pub version: i64,
    /// What was said of it.
    pub answers: Vec<(Key, Value)>,
    /// Grows with every change (RFC 5545, 3.8.7.4).
    pub sequence: i64,
    /// Who announced it; none once they have erased themselves.
    pub person: Option<i64>,
    /// When it was announced.
    pub announced_at: Millis,
    /// When it was last changed.
    pub changed_at: Millis,
    /// When it was cancelled.
    pub cancelled_at: Option<Millis>,
}

/// One day of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// From 1 on.
    pub n: i64,
    /// Wall time, `2026-03-03T10:00:00`: this is what counts.
    pub begins: String,
    /// Wall time at which it ends, if that was said.
    pub ends: Option<String>,
    /// The instant of `begins`, as the zone data has it.
    pub starts_at: Millis,
    /// The instant of `ends`.
    pub ends_at: Option<Millis>,
    /// What the codes of its check-in are made from, once that was opened.
    pub secret: Option<i64>,
    /// When its attendance was closed.
    pub closed_at: Option<Millis>,
}

/// An invited person, with what the counts are split by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Our own id.
    pub person: i64,
    /// The name they chose.
    pub name: String,
    /// Their body; 0 for none.
    pub body: i64,
    /// `f` or `m`, if said.
    pub sex: Option<String>,
    /// `yes`, `no`, `maybe`; none: no reply yet.
    pub reply: Option<String>,
    /// Why they apologised.
    pub reason: Option<String>,
}

/// What somebody replied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// `yes`, `no`, `maybe`; none: no reply yet.
    pub reply: Option<String>,
    /// Why they apologised.
    pub reason: Option<String>,
}

/// Keeps a new meeting; its days and people are set apart.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    db: &mut SqliteConnection,
    version: i64,
    answers: &[(Key, Value)],
    person: i64,
    bodies: &[i64],
    now: Millis,
) -> Result<i64> {
    let answers = responses::encode(answers)?;
    let insert = sqlx::query!(
        "INSERT INTO meetings (version, answers, person, announced_at, changed_at) VALUES (?, ?, ?, ?, ?)",
        version,
        answers,
        person,
        now,
        now
    );
    let id = insert.execute(&mut *db).await?.last_insert_rowid();
    set_bodies(db, id, bodies).await?;
    Ok(id)
}

/// Writes what a meeting is from now on; its sequence grows.
///
/// # Errors
/// When the database refuses.
pub async fn change(
    db: &mut SqliteConnection,
    id: i64,
    version: i64,
    answers: &[(Key, Value)],
    now: Millis,
) -> Result<()> {
    let keep = sqlx::query!(
        "INSERT INTO meeting_changes (meeting, sequence, at, answers) SELECT id, sequence + 1, ?, answers FROM meetings WHERE id = ?",
        now,
        id
    );
    keep.execute(&mut *db).await?;
    let answers = responses::encode(answers)?;
    let update = sqlx::query!(
        "UPDATE meetings SET version = ?, answers = ?, sequence = sequence + 1, changed_at = ? WHERE id = ?",
        version,
        answers,
        now,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// What a person knows of a meeting: what was said of it before the first change that they have not been told of. None: they
/// know everything, or have had no notice at all.
///
/// # Errors
/// When the database refuses, or the row cannot be read.
pub async fn known_to(db: &mut SqliteConnection, meeting: i64, person: i64) -> Result<Option<Vec<(Key, Value)>>> {
    let row = sqlx::query_scalar!(
        "SELECT c.answers FROM meeting_changes c WHERE c.meeting = ?1 AND c.sequence > (
           SELECT MAX(o.edition) FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
           WHERE o.person = ?2 AND o.state = 'sent' AND b.subject = ?1 AND b.kind IN ('meeting-notice', 'meeting-changed'))
         ORDER BY c.sequence LIMIT 1",
        meeting,
        person
    );
    row.fetch_optional(db).await?.map(|answers| responses::decode(&answers)).transpose()
}

/// Nothing of it changed but the instants of its days: its sequence grows, so that calendars take them.
///
/// # Errors
/// When the database refuses.
pub async fn renew(db: &mut SqliteConnection, id: i64, now: Millis) -> Result<()> {
    sqlx::query!("UPDATE meetings SET sequence = sequence + 1, changed_at = ? WHERE id = ?", now, id)
        .execute(db)
        .await?;
    Ok(())
}

/// Cancels a meeting; its sequence grows. False if it was cancelled before.
///
/// # Errors
/// When the database refuses.
pub async fn cancel(db: &mut SqliteConnection, id: i64, now: Millis) -> Result<bool> {
    let update = sqlx::query!(
        "UPDATE meetings SET cancelled_at = ?1, changed_at = ?1, sequence = sequence + 1 WHERE id = ?2 AND cancelled_at IS NULL",
        now,
        id
    );
    Ok(update.execute(db).await?.rows_affected() > 0)
}

/// One meeting.
///
/// # Errors
/// When the database refuses, or the row cannot be read.
pub async fn find(db: &mut SqliteConnection, id: i64) -> Result<Option<Meeting>> {
    let row = sqlx::query!(
        "SELECT id, version, answers, sequence, person, announced_at, changed_at, cancelled_at FROM meetings WHERE id = ?",
        id
    );
    let Some(row) = row.fetch_optional(db).await? else {
        return Ok(None);
    };
    Ok(Some(Meeting {
        id: row.id,
        version: row.version,
        answers: responses::decode(&row.answers)?,
        sequence: row.sequence,
        person: row.person,
        announced_at: row.announced_at,
        changed_at: row.changed_at,
        cancelled_at: row.cancelled_at,
    }))
}

/// The bodies a meeting is announced to; none means all.
///
/// # Errors
/// When the database refuses.
pub async fn bodies(db: &mut SqliteConnection, meeting: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!("SELECT body FROM meeting_bodies WHERE meeting = ?", meeting).fetch_all(db).await?)
}

/// Announces a meeting to these bodies from now on.
///
/// # Errors
/// When the database refuses.
pub async fn set_bodies(db: &mut SqliteConnection, meeting: i64, bodies: &[i64]) -> Result<()> {
    sqlx::query!("DELETE FROM meeting_bodies WHERE meeting = ?", meeting).execute(&mut *db).await?;
    for body in bodies {
        let insert = sqlx::query!("INSERT OR IGNORE INTO meeting_bodies (meeting, body) VALUES (?, ?)", meeting, body);
        insert.execute(&mut *db).await?;
    }
    Ok(())
}

/// Replaces the days of a meeting. A day that moves begins anew: what was marked, opened or closed on it is forgotten.
///
/// # Errors
/// When the database refuses.
pub async fn set_days(db: &mut SqliteConnection, meeting: i64, days: &[Day], zone: &str) -> Result<()> {
    let last = i64::try_from(days.len()).unwrap_or(i64::MAX);
    sqlx::query!("DELETE FROM meeting_days WHERE meeting = ? AND n > ?", meeting, last).execute(&mut *db).await?;
    for day in days {
        let forget = sqlx::query!(
            "DELETE FROM attendance WHERE meeting = ?1 AND n = ?2
               AND EXISTS (SELECT 1 FROM meeting_days d WHERE d.meeting = ?1 AND d.n = ?2 AND d.begins <> ?3)",
            meeting,
            day.n,
            day.begins
        );
        forget.execute(&mut *db).await?;
        let upsert = sqlx::query!(
            "INSERT INTO meeting_days (meeting, n, begins, ends, zone, starts_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (meeting, n) DO UPDATE SET secret = IIF(begins = excluded.begins, secret, NULL),
               closed_at = IIF(begins = excluded.begins, closed_at, NULL), begins = excluded.begins, ends = excluded.ends, zone = excluded.zone,
               starts_at = excluded.starts_at, ends_at = excluded.ends_at",
            meeting,
            day.n,
            day.begins,
            day.ends,
            zone,
            day.starts_at,
            day.ends_at
        );
        upsert.execute(&mut *db).await?;
    }
    Ok(())
}

/// The instants of a day, as the zone data has them now.
///
/// # Errors
/// When the database refuses.
pub async fn set_instants(
    db: &mut SqliteConnection,
    meeting: i64,
    n: i64,
    starts_at: Millis,
    ends_at: Option<Millis>,
) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE meeting_days SET starts_at = ?, ends_at = ? WHERE meeting = ? AND n = ?",
        starts_at,
        ends_at,
        meeting,
        n
    );
    update.execute(db).await?;
    Ok(())
}

/// The days of a meeting, in order.
///
/// # Errors
/// When the database refuses.
pub async fn days(db: &mut SqliteConnection, meeting: i64) -> Result<Vec<Day>> {
    let rows = sqlx::query_as!(
        Day,
        "SELECT n, begins, ends, starts_at, ends_at, secret, closed_at FROM meeting_days WHERE meeting = ? ORDER BY n",
        meeting
    );
    Ok(rows.fetch_all(db).await?)
}

/// The days that begin from this moment on, of meetings that stand: meeting and day, soonest first.
///
/// # Errors
/// When the database refuses.
pub async fn ahead(db: &mut SqliteConnection, from: Millis) -> Result<Vec<(i64, Day)>> {
    let rows = sqlx::query!(
        r#"SELECT d.meeting AS "meeting!", d.n AS "n!", d.begins AS "begins!", d.ends, d.starts_at AS "starts_at!", d.ends_at,
             d.secret, d.closed_at
           FROM meeting_days d JOIN meetings m ON m.id = d.meeting
           WHERE d.starts_at >= ? AND m.cancelled_at IS NULL ORDER BY d.starts_at, d.meeting"#,
        from
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| {
            let day = Day {
                n: row.n,
                begins: row.begins,
                ends: row.ends,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                secret: row.secret,
                closed_at: row.closed_at,
            };
            (row.meeting, day)
        })
        .collect())
}

/// All meetings, the last to begin first: id and the bodies are asked for apart.
///
/// # Errors
/// When the database refuses.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT m.id AS "id!" FROM meetings m JOIN meeting_days d ON d.meeting = m.id AND d.n = 1 ORDER BY d.starts_at DESC"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// The meetings a person is invited to whose last day begins from `from` on (or before it, if `past`); soonest first, past
/// ones latest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_person(db: &mut SqliteConnection, person: i64, from: Millis, past: bool) -> Result<Vec<i64>> {
    let rows = sqlx::query!(
        r#"SELECT i.meeting AS "meeting!", MAX(d.starts_at) AS "last!: i64", MIN(d.starts_at) AS "first!: i64"
           FROM invitations i JOIN meeting_days d ON d.meeting = i.meeting
           WHERE i.person = ? GROUP BY i.meeting ORDER BY MIN(d.starts_at)"#,
        person
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let mut found: Vec<i64> = rows.filter(|row| (row.last < from) == past).map(|row| row.meeting).collect();
    if past {
        found.reverse();
    }
    Ok(found)
}

/// The members of these bodies (of all, if there are none).
///
/// # Errors
/// When the database refuses.
pub async fn members(db: &mut SqliteConnection, bodies: &[i64]) -> Result<Vec<i64>> {
    let list = serde_json::json!(bodies).to_string();
    let rows = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM persons WHERE joined_at IS NOT NULL AND body IS NOT NULL
             AND (json_array_length(?1) = 0 OR body IN (SELECT value FROM json_each(?1))) ORDER BY id"#,
        list
    );
    Ok(rows.fetch_all(db).await?)
}

/// Invites people; who is invited already stays as they are. Returns those who are new.
///
/// # Errors
/// When the database refuses.
pub async fn invite(db: &mut SqliteConnection, meeting: i64, people: &[i64]) -> Result<Vec<i64>> {
    let list = serde_json::json!(people).to_string();
    let rows = sqlx::query_scalar!(
        r#"INSERT INTO invitations (meeting, person) SELECT ?, value FROM json_each(?) WHERE true
           ON CONFLICT DO NOTHING RETURNING person AS "person!""#,
        meeting,
        list
    );
    Ok(rows.fetch_all(db).await?)
}

/// Everyone invited, by body and name.
///
/// # Errors
/// When the database refuses.
pub async fn invited(db: &mut SqliteConnection, meeting: i64) -> Result<Vec<Invited>> {
    let rows = sqlx::query_as!(
        Invited,
        r#"SELECT i.person AS "person!", COALESCE(p.name, '') AS "name!: String", COALESCE(p.body, 0) AS "body!: i64", p.sex,
             i.reply, i.reason
           FROM invitations i JOIN persons p ON p.id = i.person WHERE i.meeting = ? ORDER BY 3, 2, 1"#,
        meeting
    );
    Ok(rows.fetch_all(db).await?)
}

/// A person's reply; none if they are not invited.
///
/// # Errors
/// When the database refuses.
pub async fn reply_of(db: &mut SqliteConnection, meeting: i64, person: i64) -> Result<Option<Reply>> {
    let row = sqlx::query_as!(
        Reply,
        "SELECT reply, reason FROM invitations WHERE meeting = ? AND person = ?",
        meeting,
        person
    );
    Ok(row.fetch_optional(db).await?)
}

/// Keeps a reply.
///
/// # Errors
/// When the database refuses.
pub async fn reply(db: &mut SqliteConnection, meeting: i64, person: i64, reply: &Reply, now: Millis) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE invitations SET reply = ?, reason = ?, replied_at = ? WHERE meeting = ? AND person = ?",
        reply.reply,
        reply.reason,
        now,
        meeting,
        person
    );
    update.execute(db).await?;
    Ok(())
}

/// Replies are asked again: the date has moved.
///
/// # Errors
/// When the database refuses.
pub async fn ask_again(db: &mut SqliteConnection, meeting: i64) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE invitations SET reply = NULL, reason = NULL, replied_at = NULL WHERE meeting = ?",
        meeting
    );
    update.execute(db).await?;
    Ok(())
}

/// Meetings of a person with their reply: id, reply, reason. For /mydata.
///
/// # Errors
/// When the database refuses.
pub async fn replies_of(db: &mut SqliteConnection, person: i64) -> Result<Vec<(i64, Reply)>> {
    let rows = sqlx::query!(
        r#"SELECT meeting AS "meeting!", reply, reason FROM invitations WHERE person = ? ORDER BY meeting"#,
        person
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.meeting, Reply { reply: row.reply, reason: row.reason })).collect())
}
