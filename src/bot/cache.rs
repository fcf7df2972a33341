//! Answers of surveys that have closed, kept at hand, and which surveys are to be counted apart.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::report::stats::population::Population;
use crate::report::stats::topics::Topic;
use crate::types::SurveyId;

/// Most surveys whose answers are kept at hand: some 20 MB each where they are of a million.
const MOST_CACHED: usize = 2;

/// A survey and how many have responded: what is shown follows from that, which only changes when somebody erases themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheKey {
    /// The survey.
    pub survey: SurveyId,
    /// How many responses it has.
    pub responses: i64,
}

/// What was read of one survey.
#[derive(Clone)]
pub struct CachedResults {
    /// What is shown, in the order of the survey: topics that enough people answered.
    pub topics: Arc<[Topic]>,
    /// Who answered, in the order of random keys.
    pub people: Arc<Population>,
}

/// Answers of surveys that have closed.
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
    /// What is at hand of a survey.
    pub fn get(&self, key: CacheKey) -> Option<CachedResults> {
        lock(&self.cached).iter().find(|(known, _)| *known == key).map(|(_, cached)| cached.clone())
    }

    /// Keeps what was counted; of the others the newest stay.
    pub fn insert(&self, key: CacheKey, results: CachedResults) {
        let mut cached = lock(&self.cached);
        cached.retain(|(known, _)| known.survey != key.survey);
        cached.push_back((key, results));
        while cached.len() > MOST_CACHED {
            cached.pop_front();
        }
        lock(&self.requested).retain(|wanted| *wanted != key);
    }

    /// Forgets everything: somebody has been erased.
    pub fn clear(&self) {
        lock(&self.cached).clear();
    }

    /// Asks for a survey to be counted apart, once.
    pub fn request(&self, key: CacheKey) {
        let mut wanted = lock(&self.requested);
        if !wanted.contains(&key) {
            wanted.push_back(key);
            self.request_added.notify_one();
        }
    }

    /// A survey could not be counted: it is not asked for any more, until somebody looks again.
    pub fn give_up(&self, key: CacheKey) {
        lock(&self.requested).retain(|wanted| *wanted != key);
    }

    /// The next survey to be counted apart; waits until there is one. It stays wanted until it is inserted or given up.
    pub async fn next_request(&self) -> CacheKey {
        loop {
            if let Some(key) = lock(&self.requested).front() {
                return *key;
            }
            self.request_added.notified().await;
        }
    }
}
