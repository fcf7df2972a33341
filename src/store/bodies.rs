//! The bodies of equality, equal opportunity and gender approach, each attached to a council.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{BodyId, Timestamp};

/// A body with the number of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Operators name a body by it: `takafou invite --body N`.
    pub id: BodyId,
    /// The Arabic name of its commune or council.
    pub name_ar: String,
    /// The French name of its commune or council.
    pub name_fr: String,
    /// How many people have finished the sign-up and belong to it.
    pub members: i64,
    /// A coordinator confirms every new member.
    pub confirms_members: bool,
    /// How many people wait to be confirmed.
    pub requests: i64,
    /// It has ceased to exist: it is offered nowhere, and what happened in it stays.
    pub archived: bool,
}

impl Body {
    /// The Arabic name for `ar`; the French name for every other language, English too.
    pub fn name(&self, language: &str) -> &str {
        if language == "ar" { &self.name_ar } else { &self.name_fr }
    }
}

/// All bodies, in the order in which they were added.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<Body>> {
    let rows = sqlx::query_as!(
        Body,
        r#"SELECT id, name_ar, name_fr, confirms_members AS "confirms_members: bool",
             archived_at IS NOT NULL AS "archived!: bool",
             (SELECT COUNT(*) FROM persons p WHERE p.body = b.id AND p.joined_at IS NOT NULL) AS "members!: i64",
             (SELECT COUNT(*) FROM persons p WHERE p.body = b.id AND p.joined_at IS NULL AND p.requested_at IS NOT NULL)
               AS "requests!: i64"
           FROM bodies b ORDER BY id"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// The name of a body in a language, as [`Body::name`] chooses it. None: there is no such body.
pub async fn find_name(db: &mut SqliteConnection, id: BodyId, language: &str) -> Result<Option<String>> {
    let arabic = language == "ar";
    let row = sqlx::query_scalar!(
        r#"SELECT IIF(?, name_ar, name_fr) AS "name!: String" FROM bodies WHERE id = ?"#,
        arabic,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The body with this id. None: there is no such body.
pub async fn find(db: &mut SqliteConnection, id: BodyId) -> Result<Option<Body>> {
    let row = sqlx::query_as!(
        Body,
        r#"SELECT id, name_ar, name_fr, confirms_members AS "confirms_members: bool",
             archived_at IS NOT NULL AS "archived!: bool",
             (SELECT COUNT(*) FROM persons p WHERE p.body = b.id AND p.joined_at IS NOT NULL) AS "members!: i64",
             (SELECT COUNT(*) FROM persons p WHERE p.body = b.id AND p.joined_at IS NULL AND p.requested_at IS NOT NULL)
               AS "requests!: i64"
           FROM bodies b WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// Adds a body without members.
pub async fn add(db: &mut SqliteConnection, name_ar: &str, name_fr: &str, at: Timestamp) -> Result<BodyId> {
    let insert = sqlx::query!(
        "INSERT INTO bodies (id, name_ar, name_fr, created_at)
         VALUES ((SELECT id FROM next_ids WHERE of = 'bodies'), ?, ?, ?)",
        name_ar,
        name_fr,
        at
    );
    Ok(BodyId(insert.execute(db).await?.last_insert_rowid()))
}

/// Stores whether a coordinator confirms every new member.
pub async fn set_confirms_members(db: &mut SqliteConnection, id: BodyId, confirms: bool) -> Result<()> {
    sqlx::query!("UPDATE bodies SET confirms_members = ? WHERE id = ?", confirms, id).execute(db).await?;
    Ok(())
}

/// Stores other names of a body.
pub async fn rename(db: &mut SqliteConnection, id: BodyId, name_ar: &str, name_fr: &str) -> Result<()> {
    sqlx::query!("UPDATE bodies SET name_ar = ?, name_fr = ? WHERE id = ?", name_ar, name_fr, id).execute(db).await?;
    Ok(())
}

/// Archives a body at this moment, or brings it back (`at` none). Its invitation links are revoked when it is archived.
pub async fn set_archived(db: &mut SqliteConnection, id: BodyId, at: Option<Timestamp>) -> Result<()> {
    sqlx::query!("UPDATE bodies SET archived_at = ? WHERE id = ?", at, id).execute(&mut *db).await?;
    if at.is_some() {
        sqlx::query!("UPDATE links SET revoked_at = COALESCE(revoked_at, ?) WHERE body = ?", at, id)
            .execute(db)
            .await?;
    }
    Ok(())
}
