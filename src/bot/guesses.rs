//! Slows down the guessing of codes: invitation codes have 49 bits, check-in codes only six digits.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::types::{Address, HOUR, Millis, Timestamp};

/// Wrong codes without a wait. Each further one doubles the wait.
const FREE_GUESSES: u32 = 3;
/// The first wait. It grows to one hour at most.
const FIRST_WAIT: Millis = 30_000;
/// Wrong codes older than this are forgotten.
const FORGET_AFTER: Millis = 2 * HOUR;
/// Chats in memory. When there are more, all are forgotten.
const MOST_CHATS: usize = 10_000;

/// Who has typed wrong codes lately. This is never stored: a wrong code must leave no trace in the database.
#[derive(Debug, Default)]
pub struct Guesses(Mutex<HashMap<Address, Wrong>>);

#[derive(Debug, Default)]
struct Wrong {
    count: u32,
    wait_until: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Guesses {
    fn lock(&self) -> MutexGuard<'_, HashMap<Address, Wrong>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner) // the map is whole between calls
    }

    /// Milliseconds until this chat may try again; none if it may now.
    pub fn wait(&self, address: Address, now: Timestamp) -> Option<Millis> {
        let wait = self.lock().get(&address)?.wait_until? - now;
        (wait > 0).then_some(wait)
    }

    pub fn add_wrong(&self, address: Address, now: Timestamp) {
        let mut all = self.lock();
        if all.len() >= MOST_CHATS {
            all.clear();
        }
        let wrong = all.entry(address).or_default();
        if wrong.last.is_some_and(|last| now - last > FORGET_AFTER) {
            wrong.count = 0;
        }
        wrong.last = Some(now);
        wrong.count += 1;
        if let Some(over) = wrong.count.checked_sub(FREE_GUESSES + 1) {
            wrong.wait_until = Some(now + (FIRST_WAIT << over.min(7)).min(HOUR));
        }
    }

    /// Called after a right code: the wrong ones before it were typing mistakes.
    pub fn forget(&self, address: Address) {
        self.lock().remove(&address);
    }
}
