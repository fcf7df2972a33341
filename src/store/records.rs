//! What each member took part in: day by day, attended, caught up, or missed.

use sqlx::SqliteConnection;

use super::{Millis, Result};

/// A member and one day whose attendance is closed; or a member who has had none, and then `meeting` is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Our own id of the member.
    pub person: i64,
    /// The name they chose.
    pub name: String,
    /// Their body.
    pub body: i64,
    /// `f` or `m`, if said.
    pub sex: Option<String>,
    /// The meeting.
    pub meeting: i64,
    /// The day of it.
    pub n: i64,
    /// When that day began.
    pub starts_at: Millis,
    /// `present`, `excused`, `absent`; empty where `meeting` is 0.
    pub status: String,
    /// Has finished a summary of that day, or of the whole meeting.
    pub read: bool,
}

/// The sessions of the members of a body (0: of all bodies), by body, name and day. Cancelled meetings do not count.
///
/// # Errors
/// When the database refuses.
pub async fn sessions(db: &mut SqliteConnection, body: i64) -> Result<Vec<Session>> {
    let rows = sqlx::query_as!(
        Session,
        r#"SELECT p.id AS "person!", COALESCE(p.name, '') AS "name!: String", COALESCE(p.body, 0) AS "body!: i64", p.sex,
             COALESCE(a.meeting, 0) AS "meeting!: i64", COALESCE(a.n, 0) AS "n!: i64",
             COALESCE(a.starts_at, 0) AS "starts_at!: i64", COALESCE(a.status, '') AS "status!: String",
             EXISTS (SELECT 1 FROM summaries s JOIN readings r ON r.summary = s.id WHERE r.person = p.id
                     AND s.meeting = a.meeting AND s.n IN (0, a.n) AND r.finished_at IS NOT NULL) AS "read!: bool"
           FROM persons p LEFT JOIN (
             SELECT a.person, a.meeting, a.n, a.status, d.starts_at FROM attendance a
             JOIN meeting_days d ON d.meeting = a.meeting AND d.n = a.n JOIN meetings m ON m.id = a.meeting
             WHERE d.closed_at IS NOT NULL AND m.cancelled_at IS NULL) a ON a.person = p.id
           WHERE p.joined_at IS NOT NULL AND p.body IS NOT NULL AND ?1 IN (0, p.body) ORDER BY 3, 2, 1, 7, 5, 6"#,
        body
    );
    Ok(rows.fetch_all(db).await?)
}
