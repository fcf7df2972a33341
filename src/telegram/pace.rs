//! How fast new messages go out: as fast as Telegram allows, never faster, and replies before letters.
//!
//! Telegram takes 30 messages a second over all chats and about one a second to one chat. A message takes a slot. No more
//! slots than the limit lie within `SECOND`, so that messages which travel at different speeds do not arrive too close
//! together. A reply gets the next free slot at once. A letter of the outbox gets a slot only when no reply wants it. Letters
//! are evenly spaced: so a reply never finds all slots of a second taken, and waits for one slot at most. Edits and answers
//! to buttons take none.
//!
//! A 429 of one chat holds that chat alone (its lane waits). 429s of several chats at the same time are about the limit over
//! all chats: then everybody waits for as long as Telegram asks, and goes on more slowly for a while.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::types::Address;

/// What counts as a second: messages may be this much late on the way, one more than the other, without arriving too close.
const SECOND: Duration = Duration::from_millis(1020);
/// Between two letters to one chat, and after a reply to it.
const CHAT: Duration = SECOND;
/// Of the limit, while messages go out slowly after a 429.
const CAREFUL: f64 = 0.8;
/// How long messages go out slowly after the last 429.
const CAUTION: Duration = Duration::from_secs(60);
/// 429s of two chats within this time are about all chats.
const SAME_TIME: Duration = Duration::from_secs(1);

/// When the next message may go out; shared by replies and letters.
#[derive(Debug)]
pub struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Messages a second over all chats.
    limit: usize,
    /// The last slots given, oldest first, at most `limit`; those of waiting replies lie ahead.
    slots: VecDeque<Instant>,
    letter: Option<Instant>,
    chats: HashMap<Address, Instant>,
    held: Option<Instant>,
    careful: Option<Instant>,
    refused: Option<(Instant, Address)>,
}

impl Pace {
    /// At most `limit` messages a second over all chats; Telegram takes 30 unless one pays for more.
    pub fn new(limit: u32) -> Pace {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX).max(1);
        Pace(Mutex::new(State {
            limit,
            slots: VecDeque::new(),
            letter: None,
            chats: HashMap::new(),
            held: None,
            careful: None,
            refused: None,
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner) // whole between calls
    }

    /// Waits until a reply to `chat` may go out.
    pub async fn reply(&self, chat: Address) {
        let slot = self.state().reply(Instant::now(), chat);
        tokio::time::sleep_until(slot).await;
    }

    /// When a letter may go out, if no reply comes in between; in the past or present: now.
    pub fn next_letter(&self) -> Instant {
        self.state().next_letter(Instant::now())
    }

    /// Takes the slot for a letter to `chat`; returns when it may go out, which is later than now if the chat has just
    /// had a message.
    pub fn letter(&self, chat: Address) -> Instant {
        self.state().take_letter(Instant::now(), chat)
    }

    /// Telegram refused a message to `chat` and asks to wait.
    pub fn refused(&self, chat: Address, wait: Duration) {
        self.state().refuse(Instant::now(), chat, wait);
    }
}

impl State {
    fn apart(&self, now: Instant) -> Duration {
        let apart = SECOND / u32::try_from(self.limit).unwrap_or(u32::MAX);
        if self.is_careful(now) { apart.div_f64(CAREFUL) } else { apart }
    }

    fn is_careful(&self, now: Instant) -> bool {
        self.careful.is_some_and(|until| until > now)
    }

    fn free(&self, now: Instant) -> Instant {
        let window = (self.slots.len() >= self.limit).then(|| self.slots[self.slots.len() - self.limit] + SECOND);
        let evenly = if self.is_careful(now) { self.slots.back().map(|last| *last + self.apart(now)) } else { None };
        [window, evenly, self.held].into_iter().flatten().fold(now, Instant::max)
    }

    fn take(&mut self, slot: Instant, chat: Address) {
        self.slots.push_back(slot);
        while self.slots.len() > self.limit {
            self.slots.pop_front();
        }
        if self.chats.len() > 4 * self.limit {
            self.chats.retain(|_, at| *at + CHAT > slot);
        }
        self.chats.insert(chat, slot);
    }

    fn reply(&mut self, now: Instant, chat: Address) -> Instant {
        let slot = self.free(now);
        self.take(slot, chat);
        slot
    }

    fn next_letter(&self, now: Instant) -> Instant {
        let spaced = self.letter.map(|last| last + self.apart(now));
        spaced.into_iter().fold(self.free(now), Instant::max)
    }

    fn take_letter(&mut self, now: Instant, chat: Address) -> Instant {
        // Spaced from when it was to go, not from when the clock woke us: small delays do not add up.
        let due = self.letter.map_or(now, |last| last + self.apart(now));
        self.letter = Some(if due + self.apart(now) < now { now } else { due });
        let slot = self.chats.get(&chat).map_or(now, |last| now.max(*last + CHAT));
        self.take(now, chat);
        self.chats.insert(chat, slot);
        slot
    }

    fn refuse(&mut self, now: Instant, chat: Address, wait: Duration) {
        let everybody = self.refused.is_some_and(|(at, other)| other != chat && now - at < SAME_TIME);
        self.refused = Some((now, chat));
        if everybody {
            let until = now + wait;
            self.held = Some(self.held.map_or(until, |held| held.max(until)));
            self.careful = Some(self.careful.map_or(until + CAUTION, |careful| careful.max(until + CAUTION)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(chat: i64) -> Address {
        Address::telegram(chat)
    }

    fn state() -> State {
        let Ok(state) = Pace::new(30).0.into_inner() else { unreachable!("nobody holds a new lock") };
        state
    }

    #[test]
    fn no_more_than_the_limit_go_out_within_a_second() {
        let (mut state, start) = (state(), Instant::now());
        let slots: Vec<Instant> = (0..90).map(|chat| state.reply(start, of(chat))).collect();
        assert!(slots[..30].iter().all(|slot| *slot == start), "a hall of newcomers is answered at once");
        assert!(slots.windows(31).all(|window| window[30] - window[0] >= SECOND));
    }

    #[test]
    fn letters_are_evenly_spaced_and_a_reply_waits_for_one_slot_at_most() {
        let (mut state, mut now) = (state(), Instant::now());
        let start = now;
        for chat in 0..300 {
            now = state.next_letter(now);
            assert_eq!(state.take_letter(now, of(chat)), now);
        }
        let took = (now - start).as_secs_f64();
        assert!((took - 299.0 * 1.02 / 30.0).abs() < 0.01, "{took} s");
        let waits = state.reply(now, of(999)) - now;
        assert!(waits <= SECOND / 30, "{waits:?}");
        assert!(state.next_letter(now) > now + waits, "the letter goes after the reply");
    }

    #[test]
    fn one_chat_gets_one_letter_a_second() {
        let (mut state, start) = (state(), Instant::now());
        state.reply(start, of(7));
        assert_eq!(state.take_letter(start, of(7)), start + CHAT);
        assert_eq!(state.take_letter(start, of(8)), start);
    }

    #[test]
    fn refusals_of_several_chats_hold_everybody_and_slow_down() {
        let (mut state, start) = (state(), Instant::now());
        state.refuse(start, of(1), Duration::from_secs(9));
        assert_eq!(state.reply(start, of(2)), start, "one chat's refusal holds nobody else");
        state.refuse(start, of(2), Duration::from_secs(3));
        let held = start + Duration::from_secs(3);
        let slower = (SECOND / 30).div_f64(CAREFUL);
        assert_eq!([state.reply(start, of(3)), state.reply(start, of(4))], [held, held + slower]);
        let later = start + Duration::from_secs(80);
        assert_eq!([state.reply(later, of(5)), state.reply(later, of(6))], [later, later], "forgotten after a while");
    }
}
