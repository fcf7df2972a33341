//! The answers of a survey that may be shown: it has closed, and enough people answered.
//!
//! Which groups may be shown is decided in [`crate::report::disclosure`].

use std::collections::VecDeque;
use std::sync::{Arc, MutexGuard, PoisonError};

use super::charts;
use super::library::Played;
use super::{Bot, Ctx, Result};
use crate::dialog::Question;
use crate::report::stats::population::Population;
use crate::report::stats::response::Response;
use crate::report::stats::topics::{self, Topic};
use crate::store::Store;
use crate::store::responses::{self, StoredResponse};
use crate::store::surveys::Survey;

/// What has been read of surveys that have closed, by survey and number of responses; the newest last.
pub type Known = VecDeque<((i64, i64), Counted)>;

/// What has been read of one.
#[derive(Clone)]
pub struct Counted {
    /// What is shown, in the order of the survey: topics that enough people answered.
    topics: Arc<[Topic]>,
    /// Who answered.
    people: Arc<Population>,
}

/// Most surveys whose answers are kept at hand: some 20 MB each where they are of a million.
const AT_HAND: usize = 2;
/// Most responses that are counted while everybody waits: a tenth of a second.
const AT_ONCE: i64 = 2_000;

/// A survey whose answers may be shown.
#[derive(Clone)]
pub struct Shown {
    /// The survey.
    pub survey: Survey,
    /// The dialog of its newest version with its words.
    pub played: Arc<Played>,
    /// What is shown, in the order of the survey: topics that enough people answered.
    pub topics: Arc<[Topic]>,
    /// Who answered, in the order of random keys.
    pub people: Arc<Population>,
}

/// How far a survey's results are.
pub enum Results {
    /// They may be shown.
    Ready(Shown),
    /// They are being counted.
    Counting,
    /// It is open, or too few have answered.
    None,
}

/// The answers, if the survey has closed and enough people answered anything. Many are counted apart, while others are served.
///
/// # Errors
/// When the database refuses.
pub async fn load(ctx: &mut Ctx<'_>, survey: Survey) -> Result<Results> {
    if survey.closed_at.is_none() {
        return Ok(Results::None);
    }
    let Some((version, n)) = responses::newest(ctx.db, survey.id).await? else {
        return Ok(Results::None);
    };
    let played = ctx.bot.library.version(ctx.db, version).await?;
    // What is shown follows from what was submitted, which only changes when somebody erases themselves.
    let key = (survey.id, n);
    let known = at_hand(ctx.bot).iter().find(|(known, _)| *known == key).map(|(_, counted)| counted.clone());
    let Counted { topics, people } = match (known, ctx.bot.home()) {
        (Some(known), _) => known,
        (None, Some((bot, store))) if n > AT_ONCE => {
            tokio::spawn(count_apart(bot, store, played, key));
            return Ok(Results::Counting);
        }
        (None, _) => {
            let responses = responses::of_survey(ctx.db, survey.id).await?;
            count(ctx.bot, responses, &played, key)
        }
    };
    let shown = Shown { survey, played, topics, people };
    Ok(if shown.topics.is_empty() { Results::None } else { Results::Ready(shown) })
}

fn at_hand(bot: &Bot) -> MutexGuard<'_, Known> {
    bot.counted.lock().unwrap_or_else(PoisonError::into_inner) // whole after every change
}

/// Forgets all answers at hand: somebody has been erased.
pub fn forget(bot: &Bot) {
    at_hand(bot).clear();
}

async fn count_apart(bot: Arc<Bot>, store: Store, played: Arc<Played>, key: (i64, i64)) {
    if !begins_counting(&bot, key) {
        return;
    }
    let counted = async {
        let responses = responses::of_survey(&mut *store.read().await?, key.0).await?;
        let counting = bot.clone();
        let counted = tokio::task::spawn_blocking(move || count(&counting, responses, &played, key));
        counted.await.map(|_| ()).map_err(|_| super::Fault::Panic)
    };
    if let Err(fault) = counted.await {
        tracing::error!(%fault, "the answers of a survey could not be counted");
    }
    bot.counting.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
}

/// Whether nobody else counts this already; from now on somebody does.
fn begins_counting(bot: &Bot, key: (i64, i64)) -> bool {
    bot.counting.lock().unwrap_or_else(PoisonError::into_inner).insert(key)
}

/// Which topics may be shown; keeps the answers at hand.
fn count(bot: &Bot, responses: Vec<StoredResponse>, played: &Played, key: (i64, i64)) -> Counted {
    let responses: Vec<Response> = responses.into_iter().map(Response::from).collect();
    let topics = topics::answered(&responses, &played.dialog, bot.notice.fewest());
    let counted = Counted { topics: topics.into(), people: Arc::new(Population::of(responses, &played.dialog)) };
    let mut known = at_hand(bot);
    known.retain(|((survey, _), _)| *survey != key.0);
    known.push_back((key, counted.clone()));
    while known.len() > AT_HAND {
        known.pop_front();
    }
    counted
}

/// A row as the statistics take it. Everything is moved: a survey can hold a million answers.
impl From<StoredResponse> for Response {
    fn from(row: StoredResponse) -> Response {
        let StoredResponse { id, version: _, answers, body, role, sex, area, age, submitted_at: _ } = row;
        Response { id, answers, body, role, sex, area, age }
    }
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
