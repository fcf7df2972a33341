//! Letters to people: written to the outbox in the transaction of their cause, and composed when they are sent.

use super::context::Ctx;
use super::error::Result;
use crate::store::letter_kind::LetterKind;
use crate::store::outbox::{self, NewBroadcast};
use crate::types::{PersonId, Timestamp};

/// What is written to many people for one cause.
#[derive(Debug)]
pub struct Notification<'a> {
    /// Which letter, and what it is about.
    pub kind: LetterKind,
    /// Of a kind a person gets one letter a subject, or one for each occasion: the sequence of a meeting, an hour.
    pub occasion: Option<i64>,
    /// To whom.
    pub to: &'a [PersonId],
    /// The coordinator who sees how far it is.
    pub follower: Option<PersonId>,
    /// Of no use from then on.
    pub expires_at: Option<Timestamp>,
}

impl<'a> Notification<'a> {
    /// One letter a person, about its subject, followed by nobody and of use for ever.
    pub fn new(kind: LetterKind, to: &'a [PersonId]) -> Notification<'a> {
        Notification { kind, occasion: None, to, follower: None, expires_at: None }
    }
}

/// The key under which a person gets one letter.
pub fn key(kind: LetterKind, occasion: Option<i64>) -> String {
    let (word, subject) = (kind.word(), kind.subject());
    match occasion {
        Some(occasion) => format!("{word}:{subject}:{occasion}"),
        None => format!("{word}:{subject}"),
    }
}

/// Writes a letter to each of these people; returns how many letters there are.
pub async fn enqueue(ctx: &mut Ctx<'_>, notification: &Notification<'_>) -> Result<u64> {
    let Notification { kind, occasion, to, follower: person, expires_at } = *notification;
    let key = key(kind, occasion);
    let new = NewBroadcast { kind, person, key: &key, priority: 0, due_at: ctx.now, expires_at, urgent: false };
    let (_, letters) = outbox::add_broadcast(ctx.db, &new, to, ctx.now).await?;
    ctx.effects.ring = true;
    Ok(letters)
}
