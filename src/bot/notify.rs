//! Writes letters into the outbox, in the transaction of their cause. They are composed when they are sent.

use super::context::Ctx;
use super::error::Result;
use crate::store::letter_kind::LetterKind;
use crate::store::outbox::{self, NewBroadcast};
use crate::types::{Millis, PersonId, Timestamp};

/// One letter to many people.
#[derive(Debug)]
pub struct Notification<'a> {
    /// Which letter, and its subject.
    pub kind: LetterKind,
    /// A person gets one letter of a kind for each subject, or for each occasion if there is one: the sequence number
    /// of a meeting, an hour.
    pub occasion: Option<i64>,
    pub to: &'a [PersonId],
    /// The coordinator who sees the progress.
    pub follower: Option<PersonId>,
    /// After this the letter is not sent any more.
    pub expires_at: Option<Timestamp>,
    /// How long it waits. What a state causes waits a little, so that it can be taken back with [`take_back`] if the state
    /// was a slip.
    pub wait: Millis,
}

impl<'a> Notification<'a> {
    /// One letter for each person and subject, without a follower or an end.
    pub fn new(kind: LetterKind, to: &'a [PersonId]) -> Notification<'a> {
        Notification { kind, occasion: None, to, follower: None, expires_at: None, wait: 0 }
    }
}

/// The key that makes a letter unique for a person.
pub fn key(kind: LetterKind, occasion: Option<i64>) -> String {
    let (word, subject) = (kind.word(), kind.subject());
    match occasion {
        Some(occasion) => format!("{word}:{subject}:{occasion}"),
        None => format!("{word}:{subject}"),
    }
}

/// Writes a letter to each of these people. Returns how many letters are new.
pub async fn enqueue(ctx: &mut Ctx<'_>, notification: &Notification<'_>) -> Result<u64> {
    let Notification { kind, occasion, to, follower: person, expires_at, wait } = *notification;
    let key = key(kind, occasion);
    let new = NewBroadcast {
        kind,
        person,
        key: &key,
        priority: 0,
        due_at: ctx.now + wait,
        expires_at,
        urgent: kind.is_silent(),
    };
    let (_, letters) = outbox::add_broadcast(ctx.db, &new, to, ctx.now).await?;
    ctx.effects.ring = true;
    Ok(letters)
}

/// Takes back a letter of this kind to each of these people, where it has not been sent: what caused it is no longer so. If it
/// becomes so again, the letter can be written again. Returns the people whose letter was taken back.
pub async fn take_back(ctx: &mut Ctx<'_>, kind: LetterKind, people: &[PersonId]) -> Result<Vec<PersonId>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    Ok(outbox::delete_unsent(ctx.db, kind, people).await?)
}
