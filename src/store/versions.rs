//! Versions of dialogs: the structure and words that runs and responses refer to.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::{Error, Result};
use crate::types::VersionId;

/// The source of a dialog: its file, and its words by language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name of the file in `dialogs/` without `.toml`.
    pub name: String,
    /// The TOML of that file.
    pub structure: String,
    /// The Fluent files, by the code of their language.
    pub words: BTreeMap<String, String>,
}

/// The version of this source, which is added if it is new. Versions are never deleted: a running bot may hold one that
/// no run has begun with yet.
pub async fn add(db: &mut SqliteConnection, source: &Source) -> Result<VersionId> {
    let words = serde_json::to_string(&source.words).map_err(|error| row(&error))?;
    let mut hasher = Sha256::new();
    for part in [&source.name, &source.structure, &words] {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let fingerprint = hasher.finalize().to_vec();
    let known =
        sqlx::query_scalar!(r#"SELECT id AS "id!: VersionId" FROM versions WHERE fingerprint = ?"#, fingerprint);
    if let Some(id) = known.fetch_optional(&mut *db).await? {
        return Ok(id);
    }
    let insert = sqlx::query!(
        "INSERT INTO versions (id, name, fingerprint, structure, words)
         VALUES ((SELECT id FROM next_ids WHERE of = 'versions'), ?, ?, ?, ?)",
        source.name,
        fingerprint,
        source.structure,
        words
    );
    Ok(VersionId(insert.execute(db).await?.last_insert_rowid()))
}

/// The source of a version. None: there is no such version.
pub async fn find(db: &mut SqliteConnection, id: VersionId) -> Result<Option<Source>> {
    let found = sqlx::query!("SELECT name, structure, words FROM versions WHERE id = ?", id).fetch_optional(db).await?;
    let Some(found) = found else { return Ok(None) };
    let words = serde_json::from_str(&found.words).map_err(|error| row(&error))?;
    Ok(Some(Source { name: found.name, structure: found.structure, words }))
}

fn row(error: &serde_json::Error) -> Error {
    Error::Row { table: "versions", cause: error.to_string() }
}
