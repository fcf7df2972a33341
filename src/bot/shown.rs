//! The answers of a survey that may be shown: it has closed, and enough people answered.
//!
//! Which groups may be shown is decided in [`crate::report::shield`].

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use super::charts;
use super::library::Played;
use super::{Ctx, Result};
use crate::dialog::Question;
use crate::report::tally::{self, Topic};
use crate::store::responses::{self, Response};
use crate::store::surveys::Survey;

/// The topics that are shown, by survey and number of responses.
pub type Known = HashMap<(i64, i64), Arc<[Topic]>>;

/// A survey whose answers may be shown.
pub struct Shown {
    /// The survey.
    pub survey: Survey,
    /// What was submitted, as far as it has been read.
    pub responses: Vec<Response>,
    /// The dialog of its newest version with its words.
    pub played: Arc<Played>,
    /// What is shown, in the order of the survey: topics that enough people answered.
    pub topics: Arc<[Topic]>,
}

/// The answers, if the survey has closed and enough people answered anything; they are yet to be [`read`].
///
/// # Errors
/// When the database refuses.
pub async fn load(ctx: &mut Ctx<'_>, survey: Survey) -> Result<Option<Shown>> {
    if survey.closed_at.is_none() {
        return Ok(None);
    }
    let Some((version, n)) = responses::newest(ctx.db, survey.id).await? else {
        return Ok(None);
    };
    let played = ctx.bot.library.version(ctx.db, version).await?;
    // What is shown follows from what was submitted, which only changes when somebody erases themselves.
    let known = ctx.bot.topics.lock().unwrap_or_else(PoisonError::into_inner).get(&(survey.id, n)).cloned();
    let topics = match known {
        Some(topics) => topics,
        None => {
            let all = responses::of_survey(ctx.db, survey.id).await?;
            let topics: Arc<[Topic]> = tally::answered(&all, &played.dialog, ctx.fewest()).into();
            let mut known = ctx.bot.topics.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert((survey.id, n), topics.clone());
            topics
        }
    };
    Ok((!topics.is_empty()).then_some(Shown { survey, responses: Vec::new(), played, topics }))
}

/// Reads the answers: those of one topic, or all.
///
/// # Errors
/// When the database refuses.
pub async fn read(ctx: &mut Ctx<'_>, shown: &mut Shown, place: Option<i64>) -> Result<()> {
    let question = place.map(|place| shown.at(place).1.question.clone());
    let dialog = &shown.played.dialog;
    let profile: BTreeSet<&str> =
        dialog.questions.iter().filter(|question| question.profile).map(|question| question.id.as_str()).collect();
    let wanted = |id: &str| question.as_ref().is_none_or(|question| question == id || profile.contains(id));
    shown.responses = responses::to_questions(ctx.db, shown.survey.id, &wanted).await?;
    Ok(())
}

impl Shown {
    /// What a topic asks.
    pub fn title(&self, ctx: &Ctx<'_>, question: &Question, topic: &Topic) -> String {
        charts::title(ctx, &self.played, question, topic)
    }

    /// The topic at a place, or the first one.
    pub fn at(&self, place: i64) -> (usize, &Topic) {
        let at = usize::try_from(place).unwrap_or(0);
        match self.topics.get(at) {
            Some(topic) => (at, topic),
            None => (0, &self.topics[0]), // load() gives none without topics
        }
    }
}
