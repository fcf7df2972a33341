//! The results of a survey as a report for a council: method, participation, priorities, every question with its split,
//! comments, and the questionnaire. Numbers of groups are perturbed as in the pictures of the chat.

use std::collections::BTreeSet;

use super::charts::TopicChart;
use super::groups::Groups;
use super::load::{Background, ReleasedResults};
use super::{comments, topic};
use crate::bot::context::Locale;
use crate::bot::ui::figures;
use crate::dialog::{self, Each, Key, Question, Value};
use crate::report::disclosure;
use crate::report::render::chart::{Chart, ChartKind, ChartMark, ChartRow};
use crate::report::render::report::{Part, Piece, Report, TextList};
use crate::report::stats::figures::Shape;
use crate::report::stats::percentages::percentages;
use crate::report::stats::population::Dimension;
use crate::report::stats::topics::{Topic, key};
use crate::store::bodies::Body;
use crate::text::{Arg, dates};
use crate::types::ResponseId;

/// Most comments on one question, and letters of each. The table has all of them.
const MOST_TEXTS: usize = 300;
const LONGEST_TEXT: usize = 3000;
/// Most items of a question that have a chart each; more are drawn as one table.
const MOST_CHARTED_ITEMS: usize = 3;

pub fn make_report(locale: &Locale<'_>, results: &ReleasedResults, background: &Background) -> Report {
    let survey = &results.survey;
    let Background { title, turnout, bodies, masked } = background;
    let of_bodies = turnout.chart(locale, String::new(), 0, usize::MAX);
    let counts = [
        ("invited", turnout.invited.to_string()),
        ("started", turnout.started.to_string()),
        ("submitted", turnout.submitted.to_string()),
        ("share", figures::percent(locale, turnout.rate())),
    ];
    let fact = |(column, value): (&str, String)| (locale.say("sheet-column", &[("column", Arg::text(column))]), value);
    let method = locale.say(
        "paper-method",
        &[
            ("fewest", Arg::count(locale.min_group_size())),
            ("most", Arg::count(disclosure::MOST_MOVED)),
            ("words", Arg::count(disclosure::WORDS_BELOW)),
            ("answers", Arg::text(if survey.anonymous { "anonymous" } else { "confidential" })),
        ],
    );
    let mut how: Vec<Piece> = method.lines().map(|line| Piece::Words(line.to_owned())).collect();
    how.insert(0, Piece::Facts(counts.into_iter().map(fact).collect()));
    how.push(Piece::Charts(vec![of_bodies])); // last: with many bodies it goes on overleaf
    let (mut ranked, mut counted, mut written) = (Vec::new(), Vec::new(), Vec::new());
    for topics in results.topics.chunk_by(|one, next| one.question == next.question) {
        let Some(question) =
            results.localized.dialog.question(&topics[0].question).filter(|question| !question.profile)
        else {
            continue;
        };
        if topics.len() > MOST_CHARTED_ITEMS
            && let Some(chart) = item_table(locale, results, question, topics)
        {
            counted.push(Piece::Charts(vec![chart]));
            continue;
        }
        for topic in topics {
            match topic_pieces(locale, results, question, topic, bodies) {
                Some((true, pieces)) => ranked.extend(pieces),
                Some((false, pieces)) => counted.extend(pieces),
                None => written.extend(text_list(locale, results, topic, masked).map(Piece::Said)),
            }
        }
    }
    if !ranked.is_empty() {
        ranked.insert(0, Piece::Words(locale.say("paper-ranks", &[])));
    }
    let parts = [
        ("method", how),
        ("priorities", ranked),
        ("questions", counted),
        ("texts", written),
        (
            "annex",
            results
                .localized
                .dialog
                .questions
                .iter()
                .map(|question| questionnaire_entry(locale, results, question))
                .collect(),
        ),
    ];
    let named = |(part, pieces)| Part { title: locale.say("paper-part", &[("part", Arg::text(part))]), pieces };
    let last = survey.closed_at.unwrap_or(survey.closes_at).min(survey.closes_at - 1);
    let (first, last) = (dates::day_of(survey.opened_at), dates::day_of(last));
    let from = Arg::text(dates::first_day_in_words(first, last, &locale.language));
    let to = || Arg::text(dates::day_in_words(last, &locale.language));
    let whom = match turnout.bodies.as_slice() {
        [one] => figures::chart_label(one.body.name(&locale.language)),
        several => locale.say("paper-bodies", &[("n", Arg::count(several.len()))]),
    };
    let between = if first == last {
        locale.say("paper-one-day", &[("day", to())])
    } else {
        locale.say("paper-between", &[("from", from), ("to", to())])
    };
    let controller = locale.bot.notice.controller(&locale.language);
    Report {
        lang: locale.language.clone(),
        rtl: locale.language().rtl,
        from: figures::drawable(controller, LONGEST_TEXT),
        title: locale.say("paper-title", &[("title", Arg::text(title.clone()))]),
        lines: vec![whom, between, locale.say("answers-n", &[("n", Arg::Number(turnout.submitted))])],
        contents: locale.say("paper-contents", &[]),
        parts: parts.into_iter().filter(|(_, pieces)| !pieces.is_empty()).map(named).collect(),
    }
}

/// A question about many items as one table: a row for each item, a column for each option. None if nothing is counted.
fn item_table(locale: &Locale<'_>, results: &ReleasedResults, question: &Question, topics: &[Topic]) -> Option<Chart> {
    let label =
        |id: &str| figures::chart_label(&results.localized.label(&locale.bot.texts, &locale.language, question, id));
    let mut chart =
        Chart { lang: locale.language.clone(), rtl: locale.language().rtl, kind: ChartKind::Table, ..Chart::default() };
    chart.title = results.localized.question_of(&locale.language, question, "…");
    chart.lines = vec![locale.say("paper-by-item", &[])];
    for topic in topics {
        let whole =
            disclosure::release_whole(&results.people, &results.localized.dialog, topic, locale.min_group_size())?;
        let (counts, note): (Vec<(String, usize)>, String) = match whole.shape {
            Shape::Options(counts) => (counts, whole.n.to_string()),
            Shape::Levels { counts, mean } => {
                let args = [("mean", Arg::text(figures::decimal(locale, mean))), ("n", Arg::count(whole.n))];
                let counts = counts.into_iter().map(|(point, n)| (format!("n{point}"), n)).collect();
                (counts, locale.say("mean-n", &args))
            }
            _ => return None,
        };
        chart.legend = counts.iter().map(|(id, _)| label(id)).collect();
        // Where one of several is chosen, the row comes to 100.
        let parts: Vec<usize> = counts.iter().map(|(_, n)| *n).collect();
        let percents = percentages(&parts).into_iter().map(Some);
        let percents = percents.map(|percent| percent.filter(|_| !matches!(question.kind, dialog::Kind::Many { .. })));
        let mark = |((_, n), percent): (&(String, usize), Option<usize>)| {
            let share = figures::share(*n, whole.n);
            let text = match percent {
                Some(percent) => figures::whole_percent(locale, percent),
                None => figures::percent(locale, share),
            };
            ChartMark::new(share, text)
        };
        let item = results.localized.item(&locale.bot.texts, &locale.language, question, &topic.item);
        chart.rows.push(ChartRow {
            label: figures::chart_label(&item),
            values: counts.iter().zip(percents).map(mark).collect(),
            note,
        });
    }
    Some(chart)
}

/// A topic's charts, whole and split, and whether it ranks options. None for a topic answered in words.
fn topic_pieces(
    locale: &Locale<'_>,
    results: &ReleasedResults,
    question: &Question,
    topic: &Topic,
    bodies: &[Body],
) -> Option<(bool, Vec<Piece>)> {
    let (whole, splits) = results.release(locale, topic)?;
    let mut chart = TopicChart {
        localized: &results.localized,
        question,
        topic,
        whole: &whole,
        split: None,
        groups: Groups::default(),
    };
    let mut charts = vec![chart.draw(locale)?];
    let mut remarks: Vec<String> = Vec::new();
    let ranks = matches!(whole.shape, Shape::Scores(_));
    // The first split is by sex wherever that may be shown. Where options are ranked, the split by body is added,
    // because each body should weigh the same.
    let by_bodies = splits.iter().find(|split| ranks && split.dimension == Dimension::Body);
    for split in splits.first().into_iter().chain(by_bodies) {
        (chart.split, chart.groups) = (Some(split), results.groups(locale, split.dimension, bodies));
        remarks.extend(topic::split_remarks(locale, &chart, split));
        charts.extend(chart.draw(locale).map(|drawn| Chart { title: String::new(), ..drawn }));
    }
    let mut pieces = vec![Piece::Charts(charts)];
    pieces.extend(remarks.iter().map(|line| Piece::Words(figures::strip_undrawable(line))));
    Some((ranks, pieces))
}

/// The comments on a topic that are not masked.
fn text_list(
    locale: &Locale<'_>,
    results: &ReleasedResults,
    topic: &Topic,
    masked: &BTreeSet<(ResponseId, Key)>,
) -> Option<TextList> {
    let question = results.localized.dialog.question(&topic.question)?;
    let values: Vec<&Value> = comments::comments_of(results, topic)
        .into_iter()
        .filter(|(response, _)| !masked.contains(&(*response, key(topic))))
        .map(|(_, value)| value)
        .collect();
    let voices = values.iter().filter(|value| matches!(value, Value::Voice { .. })).count();
    let words = values.iter().filter_map(|value| match value {
        Value::Text(words) => Some(figures::drawable(words, LONGEST_TEXT)).filter(|words| !words.is_empty()),
        _ => None,
    });
    let mut texts: Vec<String> = words.collect();
    let args = [("n", Arg::count(texts.len())), ("voices", Arg::count(voices))];
    let mut note = locale.say("paper-texts", &args);
    if texts.len() > MOST_TEXTS {
        let args = [("n", Arg::count(MOST_TEXTS))];
        note.push_str(&format!(" · {}", locale.say("paper-texts-cut", &args)));
        texts.truncate(MOST_TEXTS);
    }
    (!values.is_empty()).then(|| TextList { title: results.title(locale, question, topic), note, texts })
}

fn questionnaire_entry(locale: &Locale<'_>, results: &ReleasedResults, question: &Question) -> Piece {
    let label = |id: &str| results.localized.label(&locale.bot.texts, &locale.language, question, id);
    let item = match &question.each {
        Some(Each::Fixed(items)) => items.iter().map(|item| label(item)).collect::<Vec<_>>().join(" / "),
        Some(Each::Picked { .. }) => "…".to_owned(),
        None => String::new(),
    };
    let mut texts: Vec<String> = Vec::new();
    if let dialog::Kind::Scale { from, to } = question.kind {
        texts.extend((from..=to).map(|n| {
            let named = results.localized.find_label(&locale.bot.texts, &locale.language, question, &format!("n{n}"));
            named.map_or_else(|| n.to_string(), |named| format!("{n}. {named}"))
        }));
    }
    texts.extend(question.options.iter().map(|choice| label(&choice.id)));
    Piece::Asked(TextList {
        title: figures::drawable(&results.localized.question_of(&locale.language, question, &item), LONGEST_TEXT),
        note: figures::drawable(&results.localized.hint(&locale.language, question).unwrap_or_default(), LONGEST_TEXT),
        texts: texts.iter().map(|label| figures::drawable(label, LONGEST_TEXT)).collect(),
    })
}
