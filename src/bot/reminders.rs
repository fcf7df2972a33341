//! Reminders of meetings: looks, a few times a minute, which are due by the rules, and writes each into the outbox once.
//!
//! An occasion is named by meeting, beginning and rule, so that after a restart it is not written again, and that a meeting
//! which moved is reminded of anew. Whether somebody is still to be reminded is decided when the letter is composed.

use sqlx::SqliteConnection;

use super::letters::{MEETING_EVE, MEETING_REMINDER, SUMMARY_REMINDER};
use super::{Bot, Result, evaluating, meetings};
use crate::schedule::Rules;
use crate::store::meetings::{self as kept, Day};
use crate::store::outbox::{self, Cause};
use crate::store::{self, Millis, Store, summaries, written};

/// Reminders of one summary to one person at most, by rule and by hand together.
pub const MOST: i64 = 2;

/// A reminder that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Due {
    kind: &'static str,
    meeting: i64,
    key: String,
    expires_at: Millis,
}

/// How soon after the eve's hour of a day its programme is of no use: when the day begins.
async fn due(rules: &Rules, db: &mut SqliteConnection, now: Millis) -> Result<Vec<Due>> {
    let mut found = Vec::new();
    for (id, day) in kept::ahead(db, now).await? {
        let begins = meetings::wall(&day.begins);
        let key = if day.n == 1 {
            let Some(meeting) = kept::find(db, id).await? else { continue };
            let occasion = rules.reminders.due(begins, meeting.changed_at, now);
            occasion.map(|occasion| {
                (MEETING_REMINDER, format!("{MEETING_REMINDER}:{id}:{}:{}", day.starts_at, occasion.name))
            })
        } else {
            let eve = rules.reminders.eve(begins);
            (eve <= now).then(|| (MEETING_EVE, format!("{MEETING_EVE}:{id}:{}:{}", day.n, day.starts_at)))
        };
        if let Some((kind, key)) = key
            && !written::was_written(db, &key).await?
        {
            found.push(Due { kind, meeting: id, key, expires_at: day.starts_at });
        }
    }
    Ok(found)
}

/// Writes the reminders that are due. True if there were any.
///
/// # Errors
/// When the database refuses.
pub async fn write(bot: &Bot, store: &Store, now: Millis) -> Result<bool> {
    {
        let mut reading = store.read().await?;
        if due(&bot.rules, &mut reading, now).await?.is_empty()
            && unread(&bot.rules, &mut reading, now).await?.is_empty()
        {
            return Ok(false);
        }
    }
    let mut transaction = store.write().await?;
    for due in due(&bot.rules, &mut transaction, now).await? {
        let invited = kept::invited(&mut transaction, due.meeting).await?;
        let people: Vec<i64> = invited
            .into_iter()
            .filter(|invited| invited.reply.as_deref() != Some("no"))
            .map(|invited| invited.person)
            .collect();
        let cause = Cause {
            kind: due.kind,
            subject: due.meeting,
            person: None,
            key: &due.key,
            priority: 1, // a reminder is of use now, a notice also later
            due_at: now,
            expires_at: Some(due.expires_at),
            urgent: false,
        };
        outbox::write(&mut transaction, &cause, &people, now).await?;
    }
    for (summary, key) in unread(&bot.rules, &mut transaction, now).await? {
        let people = summaries::to_remind(&mut transaction, summary, MOST).await?;
        let cause = Cause {
            kind: SUMMARY_REMINDER,
            subject: summary,
            person: None,
            key: &key,
            priority: 0,
            due_at: now,
            expires_at: None,
            urgent: false,
        };
        outbox::write(&mut transaction, &cause, &people, now).await?;
    }
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(true)
}

/// The summaries of which those who have not finished are to be reminded now, each with the key of its letters.
async fn unread(rules: &Rules, db: &mut SqliteConnection, now: Millis) -> Result<Vec<(i64, String)>> {
    let mut found = Vec::new();
    for summary in summaries::all(db).await? {
        if let Some(occasion) = rules.reminders.summary_due(summary.published_at, now) {
            let key = format!("{SUMMARY_REMINDER}:{}:day {}", summary.id, occasion.name);
            if !written::was_written(db, &key).await? {
                found.push((summary.id, key));
            }
        }
    }
    Ok(found)
}

/// When the next reminder after `now` is due, for the demo's clock.
///
/// # Errors
/// When the database refuses.
pub async fn next(rules: &Rules, db: &mut SqliteConnection, now: Millis) -> Result<Option<Millis>> {
    let occasions = |day: &Day| {
        let begins = meetings::wall(&day.begins);
        match day.n {
            1 => rules.reminders.of(begins).into_iter().map(|occasion| occasion.at).collect(),
            _ => vec![rules.reminders.eve(begins)],
        }
    };
    let mut all: Vec<Millis> = kept::ahead(db, now).await?.iter().flat_map(|(_, day)| occasions(day)).collect();
    for summary in summaries::all(db).await? {
        all.extend(rules.reminders.of_summary(summary.published_at).into_iter().map(|occasion| occasion.at));
    }
    all.extend(evaluating::next(rules, db, now).await?);
    Ok(all.into_iter().filter(|at| *at > now).min())
}
