//! The answers of a survey as a table: one row for each response, with codes and labels for each question; or one row
//! for each answer, for programs that count.
//!
//! The columns are those of the current version, then those of older versions only. A question that is asked about each
//! item has a column for each item that occurs. Rows of a confidential survey carry the person's profile, never their
//! name.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::library::LocalizedDialog;
use crate::dialog::{Dialog, Key, Kind, Question, Value, written};
use crate::report::disclosure::rows::{RowRefusal, refuse_rows};
use crate::report::render::csv_table;
use crate::store;
use crate::store::responses::StoredResponse;
use crate::store::surveys::Survey;
use crate::text::{Arg, Texts, dates};
use crate::types::{BodyId, ResponseId, VersionId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One row for each response.
    Wide,
    /// One row for each answer; several if several options were chosen, ranked, or numbers given.
    Long,
}

/// Why the answers of each person may not be given out now. None: they may.
pub async fn refuse(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Option<RowRefusal>> {
    if survey.withholds_rows {
        return Ok(Some(RowRefusal::Withheld));
    }
    let answered = store::responses::find_newest_version(ctx.db, survey.id).await?;
    let responses = answered.map_or(0, |(_, responses)| usize::try_from(responses).unwrap_or(0));
    let localized = match answered {
        Some((version, _)) => ctx.bot.library.version(ctx.db, version).await?,
        // Nobody has answered yet: whoever does will answer this version.
        None => match ctx.bot.library.latest(&survey.name) {
            Some((_, localized)) => localized,
            None => return Ok(Some(RowRefusal::TooFew)),
        },
    };
    Ok(refuse_rows(&localized.dialog, survey.closed_at.is_some(), responses, ctx.min_group_size()))
}

/// Why the answers of each person are not given out, for a coordinator.
pub fn say_refusal(locale: &Locale<'_>, refusal: RowRefusal) -> String {
    let id = match refusal {
        RowRefusal::Open | RowRefusal::TooFew => "rows-after-closing",
        RowRefusal::Anonymous => "rows-anonymous",
        RowRefusal::Withheld => "rows-withheld",
    };
    locale.say(id, &[("fewest", Arg::count(locale.min_group_size()))])
}

pub async fn load_table<'a>(
    ctx: &'a mut Ctx<'_>,
    survey: &'a Survey,
    responses: &'a [StoredResponse],
    language: &'a str,
) -> Result<AnswerTable<'a>> {
    let mut versions: BTreeMap<VersionId, Arc<LocalizedDialog>> = BTreeMap::new();
    for response in responses {
        if let Entry::Vacant(missing) = versions.entry(response.version) {
            missing.insert(ctx.bot.library.version(ctx.db, response.version).await?);
        }
    }
    if versions.is_empty()
        && let Some((id, localized)) = ctx.bot.library.latest(&survey.name)
    {
        versions.insert(id, localized);
    }
    let bodies = store::bodies::list(ctx.db).await?.into_iter().map(|body| (body.id, body.name(language).to_owned()));
    let masked = store::masked::list_of_survey(ctx.db, survey.id).await?;
    Ok(AnswerTable {
        keys: list_columns(&versions, responses, survey.anonymous),
        texts: &ctx.bot.texts,
        masked_label: ctx.say("said-masked", &[]),
        survey,
        responses,
        versions,
        language,
        bodies: bodies.collect(),
        masked,
    })
}

/// Every question and item with a column, newest version first.
fn list_columns(
    versions: &BTreeMap<VersionId, Arc<LocalizedDialog>>,
    responses: &[StoredResponse],
    anonymous: bool,
) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for localized in versions.values().rev() {
        // The rows of an anonymous survey are given to nobody (`disclosure::rows`). Were they, no profile would stand in them:
        // a row would say what one woman from the country answered.
        let has_column = |question: &&Question| question.apart.is_empty() && !(anonymous && question.profile);
        for question in localized.dialog.questions.iter().filter(has_column) {
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

/// The answers of a survey as a table, with everything that its rows need.
pub struct AnswerTable<'a> {
    texts: &'a Texts,
    survey: &'a Survey,
    responses: &'a [StoredResponse],
    versions: BTreeMap<VersionId, Arc<LocalizedDialog>>,
    language: &'a str,
    bodies: BTreeMap<BodyId, String>,
    keys: Vec<Key>,
    masked: BTreeSet<(ResponseId, Key)>,
    masked_label: String,
}

impl AnswerTable<'_> {
    /// Writes the table as CSV, one row at a time: UTF-8 with BOM.
    pub fn write(&self, layout: Layout, to: impl io::Write) -> std::result::Result<(), csv::Error> {
        let known = self
            .responses
            .iter()
            .filter_map(|response| Some((response, self.versions.get(&response.version)?.as_ref())));
        let rows = known.flat_map(|(response, localized)| match layout {
            Layout::Wide => vec![self.row(response, localized)],
            Layout::Long => self.rows(response, localized),
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

    /// The first cells of a row: the response, and its person's profile if the survey is confidential.
    fn identity_cells(&self, response: &StoredResponse) -> Vec<String> {
        let mut cells = vec![format!("r{:x}", response.id.0), response.version.to_string()];
        if !self.survey.anonymous {
            cells.push(response.submitted_at.map_or_else(String::new, |at| dates::day_of(at).to_string()));
            cells.push(response.body.and_then(|id| self.bodies.get(&id)).cloned().unwrap_or_default());
            let profile = [&response.role, &response.sex, &response.area, &response.age];
            cells.extend(profile.map(|option| option.clone().unwrap_or_default()));
        }
        cells
    }

    /// An answer's code and label.
    fn cells(
        &self,
        response: &StoredResponse,
        localized: &LocalizedDialog,
        key: &Key,
        value: &Value,
    ) -> Option<[String; 2]> {
        if self.masked.contains(&(response.id, key.clone())) {
            return Some(["masked".to_owned(), self.masked_label.clone()]); // a coordinator masked it: it may name somebody
        }
        let question = localized.dialog.question(&key.question)?;
        Some([code(&localized.dialog, question, value), label(self.texts, localized, question, value, self.language)])
    }

    fn row(&self, response: &StoredResponse, localized: &LocalizedDialog) -> Vec<String> {
        let mut cells = self.identity_cells(response);
        for key in &self.keys {
            let answer_cells =
                response.answer(&key.question, &key.item).and_then(|value| self.cells(response, localized, key, value));
            cells.extend(answer_cells.unwrap_or_default());
        }
        cells
    }

    fn rows(&self, response: &StoredResponse, localized: &LocalizedDialog) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for key in &self.keys {
            let Some((question, value)) =
                localized.dialog.question(&key.question).zip(response.answer(&key.question, &key.item))
            else {
                continue;
            };
            // The rank of a choice, or the field of a number; empty for a single answer.
            let parts: Vec<(String, Value)> = match (&question.kind, value) {
                (_, Value::Picks(picks)) => {
                    let part =
                        |(index, pick): (usize, &String)| ((index + 1).to_string(), Value::Picks(vec![pick.clone()]));
                    picks.iter().enumerate().map(part).collect()
                }
                (Kind::Number { fields, .. }, Value::Numbers(numbers)) if !fields.is_empty() => {
                    fields.iter().cloned().zip(numbers.iter().map(|n| Value::Numbers(vec![*n]))).collect()
                }
                _ => vec![(String::new(), value.clone())],
            };
            let fields = question.fields();
            for (part, value) in parts {
                let Some(mut cells) = self.cells(response, localized, key, &value) else { continue };
                if let (true, Value::Numbers(_)) = (fields.contains(&part), &value) {
                    // By itself a number does not say of which field it is.
                    let field = localized.label(self.texts, self.language, question, &part);
                    cells[1] = format!("{field} {}", cells[0]);
                }
                let mut row = self.identity_cells(response);
                row.extend([key.question.clone(), key.item.clone(), part]);
                row.extend(cells);
                rows.push(row);
            }
        }
        rows
    }
}

/// The code of an answer, `1`; several are separated by a space, as in XLSForm.
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
        Value::Time(hour) => dates::hour_as_code(*hour),
        Value::Files(files) => files.len().to_string(),
        Value::Points(points) => points.list.len().to_string(),
    }
}

/// The label of an answer; empty for free text.
pub fn label(texts: &Texts, localized: &LocalizedDialog, question: &Question, value: &Value, language: &str) -> String {
    match value {
        Value::Picks(picks) => {
            picks.iter().map(|id| localized.label(texts, language, question, id)).collect::<Vec<_>>().join(" | ")
        }
        Value::Numbers(numbers) => match (&question.kind, numbers.as_slice()) {
            (Kind::Scale { .. }, [n]) => {
                localized.find_label(texts, language, question, &format!("n{n}")).unwrap_or_default()
            }
            (Kind::Number { fields, .. }, numbers) => {
                let named = fields.iter().zip(numbers).map(|(f, n)| {
                    format!("{} {}", localized.label(texts, language, question, f), written(*n, question.places()))
                });
                named.collect::<Vec<_>>().join(" | ")
            }
            _ => String::new(),
        },
        Value::Voice { seconds, .. } => texts.say(language, "voice-of", &[("seconds", Arg::Number((*seconds).into()))]),
        Value::Skipped => texts.say(language, "skipped", &[]),
        Value::Text(_) => String::new(),
        Value::Date(day) => dates::day_in_words(*day, language),
        Value::Time(hour) => dates::hour_in_words(*hour, language),
        Value::Files(files) => files.len().to_string(),
        Value::Points(points) => points.list.len().to_string(),
    }
}
