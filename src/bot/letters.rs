//! What the bot writes on its own: each kind of letter, composed at the moment of sending.

use sqlx::SqliteConnection;

use super::ahead::Ahead;
use super::{Bot, Ctx, Result, surveys};
use crate::chat::{Place, Press, Screen};
use crate::store::Millis;
use crate::store::outbox::{self, Cause, Claimed};
use crate::store::people::Person;
use crate::store::surveys as rounds;
use crate::text::{Arg, dates};

/// A survey was opened: `subject` is the survey.
pub const SURVEY_OPENED: &str = "survey-opened";

/// The letter of a row; none if there is no use in it any more (a survey that is closed, or answered already).
///
/// # Errors
/// When the database refuses.
pub async fn compose(
    bot: &Bot,
    db: &mut SqliteConnection,
    now: Millis,
    person: &Person,
    row: &Claimed,
) -> Result<Option<Screen>> {
    let mut ahead = Ahead::default();
    let ctx = &mut Ctx::outside(bot, db, &mut ahead, now, person.telegram, &person.language);
    let screen = match row.kind.as_str() {
        SURVEY_OPENED => survey_opened(ctx, person, row.subject).await?,
        kind => {
            tracing::error!(kind, "there is no such letter: was the outbox written by a newer version?");
            None
        }
    };
    Ok(screen.map(|screen| ctx.laid_out(screen)))
}

async fn survey_opened(ctx: &mut Ctx<'_>, person: &Person, survey: i64) -> Result<Option<Screen>> {
    let standing = surveys::standings(ctx, person).await?.into_iter().find(|standing| standing.survey == survey);
    let Some(standing) = standing.filter(|standing| !standing.submitted) else {
        return Ok(None);
    };
    let last = dates::day_of(standing.closes_at - 1);
    let minutes = ctx.bot.library.latest(&standing.name).map_or(0, |(_, played)| played.dialog.minutes);
    let args = [
        ("title", Arg::text(surveys::title(ctx, &standing.name))),
        ("minutes", Arg::Number(i64::from(minutes))),
        ("day", Arg::text(dates::day_in_words(last, &ctx.language))),
    ];
    let id = if standing.started { "survey-begun" } else { "survey-new" };
    let label = ctx.say(id, &[("title", Arg::text(surveys::heading(ctx, &standing.name)))]);
    Ok(Some(Screen::new(ctx.say("letter-survey", &args)).row(label, Press::Go(Place::Survey, survey, 0))))
}

/// Writes to everyone whom a survey is open to that it is; `person` is the coordinator who follows it.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_survey(ctx: &mut Ctx<'_>, person: &Person, survey: i64, closes_at: Millis) -> Result<()> {
    let people = rounds::invited(ctx.db, survey).await?;
    let key = format!("{SURVEY_OPENED}:{survey}");
    let cause = Cause {
        kind: SURVEY_OPENED,
        subject: survey,
        person: Some(person.id),
        key: &key,
        priority: 0,
        due_at: ctx.now,
        expires_at: Some(closes_at),
        urgent: false,
    };
    outbox::write(ctx.db, &cause, &people, ctx.now).await?;
    ctx.posted = true;
    Ok(())
}
