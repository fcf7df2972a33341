//! The evaluation of a training opens by itself on the evening of its last day, where the coordinator has asked for it. Who was
//! there and who was not get the same survey: its first question leads each to their part.

use sqlx::SqliteConnection;

use super::ahead::Ahead;
use super::coordinators::DAY;
use super::meetings::{self, Meeting};
use super::{Bot, Ctx, Result, letters, rounds};
use crate::dialog::Usage;
use crate::store::meetings as kept;
use crate::store::{self, Millis, Store, surveys};
use crate::text::FIRST_LANGUAGE;

/// The survey's name.
const SURVEY: &str = "evaluation";
/// How long after its last day began a training is still thought of: over a weekend without power.
const LATE: Millis = 4 * DAY;

/// The meetings whose evaluation would open now, each with when it would close.
async fn due(bot: &Bot, db: &mut SqliteConnection, now: Millis) -> Result<Vec<(i64, Millis)>> {
    let mut found = Vec::new();
    for id in surveys::unevaluated(db, now - LATE, now + DAY).await? {
        let days = kept::days(db, id).await?;
        let Some(last) = days.last() else { continue };
        let ends = meetings::wall(last.ends.as_deref().unwrap_or(&last.begins));
        let (opens_at, closes_at) = bot.rules.reminders.evaluation(ends);
        if opens_at <= now {
            found.push((id, closes_at));
        }
    }
    Ok(found)
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
