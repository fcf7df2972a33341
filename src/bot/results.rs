//! What members said, for coordinators: who answered, then question by question, whole or split by who answered.
//!
//! How many have answered is shown while a survey is open. What they said is shown once it has closed: whoever looked before
//! and after somebody answered would see in the difference what that person said. Which groups may be shown is decided in
//! [`crate::report::disclosure`].

use super::charts::{self, Drawn};
use super::coordinators::Scope;
use super::questions::{LISTED, number, paged, to, turning};
use super::shown::{self, Results, Shown};
use super::{Ctx, Result, letters, rounds, surveys, take_away, texts, turnout};
use crate::chat::{Button, File, Place, Press, Reply, Screen};
use crate::report::disclosure;
use crate::report::stats::figures::{Score, Shape};
use crate::report::stats::population::Dimension;
use crate::report::stats::split::{self, Split};
use crate::store::people::Person;
use crate::store::surveys::{self as kept, Survey};
use crate::store::{bodies, shares, written};
use crate::text::{Arg, escape};

/// Bodies on one picture.
const BODIES: usize = 24;

/// A coordinator's place about results.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, a: i64, b: i64) -> Result<Reply> {
    if place == Place::Results {
        return list(ctx, scope, a).await;
    }
    let Some(survey) = rounds::allowed(ctx, scope, a).await? else {
        return list(ctx, scope, 0).await;
    };
    if place == Place::Overview {
        return overview(ctx, &survey, b).await;
    }
    let Results::Ready(shown) = shown::load(ctx, survey).await? else {
        return overview_of(ctx, a).await; // pressed while it is open, or there is nothing to show
    };
    match place {
        Place::Said | Place::Hear | Place::Mask => texts::go(ctx, person, &shown, place, b).await,
        Place::Workbook => {
            let (file, caption) = (take_away::workbook(ctx, &shown), ctx.say("workbook-ready", &[]));
            taken(ctx, person, &shown, file, caption).await
        }
        Place::Paper => {
            let (file, caption) = (take_away::report(ctx, &shown), ctx.say("paper-ready", &[]));
            taken(ctx, person, &shown, file, caption).await
        }
        _ => topic(ctx, &shown, b.div_euclid(10), b.rem_euclid(10)).await,
    }
}

async fn overview_of(ctx: &mut Ctx<'_>, id: i64) -> Result<Reply> {
    match kept::find(ctx.db, id).await? {
        Some(survey) => overview(ctx, &survey, 0).await,
        None => Err(super::Fault::Lost("survey")),
    }
}

async fn list(ctx: &mut Ctx<'_>, scope: &Scope, page: i64) -> Result<Reply> {
    let listed = rounds::listed(ctx, scope).await?;
    let mut screen = Screen::new(ctx.say("results", &[("n", Arg::count(listed.len()))]));
    let (page, pages) = paged(page, listed.len(), LISTED);
    for survey in listed.iter().skip(page * LISTED).take(LISTED) {
        screen = screen.row(rounds::label(ctx, survey), Press::Go(Place::Overview, survey.id, 0));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Results, number(to), 0)));
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Invited, reached, started, submitted; the share by body as a picture.
///
/// # Errors
/// When the database refuses.
pub async fn overview(ctx: &mut Ctx<'_>, survey: &Survey, page: i64) -> Result<Reply> {
    let (id, open) = (survey.id, survey.is_open(ctx.now));
    let turnout = turnout::of(ctx, survey).await?;
    let args = [
        ("title", Arg::text(surveys::heading(ctx, &survey.name))),
        ("invited", Arg::Number(turnout.invited)),
        ("started", Arg::Number(turnout.started)),
        ("submitted", Arg::Number(turnout.submitted)),
        ("rate", Arg::text(charts::percent(ctx, turnout.rate()))),
    ];
    let mut text = ctx.say("overview", &args);
    let reached = written::reached(ctx.db, letters::SURVEY_OPENED, id).await?;
    if reached > 0 {
        text.push_str(&format!("\n{}", ctx.say("overview-reached", &[("n", Arg::Number(reached))]))); // forgotten with an anonymous survey
    }
    let (page, pages) = paged(page, turnout.bodies.len(), BODIES);
    let chart = turnout.chart(ctx, survey, page * BODIES, BODIES);
    let mut ways = Vec::new();
    match shown::load(ctx, survey.clone()).await? {
        Results::Ready(_) => {
            ways.push(vec![to(ctx, "go-topics", Place::Topic, id, 0)]);
            ways.push(vec![to(ctx, "go-workbook", Place::Workbook, id, 0), to(ctx, "go-paper", Place::Paper, id, 0)]);
            ways.push(vec![to(ctx, "go-share", Place::Share, id, 0)]);
            if shares::has_any(ctx.db, id).await? {
                ways.push(vec![to(ctx, "go-shares", Place::Shares, id, 0)]);
            }
        }
        Results::Counting => text.push_str(&format!("\n\n{}", ctx.say("results-counting", &[]))),
        Results::None if open => text.push_str(&format!("\n\n{}", ctx.say("results-after-closing", &[]))),
        Results::None => {
            text.push_str(&format!("\n\n{}", ctx.say("results-too-few", &[("fewest", Arg::count(ctx.fewest()))])))
        }
    }
    let mut screen = Screen::new(text);
    screen.picture = Some(charts::drawing(chart));
    screen.rows.extend(ways);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Overview, id, number(to))));
    if open {
        screen.rows.push(vec![to(ctx, "go-remind", Place::Remind, id, 0)]);
    }
    screen.rows.push(vec![to(ctx, "go-round", Place::Round, id, 0), to(ctx, "go-refresh", Place::Overview, id, 0)]);
    screen.rows.push(vec![to(ctx, "go-results", Place::Results, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// All of it as a file.
async fn taken(ctx: &mut Ctx<'_>, person: &Person, shown: &Shown, file: File, caption: String) -> Result<Reply> {
    ctx.audit(person, "took answers away", shown.survey.id).await?;
    let reply = overview(ctx, &shown.survey, 0).await?;
    Ok(Reply { files: vec![(file, caption)], ..reply })
}

/// One topic as a picture, whole or split, with the ways to the others.
async fn topic(ctx: &mut Ctx<'_>, shown: &Shown, place: i64, by: i64) -> Result<Reply> {
    let (id, dialog) = (shown.survey.id, &shown.played.dialog);
    let (at, topic) = shown.at(place);
    let Some(question) = dialog.question(&topic.question) else {
        return Err(super::Fault::Lost("question"));
    };
    let Some((whole, splits)) = disclosure::release(&shown.people, dialog, topic, ctx.fewest()) else {
        return overview(ctx, &shown.survey, 0).await;
    };
    let chosen = usize::try_from(by - 1).ok().and_then(|at| Dimension::ALL.get(at));
    let split = splits.iter().find(|split| Some(&split.dimension) == chosen);
    let all = bodies::all(ctx.db).await?;
    let names = split.map(|split| charts::names(ctx, split.dimension, &all)).unwrap_or_default();
    let drawn = Drawn { played: &shown.played, question, topic, whole: &whole, split, names };
    let mut text = ctx.say("topic", &[("n", Arg::count(at + 1)), ("total", Arg::count(shown.topics.len()))]);
    let chart = drawn.chart(ctx);
    if chart.is_none() {
        text.push_str(&format!("\n<b>{}</b>", escape(&drawn.title(ctx))));
        text.push_str(&format!("\n{}", ctx.say("answers-n", &[("n", Arg::count(whole.n))])));
    }
    if let Some(split) = split {
        for line in remarks(ctx, &drawn, split) {
            text.push_str(&format!("\n{}", escape(&line)));
        }
    }
    let mut screen = Screen::new(text);
    screen.picture = chart.map(charts::drawing);
    let ten = |at: usize| number(at) * 10;
    let mut ways = Vec::new();
    if at > 0 {
        ways.push(to(ctx, "previous", Place::Topic, id, ten(at - 1)));
    }
    if at + 1 < shown.topics.len() {
        ways.push(to(ctx, "next", Place::Topic, id, ten(at + 1)));
    }
    screen.rows.push(ways);
    let mut by: Vec<Button> = Vec::new();
    if split.is_some() {
        by.push(to(ctx, "by-nothing", Place::Topic, id, ten(at)));
    }
    for (dimension, n) in Dimension::ALL.iter().zip(1..) {
        if Some(dimension) != split.map(|split| &split.dimension)
            && splits.iter().any(|split| split.dimension == *dimension)
        {
            let label = ctx.say("by", &[("what", Arg::text(dimension.id()))]);
            by.push(Button::new(label, Press::Go(Place::Topic, id, ten(at) + n)));
        }
    }
    screen.rows.extend(by.chunks(2).map(<[Button]>::to_vec));
    if whole.shape == Shape::Words {
        screen.rows.push(vec![to(ctx, "go-said", Place::Said, id, number(at) * 100)]);
    } else {
        screen.rows.push(vec![to(ctx, "go-share-this", Place::Share, id, number(at) + 1)]);
    }
    screen.rows.push(vec![to(ctx, "go-overview", Place::Overview, id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// What is to be said of a split beside its picture, plain: who is not shown, each body weighing the same, and what women and men
/// rank differently.
pub fn remarks(ctx: &Ctx<'_>, drawn: &Drawn<'_>, split: &Split) -> Vec<String> {
    let mut lines = Vec::new();
    if split.others > 0 {
        lines.push(ctx.say("not-shown", &[("n", Arg::count(split.others)), ("fewest", Arg::count(ctx.fewest()))]));
    }
    let label = |id: &str| charts::shown(&drawn.label(ctx, id));
    if split.dimension == Dimension::Body {
        let points = matches!(drawn.whole.shape, Shape::Scores(_));
        for (id, even, raw) in split::evenly_weighted(split, drawn.whole).into_iter().take(3) {
            let written = |n: f64| if points { charts::decimal(ctx, n) } else { charts::percent(ctx, n) };
            let args =
                [("what", Arg::text(label(&id))), ("even", Arg::text(written(even))), ("raw", Arg::text(written(raw)))];
            lines.push(if points { ctx.say("evenly-points", &args) } else { ctx.say("evenly", &args) });
        }
    }
    // The ranks of what is seen: those of others would say how much of them is left empty.
    let seen = |score: &&Score| !split.suppressed.iter().any(|(_, option)| *option == score.option);
    let scores = |sex: &str| {
        split.groups.iter().find(|(id, _)| id == sex).and_then(|(_, figure)| match &figure.shape {
            Shape::Scores(scores) => Some(scores.iter().filter(seen).cloned().collect::<Vec<Score>>()),
            _ => None,
        })
    };
    if let (Dimension::Sex, Some(women), Some(men)) = (split.dimension, scores("f"), scores("m")) {
        for id in split::ranked_apart(&women, &men).into_iter().take(3) {
            lines.push(ctx.say("ranked-apart", &[("what", Arg::text(label(&id)))]));
        }
    }
    lines
}
