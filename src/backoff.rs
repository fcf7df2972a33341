//! When an action that failed is tried again: one policy, with values for each action.
//!
//! Nothing waits here, reads a clock or draws a random number. Where Telegram says how long to wait (429), this policy
//! does not apply.

use std::time::Duration;

/// A policy of pauses. Each pause is twice as long as the one before, up to the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    first_pause: Duration,
    longest_pause: Duration,
    /// For how long the action is tried. None: until it succeeds.
    patience: Option<Duration>,
}

/// For reaching Telegram when the program starts.
pub const START: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(30));
/// For fetching updates.
pub const POLL: Backoff = Backoff::new(Duration::from_millis(300), Duration::from_secs(30));
/// For showing a reply. A reply that is given up stays unanswered in the inbox, and the next start shows it. Somebody
/// waits for it, so the first pause is short: most faults are over at once.
pub const REPLY: Backoff =
    Backoff::new(Duration::from_millis(300), Duration::from_secs(20)).for_at_most(Duration::from_secs(60 * 60));
/// For answering a button. Telegram ends its waiting after some seconds anyway.
pub const BUTTON: Backoff = REPLY.for_at_most(Duration::from_secs(15));
/// For sending a letter. Many letters fail together, so their pauses are spread: [`Backoff::spread_pause`].
pub const LETTER: Backoff =
    Backoff::new(Duration::from_secs(2), Duration::from_secs(10 * 60)).for_at_most(Duration::from_secs(24 * 60 * 60));
/// For reading and writing the outbox when the database refuses.
pub const OUTBOX: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(1));
/// For copying a file. Nobody waits for the copy.
pub const COPY: Backoff = Backoff::new(Duration::from_secs(30), Duration::from_secs(30));
/// For fetching a form. Its coordinator waits for it, and is told when it is given up.
pub const FORM: Backoff =
    Backoff::new(Duration::from_secs(10), Duration::from_secs(10)).for_at_most(Duration::from_secs(60 * 60));

impl Backoff {
    const fn new(first_pause: Duration, longest_pause: Duration) -> Backoff {
        Backoff { first_pause, longest_pause, patience: None }
    }

    const fn for_at_most(self, patience: Duration) -> Backoff {
        Backoff { patience: Some(patience), ..self }
    }

    /// The pause after this many failures in a row.
    pub fn pause(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(31);
        self.first_pause.saturating_mul(1 << doublings).min(self.longest_pause)
    }

    /// The pause, up to a half shorter by chance, so that what failed together is not tried together again. `random` is any
    /// number, uniformly distributed.
    pub fn spread_pause(&self, failures: u32, random: u64) -> Duration {
        let pause = self.pause(failures);
        let half = u64::try_from(pause.as_millis() / 2).unwrap_or(u64::MAX).max(1);
        pause - Duration::from_millis(random % half)
    }

    /// Whether the action has been tried long enough.
    pub fn gives_up(&self, tried_for: Duration) -> bool {
        self.patience.is_some_and(|patience| tried_for >= patience)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses = [1, 2, 3, 6, 7, u32::MAX].map(|failures| REPLY.pause(failures).as_millis());
        assert_eq!(pauses, [300, 600, 1_200, 9_600, 19_200, 20_000]);
        assert_eq!([COPY.pause(1), COPY.pause(9)], [Duration::from_secs(30); 2]);
    }

    #[test]
    fn spread_pauses_are_a_half_shorter_at_most() {
        let pauses = [(1, 0), (1, 1_999), (2, 0), (3, 0)].map(|(n, random)| LETTER.spread_pause(n, random).as_millis());
        assert_eq!(pauses, [2_000, 1_001, 4_000, 8_000]);
        let longest = 10 * Duration::from_secs(60);
        assert!((1..200).all(|failures| LETTER.spread_pause(failures, u64::MAX) <= longest));
    }

    #[test]
    fn patience_ends_where_there_is_any() {
        assert!(!BUTTON.gives_up(Duration::from_millis(14_999)) && BUTTON.gives_up(Duration::from_secs(15)));
        assert!(!POLL.gives_up(Duration::MAX));
    }
}
