//! The answers of a survey parted by question, as compact as the database has them: a chart is of one question, and reading all
//! the others for it takes most of its time.

use std::collections::HashMap;

use futures_util::StreamExt;
use serde_json::value::RawValue;
use sqlx::SqliteConnection;

use super::responses::Response;
use super::{Error, Result};
use crate::dialog::{Key, Value};

/// The responses of a survey, by question.
#[derive(Debug, Default)]
pub struct Columns {
    /// The responses without their answers, in the order of their random keys.
    whose: Vec<Response>,
    of: HashMap<String, Column>,
}

/// The answers to one question: which response each is of, and `[question, item, value]` as it is kept.
#[derive(Debug, Default)]
struct Column {
    rows: Vec<u32>,
    ends: Vec<u32>,
    text: String,
}

/// Reads the responses of a survey.
///
/// # Errors
/// When the database refuses or a row cannot be read.
pub async fn of_survey(db: &mut SqliteConnection, survey: i64) -> Result<Columns> {
    let rows = sqlx::query!(
        "SELECT id, version, answers, body, role, sex, area, age, submitted_at FROM responses WHERE survey = ? ORDER BY id",
        survey
    );
    let mut columns = Columns::default();
    let mut rows = rows.fetch(db);
    let mut n = 0;
    while let Some(row) = rows.next().await.transpose()? {
        let answers: Vec<&RawValue> = serde_json::from_str(&row.answers).map_err(unreadable)?;
        for answer in answers {
            // `["D3", …`: ids hold nothing that JSON escapes.
            let question = answer.get().split('"').nth(1).unwrap_or_default();
            if !columns.of.contains_key(question) {
                columns.of.insert(question.to_owned(), Column::default());
            }
            if let Some(column) = columns.of.get_mut(question) {
                column.rows.push(n);
                column.text.push_str(answer.get());
                column.ends.push(u32::try_from(column.text.len()).map_err(|_| too_long())?);
            }
        }
        columns.whose.push(Response {
            id: row.id,
            version: row.version,
            answers: Vec::new(),
            body: row.body,
            role: row.role,
            sex: row.sex,
            area: row.area,
            age: row.age,
            submitted_at: row.submitted_at,
        });
        n += 1;
    }
    columns.of.values_mut().for_each(|column| column.text.shrink_to_fit());
    Ok(columns)
}

impl Columns {
    /// The responses with their answers to these questions alone.
    ///
    /// # Errors
    /// When an answer cannot be read.
    pub fn to_questions(&self, questions: &[&str]) -> Result<Vec<Response>> {
        let mut responses = self.whose.clone();
        for column in questions.iter().filter_map(|question| self.of.get(*question)) {
            let begins = std::iter::once(0).chain(column.ends.iter().copied());
            for ((row, begin), end) in column.rows.iter().zip(begins).zip(&column.ends) {
                let text = &column.text[begin as usize..*end as usize];
                let (question, item, value): (String, String, Value) =
                    serde_json::from_str(text).map_err(unreadable)?;
                responses[*row as usize].answers.push((Key { question, item }, value));
            }
        }
        Ok(responses)
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Row { table: "responses", cause: error.to_string() }
}

fn too_long() -> Error {
    Error::Row { table: "responses", cause: "more than 4 GB of answers to one question".into() }
}
