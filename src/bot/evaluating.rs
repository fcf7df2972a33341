//! The evaluation of a training opens by itself on the evening of its last day, where the coordinator has asked for it. Who was
//! there and who was not get the same survey: its first question leads each to their part, and is answered for them where
//! attendance says it (they can correct that in the review).

use sqlx::SqliteConnection;

use super::ahead::Ahead;
use super::coordinators::DAY;
use super::meetings::{self, Meeting};
use super::{Bot, Ctx, Result, letters, rounds};
use crate::dialog::{Dialog, Key, Usage, Value};
use crate::schedule::Rules;
use crate::store::meetings::{self as kept, Day};
use crate::store::people::Person;
use crate::store::{self, Millis, Store, attendance, surveys};
use crate::text::FIRST_LANGUAGE;

/// The survey's name, and its question that asks which days somebody attended.
const SURVEY: &str = "evaluation";
const WHICH_DAYS: &str = "B1";
/// How long after its last day began a training is still thought of: over a weekend without power.
const LATE: Millis = 4 * DAY;

/// An evaluation that opens by itself, if it is wanted.
struct Opening {
    meeting: i64,
    opens_at: Millis,
    closes_at: Millis,
}

/// Those of the meetings whose last day begins within this time and that have not been thought of.
async fn openings(rules: &Rules, db: &mut SqliteConnection, from: Millis, to: Millis) -> Result<Vec<Opening>> {
    let mut found = Vec::new();
    for meeting in surveys::unevaluated(db, from, to).await? {
        let days = kept::days(db, meeting).await?;
        let Some(last) = days.last() else { continue };
        let ends = meetings::wall(last.ends.as_deref().unwrap_or(&last.begins));
        let (opens_at, closes_at) = rules.reminders.evaluation(ends);
        found.push(Opening { meeting, opens_at, closes_at });
    }
    Ok(found)
}

/// The meetings whose evaluation would open now, each with when it would close.
async fn due(bot: &Bot, db: &mut SqliteConnection, now: Millis) -> Result<Vec<(i64, Millis)>> {
    let openings = openings(&bot.rules, db, now - LATE, now + DAY).await?.into_iter();
    Ok(openings.filter(|one| one.opens_at <= now).map(|one| (one.meeting, one.closes_at)).collect())
}

/// When the next evaluation after `now` opens, for the demo's clock.
///
/// # Errors
/// When the database refuses.
pub async fn next(rules: &Rules, db: &mut SqliteConnection, now: Millis) -> Result<Option<Millis>> {
    let mut next = None;
    for one in openings(rules, db, now - LATE, Millis::MAX).await?.into_iter().filter(|one| one.opens_at > now) {
        let meeting = kept::find(db, one.meeting).await?;
        let said = |(key, value): &(Key, Value)| {
            key.question == "evaluation" && matches!(value, Value::Picks(picks) if *picks == ["yes"])
        };
        if meeting.is_some_and(|meeting| meeting.answers.iter().any(said)) {
            next = next.into_iter().chain([one.opens_at]).min();
        }
    }
    Ok(next)
}

/// What attendance says of somebody to the question which days they attended, if it says enough: the key and the answer.
///
/// # Errors
/// When the database refuses.
pub async fn known(ctx: &mut Ctx<'_>, person: &Person, survey: i64, dialog: &Dialog) -> Result<Option<(Key, Value)>> {
    let Some(meeting) = surveys::evaluates(ctx.db, survey).await? else {
        return Ok(None);
    };
    let days = kept::days(ctx.db, meeting).await?;
    let marks = attendance::of_person(ctx.db, person.id).await?;
    let there = |day: &Day| {
        let mark = marks.iter().find(|(id, n, _)| (*id, *n) == (meeting, day.n)).map(|(.., status)| status.as_str());
        match mark {
            Some("present") => Some(true),
            Some(_) if day.closed_at.is_some() => Some(false),
            _ => None,
        }
    };
    let option = match days.iter().map(there).collect::<Option<Vec<bool>>>().as_deref() {
        Some([true, true]) => "both",
        Some([true, false] | [true]) => "day-one",
        Some([false, true]) => "day-two",
        Some(days) if !days.contains(&true) => "absent",
        _ => return Ok(None),
    };
    let asked = dialog.question(WHICH_DAYS).filter(|asked| asked.options.iter().any(|choice| choice.id == option));
    Ok(asked.map(|asked| (Key::once(&asked.id), Value::Picks(vec![option.to_owned()]))))
}

/// Opens what is due and wanted; each meeting is thought of once. True if any was.
///
/// # Errors
/// When the database refuses.
pub async fn open(bot: &Bot, store: &Store, now: Millis) -> Result<bool> {
    if due(bot, &mut *store.read().await?, now).await?.is_empty() {
        return Ok(false);
    }
    let mut transaction = store.write().await?;
    for (id, closes_at) in due(bot, &mut transaction, now).await? {
        let mut ahead = Ahead::default();
        let ctx = &mut Ctx::outside(bot, &mut transaction, &mut ahead, now, 0, FIRST_LANGUAGE);
        let survey = match meetings::load(ctx, id).await? {
            Some(meeting) if meeting.about.picks("evaluation") == ["yes"] => opened(ctx, &meeting, closes_at).await?,
            _ => None,
        };
        surveys::evaluated(ctx.db, id, survey.unwrap_or(0)).await?;
    }
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(true)
}

/// Opens the survey to the bodies of a meeting and tells its people; nothing if it is open to any of them already.
async fn opened(ctx: &mut Ctx<'_>, meeting: &Meeting, closes_at: Millis) -> Result<Option<i64>> {
    let Some((_, played)) = ctx.bot.library.latest(SURVEY) else {
        return Ok(None);
    };
    let bodies = kept::bodies(ctx.db, meeting.row.id).await?;
    if closes_at <= ctx.now || rounds::is_open_to(ctx.db, SURVEY, &bodies, ctx.now).await? {
        return Ok(None);
    }
    let anonymous = played.dialog.usage == Usage::Anonymous;
    let survey = surveys::open(ctx.db, SURVEY, anonymous, &bodies, ctx.now, closes_at).await?;
    let invited = kept::invited(ctx.db, meeting.row.id).await?.into_iter().map(|invited| invited.person);
    let coordinator = meeting.row.person;
    store::audit(ctx.db, ctx.now, coordinator, "opened a survey", survey, None).await?;
    letters::tell_of_survey(ctx, coordinator, survey, closes_at, &invited.collect::<Vec<_>>()).await?;
    Ok(Some(survey))
}
