//! Attendance: who was there, day by day; and the messages that follow a meeting as it changes.

use sqlx::SqliteConnection;

use super::{Millis, Result};

/// What is known of somebody on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Whose.
    pub person: i64,
    /// `present`, `excused`, `absent`.
    pub status: String,
    /// When it was marked.
    pub at: Millis,
    /// The coordinator who marked it by hand; none: by code, or at closing.
    pub person_by: Option<i64>,
}

/// A message that is edited as a meeting changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Our own id.
    pub id: i64,
    /// The meeting.
    pub meeting: i64,
    /// The day whose check-in it shows; 0: it counts replies.
    pub n: i64,
    /// The coordinator who sees it.
    pub person: i64,
    /// Telegram's id of it.
    pub message: Option<i64>,
    /// What it says.
    pub shown: Option<String>,
    /// Telegram has asked to wait until then.
    pub wait_until: Millis,
}

/// Opens check-in: from now on codes made from `secret` are taken. One that was opened stays as it is.
///
/// # Errors
/// When the database refuses.
pub async fn open(db: &mut SqliteConnection, meeting: i64, n: i64, secret: i64) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE meeting_days SET secret = COALESCE(secret, ?) WHERE meeting = ? AND n = ?",
        secret,
        meeting,
        n
    );
    update.execute(db).await?;
    Ok(())
}

/// Check-ins that are open, of days that begin within this time: meeting, day and secret.
///
/// # Errors
/// When the database refuses.
pub async fn open_now(db: &mut SqliteConnection, from: Millis, to: Millis) -> Result<Vec<(i64, i64, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT d.meeting AS "meeting!", d.n AS "n!", d.secret AS "secret!" FROM meeting_days d JOIN meetings m ON m.id = d.meeting
           WHERE d.secret IS NOT NULL AND d.closed_at IS NULL AND m.cancelled_at IS NULL AND d.starts_at BETWEEN ? AND ?"#,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.meeting, row.n, row.secret)).collect())
}

/// Marks one person.
///
/// # Errors
/// When the database refuses.
pub async fn mark(db: &mut SqliteConnection, meeting: i64, n: i64, mark: &Mark) -> Result<()> {
    let upsert = sqlx::query!(
        "INSERT INTO attendance (meeting, n, person, status, at, person_by) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (meeting, n, person) DO UPDATE SET status = excluded.status, at = excluded.at, person_by = excluded.person_by",
        meeting,
        n,
        mark.person,
        mark.status,
        mark.at,
        mark.person_by
    );
    upsert.execute(db).await?;
    Ok(())
}

/// Takes a mark back: nothing is known of the person again.
///
/// # Errors
/// When the database refuses.
pub async fn unmark(db: &mut SqliteConnection, meeting: i64, n: i64, person: i64) -> Result<()> {
    let delete = sqlx::query!("DELETE FROM attendance WHERE meeting = ? AND n = ? AND person = ?", meeting, n, person);
    delete.execute(db).await?;
    Ok(())
}

/// All marks of a day.
///
/// # Errors
/// When the database refuses.
pub async fn marks(db: &mut SqliteConnection, meeting: i64, n: i64) -> Result<Vec<Mark>> {
    let rows = sqlx::query_as!(
        Mark,
        "SELECT person, status, at, person_by FROM attendance WHERE meeting = ? AND n = ? ORDER BY person",
        meeting,
        n
    );
    Ok(rows.fetch_all(db).await?)
}

/// Closes a day: whoever is invited and has no mark is absent; excused if they had apologised.
///
/// # Errors
/// When the database refuses.
pub async fn close(db: &mut SqliteConnection, meeting: i64, n: i64, now: Millis) -> Result<()> {
    let fill = sqlx::query!(
        "INSERT INTO attendance (meeting, n, person, status, at)
         SELECT meeting, ?2, person, IIF(reply = 'no', 'excused', 'absent'), ?3 FROM invitations WHERE meeting = ?1
         ON CONFLICT (meeting, n, person) DO NOTHING",
        meeting,
        n,
        now
    );
    fill.execute(&mut *db).await?;
    sqlx::query!("UPDATE meeting_days SET closed_at = ? WHERE meeting = ? AND n = ?", now, meeting, n)
        .execute(db)
        .await?;
    Ok(())
}

/// Days whose check-in was opened and never closed, and that were over before this moment: meeting and day.
///
/// # Errors
/// When the database refuses.
pub async fn unclosed(db: &mut SqliteConnection, before: Millis) -> Result<Vec<(i64, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT meeting AS "meeting!", n AS "n!" FROM meeting_days
           WHERE secret IS NOT NULL AND closed_at IS NULL AND COALESCE(ends_at, starts_at) < ?
             AND (SELECT cancelled_at FROM meetings m WHERE m.id = meeting) IS NULL"#,
        before
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.meeting, row.n)).collect())
}

/// A person's marks: meeting, day, status. For /meetings and /mydata.
///
/// # Errors
/// When the database refuses.
pub async fn of_person(db: &mut SqliteConnection, person: i64) -> Result<Vec<(i64, i64, String)>> {
    let rows = sqlx::query!(
        r#"SELECT meeting AS "meeting!", n AS "n!", status FROM attendance WHERE person = ? ORDER BY meeting, n"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.meeting, row.n, row.status)).collect())
}

/// Shows a coordinator a message that follows a meeting; one that is there comes anew.
///
/// # Errors
/// When the database refuses.
pub async fn post(db: &mut SqliteConnection, meeting: i64, n: i64, person: i64) -> Result<()> {
    let upsert = sqlx::query!(
        "INSERT INTO boards (meeting, n, person) VALUES (?, ?, ?)
         ON CONFLICT (meeting, n, person) DO UPDATE SET message = NULL, shown = NULL",
        meeting,
        n,
        person
    );
    upsert.execute(db).await?;
    Ok(())
}

/// All messages that follow meetings.
///
/// # Errors
/// When the database refuses.
pub async fn boards(db: &mut SqliteConnection) -> Result<Vec<Board>> {
    let rows = sqlx::query_as!(
        Board,
        r#"SELECT id AS "id!", meeting, n, person, message, shown, wait_until FROM boards ORDER BY id"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// What such a message says now; none: it must be shown again.
///
/// # Errors
/// When the database refuses.
pub async fn shown(db: &mut SqliteConnection, board: i64, shown: Option<&str>) -> Result<()> {
    sqlx::query!("UPDATE boards SET shown = ? WHERE id = ?", shown, board).execute(db).await?;
    Ok(())
}

/// Such a message did not go out: it is shown again, not before `wait_until`.
///
/// # Errors
/// When the database refuses.
pub async fn again(db: &mut SqliteConnection, board: i64, wait_until: Millis) -> Result<()> {
    sqlx::query!("UPDATE boards SET shown = NULL, wait_until = ? WHERE id = ?", wait_until, board).execute(db).await?;
    Ok(())
}

/// Such messages that a former process had under way are shown again.
///
/// # Errors
/// When the database refuses.
pub async fn forget_shown(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query!("UPDATE boards SET shown = NULL").execute(db).await?;
    Ok(())
}

/// Such a message has gone out, as this one.
///
/// # Errors
/// When the database refuses.
pub async fn told(db: &mut SqliteConnection, board: i64, message: i64) -> Result<()> {
    sqlx::query!("UPDATE boards SET message = ? WHERE id = ?", message, board).execute(db).await?;
    Ok(())
}

/// Such a message is edited no more.
///
/// # Errors
/// When the database refuses.
pub async fn drop_board(db: &mut SqliteConnection, board: i64) -> Result<()> {
    sqlx::query!("DELETE FROM boards WHERE id = ?", board).execute(db).await?;
    Ok(())
}
