//! The answers of a survey as a table: one row a response, for each question its codes and its labels; or one row an answer,
//! for programs that count.
//!
//! Columns are those of the version in use, then any that only older versions have. A question that is asked for each
//! item has a column an item that occurs. A confidential survey's rows carry the respondent's profile, never the name.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::library::LocalizedDialog;
use crate::dialog::{Dialog, Key, Kind, Question, Value, written};
use crate::report::render::csv_table;
use crate::store;
use crate::store::responses::StoredResponse;
use crate::store::surveys::Survey;
use crate::text::{Arg, Texts, dates};
use crate::types::{BodyId, ResponseId, VersionId};

/// How the table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One row a response.
    Wide,
    /// One row an answer; several where several options were chosen, ranked, or numbers given.
    Long,
}

/// Whether the answers may be given out. Anonymous ones wait for the end: whoever took them away before and after
/// somebody answered would see in the difference what that person said.
pub fn may_leave(survey: &Survey, responses: usize, min_group_size: usize) -> bool {
    !survey.anonymous || (survey.closed_at.is_some() && responses >= min_group_size)
}

/// The answers as a table, with labels in a language.
pub async fn sheet<'a>(
    ctx: &'a mut Ctx<'_>,
    survey: &'a Survey,
    responses: &'a [StoredResponse],
    language: &'a str,
) -> Result<Sheet<'a>> {
    let mut versions: BTreeMap<VersionId, Arc<LocalizedDialog>> = BTreeMap::new();
    for response in responses {
        if let Entry::Vacant(missing) = versions.entry(response.version) {
            missing.insert(ctx.bot.library.version(ctx.db, response.version).await?);
        }
    }
    if versions.is_empty()
        && let Some((id, played)) = ctx.bot.library.latest(&survey.name)
    {
        versions.insert(id, played);
    }
    let bodies = store::bodies::list(ctx.db).await?.into_iter().map(|body| (body.id, body.name(language).to_owned()));
    let masked = store::masked::list_of_survey(ctx.db, survey.id).await?;
    Ok(Sheet {
        keys: columns(&versions, responses, survey.anonymous),
        texts: &ctx.bot.texts,
        masked_says: ctx.say("said-masked", &[]),
        survey,
        responses,
        versions,
        language,
        bodies: bodies.collect(),
        masked,
    })
}

/// Every question and item that has or could have a column, newest version first.
fn columns(
    versions: &BTreeMap<VersionId, Arc<LocalizedDialog>>,
    responses: &[StoredResponse],
    anonymous: bool,
) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for played in versions.values().rev() {
        // Who answers is no part of an anonymous table: a row would say what one woman from the country said. The results
        // and their workbook split by it, with small cells left empty.
        let told = |question: &&Question| question.apart.is_empty() && !(anonymous && question.profile);
        for question in played.dialog.questions.iter().filter(told) {
            let mut items: Vec<String> = if question.each.is_none() {
                vec![String::new()]
            } else {
                let given = responses.iter().flat_map(|response| &response.answers);
                given.filter(|answer| answer.0.question == question.id).map(|answer| answer.0.item.clone()).collect()
            };
            items.sort();
            items.dedup();
            for item in items {
                let key = Key { question: question.id.clone(), item };
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
    }
    keys
}

/// The answers of a survey as a table, and what each of its rows needs.
pub struct Sheet<'a> {
    texts: &'a Texts,
    survey: &'a Survey,
    responses: &'a [StoredResponse],
    versions: BTreeMap<VersionId, Arc<LocalizedDialog>>,
    language: &'a str,
    bodies: BTreeMap<BodyId, String>,
    keys: Vec<Key>,
    masked: BTreeSet<(ResponseId, Key)>,
    masked_says: String,
}

impl Sheet<'_> {
    /// Writes it as CSV: UTF-8 with BOM, a row at a time.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, layout: Layout, to: impl io::Write) -> std::result::Result<(), csv::Error> {
        let known = self.responses.iter().filter_map(|one| Some((one, self.versions.get(&one.version)?.as_ref())));
        let rows = known.flat_map(|(response, played)| match layout {
            Layout::Wide => vec![self.row(response, played)],
            Layout::Long => self.rows(response, played),
        });
        csv_table::write(std::iter::once(self.head(layout)).chain(rows), to)
    }

    fn head(&self, layout: Layout) -> Vec<String> {
        let mut cells = vec!["response".to_owned(), "version".to_owned()];
        if !self.survey.anonymous {
            cells.extend(["day", "body", "role", "sex", "area", "age"].map(str::to_owned));
        }
        match layout {
            Layout::Wide => {
                cells.extend(self.keys.iter().flat_map(|key| [key.dotted(), format!("{}_label", key.dotted())]));
            }
            Layout::Long => cells.extend(["question", "item", "part", "code", "label"].map(str::to_owned)),
        }
        cells
    }

    /// What stands before the answers: which response, and whose as far as that may be said.
    fn whose(&self, response: &StoredResponse) -> Vec<String> {
        let mut cells = vec![format!("r{:x}", response.id.0), response.version.to_string()];
        if !self.survey.anonymous {
            cells.push(response.submitted_at.map_or_else(String::new, |at| dates::day_of(at).to_string()));
            cells.push(response.body.and_then(|id| self.bodies.get(&id)).cloned().unwrap_or_default());
            let profile = [&response.role, &response.sex, &response.area, &response.age];
            cells.extend(profile.map(|option| option.clone().unwrap_or_default()));
        }
        cells
    }

    /// An answer's code and label; none where there is none.
    fn cells(
        &self,
        response: &StoredResponse,
        played: &LocalizedDialog,
        key: &Key,
        value: &Value,
    ) -> Option<[String; 2]> {
        if self.masked.contains(&(response.id, key.clone())) {
            return Some(["masked".to_owned(), self.masked_says.clone()]); // it names somebody
        }
        let question = played.dialog.question(&key.question)?;
        Some([code(&played.dialog, question, value), label(self.texts, played, question, value, self.language)])
    }

    fn row(&self, response: &StoredResponse, played: &LocalizedDialog) -> Vec<String> {
        let mut cells = self.whose(response);
        for key in &self.keys {
            let of =
                response.answer(&key.question, &key.item).and_then(|value| self.cells(response, played, key, value));
            cells.extend(of.unwrap_or_default());
        }
        cells
    }

    fn rows(&self, response: &StoredResponse, played: &LocalizedDialog) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for key in &self.keys {
            let Some((question, value)) =
                played.dialog.question(&key.question).zip(response.answer(&key.question, &key.item))
            else {
                continue;
            };
            // The place of a choice, or the field of a number; one answer alone has no parts.
            let parts: Vec<(String, Value)> = match (&question.kind, value) {
                (_, Value::Picks(picks)) => {
                    let one = |(at, pick): (usize, &String)| ((at + 1).to_string(), Value::Picks(vec![pick.clone()]));
                    picks.iter().enumerate().map(one).collect()
                }
                (Kind::Number { fields, .. }, Value::Numbers(numbers)) if !fields.is_empty() => {
                    fields.iter().cloned().zip(numbers.iter().map(|n| Value::Numbers(vec![*n]))).collect()
                }
                _ => vec![(String::new(), value.clone())],
            };
            for (part, value) in parts {
                let Some(cells) = self.cells(response, played, key, &value) else { continue };
                let mut row = self.whose(response);
                row.extend([key.question.clone(), key.item.clone(), part]);
                row.extend(cells);
                rows.push(row);
            }
        }
        rows
    }
}

/// What the file says for an option, `1`; several are parted by a space, as XLSForm does.
pub fn code(dialog: &Dialog, question: &Question, value: &Value) -> String {
    let from = dialog.offering(question);
    match value {
        Value::Skipped => "skipped".to_owned(),
        Value::Picks(picks) => {
            let codes = picks.iter().map(|id| from.choice(id).map_or(id.as_str(), |choice| choice.code.as_str()));
            codes.collect::<Vec<_>>().join(" ")
        }
        Value::Numbers(numbers) => numbers.iter().map(|n| written(*n, question.places())).collect::<Vec<_>>().join(" "),
        Value::Text(words) => words.clone(),
        Value::Voice { .. } => "voice".to_owned(),
        Value::Date(day) => day.to_string(),
        Value::Time(hour) => dates::hour_in_words(*hour),
        Value::Files(files) => files.len().to_string(),
        Value::Points(points) => points.list.len().to_string(),
    }
}

/// What the file says for an answer in words; empty for free text.
pub fn label(texts: &Texts, played: &LocalizedDialog, question: &Question, value: &Value, language: &str) -> String {
    match value {
        Value::Picks(picks) => {
            picks.iter().map(|id| played.label(texts, language, question, id)).collect::<Vec<_>>().join(" | ")
        }
        Value::Numbers(numbers) => match (&question.kind, numbers.as_slice()) {
            (Kind::Scale { .. }, [n]) => played.named(texts, language, question, &format!("n{n}")).unwrap_or_default(),
            (Kind::Number { fields, .. }, numbers) => {
                let named = fields.iter().zip(numbers).map(|(f, n)| {
                    format!("{} {}", played.label(texts, language, question, f), written(*n, question.places()))
                });
                named.collect::<Vec<_>>().join(" | ")
            }
            _ => String::new(),
        },
        Value::Voice { seconds, .. } => texts.say(language, "voice-of", &[("seconds", Arg::Number((*seconds).into()))]),
        Value::Skipped => texts.say(language, "skipped", &[]),
        Value::Text(_) => String::new(),
        Value::Date(day) => dates::day_in_words(*day, language),
        Value::Time(hour) => dates::hour_in_words(*hour),
        Value::Files(files) => files.len().to_string(),
        Value::Points(points) => points.list.len().to_string(),
    }
}
