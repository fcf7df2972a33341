//! Who coordinates which bodies.

use sqlx::SqliteConnection;

use super::Result;
use super::live::{self, LiveSubject};
use crate::types::{Bodies, BodyId, BroadcastId, PersonId};

/// Stands for all bodies in a column that says which body a person coordinates.
pub(super) const ALL_BODIES: BodyId = BodyId(0);

/// A coordinator in the list of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCoordinator {
    /// The row of `persons`.
    pub person: PersonId,
    /// The name that they chose at sign-up; empty before.
    pub name: String,
}

/// The bodies that a person coordinates. None: the person is no coordinator.
pub async fn find_bodies(db: &mut SqliteConnection, person: PersonId) -> Result<Option<Bodies>> {
    let rows = sqlx::query_scalar!(r#"SELECT body AS "body: BodyId" FROM coordinators WHERE person = ?"#, person);
    let bodies = rows.fetch_all(db).await?;
    Ok(match bodies.as_slice() {
        [] => None,
        some if some.contains(&ALL_BODIES) => Some(Bodies::All),
        _ => Some(Bodies::Some(bodies)),
    })
}

/// Makes a person coordinator of a body. None: of all bodies.
pub async fn add(db: &mut SqliteConnection, person: PersonId, body: Option<BodyId>) -> Result<()> {
    let body = body.unwrap_or(ALL_BODIES);
    sqlx::query!("INSERT OR IGNORE INTO coordinators (person, body) VALUES (?, ?)", person, body).execute(db).await?;
    Ok(())
}

/// The people who were made coordinators of this body, by name. None: of all bodies.
pub async fn list(db: &mut SqliteConnection, body: Option<BodyId>) -> Result<Vec<ListedCoordinator>> {
    let body = body.unwrap_or(ALL_BODIES);
    let rows = sqlx::query_as!(
        ListedCoordinator,
        r#"SELECT c.person AS "person!: PersonId", COALESCE(p.name, '') AS "name!: String"
           FROM coordinators c JOIN persons p ON p.id = c.person WHERE c.body = ? ORDER BY 2, 1"#,
        body
    );
    Ok(rows.fetch_all(db).await?)
}

/// Withdraws what [`add`] gave; the person no longer follows what is under way. Returns false, and does
/// nothing, if that would leave nobody who coordinates all bodies, or if the person does not have it.
pub async fn withdraw(db: &mut SqliteConnection, person: PersonId, body: Option<BodyId>) -> Result<bool> {
    let body = body.unwrap_or(ALL_BODIES);
    let delete = sqlx::query!(
        "DELETE FROM coordinators WHERE person = ?1 AND body = ?2
           AND (body <> ?3 OR (SELECT COUNT(*) FROM coordinators WHERE body = ?3) > 1)",
        person,
        body,
        ALL_BODIES
    );
    if delete.execute(&mut *db).await?.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("DELETE FROM live_messages WHERE person = ?", person).execute(&mut *db).await?;
    // A coordinator of all follows what is still under way, so that letters which are held can be released.
    let heir =
        sqlx::query_scalar!(r#"SELECT MIN(person) AS "person: PersonId" FROM coordinators WHERE body = ?"#, ALL_BODIES);
    let heir = heir.fetch_one(&mut *db).await?;
    let passed_on = sqlx::query_scalar!(
        r#"UPDATE broadcasts SET person = ? WHERE person = ? RETURNING IIF(ended_at IS NULL, id, NULL) AS "id: BroadcastId""#,
        heir,
        person
    );
    let passed_on = passed_on.fetch_all(&mut *db).await?;
    if let Some(heir) = heir {
        for broadcast in passed_on.into_iter().flatten() {
            live::follow(db, LiveSubject::Broadcast(broadcast), heir).await?;
        }
    }
    Ok(true)
}
