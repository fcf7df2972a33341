//! What people wrote or spoke, topic by topic. Each comment can be masked, because it may name a person.

use super::load::{self, ReleasedResults, topic_number};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::surveys::manage;
use crate::bot::ui::buttons::{clamp_page, page_buttons, to};
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

const COMMENTS_A_PAGE: usize = 5;
/// Letters of each comment on the screen.
const LONGEST_SHOWN: usize = 600;

pub async fn list(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: TopicNumber,
    page: usize,
) -> Result<Outcome> {
    match load_released(ctx, survey).await? {
        Some(results) => Ok(screen(ctx, person, &results, topic, page).await?.into()),
        None => Ok(Route::Overview { survey, page: 0 }.into()),
    }
}

/// Sends the spoken comments of a page.
pub async fn listen(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: TopicNumber,
    page: usize,
) -> Result<Outcome> {
    let Some(results) = load_released(ctx, survey).await? else {
        return Ok(Route::Overview { survey, page: 0 }.into());
    };
    let (place, topic) = results.topic_at(topic);
    let masked = masked::list_of_survey(ctx.db, survey).await?;
    let comments = comments_of(&results, topic);
    let (page, _) = clamp_page(page, comments.len(), COMMENTS_A_PAGE);
    let key = topics::key(topic);
    let mut voices = Vec::new();
    for (n, (response, value)) in comments.iter().enumerate().skip(page * COMMENTS_A_PAGE).take(COMMENTS_A_PAGE) {
        if let (Value::Voice { file, .. }, false) = (value, masked.contains(&(*response, key.clone()))) {
            let total = Arg::count(comments.len());
            let args = [("n", Arg::count(n + 1)), ("total", total), ("question", Arg::words(key.dotted()))];
            voices.push((files::voice_file(ctx, file), ctx.say("voice-caption", &args)));
        }
    }
    ctx.audit(person, AuditAction::ListenedToVoices(survey)).await?;
    let screen = screen(ctx, person, &results, topic_number(place), page).await?;
    Ok(Reply { files: voices, ..screen.into() }.into())
}

/// Masks the comment with this index, or shows it again.
pub async fn mask(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: TopicNumber,
    comment: usize,
) -> Result<Outcome> {
    let Some(results) = load_released(ctx, survey).await? else {
        return Ok(Route::Overview { survey, page: 0 }.into());
    };
    let (place, topic) = results.topic_at(topic);
    if let Some((response, _)) = comments_of(&results, topic).get(comment) {
        let key = topics::key(topic);
        let masked = masked::list_of_survey(ctx.db, survey).await?.contains(&(*response, key.clone()));
        masked::set(ctx.db, *response, &key, !masked).await?;
    }
    Ok(screen(ctx, person, &results, topic_number(place), comment / COMMENTS_A_PAGE).await?.into())
}

/// The comments on a topic with their responses, in the order of random keys.
pub fn comments_of<'a>(results: &'a ReleasedResults, topic: &Topic) -> Vec<(ResponseId, &'a Value)> {
    let comment = |response: &'a Response| {
        let value = response.answer(&topic.question, &topic.item)?;
        matches!(value, Value::Text(_) | Value::Voice { .. }).then_some((response.id, value))
    };
    results.people.responses.iter().filter_map(comment).collect()
}

/// The results; none if the survey is open or there is nothing to show.
async fn load_released(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Option<ReleasedResults>> {
    let survey = manage::load_current(ctx, survey).await?;
    Ok(load::load(ctx, survey).await?.ready())
}

async fn screen(
    ctx: &mut Ctx<'_>,
    person: &Person,
    results: &ReleasedResults,
    topic: TopicNumber,
    page: usize,
) -> Result<Screen> {
    let survey = results.survey.id;
    let (place, topic) = results.topic_at(topic);
    let number = topic_number(place);
    let masked = masked::list_of_survey(ctx.db, survey).await?;
    let comments = comments_of(results, topic);
    let key = topics::key(topic);
    let title = results.localized.dialog.question(&topic.question).map_or_else(String::new, |question| {
        results.localized.question(&ctx.bot.texts, &ctx.locale.language, question, &topic.item)
    });
    ctx.audit(person, AuditAction::ReadTexts(survey)).await?;
    let mut text = ctx.say("said", &[("title", Arg::words(title)), ("n", Arg::count(comments.len()))]);
    let (page, pages) = clamp_page(page, comments.len(), COMMENTS_A_PAGE);
    let (mut masks, mut spoken) = (Vec::new(), false);
    for (n, (response, value)) in comments.iter().enumerate().skip(page * COMMENTS_A_PAGE).take(COMMENTS_A_PAGE) {
        let hidden = masked.contains(&(*response, key.clone()));
        let words = match value {
            _ if hidden => ctx.say("said-masked", &[]),
            Value::Text(words) => escape(&words.chars().take(LONGEST_SHOWN).collect::<String>()),
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
    screen.rows.extend(page_buttons(ctx, page, pages, turn));
    let back = Route::Topic { survey, topic: number, by: None };
    screen.rows.push(vec![to(ctx, "back", back), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}
