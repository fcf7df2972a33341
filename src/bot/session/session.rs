//! A run with its dialog and answers, as handlers use it.

use std::sync::Arc;

use crate::bot::access;
use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::library::LocalizedDialog;
use crate::chat::{Act, Press};
use crate::dialog::walk::{self, Step};
use crate::dialog::{Answers, Entry, Key, Kind, Usage, Value};
use crate::store::people::{self, Person};
use crate::store::runs::{self, GivenAnswer, Run};
use crate::types::{RunId, SurveyId};

pub struct Session {
    pub run: Run,
    pub localized: Arc<LocalizedDialog>,
    pub answers: Answers,
}

/// An answer that was just given.
pub struct GivenNow {
    pub key: Key,
    /// It had an answer before.
    pub again: bool,
}

impl Session {
    /// Loads a run of this person; none if it belongs to somebody else or has ended.
    pub async fn load(ctx: &mut Ctx<'_>, person: &Person, id: RunId) -> Result<Option<Session>> {
        let Some((run, answers)) = ctx.prefetch.run(ctx.db, id).await? else {
            return Ok(None);
        };
        if !access::owns_run(person, &run) {
            tracing::warn!("a button of another person's run was pressed");
            return Ok(None);
        }
        Ok(Some(Session::of(ctx, person, run, answers).await?))
    }

    async fn of(ctx: &mut Ctx<'_>, person: &Person, run: Run, answers: Answers) -> Result<Session> {
        let mut localized = ctx.bot.library.version(ctx.db, run.version).await?;
        if localized.dialog.usage == Usage::Form {
            localized = with_options(ctx, person, localized, &run).await?;
        }
        Ok(Session { run, localized, answers })
    }

    pub async fn begin(ctx: &mut Ctx<'_>, person: &Person, dialog: &str, survey: Option<SurveyId>) -> Result<Session> {
        let (version, _) = ctx.bot.library.latest(dialog).ok_or(Error::Missing("dialog file"))?;
        let seed = ctx.bot.random();
        let run = runs::begin(ctx.db, person.id, version, survey, seed).await?;
        people::set_run(ctx.db, person.id, Some(run.id)).await?;
        Session::of(ctx, person, run, Answers::new()).await
    }

    /// Whether every question has its answer. An answer may have been reopened since the review was shown.
    pub fn is_at_review(&self) -> bool {
        walk::step(&self.localized.dialog, &self.answers) == Step::Review
    }

    /// The answer to a question that is asked once.
    pub fn value(&self, question: &str) -> Option<&Value> {
        self.answers.get(&Key::once(question)).map(|entry| &entry.value)
    }

    pub fn picks(&self, question: &str) -> &[String] {
        match self.value(question) {
            Some(Value::Picks(picks)) => picks,
            _ => &[],
        }
    }

    pub fn text(&self, question: &str) -> Option<&str> {
        match self.value(question) {
            Some(Value::Text(words)) => Some(words),
            _ => None,
        }
    }

    /// A button at a question that is asked once, or at the `review`.
    pub fn button(&self, question: &str, act: Act) -> Press {
        Press::Run { run: self.run.id, revision: self.run.revision, key: Key::once(question), act }
    }

    pub fn set_answer(&mut self, ctx: &mut Ctx<'_>, key: Key, entry: Entry) {
        let (run, message) = (self.run.id, ctx.message.filter(|_| !self.adds_to_earlier(&key)));
        ctx.prefetch.queue_answer(GivenAnswer { run, key: key.clone(), entry: entry.clone(), message });
        let was_done = self.answers.get(&key).is_some_and(|before| before.done);
        self.run.revision += i64::from(entry.done || was_done); // as the database's trigger has it
        self.answers.insert(key, entry);
    }

    /// Sets answers that were given together. Returns the last of them; none if there was none.
    pub(super) fn set_answers(&mut self, ctx: &mut Ctx<'_>, answers: Vec<(Key, Entry)>) -> Option<GivenNow> {
        let mut given = None;
        for (key, entry) in answers {
            // Of an answer that has parts, a draft was there before it was finished for the first time too.
            let again = self.answers.contains_key(&key) && !self.adds_to_earlier(&key);
            given = Some(GivenNow { key: key.clone(), again });
            self.set_answer(ctx, key, entry);
        }
        given
    }

    /// Whether what is given to this question now is only a part of its answer: one more option, file or point, or the men
    /// after the women. Then no single message holds the answer.
    pub(super) fn adds_to_earlier(&self, key: &Key) -> bool {
        let Some(question) = self.localized.dialog.question(&key.question) else { return false };
        match (&question.kind, self.answers.get(key)) {
            (Kind::Many { .. } | Kind::Rank { .. } | Kind::Files { .. } | Kind::Points { .. }, _) => true,
            (Kind::Number { fields, .. }, Some(Entry { value: Value::Numbers(numbers), done: false })) => {
                (1..fields.len()).contains(&numbers.len())
            }
            _ => false,
        }
    }

    /// Sets an answer that is known already.
    pub fn fill_in(&mut self, ctx: &mut Ctx<'_>, key: Key, value: Value) {
        self.set_answer(ctx, key, Entry { value, done: true });
    }

    /// Makes one answer a draft again, so that it can be changed.
    pub fn reopen(&mut self, ctx: &mut Ctx<'_>, key: &Key) {
        if let Some(entry) = self.answers.get(key) {
            let entry = Entry { done: false, ..entry.clone() };
            self.set_answer(ctx, key.clone(), entry);
        }
    }
}

/// Fills in the options that come from the database. Some depend on what the form is about.
async fn with_options(
    ctx: &mut Ctx<'_>,
    person: &Person,
    localized: Arc<LocalizedDialog>,
    run: &Run,
) -> Result<Arc<LocalizedDialog>> {
    let wanted: Vec<String> =
        localized.dialog.questions.iter().filter_map(|question| question.source.clone()).collect();
    let mut filled = localized;
    for name in wanted {
        let source = ctx.sources.iter().find(|(known, _)| *known == name);
        let options = match source {
            Some((_, source)) => source(ctx, person, run).await?,
            None => Vec::new(),
        };
        filled = Arc::new(filled.with_options(&name, &options));
    }
    Ok(filled)
}
