//! What people wrote or spoke, topic by topic. Each comment can be taken out of sight, for it may name a person.

use super::load::{self, ReleasedResults, Results, number_of};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::surveys::manage;
use crate::bot::ui::buttons::{paged, to, turning};
use crate::bot::ui::files;
use crate::chat::{Button, Press, Reply, Route, Screen, TopicNumber};
use crate::dialog::Value;
use crate::report::stats::response::Response;
use crate::report::stats::topics::{self, Topic};
use crate::store::audit::AuditAction;
use crate::store::masked;
use crate::store::people::Person;
use crate::text::{Arg, escape};
use crate::types::{ResponseId, SurveyId};

/// Comments on one page, and letters of each that are shown.
const COMMENTS: usize = 5;
const LONGEST: usize = 600;

/// A page of comments.
pub async fn list(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: TopicNumber,
    page: usize,
) -> Result<Outcome> {
    match released(ctx, survey).await? {
        Some(results) => Ok(screen(ctx, person, &results, topic, page).await?.into()),
        None => Ok(Route::Overview { survey, page: 0 }.into()),
    }
}

/// The spoken comments of a page, to be listened to.
pub async fn listen(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: TopicNumber,
    page: usize,
) -> Result<Outcome> {
    let Some(results) = released(ctx, survey).await? else {
        return Ok(Route::Overview { survey, page: 0 }.into());
    };
    let (place, topic) = results.at(topic);
    let masked = masked::list_of_survey(ctx.db, survey).await?;
    let comments = of_topic(&results, topic);
    let (page, _) = paged(page, comments.len(), COMMENTS);
    let key = topics::key(topic);
    let mut voices = Vec::new();
    for (n, (response, value)) in comments.iter().enumerate().skip(page * COMMENTS).take(COMMENTS) {
        if let (Value::Voice { file, .. }, false) = (value, masked.contains(&(*response, key.clone()))) {
            let total = Arg::count(comments.len());
            let args = [("n", Arg::count(n + 1)), ("total", total), ("question", Arg::words(key.dotted()))];
            voices.push((files::voice(ctx, file), ctx.say("voice-caption", &args)));
        }
    }
    ctx.audit(person, AuditAction::ListenedToVoices(survey)).await?;
    let screen = screen(ctx, person, &results, number_of(place), page).await?;
    Ok(Reply { files: voices, ..screen.into() }.into())
}

/// Takes the comment at a place out of sight, or brings it back.
pub async fn mask(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: TopicNumber,
    comment: usize,
) -> Result<Outcome> {
    let Some(results) = released(ctx, survey).await? else {
        return Ok(Route::Overview { survey, page: 0 }.into());
    };
    let (place, topic) = results.at(topic);
    if let Some((response, _)) = of_topic(&results, topic).get(comment) {
        let key = topics::key(topic);
        let masked = masked::list_of_survey(ctx.db, survey).await?.contains(&(*response, key.clone()));
        masked::set(ctx.db, *response, &key, !masked).await?;
    }
    Ok(screen(ctx, person, &results, number_of(place), comment / COMMENTS).await?.into())
}

/// The comments to a topic with the responses they are of, in the order of random keys.
pub fn of_topic<'a>(results: &'a ReleasedResults, topic: &Topic) -> Vec<(ResponseId, &'a Value)> {
    let comment = |response: &'a Response| {
        let value = response.answer(&topic.question, &topic.item)?;
        matches!(value, Value::Text(_) | Value::Voice { .. }).then_some((response.id, value))
    };
    results.people.responses.iter().filter_map(comment).collect()
}

/// The results; none if the survey is open or there is nothing to show.
async fn released(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Option<ReleasedResults>> {
    let survey = manage::current(ctx, survey).await?;
    Ok(match load::load(ctx, survey).await? {
        Results::Ready(results) => Some(results),
        Results::Counting | Results::None => None,
    })
}

async fn screen(
    ctx: &mut Ctx<'_>,
    person: &Person,
    results: &ReleasedResults,
    topic: TopicNumber,
    page: usize,
) -> Result<Screen> {
    let survey = results.survey.id;
    let (place, topic) = results.at(topic);
    let number = number_of(place);
    let masked = masked::list_of_survey(ctx.db, survey).await?;
    let comments = of_topic(results, topic);
    let key = topics::key(topic);
    let title = results.played.dialog.question(&topic.question).map_or_else(String::new, |question| {
        results.played.question(&ctx.bot.texts, &ctx.locale.language, question, &topic.item)
    });
    ctx.audit(person, AuditAction::ReadTexts(survey)).await?;
    let mut text = ctx.say("said", &[("title", Arg::words(title)), ("n", Arg::count(comments.len()))]);
    let (page, pages) = paged(page, comments.len(), COMMENTS);
    let (mut masks, mut spoken) = (Vec::new(), false);
    for (n, (response, value)) in comments.iter().enumerate().skip(page * COMMENTS).take(COMMENTS) {
        let hidden = masked.contains(&(*response, key.clone()));
        let words = match value {
            _ if hidden => ctx.say("said-masked", &[]),
            Value::Text(words) => escape(&words.chars().take(LONGEST).collect::<String>()),
            Value::Voice { seconds, .. } => {
                spoken = true;
                ctx.say("voice-of", &[("seconds", Arg::Number((*seconds).into()))])
            }
            _ => String::new(),
        };
        text.push_str(&format!("\n\n{}. \u{2068}{words}\u{2069}", n + 1));
        let label = ctx.say(if hidden { "go-unmask" } else { "go-mask" }, &[("n", Arg::count(n + 1))]);
        masks.push(Button::new(label, Press::Go(Route::MaskComment { survey, topic: number, comment: n })));
    }
    let mut screen = Screen::new(text);
    if spoken {
        screen.rows.push(vec![to(ctx, "go-hear", Route::CommentVoices { survey, topic: number, page })]);
    }
    screen.rows.extend(masks.chunks(3).map(<[Button]>::to_vec));
    let turn = |page| Press::Go(Route::Comments { survey, topic: number, page });
    screen.rows.extend(turning(ctx, page, pages, turn));
    let back = Route::Topic { survey, topic: number, by: None };
    screen.rows.push(vec![to(ctx, "back", back), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}
