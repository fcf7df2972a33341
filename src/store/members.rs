//! The members of a body: those who joined, those who wait to be confirmed, and how somebody leaves.

use std::ops::Range;

use sqlx::SqliteConnection;

use super::{Result, letter_kind::LetterKind};
use crate::types::{Bodies, BodyId, DAY, Millis, Office, PersonId, RemovalReason, Timestamp};

/// How long the data of somebody who was removed are kept, so that a mistake can be put right.
pub const KEPT_AFTER_REMOVAL: Millis = 30 * DAY;

/// A member, or somebody who waits to be confirmed, in a coordinator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMember {
    /// The row of `persons`.
    pub person: PersonId,
    /// The name that they chose at sign-up.
    pub name: String,
    /// Role in the body: an option id of the sign-up dialog.
    pub role: Option<String>,
    /// Option of the question `sex` of the sign-up.
    pub sex: Option<String>,
    /// False: a coordinator has not confirmed them yet.
    pub joined: bool,
}

/// A member as the list of a body describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDetails {
    /// The name that they chose at sign-up, or that a coordinator corrected.
    pub name: String,
    /// Role in the body: an option id of the sign-up dialog.
    pub role: Option<String>,
    /// The office that a coordinator has confirmed.
    pub office: Option<Office>,
    /// Option of the question `sex` of the sign-up.
    pub sex: Option<String>,
    /// The language that the bot speaks to them.
    pub language: String,
    /// When they became a member.
    pub joined_at: Timestamp,
}

/// The members of a body, by name.
pub async fn list_details(db: &mut SqliteConnection, body: BodyId) -> Result<Vec<MemberDetails>> {
    let rows = sqlx::query_as!(
        MemberDetails,
        r#"SELECT name AS "name!", role, office AS "office: Office", sex, language, joined_at AS "joined_at!: Timestamp"
           FROM persons WHERE body = ? AND joined_at IS NOT NULL AND name IS NOT NULL ORDER BY name, id"#,
        body
    );
    Ok(rows.fetch_all(db).await?)
}

/// The members of a body at these places of the list: first those who wait to be confirmed, then the others, by name.
pub async fn list(db: &mut SqliteConnection, body: BodyId, rows: Range<usize>) -> Result<Vec<ListedMember>> {
    let (limit, offset) = (rows.len(), rows.start);
    let (limit, offset) = (i64::try_from(limit).unwrap_or(i64::MAX), i64::try_from(offset).unwrap_or(i64::MAX));
    let rows = sqlx::query_as!(
        ListedMember,
        r#"SELECT id AS "person!: PersonId", name AS "name!", role, sex, joined_at IS NOT NULL AS "joined!: bool" FROM persons
           WHERE body = ? AND COALESCE(joined_at, requested_at) IS NOT NULL AND name IS NOT NULL
           ORDER BY joined_at IS NOT NULL, name, id LIMIT ? OFFSET ?"#,
        body,
        limit,
        offset
    );
    Ok(rows.fetch_all(db).await?)
}

/// Those who joined a body, or asked to, since the coordinator was last told of newcomers, or since `since` if that is
/// later; not the coordinator. Oldest first.
pub async fn list_newcomers(
    db: &mut SqliteConnection,
    body: BodyId,
    coordinator: PersonId,
    since: Timestamp,
) -> Result<Vec<ListedMember>> {
    let kind = LetterKind::MembersJoined(body).word();
    let rows = sqlx::query_as!(
        ListedMember,
        r#"SELECT id AS "person!: PersonId", name AS "name!", role, sex, joined_at IS NOT NULL AS "joined!: bool" FROM persons
           WHERE body = ?1 AND id <> ?2 AND name IS NOT NULL
             AND COALESCE(requested_at, joined_at) > MAX(?3, COALESCE((SELECT MAX(o.sent_at) FROM letters_sent o
               JOIN broadcasts b ON b.id = o.broadcast WHERE o.person = ?2 AND b.kind = ?4 AND b.subject = ?1), 0))
           ORDER BY COALESCE(requested_at, joined_at), id"#,
        body,
        coordinator,
        since,
        kind
    );
    Ok(rows.fetch_all(db).await?)
}

/// The members of these bodies, and those who wait to be confirmed, with their bodies, by name.
pub async fn list_of_bodies(db: &mut SqliteConnection, bodies: &Bodies) -> Result<Vec<(BodyId, ListedMember)>> {
    let rows = sqlx::query!(
        r#"SELECT body AS "body!: BodyId", id AS "person!: PersonId", name AS "name!", role, sex, joined_at IS NOT NULL AS "joined!: bool"
           FROM persons WHERE body IS NOT NULL AND name IS NOT NULL AND COALESCE(joined_at, requested_at) IS NOT NULL
           ORDER BY name, id"#
    );
    let rows = rows.fetch_all(db).await?.into_iter().filter(|row| bodies.cover(row.body));
    let member = |person, name, role, sex, joined| ListedMember { person, name, role, sex, joined };
    Ok(rows.map(|row| (row.body, member(row.person, row.name, row.role, row.sex, row.joined))).collect())
}

/// Moves a person to another body. What they answered, attended and were invited to stays where it was; meetings of the
/// former body that have not begun no longer concern them, and they hold no office any more.
pub async fn move_to(db: &mut SqliteConnection, person: PersonId, body: BodyId, at: Timestamp) -> Result<()> {
    sqlx::query!("UPDATE persons SET body = ?, office = NULL WHERE id = ?", body, person).execute(&mut *db).await?;
    let coming = sqlx::query!(
        "DELETE FROM invitations WHERE person = ?1 AND meeting IN (
           SELECT meeting FROM meeting_days GROUP BY meeting HAVING MIN(starts_at) > ?2)
         AND meeting IN (SELECT meeting FROM meeting_bodies)
         AND meeting NOT IN (SELECT meeting FROM meeting_bodies WHERE body = ?3)
         AND meeting IN (SELECT id FROM meetings WHERE invited_only = 0)",
        person,
        at,
        body
    );
    coming.execute(&mut *db).await?;
    let kept = sqlx::query!(
        "UPDATE invitations SET body = ?3 WHERE person = ?1 AND meeting IN (
           SELECT meeting FROM meeting_days GROUP BY meeting HAVING MIN(starts_at) > ?2)",
        person,
        at,
        body
    );
    kept.execute(&mut *db).await?;
    // A survey that is not open to the new body can no longer be answered.
    let begun = sqlx::query!(
        "DELETE FROM runs WHERE person = ?1 AND survey IN (SELECT survey FROM survey_bodies)
           AND survey NOT IN (SELECT survey FROM survey_bodies WHERE body = ?2)",
        person,
        body
    );
    begun.execute(&mut *db).await?;
    let participations = sqlx::query!(
        "DELETE FROM participations WHERE person = ?1 AND submitted = 0 AND survey IN (SELECT survey FROM survey_bodies)
           AND survey NOT IN (SELECT survey FROM survey_bodies WHERE body = ?2)",
        person,
        body
    );
    participations.execute(&mut *db).await?;
    let moved = sqlx::query!("UPDATE participations SET body = ? WHERE person = ? AND submitted = 0", body, person);
    moved.execute(&mut *db).await?;
    sqlx::query!("UPDATE persons SET run = NULL WHERE id = ? AND run NOT IN (SELECT id FROM runs)", person)
        .execute(db)
        .await?;
    Ok(())
}

/// Stores the office of a member, or that they hold none.
pub async fn set_office(db: &mut SqliteConnection, person: PersonId, office: Option<Office>) -> Result<()> {
    sqlx::query!("UPDATE persons SET office = ? WHERE id = ?", office, person).execute(db).await?;
    Ok(())
}

/// Sets the body of a person who was invited to it and has none.
pub async fn set_body(db: &mut SqliteConnection, person: PersonId, body: BodyId) -> Result<()> {
    let update =
        sqlx::query!("UPDATE persons SET body = ?, removed_at = NULL, removed_for = NULL WHERE id = ?", body, person);
    update.execute(db).await?;
    Ok(())
}

/// Makes a person a member from `at` on. Whoever is one already stays so.
pub async fn admit(db: &mut SqliteConnection, person: PersonId, at: Timestamp) -> Result<()> {
    sqlx::query!("UPDATE persons SET joined_at = COALESCE(joined_at, ?) WHERE id = ?", at, person).execute(db).await?;
    Ok(())
}

/// Notes that a person waits for a coordinator to confirm them.
pub async fn request(db: &mut SqliteConnection, person: PersonId, at: Timestamp) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE persons SET joined_at = NULL, requested_at = COALESCE(requested_at, ?) WHERE id = ?",
        at,
        person
    );
    update.execute(db).await?;
    Ok(())
}

/// Takes a person out of their body: they are a member no more. What they answered and attended stays; surveys that they
/// began and meetings that have not begun no longer concern them.
pub async fn remove(db: &mut SqliteConnection, person: PersonId, why: RemovalReason, at: Timestamp) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE persons SET body = NULL, office = NULL, joined_at = NULL, requested_at = NULL, removed_at = ?, removed_for = ?,
           run = CASE WHEN run IN (SELECT id FROM runs WHERE survey IS NOT NULL) THEN NULL ELSE run END
         WHERE id = ?",
        at,
        why,
        person
    );
    update.execute(&mut *db).await?;
    sqlx::query!("DELETE FROM runs WHERE person = ? AND survey IS NOT NULL", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM participations WHERE person = ? AND submitted = 0", person).execute(&mut *db).await?;
    // Nobody could answer them any more.
    let ended =
        sqlx::query!("UPDATE conversations SET closed_at = ? WHERE member = ? AND closed_at IS NULL", at, person);
    ended.execute(&mut *db).await?;
    let coming = sqlx::query!(
        "DELETE FROM invitations WHERE person = ?1 AND meeting IN (
           SELECT meeting FROM meeting_days GROUP BY meeting HAVING MIN(starts_at) > ?2)",
        person,
        at
    );
    coming.execute(db).await?;
    Ok(())
}

/// When and why a person was removed from their body. None: they were not, or they have joined a body again.
pub async fn find_removal(db: &mut SqliteConnection, person: PersonId) -> Result<Option<(Timestamp, RemovalReason)>> {
    let row = sqlx::query!(
        r#"SELECT removed_at AS "at: Timestamp", removed_for AS "why: RemovalReason" FROM persons WHERE id = ?"#,
        person
    );
    Ok(row.fetch_optional(db).await?.and_then(|row| row.at.zip(row.why)))
}

/// The people who were removed before this moment, belong to no body and coordinate none.
pub async fn list_removed_before(db: &mut SqliteConnection, before: Timestamp) -> Result<Vec<PersonId>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT id AS "id!: PersonId" FROM persons p WHERE removed_at < ? AND body IS NULL
           AND NOT EXISTS (SELECT 1 FROM coordinators c WHERE c.person = p.id)"#,
        before
    );
    Ok(rows.fetch_all(db).await?)
}
