//! Loads the results that may be shown: the survey has closed, and enough people answered.
//!
//! [`crate::report::disclosure`] decides which groups may be shown. Counting takes long if many people answered. So
//! counted results stay in memory, and a worker counts large surveys while others are served.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::charts;
use super::groups::{self, Groups};
use crate::bot::cache::{CacheKey, CachedResults, ReleasedTopic, ReleasedTopics};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::library::LocalizedDialog;
use crate::bot::state::Bot;
use crate::bot::surveys::rounds;
use crate::bot::surveys::turnout::{self, Turnout};
use crate::chat::TopicNumber;
use crate::dialog::{Key, Question};
use crate::report::disclosure;
use crate::report::stats::figures::Figure;
use crate::report::stats::population::{Dimension, Population};
use crate::report::stats::response::Response;
use crate::report::stats::split::Split;
use crate::report::stats::topics::{self, Topic};
use crate::store::bodies::{self, Body};
use crate::store::responses::{self, StoredResponse};
use crate::store::surveys::Survey;
use crate::store::{Store, masked};
use crate::types::{BodyId, ResponseId};

/// Most responses that are counted in the desk's transaction: it takes a tenth of a second.
const MOST_COUNTED_AT_ONCE: i64 = 2_000;
/// Most responses times topics that are released while somebody waits.
const MOST_RELEASED_AT_ONCE: usize = 10_000;

#[derive(Clone)]
pub struct ReleasedResults {
    pub survey: Survey,
    /// The newest version of its dialog that somebody answered.
    pub localized: Arc<LocalizedDialog>,
    /// The topics that enough people answered, in the order of the survey; never empty.
    pub topics: Arc<[Topic]>,
    /// Who answered, in the order of random keys.
    pub people: Arc<Population>,
    /// The bodies that the survey was open to.
    pub open_to: Vec<BodyId>,
    released: Arc<ReleasedTopics>,
}

pub enum Results {
    Ready(ReleasedResults),
    Counting,
    /// The survey is open, or too few people have answered.
    None,
}

impl Results {
    /// The results, if they may be shown now.
    pub fn ready(self) -> Option<ReleasedResults> {
        match self {
            Results::Ready(results) => Some(results),
            Results::Counting | Results::None => None,
        }
    }
}

/// What a workbook or a report shows beside the results.
pub struct Background {
    /// What this round of the survey is called; not escaped.
    pub title: String,
    pub turnout: Turnout,
    /// All bodies, for the names of groups.
    pub bodies: Vec<Body>,
    /// The masked comments.
    pub masked: BTreeSet<(ResponseId, Key)>,
}

/// The results, if the survey has closed and enough people answered. If many people answered and nobody has looked
/// before, a worker is asked to count them.
pub async fn load(ctx: &mut Ctx<'_>, survey: Survey) -> Result<Results> {
    let Some(answered) = AnsweredSurvey::find(ctx, &survey).await? else {
        return Ok(Results::None);
    };
    let results = match ctx.bot.results.get(answered.key) {
        Some(results) => results,
        None if answered.key.responses > MOST_COUNTED_AT_ONCE => {
            ctx.bot.results.request(answered.key);
            return Ok(Results::Counting);
        }
        None => answered.count(ctx).await?,
    };
    Ok(release(survey, answered, results).map_or(Results::None, Results::Ready))
}

/// The same for a file, which may take longer: everything is counted here.
pub async fn load_for_file(ctx: &mut Ctx<'_>, survey: Survey) -> Result<Option<ReleasedResults>> {
    let Some(answered) = AnsweredSurvey::find(ctx, &survey).await? else { return Ok(None) };
    let results = match ctx.bot.results.get(answered.key) {
        Some(results) => results,
        None => answered.count(ctx).await?,
    };
    Ok(release(survey, answered, results))
}

pub async fn background(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Background> {
    Ok(Background {
        title: rounds::plain_heading(ctx, survey).await?,
        turnout: turnout::load(ctx, survey).await?,
        bodies: bodies::list(ctx.db).await?,
        masked: masked::list_of_survey(ctx.db, survey.id).await?,
    })
}

/// What this round of the survey is called; safe for HTML.
pub async fn heading(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<String> {
    rounds::heading(ctx, survey).await
}

/// Counts the requested surveys one after the other, for as long as the bot runs.
pub async fn count_wanted(bot: &Arc<Bot>, store: &Store) {
    loop {
        let key = bot.results.next_request().await;
        match count_requested(bot, store, key).await {
            Ok(Some(results)) => bot.results.insert(key, results),
            Ok(None) => bot.results.give_up(key), // somebody was erased meanwhile; the next look makes a new request
            Err(error) => {
                tracing::error!(%error, "the answers of a survey could not be counted");
                bot.results.give_up(key);
            }
        }
    }
}

/// The requested results; none if the number of responses has changed.
async fn count_requested(bot: &Arc<Bot>, store: &Store, key: CacheKey) -> Result<Option<CachedResults>> {
    let mut db = store.read().await?;
    let Some((version, n)) = responses::find_newest_version(&mut db, key.survey).await? else { return Ok(None) };
    if n != key.responses {
        return Ok(None);
    }
    let localized = bot.library.version(&mut db, version).await?;
    let responses = responses::list_of_survey(&mut db, key.survey).await?;
    drop(db); // there are few readers, and counting takes long
    let min_group_size = bot.notice.min_group_size();
    let counted = tokio::task::spawn_blocking(move || count(responses, &localized, min_group_size)).await;
    counted.map(Some).map_err(|_| Error::Panic)
}

/// A closed survey with responses, before these are read.
struct AnsweredSurvey {
    key: CacheKey,
    localized: Arc<LocalizedDialog>,
    open_to: Vec<BodyId>,
}

impl AnsweredSurvey {
    async fn find(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Option<AnsweredSurvey>> {
        if survey.closed_at.is_none() {
            return Ok(None);
        }
        let Some((version, n)) = responses::find_newest_version(ctx.db, survey.id).await? else { return Ok(None) };
        let localized = ctx.bot.library.version(ctx.db, version).await?;
        let open_to = turnout::list_concerned(ctx, survey).await?;
        Ok(Some(AnsweredSurvey { key: CacheKey { survey: survey.id, responses: n }, localized, open_to }))
    }

    /// Reads and counts the responses, and puts the results into the cache.
    async fn count(&self, ctx: &mut Ctx<'_>) -> Result<CachedResults> {
        let responses = responses::list_of_survey(ctx.db, self.key.survey).await?;
        let results = count(responses, &self.localized, ctx.min_group_size());
        ctx.bot.results.insert(self.key, results.clone());
        Ok(results)
    }
}

fn count(stored: Vec<StoredResponse>, localized: &LocalizedDialog, min_group_size: usize) -> CachedResults {
    let responses: Vec<Response> = stored.into_iter().map(Response::from).collect();
    let topics = topics::answered(&responses, &localized.dialog, min_group_size);
    let people = Arc::new(Population::of(responses, &localized.dialog));
    CachedResults { topics: topics.into(), people, released: Arc::default() }
}

/// None if too few people have answered any topic.
fn release(survey: Survey, answered: AnsweredSurvey, results: CachedResults) -> Option<ReleasedResults> {
    let CachedResults { topics, people, released } = results;
    let AnsweredSurvey { localized, open_to, .. } = answered;
    (!topics.is_empty()).then(|| ReleasedResults { survey, localized, topics, people, open_to, released })
}

impl ReleasedResults {
    /// What may be shown of a topic: the whole, and its splits with their groups in order. None if too few answered.
    pub fn release(&self, locale: &Locale<'_>, topic: &Topic) -> Option<(Figure, Vec<Split>)> {
        let dialog = &self.localized.dialog;
        let release = || disclosure::release(&self.people, dialog, topic, locale.min_group_size());
        let (whole, mut splits) = self.released.get_or_release(topic, release)?;
        splits.iter_mut().for_each(|split| groups::put_in_order(locale, split));
        Some((whole, splits))
    }

    /// The groups of a dimension in which at least `min_group_size` people have answered, by id.
    pub fn groups_of_respondents(&self, dimension: Dimension, min_group_size: usize) -> Vec<&str> {
        let Some(at) = Dimension::ALL.iter().position(|known| *known == dimension) else { return Vec::new() };
        let ids = &self.people.groups[at];
        let mut sizes = vec![0; ids.len()];
        let profiles = self.people.profile_of.iter().filter_map(|profile| self.people.profiles[*profile][at]);
        profiles.for_each(|group| sizes[group] += 1);
        let shown = ids.iter().zip(sizes).filter(|(_, size)| *size >= min_group_size.max(disclosure::MIN_GROUP_SIZE));
        shown.map(|(id, _)| id.as_str()).collect()
    }

    /// What may be shown of every topic, in their order. None: there is much to look through, and another thread does it.
    pub fn release_all(&self, locale: &Locale<'_>) -> Option<Vec<ReleasedTopic>> {
        let min_group_size = locale.min_group_size();
        let results = self.clone();
        let release_each = move || -> Vec<ReleasedTopic> {
            let dialog = &results.localized.dialog;
            let release = |topic| disclosure::release(&results.people, dialog, topic, min_group_size);
            let known = |topic| results.released.get_or_release(topic, || release(topic));
            results.topics.iter().map(known).collect()
        };
        let much = self.people.responses.len() * self.topics.len() > MOST_RELEASED_AT_ONCE;
        if much && self.released.count_known() < self.topics.len() {
            self.released.release_in_background(move || drop(release_each()));
            return None;
        }
        Some(release_each())
    }

    /// All groups of a dimension, shown or not.
    pub fn groups(&self, locale: &Locale<'_>, dimension: Dimension, bodies: &[Body]) -> Groups {
        Groups::of(locale, dimension, &self.open_to, bodies)
    }

    pub fn title(&self, locale: &Locale<'_>, question: &Question, topic: &Topic) -> String {
        charts::title(locale, &self.localized, question, topic)
    }

    /// The topic with this number and its index, or the first topic: an old button may name one that is no longer
    /// shown.
    pub fn topic_at(&self, number: TopicNumber) -> (usize, &Topic) {
        let place = usize::try_from(number.0.saturating_sub(1)).unwrap_or(0);
        self.topics.get(place).map_or((0, &self.topics[0]), |topic| (place, topic))
    }
}

/// The number of the topic with this index.
pub fn topic_number(place: usize) -> TopicNumber {
    TopicNumber(i64::try_from(place).map_or(i64::MAX, |place| place.saturating_add(1)))
}

impl From<StoredResponse> for Response {
    fn from(row: StoredResponse) -> Response {
        let StoredResponse { id, version: _, answers, body, role, sex, area, age, submitted_at: _ } = row;
        Response { id, answers, body, role, sex, area, age }
    }
}
