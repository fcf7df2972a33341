//! The bodies, each attached to a council.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{BodyId, Timestamp};

/// A body with its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Our own id.
    pub id: BodyId,
    /// Arabic name of its commune or council.
    pub name_ar: String,
    /// French name.
    pub name_fr: String,
    /// Members who have joined.
    pub members: i64,
}

impl Body {
    /// Its name in a language; English readers get the French one.
    pub fn name(&self, language: &str) -> &str {
        if language == "ar" { &self.name_ar } else { &self.name_fr }
    }
}

/// All bodies, oldest first.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<Body>> {
    let rows = sqlx::query_as!(
        Body,
        r#"SELECT id, name_ar, name_fr, (SELECT COUNT(*) FROM persons p WHERE p.body = b.id AND p.joined_at IS NOT NULL)
           AS "members!: i64" FROM bodies b ORDER BY id"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// A body's name in a language.
pub async fn find_name(db: &mut SqliteConnection, id: BodyId, language: &str) -> Result<Option<String>> {
    let arabic = language == "ar";
    let row = sqlx::query_scalar!(
        r#"SELECT IIF(?, name_ar, name_fr) AS "name!: String" FROM bodies WHERE id = ?"#,
        arabic,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// One body.
pub async fn find(db: &mut SqliteConnection, id: BodyId) -> Result<Option<Body>> {
    let row = sqlx::query_as!(
        Body,
        r#"SELECT id, name_ar, name_fr, (SELECT COUNT(*) FROM persons p WHERE p.body = b.id AND p.joined_at IS NOT NULL)
           AS "members!: i64" FROM bodies b WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// Adds a body.
pub async fn add(db: &mut SqliteConnection, name_ar: &str, name_fr: &str, at: Timestamp) -> Result<BodyId> {
    let insert =
        sqlx::query!("INSERT INTO bodies (name_ar, name_fr, created_at) VALUES (?, ?, ?)", name_ar, name_fr, at);
    Ok(BodyId(insert.execute(db).await?.last_insert_rowid()))
}
