//! What people who have not given consent were at: the language that they chose, and the invitation that they read.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::types::{Address, HOUR, Millis, Timestamp};

/// Older entries are forgotten.
const FORGET_AFTER: Millis = 2 * HOUR;
/// Chats in memory. When there are more, all are forgotten.
const MOST_CHATS: usize = 10_000;

/// In memory only: nothing about a person may be stored before both ticks are given. It keeps a typed word from leading
/// away from the consent screen. After a restart the buttons of that screen still know everything.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<HashMap<Address, (Timestamp, Reading)>>);

/// What a stranger last had before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub language: String,
    /// The code of the invitation; empty on the welcome.
    pub code: String,
    pub ticks: u8,
}

impl Strangers {
    fn lock(&self) -> MutexGuard<'_, HashMap<Address, (Timestamp, Reading)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner) // the map is whole between calls
    }

    pub fn find(&self, address: Address, now: Timestamp) -> Option<Reading> {
        let (at, reading) = self.lock().get(&address)?.clone();
        (now - at <= FORGET_AFTER).then_some(reading)
    }

    pub fn remember(&self, address: Address, now: Timestamp, reading: Reading) {
        let mut all = self.lock();
        if all.len() >= MOST_CHATS {
            all.clear();
        }
        all.insert(address, (now, reading));
    }

    /// Called when the person has joined.
    pub fn forget(&self, address: Address) {
        self.lock().remove(&address);
    }
}
