//! Answers of surveys that have closed, kept at hand, and which surveys are to be counted apart.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::report::stats::population::Population;
use crate::report::stats::topics::Topic;
use crate::types::SurveyId;

/// Most surveys whose answers are kept at hand: some 20 MB each where they are of a million.
const AT_HAND: usize = 2;

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
    counted: Mutex<VecDeque<(CacheKey, CachedResults)>>,
    wanted: Mutex<VecDeque<CacheKey>>,
    more: Notify,
}

fn whole<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner) // whole after every change
}

impl ResultsCache {
    /// What is at hand of a survey.
    pub fn get(&self, key: CacheKey) -> Option<CachedResults> {
        whole(&self.counted).iter().find(|(known, _)| *known == key).map(|(_, counted)| counted.clone())
    }

    /// Keeps what was counted; of the others the newest stay.
    pub fn insert(&self, key: CacheKey, results: CachedResults) {
        let mut counted = whole(&self.counted);
        counted.retain(|(known, _)| known.survey != key.survey);
        counted.push_back((key, results));
        while counted.len() > AT_HAND {
            counted.pop_front();
        }
        whole(&self.wanted).retain(|wanted| *wanted != key);
    }

    /// Forgets everything: somebody has been erased.
    pub fn clear(&self) {
        whole(&self.counted).clear();
    }

    /// Asks for a survey to be counted apart, once.
    pub fn want(&self, key: CacheKey) {
        let mut wanted = whole(&self.wanted);
        if !wanted.contains(&key) {
            wanted.push_back(key);
            self.more.notify_one();
        }
    }

    /// A survey could not be counted: it is not asked for any more, until somebody looks again.
    pub fn give_up(&self, key: CacheKey) {
        whole(&self.wanted).retain(|wanted| *wanted != key);
    }

    /// The next survey to be counted apart; waits until there is one. It stays wanted until it is inserted or given up.
    pub async fn wanted(&self) -> CacheKey {
        loop {
            if let Some(key) = whole(&self.wanted).front() {
                return *key;
            }
            self.more.notified().await;
        }
    }
}
