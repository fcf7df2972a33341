//! How fast new messages go out: as fast as Telegram allows, never faster, and replies before letters.
//!
//! Telegram takes 30 messages a second over all chats, and about one a second to one chat beyond a short burst. A message
//! takes a slot. No more slots than the limit lie within `SECOND`, so that messages which travel at different speeds do not
//! arrive too close together. A reply gets the next free slot at once. A letter of the outbox gets a slot only when no
//! reply wants it. Letters are evenly spaced: so a reply never finds all slots of a second taken, and waits for one slot at
//! most. Edits and answers to buttons take none.
//!
//! Nobody can make others wait: a chat gets its burst and then a message a second, and all strangers together get at most
//! two thirds of the slots of a second (a full hall of newcomers wants most of them).
//!
//! A 429 of one chat holds that chat alone (its lane waits). Telegram does not say whether a 429 is about one chat or about
//! all. It is taken to be about all if two chats that were not too fast are refused at the same time. Then everybody waits
//! for as long as Telegram asks, but not longer than `LONGEST_HOLD`, and messages go out more slowly for a while.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::types::Address;

/// What counts as a second: messages may be this much late on the way, one more than the other, without arriving too close.
const SECOND: Duration = Duration::from_millis(1020);
/// Between two letters to one chat, and after a reply to it.
const CHAT: Duration = SECOND;
/// Messages that one chat may get within as many seconds.
const BURST: usize = 3;
/// Calls about one chat within `BURST` seconds that Telegram may find too fast: messages, edits and answers to buttons.
const MANY_CALLS: usize = 8;
/// So many chats are remembered without a look at which of them are over.
const FEW_CHATS: usize = 100;
/// Of the slots of a second, the part that strangers may have together.
const STRANGERS: f64 = 2.0 / 3.0;
/// Of the limit, while messages go out slowly after a 429.
const CAREFUL: f64 = 0.8;
/// How long messages go out slowly after the last 429.
const CAUTION: Duration = Duration::from_secs(60);
/// 429s of two chats within this time are about all chats, if these were not too fast.
const SAME_TIME: Duration = Duration::from_secs(1);
/// How long everybody waits at most for one 429.
const LONGEST_HOLD: Duration = Duration::from_secs(30);

/// When the next message may go out; shared by replies and letters.
#[derive(Debug)]
pub struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Messages a second over all chats.
    limit: usize,
    /// The last slots given, oldest first, at most `limit`; those of waiting replies lie ahead.
    slots: VecDeque<Instant>,
    /// Those that went to strangers.
    stranger_slots: VecDeque<Instant>,
    letter: Option<Instant>,
    chats: HashMap<Address, ChatPace>,
    /// Chats without a recent call are forgotten when there are so many.
    most_chats: usize,
    held: Option<Instant>,
    careful: Option<Instant>,
    refused: Option<(Instant, Address)>,
}

/// What went to one chat lately, oldest first.
#[derive(Debug, Default)]
struct ChatPace {
    /// Slots of messages, at most `BURST`.
    messages: VecDeque<Instant>,
    /// Calls of any kind, at most `MANY_CALLS`.
    calls: VecDeque<Instant>,
}

impl ChatPace {
    fn note(&mut self, at: Instant, is_message: bool) {
        if is_message {
            push_bounded(&mut self.messages, at, BURST);
        }
        push_bounded(&mut self.calls, at, MANY_CALLS);
    }

    /// When the next reply may go out.
    fn next_message(&self) -> Option<Instant> {
        after_window(&self.messages, BURST, SECOND * BURST as u32)
    }

    /// Whether a 429 may be about this chat alone.
    fn is_fast(&self, now: Instant) -> bool {
        let within = |calls: &VecDeque<Instant>, many: usize| {
            calls.len() >= many && calls.front().is_some_and(|first| *first + SECOND * BURST as u32 > now)
        };
        within(&self.messages, BURST) || within(&self.calls, MANY_CALLS)
    }

    fn is_over(&self, now: Instant) -> bool {
        self.calls.back().is_none_or(|last| *last + SECOND * BURST as u32 <= now)
    }
}

fn push_bounded(instants: &mut VecDeque<Instant>, at: Instant, most: usize) {
    instants.push_back(at);
    while instants.len() > most {
        instants.pop_front();
    }
}

/// The first moment at which no more than `most` lie within `span`, if the next is added.
fn after_window(instants: &VecDeque<Instant>, most: usize, span: Duration) -> Option<Instant> {
    instants.len().checked_sub(most).and_then(|first| instants.get(first)).map(|first| *first + span)
}

impl Pace {
    /// At most `limit` messages a second over all chats; Telegram takes 30 unless one pays for more.
    pub fn new(limit: u32) -> Pace {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX).max(1);
        Pace(Mutex::new(State {
            limit,
            slots: VecDeque::new(),
            stranger_slots: VecDeque::new(),
            letter: None,
            chats: HashMap::new(),
            most_chats: FEW_CHATS,
            held: None,
            careful: None,
            refused: None,
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner) // whole between calls
    }

    /// Waits until a reply to `chat` may go out.
    pub async fn reply(&self, chat: Address, is_stranger: bool) {
        let slot = self.state().reply(Instant::now(), chat, is_stranger);
        tokio::time::sleep_until(slot).await;
    }

    /// Waits while `chat` has had its burst. It takes no slot: newer screens may come in meanwhile.
    pub async fn wait_for_chat(&self, chat: Address) {
        let next = self.state().chats.get(&chat).and_then(ChatPace::next_message);
        if let Some(next) = next {
            tokio::time::sleep_until(next).await;
        }
    }

    /// Notes a call about `chat` that takes no slot: an edit, or the answer to a button.
    pub fn note_call(&self, chat: Address) {
        self.state().note(Instant::now(), chat, false);
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
        let window = after_window(&self.slots, self.limit, SECOND);
        let evenly = if self.is_careful(now) { self.slots.back().map(|last| *last + self.apart(now)) } else { None };
        [window, evenly, self.held].into_iter().flatten().fold(now, Instant::max)
    }

    fn strangers_limit(&self) -> usize {
        ((self.limit as f64 * STRANGERS) as usize).max(1)
    }

    fn note(&mut self, at: Instant, chat: Address, is_message: bool) {
        if self.chats.len() > self.most_chats {
            self.chats.retain(|_, chat| !chat.is_over(at));
            self.most_chats = FEW_CHATS.max(2 * self.chats.len()); // so that each call pays for one chat on average
        }
        self.chats.entry(chat).or_default().note(at, is_message);
    }

    fn take(&mut self, slot: Instant, chat: Address) {
        push_bounded(&mut self.slots, slot, self.limit);
        self.note(slot, chat, true);
    }

    fn reply(&mut self, now: Instant, chat: Address, is_stranger: bool) -> Instant {
        let mut slot = self.free(now);
        if is_stranger {
            let limit = self.strangers_limit();
            slot = after_window(&self.stranger_slots, limit, SECOND).into_iter().fold(slot, Instant::max);
            push_bounded(&mut self.stranger_slots, slot, limit);
        }
        if slot <= self.free(now) {
            self.take(slot, chat);
        } else {
            // It lies ahead. A slot there would make members wait for strangers.
            self.note(slot, chat, true);
        }
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
        let last = self.chats.get(&chat).and_then(|chat| chat.messages.back());
        let slot = last.map_or(now, |last| now.max(*last + CHAT));
        push_bounded(&mut self.slots, now, self.limit);
        self.note(slot, chat, true);
        slot
    }

    fn refuse(&mut self, now: Instant, chat: Address, wait: Duration) {
        if self.chats.get(&chat).is_some_and(|chat| chat.is_fast(now)) {
            return; // it is about this chat
        }
        let everybody = self.refused.is_some_and(|(at, other)| other != chat && now - at < SAME_TIME);
        self.refused = Some((now, chat));
        if everybody {
            let until = now + wait.min(LONGEST_HOLD);
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
        let slots: Vec<Instant> = (0..90).map(|chat| state.reply(start, of(chat), false)).collect();
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
        let waits = state.reply(now, of(999), false) - now;
        assert!(waits <= SECOND / 30, "{waits:?}");
        assert!(state.next_letter(now) > now + waits, "the letter goes after the reply");
    }

    #[test]
    fn one_chat_gets_one_letter_a_second() {
        let (mut state, start) = (state(), Instant::now());
        state.reply(start, of(7), false);
        assert_eq!(state.take_letter(start, of(7)), start + CHAT);
        assert_eq!(state.take_letter(start, of(8)), start);
    }

    #[test]
    fn refusals_of_several_chats_hold_everybody_and_slow_down() {
        let (mut state, start) = (state(), Instant::now());
        state.refuse(start, of(1), Duration::from_secs(9));
        assert_eq!(state.reply(start, of(2), false), start, "one chat's refusal holds nobody else");
        state.refuse(start, of(2), Duration::from_secs(3));
        let held = start + Duration::from_secs(3);
        let slower = (SECOND / 30).div_f64(CAREFUL);
        assert_eq!([state.reply(start, of(3), false), state.reply(start, of(4), false)], [held, held + slower]);
        let later = start + Duration::from_secs(80);
        assert_eq!(
            [state.reply(later, of(5), false), state.reply(later, of(6), false)],
            [later, later],
            "forgotten after a while"
        );
    }

    #[test]
    fn a_chat_gets_a_burst_and_then_a_message_a_second() {
        let (mut state, start) = (state(), Instant::now());
        for _ in 0..BURST {
            assert_eq!(state.chats.get(&of(1)).and_then(ChatPace::next_message), None);
            state.reply(start, of(1), true);
        }
        assert_eq!(state.chats[&of(1)].next_message(), Some(start + SECOND * 3));
    }

    #[test]
    fn strangers_leave_a_third_of_a_second_to_members() {
        let (mut state, start) = (state(), Instant::now());
        let slots: Vec<Instant> = (0..40).map(|chat| state.reply(start, of(chat), true)).collect();
        assert_eq!(slots.iter().filter(|slot| **slot == start).count(), 20);
        assert!(slots.windows(21).all(|window| window[20] - window[0] >= SECOND));
        let member = (100..110).map(|chat| state.reply(start, of(chat), false)).max();
        assert_eq!(member, Some(start), "ten members are answered at once beside forty strangers");
    }

    #[test]
    fn refusals_of_chats_that_were_too_fast_hold_nobody_else() {
        let (mut state, start) = (state(), Instant::now());
        for chat in [1, 2] {
            (0..MANY_CALLS).for_each(|_| state.note(start, of(chat), false));
            state.refuse(start, of(chat), Duration::from_secs(8));
        }
        assert_eq!(state.reply(start, of(3), false), start);
        for chat in [4, 5] {
            state.refuse(start, of(chat), Duration::from_secs(3_000));
        }
        assert_eq!(state.reply(start, of(6), false), start + LONGEST_HOLD, "no wait holds everybody longer");
    }
}
