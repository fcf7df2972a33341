//! What each member took part in, day by day: attended, caught up or missed.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{Attendance, Bodies, BodyId, DayNumber, MeetingId, PersonId, Timestamp};

/// A member with one day whose attendance is closed. A member who has no such day has one row without a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberSession {
    pub person: PersonId,
    /// The name that the member chose at sign-up.
    pub name: String,
    pub body: BodyId,
    /// `f` or `m`, if said.
    pub sex: Option<String>,
    pub session: Option<SessionRecord>,
}

/// A day whose attendance is closed, with the attendance of one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    pub meeting: MeetingId,
    pub day: DayNumber,
    pub starts_at: Timestamp,
    pub status: Attendance,
    /// The member has finished a summary of that day, or of the whole meeting.
    pub read: bool,
}

/// The sessions of the members of these bodies, by body, name and day. Cancelled meetings do not count.
pub async fn list_sessions(db: &mut SqliteConnection, bodies: &Bodies) -> Result<Vec<MemberSession>> {
    let (all, list) = (*bodies == Bodies::All, serde_json::json!(bodies.rows()).to_string());
    let rows = sqlx::query!(
        r#"SELECT p.id AS "person!: PersonId", COALESCE(p.name, '') AS "name!: String", p.body AS "body!: BodyId", p.sex,
             a.meeting AS "meeting?: MeetingId", a.n AS "day?: DayNumber", a.starts_at AS "starts_at?: Timestamp",
             a.status AS "status?: Attendance",
             EXISTS (SELECT 1 FROM summaries s JOIN readings r ON r.summary = s.id WHERE r.person = p.id
                     AND s.meeting = a.meeting AND s.n IN (0, a.n) AND r.finished_at IS NOT NULL) AS "read!: bool"
           FROM persons p LEFT JOIN (
             SELECT a.person, a.meeting, a.n, a.status, d.starts_at FROM attendance a
             JOIN meeting_days d ON d.meeting = a.meeting AND d.n = a.n JOIN meetings m ON m.id = a.meeting
             WHERE d.closed_at IS NOT NULL AND m.cancelled_at IS NULL) a ON a.person = p.id
           WHERE p.joined_at IS NOT NULL AND p.body IS NOT NULL AND (?1 OR p.body IN (SELECT value FROM json_each(?2)))
           ORDER BY 3, 2, 1, 7, 5, 6"#,
        all,
        list
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| {
            let session = row.meeting.zip(row.day).zip(row.starts_at.zip(row.status));
            MemberSession {
                person: row.person,
                name: row.name,
                body: row.body,
                sex: row.sex,
                session: session.map(|((meeting, day), (starts_at, status))| SessionRecord {
                    meeting,
                    day,
                    starts_at,
                    status,
                    read: row.read,
                }),
            }
        })
        .collect())
}
