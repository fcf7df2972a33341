//! Who is invited to a meeting by name, and what they replied.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{ApologyReason, Bodies, BodyId, MeetingId, PersonId, Rsvp, Timestamp};

/// An invited person, with the properties that counts are split by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// The row of `persons`.
    pub person: PersonId,
    /// The name that the person chose at sign-up; empty before.
    pub name: String,
    /// The body for which they were invited. None: a person without a body.
    pub body: Option<BodyId>,
    /// `f` or `m`, if said.
    pub sex: Option<String>,
    /// None: no reply yet.
    pub rsvp: Option<Rsvp>,
    /// Why the person apologised. None: no reason given, or no apology.
    pub reason: Option<ApologyReason>,
    /// Letters reach the person: they have not blocked the bot, and want messages.
    pub reachable: bool,
}

/// The reply of an invited person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Invitation {
    /// None: no reply yet.
    pub rsvp: Option<Rsvp>,
    /// Why the person apologised. None: no reason given, or no apology.
    pub reason: Option<ApologyReason>,
}

/// A meeting that a person is invited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnMeeting {
    /// The row of `meetings`.
    pub meeting: MeetingId,
    /// True once a coordinator has cancelled it.
    pub cancelled: bool,
}

/// The meetings that a person is invited to. With `past` false: those whose last day begins at `from` or later, soonest
/// first. With `past` true: those before, latest first.
pub async fn list_meetings_of_person(
    db: &mut SqliteConnection,
    person: PersonId,
    from: Timestamp,
    past: bool,
) -> Result<Vec<OwnMeeting>> {
    let rows = sqlx::query!(
        r#"SELECT i.meeting AS "meeting!: MeetingId", m.cancelled_at IS NOT NULL AS "cancelled!: bool",
             MAX(d.starts_at) AS "last!: Timestamp"
           FROM invitations i JOIN meeting_days d ON d.meeting = i.meeting JOIN meetings m ON m.id = i.meeting
           WHERE i.person = ? GROUP BY i.meeting ORDER BY MIN(d.starts_at)"#,
        person
    );
    let rows = rows.fetch_all(db).await?.into_iter().filter(|row| (row.last < from) == past);
    let mut found: Vec<OwnMeeting> =
        rows.map(|row| OwnMeeting { meeting: row.meeting, cancelled: row.cancelled }).collect();
    if past {
        found.reverse();
    }
    Ok(found)
}

/// The people who have finished the sign-up and belong to these bodies.
pub async fn list_members(db: &mut SqliteConnection, bodies: &Bodies) -> Result<Vec<PersonId>> {
    let (all, list) = (*bodies == Bodies::All, serde_json::json!(bodies.rows()).to_string());
    let rows = sqlx::query_scalar!(
        r#"SELECT id AS "id!: PersonId" FROM persons WHERE joined_at IS NOT NULL AND body IS NOT NULL
             AND (?1 OR body IN (SELECT value FROM json_each(?2))) ORDER BY id"#,
        all,
        list
    );
    Ok(rows.fetch_all(db).await?)
}

/// Invites people and returns those who were not invited before. The replies of the others stay.
pub async fn invite(db: &mut SqliteConnection, meeting: MeetingId, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let list = serde_json::json!(people).to_string();
    let rows = sqlx::query_scalar!(
        r#"INSERT INTO invitations (meeting, person, body)
             SELECT ?, value, (SELECT body FROM persons WHERE id = value) FROM json_each(?) WHERE true
           ON CONFLICT DO NOTHING RETURNING person AS "person!: PersonId""#,
        meeting,
        list
    );
    Ok(rows.fetch_all(db).await?)
}

/// Everybody who is invited to a meeting, by body and name.
pub async fn list_invitees(db: &mut SqliteConnection, meeting: MeetingId) -> Result<Vec<Invitee>> {
    let rows = sqlx::query_as!(
        Invitee,
        r#"SELECT i.person AS "person!: PersonId", COALESCE(p.name, '') AS "name!: String", i.body AS "body: BodyId", p.sex,
             i.reply AS "rsvp: Rsvp", i.reason AS "reason: ApologyReason",
             p.unreachable = 0 AND p.stopped = 0 AS "reachable!: bool"
           FROM invitations i JOIN persons p ON p.id = i.person WHERE i.meeting = ? ORDER BY 3, 2, 1"#,
        meeting
    );
    Ok(rows.fetch_all(db).await?)
}

/// The reply of a person. None: the person is not invited by name.
pub async fn find(db: &mut SqliteConnection, meeting: MeetingId, person: PersonId) -> Result<Option<Invitation>> {
    let row = sqlx::query_as!(
        Invitation,
        r#"SELECT reply AS "rsvp: Rsvp", reason AS "reason: ApologyReason" FROM invitations WHERE meeting = ? AND person = ?"#,
        meeting,
        person
    );
    Ok(row.fetch_optional(db).await?)
}

/// Stores a reply, over any earlier one. It does nothing for people who are not invited.
pub async fn set_rsvp(
    db: &mut SqliteConnection,
    meeting: MeetingId,
    person: PersonId,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE invitations SET reply = ?, reason = ?, replied_at = ? WHERE meeting = ? AND person = ?",
        invitation.rsvp,
        invitation.reason,
        now,
        meeting,
        person
    );
    update.execute(db).await?;
    Ok(())
}

/// Deletes all replies, because the date has changed and people are asked again. That they had replied stays known.
pub async fn clear_rsvps(db: &mut SqliteConnection, meeting: MeetingId) -> Result<()> {
    sqlx::query!("UPDATE invitations SET reply = NULL, reason = NULL WHERE meeting = ?", meeting).execute(db).await?;
    Ok(())
}

/// Whether a person has ever replied, even if the reply was deleted since.
pub async fn has_replied(db: &mut SqliteConnection, meeting: MeetingId, person: PersonId) -> Result<bool> {
    let row = sqlx::query_scalar!(
        r#"SELECT replied_at IS NOT NULL AS "replied!: bool" FROM invitations WHERE meeting = ? AND person = ?"#,
        meeting,
        person
    );
    Ok(row.fetch_optional(db).await?.unwrap_or(false))
}

/// All invitations of a person, each with the reply.
pub async fn list_of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(MeetingId, Invitation)>> {
    let rows = sqlx::query!(
        r#"SELECT meeting AS "meeting!: MeetingId", reply AS "rsvp: Rsvp", reason AS "reason: ApologyReason"
           FROM invitations WHERE person = ? ORDER BY meeting"#,
        person
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.meeting, Invitation { rsvp: row.rsvp, reason: row.reason })).collect())
}

/// Whether a meeting is open to a member who is not invited by name: it was announced to their body.
pub async fn is_open_to(db: &mut SqliteConnection, meeting: MeetingId, person: PersonId) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM meetings m JOIN persons p ON p.id = ?2 WHERE m.id = ?1 AND m.invited_only = 0
             AND p.joined_at IS NOT NULL AND p.body IS NOT NULL
             AND (NOT EXISTS (SELECT 1 FROM meeting_bodies b WHERE b.meeting = m.id)
                  OR p.body IN (SELECT b.body FROM meeting_bodies b WHERE b.meeting = m.id))) AS "found!: bool""#,
        meeting,
        person
    );
    Ok(found.fetch_one(db).await?)
}
