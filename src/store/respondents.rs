//! Who has answered an open anonymous survey, so that nobody answers twice, not even after erasing their data and joining
//! again. It is a hash of the address under the survey's own random key (HMAC with SHA-256). Key and hashes are deleted
//! when the survey closes: nobody can try addresses against them later.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use sqlx::SqliteConnection;

use super::Result;
use crate::types::{Address, SurveyId};

/// Notes that whoever writes from this address has answered. `new_key` becomes the survey's key if it has none yet; it must
/// be random.
pub async fn add(db: &mut SqliteConnection, survey: SurveyId, address: Address, new_key: &[u8]) -> Result<()> {
    sqlx::query!("INSERT INTO respondent_keys (survey, key) VALUES (?, ?) ON CONFLICT DO NOTHING", survey, new_key)
        .execute(&mut *db)
        .await?;
    if let Some(hash) = hash(db, survey, address).await? {
        sqlx::query!("INSERT INTO respondent_hashes (survey, hash) VALUES (?, ?) ON CONFLICT DO NOTHING", survey, hash)
            .execute(db)
            .await?;
    }
    Ok(())
}

/// Whether somebody has answered from this address.
pub async fn has_answered(db: &mut SqliteConnection, survey: SurveyId, address: Address) -> Result<bool> {
    let Some(hash) = hash(db, survey, address).await? else { return Ok(false) };
    let row = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM respondent_hashes WHERE survey = ? AND hash = ?) AS "found!: bool""#,
        survey,
        hash
    );
    Ok(row.fetch_one(db).await?)
}

/// Deletes the key and the hashes of a survey.
pub(super) async fn delete_of_survey(db: &mut SqliteConnection, survey: SurveyId) -> Result<()> {
    sqlx::query!("DELETE FROM respondent_hashes WHERE survey = ?", survey).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM respondent_keys WHERE survey = ?", survey).execute(db).await?;
    Ok(())
}

/// None: nobody has answered yet.
async fn hash(db: &mut SqliteConnection, survey: SurveyId, address: Address) -> Result<Option<Vec<u8>>> {
    let key =
        sqlx::query_scalar!("SELECT key FROM respondent_keys WHERE survey = ?", survey).fetch_optional(db).await?;
    Ok(key.map(|key| keyed_hash(&key, &address.text())))
}

/// HMAC with SHA-256.
pub(super) fn keyed_hash(key: &[u8], text: &str) -> Vec<u8> {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac.chain_update(text).finalize().into_bytes().to_vec(),
        Err(_) => unreachable!("HMAC takes keys of any length (RFC 2104)"),
    }
}
