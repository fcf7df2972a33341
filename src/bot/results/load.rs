//! The answers of a survey that may be shown: the survey has closed, and enough people answered.
//!
//! Which groups may be shown is decided in [`crate::report::disclosure`]. Counting takes long where many have answered, so what
//! was counted is kept at hand, and large surveys are counted by a worker while others are served.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::charts;
use crate::bot::cache::{CacheKey, CachedResults};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::library::LocalizedDialog;
use crate::bot::state::Bot;
use crate::bot::surveys::turnout::{self, Turnout};
use crate::chat::TopicNumber;
use crate::dialog::{Key, Question};
use crate::report::stats::population::Population;
use crate::report::stats::response::Response;
use crate::report::stats::topics::{self, Topic};
use crate::store::bodies::{self, Body};
use crate::store::responses::{self, StoredResponse};
use crate::store::surveys::Survey;
use crate::store::{Store, masked};
use crate::types::ResponseId;

/// Most responses that are counted while everybody waits: a tenth of a second.
const AT_ONCE: i64 = 2_000;

/// The results of a survey that may be shown.
#[derive(Clone)]
pub struct ReleasedResults {
    /// The survey.
    pub survey: Survey,
    /// The newest version of its dialog that was answered.
    pub played: Arc<LocalizedDialog>,
    /// The topics that enough people answered, in the order of the survey; there is one at least.
    pub topics: Arc<[Topic]>,
    /// Who answered, in the order of random keys.
    pub people: Arc<Population>,
}

/// How far a survey's results are.
pub enum Results {
    /// They may be shown.
    Ready(ReleasedResults),
    /// They are being counted.
    Counting,
    /// The survey is open, or too few have answered.
    None,
}

/// What stands beside the results in a workbook or a report.
pub struct Background {
    /// How many have answered, by body.
    pub turnout: Turnout,
    /// All bodies, whose names groups are called by.
    pub bodies: Vec<Body>,
    /// The comments that were taken out of sight.
    pub masked: BTreeSet<(ResponseId, Key)>,
}

/// The results, if the survey has closed and enough people answered anything. Where many have answered and nobody has
/// looked before, a worker is asked to count them.
pub async fn load(ctx: &mut Ctx<'_>, survey: Survey) -> Result<Results> {
    let Some(answered) = Answered::find(ctx, &survey).await? else {
        return Ok(Results::None);
    };
    let results = match ctx.bot.results.get(answered.key) {
        Some(results) => results,
        None if answered.key.responses > AT_ONCE => {
            ctx.bot.results.want(answered.key);
            return Ok(Results::Counting);
        }
        None => answered.count(ctx).await?,
    };
    Ok(released(survey, answered, results).map_or(Results::None, Results::Ready))
}

/// The same for a file, whose maker has time: what is not at hand is counted here, however many have answered.
pub async fn load_whole(ctx: &mut Ctx<'_>, survey: Survey) -> Result<Option<ReleasedResults>> {
    let Some(answered) = Answered::find(ctx, &survey).await? else { return Ok(None) };
    let results = match ctx.bot.results.get(answered.key) {
        Some(results) => results,
        None => answered.count(ctx).await?,
    };
    Ok(released(survey, answered, results))
}

/// What a workbook and a report tell beside the results.
pub async fn background(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Background> {
    Ok(Background {
        turnout: turnout::of(ctx, survey).await?,
        bodies: bodies::list(ctx.db).await?,
        masked: masked::list_of_survey(ctx.db, survey.id).await?,
    })
}

/// Counts the surveys that are asked for, one after the other, for as long as the bot runs.
pub async fn count_wanted(bot: &Arc<Bot>, store: &Store) {
    loop {
        let key = bot.results.wanted().await;
        match count_apart(bot, store, key).await {
            Ok(Some(results)) => bot.results.insert(key, results),
            Ok(None) => bot.results.give_up(key), // somebody was erased meanwhile: whoever looks again asks for what is left
            Err(error) => {
                tracing::error!(%error, "the answers of a survey could not be counted");
                bot.results.give_up(key);
            }
        }
    }
}

/// What was asked for; none if the database holds another number of responses than that.
async fn count_apart(bot: &Arc<Bot>, store: &Store, key: CacheKey) -> Result<Option<CachedResults>> {
    let mut db = store.read().await?;
    let Some((version, n)) = responses::find_newest_version(&mut db, key.survey).await? else { return Ok(None) };
    if n != key.responses {
        return Ok(None);
    }
    let played = bot.library.version(&mut db, version).await?;
    let responses = responses::list_of_survey(&mut db, key.survey).await?;
    drop(db); // there are few readers, and counting takes long
    let fewest = bot.notice.fewest();
    let counted = tokio::task::spawn_blocking(move || count(responses, &played, fewest)).await;
    counted.map(Some).map_err(|_| Error::Panic)
}

/// A closed survey with responses, before they are read.
struct Answered {
    key: CacheKey,
    played: Arc<LocalizedDialog>,
}

impl Answered {
    async fn find(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Option<Answered>> {
        if survey.closed_at.is_none() {
            return Ok(None);
        }
        let Some((version, n)) = responses::find_newest_version(ctx.db, survey.id).await? else { return Ok(None) };
        let played = ctx.bot.library.version(ctx.db, version).await?;
        Ok(Some(Answered { key: CacheKey { survey: survey.id, responses: n }, played }))
    }

    /// Reads and counts the responses, and keeps at hand what was counted.
    async fn count(&self, ctx: &mut Ctx<'_>) -> Result<CachedResults> {
        let responses = responses::list_of_survey(ctx.db, self.key.survey).await?;
        let results = count(responses, &self.played, ctx.min_group_size());
        ctx.bot.results.insert(self.key, results.clone());
        Ok(results)
    }
}

fn count(stored: Vec<StoredResponse>, played: &LocalizedDialog, fewest: usize) -> CachedResults {
    let responses: Vec<Response> = stored.into_iter().map(Response::from).collect();
    let topics = topics::answered(&responses, &played.dialog, fewest);
    CachedResults { topics: topics.into(), people: Arc::new(Population::of(responses, &played.dialog)) }
}

/// None where too few have answered anything.
fn released(survey: Survey, answered: Answered, results: CachedResults) -> Option<ReleasedResults> {
    let CachedResults { topics, people } = results;
    (!topics.is_empty()).then(|| ReleasedResults { survey, played: answered.played, topics, people })
}

impl ReleasedResults {
    /// What a topic asks.
    pub fn title(&self, locale: &Locale<'_>, question: &Question, topic: &Topic) -> String {
        charts::title(locale, &self.played, question, topic)
    }

    /// The topic of this number with its place, or the first one: an old button may name one that is not shown any more.
    pub fn at(&self, number: TopicNumber) -> (usize, &Topic) {
        let place = usize::try_from(number.0.saturating_sub(1)).unwrap_or(0);
        self.topics.get(place).map_or((0, &self.topics[0]), |topic| (place, topic))
    }
}

/// The number of the topic at a place.
pub fn number_of(place: usize) -> TopicNumber {
    TopicNumber(i64::try_from(place).map_or(i64::MAX, |place| place.saturating_add(1)))
}

impl From<StoredResponse> for Response {
    fn from(row: StoredResponse) -> Response {
        let StoredResponse { id, version: _, answers, body, role, sex, area, age, submitted_at: _ } = row;
        Response { id, answers, body, role, sex, area, age }
    }
}
