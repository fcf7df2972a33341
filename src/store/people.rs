//! People who have agreed to the use of their data. Members and coordinators are among them.

use std::collections::{BTreeSet, HashMap};

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{Address, BodyId, LetterId, MessageId, Office, PersonId, RunId, Timestamp};

/// A row of `persons`. A person is a member once `joined_at` is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Not Telegram's number, which is in `address`.
    pub id: PersonId,
    /// The chat that the bot writes to.
    pub address: Address,
    /// The language that the bot speaks to them, `ar`.
    pub language: String,
    /// When they agreed to the use of their data.
    pub consented_at: Timestamp,
    /// None: nobody has invited them to a body yet.
    pub body: Option<BodyId>,
    /// The name that they chose at sign-up.
    pub name: Option<String>,
    /// Role in the body: an option id of the sign-up dialog, as the three that follow.
    pub role: Option<String>,
    /// The office in the bureau, which a coordinator has confirmed. None: no office.
    pub office: Option<Office>,
    /// `f` or `m`. None: not said, as for the two that follow.
    pub sex: Option<String>,
    /// Urban or rural.
    pub area: Option<String>,
    /// Age band.
    pub age: Option<String>,
    /// When they became a member: at the end of the sign-up, or when a coordinator confirmed them. None: not a member.
    pub joined_at: Option<Timestamp>,
    /// When they finished the sign-up of a body whose members a coordinator confirms.
    pub requested_at: Option<Timestamp>,
    /// The person wants no messages (/stop).
    pub stopped: bool,
    /// The person has blocked the bot, as far as Telegram has told us.
    pub unreachable: bool,
    /// Telegram's number of the message that shows the person's screen.
    pub screen: Option<MessageId>,
    /// The run that takes typed words. None: the person is at the menu.
    pub run: Option<RunId>,
}

/// The person in this chat. None: nobody there has agreed.
pub async fn find_by_address(db: &mut SqliteConnection, address: Address) -> Result<Option<Person>> {
    let row = sqlx::query_as!(
        Person,
        r#"SELECT id, telegram AS address, language, consented_at, body AS "body: BodyId", name, role, office AS "office: Office", sex, area, age,
           joined_at AS "joined_at: Timestamp", requested_at AS "requested_at: Timestamp", stopped AS "stopped: bool", unreachable AS "unreachable: bool",
           screen AS "screen: MessageId", run AS "run: RunId" FROM persons WHERE telegram = ?"#,
        address.id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The person with this id. None: they have erased their data.
pub async fn find_by_id(db: &mut SqliteConnection, id: PersonId) -> Result<Option<Person>> {
    let row = sqlx::query_as!(
        Person,
        r#"SELECT id, telegram AS address, language, consented_at, body AS "body: BodyId", name, role, office AS "office: Office", sex, area, age,
           joined_at AS "joined_at: Timestamp", requested_at AS "requested_at: Timestamp", stopped AS "stopped: bool", unreachable AS "unreachable: bool",
           screen AS "screen: MessageId", run AS "run: RunId" FROM persons WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The people in these chats who have agreed.
pub async fn list_by_address(db: &mut SqliteConnection, chats: &BTreeSet<Address>) -> Result<HashMap<Address, Person>> {
    let numbers: Vec<i64> = chats.iter().map(|address| address.id).collect();
    let list = serde_json::json!(numbers).to_string();
    let rows = sqlx::query_as!(
        Person,
        r#"SELECT id, telegram AS address, language, consented_at, body AS "body: BodyId", name, role, office AS "office: Office", sex, area, age,
           joined_at AS "joined_at: Timestamp", requested_at AS "requested_at: Timestamp", stopped AS "stopped: bool", unreachable AS "unreachable: bool",
           screen AS "screen: MessageId", run AS "run: RunId"
           FROM persons WHERE telegram IN (SELECT value FROM json_each(?))"#,
        list
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|person| (person.address, person)).collect())
}

/// The fingerprint of the privacy notice that a person agreed to.
pub async fn find_consent(db: &mut SqliteConnection, person: PersonId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("SELECT consent FROM persons WHERE id = ?", person).fetch_optional(db).await?)
}

/// Adds a person who has just agreed to the notice with the fingerprint `consent`.
pub async fn add(
    db: &mut SqliteConnection,
    address: Address,
    language: &str,
    consent: &str,
    at: Timestamp,
    body: Option<BodyId>,
) -> Result<PersonId> {
    let insert = sqlx::query!(
        "INSERT INTO persons (id, telegram, language, consent, consented_at, body)
         VALUES ((SELECT id FROM next_ids WHERE of = 'persons'), ?, ?, ?, ?, ?)",
        address.id,
        language,
        consent,
        at,
        body
    );
    Ok(PersonId(insert.execute(db).await?.last_insert_rowid()))
}

/// Changes the language that the bot speaks to a person.
pub async fn set_language(db: &mut SqliteConnection, person: PersonId, language: &str) -> Result<()> {
    sqlx::query!("UPDATE persons SET language = ? WHERE id = ?", language, person).execute(db).await?;
    Ok(())
}

/// Sets the run that takes typed words. None: the person is at the menu.
pub async fn set_run(db: &mut SqliteConnection, person: PersonId, run: Option<RunId>) -> Result<()> {
    sqlx::query!("UPDATE persons SET run = ? WHERE id = ?", run, person).execute(db).await?;
    Ok(())
}

/// Stores which message of each chat shows the person's screen.
pub async fn set_screens(db: &mut SqliteConnection, screens: &HashMap<Address, MessageId>) -> Result<()> {
    let list: Vec<(i64, MessageId)> = screens.iter().map(|(address, message)| (address.id, *message)).collect();
    let list = serde_json::json!(list).to_string();
    let update = sqlx::query!(
        "UPDATE persons SET screen = shown.value ->> 1 FROM json_each(?) shown
         WHERE telegram = shown.value ->> 0 AND screen IS NOT shown.value ->> 1",
        list
    );
    update.execute(db).await?;
    Ok(())
}

/// Stores whether a person wants no messages (/stop, /start).
pub async fn set_stopped(db: &mut SqliteConnection, person: PersonId, stopped: bool) -> Result<()> {
    sqlx::query!("UPDATE persons SET stopped = ? WHERE id = ?", stopped, person).execute(db).await?;
    Ok(())
}

/// Stores whether a chat cannot be written to, as Telegram last told us.
pub async fn set_unreachable(db: &mut SqliteConnection, address: Address, unreachable: bool) -> Result<()> {
    sqlx::query!("UPDATE persons SET unreachable = ? WHERE telegram = ?", unreachable, address.id).execute(db).await?;
    Ok(())
}

/// Stores that the person of this letter cannot be written to.
pub async fn set_unreachable_by_letter(db: &mut SqliteConnection, letter: LetterId) -> Result<()> {
    let update =
        sqlx::query!("UPDATE persons SET unreachable = 1 WHERE id = (SELECT person FROM outbox WHERE id = ?)", letter);
    update.execute(db).await?;
    Ok(())
}

/// Stores the answers to the sign-up dialog.
pub async fn set_profile(db: &mut SqliteConnection, person: &Person) -> Result<()> {
    let Person { id, name, role, sex, area, age, .. } = person;
    let update = sqlx::query!(
        "UPDATE persons SET name = ?, role = ?, sex = ?, area = ?, age = ? WHERE id = ?",
        name,
        role,
        sex,
        area,
        age,
        id
    );
    update.execute(db).await?;
    Ok(())
}

/// Erases a person with everything that names them. Anonymous responses and counts without names stay.
pub async fn erase(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    // Who took part in an anonymous survey stays as a number. Without it there would be more answers than people who
    // answered.
    let count = sqlx::query!(
        "INSERT INTO tallies (survey, body, started, submitted)
         SELECT p.survey, COALESCE(p.body, 0), 1, 1 FROM participations p
         JOIN surveys s ON s.id = p.survey AND s.anonymous = 1
         WHERE p.person = ? AND p.submitted = 1
         ON CONFLICT (survey, body) DO UPDATE SET started = started + 1, submitted = submitted + 1",
        person
    );
    count.execute(&mut *db).await?;
    sqlx::query!("UPDATE audit SET person = NULL WHERE person = ?", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM persons WHERE id = ?", person).execute(db).await?;
    Ok(())
}

/// Everybody's address.
pub async fn list_addresses(db: &mut SqliteConnection) -> Result<Vec<(PersonId, Address)>> {
    let rows = sqlx::query!(r#"SELECT id AS "id!: PersonId", telegram FROM persons"#).fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, Address::telegram(row.telegram))).collect())
}
