//! People: those who have agreed to the use of their data, and among them the members and coordinators.

use std::collections::{BTreeSet, HashMap};

use sqlx::SqliteConnection;

use super::{Millis, Result};

/// A person as kept. A member once `joined_at` is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Our own id.
    pub id: i64,
    /// Telegram's id of the person and of the private chat with them.
    pub telegram: i64,
    /// Language of the bot for them, `ar`.
    pub language: String,
    /// When they agreed.
    pub consented_at: Millis,
    /// Their body.
    pub body: Option<i64>,
    /// The name they chose.
    pub name: Option<String>,
    /// Option ids of the sign-up dialog.
    pub role: Option<String>,
    /// Sex, if said.
    pub sex: Option<String>,
    /// Urban or rural, if said.
    pub area: Option<String>,
    /// Age band, if said.
    pub age: Option<String>,
    /// When they finished the sign-up.
    pub joined_at: Option<Millis>,
    /// Wants no messages (/stop).
    pub stopped: bool,
    /// Has blocked the bot, as far as we know.
    pub unreachable: bool,
    /// Telegram's id of the message that shows where they are.
    pub screen: Option<i64>,
    /// The run that typed words belong to.
    pub run: Option<i64>,
}

/// The person of this chat, if they have agreed.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, telegram: i64) -> Result<Option<Person>> {
    let row = sqlx::query_as!(
        Person,
        r#"SELECT id, telegram, language, consented_at, body, name, role, sex, area, age, joined_at,
           stopped AS "stopped: bool", unreachable AS "unreachable: bool", screen, run FROM persons WHERE telegram = ?"#,
        telegram
    );
    Ok(row.fetch_optional(db).await?)
}

/// The person with this id of ours.
///
/// # Errors
/// When the database refuses.
pub async fn with_id(db: &mut SqliteConnection, id: i64) -> Result<Option<Person>> {
    let row = sqlx::query_as!(
        Person,
        r#"SELECT id, telegram, language, consented_at, body, name, role, sex, area, age, joined_at,
           stopped AS "stopped: bool", unreachable AS "unreachable: bool", screen, run FROM persons WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The people of these chats who have agreed, by chat.
///
/// # Errors
/// When the database refuses.
pub async fn find_all(db: &mut SqliteConnection, chats: &BTreeSet<i64>) -> Result<HashMap<i64, Person>> {
    let list = serde_json::json!(chats).to_string();
    let rows = sqlx::query_as!(
        Person,
        r#"SELECT id, telegram, language, consented_at, body, name, role, sex, area, age, joined_at,
           stopped AS "stopped: bool", unreachable AS "unreachable: bool", screen, run
           FROM persons WHERE telegram IN (SELECT value FROM json_each(?))"#,
        list
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|person| (person.telegram, person)).collect())
}

/// Fingerprint of the text that a person agreed to.
///
/// # Errors
/// When the database refuses.
pub async fn consent(db: &mut SqliteConnection, person: i64) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("SELECT consent FROM persons WHERE id = ?", person).fetch_optional(db).await?)
}

/// Keeps a person who has just agreed.
///
/// # Errors
/// When the database refuses.
pub async fn agree(
    db: &mut SqliteConnection,
    telegram: i64,
    language: &str,
    consent: &str,
    at: Millis,
    body: Option<i64>,
) -> Result<i64> {
    let insert = sqlx::query!(
        "INSERT INTO persons (telegram, language, consent, consented_at, body) VALUES (?, ?, ?, ?, ?)",
        telegram,
        language,
        consent,
        at,
        body
    );
    Ok(insert.execute(db).await?.last_insert_rowid())
}

/// Sets the body that somebody without one was invited to.
///
/// # Errors
/// When the database refuses.
pub async fn set_body(db: &mut SqliteConnection, person: i64, body: i64) -> Result<()> {
    sqlx::query!("UPDATE persons SET body = ? WHERE id = ?", body, person).execute(db).await?;
    Ok(())
}

/// Changes the language.
///
/// # Errors
/// When the database refuses.
pub async fn set_language(db: &mut SqliteConnection, person: i64, language: &str) -> Result<()> {
    sqlx::query!("UPDATE persons SET language = ? WHERE id = ?", language, person).execute(db).await?;
    Ok(())
}

/// Which run typed words belong to from now on; none at the menu.
///
/// # Errors
/// When the database refuses.
pub async fn set_run(db: &mut SqliteConnection, person: i64, run: Option<i64>) -> Result<()> {
    sqlx::query!("UPDATE persons SET run = ? WHERE id = ?", run, person).execute(db).await?;
    Ok(())
}

/// The messages that show where people are: by chat, Telegram's id of the message.
///
/// # Errors
/// When the database refuses.
pub async fn set_screens(db: &mut SqliteConnection, screens: &HashMap<i64, i64>) -> Result<()> {
    let list: Vec<(&i64, &i64)> = screens.iter().collect();
    let list = serde_json::json!(list).to_string();
    let update = sqlx::query!(
        "UPDATE persons SET screen = shown.value ->> 1 FROM json_each(?) shown
         WHERE telegram = shown.value ->> 0 AND screen IS NOT shown.value ->> 1",
        list
    );
    update.execute(db).await?;
    Ok(())
}

/// Wants messages or not (/stop, /start).
///
/// # Errors
/// When the database refuses.
pub async fn set_stopped(db: &mut SqliteConnection, person: i64, stopped: bool) -> Result<()> {
    sqlx::query!("UPDATE persons SET stopped = ? WHERE id = ?", stopped, person).execute(db).await?;
    Ok(())
}

/// Can be written to or not, as Telegram last told us.
///
/// # Errors
/// When the database refuses.
pub async fn set_unreachable(db: &mut SqliteConnection, telegram: i64, unreachable: bool) -> Result<()> {
    sqlx::query!("UPDATE persons SET unreachable = ? WHERE telegram = ?", unreachable, telegram).execute(db).await?;
    Ok(())
}

/// The person whom this letter of the outbox did not reach cannot be written to.
///
/// # Errors
/// When the database refuses.
pub async fn missed(db: &mut SqliteConnection, letter: i64) -> Result<()> {
    let update =
        sqlx::query!("UPDATE persons SET unreachable = 1 WHERE id = (SELECT person FROM outbox WHERE id = ?)", letter);
    update.execute(db).await?;
    Ok(())
}

/// What the sign-up dialog found out; joins the person if they had not joined yet.
///
/// # Errors
/// When the database refuses.
pub async fn set_profile(db: &mut SqliteConnection, person: &Person, at: Millis) -> Result<()> {
    let Person { id, name, role, sex, area, age, .. } = person;
    let update = sqlx::query!(
        "UPDATE persons SET name = ?, role = ?, sex = ?, area = ?, age = ?, joined_at = COALESCE(joined_at, ?) WHERE id = ?",
        name,
        role,
        sex,
        area,
        age,
        at,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// Erases a person with everything that names them; what stays are anonymous responses and counts without names.
///
/// # Errors
/// When the database refuses.
pub async fn erase(db: &mut SqliteConnection, person: i64) -> Result<()> {
    // Their part in anonymous surveys lives on as a number, or the count of answers would exceed that of answerers.
    let count = sqlx::query!(
        "INSERT INTO tallies (survey, body, started, submitted)
         SELECT p.survey, COALESCE(m.body, 0), 1, 1 FROM participations p
         JOIN surveys s ON s.id = p.survey AND s.anonymous = 1 JOIN persons m ON m.id = p.person
         WHERE p.person = ? AND p.submitted = 1
         ON CONFLICT (survey, body) DO UPDATE SET started = started + 1, submitted = submitted + 1",
        person
    );
    count.execute(&mut *db).await?;
    sqlx::query!("UPDATE audit SET person = NULL WHERE person = ?", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM persons WHERE id = ?", person).execute(db).await?;
    Ok(())
}

/// A member as coordinators see them in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The name they chose.
    pub name: String,
    /// Option id of their role.
    pub role: Option<String>,
}

/// A page of a body's members, by name.
///
/// # Errors
/// When the database refuses.
pub async fn members(db: &mut SqliteConnection, body: i64, limit: i64, offset: i64) -> Result<Vec<Listed>> {
    let rows = sqlx::query_as!(
        Listed,
        r#"SELECT name AS "name!", role FROM persons WHERE body = ? AND joined_at IS NOT NULL AND name IS NOT NULL
           ORDER BY name LIMIT ? OFFSET ?"#,
        body,
        limit,
        offset
    );
    Ok(rows.fetch_all(db).await?)
}

/// The bodies that a person coordinates; 0 among them means all. Empty: no coordinator.
///
/// # Errors
/// When the database refuses.
pub async fn coordinates(db: &mut SqliteConnection, person: i64) -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar!("SELECT body FROM coordinators WHERE person = ?", person);
    Ok(rows.fetch_all(db).await?)
}

/// Makes a person coordinator of a body, or of all (0).
///
/// # Errors
/// When the database refuses.
pub async fn appoint(db: &mut SqliteConnection, person: i64, body: i64) -> Result<()> {
    sqlx::query!("INSERT OR IGNORE INTO coordinators (person, body) VALUES (?, ?)", person, body).execute(db).await?;
    Ok(())
}
