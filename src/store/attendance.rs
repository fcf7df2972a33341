//! Who attended a meeting, day by day.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{Attendance, DayNumber, MeetingId, PersonId, Rsvp, Timestamp};

/// Whether one person attended one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The row of `persons`.
    pub person: PersonId,
    /// Present, excused or absent.
    pub status: Attendance,
    /// The moment of the check-in, of the coordinator's press, or of the closing.
    pub at: Timestamp,
    /// The coordinator who marked it by hand. None: by check-in code, or when the day was closed.
    pub person_by: Option<PersonId>,
}

/// Opens check-in: codes made from `secret` are accepted from now on. A check-in that is open keeps its secret.
pub async fn open_check_in(db: &mut SqliteConnection, meeting: MeetingId, day: DayNumber, secret: i64) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE meeting_days SET secret = COALESCE(secret, ?) WHERE meeting = ? AND n = ?",
        secret,
        meeting,
        day
    );
    update.execute(db).await?;
    Ok(())
}

/// Open check-ins of days that begin between `from` and `to`: meeting, day and secret.
pub async fn list_open_check_ins(
    db: &mut SqliteConnection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(MeetingId, DayNumber, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT d.meeting AS "meeting!: MeetingId", d.n AS "n!: DayNumber", d.secret AS "secret!" FROM meeting_days d JOIN meetings m ON m.id = d.meeting
           WHERE d.secret IS NOT NULL AND d.closed_at IS NULL AND m.cancelled_at IS NULL AND d.starts_at BETWEEN ? AND ?"#,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.meeting, row.n, row.secret)).collect())
}

/// Marks one person, over any earlier mark.
pub async fn mark(db: &mut SqliteConnection, meeting: MeetingId, day: DayNumber, mark: &Mark) -> Result<()> {
    let upsert = sqlx::query!(
        "INSERT INTO attendance (meeting, n, person, status, at, person_by) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (meeting, n, person) DO UPDATE SET status = excluded.status, at = excluded.at, person_by = excluded.person_by",
        meeting,
        day,
        mark.person,
        mark.status,
        mark.at,
        mark.person_by
    );
    upsert.execute(db).await?;
    Ok(())
}

/// Deletes a mark, so that the person counts as not marked again.
pub async fn unmark(db: &mut SqliteConnection, meeting: MeetingId, day: DayNumber, person: PersonId) -> Result<()> {
    let delete =
        sqlx::query!("DELETE FROM attendance WHERE meeting = ? AND n = ? AND person = ?", meeting, day, person);
    delete.execute(db).await?;
    Ok(())
}

/// All marks of a day, by person.
pub async fn list_marks(db: &mut SqliteConnection, meeting: MeetingId, day: DayNumber) -> Result<Vec<Mark>> {
    let rows = sqlx::query_as!(
        Mark,
        r#"SELECT person, status AS "status: Attendance", at, person_by AS "person_by: PersonId" FROM attendance
           WHERE meeting = ? AND n = ? ORDER BY person"#,
        meeting,
        day
    );
    Ok(rows.fetch_all(db).await?)
}

/// Closes a day. People who are invited and have no mark become absent, or excused if they had apologised.
pub async fn close_day(db: &mut SqliteConnection, meeting: MeetingId, day: DayNumber, now: Timestamp) -> Result<()> {
    let fill = sqlx::query!(
        "INSERT INTO attendance (meeting, n, person, status, at)
         SELECT meeting, ?2, person, IIF(reply = ?4, ?5, ?6), ?3 FROM invitations WHERE meeting = ?1
         ON CONFLICT (meeting, n, person) DO NOTHING",
        meeting,
        day,
        now,
        Rsvp::No,
        Attendance::Excused,
        Attendance::Absent
    );
    fill.execute(&mut *db).await?;
    sqlx::query!("UPDATE meeting_days SET closed_at = ? WHERE meeting = ? AND n = ?", now, meeting, day)
        .execute(db)
        .await?;
    Ok(())
}

/// Days that were over before this moment, whose check-in was opened and whose attendance was never closed.
pub async fn list_unclosed_days(db: &mut SqliteConnection, before: Timestamp) -> Result<Vec<(MeetingId, DayNumber)>> {
    let rows = sqlx::query!(
        r#"SELECT meeting AS "meeting!: MeetingId", n AS "n!: DayNumber" FROM meeting_days
           WHERE secret IS NOT NULL AND closed_at IS NULL AND COALESCE(ends_at, starts_at) < ?
             AND (SELECT cancelled_at FROM meetings m WHERE m.id = meeting) IS NULL"#,
        before
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.meeting, row.n)).collect())
}

/// All marks of one person, for /meetings and /mydata.
pub async fn list_of_person(
    db: &mut SqliteConnection,
    person: PersonId,
) -> Result<Vec<(MeetingId, DayNumber, Attendance)>> {
    let rows = sqlx::query!(
        r#"SELECT meeting AS "meeting!: MeetingId", n AS "n!: DayNumber", status AS "status: Attendance" FROM attendance WHERE person = ? ORDER BY meeting, n"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.meeting, row.n, row.status)).collect())
}
