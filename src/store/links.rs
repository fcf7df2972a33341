//! Invitation links: only the hash of a code is kept, so the database opens no door.

use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::{Millis, Result};

/// What a link makes of whoever opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A member of the body.
    Member,
    /// A coordinator of the body, or of all.
    Coordinator,
}

/// A link as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub purpose: Purpose,
    /// Which body; 0 for all.
    pub body: i64,
    /// Works a single time.
    pub once: bool,
    /// Works until then.
    pub expires_at: Millis,
    /// When it was used, if `once`.
    pub used_at: Option<Millis>,
}

fn hash(code: &str) -> Vec<u8> {
    Sha256::digest(code.trim().to_ascii_uppercase().as_bytes()).to_vec()
}

/// Keeps a link for `code`.
///
/// # Errors
/// When the database refuses.
pub async fn add(db: &mut SqliteConnection, code: &str, link: &Link) -> Result<()> {
    let (hash, purpose) = (hash(code), if link.purpose == Purpose::Member { "member" } else { "coordinator" });
    let insert = sqlx::query!(
        "INSERT INTO links (hash, purpose, body, once, expires_at) VALUES (?, ?, ?, ?, ?)",
        hash,
        purpose,
        link.body,
        link.once,
        link.expires_at
    );
    insert.execute(db).await?;
    Ok(())
}

/// The link of a code, usable or not.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, code: &str) -> Result<Option<Link>> {
    let hash = hash(code);
    let row = sqlx::query!("SELECT purpose, body, once, expires_at, used_at FROM links WHERE hash = ?", hash);
    Ok(row.fetch_optional(db).await?.map(|row| Link {
        purpose: if row.purpose == "member" { Purpose::Member } else { Purpose::Coordinator },
        body: row.body,
        once: row.once != 0,
        expires_at: row.expires_at,
        used_at: row.used_at,
    }))
}

/// Uses up a one-time link.
///
/// # Errors
/// When the database refuses.
pub async fn spend(db: &mut SqliteConnection, code: &str, at: Millis) -> Result<()> {
    let hash = hash(code);
    sqlx::query!("UPDATE links SET used_at = ? WHERE hash = ? AND once = 1", at, hash).execute(db).await?;
    Ok(())
}
