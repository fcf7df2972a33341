//! Meetings: their description, their days, and the bodies that they were announced to.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::letter_kind::LetterKind;
use super::{Result, responses};
use crate::dialog::{Key, Value};
use crate::types::{
    Bodies, BodyId, CancellationReason, DayNumber, HOUR, MeetingId, Millis, PersonId, Timestamp, VersionId,
};

/// A row of `meetings`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    /// Buttons, letters and the file for calendars name the meeting by it.
    pub id: MeetingId,
    /// The version of the dialog `meeting` that the coordinator answered.
    pub version: VersionId,
    /// The coordinator's answers, in the order of the dialog.
    pub answers: Vec<(Key, Value)>,
    /// Grows with every change (RFC 5545, 3.8.7.4).
    pub sequence: i64,
    /// The coordinator who announced it. None once they have erased their data.
    pub person: Option<PersonId>,
    /// The moment at which the notice was written to the outbox.
    pub announced_at: Timestamp,
    /// The moment of the last change; of the announcement, if there was none.
    pub changed_at: Timestamp,
    /// None: it takes place.
    pub cancelled_at: Option<Timestamp>,
    /// Why it was cancelled. None: it takes place, or no reason was given.
    pub cancelled_for: Option<CancellationReason>,
}

/// One day of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Days are numbered from 1, by date.
    pub number: DayNumber,
    /// Wall time in Morocco, `2026-03-03T10:00:00`. It is what was agreed: `starts_at` follows from it and from the
    /// zone data.
    pub begins: String,
    /// Wall time of the end. None: no end was given.
    pub ends: Option<String>,
    /// The instant of `begins` by the zone data of the program that wrote it.
    pub starts_at: Timestamp,
    /// The instant of `ends`.
    pub ends_at: Option<Timestamp>,
    /// The check-in codes are made from it. None: check-in was not opened.
    pub secret: Option<i64>,
    /// The moment at which its attendance was closed. None: it is open.
    pub closed_at: Option<Timestamp>,
}

/// A coordinator's answers to the dialog `meeting`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Description<'a> {
    /// The version of the dialog `meeting` that the coordinator answered.
    pub version: VersionId,
    /// In the order of the dialog.
    pub answers: &'a [(Key, Value)],
    /// The meeting is open only to those who are invited by name.
    pub invited_only: bool,
}

/// Adds a meeting. Its days and its invitations are added by calls of their own.
pub async fn add(
    db: &mut SqliteConnection,
    description: &Description<'_>,
    person: PersonId,
    bodies: &Bodies,
    now: Timestamp,
) -> Result<MeetingId> {
    let answers = responses::encode(description.answers)?;
    let insert = sqlx::query!(
        "INSERT INTO meetings (id, version, answers, invited_only, person, announced_at, changed_at)
         VALUES ((SELECT id FROM next_ids WHERE of = 'meetings'), ?, ?, ?, ?, ?, ?)",
        description.version,
        answers,
        description.invited_only,
        person,
        now,
        now
    );
    let id = MeetingId(insert.execute(&mut *db).await?.last_insert_rowid());
    set_bodies(db, id, bodies).await?;
    Ok(id)
}

/// Replaces the description of a meeting, whose sequence grows. The former answers are stored for
/// [`find_known_answers`].
pub async fn set_description(
    db: &mut SqliteConnection,
    id: MeetingId,
    description: &Description<'_>,
    now: Timestamp,
) -> Result<()> {
    let keep = sqlx::query!(
        "INSERT INTO meeting_changes (meeting, sequence, at, answers) SELECT id, sequence + 1, ?, answers FROM meetings WHERE id = ?",
        now,
        id
    );
    keep.execute(&mut *db).await?;
    let answers = responses::encode(description.answers)?;
    let update = sqlx::query!(
        "UPDATE meetings SET version = ?, answers = ?, invited_only = ?, sequence = sequence + 1, changed_at = ? WHERE id = ?",
        description.version,
        answers,
        description.invited_only,
        now,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// The answers about a meeting that a person was told last: those before the first change that no letter has told them.
/// None: they know the present ones, or have had no notice at all.
pub async fn find_known_answers(
    db: &mut SqliteConnection,
    meeting: MeetingId,
    person: PersonId,
) -> Result<Option<Vec<(Key, Value)>>> {
    let [notice, changed] =
        [LetterKind::MeetingNotice(meeting), LetterKind::MeetingChanged(meeting)].map(LetterKind::word);
    let row = sqlx::query_scalar!(
        "SELECT c.answers FROM meeting_changes c WHERE c.meeting = ?1 AND c.sequence > (
           SELECT MAX(o.edition) FROM letters_sent o JOIN broadcasts b ON b.id = o.broadcast
           WHERE o.person = ?2 AND b.subject = ?1 AND b.kind IN (?3, ?4))
         ORDER BY c.sequence LIMIT 1",
        meeting,
        person,
        notice,
        changed
    );
    row.fetch_optional(db).await?.map(|answers| responses::decode(&answers)).transpose()
}

/// Increases the sequence of a meeting, so that calendars take the new instants of its days. Nothing else has changed.
pub async fn increase_sequence(db: &mut SqliteConnection, id: MeetingId, now: Timestamp) -> Result<()> {
    sqlx::query!("UPDATE meetings SET sequence = sequence + 1, changed_at = ? WHERE id = ?", now, id)
        .execute(db)
        .await?;
    Ok(())
}

/// Cancels a meeting, whose sequence grows. False: it was cancelled before.
pub async fn cancel(
    db: &mut SqliteConnection,
    id: MeetingId,
    cause: Option<CancellationReason>,
    now: Timestamp,
) -> Result<bool> {
    let update = sqlx::query!(
        "UPDATE meetings SET cancelled_at = ?1, changed_at = ?1, cancelled_for = ?3, sequence = sequence + 1
         WHERE id = ?2 AND cancelled_at IS NULL",
        now,
        id,
        cause
    );
    Ok(update.execute(db).await?.rows_affected() > 0)
}

/// Other meetings that overlap with these days and to which some of these people are invited and have not declined, each
/// with their number. A meeting without an end is taken to last two hours.
pub async fn list_clashes(
    db: &mut SqliteConnection,
    days: &[(Timestamp, Option<Timestamp>)],
    people: &[PersonId],
    except: Option<MeetingId>,
) -> Result<Vec<(MeetingId, i64)>> {
    let days: Vec<(Timestamp, Timestamp)> =
        days.iter().map(|(begins, ends)| (*begins, ends.unwrap_or(*begins + USUAL_LENGTH))).collect();
    let (days, people) = (serde_json::json!(days).to_string(), serde_json::json!(people).to_string());
    let rows = sqlx::query!(
        r#"SELECT d.meeting AS "meeting!: MeetingId", COUNT(DISTINCT i.person) AS "n!: i64"
           FROM json_each(?1) new JOIN meeting_days d
             ON d.starts_at < new.value ->> 1 AND COALESCE(d.ends_at, d.starts_at + ?4) > new.value ->> 0
           JOIN meetings m ON m.id = d.meeting AND m.cancelled_at IS NULL
           JOIN invitations i ON i.meeting = d.meeting AND i.reply IS NOT 'no'
           WHERE d.meeting IS NOT ?3 AND i.person IN (SELECT value FROM json_each(?2))
           GROUP BY d.meeting ORDER BY 2 DESC, 1"#,
        days,
        people,
        except,
        USUAL_LENGTH
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.meeting, row.n)).collect())
}

/// How long a meeting lasts whose end was not given.
const USUAL_LENGTH: Millis = 2 * HOUR;

/// The meeting with this id. None: there is no such meeting.
pub async fn find(db: &mut SqliteConnection, id: MeetingId) -> Result<Option<MeetingRow>> {
    Ok(list_by_id(db, &[id]).await?.pop())
}

/// These meetings, in the order of their ids. Ids without a row are left out.
pub async fn list_by_id(db: &mut SqliteConnection, ids: &[MeetingId]) -> Result<Vec<MeetingRow>> {
    let list = serde_json::json!(ids).to_string();
    let rows = sqlx::query!(
        r#"SELECT id, version, answers, sequence, person AS "person: PersonId", announced_at, changed_at,
             cancelled_at AS "cancelled_at: Timestamp", cancelled_for AS "cancelled_for: CancellationReason"
           FROM meetings WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"#,
        list
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(MeetingRow {
            id: row.id.into(),
            version: row.version.into(),
            answers: responses::decode(&row.answers)?,
            sequence: row.sequence,
            person: row.person,
            announced_at: row.announced_at.into(),
            changed_at: row.changed_at.into(),
            cancelled_at: row.cancelled_at,
            cancelled_for: row.cancelled_for,
        })
    })
    .collect()
}

/// The bodies that a meeting is announced to.
pub async fn find_bodies(db: &mut SqliteConnection, meeting: MeetingId) -> Result<Bodies> {
    let rows = sqlx::query_scalar!(r#"SELECT body AS "body: BodyId" FROM meeting_bodies WHERE meeting = ?"#, meeting);
    Ok(Bodies::of_rows(rows.fetch_all(db).await?))
}

/// The bodies that each of these meetings is announced to.
pub async fn find_bodies_of_each(
    db: &mut SqliteConnection,
    meetings: impl IntoIterator<Item = MeetingId>,
) -> Result<HashMap<MeetingId, Bodies>> {
    let mut found: HashMap<MeetingId, Vec<BodyId>> = meetings.into_iter().map(|id| (id, Vec::new())).collect();
    let list = serde_json::json!(found.keys().collect::<Vec<_>>()).to_string();
    let rows = sqlx::query!(
        r#"SELECT meeting AS "meeting: MeetingId", body AS "body: BodyId" FROM meeting_bodies
           WHERE meeting IN (SELECT value FROM json_each(?))"#,
        list
    );
    for row in rows.fetch_all(db).await? {
        found.entry(row.meeting).or_default().push(row.body);
    }
    Ok(found.into_iter().map(|(id, bodies)| (id, Bodies::of_rows(bodies))).collect())
}

/// Replaces the bodies that a meeting is announced to.
pub async fn set_bodies(db: &mut SqliteConnection, meeting: MeetingId, bodies: &Bodies) -> Result<()> {
    sqlx::query!("DELETE FROM meeting_bodies WHERE meeting = ?", meeting).execute(&mut *db).await?;
    for body in bodies.rows() {
        let insert = sqlx::query!("INSERT OR IGNORE INTO meeting_bodies (meeting, body) VALUES (?, ?)", meeting, body);
        insert.execute(&mut *db).await?;
    }
    Ok(())
}

/// Replaces the days of a meeting. If a day moves to another date, its marks, its check-in and its closing are deleted; if only
/// the hour changes, whoever has checked in is there.
pub async fn set_days(db: &mut SqliteConnection, meeting: MeetingId, days: &[Day], zone: &str) -> Result<()> {
    let last = i64::try_from(days.len()).unwrap_or(i64::MAX);
    sqlx::query!("DELETE FROM meeting_days WHERE meeting = ? AND n > ?", meeting, last).execute(&mut *db).await?;
    for day in days {
        let forget = sqlx::query!(
            "DELETE FROM attendance WHERE meeting = ?1 AND n = ?2
               AND EXISTS (SELECT 1 FROM meeting_days d WHERE d.meeting = ?1 AND d.n = ?2
                           AND substr(d.begins, 1, 10) <> substr(?3, 1, 10))",
            meeting,
            day.number,
            day.begins
        );
        forget.execute(&mut *db).await?;
        let upsert = sqlx::query!(
            "INSERT INTO meeting_days (meeting, n, begins, ends, zone, starts_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (meeting, n) DO UPDATE SET
               secret = IIF(substr(begins, 1, 10) = substr(excluded.begins, 1, 10), secret, NULL),
               closed_at = IIF(substr(begins, 1, 10) = substr(excluded.begins, 1, 10), closed_at, NULL), begins = excluded.begins, ends = excluded.ends, zone = excluded.zone,
               starts_at = excluded.starts_at, ends_at = excluded.ends_at",
            meeting,
            day.number,
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

/// Replaces the instants of a day, because the zone data has changed.
pub async fn set_instants(
    db: &mut SqliteConnection,
    meeting: MeetingId,
    day: DayNumber,
    starts_at: Timestamp,
    ends_at: Option<Timestamp>,
) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE meeting_days SET starts_at = ?, ends_at = ? WHERE meeting = ? AND n = ?",
        starts_at,
        ends_at,
        meeting,
        day
    );
    update.execute(db).await?;
    Ok(())
}

/// The days of a meeting, by number.
pub async fn list_days(db: &mut SqliteConnection, meeting: MeetingId) -> Result<Vec<Day>> {
    Ok(list_days_of_each(db, &[meeting]).await?.into_iter().map(|(_, day)| day).collect())
}

/// The days of these meetings, by meeting and number.
pub async fn list_days_of_each(db: &mut SqliteConnection, meetings: &[MeetingId]) -> Result<Vec<(MeetingId, Day)>> {
    let list = serde_json::json!(meetings).to_string();
    let rows = sqlx::query_as!(
        DayRow,
        r#"SELECT meeting, n, begins, ends, starts_at, ends_at AS "ends_at: Timestamp", secret, closed_at AS "closed_at: Timestamp"
           FROM meeting_days WHERE meeting IN (SELECT value FROM json_each(?)) ORDER BY meeting, n"#,
        list
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(DayRow::split).collect())
}

/// The days that begin at `from` or later, of meetings that are not cancelled, soonest first.
pub async fn list_coming_days(db: &mut SqliteConnection, from: Timestamp) -> Result<Vec<(MeetingId, Day)>> {
    let rows = sqlx::query_as!(
        DayRow,
        r#"SELECT d.meeting AS "meeting!", d.n AS "n!", d.begins AS "begins!", d.ends, d.starts_at AS "starts_at!",
             d.ends_at AS "ends_at: Timestamp", d.secret, d.closed_at AS "closed_at: Timestamp"
           FROM meeting_days d JOIN meetings m ON m.id = d.meeting
           WHERE d.starts_at >= ? AND m.cancelled_at IS NULL ORDER BY d.starts_at, d.meeting"#,
        from
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(DayRow::split).collect())
}

/// A row of `meeting_days`.
struct DayRow {
    meeting: MeetingId,
    n: DayNumber,
    begins: String,
    ends: Option<String>,
    starts_at: Timestamp,
    ends_at: Option<Timestamp>,
    secret: Option<i64>,
    closed_at: Option<Timestamp>,
}

impl DayRow {
    fn split(self) -> (MeetingId, Day) {
        let DayRow { meeting, n: number, begins, ends, starts_at, ends_at, secret, closed_at } = self;
        (meeting, Day { number, begins, ends, starts_at, ends_at, secret, closed_at })
    }
}

/// The meetings that are announced to no bodies but these, the last to begin first.
pub async fn list_in_scope(db: &mut SqliteConnection, scope: &Bodies) -> Result<Vec<MeetingId>> {
    let (all, list) = (*scope == Bodies::All, serde_json::json!(scope.rows()).to_string());
    let rows = sqlx::query_scalar!(
        r#"SELECT m.id AS "id!: MeetingId" FROM meetings m JOIN meeting_days d ON d.meeting = m.id AND d.n = 1
           WHERE ?1 OR (EXISTS (SELECT 1 FROM meeting_bodies b WHERE b.meeting = m.id) AND NOT EXISTS (
             SELECT 1 FROM meeting_bodies b WHERE b.meeting = m.id AND b.body NOT IN (SELECT value FROM json_each(?2))))
           ORDER BY d.starts_at DESC"#,
        all,
        list
    );
    Ok(rows.fetch_all(db).await?)
}
