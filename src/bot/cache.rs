//! The results of closed surveys in memory, and a queue of surveys that a worker must count.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::report::stats::figures::Figure;
use crate::report::stats::population::Population;
use crate::report::stats::split::Split;
use crate::report::stats::topics::Topic;
use crate::types::SurveyId;

/// Most surveys in memory: each takes some 20 MB where a million people answered.
const MOST_CACHED: usize = 2;

/// A survey and its number of responses. A closed survey's results only change when somebody erases their data, which
/// changes the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheKey {
    pub survey: SurveyId,
    pub responses: i64,
}

#[derive(Clone)]
pub struct CachedResults {
    /// The topics that enough people answered, in the order of the survey.
    pub topics: Arc<[Topic]>,
    /// Who answered, in the order of random keys.
    pub people: Arc<Population>,
    pub released: Arc<ReleasedTopics>,
}

/// What may be shown of a topic: the whole, and its splits. None: too few answered.
pub type ReleasedTopic = Option<(Figure, Vec<Split>)>;

/// What was released of each topic so far: a person looks at a topic split in several ways, one after the other.
#[derive(Default)]
pub struct ReleasedTopics {
    known: Mutex<BTreeMap<Topic, ReleasedTopic>>,
    /// Releases them all, once somebody has asked for that.
    worker: Mutex<Option<JoinHandle<()>>>,
}

impl ReleasedTopics {
    /// What was released of a topic; `release` decides what, if nobody has asked before.
    pub fn get_or_release(&self, topic: &Topic, release: impl FnOnce() -> ReleasedTopic) -> ReleasedTopic {
        if let Some(known) = lock(&self.known).get(topic) {
            return known.clone();
        }
        let released = release();
        lock(&self.known).insert(topic.clone(), released.clone());
        released
    }

    /// Of how many topics this is known.
    pub fn count_known(&self) -> usize {
        lock(&self.known).len()
    }

    /// Releases all topics on another thread, unless one does so already.
    pub fn release_in_background(&self, release_all: impl FnOnce() + Send + 'static) {
        let mut worker = lock(&self.worker);
        if worker.as_ref().is_none_or(JoinHandle::is_finished) {
            *worker = Some(tokio::task::spawn_blocking(release_all));
        }
    }
}

#[derive(Default)]
pub struct ResultsCache {
    cached: Mutex<VecDeque<(CacheKey, CachedResults)>>,
    requested: Mutex<VecDeque<CacheKey>>,
    request_added: Notify,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner) // whole after every change
}

impl ResultsCache {
    pub fn get(&self, key: CacheKey) -> Option<CachedResults> {
        lock(&self.cached).iter().find(|(known, _)| *known == key).map(|(_, cached)| cached.clone())
    }

    /// Adds results and drops the oldest ones over the limit.
    pub fn insert(&self, key: CacheKey, results: CachedResults) {
        let mut cached = lock(&self.cached);
        cached.retain(|(known, _)| known.survey != key.survey);
        cached.push_back((key, results));
        while cached.len() > MOST_CACHED {
            cached.pop_front();
        }
        lock(&self.requested).retain(|wanted| *wanted != key);
    }

    /// Called when somebody was erased.
    pub fn clear(&self) {
        lock(&self.cached).clear();
    }

    /// Asks the worker to count a survey. A second request for the same one changes nothing.
    pub fn request(&self, key: CacheKey) {
        let mut wanted = lock(&self.requested);
        if !wanted.contains(&key) {
            wanted.push_back(key);
            self.request_added.notify_one();
        }
    }

    /// Drops a request that failed. Somebody who opens the results again makes a new one.
    pub fn give_up(&self, key: CacheKey) {
        lock(&self.requested).retain(|wanted| *wanted != key);
    }

    /// Waits for the next request. It stays in the queue until it is inserted or given up.
    pub async fn next_request(&self) -> CacheKey {
        loop {
            if let Some(key) = lock(&self.requested).front() {
                return *key;
            }
            self.request_added.notified().await;
        }
    }
}
