//! Invitation links. Only the hash of a code is stored, so a copy of the database lets nobody join.

use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::Result;
use super::people::ALL_BODIES;
use crate::types::{BodyId, Timestamp, words};

words! {
    /// What a person who opens a link becomes.
    Purpose {
        /// A member of the body.
        Member = "member",
        /// A coordinator of the body, or of all.
        Coordinator = "coordinator",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub purpose: Purpose,
    /// None: all bodies.
    pub body: Option<BodyId>,
    /// The link works a single time.
    pub once: bool,
    pub expires_at: Timestamp,
    /// Only a link with `once` has it.
    pub used_at: Option<Timestamp>,
}

fn hash(code: &str) -> Vec<u8> {
    Sha256::digest(code.trim().to_ascii_uppercase().as_bytes()).to_vec()
}

/// Adds a link. Capitals and spaces around the code do not count.
pub async fn add(db: &mut SqliteConnection, code: &str, link: &Link) -> Result<()> {
    let (hash, body) = (hash(code), link.body.unwrap_or(ALL_BODIES));
    let insert = sqlx::query!(
        "INSERT INTO links (hash, purpose, body, once, expires_at) VALUES (?, ?, ?, ?, ?)",
        hash,
        link.purpose,
        body,
        link.once,
        link.expires_at
    );
    insert.execute(db).await?;
    Ok(())
}

/// The link of a code, even if it has expired or was used.
pub async fn find(db: &mut SqliteConnection, code: &str) -> Result<Option<Link>> {
    let hash = hash(code);
    let row = sqlx::query!(
        r#"SELECT purpose AS "purpose: Purpose", body AS "body: BodyId", once, expires_at, used_at AS "used_at: Timestamp"
           FROM links WHERE hash = ?"#,
        hash
    );
    Ok(row.fetch_optional(db).await?.map(|row| Link {
        purpose: row.purpose,
        body: Some(row.body).filter(|body| *body != ALL_BODIES),
        once: row.once != 0,
        expires_at: row.expires_at.into(),
        used_at: row.used_at,
    }))
}

/// Notes that a one-time link was used. Other links stay as they are.
pub async fn set_used(db: &mut SqliteConnection, code: &str, at: Timestamp) -> Result<()> {
    let hash = hash(code);
    sqlx::query!("UPDATE links SET used_at = ? WHERE hash = ? AND once = 1", at, hash).execute(db).await?;
    Ok(())
}
