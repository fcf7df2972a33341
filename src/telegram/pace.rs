//! How fast new messages go out: at once, until Telegram says that it is too fast; then evenly, below its limit, for a while.
//!
//! A 429 of one chat holds that chat alone (its lane waits in [`super::send`]); 429s of several chats at the same time mean
//! the limit over all chats (30 messages a second), so everybody holds for as long as Telegram asks.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Between two messages while messages go out evenly: 25 a second, under Telegram's 30.
const APART: Duration = Duration::from_millis(40);
/// How long messages go out evenly after the last 429.
const CAUTION: Duration = Duration::from_secs(60);
/// 429s of two chats within this time are about all chats.
const SAME_TIME: Duration = Duration::from_secs(1);

/// When the next message may go out; shared by all lanes.
#[derive(Debug, Default)]
pub struct Pace(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    held: Option<Instant>,
    even: Option<Instant>,
    next: Option<Instant>,
    refused: Option<(Instant, i64)>,
}

impl Pace {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner) // whole between calls
    }

    /// Waits until a new message may go out.
    pub async fn turn(&self) {
        let slot = self.state().take(Instant::now());
        if let Some(slot) = slot {
            tokio::time::sleep_until(slot).await;
        }
    }

    /// Telegram refused a message to `chat` and asks to wait.
    pub fn refused(&self, chat: i64, wait: Duration) {
        self.state().refuse(Instant::now(), chat, wait);
    }
}

impl State {
    /// The moment of the next message, which is taken; none for now.
    fn take(&mut self, now: Instant) -> Option<Instant> {
        let held = self.held.filter(|held| *held > now);
        if held.is_none() && self.even.is_none_or(|even| even <= now) {
            return None;
        }
        let slot = [held, self.next].into_iter().flatten().fold(now, Instant::max);
        self.next = Some(slot + APART);
        Some(slot)
    }

    fn refuse(&mut self, now: Instant, chat: i64, wait: Duration) {
        let everybody = self.refused.is_some_and(|(at, other)| other != chat && now - at < SAME_TIME);
        self.refused = Some((now, chat));
        let until = now + wait;
        self.even = Some(self.even.map_or(until + CAUTION, |even| even.max(until + CAUTION)));
        if everybody {
            self.held = Some(self.held.map_or(until, |held| held.max(until)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_before_a_refusal_and_all_wait_evenly_after_several() {
        let (mut state, start) = (State::default(), Instant::now());
        assert_eq!(state.take(start), None);
        state.refuse(start, 1, Duration::from_secs(9));
        assert_eq!(state.take(start), Some(start), "one chat's refusal holds nobody else");
        assert_eq!(state.take(start), Some(start + APART));
        state.refuse(start, 2, Duration::from_secs(3));
        let held = start + Duration::from_secs(3);
        assert_eq!([state.take(start), state.take(start)], [Some(held), Some(held + APART)]);
        assert_eq!(state.take(start + Duration::from_secs(80)), None, "forgotten after a while");
    }
}
