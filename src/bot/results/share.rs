//! "You said, we did": a coordinator shares charts of a closed survey, with a sentence, with those who answered.
//!
//! What is chosen is a run of the form `sharing`. Nothing is sent before the preview is confirmed. Charts are stored as they
//! were shared, in every language: they are not counted again for each reader.

use std::collections::BTreeMap;

use super::charts::{self, TopicChart};
use super::load::{self, ReleasedResults, Results, number_of};
use crate::bot::context::{Ctx, Locale, Options};
use crate::bot::error::{Error, Result};
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::notify::{self, Notification};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::surveys::manage;
use crate::bot::ui::buttons::{LISTED, to};
use crate::bot::ui::titles;
use crate::chat::{Act, Button, Placement, Press, Reply, Route, Screen, TopicNumber};
use crate::dialog::{Entry, Key, Kind, Value};
use crate::report::disclosure;
use crate::report::render::chart::Chart;
use crate::report::stats::figures::Shape;
use crate::report::stats::population::Dimension;
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::store::shares::Share;
use crate::store::surveys::Survey;
use crate::text::{Arg, FIRST_LANGUAGE, dates};
use crate::types::{RunId, ShareId, SurveyId};

/// The form's name.
pub const FORM: &str = "sharing";
/// Its question which charts are shared.
const CHARTS: &str = "charts";
/// Its question by what they are split.
const BY: &str = "by";
/// Women and men apart.
const BY_SEX: &str = "sex";

/// What `takafou check` holds the form's file against.
pub const REQUIRED: RequiredDialog = RequiredDialog {
    name: FORM,
    questions: &[
        RequiredQuestion::new(CHARTS, RequiredAnswer::Source("charts")),
        RequiredQuestion::new(BY, RequiredAnswer::Options(&[BY_SEX])),
        RequiredQuestion::new("words-ar", RequiredAnswer::Text), // read as `words-` and the code of each language
        RequiredQuestion::new("words-fr", RequiredAnswer::Text),
    ],
};

/// Letters of a question on its button.
const LABEL: usize = 34;

/// The form about a survey's results, from where the coordinator stopped in it, or a new one with a first chart ticked.
pub async fn begin(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: Option<TopicNumber>,
) -> Result<Outcome> {
    if manage::current(ctx, survey).await?.closed_at.is_none() {
        return Ok(Route::Overview { survey, page: 0 }.into());
    }
    if let Some(run) = store::runs::find_of_results(ctx.db, person.id, survey).await? {
        return session::show(ctx, person, run).await;
    }
    let mut begun = Session::begin(ctx, person, FORM, None).await?;
    store::runs::set_results(ctx.db, begun.run.id, survey).await?;
    if let Some(topic) = topic {
        let value = Value::Picks(vec![format!("t{}", topic.0.saturating_sub(1))]);
        begun.keep(ctx, Key::once(CHARTS), Entry { value, done: false });
    }
    session::show(ctx, person, begun.run.id).await
}

/// The topics that can be drawn, as options of the form.
pub async fn chart_options(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Options> {
    let Some(survey) = store::surveys::find(ctx.db, survey).await? else { return Ok(Vec::new()) };
    let Some(results) = ready(ctx, survey).await? else { return Ok(Vec::new()) };
    let mut options = Vec::new();
    for (place, topic) in results.topics.iter().enumerate() {
        let Some(question) = results.played.dialog.question(&topic.question) else { continue };
        if matches!(question.kind, Kind::Text { .. }) {
            continue;
        }
        // Of a question that is asked for many items the item tells more on a button than what all have in common.
        let label = match topic.item.as_str() {
            "" => short(&results.title(ctx, question, topic)),
            _ => {
                let item = results.played.item(&ctx.bot.texts, &ctx.locale.language, question, &topic.item);
                format!("{} · {}", short(&item), question.id)
            }
        };
        options.push((!topic.item.is_empty(), format!("t{place}"), label));
    }
    options.sort_by_key(|(item, ..)| *item); // and comes after those that are asked once
    Ok(options.into_iter().map(|(_, id, label)| (id, label)).collect())
}

/// The preview again, at one of its charts.
pub async fn show_preview(ctx: &mut Ctx<'_>, person: &Person, run: RunId, chart: usize) -> Result<Outcome> {
    match at_review(ctx, person, run).await? {
        Ok(session) => preview(ctx, &session, chart).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// What is to be shared as its readers will see it, before it goes; nothing is stored yet.
pub async fn preview(ctx: &mut Ctx<'_>, session: &Session, chart: usize) -> Result<Outcome> {
    let (run, revision) = (session.run.id, session.run.revision);
    let Some((survey, share)) = draft(ctx, session).await? else {
        return Ok(ctx.told(ctx.say("share-nothing", &[])).into());
    };
    let readers = store::shares::list_readers(ctx.db, survey.id).await?.len();
    let turn = |chart| Press::Go(Route::PreviewShare { run, chart });
    let Some(mut screen) = screen_at(ctx, &share, chart, turn) else {
        return Ok(ctx.told(ctx.say("share-nothing", &[])).into());
    };
    let n = [("n", Arg::count(readers))];
    let whom = if survey.anonymous { ctx.say("share-to-all", &n) } else { ctx.say("share-to", &n) };
    screen.text = format!("{whom}\n\n{}", screen.text);
    screen.rows.push(vec![to(ctx, "share-now", Route::PublishShare { run, revision })]);
    let back = Button::new(ctx.say("preview-back", &[]), session.button("review", Act::Page(0)));
    screen.rows.push(vec![back, to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Shares it with those who answered, unless the form was changed since the preview.
pub async fn publish(ctx: &mut Ctx<'_>, person: &Person, run: RunId, revision: i64) -> Result<Outcome> {
    let session = match at_review(ctx, person, run).await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if revision != session.run.revision {
        return preview(ctx, &session, 0).await;
    }
    let Some((survey, share)) = draft(ctx, &session).await? else {
        return Ok(ctx.told(ctx.say("share-nothing", &[])).into());
    };
    let id = store::shares::add(ctx.db, &share, ctx.now).await?;
    let readers = store::shares::list_readers(ctx.db, survey.id).await?;
    let letters = Notification::new(LetterKind::SurveyShared(id), &readers);
    notify::enqueue(ctx, &Notification { follower: Some(person.id), ..letters }).await?;
    ctx.audit(person, AuditAction::SharedResults(survey.id)).await?;
    store::runs::end(ctx.db, run).await?;
    Ok(Route::Overview { survey: survey.id, page: 0 }.into())
}

/// What was shared of a survey; one of these can be taken back, after a question.
pub async fn list(ctx: &mut Ctx<'_>, survey: SurveyId, share: Option<ShareId>) -> Result<Outcome> {
    let name = manage::current(ctx, survey).await?.name;
    let shares = store::shares::list_of_survey(ctx.db, survey).await?;
    let title = Arg::text(titles::heading(ctx, &name));
    if let Some((id, _, words)) = shares.iter().find(|(id, ..)| Some(*id) == share) {
        let args = [("title", title), ("words", Arg::words(sentence(ctx, words)))];
        let mut screen = Screen::new(ctx.say("share-back-ask", &args));
        screen.rows.push(vec![
            to(ctx, "share-back", Route::TakeShareBack { survey, share: *id }),
            to(ctx, "close-no", Route::Shares { survey, share: None }),
        ]);
        return Ok(screen.into());
    }
    let mut screen = Screen::new(ctx.say("shares", &[("title", title), ("n", Arg::count(shares.len()))]));
    let mut ways = Vec::new();
    for ((id, at, words), n) in shares.iter().zip(1..=LISTED) {
        let day = dates::day_in_words(dates::day_of(*at), &ctx.locale.language);
        let words = short(sentence(ctx, words));
        let args = [("n", Arg::count(n)), ("day", Arg::text(day)), ("words", Arg::words(words))];
        screen.text.push_str(&format!("\n\n{}", ctx.say("share-sent", &args)));
        let label = ctx.say("go-share-back", &[("n", Arg::count(n))]);
        ways.push(Button::new(label, Press::Go(Route::Shares { survey, share: Some(*id) })));
    }
    screen.rows.extend(ways.chunks(3).map(<[Button]>::to_vec));
    screen.rows.push(vec![to(ctx, "back", Route::Overview { survey, page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Takes back what was shared, if it still stands.
pub async fn take_back(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, share: ShareId) -> Result<Outcome> {
    let survey = manage::current(ctx, survey).await?.id;
    if store::shares::delete(ctx.db, survey, share).await? {
        ctx.audit(person, AuditAction::TookSharedResultsBack(survey)).await?;
    }
    Ok(Route::Shares { survey, share: None }.into())
}

/// What was shared with a member, in the letter or from the list.
pub async fn show(ctx: &mut Ctx<'_>, share: ShareId, chart: usize, letter: bool) -> Result<Outcome> {
    let found = store::shares::find(ctx.db, share).await?.ok_or(Error::Lost("share"))?;
    let turn = |chart| Press::Go(Route::SharedResults { share, chart, letter });
    let Some(mut screen) = screen_at(ctx, &found, chart, turn) else {
        return Ok(Route::Menu.into());
    };
    if letter {
        return Ok(Reply { placement: Placement::EditPressedMessage, ..screen.into() }.into());
    }
    screen.rows.push(vec![to(ctx, "go-surveys", Route::Surveys { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The letter about what was shared; none if it was taken back.
pub async fn letter(ctx: &mut Ctx<'_>, share: ShareId) -> Result<Option<Screen>> {
    let Some(found) = store::shares::find(ctx.db, share).await? else { return Ok(None) };
    Ok(screen(ctx, &found, 0, |chart| Press::Go(Route::SharedResults { share, chart, letter: true })))
}

/// The form that waits at its review, or else where its person is taken.
async fn at_review(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<std::result::Result<Session, Outcome>> {
    let loaded = Session::load(ctx, person, run).await?;
    let Some(session) = loaded.filter(|session| session.played.dialog.name == FORM) else {
        return Ok(Err(Outcome::goto(Route::Menu, ctx.say("stale", &[])))); // sent already: pressed twice
    };
    if session.is_at_review() {
        return Ok(Ok(session));
    }
    Ok(Err(session::show(ctx, person, run).await?)) // an answer was taken back meanwhile
}

/// The survey whose results a form is about. None if its person does not coordinate its bodies any more: the form is their
/// own and stays, so this is asked again whenever something of the results comes out of it.
async fn survey_of(ctx: &mut Ctx<'_>, session: &Session) -> Result<Option<Survey>> {
    let Some(survey) = session.run.results else { return Ok(None) };
    let scope = store::people::find_coordinated_bodies(ctx.db, session.run.person).await?;
    let bodies = store::surveys::find_bodies(ctx.db, survey).await?;
    if scope.is_some_and(|scope| scope.include(&bodies)) {
        return Ok(Some(manage::current(ctx, survey).await?));
    }
    tracing::warn!("results were to be shared of a survey outside the coordinator's bodies");
    Ok(None)
}

async fn ready(ctx: &mut Ctx<'_>, survey: Survey) -> Result<Option<ReleasedResults>> {
    Ok(match load::load(ctx, survey).await? {
        Results::Ready(results) => Some(results),
        Results::Counting | Results::None => None,
    })
}

/// What a form makes public, as it is now, with the survey. None if there is nothing to be shown any more.
async fn draft(ctx: &mut Ctx<'_>, session: &Session) -> Result<Option<(Survey, Share)>> {
    let Some(survey) = survey_of(ctx, session).await? else { return Ok(None) };
    let Some(results) = ready(ctx, survey).await? else { return Ok(None) };
    let bodies = store::bodies::list(ctx.db).await?;
    let by_sex = session.picks(BY).iter().any(|by| by == BY_SEX);
    let (mut words, mut charts) = (BTreeMap::new(), BTreeMap::<String, Vec<serde_json::Value>>::new());
    let places = session.picks(CHARTS).iter().filter_map(|id| id.strip_prefix('t')?.parse().ok());
    for place in places {
        let (_, topic) = results.at(number_of(place));
        let dialog = &results.played.dialog;
        let (Some(question), Some((whole, splits))) = (
            dialog.question(&topic.question),
            disclosure::release(&results.people, dialog, topic, ctx.min_group_size()),
        ) else {
            continue;
        };
        if whole.shape == Shape::Words {
            continue; // comments are not published
        }
        let split = splits.iter().find(|split| by_sex && split.dimension == Dimension::Sex);
        for language in ctx.bot.texts.languages() {
            let locale = ctx.in_language(&language.code);
            let names = split.map(|split| charts::names(&locale, split.dimension, &bodies)).unwrap_or_default();
            let of = TopicChart { played: &results.played, question, topic, whole: &whole, split, names };
            if let Some(chart) = of.draw(&locale).and_then(|chart| serde_json::to_value(chart).ok()) {
                charts.entry(language.code.clone()).or_default().push(chart);
            }
        }
    }
    for language in ctx.bot.texts.languages() {
        if let Some(text) = session.text(&format!("words-{}", language.code)) {
            words.insert(language.code.clone(), text.to_owned());
        }
    }
    let survey = results.survey;
    let share = Share { id: ShareId(0), survey: survey.id, name: survey.name.clone(), words, charts };
    Ok((!share.charts.is_empty()).then_some((survey, share)))
}

/// What was shared as its readers see it, at a chart, or at the first one if that is not there.
fn screen_at(locale: &Locale<'_>, share: &Share, chart: usize, turn: impl Fn(usize) -> Press) -> Option<Screen> {
    screen(locale, share, chart, &turn).or_else(|| screen(locale, share, 0, &turn))
}

/// One chart of it, the sentence, the ways to the other charts. None if that chart is not there.
fn screen(locale: &Locale<'_>, share: &Share, place: usize, turn: impl Fn(usize) -> Press) -> Option<Screen> {
    let charts = share.charts.get(&locale.language).or_else(|| share.charts.get(FIRST_LANGUAGE))?;
    let chart: Chart = serde_json::from_value(charts.get(place)?.clone()).ok()?;
    let args = [
        ("title", Arg::text(titles::heading(locale, &share.name))),
        ("words", Arg::words(sentence(locale, &share.words))),
        ("n", Arg::count(place + 1)),
        ("total", Arg::count(charts.len())),
    ];
    let mut screen = Screen::new(locale.say("shared", &args));
    screen.picture = Some(charts::drawing(chart));
    let mut ways = Vec::new();
    if place > 0 {
        ways.push(Button::new(locale.say("previous", &[]), turn(place - 1)));
    }
    if place + 1 < charts.len() {
        ways.push(Button::new(locale.say("next", &[]), turn(place + 1)));
    }
    screen.rows.push(ways);
    Some(screen)
}

/// The coordinator's sentence in this language, or in the first one.
fn sentence<'a>(locale: &Locale<'_>, words: &'a BTreeMap<String, String>) -> &'a str {
    words.get(&locale.language).or_else(|| words.get(FIRST_LANGUAGE)).map_or("", String::as_str)
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(LABEL).collect();
    if cut.len() < text.len() { cut.trim_end().to_owned() + "…" } else { cut }
}
