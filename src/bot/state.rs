//! The bot: its texts, dialogs and settings, and the little that it keeps in memory.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::sync::Notify;

use super::cache::ResultsCache;
use super::guesses::Guesses;
use super::library::Library;
use super::privacy_notice::PrivacyNotice;
use crate::schedule::Rules;
use crate::text::Texts;

/// Signs of an invitation code.
pub const CODE_LENGTH: usize = 10;

/// The bot: texts, dialogs and settings. It holds no state that a restart would lose but the slowing of guesses.
pub struct Bot {
    /// What it says.
    pub texts: Texts,
    /// What it asks.
    pub library: Library,
    /// When it writes on its own.
    pub rules: Rules,
    /// Who answers for the data.
    pub notice: PrivacyNotice,
    /// Telegram name, for links.
    pub username: String,
    /// Rung when letters were written to the outbox.
    pub outbox: Notify,
    /// Rung when files were handed out whose copies are to be kept.
    pub handed_out: Notify,
    /// Rung when a form was sent that is to be fetched.
    pub sent_in: Notify,
    /// Answers of surveys that have closed.
    pub results: ResultsCache,
    /// Who has typed wrong codes lately.
    pub(super) guesses: Guesses,
    random: Mutex<StdRng>,
}

impl Bot {
    /// A bot; `seed` feeds codes, response keys and option orders, and comes from the system but in tests.
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
            random: Mutex::new(StdRng::from_seed(seed)),
        }
    }

    /// Rings for whatever works on what handlers have written; called once that is committed.
    pub fn ring(&self) {
        for bell in [&self.outbox, &self.handed_out, &self.sent_in] {
            bell.notify_one();
        }
    }

    /// A random number from 1 to 2^62: as key of a row, fits SQLite and every reader of CSV files.
    pub fn random(&self) -> i64 {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        random.random_range(1..1 << 62)
    }

    /// A code that opens a link: ten signs that are hard to confuse, about 49 bits.
    pub fn code(&self) -> String {
        const SIGNS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        (0..CODE_LENGTH).map(|_| char::from(SIGNS[random.random_range(0..SIGNS.len())])).collect()
    }

    /// The address that opens the bot with a code.
    pub fn link(&self, code: &str) -> String {
        format!("https://t.me/{}?start={code}", self.username)
    }
}
