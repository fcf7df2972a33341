//! Reminders of meetings and summaries: finds, a few times a minute, those that are due by the rules, and writes each
//! into the outbox once.
//!
//! The key of a reminder holds meeting, beginning and rule. So it is written once even after a restart, and a meeting
//! that moved gets new reminders. Whether a person still needs the reminder is decided when the letter is composed.

use sqlx::SqliteConnection;

use super::announcements::publish;
use super::context::Ctx;
use super::error::Result;
use super::meetings::form;
use super::prefetch::Prefetch;
use super::state::Bot;
use super::summaries::progress::MOST_REMINDERS;
use super::surveys::evaluation;
use crate::schedule::Rules;
use crate::store::invitations;
use crate::store::letter_kind::LetterKind;
use crate::store::meetings::Day;
use crate::store::outbox::{self, NewBroadcast};
use crate::store::readings;
use crate::store::{self, Store, announcements, conversations, coordinators, letters, meetings, summaries};
use crate::text;
use crate::types::{
    Address, Bodies, ConversationId, DAY, DayNumber, MeetingId, Millis, PersonId, Rsvp, SummaryId, Timestamp,
};

#[derive(Debug, Clone, PartialEq, Eq)]
struct DueReminder {
    kind: LetterKind,
    meeting: MeetingId,
    key: String,
    expires_at: Timestamp,
}

/// The reminders of coming days that are due and not written yet. Later days of a meeting have one reminder, on their
/// eve, which expires when the day begins.
async fn find_due(rules: &Rules, db: &mut SqliteConnection, now: Timestamp) -> Result<Vec<DueReminder>> {
    let mut found = Vec::new();
    for (meeting, day) in meetings::list_coming_days(db, now).await? {
        let begins = form::parse_wall(&day.begins);
        let occasion = if day.number == DayNumber(1) {
            let Some(row) = meetings::find(db, meeting).await? else { continue };
            rules.reminders.due(begins, row.changed_at, now).map(|occasion| {
                let kind = LetterKind::MeetingReminder(meeting);
                (kind, format!("{}:{meeting}:{}:{}", kind.word(), day.starts_at, occasion.name))
            })
        } else {
            let kind = LetterKind::MeetingEve(meeting, day.number);
            let key = format!("{}:{meeting}:{}:{}", kind.word(), day.number, day.starts_at);
            (rules.reminders.eve(begins) <= now).then_some((kind, key))
        };
        if let Some((kind, key)) = occasion
            && !letters::is_written(db, &key).await?
        {
            found.push(DueReminder { kind, meeting, key, expires_at: day.starts_at });
        }
    }
    Ok(found)
}

/// Sends the announcements whose hour has come. Returns true if there were any.
pub(crate) async fn send_announcements(bot: &Bot, store: &Store, now: Timestamp) -> Result<bool> {
    if announcements::list_due(&mut *store.read().await?, now).await?.is_empty() {
        return Ok(false);
    }
    let mut transaction = store.write().await?;
    let (mut prefetch, nobody) = (Prefetch::default(), Address::telegram(0));
    let ctx = &mut Ctx::outside(bot, &mut transaction, &mut prefetch, now, nobody, text::FIRST_LANGUAGE);
    let sent = publish::send_due(ctx).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(sent)
}

/// Writes the reminders that are due. Returns true if there were any.
pub(crate) async fn write_due(bot: &Bot, store: &Store, now: Timestamp) -> Result<bool> {
    {
        let mut reading = store.read().await?;
        if find_due(&bot.rules, &mut reading, now).await?.is_empty()
            && find_due_summaries(&bot.rules, &mut reading, now).await?.is_empty()
            && find_waiting_messages(&mut reading, now).await?.is_empty()
        {
            return Ok(false);
        }
    }
    let mut transaction = store.write().await?;
    for due in find_due(&bot.rules, &mut transaction, now).await? {
        let invited = invitations::list_invitees(&mut transaction, due.meeting).await?.into_iter();
        let people: Vec<PersonId> =
            invited.filter(|invitee| invitee.rsvp != Some(Rsvp::No)).map(|invitee| invitee.person).collect();
        let new = NewBroadcast {
            kind: due.kind,
            person: None,
            key: &due.key,
            priority: 1, // a reminder is of use now, a notice also later
            due_at: now,
            expires_at: Some(due.expires_at),
            urgent: false,
        };
        outbox::add_broadcast(&mut transaction, &new, &people, now).await?;
    }
    for (summary, key) in find_due_summaries(&bot.rules, &mut transaction, now).await? {
        let people = readings::list_to_remind(&mut transaction, summary, MOST_REMINDERS).await?;
        let new = NewBroadcast {
            kind: LetterKind::SummaryReminder(summary),
            person: None,
            key: &key,
            priority: 0,
            due_at: now,
            expires_at: None,
            urgent: false,
        };
        outbox::add_broadcast(&mut transaction, &new, &people, now).await?;
    }
    for (conversation, key, people) in find_waiting_messages(&mut transaction, now).await? {
        let new = NewBroadcast {
            kind: LetterKind::MessageWaiting(conversation),
            person: None,
            key: &key,
            priority: 0,
            due_at: now,
            expires_at: None,
            urgent: false,
        };
        outbox::add_broadcast(&mut transaction, &new, &people, now).await?;
    }
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(true)
}

/// The summaries whose unfinished readers must be reminded now, each with the key of its letters.
async fn find_due_summaries(
    rules: &Rules,
    db: &mut SqliteConnection,
    now: Timestamp,
) -> Result<Vec<(SummaryId, String)>> {
    let mut found = Vec::new();
    for summary in summaries::list(db).await? {
        if let Some(occasion) = rules.reminders.summary_due(summary.published_at, now) {
            let kind = LetterKind::SummaryReminder(summary.id);
            let key = format!("{}:{}:day {}", kind.word(), summary.id, occasion.name);
            if !letters::is_written(db, &key).await? {
                found.push((summary.id, key));
            }
        }
    }
    Ok(found)
}

/// After this time a message that nobody has answered is brought up once more.
const ANSWERED_WITHIN: Millis = 2 * DAY;

/// The conversations whose last message has waited for two days, with the key of their reminder and the coordinators who get
/// it: those of the body and those of all bodies, because whoever was asked first may be away.
async fn find_waiting_messages(
    db: &mut SqliteConnection,
    now: Timestamp,
) -> Result<Vec<(ConversationId, String, Vec<PersonId>)>> {
    let mut found = Vec::new();
    for waiting in conversations::list(db, &Bodies::All).await? {
        if !waiting.is_waiting() || waiting.last_at + ANSWERED_WITHIN > now {
            continue;
        }
        let key = format!("{}:{}:{}", LetterKind::MessageWaiting(waiting.id).word(), waiting.id, waiting.messages);
        if letters::is_written(db, &key).await? {
            continue;
        }
        let mut people: Vec<PersonId> = Vec::new();
        for of in [Some(waiting.body), None] {
            let coordinators = coordinators::list(db, of).await?.into_iter().map(|listed| listed.person);
            people.extend(coordinators.filter(|person| *person != waiting.member));
        }
        people.sort_unstable_by_key(|person| person.0);
        people.dedup();
        found.push((waiting.id, key, people));
    }
    Ok(found)
}

/// When the next reminder after `now` is due, for the demo's clock.
pub async fn next_due(rules: &Rules, db: &mut SqliteConnection, now: Timestamp) -> Result<Option<Timestamp>> {
    let occasions = |day: &Day| {
        let begins = form::parse_wall(&day.begins);
        match day.number {
            DayNumber(1) => rules.reminders.of(begins).into_iter().map(|occasion| occasion.at).collect(),
            _ => vec![rules.reminders.eve(begins)],
        }
    };
    let mut all: Vec<Timestamp> =
        meetings::list_coming_days(db, now).await?.iter().flat_map(|(_, day)| occasions(day)).collect();
    for summary in summaries::list(db).await? {
        all.extend(rules.reminders.of_summary(summary.published_at).into_iter().map(|occasion| occasion.at));
    }
    for waiting in conversations::list(db, &Bodies::All).await?.into_iter().filter(|one| one.is_waiting()) {
        all.push(waiting.last_at + ANSWERED_WITHIN);
    }
    all.extend(announcements::find_next_due(db, now).await?);
    all.extend(evaluation::next_opening(rules, db, now).await?);
    Ok(all.into_iter().filter(|due_at| *due_at > now).min())
}
