//! A round of a survey beside an earlier round of the same survey, question by question.
//!
//! What is compared are numbers of the whole, and only those that each round publishes by itself: a round, or a question in it,
//! with fewer answers than the threshold is not compared, nor is any group. So whoever reads the comparison learns nothing
//! that the two results do not tell one after the other. Responses of the two rounds are never brought together: nobody's
//! earlier answer stands beside their later one, and no number tells how many people are in both.

use std::collections::BTreeSet;

use super::charts;
use super::load::{self, ReleasedResults, Results, topic_number};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::figures::{decimal, percent};
use crate::bot::ui::limits::shorten;
use crate::chat::{Button, Press, Route, Screen};
use crate::dialog::{Each, Kind, Question};
use crate::report::disclosure;
use crate::report::stats::figures::{Figure, Shape};
use crate::report::stats::rounds::{self, Asked, Change, Compared};
use crate::report::stats::topics::{self, Topic};
use crate::store;
use crate::store::responses;
use crate::store::surveys::Survey;
use crate::text::{Arg, escape};
use crate::types::{Bodies, BodyId, SurveyId};

const TOPICS_A_PAGE: usize = 6;
/// Changes of one topic: the largest ones.
const CHANGES_SHOWN: usize = 3;
/// Letters of a question, and of an option.
const QUESTION_SHOWN: usize = 120;
const OPTION_SHOWN: usize = 50;
/// Buttons in one row.
const BUTTONS_A_ROW: usize = 3;

/// The earlier rounds that this one can be compared with, newest first.
async fn earlier_rounds(ctx: &mut Ctx<'_>, scope: &Bodies, survey: &Survey) -> Result<Vec<Survey>> {
    let mut found = Vec::new();
    for earlier in store::surveys::list_in_scope(ctx.db, scope).await? {
        let is_before = (earlier.opened_at, earlier.id) < (survey.opened_at, survey.id);
        if !is_before || earlier.name != survey.name || earlier.closed_at.is_none() {
            continue;
        }
        let answered = responses::find_newest_version(ctx.db, earlier.id).await?.map_or(0, |(_, n)| n);
        if usize::try_from(answered).unwrap_or(0) >= ctx.min_group_size() {
            found.push(earlier);
        }
    }
    Ok(found)
}

/// The button to the comparison; none if there is no earlier round.
pub async fn button(ctx: &mut Ctx<'_>, scope: &Bodies, survey: &Survey) -> Result<Option<Button>> {
    let route = match earlier_rounds(ctx, scope, survey).await?.as_slice() {
        [] => return Ok(None),
        [earlier] => Route::CompareRounds { survey: survey.id, earlier: earlier.id, page: 0 },
        _ => Route::EarlierRounds { survey: survey.id, page: 0 },
    };
    Ok(Some(to(ctx, "go-compare", route)))
}

/// Which earlier round to compare with.
pub async fn choose(ctx: &mut Ctx<'_>, scope: &Bodies, survey: SurveyId, page: usize) -> Result<Outcome> {
    let overview = Route::Overview { survey, page: 0 };
    let Some(current) = store::surveys::find(ctx.db, survey).await? else { return Ok(overview.into()) };
    let listed = earlier_rounds(ctx, scope, &current).await?;
    let title = Arg::text(load::heading(ctx, &current).await?);
    let mut screen = Screen::new(ctx.say("compare-which", &[("title", title)]));
    let (page, pages) = clamp_page(page, listed.len(), BUTTONS_A_PAGE);
    for earlier in listed.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        let route = Route::CompareRounds { survey, earlier: earlier.id, page: 0 };
        screen = screen.row(load::heading(ctx, earlier).await?, Press::Go(route));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::EarlierRounds { survey, page })));
    screen.rows.push(vec![to(ctx, "go-overview", overview), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// A page of the comparison.
pub async fn show(ctx: &mut Ctx<'_>, survey: SurveyId, earlier: SurveyId, page: usize) -> Result<Outcome> {
    let overview = Route::Overview { survey, page: 0 };
    let (found, before) = (store::surveys::find(ctx.db, survey).await?, store::surveys::find(ctx.db, earlier).await?);
    let (Some(current), Some(before)) = (found, before) else { return Ok(overview.into()) };
    if current.name != before.name {
        return Ok(overview.into());
    }
    let title = Arg::text(load::heading(ctx, &current).await?);
    let than = Arg::text(load::heading(ctx, &before).await?);
    let mut text = ctx.say("compare", &[("title", title), ("earlier", than)]);
    let mut screen = Screen::default();
    match (load::load(ctx, before).await?, load::load(ctx, current).await?) {
        (Results::Ready(then), Results::Ready(now)) => {
            let both = Rounds { then, now };
            text.push_str(&format!("\n{}", both.remarks(ctx)));
            let entries = both.entries();
            let (page, pages) = clamp_page(page, entries.len(), TOPICS_A_PAGE);
            let mut buttons = Vec::new();
            for entry in entries.iter().skip(page * TOPICS_A_PAGE).take(TOPICS_A_PAGE) {
                text.push_str(&format!("\n\n{}", both.say(ctx, entry)));
                if let Some(place) = entry.place {
                    let route = Route::Topic { survey, topic: topic_number(place), by: None };
                    buttons.push(Button::new((place + 1).to_string(), Press::Go(route)));
                }
            }
            screen.rows.extend(buttons.chunks(BUTTONS_A_ROW).map(<[Button]>::to_vec));
            let turn = |page| Press::Go(Route::CompareRounds { survey, earlier, page });
            screen.rows.extend(page_buttons(ctx, page, pages, turn));
        }
        (Results::Counting, _) | (_, Results::Counting) => {
            text.push_str(&format!("\n\n{}", ctx.say("results-counting", &[])));
            screen.rows.push(vec![to(ctx, "go-refresh", Route::CompareRounds { survey, earlier, page })]);
        }
        (Results::None, _) | (_, Results::None) => return Ok(overview.into()), // an old button
    }
    screen.text = text;
    screen.rows.push(vec![to(ctx, "go-overview", overview), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// A topic of either round.
struct Entry<'a> {
    topic: &'a Topic,
    /// Its place in the later round.
    place: Option<usize>,
}

/// Both rounds.
struct Rounds {
    then: ReleasedResults,
    now: ReleasedResults,
}

impl Rounds {
    /// The topics of the later round, then those that only the earlier one has. What was written, and days, are not compared.
    fn entries(&self) -> Vec<Entry<'_>> {
        let is_counted = |results: &ReleasedResults, topic: &Topic| {
            let question = results.localized.dialog.question(&topic.question);
            question.is_some_and(|question| !matches!(question.kind, Kind::Text { .. } | Kind::Date { .. }))
        };
        let now = self.now.topics.iter().enumerate();
        let now = now.filter(|(_, topic)| is_counted(&self.now, topic));
        let now = now.map(|(place, topic)| Entry { topic, place: Some(place) });
        let gone = self.then.topics.iter().filter(|topic| !self.now.topics.contains(topic));
        let gone = gone.filter(|topic| is_counted(&self.then, topic)).map(|topic| Entry { topic, place: None });
        now.chain(gone).collect()
    }

    /// How many answered each time, and that the two were not open to the same bodies.
    fn remarks(&self, locale: &Locale<'_>) -> String {
        let answered = |results: &ReleasedResults| Arg::count(results.people.responses.len());
        let args = [("then", answered(&self.then)), ("now", answered(&self.now))];
        let mut text = locale.say("compare-answers", &args);
        let bodies = |results: &ReleasedResults| results.open_to.iter().copied().collect::<BTreeSet<BodyId>>();
        if bodies(&self.then) != bodies(&self.now) {
            text.push_str(&format!("\n{}", locale.say("compare-bodies", &[])));
        }
        text
    }

    /// The question, and its largest changes or why it is not compared.
    fn say(&self, locale: &Locale<'_>, entry: &Entry<'_>) -> String {
        let results = if entry.place.is_some() { &self.now } else { &self.then };
        let Some(question) = results.localized.dialog.question(&entry.topic.question) else { return String::new() };
        let title = shorten(&charts::title(locale, &results.localized, question, entry.topic), QUESTION_SHOWN);
        let mut text = match entry.place {
            Some(place) => {
                let args = [("first", Arg::count(place + 1)), ("question", Arg::text(escape(&title)))];
                locale.say("topics-line", &args)
            }
            None => escape(&title),
        };
        let why_not = |why: &str| {
            let args = [("why", Arg::text(why.to_owned())), ("fewest", Arg::count(locale.min_group_size()))];
            format!("\n{}", locale.say("compare-not", &args))
        };
        let (then, now) = (figure(locale, &self.then, entry.topic), figure(locale, &self.now, entry.topic));
        let (Some((asked_then, then)), Some((asked_now, now))) = (then, now) else {
            let (other, few, never) = match entry.place {
                Some(_) => (&self.then, "few-then", "new"),
                None => (&self.now, "few-now", "gone"),
            };
            let was_asked = topics::topics(&other.localized.dialog).contains(entry.topic);
            return text + &why_not(if was_asked { few } else { never });
        };
        let Some(comparison) = rounds::compare(
            Asked { dialog: &self.then.localized.dialog, question: asked_then, figure: &then },
            Asked { dialog: &self.now.localized.dialog, question: asked_now, figure: &now },
        ) else {
            return text + &why_not("otherwise");
        };
        for change in comparison.changes.iter().take(CHANGES_SHOWN) {
            text.push_str(&format!("\n{}", self.line(locale, asked_now, change)));
        }
        let left = comparison.changes.len().saturating_sub(CHANGES_SHOWN);
        if left > 0 {
            text.push_str(&format!("\n{}", locale.say("compare-more", &[("n", Arg::count(left))])));
        }
        if !comparison.only_once.is_empty() {
            let label = |id: &String| self.label(locale, question, id);
            let names: Vec<String> = comparison.only_once.iter().map(label).collect();
            let names = names.join(&locale.say("comma", &[]));
            let args = [("names", Arg::words(names))];
            text.push_str(&format!("\n{}", locale.say("compare-once", &args)));
        }
        if self.is_worded_otherwise(locale, asked_then, asked_now) {
            text.push_str(&format!("\n{}", locale.say("compare-worded", &[])));
        }
        text
    }

    /// The label of an option in the round that has it, the later one first.
    fn label(&self, locale: &Locale<'_>, question: &Question, id: &str) -> String {
        let of = |results: &ReleasedResults| {
            let question = results.localized.dialog.question(&question.id)?;
            results.localized.find_label(&locale.bot.texts, &locale.language, question, id)
        };
        let label = of(&self.now).or_else(|| of(&self.then)).unwrap_or_else(|| id.to_owned());
        shorten(&label, OPTION_SHOWN)
    }

    fn line(&self, locale: &Locale<'_>, question: &Question, change: &Change) -> String {
        let item = |at: usize| match &question.each {
            Some(Each::Fixed(items)) => items.get(at).map_or_else(String::new, |id| self.label(locale, question, id)),
            _ => String::new(),
        };
        let (measure, what) = match &change.what {
            Compared::Option(option) => ("share", self.label(locale, question, option)),
            Compared::Mean => ("mean", String::new()),
            Compared::Before => ("mean-of", item(0)),
            Compared::After => ("mean-of", item(1)),
            Compared::Points(option) => ("points", self.label(locale, question, option)),
            Compared::Median(field) if field.is_empty() => ("median", String::new()),
            Compared::Median(field) => ("median-of", self.label(locale, question, field)),
        };
        let number = |value: f64| if measure == "share" { percent(locale, value) } else { decimal(locale, value) };
        let args = [
            ("measure", Arg::text(measure)),
            ("what", Arg::words(what)),
            ("then", Arg::words(number(change.then))),
            ("now", Arg::words(number(change.now))),
        ];
        locale.say("compare-line", &args)
    }

    fn is_worded_otherwise(&self, locale: &Locale<'_>, then: &Question, now: &Question) -> bool {
        let text = |results: &ReleasedResults, question: &Question| {
            results.localized.question_of(&locale.language, question, "…")
        };
        text(&self.then, then) != text(&self.now, now)
    }
}

/// What a round publishes of a topic as a whole, with the question as it was put. None: too few answered, or none did.
fn figure<'a>(locale: &Locale<'_>, results: &'a ReleasedResults, topic: &Topic) -> Option<(&'a Question, Figure)> {
    let dialog = &results.localized.dialog;
    let question = dialog.question(&topic.question)?;
    let figure = disclosure::release_whole(&results.people, dialog, topic, locale.min_group_size())?;
    (figure.shape != Shape::Words).then_some((question, figure))
}
