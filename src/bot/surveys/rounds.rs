//! What one round of a survey is called: its title, and the training that it evaluates or the day on which it was opened. The
//! same dialog is opened many times, and two evaluations have the same title.

use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::meetings::form::{self, MeetingForm};
use crate::bot::ui::figures::drawable;
use crate::bot::ui::titles;
use crate::store;
use crate::store::surveys::Survey;
use crate::text::{Arg, dates, escape};

/// Letters of a training's subject.
const SUBJECT_SHOWN: usize = 40;

/// The name of a round for messages and buttons; safe for HTML.
pub async fn heading(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<String> {
    Ok(escape(&plain_heading(ctx, survey).await?))
}

/// The same, not escaped: for pictures and files.
pub async fn plain_heading(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<String> {
    let title = ("title", Arg::text(titles::plain_heading(ctx, &survey.name)));
    let which = which(ctx, survey).await?;
    Ok(ctx.say("round-name", &[title, ("which", Arg::text(which))]))
}

/// What tells this round from the others of its dialog; not escaped.
pub async fn which(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<String> {
    let evaluated = store::surveys::find_evaluated_meeting(ctx.db, survey.id).await?;
    let meeting = match evaluated {
        Some(meeting) => form::load(ctx, meeting).await?,
        None => None,
    };
    let opened = dates::day_of(survey.opened_at);
    let day = meeting.as_ref().and_then(|meeting| meeting.days.first());
    let day = day.map_or(opened, |day| form::parse_wall(&day.begins).date());
    let day = dates::full_date_in_words(day, &ctx.locale.language);
    let subject = meeting.as_ref().and_then(|meeting| meeting.about.text(MeetingForm::SUBJECT));
    Ok(match subject.map(|subject| drawable(subject, SUBJECT_SHOWN)) {
        Some(subject) => ctx.say("round-of-training", &[("day", Arg::text(day)), ("subject", Arg::text(subject))]),
        None => day,
    })
}
