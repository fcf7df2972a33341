//! The results of a survey as a workbook: who answered, a sheet for each question with its splits, and the codes with
//! their labels in every language. Numbers of groups are perturbed as in the pictures, and where a picture has words, a cell
//! has the same words.

use chrono::NaiveDate;

use super::charts;
use super::load::{Background, ReleasedResults};
use crate::bot::context::Locale;
use crate::bot::surveys::turnout::BodyParticipation;
use crate::bot::ui::figures;
use crate::dialog::{Each, Kind, Question};
use crate::report::disclosure::{self, WORDS_BELOW};
use crate::report::render::workbook::{Cell, Sheet, Table};
use crate::report::stats::figures::{Figure, Shape};
use crate::report::stats::percentages::percentages;
use crate::report::stats::split::{Split, place};
use crate::report::stats::topics::{Topic, key};
use crate::store::bodies::Body;
use crate::text::{Arg, dates};

fn text_cell(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
fn number_cell(n: usize) -> Cell {
    Cell::Number(n as f64)
}

pub fn sheets(locale: &Locale<'_>, results: &ReleasedResults, background: &Background) -> Vec<Sheet> {
    let mut sheets = vec![overview_sheet(locale, results, background)];
    for topics in results.topics.chunk_by(|one, next| one.question == next.question) {
        let Some(question) = results.localized.dialog.question(&topics[0].question) else { continue };
        for topic in topics {
            let Some((whole, splits)) = results.release(locale, topic) else { continue };
            let figures = TopicFigures { question, topic, whole: &whole, splits: &splits };
            sheets.push(topic_sheet(locale, results, &figures, &background.bodies));
        }
    }
    sheets.push(codes_sheet(locale, results));
    let contents = contents_table(locale, &sheets);
    sheets[0].tables.push(contents);
    sheets
}

/// Every sheet after the first, with a link to it and the question that it answers.
fn contents_table(locale: &Locale<'_>, sheets: &[Sheet]) -> Table {
    let row = |(at, sheet): (usize, &Sheet)| {
        vec![Cell::Link { sheet: at, text: sheet.name.clone() }, text_cell(&sheet.title)]
    };
    Table {
        head: ["sheet", "question"].map(|id| column_name(locale, id)).to_vec(),
        rows: sheets.iter().enumerate().skip(1).map(row).collect(),
    }
}

struct TopicFigures<'a> {
    question: &'a Question,
    topic: &'a Topic,
    whole: &'a Figure,
    splits: &'a [Split],
}

fn column_name(locale: &Locale<'_>, column: &str) -> String {
    locale.say("sheet-column", &[("column", Arg::text(column.to_owned()))])
}

fn overview_sheet(locale: &Locale<'_>, results: &ReleasedResults, background: &Background) -> Sheet {
    let survey = &results.survey;
    let count = |n: i64| number_cell(usize::try_from(n).unwrap_or(0));
    let row = |turnout: &BodyParticipation| {
        vec![
            count(turnout.body.id.0),
            text_cell(turnout.body.name(&locale.language)),
            count(turnout.invited),
            count(turnout.started),
            count(turnout.submitted),
            Cell::Share(turnout.rate()),
        ]
    };
    let columns = ["code", "body", "invited", "started", "submitted", "share"];
    let last = survey.closed_at.unwrap_or(survey.closes_at).min(survey.closes_at - 1);
    let days = Table {
        head: vec![column_name(locale, "opened"), column_name(locale, "closed")],
        rows: vec![vec![Cell::Day(dates::day_of(survey.opened_at)), Cell::Day(dates::day_of(last))]],
    };
    Sheet {
        name: locale.say("sheet-overview", &[]),
        title: background.title.clone(),
        lines: vec![
            locale.say("turnout-by-body", &[]),
            locale.say("perturbed", &[("most", Arg::count(disclosure::MOST_MOVED))]),
        ],
        tables: vec![
            Table {
                head: columns.map(|id| column_name(locale, id)).to_vec(),
                rows: background.turnout.bodies.iter().map(row).collect(),
            },
            days,
        ],
        drawn: Some(5),
    }
}

/// The rows of a figure: code, label, and id.
fn figure_rows(
    locale: &Locale<'_>,
    results: &ReleasedResults,
    question: &Question,
    whole: &Figure,
) -> Vec<(String, String, String)> {
    let label = |id: &str| results.localized.label(&locale.bot.texts, &locale.language, question, id);
    let from = results.localized.dialog.offering(question);
    let code = |id: &str| from.choice(id).map_or_else(|| id.to_owned(), |choice| choice.code.clone());
    match &whole.shape {
        Shape::Options(counts) => counts.iter().map(|(id, _)| (code(id), label(id), id.clone())).collect(),
        Shape::Scores(scores) => {
            scores.iter().map(|score| (code(&score.option), label(&score.option), score.option.clone())).collect()
        }
        Shape::Levels { counts, .. } => {
            let named = |point: &i64| {
                let named =
                    results.localized.find_label(&locale.bot.texts, &locale.language, question, &format!("n{point}"));
                named.unwrap_or_else(|| point.to_string())
            };
            let mut lines: Vec<_> =
                counts.iter().map(|(point, _)| (point.to_string(), named(point), point.to_string())).collect();
            lines.push(("mean".into(), column_name(locale, "mean"), "mean".into()));
            lines
        }
        Shape::Pairs { .. } => {
            let items = match &question.each {
                Some(Each::Fixed(items)) => items.clone(),
                _ => Vec::new(),
            };
            let mut lines: Vec<_> = items.iter().map(|item| (item.clone(), label(item), item.clone())).collect();
            lines.push(("change".into(), column_name(locale, "change"), "change".into()));
            lines
        }
        Shape::Numbers(spreads) => {
            let line = |field: &str, what: &str| {
                let label = if field.is_empty() {
                    column_name(locale, what)
                } else {
                    format!("{}, {}", label(field), column_name(locale, what))
                };
                let id = format!("{field} {what}").trim().to_owned();
                (id.clone(), label, id)
            };
            spreads.iter().flat_map(|spread| [line(&spread.field, "mean"), line(&spread.field, "median")]).collect()
        }
        // The code is the first day, so that spreadsheets put the rows in order.
        Shape::Days(days) => {
            let line = |(begins, _): &(NaiveDate, usize)| {
                let code = begins.to_string();
                (code.clone(), charts::period_in_words(locale, days.period, *begins), code)
            };
            days.counts.iter().map(line).collect()
        }
        Shape::Words => Vec::new(),
    }
}

fn figure_cell(figure: &Figure, id: &str, first_of_pair: &str) -> Cell {
    match &figure.shape {
        Shape::Options(counts) => number_cell(counts.iter().find(|(known, _)| known == id).map_or(0, |(_, n)| *n)),
        Shape::Scores(scores) => {
            number_cell(scores.iter().find(|score| score.option == id).map_or(0, |score| score.points))
        }
        Shape::Levels { mean, .. } if id == "mean" => Cell::Number(*mean),
        Shape::Levels { counts, .. } => {
            number_cell(counts.iter().find(|(point, _)| point.to_string() == id).map_or(0, |(_, n)| *n))
        }
        Shape::Pairs { before, after } => Cell::Number(match id {
            "change" => after - before,
            id if id == first_of_pair => *before,
            _ => *after,
        }),
        Shape::Numbers(spreads) => {
            let (field, what) = id.rsplit_once(' ').unwrap_or(("", id));
            let spread = spreads.iter().find(|spread| spread.field == field);
            spread.map_or(Cell::Empty, |spread| Cell::Number(if what == "mean" { spread.mean } else { spread.median }))
        }
        Shape::Days(days) => {
            number_cell(days.counts.iter().find(|(begins, _)| begins.to_string() == id).map_or(0, |(_, n)| *n))
        }
        Shape::Words => Cell::Empty,
    }
}

/// A perturbed cell of a group: words in a small group and where few are; a place instead of points; means in halves.
fn group_cell(locale: &Locale<'_>, figure: &Figure, id: &str, first_of_pair: &str, is_few: bool) -> Cell {
    let small = figure.n < WORDS_BELOW;
    let exact = figure_cell(figure, id, first_of_pair);
    match (&figure.shape, exact) {
        (Shape::Scores(scores), _) if small => {
            let place = place(scores, id);
            place.map_or(text_cell("–"), |place| text_cell(locale.say("place", &[("n", Arg::count(place))])))
        }
        (Shape::Pairs { before, after }, _) if id == "change" => {
            Cell::Number(figures::group_mean(*after, figure.n) - figures::group_mean(*before, figure.n))
        }
        (Shape::Levels { .. } | Shape::Pairs { .. }, Cell::Number(mean))
            if id == "mean" || matches!(figure.shape, Shape::Pairs { .. }) =>
        {
            Cell::Number((figures::group_mean(mean, figure.n) * 10.0).round() / 10.0)
        }
        (Shape::Options(_) | Shape::Levels { .. } | Shape::Scores(_), _) if is_few && !small => {
            text_cell(figures::in_words(locale, "hardly"))
        }
        (Shape::Options(counts), _) if small => {
            let n = counts.iter().find(|(known, _)| known == id).map_or(0, |(_, n)| *n);
            text_cell(figures::share_in_words(locale, n, figure.n).1)
        }
        (Shape::Levels { counts, .. }, _) if small => {
            let n = counts.iter().find(|(point, _)| point.to_string() == id).map_or(0, |(_, n)| *n);
            text_cell(figures::share_in_words(locale, n, figure.n).1)
        }
        (_, exact) => exact,
    }
}

/// The share of each option or point. Those of which one was chosen come to 100, as the cells show them without decimals.
fn share_cells(question: &Question, whole: &Figure) -> Vec<Cell> {
    let counts: Vec<usize> = match &whole.shape {
        Shape::Options(counts) => counts.iter().map(|(_, n)| *n).collect(),
        Shape::Levels { counts, .. } => counts.iter().map(|(_, n)| *n).collect(),
        Shape::Days(days) => days.counts.iter().map(|(_, n)| *n).collect(),
        _ => Vec::new(),
    };
    let several = matches!(question.kind, Kind::Many { .. });
    let share = |(n, percent): (&usize, usize)| match several {
        true => Cell::Share(figures::share(*n, whole.n)),
        false => Cell::Share(figures::share(percent, 100)),
    };
    counts.iter().zip(percentages(&counts)).map(share).collect()
}

fn topic_sheet(locale: &Locale<'_>, results: &ReleasedResults, figures: &TopicFigures<'_>, bodies: &[Body]) -> Sheet {
    let TopicFigures { question, topic, whole, splits } = *figures;
    let lines = figure_rows(locale, results, question, whole);
    let pair = match &question.each {
        Some(Each::Fixed(items)) => items.first().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let counted = matches!(whole.shape, Shape::Options(_) | Shape::Levels { .. } | Shape::Days(_));
    let figure = if matches!(whole.shape, Shape::Scores(_)) { "points" } else { "number" };
    let mut head = ["code", "answer", figure].map(|id| column_name(locale, id)).to_vec();
    if counted {
        head.push(column_name(locale, "share"));
    }
    let shares = share_cells(question, whole);
    let row = |(at, (code, label, id)): (usize, &(String, String, String))| {
        let mut row = vec![text_cell(code), text_cell(label), figure_cell(whole, id, &pair)];
        row.extend(shares.get(at).cloned());
        row
    };
    // The mean of a scale stands above the table; among the counts it would be drawn as one of them.
    let is_scale = matches!(whole.shape, Shape::Levels { .. });
    let counts = lines.iter().filter(|(_, _, id)| !is_scale || id != "mean").enumerate();
    let mut tables = vec![Table { head, rows: counts.map(row).collect() }];
    let mut remarks = vec![match whole.shape {
        Shape::Levels { mean, .. } => {
            let args = [("mean", Arg::text(figures::decimal(locale, mean))), ("n", Arg::count(whole.n))];
            locale.say("mean-n", &args)
        }
        _ => locale.say("answers-n", &[("n", Arg::count(whole.n))]),
    }];
    if let (Shape::Scores(_), Kind::Rank { top, .. }) = (&whole.shape, &question.kind) {
        remarks.push(locale.say("in-points", &[("top", Arg::count(*top))]));
    }
    for split in splits {
        let groups = results.groups(locale, split.dimension, bodies);
        if let Some(hidden) = groups.hidden(locale, split) {
            let by = locale.say("by", &[("what", Arg::text(split.dimension.id()))]);
            remarks.push(figures::strip_undrawable(&format!("{by} · {hidden}")));
        }
        let mut head =
            vec![column_name(locale, "code"), locale.say("by", &[("what", Arg::text(split.dimension.id()))])];
        head.extend(split.groups.iter().map(|(id, _)| groups.name(id)));
        let mut n = vec![text_cell("n"), text_cell(column_name(locale, "n"))];
        n.extend(split.groups.iter().map(|(_, figure)| number_cell(figure.n)));
        let row = |(code, label, id): &(String, String, String)| {
            let mut row = vec![text_cell(code), text_cell(label)];
            row.extend(split.groups.iter().map(|(group, figure)| {
                let is_few = split.few.contains(&(group.clone(), id.clone()));
                group_cell(locale, figure, id, &pair, is_few)
            }));
            row
        };
        tables.push(Table { head, rows: std::iter::once(n).chain(lines.iter().map(row)).collect() });
    }
    Sheet {
        name: key(topic).dotted(),
        title: results.title(locale, question, topic),
        lines: remarks,
        drawn: (!lines.is_empty()).then_some(2),
        tables: if lines.is_empty() { Vec::new() } else { tables },
    }
}

/// Every question and option with its code, and its label in every language.
fn codes_sheet(locale: &Locale<'_>, results: &ReleasedResults) -> Sheet {
    let languages = locale.bot.texts.languages();
    let mut head = vec![column_name(locale, "question"), column_name(locale, "code")];
    head.extend(languages.iter().map(|language| language.name.clone()));
    let mut rows = Vec::new();
    for question in results.localized.dialog.questions.iter().filter(|question| question.apart.is_empty()) {
        let mut row = vec![text_cell(&question.id), Cell::Empty];
        row.extend(
            languages.iter().map(|language| text_cell(results.localized.question_of(&language.code, question, "…"))),
        );
        rows.push(row);
        let points = match question.kind {
            Kind::Scale { from, to } => (from..=to).map(|n| (format!("n{n}"), n.to_string())).collect(),
            _ => Vec::new(),
        };
        let options = question.options.iter().map(|choice| (choice.id.clone(), choice.code.clone()));
        for (id, code) in points.into_iter().chain(options) {
            let mut row = vec![text_cell(&question.id), text_cell(code)];
            let label =
                |code: &str| results.localized.find_label(&locale.bot.texts, code, question, &id).unwrap_or_default();
            row.extend(languages.iter().map(|language| text_cell(label(&language.code))));
            rows.push(row);
        }
    }
    Sheet {
        name: locale.say("sheet-codes", &[]),
        title: locale.say("sheet-codes", &[]),
        lines: Vec::new(),
        tables: vec![Table { head, rows }],
        drawn: None,
    }
}
