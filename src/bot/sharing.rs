//! "You said, we did": a coordinator publishes charts of a closed survey with a sentence, to those who answered.
//!
//! What is chosen is a run of the form `sharing`. Nothing is sent before the preview is confirmed. Charts are kept as they
//! were published, in every language: they are not counted again for each reader.

use std::collections::BTreeMap;

use super::charts::{self, Drawn};
use super::coordinators::Scope;
use super::questions::{self, number, to};
use super::runs::{self, Open};
use super::shown::{self, Results, Shown};
use super::{Ctx, Fault, Result, letters, members, results, rounds, surveys};
use crate::chat::{Act, Button, Place, Placed, Press, Reply, Screen};
use crate::dialog::{Entry, Key, Value, walk};
use crate::report::disclosure;
use crate::report::render::chart::Chart;
use crate::report::stats::figures::Shape;
use crate::report::stats::population::Dimension;
use crate::store::people::Person;
use crate::store::runs as forms;
use crate::store::shares::{self as kept, Share};
use crate::store::{bodies, surveys as asked};
use crate::text::{Arg, FIRST_LANGUAGE, dates};

/// The form's name.
pub const FORM: &str = "sharing";
/// Letters of a question on its button.
const LABEL: usize = 34;
/// Results that a member finds in the list of surveys.
pub const LISTED: i64 = 5;

/// A coordinator's place about what is shared.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, a: i64, b: i64) -> Result<Reply> {
    if place == Place::Share {
        return match rounds::allowed(ctx, scope, a).await? {
            Some(survey) if survey.closed_at.is_some() => begin(ctx, person, survey.id, b).await,
            Some(survey) => results::overview(ctx, &survey, 0).await,
            None => members::menu(ctx, person).await,
        };
    }
    let Some(open) = runs::load(ctx, person, a).await?.filter(|open| open.played.dialog.name == FORM) else {
        let mut reply = members::menu(ctx, person).await?; // sent already: pressed twice
        reply.notice = Some(ctx.say("stale", &[]));
        return Ok(reply);
    };
    if walk::step(&open.played.dialog, &open.answers) != walk::Step::Review {
        return runs::show(ctx, person, a).await; // an answer was taken back meanwhile
    }
    if place == Place::ShareNow && b == open.run.revision {
        return publish(ctx, person, scope, &open).await;
    }
    preview(ctx, scope, &open, if place == Place::ShareProof { b } else { 0 }).await
}

/// The form about a survey's results, from where the coordinator stopped in it, or a new one with a first chart ticked.
async fn begin(ctx: &mut Ctx<'_>, person: &Person, survey: i64, topic: i64) -> Result<Reply> {
    if let Some(run) = forms::of_results(ctx.db, person.id, survey).await? {
        return runs::show(ctx, person, run).await;
    }
    let open = runs::begin(ctx, person, FORM, None).await?;
    forms::about_results(ctx.db, open.run.id, survey).await?;
    if topic > 0 {
        let value = Value::Picks(vec![format!("t{}", topic - 1)]);
        ctx.ahead.keep(open.run.id, Key::once("charts"), Entry { value, done: false });
    }
    runs::show(ctx, person, open.run.id).await
}

/// The topics that can be drawn, as options of the form.
///
/// # Errors
/// When the database refuses.
pub async fn charts(ctx: &mut Ctx<'_>, survey: i64) -> Result<Vec<(String, String)>> {
    let Some(shown) = load(ctx, survey).await? else { return Ok(Vec::new()) };
    let mut options = Vec::new();
    for (at, topic) in shown.topics.iter().enumerate() {
        let Some(question) = shown.played.dialog.question(&topic.question) else { continue };
        if matches!(question.kind, crate::dialog::Kind::Text { .. }) {
            continue;
        }
        // Of a question that is asked for many items the item tells more on a button than what all have in common.
        let label = match topic.item.as_str() {
            "" => short(&shown.title(ctx, question, topic)),
            _ => {
                let item = shown.played.item(&ctx.bot.texts, &ctx.language, question, &topic.item);
                format!("{} · {}", short(&item), question.id)
            }
        };
        options.push((!topic.item.is_empty(), format!("t{at}"), label));
    }
    options.sort_by_key(|(item, ..)| *item); // and comes after those that are asked once
    Ok(options.into_iter().map(|(_, id, label)| (id, label)).collect())
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(LABEL).collect();
    if cut.len() < text.len() { cut.trim_end().to_owned() + "…" } else { cut }
}

async fn load(ctx: &mut Ctx<'_>, survey: i64) -> Result<Option<Shown>> {
    match asked::find(ctx.db, survey).await? {
        Some(survey) => Ok(match shown::load(ctx, survey).await? {
            Results::Ready(shown) => Some(shown),
            Results::Counting | Results::None => None,
        }),
        None => Ok(None),
    }
}

fn picks<'a>(open: &'a Open, id: &str) -> &'a [String] {
    match open.answers.get(&Key::once(id)).map(|entry| &entry.value) {
        Some(Value::Picks(picks)) => picks,
        _ => &[],
    }
}

/// What a form makes public, as it is now. None if there is nothing to be shown any more.
async fn made(ctx: &mut Ctx<'_>, open: &Open) -> Result<Option<Share>> {
    let Some(shown) = load(ctx, open.run.results.unwrap_or(0)).await? else { return Ok(None) };
    let (survey, name) = (shown.survey.id, shown.survey.name.clone());
    let mut share = Share { id: 0, survey, name, words: BTreeMap::new(), charts: BTreeMap::new() };
    let all = bodies::all(ctx.db).await?;
    let by_sex = picks(open, "by").iter().any(|by| by == "sex");
    let own = ctx.language.clone();
    for at in picks(open, "charts").iter().filter_map(|id| id.strip_prefix('t')?.parse::<i64>().ok()) {
        let (_, topic) = shown.at(at);
        let dialog = &shown.played.dialog;
        let (Some(question), Some((whole, splits))) =
            (dialog.question(&topic.question), disclosure::release(&shown.people, dialog, topic, ctx.fewest()))
        else {
            continue;
        };
        if whole.shape == Shape::Words {
            continue; // texts are not published
        }
        let split = splits.iter().find(|split| by_sex && split.dimension == Dimension::Sex);
        for language in ctx.bot.texts.languages() {
            ctx.language.clone_from(&language.code);
            let names = split.map(|split| charts::names(ctx, split.dimension, &all)).unwrap_or_default();
            let drawn = Drawn { played: &shown.played, question, topic, whole: &whole, split, names };
            if let Some(chart) = drawn.chart(ctx).and_then(|chart| serde_json::to_value(chart).ok()) {
                share.charts.entry(language.code.clone()).or_default().push(chart);
            }
        }
        ctx.language.clone_from(&own);
    }
    for language in ctx.bot.texts.languages() {
        let said = open.answers.get(&Key::once(&format!("words-{}", language.code))).map(|entry| &entry.value);
        if let Some(Value::Text(words)) = said {
            share.words.insert(language.code.clone(), words.clone());
        }
    }
    Ok((!share.charts.is_empty()).then_some(share))
}

/// What was shared as its readers see it: one chart of it, the sentence, the ways to the other charts. None if that chart
/// is not there.
fn screen(ctx: &Ctx<'_>, share: &Share, at: usize, turn: impl Fn(usize) -> Press) -> Option<Screen> {
    let charts = share.charts.get(&ctx.language).or_else(|| share.charts.get(FIRST_LANGUAGE))?;
    let chart: Chart = serde_json::from_value(charts.get(at)?.clone()).ok()?;
    let words = share.words.get(&ctx.language).or_else(|| share.words.get(FIRST_LANGUAGE));
    let args = [
        ("title", Arg::text(surveys::heading(ctx, &share.name))),
        ("words", Arg::words(words.map_or("", String::as_str))),
        ("n", Arg::count(at + 1)),
        ("total", Arg::count(charts.len())),
    ];
    let mut screen = Screen::new(ctx.say("shared", &args));
    screen.picture = Some(charts::drawing(chart));
    let mut ways = Vec::new();
    if at > 0 {
        ways.push(Button::new(ctx.say("previous", &[]), turn(at - 1)));
    }
    if at + 1 < charts.len() {
        ways.push(Button::new(ctx.say("next", &[]), turn(at + 1)));
    }
    screen.rows.push(ways);
    Some(screen)
}

/// What is to be shared as its readers will see it, before it goes; nothing is kept yet.
///
/// # Errors
/// When the database refuses.
pub async fn preview(ctx: &mut Ctx<'_>, scope: &Scope, open: &Open, at: i64) -> Result<Reply> {
    let run = open.run.id;
    let (Some(survey), Some(share)) =
        (rounds::allowed(ctx, scope, open.run.results.unwrap_or(0)).await?, made(ctx, open).await?)
    else {
        return Ok(ctx.told(ctx.say("share-nothing", &[])).into());
    };
    let readers = kept::readers(ctx.db, survey.id).await?.len();
    let turn = |at| Press::Go(Place::ShareProof, run, number(at));
    let at = usize::try_from(at).unwrap_or(0);
    let Some(mut screen) = screen(ctx, &share, at, turn).or_else(|| screen(ctx, &share, 0, turn)) else {
        return Ok(ctx.told(ctx.say("share-nothing", &[])).into());
    };
    let n = [("n", Arg::count(readers))];
    let whom = if survey.anonymous { ctx.say("share-to-all", &n) } else { ctx.say("share-to", &n) };
    screen.text = format!("{whom}\n\n{}", screen.text);
    let send = ctx.say("share-now", &[]);
    screen.rows.push(vec![Button::new(send, Press::Go(Place::ShareNow, run, open.run.revision))]);
    let back = Press::Run { run, revision: open.run.revision, key: Key::once("review"), act: Act::Page(0) };
    screen.rows.push(vec![Button::new(ctx.say("preview-back", &[]), back), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

async fn publish(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, open: &Open) -> Result<Reply> {
    let (Some(survey), Some(share)) =
        (rounds::allowed(ctx, scope, open.run.results.unwrap_or(0)).await?, made(ctx, open).await?)
    else {
        return Ok(ctx.told(ctx.say("share-nothing", &[])).into());
    };
    let id = kept::add(ctx.db, &share, ctx.now).await?;
    let readers = kept::readers(ctx.db, survey.id).await?;
    letters::tell_of_results(ctx, person.id, id, &readers).await?;
    ctx.audit(person, "shared answers", survey.id).await?;
    forms::end(ctx.db, open.run.id).await?;
    results::overview(ctx, &survey, 0).await
}

/// What was shared of a survey; one of these can be taken back, after a question.
///
/// # Errors
/// When the database refuses.
pub async fn look_back(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Scope,
    place: Place,
    survey: i64,
    id: i64,
) -> Result<Reply> {
    let Some(survey) = rounds::allowed(ctx, scope, survey).await? else {
        return members::menu(ctx, person).await;
    };
    if place == Place::ShareBack && kept::remove(ctx.db, survey.id, id).await? {
        ctx.audit(person, "took shared results back", survey.id).await?;
    }
    let shares = kept::of_survey(ctx.db, survey.id).await?;
    let words = |words: &BTreeMap<String, String>| {
        words.get(&ctx.language).or_else(|| words.get(FIRST_LANGUAGE)).cloned().unwrap_or_default()
    };
    let title = Arg::text(surveys::heading(ctx, &survey.name));
    if let Some((_, _, said)) = shares.iter().find(|(known, ..)| *known == id) {
        let mut screen =
            Screen::new(ctx.say("share-back-ask", &[("title", title), ("words", Arg::words(words(said)))]));
        screen.rows.push(vec![
            to(ctx, "share-back", Place::ShareBack, survey.id, id),
            to(ctx, "close-no", Place::Shares, survey.id, 0),
        ]);
        return Ok(screen.into());
    }
    let mut screen = Screen::new(ctx.say("shares", &[("title", title), ("n", Arg::count(shares.len()))]));
    let mut keys = Vec::new();
    for ((id, at, said), n) in shares.iter().zip(1..=questions::LISTED) {
        let day = dates::day_in_words(dates::day_of(*at), &ctx.language);
        let args = [("n", Arg::count(n)), ("day", Arg::text(day)), ("words", Arg::words(short(&words(said))))];
        screen.text.push_str(&format!("\n\n{}", ctx.say("share-sent", &args)));
        let label = ctx.say("go-share-back", &[("n", Arg::count(n))]);
        keys.push(Button::new(label, Press::Go(Place::Shares, survey.id, *id)));
    }
    screen.rows.extend(keys.chunks(3).map(<[Button]>::to_vec));
    screen.rows.push(vec![to(ctx, "back", Place::Overview, survey.id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// The letter about what was shared.
///
/// # Errors
/// When the database refuses.
pub async fn letter(ctx: &mut Ctx<'_>, id: i64) -> Result<Option<Screen>> {
    let Some(share) = kept::find(ctx.db, id).await? else { return Ok(None) };
    Ok(screen(ctx, &share, 0, |at| Press::Go(Place::Shared, id, number(at) * 2 + 1)))
}

/// What was shared with a person, in the letter or from the list.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, id: i64, b: i64) -> Result<Reply> {
    let theirs = kept::for_person(ctx.db, person.id, i64::MAX).await?;
    if !theirs.iter().any(|(known, _)| *known == id) {
        return members::menu(ctx, person).await;
    }
    let share = kept::find(ctx.db, id).await?.ok_or(Fault::Lost("share"))?;
    let (at, letter) = (usize::try_from(b / 2).unwrap_or(0), b % 2 == 1);
    let turn = |at| Press::Go(Place::Shared, id, number(at) * 2 + i64::from(letter));
    let Some(mut screen) = screen(ctx, &share, at, turn).or_else(|| screen(ctx, &share, 0, turn)) else {
        return members::menu(ctx, person).await;
    };
    if letter {
        return Ok(Reply { placed: Placed::There, ..screen.into() });
    }
    screen.rows.push(vec![to(ctx, "go-surveys", Place::Surveys, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}
