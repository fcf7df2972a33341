//! "You said, we did": a coordinator shares charts of a closed survey, with a sentence, with the people who answered.
//!
//! The choice is a run of the form `sharing`. Nothing is sent before the preview is confirmed. Charts are stored as
//! they were shared, in every language, so that they are not counted again for each reader.

use std::collections::BTreeMap;

use super::charts::{self, TopicChart};
use super::load::{self, topic_number};
use crate::bot::context::{Ctx, Locale, Options};
use crate::bot::error::{Error, Result};
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::notify::{self, Notification};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::surveys::manage;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, previous_and_next, to};
use crate::chat::{Act, Button, Placement, Press, Reply, Route, Screen, TopicNumber};
use crate::dialog::{Entry, Key, Kind, Value};
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

pub const FORM: &str = "sharing";
/// The question for the charts.
const CHARTS: &str = "charts";
/// The question for the split.
const BY: &str = "by";
/// Its option for a split by sex.
const BY_SEX: &str = "sex";

/// `takafou check` compares the file with this.
pub const REQUIRED: RequiredDialog = RequiredDialog {
    name: FORM,
    questions: &[
        RequiredQuestion::new(CHARTS, RequiredAnswer::Source("charts")),
        RequiredQuestion::new(BY, RequiredAnswer::Options(&[BY_SEX])),
        RequiredQuestion::new("words-ar", RequiredAnswer::Text), // read as `words-` and the code of each language
        RequiredQuestion::new("words-fr", RequiredAnswer::Text),
    ],
};

const LABEL_LENGTH: usize = 34;

/// Continues the form about a survey's results, or begins it with one chart chosen.
pub async fn begin(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    topic: Option<TopicNumber>,
) -> Result<Outcome> {
    if manage::load_current(ctx, survey).await?.closed_at.is_none() {
        return Ok(Route::Overview { survey, page: 0 }.into());
    }
    if let Some(run) = store::runs::find_of_results(ctx.db, person.id, survey).await? {
        return session::show(ctx, person, run).await;
    }
    let mut session = Session::begin(ctx, person, FORM, None).await?;
    store::runs::set_results(ctx.db, session.run.id, survey).await?;
    if let Some(topic) = topic {
        let value = Value::Picks(vec![format!("t{}", topic.0.saturating_sub(1))]);
        session.set_answer(ctx, Key::once(CHARTS), Entry { value, done: false });
    }
    session::show(ctx, person, session.run.id).await
}

/// The options of the source `charts`: the topics that can be drawn.
pub async fn chart_options(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Options> {
    let Some(survey) = store::surveys::find(ctx.db, survey).await? else { return Ok(Vec::new()) };
    let Some(results) = load::load(ctx, survey).await?.ready() else { return Ok(Vec::new()) };
    let mut options = Vec::new();
    for (place, topic) in results.topics.iter().enumerate() {
        let Some(question) = results.localized.dialog.question(&topic.question) else { continue };
        if matches!(question.kind, Kind::Text { .. }) {
            continue;
        }
        // If a question is asked about many items, the item says more on a button than the text that all share.
        let label = match topic.item.as_str() {
            "" => shorten(&results.title(ctx, question, topic)),
            _ => {
                let item = results.localized.item(&ctx.bot.texts, &ctx.locale.language, question, &topic.item);
                format!("{} · {}", shorten(&item), question.id)
            }
        };
        options.push((!topic.item.is_empty(), format!("t{place}"), label));
    }
    options.sort_by_key(|(item, ..)| *item); // questions about items come last
    Ok(options.into_iter().map(|(_, id, label)| (id, label)).collect())
}

/// The preview, at one of its charts.
pub async fn show_preview(ctx: &mut Ctx<'_>, person: &Person, run: RunId, chart: usize) -> Result<Outcome> {
    match at_review(ctx, person, run).await? {
        Ok(session) => preview(ctx, &session, chart).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// Shows what readers will see. Nothing is stored yet.
pub async fn preview(ctx: &mut Ctx<'_>, session: &Session, chart: usize) -> Result<Outcome> {
    let (run, revision) = (session.run.id, session.run.revision);
    let Some((survey, share)) = draft_share(ctx, session).await? else {
        return Ok(ctx.text_screen(ctx.say("share-nothing", &[])).into());
    };
    let readers = store::shares::list_readers(ctx.db, survey.id).await?.len();
    let turn = |chart| Press::Go(Route::PreviewShare { run, chart });
    let Some(mut screen) = screen_at(ctx, &share, chart, turn).await? else {
        return Ok(ctx.text_screen(ctx.say("share-nothing", &[])).into());
    };
    let n = [("n", Arg::count(readers))];
    let whom = if survey.anonymous { ctx.say("share-to-all", &n) } else { ctx.say("share-to", &n) };
    screen.text = format!("{whom}\n\n{}", screen.text);
    screen.rows.push(vec![to(ctx, "share-now", Route::PublishShare { run, revision })]);
    let back = Button::new(ctx.say("preview-back", &[]), session.button("review", Act::Page(0)));
    screen.rows.push(vec![back, to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Shares it with the people who answered, unless the form was changed since the preview.
pub async fn publish(ctx: &mut Ctx<'_>, person: &Person, run: RunId, revision: i64) -> Result<Outcome> {
    let session = match at_review(ctx, person, run).await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if revision != session.run.revision {
        return preview(ctx, &session, 0).await;
    }
    let Some((survey, share)) = draft_share(ctx, &session).await? else {
        return Ok(ctx.text_screen(ctx.say("share-nothing", &[])).into());
    };
    let id = store::shares::add(ctx.db, &share, ctx.now).await?;
    let readers = store::shares::list_readers(ctx.db, survey.id).await?;
    let letters = Notification::new(LetterKind::SurveyShared(id), &readers);
    notify::enqueue(ctx, &Notification { follower: Some(person.id), ..letters }).await?;
    ctx.audit(person, AuditAction::SharedResults(survey.id)).await?;
    store::runs::end(ctx.db, run).await?;
    Ok(Route::Overview { survey: survey.id, page: 0 }.into())
}

/// What was shared of a survey. With `share` it asks whether to withdraw that one.
pub async fn list(ctx: &mut Ctx<'_>, survey: SurveyId, share: Option<ShareId>) -> Result<Outcome> {
    let current = manage::load_current(ctx, survey).await?;
    let shares = store::shares::list_of_survey(ctx.db, survey).await?;
    let title = Arg::text(load::heading(ctx, &current).await?);
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
    let mut buttons = Vec::new();
    for ((id, at, words), n) in shares.iter().zip(1..=BUTTONS_A_PAGE) {
        let day = dates::day_in_words(dates::day_of(*at), &ctx.locale.language);
        let words = shorten(sentence(ctx, words));
        let args = [("n", Arg::count(n)), ("day", Arg::text(day)), ("words", Arg::words(words))];
        screen.text.push_str(&format!("\n\n{}", ctx.say("share-sent", &args)));
        let label = ctx.say("go-share-back", &[("n", Arg::count(n))]);
        buttons.push(Button::new(label, Press::Go(Route::Shares { survey, share: Some(*id) })));
    }
    screen.rows.extend(buttons.chunks(3).map(<[Button]>::to_vec));
    screen.rows.push(vec![to(ctx, "back", Route::Overview { survey, page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Withdraws what was shared, unless it was withdrawn already.
pub async fn take_back(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, share: ShareId) -> Result<Outcome> {
    let survey = manage::load_current(ctx, survey).await?.id;
    if store::shares::delete(ctx.db, survey, share).await? {
        ctx.audit(person, AuditAction::TookSharedResultsBack(survey)).await?;
    }
    Ok(Route::Shares { survey, share: None }.into())
}

/// What was shared with a member, in the letter or opened from the list.
pub async fn show(ctx: &mut Ctx<'_>, share: ShareId, chart: usize, letter: bool) -> Result<Outcome> {
    let found = store::shares::find(ctx.db, share).await?.ok_or(Error::Missing("share"))?;
    let turn = |chart| Press::Go(Route::SharedResults { share, chart, letter });
    let Some(mut screen) = screen_at(ctx, &found, chart, turn).await? else {
        return Ok(Route::Menu.into());
    };
    if letter {
        return Ok(Reply { placement: Placement::EditPressedMessage, ..screen.into() }.into());
    }
    screen.rows.push(vec![to(ctx, "go-surveys", Route::Surveys { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The letter about what was shared; none if it was withdrawn.
pub async fn letter(ctx: &mut Ctx<'_>, share: ShareId) -> Result<Option<Screen>> {
    let Some(found) = store::shares::find(ctx.db, share).await? else { return Ok(None) };
    screen_at(ctx, &found, 0, |chart| Press::Go(Route::SharedResults { share, chart, letter: true })).await
}

/// The form at its review, or where to go if it is not there.
async fn at_review(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<std::result::Result<Session, Outcome>> {
    session::load_at_review(ctx, person, run, FORM, Route::Menu).await
}

/// The survey whose results a form is about. None if its person no longer coordinates the survey's bodies. The run
/// stays theirs, so this is checked again each time before results are shown.
async fn survey_of(ctx: &mut Ctx<'_>, session: &Session) -> Result<Option<Survey>> {
    let Some(survey) = session.run.results else { return Ok(None) };
    let scope = store::coordinators::find_bodies(ctx.db, session.run.person).await?;
    let bodies = store::surveys::find_bodies(ctx.db, survey).await?;
    if scope.is_some_and(|scope| scope.include(&bodies)) {
        return Ok(Some(manage::load_current(ctx, survey).await?));
    }
    tracing::warn!("results were to be shared of a survey outside the coordinator's bodies");
    Ok(None)
}

/// What a form would publish now, with the survey. None if there is nothing to show any more.
async fn draft_share(ctx: &mut Ctx<'_>, session: &Session) -> Result<Option<(Survey, Share)>> {
    let Some(survey) = survey_of(ctx, session).await? else { return Ok(None) };
    let Some(results) = load::load(ctx, survey).await?.ready() else { return Ok(None) };
    let bodies = store::bodies::list(ctx.db).await?;
    let by_sex = session.picks(BY).iter().any(|by| by == BY_SEX);
    let (mut words, mut charts) = (BTreeMap::new(), BTreeMap::<String, Vec<serde_json::Value>>::new());
    let places = session.picks(CHARTS).iter().filter_map(|id| id.strip_prefix('t')?.parse().ok());
    for place in places {
        let (_, topic) = results.topic_at(topic_number(place));
        let dialog = &results.localized.dialog;
        let (Some(question), Some((whole, splits))) = (dialog.question(&topic.question), results.release(ctx, topic))
        else {
            continue;
        };
        if whole.shape == Shape::Words {
            continue; // comments are not published
        }
        let split = splits.iter().find(|split| by_sex && split.dimension == Dimension::Sex);
        for language in ctx.bot.texts.languages() {
            let locale = ctx.in_language(&language.code);
            let groups = split.map(|split| results.groups(&locale, split.dimension, &bodies)).unwrap_or_default();
            let topic_chart =
                TopicChart { localized: &results.localized, question, topic, whole: &whole, split, groups };
            if let Some(chart) = topic_chart.draw(&locale).and_then(|chart| serde_json::to_value(chart).ok()) {
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

/// What readers see, at this chart, or at the first one if this one does not exist.
async fn screen_at(
    ctx: &mut Ctx<'_>,
    share: &Share,
    chart: usize,
    turn: impl Fn(usize) -> Press,
) -> Result<Option<Screen>> {
    let title = match store::surveys::find(ctx.db, share.survey).await? {
        Some(survey) => load::heading(ctx, &survey).await?,
        None => String::new(), // shared results go with their survey
    };
    Ok(screen(ctx, share, &title, chart, &turn).or_else(|| screen(ctx, share, &title, 0, &turn)))
}

/// One chart, the sentence, and buttons to the other charts. None if this chart does not exist.
fn screen(
    locale: &Locale<'_>,
    share: &Share,
    title: &str,
    place: usize,
    turn: impl Fn(usize) -> Press,
) -> Option<Screen> {
    let charts = share.charts.get(&locale.language).or_else(|| share.charts.get(FIRST_LANGUAGE))?;
    let chart: Chart = serde_json::from_value(charts.get(place)?.clone()).ok()?;
    let args = [
        ("title", Arg::text(title)),
        ("words", Arg::words(sentence(locale, &share.words))),
        ("n", Arg::count(place + 1)),
        ("total", Arg::count(charts.len())),
    ];
    let mut screen = Screen::new(locale.say("shared", &args));
    screen.picture = Some(charts::drawing(chart));
    screen.rows.push(previous_and_next(locale, place, charts.len(), turn));
    Some(screen)
}

/// The coordinator's sentence in this language, or in the first one.
fn sentence<'a>(locale: &Locale<'_>, words: &'a BTreeMap<String, String>) -> &'a str {
    words.get(&locale.language).or_else(|| words.get(FIRST_LANGUAGE)).map_or("", String::as_str)
}

fn shorten(text: &str) -> String {
    let cut: String = text.chars().take(LABEL_LENGTH).collect();
    if cut.len() < text.len() { cut.trim_end().to_owned() + "…" } else { cut }
}
