//! The bot: its texts, dialogs and settings, and the little that it holds in memory.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::sync::Notify;

use super::cache::ResultsCache;
use super::guesses::Guesses;
use super::library::Library;
use super::privacy_notice::PrivacyNotice;
use super::strangers::Strangers;
use super::submitted::Submitted;
use crate::schedule::Rules;
use crate::text::Texts;

pub const CODE_LENGTH: usize = 10;

/// A restart loses nothing but cached results, the count of wrong codes, what strangers were reading, and where people
/// handed in last.
pub struct Bot {
    pub texts: Texts,
    pub library: Library,
    pub rules: Rules,
    pub notice: PrivacyNotice,
    /// The bot's name on Telegram, used in links.
    pub username: String,
    /// Notified when letters were written to the outbox.
    pub outbox: Notify,
    /// Notified when files were handed out that need a copy.
    pub handed_out: Notify,
    /// Notified when a coordinator has sent a form that must be fetched.
    pub sent_in: Notify,
    pub results: ResultsCache,
    pub(super) guesses: Guesses,
    pub(super) strangers: Strangers,
    pub(super) submitted: Submitted,
    random: Mutex<StdRng>,
}

impl Bot {
    /// `seed` feeds codes, response keys and option orders. It comes from the system, except in tests.
    pub fn new(
        texts: Texts,
        library: Library,
        rules: Rules,
        notice: PrivacyNotice,
        username: String,
        seed: [u8; 32],
    ) -> Bot {
        Bot {
            texts,
            library,
            rules,
            notice,
            username,
            outbox: Notify::new(),
            handed_out: Notify::new(),
            sent_in: Notify::new(),
            results: ResultsCache::default(),
            guesses: Guesses::default(),
            strangers: Strangers::default(),
            submitted: Submitted::default(),
            random: Mutex::new(StdRng::from_seed(seed)),
        }
    }

    /// Wakes the workers. Called once the rows that handlers wrote are committed.
    pub fn ring(&self) {
        for bell in [&self.outbox, &self.handed_out, &self.sent_in] {
            bell.notify_one();
        }
    }

    /// A random number from 1 to 2^62: a row key that fits SQLite and every reader of CSV files.
    pub fn random(&self) -> i64 {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        random.random_range(1..1 << 62)
    }

    /// An invitation code: ten characters that are hard to confuse, about 49 bits.
    pub fn code(&self) -> String {
        const SIGNS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        (0..CODE_LENGTH).map(|_| char::from(SIGNS[random.random_range(0..SIGNS.len())])).collect()
    }

    /// The address that opens the bot with this code.
    pub fn link(&self, code: &str) -> String {
        format!("https://t.me/{}?start={code}", self.username)
    }
}
