//! One topic of a survey as a picture, whole or split by groups.

use super::charts::{self, TopicChart};
use super::load::{self, Results, topic_number};
use super::topics;
use crate::bot::access;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::surveys::manage;
use crate::bot::ui::buttons::{previous_and_next, to};
use crate::bot::ui::figures;
use crate::bot::ui::limits::shorten;
use crate::chat::{Button, DimensionNumber, Press, Route, Screen, TopicNumber};
use crate::report::stats::figures::Shape;
use crate::report::stats::population::Dimension;
use crate::report::stats::split::{self, Split};
use crate::store::bodies;
use crate::text::{Arg, escape};
use crate::types::{Bodies, SurveyId};

/// Letters of a question under its picture, which shows the whole of it.
const QUESTION_SHOWN: usize = 200;

/// A topic, whole or split, with buttons to the others.
pub async fn show(
    ctx: &mut Ctx<'_>,
    scope: &Bodies,
    survey: SurveyId,
    topic: TopicNumber,
    by: Option<DimensionNumber>,
) -> Result<Outcome> {
    let overview = Route::Overview { survey, page: 0 };
    let current = manage::load_current(ctx, survey).await?;
    let Results::Ready(results) = load::load(ctx, current).await? else {
        return Ok(overview.into()); // an old button: the survey is open, or there is nothing to show
    };
    let dialog = &results.localized.dialog;
    let (place, topic) = results.topic_at(topic);
    let question = dialog.question(&topic.question).ok_or(Error::Missing("question"))?;
    let Some((whole, splits)) = results.release(ctx, topic) else {
        return Ok(overview.into());
    };
    let chosen = by.and_then(|by| Dimension::ALL.get(usize::try_from(by.0.saturating_sub(1)).ok()?));
    let split = splits.iter().find(|split| Some(&split.dimension) == chosen);
    let bodies = bodies::list(ctx.db).await?;
    let groups = split.map(|split| results.groups(ctx, split.dimension, &bodies)).unwrap_or_default();
    let topic_chart = TopicChart { localized: &results.localized, question, topic, whole: &whole, split, groups };
    let args = [("n", Arg::count(place + 1)), ("total", Arg::count(results.topics.len()))];
    let mut text = ctx.say("topic", &args);
    text.push_str(&format!("\n<b>{}</b>", escape(&shorten(&topic_chart.title(ctx), QUESTION_SHOWN))));
    let chart = topic_chart.draw(ctx);
    if chart.is_none() {
        text.push_str(&format!("\n{}", ctx.say("answers-n", &[("n", Arg::count(whole.n))])));
    }
    if let Some(split) = split {
        for line in split_remarks(ctx, &topic_chart, split) {
            text.push_str(&format!("\n{}", escape(&line)));
        }
    }
    let mut screen = Screen::new(text);
    screen.picture = chart.map(charts::drawing);
    let topic = topic_number(place);
    let whole_of = |place| Route::Topic { survey, topic: topic_number(place), by: None };
    let press = |place| Press::Go(whole_of(place));
    screen.rows.push(previous_and_next(ctx, place, results.topics.len(), press));
    let page = topics::page_of(ctx, &results, place);
    screen.rows.push(vec![to(ctx, "go-topic-list", Route::Topics { survey, page })]);
    let mut by: Vec<Button> = Vec::new();
    if split.is_some() {
        by.push(to(ctx, "by-nothing", whole_of(place)));
    }
    for (dimension, n) in Dimension::ALL.iter().zip(1..) {
        if Some(dimension) != split.map(|split| &split.dimension)
            && splits.iter().any(|split| split.dimension == *dimension)
        {
            let label = ctx.say("by", &[("what", Arg::text(dimension.id()))]);
            by.push(Button::new(label, Press::Go(Route::Topic { survey, topic, by: Some(DimensionNumber(n)) })));
        }
    }
    screen.rows.extend(by.chunks(2).map(<[Button]>::to_vec));
    // Who coordinates only some of the bodies reads no comments and shares nothing.
    let manages = access::manages_survey(ctx, scope, survey).await?;
    if manages && whole.shape == Shape::Words {
        screen.rows.push(vec![to(ctx, "go-said", Route::Comments { survey, topic, page: 0 })]);
    } else if manages {
        screen.rows.push(vec![to(ctx, "go-share-this", Route::ShareResults { survey, topic: Some(topic) })]);
    }
    screen.rows.push(vec![to(ctx, "go-overview", overview), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Remarks on a split, shown beside its picture, without markup: how many people are not shown, the percentages when
/// each body weighs the same, and what women and men rank differently.
pub fn split_remarks(locale: &Locale<'_>, topic_chart: &TopicChart<'_>, split: &Split) -> Vec<String> {
    let mut lines = Vec::new();
    if split.others > 0 {
        let args = [("n", Arg::count(split.others)), ("fewest", Arg::count(locale.min_group_size()))];
        lines.push(locale.say("not-shown", &args));
    }
    let label = |id: &str| figures::chart_label(&topic_chart.label(locale, id));
    if split.dimension == Dimension::Body {
        let points = matches!(topic_chart.whole.shape, Shape::Scores(_));
        for (id, even, raw) in split::evenly_weighted(split, topic_chart.whole).into_iter().take(3) {
            let written = |n: f64| if points { figures::decimal(locale, n) } else { figures::percent(locale, n) };
            let args = [
                ("what", Arg::text(label(&id))),
                ("even", Arg::text(figures::about(locale, &written(even)))),
                ("raw", Arg::text(written(raw))),
            ];
            lines.push(if points { locale.say("evenly-points", &args) } else { locale.say("evenly", &args) });
        }
    }
    let scores = |sex: &str| {
        split.groups.iter().find(|(id, _)| id == sex).and_then(|(_, figure)| match &figure.shape {
            Shape::Scores(scores) => Some(scores.as_slice()),
            _ => None,
        })
    };
    if let (Dimension::Sex, Some(women), Some(men)) = (split.dimension, scores("f"), scores("m")) {
        for id in split::ranked_apart(women, men).into_iter().take(3) {
            lines.push(locale.say("ranked-apart", &[("what", Arg::text(label(&id)))]));
        }
    }
    lines
}
