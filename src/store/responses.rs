//! Responses: the submitted answers of surveys. Confidential and anonymous ones are stored here.
//!
//! An anonymous response holds nothing about the person and no time. Its key is a random number. But SQLite puts new
//! rows into a page in the order in which they come, and a person with the file could read that order. So each
//! submission writes the survey's rows again in the order of their random keys: the bytes tell no more than the rows.
//! In a survey of many hundreds of responses only the rows with the nearest keys are written again, so that a
//! submission takes some 15 ms at most.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::StreamExt;
use serde_json::value::RawValue;
use sqlx::SqliteConnection;

use super::people::Person;
use super::{Error, Result, masked};
use crate::dialog::{Answer, Key, Value, answer_to};
use crate::types::{BodyId, PersonId, ResponseId, SurveyId, Timestamp, VersionId};

/// Answers of at most this many bytes are likely to be given by several people: choices and numbers, not texts.
const ALIKE: usize = 200;

/// How many rows on each side of a new one are written again with it. The file tells at most that the new row is one of
/// these.
const MIXED: i64 = 250;

/// A row of `responses`.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredResponse {
    /// Random, so that the order of the keys says nothing.
    pub id: ResponseId,
    /// The version of the dialog that was answered.
    pub version: VersionId,
    /// The answers to the questions that were asked, in the order of the dialog.
    pub answers: Vec<Answer>,
    /// The respondent's body. None if the survey is anonymous, as for all fields that follow.
    pub body: Option<BodyId>,
    /// An option id of the sign-up dialog, as the three that follow.
    pub role: Option<String>,
    /// `f` or `m`. None: not said, as for the two that follow.
    pub sex: Option<String>,
    /// Urban or rural.
    pub area: Option<String>,
    /// Age band.
    pub age: Option<String>,
    /// The moment of submission.
    pub submitted_at: Option<Timestamp>,
}

impl StoredResponse {
    /// The answer to a question, or to one item of it; `item` is empty for a question without items.
    pub fn answer(&self, question: &str, item: &str) -> Option<&Value> {
        answer_to(&self.answers, question, item)
    }
}

pub(super) fn encode<'a>(answers: impl IntoIterator<Item = &'a (Key, Value)>) -> Result<String> {
    let rows: Vec<_> = answers.into_iter().map(|(key, value)| (&key.question, &key.item, value)).collect();
    serde_json::to_string(&rows).map_err(unreadable)
}

pub(super) fn decode(json: &str) -> Result<Vec<(Key, Value)>> {
    let rows: Vec<&RawValue> = serde_json::from_str(json).map_err(unreadable)?;
    rows.into_iter().map(|row| decode_one(row.get())).collect()
}

fn decode_one(json: &str) -> Result<(Key, Value)> {
    let (question, item, value) = serde_json::from_str(json).map_err(unreadable)?;
    Ok((Key { question, item }, value))
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Row { table: "responses", cause: error.to_string() }
}

/// A response that a person submits.
#[derive(Debug)]
pub struct Submission<'a> {
    /// The row of `surveys`.
    pub survey: SurveyId,
    /// The version of the dialog that was answered.
    pub version: VersionId,
    /// Stored with the response unless `anonymous`. Wishes and the participation name the person in either case.
    pub person: &'a Person,
    /// Nothing may link the answers to the person.
    pub anonymous: bool,
    /// The random key of the new row.
    pub id: ResponseId,
    /// The answers to the questions that were asked, in the order of the dialog.
    pub answers: Vec<(Key, Value)>,
    /// Answers that are stored in `wishes` with the person's name, such as a request to be called.
    pub apart: Vec<(Key, Value)>,
    /// The moment of submission. It is not stored if `anonymous`.
    pub at: Timestamp,
}

/// Stores a response and that the person has answered. The caller ends the run in the same transaction.
pub async fn submit(db: &mut SqliteConnection, s: &Submission<'_>) -> Result<()> {
    let answers = encode(&s.answers)?;
    if s.anonymous {
        let insert = sqlx::query!(
            "INSERT INTO responses (id, survey, version, answers) VALUES (?, ?, ?, ?)",
            s.id,
            s.survey,
            s.version,
            answers
        );
        insert.execute(&mut *db).await?;
        rewrite_neighbours(db, s.survey, s.id).await?;
    } else {
        let p = s.person;
        let insert = sqlx::query!(
            "INSERT INTO responses (id, survey, version, answers, person, body, role, sex, area, age, submitted_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            s.id,
            s.survey,
            s.version,
            answers,
            p.id,
            p.body,
            p.role,
            p.sex,
            p.area,
            p.age,
            s.at
        );
        insert.execute(&mut *db).await?;
    }
    for (key, value) in &s.apart {
        let value = serde_json::to_string(value).map_err(unreadable)?;
        let insert = sqlx::query!(
            "INSERT OR REPLACE INTO wishes (survey, person, question, item, value) VALUES (?, ?, ?, ?, ?)",
            s.survey,
            s.person.id,
            key.question,
            key.item,
            value
        );
        insert.execute(&mut *db).await?;
    }
    let mark =
        sqlx::query!("UPDATE participations SET submitted = 1 WHERE survey = ? AND person = ?", s.survey, s.person.id);
    mark.execute(db).await?;
    Ok(())
}

/// Writes the rows around a new one again, in the order of their random keys.
async fn rewrite_neighbours(db: &mut SqliteConnection, survey: SurveyId, new: ResponseId) -> Result<()> {
    let first = sqlx::query_scalar!(
        r#"SELECT id AS "id!: ResponseId" FROM responses WHERE survey = ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?"#,
        survey,
        new,
        MIXED
    );
    let first = first.fetch_optional(&mut *db).await?.unwrap_or(ResponseId(i64::MIN));
    let last = sqlx::query_scalar!(
        r#"SELECT id AS "id!: ResponseId" FROM responses WHERE survey = ? AND id > ? ORDER BY id LIMIT 1 OFFSET ?"#,
        survey,
        new,
        MIXED
    );
    let last = last.fetch_optional(&mut *db).await?.unwrap_or(ResponseId(i64::MAX));
    // The table is in memory (temp_store) and ends with the transaction. These statements are not `query!`: the
    // temporary table does not exist when the macro checks them.
    sqlx::query(
        "CREATE TEMP TABLE mixing AS SELECT id, survey, version, answers FROM responses
         WHERE survey = ? AND id BETWEEN ? AND ?",
    )
    .bind(survey)
    .bind(first)
    .bind(last)
    .execute(&mut *db)
    .await?;
    sqlx::query("DELETE FROM responses WHERE id IN (SELECT id FROM mixing)").execute(&mut *db).await?;
    sqlx::query("INSERT INTO responses (id, survey, version, answers) SELECT * FROM mixing ORDER BY id")
        .execute(&mut *db)
        .await?;
    sqlx::query("DROP TABLE mixing").execute(db).await?;
    Ok(())
}

/// Replaces the answers of a response.
pub async fn set_answers(db: &mut SqliteConnection, id: ResponseId, answers: &[Answer]) -> Result<()> {
    let answers = encode(answers.iter().map(Arc::as_ref))?;
    sqlx::query!("UPDATE responses SET answers = ? WHERE id = ?", answers, id).execute(db).await?;
    Ok(())
}

/// All responses of a survey, in the order of their random keys.
pub async fn list_of_survey(db: &mut SqliteConnection, survey: SurveyId) -> Result<Vec<StoredResponse>> {
    let rows = sqlx::query!(
        r#"SELECT id, version, answers, body AS "body: BodyId", role, sex, area, age, submitted_at AS "submitted_at: Timestamp"
           FROM responses WHERE survey = ? ORDER BY id"#,
        survey
    );
    let (mut responses, mut known) = (Vec::new(), HashMap::new());
    let mut rows = rows.fetch(db);
    while let Some(row) = rows.next().await.transpose()? {
        let answers: Vec<&RawValue> = serde_json::from_str(&row.answers).map_err(unreadable)?;
        responses.push(StoredResponse {
            id: row.id.into(),
            version: row.version.into(),
            answers: answers.into_iter().map(|json| intern(&mut known, json.get())).collect::<Result<_>>()?,
            body: row.body,
            role: row.role,
            sex: row.sex,
            area: row.area,
            age: row.age,
            submitted_at: row.submitted_at,
        });
    }
    Ok(responses)
}

/// Parses an answer, or returns the one in `known` that has the same JSON: many responses share it.
fn intern(known: &mut HashMap<String, Answer>, json: &str) -> Result<Answer> {
    if let Some(answer) = known.get(json) {
        return Ok(answer.clone());
    }
    let answer = Arc::new(decode_one(json)?);
    if json.len() <= ALIKE {
        known.insert(json.to_owned(), answer.clone());
    }
    Ok(answer)
}

/// The newest version that a survey was answered in, and the number of responses. None: there are no responses.
pub async fn find_newest_version(db: &mut SqliteConnection, survey: SurveyId) -> Result<Option<(VersionId, i64)>> {
    let row = sqlx::query!(
        r#"SELECT MAX(version) AS "version?: VersionId", COUNT(*) AS "n!: i64" FROM responses WHERE survey = ?"#,
        survey
    );
    let row = row.fetch_one(db).await?;
    Ok(row.version.map(|version| (version, row.n)))
}

/// A response that names the person who gave it: one to a confidential survey.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedResponse {
    /// The name of the survey's dialog.
    pub survey: String,
    /// The version of the dialog that was answered.
    pub version: VersionId,
    /// The moment of submission.
    pub at: Timestamp,
    /// The answers to the questions that were asked, in the order of the dialog.
    pub answers: Vec<(Key, Value)>,
}

/// The responses that name a person, for /mydata.
pub async fn list_of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<NamedResponse>> {
    let rows = sqlx::query!(
        r#"SELECT s.name, r.version, r.submitted_at AS "at!: Timestamp", r.answers FROM responses r JOIN surveys s ON s.id = r.survey
           WHERE r.person = ? ORDER BY r.submitted_at"#,
        person
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(NamedResponse { survey: row.name, version: row.version.into(), at: row.at, answers: decode(&row.answers)? })
    })
    .collect()
}

/// A wish with the name of the person who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The name of the survey's dialog.
    pub survey: String,
    /// The name that the person chose at sign-up; empty before.
    pub name: String,
    /// None: a person without a body.
    pub body: Option<BodyId>,
    /// The id of the question.
    pub question: String,
    /// The item that it was asked for; empty without items.
    pub item: String,
    /// The answer as JSON.
    pub value: String,
}

/// Whether there is a wish in a survey.
pub async fn has_wishes(db: &mut SqliteConnection, survey: SurveyId) -> Result<bool> {
    let found =
        sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM wishes WHERE survey = ?) AS "found!: bool""#, survey);
    Ok(found.fetch_one(db).await?)
}

/// The wishes of a survey, by question and name. With `person` given instead of `survey`: the wishes of that person.
pub async fn list_wishes(
    db: &mut SqliteConnection,
    survey: Option<SurveyId>,
    person: Option<PersonId>,
) -> Result<Vec<Wish>> {
    let rows = sqlx::query_as!(
        Wish,
        r#"SELECT s.name AS survey, COALESCE(p.name, '') AS "name!", p.body AS "body: BodyId", w.question, w.item, w.value FROM wishes w
           JOIN persons p ON p.id = w.person JOIN surveys s ON s.id = w.survey
           WHERE w.survey = ? OR w.person = ? ORDER BY w.question, w.item, p.name"#,
        survey,
        person
    );
    Ok(rows.fetch_all(db).await?)
}

/// Whether there is a voice answer in a survey.
pub async fn has_voices(db: &mut SqliteConnection, survey: SurveyId) -> Result<bool> {
    // The index `responses_with_voice` has the same condition. A written text cannot hold these bytes: its quotes are
    // escaped.
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM responses WHERE survey = ? AND instr(answers, '{"voice":') > 0) AS "found!: bool""#,
        survey
    );
    Ok(found.fetch_one(db).await?)
}

/// The file ids of the voice answers of a survey, without the masked ones: a coordinator may listen to these and to no
/// others. They are in the order of random keys.
pub async fn list_voices(db: &mut SqliteConnection, survey: SurveyId) -> Result<Vec<(Key, String)>> {
    let masked = masked::list_of_survey(&mut *db, survey).await?;
    let rows = sqlx::query!(
        r#"SELECT id AS "id!: ResponseId", answers FROM responses WHERE survey = ? AND instr(answers, '{"voice":') > 0 ORDER BY id"#,
        survey
    );
    let mut voices = Vec::new();
    for row in rows.fetch_all(db).await? {
        for (key, value) in decode(&row.answers)? {
            if let (Value::Voice { file, .. }, false) = (value, masked.contains(&(row.id, key.clone()))) {
                voices.push((key, file));
            }
        }
    }
    Ok(voices)
}

/// A person who asked in a survey to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volunteer {
    /// The question and item at which they asked.
    pub key: Key,
    /// The row of `persons`.
    pub person: PersonId,
    /// None: a person without a body.
    pub body: Option<BodyId>,
}

/// The people who asked in a survey to be called, by question and item.
pub async fn list_volunteers(db: &mut SqliteConnection, survey: SurveyId) -> Result<Vec<Volunteer>> {
    let rows = sqlx::query!(
        r#"SELECT w.question AS "question!", w.item AS "item!", w.person AS "person!: PersonId", p.body AS "body: BodyId"
           FROM wishes w JOIN persons p ON p.id = w.person WHERE w.survey = ? ORDER BY w.question, w.item, w.person"#,
        survey
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let volunteer = |question, item, person, body| Volunteer { key: Key { question, item }, person, body };
    Ok(rows.map(|row| volunteer(row.question, row.item, row.person, row.body)).collect())
}
