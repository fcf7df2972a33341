//! Invitation links. Only the hash of a code is stored, so a copy of the database lets nobody join.

use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::Result;
use super::coordinators::ALL_BODIES;
use crate::types::{BodyId, LinkId, PersonId, Timestamp, words};

words! {
    /// What a person who opens a link becomes.
    Purpose {
        /// A member of the body.
        Member = "member",
        /// A coordinator of the body, or of all.
        Coordinator = "coordinator",
    }
}

/// A link to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    pub purpose: Purpose,
    /// None: all bodies.
    pub body: Option<BodyId>,
    /// The link works a single time.
    pub once: bool,
    /// The coordinator who makes it. None: it is made on the command line.
    pub person: Option<PersonId>,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub id: LinkId,
    pub purpose: Purpose,
    /// None: all bodies.
    pub body: Option<BodyId>,
    /// The link works a single time.
    pub once: bool,
    pub expires_at: Timestamp,
    /// How many people joined, or became coordinators, with it.
    pub uses: i64,
    pub revoked: bool,
}

/// A link in a coordinator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLink {
    pub id: LinkId,
    pub purpose: Purpose,
    /// None: it was made before this was stored.
    pub created_at: Option<Timestamp>,
    /// The name of the coordinator who made it. None: the command line, or somebody who has left.
    pub made_by: Option<String>,
    pub expires_at: Timestamp,
    pub uses: i64,
}

fn hash(code: &str) -> Vec<u8> {
    Sha256::digest(code.trim().to_ascii_uppercase().as_bytes()).to_vec()
}

/// Adds a link. Capitals and spaces around the code do not count.
pub async fn add(db: &mut SqliteConnection, code: &str, link: &NewLink, at: Timestamp) -> Result<()> {
    let (hash, body) = (hash(code), link.body.unwrap_or(ALL_BODIES));
    let insert = sqlx::query!(
        "INSERT INTO links (id, hash, purpose, body, once, person, created_at, expires_at)
         VALUES ((SELECT id FROM next_ids WHERE of = 'links'), ?, ?, ?, ?, ?, ?, ?)",
        hash,
        link.purpose,
        body,
        link.once,
        link.person,
        at,
        link.expires_at
    );
    insert.execute(db).await?;
    Ok(())
}

/// The link of a code, even if it has expired, was used or revoked.
pub async fn find(db: &mut SqliteConnection, code: &str) -> Result<Option<Link>> {
    let hash = hash(code);
    let id = sqlx::query_scalar!(r#"SELECT id AS "id!: LinkId" FROM links WHERE hash = ?"#, hash);
    match id.fetch_optional(&mut *db).await? {
        Some(id) => find_by_id(db, id).await,
        None => Ok(None),
    }
}

/// The link with this number.
pub async fn find_by_id(db: &mut SqliteConnection, id: LinkId) -> Result<Option<Link>> {
    let row = sqlx::query!(
        r#"SELECT purpose AS "purpose: Purpose", body AS "body: BodyId", once AS "once: bool",
             expires_at AS "expires_at: Timestamp", uses, revoked_at IS NOT NULL AS "revoked!: bool" FROM links WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?.map(|row| Link {
        id,
        purpose: row.purpose,
        body: Some(row.body).filter(|body| *body != ALL_BODIES),
        once: row.once,
        expires_at: row.expires_at,
        uses: row.uses,
        revoked: row.revoked,
    }))
}

/// The links of a body that still work, newest first. None: those for coordinators of all bodies.
pub async fn list_working(db: &mut SqliteConnection, body: Option<BodyId>, now: Timestamp) -> Result<Vec<ListedLink>> {
    let body = body.unwrap_or(ALL_BODIES);
    let rows = sqlx::query_as!(
        ListedLink,
        r#"SELECT l.id AS "id!: LinkId", l.purpose AS "purpose!: Purpose", l.created_at AS "created_at: Timestamp",
             p.name AS "made_by?", l.expires_at AS "expires_at!: Timestamp", l.uses AS "uses!"
           FROM links l LEFT JOIN persons p ON p.id = l.person
           WHERE l.body = ? AND l.revoked_at IS NULL AND l.expires_at > ? AND NOT (l.once = 1 AND l.uses > 0)
           ORDER BY l.id DESC"#,
        body,
        now
    );
    Ok(rows.fetch_all(db).await?)
}

/// Counts one more person who joined, or became coordinator, with a link.
pub async fn count_use(db: &mut SqliteConnection, id: LinkId) -> Result<()> {
    sqlx::query!("UPDATE links SET uses = uses + 1 WHERE id = ?", id).execute(db).await?;
    Ok(())
}

/// From now on nobody joins with this link.
pub async fn revoke(db: &mut SqliteConnection, id: LinkId, at: Timestamp) -> Result<()> {
    sqlx::query!("UPDATE links SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", at, id).execute(db).await?;
    Ok(())
}
