//! The questions in which women and men differ most, each with a button to its chart by sex.
//!
//! `report::disclosure::differences` finds them in what the charts show, and leaves out what the protection of numbers can
//! explain.

use super::charts::{Group, TopicChart};
use super::groups::Groups;
use super::load::{self, ReleasedResults, Results, topic_number};
use crate::bot::cache::ReleasedTopic;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::to;
use crate::bot::ui::figures::{about, decimal, in_words};
use crate::bot::ui::limits::shorten;
use crate::chat::{Button, DimensionNumber, Press, Route, Screen};
use crate::dialog::{Each, Kind};
use crate::report::disclosure::differences::{self, Difference, Differing};
use crate::report::stats::figures::{Figure, Shape};
use crate::report::stats::population::Dimension;
use crate::report::stats::split::Split;
use crate::store;
use crate::text::{Arg, escape};
use crate::types::SurveyId;

/// How many questions are listed.
const MOST_LISTED: usize = 5;
/// Letters of a question.
const QUESTION_SHOWN: usize = 140;
/// Women and men, as the sign-up form has them.
const WOMEN_AND_MEN: [&str; 2] = ["f", "m"];

/// Whether the way here is offered: enough women and enough men have answered.
pub fn are_offered(locale: &Locale<'_>, results: &ReleasedResults) -> bool {
    let shown = results.groups_of_respondents(Dimension::Sex, locale.min_group_size());
    WOMEN_AND_MEN.iter().all(|sex| shown.contains(sex))
}

pub async fn show(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Outcome> {
    let current = store::surveys::find(ctx.db, survey).await?.ok_or(Error::Missing("survey"))?;
    let title = Arg::text(load::heading(ctx, &current).await?);
    let Results::Ready(results) = load::load(ctx, current).await? else {
        return Ok(Route::Overview { survey, page: 0 }.into()); // an old button
    };
    let mut text = ctx.say("differences", &[("title", title)]);
    let mut screen = Screen::default();
    match results.release_all(ctx) {
        None => {
            text.push_str(&format!("\n\n{}", ctx.say("results-counting", &[])));
            screen.rows.push(vec![to(ctx, "go-refresh", Route::Differences { survey })]);
        }
        Some(released) => {
            let (lines, buttons) = list(ctx, &results, &released);
            text.push_str(&lines);
            screen.rows.push(buttons);
        }
    }
    screen.text = text;
    screen.rows.push(vec![to(ctx, "go-topic-list", Route::Topics { survey, page: 0 })]);
    screen
        .rows
        .push(vec![to(ctx, "go-overview", Route::Overview { survey, page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    screen.rows.retain(|row| !row.is_empty());
    Ok(screen.into())
}

/// A topic, by its place, with what is released of it.
type BySex<'a> = (usize, &'a Figure, &'a Split);

/// The topics that are shown by sex.
fn by_sex(released: &[ReleasedTopic]) -> impl Iterator<Item = BySex<'_>> {
    released.iter().enumerate().filter_map(|(place, released)| {
        let (whole, splits) = released.as_ref()?;
        let split = splits.iter().find(|split| split.dimension == Dimension::Sex)?;
        let is_shown = |sex: &&str| split.groups.iter().any(|(id, _)| id == sex);
        WOMEN_AND_MEN.iter().all(is_shown).then_some((place, whole, split))
    })
}

/// The lines of the list, or why it is empty, and the buttons.
fn list<'a>(locale: &Locale<'_>, results: &ReleasedResults, released: &'a [ReleasedTopic]) -> (String, Vec<Button>) {
    if by_sex(released).next().is_none() {
        let args = [("fewest", Arg::count(locale.min_group_size()))];
        return (format!("\n\n{}", locale.say("differences-hidden", &args)), Vec::new());
    }
    let dialog = &results.localized.dialog;
    let largest = |(place, whole, split): BySex<'a>| {
        let kind = &dialog.question(&results.topics[place].question)?.kind;
        let found = differences::largest(kind, split, WOMEN_AND_MEN, locale.min_group_size())?;
        Some((found, (place, whole, split)))
    };
    let mut found: Vec<(Difference, BySex<'_>)> = by_sex(released).filter_map(largest).collect();
    found.sort_by(|(one, _), (other, _)| other.gap.total_cmp(&one.gap)); // equal ones stay in the order of the survey
    found.truncate(MOST_LISTED);
    if found.is_empty() {
        return (format!("\n\n{}", locale.say("differences-none", &[])), Vec::new());
    }
    let mut text = format!("\n{}", locale.say("differences-how", &[]));
    let mut buttons = Vec::new();
    let by = Dimension::ALL.iter().zip(1..).find(|(dimension, _)| **dimension == Dimension::Sex);
    for (difference, topic) in &found {
        let Some(line) = line(locale, results, *topic, difference) else { continue };
        text.push_str(&format!("\n\n{line}"));
        let place = topic.0;
        let by = by.map(|(_, n)| DimensionNumber(n));
        let route = Route::Topic { survey: results.survey.id, topic: topic_number(place), by };
        buttons.push(Button::new((place + 1).to_string(), Press::Go(route)));
    }
    (text, buttons)
}

/// The question, and how women and men stand where they differ most, as the chart says it.
fn line(
    locale: &Locale<'_>,
    results: &ReleasedResults,
    (place, whole, split): BySex<'_>,
    difference: &Difference,
) -> Option<String> {
    let topic = &results.topics[place];
    let question = results.localized.dialog.question(&topic.question)?;
    let groups = Groups::default();
    let chart = TopicChart { localized: &results.localized, question, topic, whole, split: Some(split), groups };
    let args = [
        ("first", Arg::count(place + 1)),
        ("question", Arg::text(escape(&shorten(&chart.title(locale), QUESTION_SHOWN)))),
    ];
    let question_line = locale.say("topics-line", &args);
    let stands = |sex: &str| {
        let (id, figure) = split.groups.iter().find(|(id, _)| id == sex)?;
        stand(locale, &chart, &Group { id, name: String::new(), figure }, &difference.what)
    };
    let item = |at: usize| match &question.each {
        Some(Each::Fixed(items)) => items.get(at).map_or_else(String::new, |item| chart.label(locale, item)),
        _ => String::new(),
    };
    let (measure, what) = match &difference.what {
        Differing::Option(option) => ("share", chart.label(locale, option)),
        Differing::Mean => ("mean", String::new()),
        Differing::Before => ("mean-of", item(0)),
        Differing::After => ("mean-of", item(1)),
        Differing::Points(option) => ("points", chart.label(locale, option)),
    };
    // Without it "≈ 90%" would be read in Arabic as "90% ≈".
    let mark = if locale.language().rtl { "\u{200f}" } else { "" };
    let args = [
        ("measure", Arg::text(measure)),
        ("what", Arg::words(what)),
        ("women", Arg::words(format!("{mark}{}", stands(WOMEN_AND_MEN[0])?))),
        ("men", Arg::words(format!("{mark}{}", stands(WOMEN_AND_MEN[1])?))),
    ];
    Some(format!("{question_line}\n{}", locale.say("differences-line", &args)))
}

/// How a group stands, in the words or the rounded numbers of the chart.
fn stand(locale: &Locale<'_>, chart: &TopicChart<'_>, group: &Group<'_>, what: &Differing) -> Option<String> {
    let n = group.figure.n;
    match (what, &group.figure.shape) {
        (Differing::Option(option), Shape::Options(options)) => {
            let (_, chose) = options.iter().find(|(id, _)| id == option)?;
            Some(chart.group_mark(locale, group, option, *chose).text)
        }
        (Differing::Mean, Shape::Levels { mean, .. })
        | (Differing::Before, Shape::Pairs { before: mean, .. })
        | (Differing::After, Shape::Pairs { after: mean, .. }) => Some(chart.mean(locale, *mean, n)),
        (Differing::Points(option), Shape::Scores(scores)) => {
            if chart.is_few(group, option) {
                return Some(in_words(locale, "hardly"));
            }
            let points = scores.iter().find(|score| score.option == *option).map_or(0, |score| score.points);
            let most = if let Kind::Rank { top, .. } = chart.question.kind { top } else { points };
            let points = points.min(most * n); // moved numbers can come to more than anybody can give
            #[expect(clippy::cast_precision_loss, reason = "points and people are far below 2^52")]
            Some(about(locale, &decimal(locale, points as f64 / n as f64)))
        }
        _ => None,
    }
}
