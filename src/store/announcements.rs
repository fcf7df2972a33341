//! Announcements: free messages of coordinators to members.

use sqlx::SqliteConnection;

use super::{Result, responses};
use crate::dialog::{Key, Value};
use crate::types::{AnnouncementId, PersonId, Timestamp, VersionId};

/// A row of `announcements`.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnouncementRow {
    /// Buttons and letters name it.
    pub id: AnnouncementId,
    /// The version of the dialog `announcement` that the coordinator answered.
    pub version: VersionId,
    /// The coordinator's answers.
    pub answers: Vec<(Key, Value)>,
    /// Grows with every correction.
    pub edition: i64,
    /// The coordinator who wrote it. None once they have erased their data.
    pub person: Option<PersonId>,
    /// When it is sent.
    pub due_at: Timestamp,
    /// It stays in the menu until then, and is of no use afterwards. None: it is not in the menu.
    pub until: Option<Timestamp>,
    /// When its letters were written. None: it is scheduled, or was cancelled.
    pub sent_at: Option<Timestamp>,
    /// When it was cancelled before it was sent.
    pub cancelled_at: Option<Timestamp>,
    /// When it was taken back after it was sent.
    pub taken_back_at: Option<Timestamp>,
}

/// An announcement to be added, or what replaces one that is not sent yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewAnnouncement<'a> {
    /// The version of the dialog `announcement` that was answered.
    pub version: VersionId,
    /// The answers.
    pub answers: &'a [(Key, Value)],
    /// When it is sent.
    pub due_at: Timestamp,
    /// Until when it stays in the menu.
    pub until: Option<Timestamp>,
}

/// Adds an announcement that is not sent yet.
pub async fn add(
    db: &mut SqliteConnection,
    new: &NewAnnouncement<'_>,
    person: PersonId,
    at: Timestamp,
) -> Result<AnnouncementId> {
    let answers = responses::encode(new.answers)?;
    let insert = sqlx::query!(
        "INSERT INTO announcements (id, version, answers, person, created_at, due_at, until)
         VALUES ((SELECT id FROM next_ids WHERE of = 'announcements'), ?, ?, ?, ?, ?, ?)",
        new.version,
        answers,
        person,
        at,
        new.due_at,
        new.until
    );
    Ok(AnnouncementId(insert.execute(db).await?.last_insert_rowid()))
}

/// Replaces one that is not sent yet. Returns false if it was sent or cancelled meanwhile.
pub async fn replace(db: &mut SqliteConnection, id: AnnouncementId, new: &NewAnnouncement<'_>) -> Result<bool> {
    let answers = responses::encode(new.answers)?;
    let update = sqlx::query!(
        "UPDATE announcements SET version = ?, answers = ?, due_at = ?, until = ?
         WHERE id = ? AND sent_at IS NULL AND cancelled_at IS NULL",
        new.version,
        answers,
        new.due_at,
        new.until,
        id
    );
    Ok(update.execute(db).await?.rows_affected() > 0)
}

/// Stores corrected answers. The edition grows; returns it.
pub async fn correct(db: &mut SqliteConnection, id: AnnouncementId, answers: &[(Key, Value)]) -> Result<i64> {
    let answers = responses::encode(answers)?;
    let update = sqlx::query_scalar!(
        "UPDATE announcements SET answers = ?, edition = edition + 1 WHERE id = ? RETURNING edition",
        answers,
        id
    );
    Ok(update.fetch_one(db).await?)
}

/// Stores that the letters of an announcement were written, and to whom.
pub async fn set_sent(db: &mut SqliteConnection, id: AnnouncementId, people: &[PersonId], at: Timestamp) -> Result<()> {
    let list = serde_json::json!(people).to_string();
    sqlx::query!("UPDATE announcements SET sent_at = ? WHERE id = ?", at, id).execute(&mut *db).await?;
    let insert = sqlx::query!(
        "INSERT OR IGNORE INTO announcement_recipients (announcement, person) SELECT ?, value FROM json_each(?)",
        id,
        list
    );
    insert.execute(db).await?;
    Ok(())
}

/// Cancels one that is not sent yet. Returns false if it was sent or cancelled before.
pub async fn cancel(db: &mut SqliteConnection, id: AnnouncementId, at: Timestamp) -> Result<bool> {
    let update = sqlx::query!(
        "UPDATE announcements SET cancelled_at = ? WHERE id = ? AND sent_at IS NULL AND cancelled_at IS NULL",
        at,
        id
    );
    Ok(update.execute(db).await?.rows_affected() > 0)
}

/// Takes one back that was sent. Returns false if that was done before.
pub async fn take_back(db: &mut SqliteConnection, id: AnnouncementId, at: Timestamp) -> Result<bool> {
    let update = sqlx::query!(
        "UPDATE announcements SET taken_back_at = ? WHERE id = ? AND sent_at IS NOT NULL AND taken_back_at IS NULL",
        at,
        id
    );
    Ok(update.execute(db).await?.rows_affected() > 0)
}

/// The announcement with this id. None: there is none.
pub async fn find(db: &mut SqliteConnection, id: AnnouncementId) -> Result<Option<AnnouncementRow>> {
    Ok(list_by_id(db, &[id]).await?.pop())
}

/// These announcements, the newest first.
pub async fn list_by_id(db: &mut SqliteConnection, ids: &[AnnouncementId]) -> Result<Vec<AnnouncementRow>> {
    let list = serde_json::json!(ids).to_string();
    let rows = sqlx::query!(
        r#"SELECT id AS "id!: AnnouncementId", version, answers, edition, person AS "person: PersonId",
             due_at AS "due_at: Timestamp", until AS "until: Timestamp", sent_at AS "sent_at: Timestamp",
             cancelled_at AS "cancelled_at: Timestamp", taken_back_at AS "taken_back_at: Timestamp"
           FROM announcements WHERE id IN (SELECT value FROM json_each(?)) ORDER BY due_at DESC, id DESC"#,
        list
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(AnnouncementRow {
            id: row.id,
            version: row.version.into(),
            answers: responses::decode(&row.answers)?,
            edition: row.edition,
            person: row.person,
            due_at: row.due_at,
            until: row.until,
            sent_at: row.sent_at,
            cancelled_at: row.cancelled_at,
            taken_back_at: row.taken_back_at,
        })
    })
    .collect()
}

/// The announcements of this coordinator, or of all, the newest first.
pub async fn list(db: &mut SqliteConnection, of: Option<PersonId>) -> Result<Vec<AnnouncementId>> {
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!: AnnouncementId" FROM announcements WHERE ?1 IS NULL OR person = ?1
           ORDER BY due_at DESC, id DESC"#,
        of
    );
    Ok(ids.fetch_all(db).await?)
}

/// The announcements whose hour has come and that are not sent yet.
pub async fn list_due(db: &mut SqliteConnection, now: Timestamp) -> Result<Vec<AnnouncementId>> {
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!: AnnouncementId" FROM announcements
           WHERE sent_at IS NULL AND cancelled_at IS NULL AND due_at <= ? ORDER BY due_at, id"#,
        now
    );
    Ok(ids.fetch_all(db).await?)
}

/// When the next scheduled announcement is due. None: none is scheduled.
pub async fn find_next_due(db: &mut SqliteConnection, now: Timestamp) -> Result<Option<Timestamp>> {
    let next = sqlx::query_scalar!(
        r#"SELECT MIN(due_at) AS "due: Timestamp" FROM announcements
           WHERE sent_at IS NULL AND cancelled_at IS NULL AND due_at > ?"#,
        now
    );
    Ok(next.fetch_one(db).await?)
}

/// To whom an announcement was sent.
pub async fn list_recipients(db: &mut SqliteConnection, id: AnnouncementId) -> Result<Vec<PersonId>> {
    let people = sqlx::query_scalar!(
        r#"SELECT person AS "person!: PersonId" FROM announcement_recipients WHERE announcement = ? ORDER BY person"#,
        id
    );
    Ok(people.fetch_all(db).await?)
}

/// Whether an announcement was sent to a person and not taken back.
pub async fn is_for(db: &mut SqliteConnection, id: AnnouncementId, person: PersonId) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM announcement_recipients r JOIN announcements a ON a.id = r.announcement
             WHERE r.announcement = ? AND r.person = ? AND a.taken_back_at IS NULL) AS "found!: bool""#,
        id,
        person
    );
    Ok(found.fetch_one(db).await?)
}

/// The announcements that stay in a person's menu now, the newest first.
pub async fn list_pinned(db: &mut SqliteConnection, person: PersonId, now: Timestamp) -> Result<Vec<AnnouncementId>> {
    let ids = sqlx::query_scalar!(
        r#"SELECT a.id AS "id!: AnnouncementId" FROM announcement_recipients r JOIN announcements a ON a.id = r.announcement
           WHERE r.person = ? AND a.until > ? AND a.taken_back_at IS NULL ORDER BY a.sent_at DESC, a.id DESC"#,
        person,
        now
    );
    Ok(ids.fetch_all(db).await?)
}

/// Deletes the announcements that were of use until before this moment, with the list of those who got them.
pub async fn delete_before(db: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    let delete = sqlx::query!(
        "DELETE FROM announcements WHERE due_at < ?1 AND COALESCE(until, due_at) < ?1
           AND (sent_at IS NOT NULL OR cancelled_at IS NOT NULL)",
        before
    );
    Ok(delete.execute(db).await?.rows_affected())
}
