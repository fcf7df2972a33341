//! Letters about a survey: it has opened, or the person has not answered yet.

use super::member;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::ui::titles::title;
use crate::chat::Screen;
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::SurveyId;

/// None if the survey is no longer open to the person, or they have answered.
pub async fn letter(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, reminder: bool) -> Result<Option<Screen>> {
    let standing = member::standing(ctx, person, survey).await?;
    let Some(standing) = standing.filter(|standing| !standing.submitted) else {
        return Ok(None);
    };
    let last = dates::day_of(standing.closes_at - 1);
    let minutes = ctx.bot.library.latest(&standing.name).map_or(0, |(_, localized)| localized.dialog.minutes);
    let args = [
        ("title", Arg::text(title(ctx, &standing.name))),
        ("minutes", Arg::Number(minutes.into())),
        ("day", Arg::text(dates::day_in_words(last, &ctx.locale.language))),
    ];
    let text = if reminder { ctx.say("letter-answer", &args) } else { ctx.say("letter-survey", &args) };
    let mut screen = Screen::new(text);
    screen.rows.push(vec![member::survey_button(ctx, &standing)]);
    Ok(Some(screen))
}
