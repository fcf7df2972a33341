//! The results of a survey as a workbook: who answered, a sheet for each question with its splits, and the codes with their
//! labels in every language. What a picture leaves empty is empty here too.

use super::charts;
use super::shown::Shown;
use super::turnout::{self, OfBody};
use super::{Ctx, Result, surveys};
use crate::dialog::{Each, Kind, Question};
use crate::report::disclosure;
use crate::report::render::workbook::{Cell, Sheet, Table};
use crate::report::stats::figures::{Figure, Shape};
use crate::report::stats::split::Split;
use crate::report::stats::topics::{Topic, key};
use crate::store::bodies::{self, Body};
use crate::text::{Arg, dates};

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
fn number(n: usize) -> Cell {
    Cell::Number(n as f64)
}

/// All sheets, in the reader's language.
///
/// # Errors
/// When the database refuses.
pub async fn sheets(ctx: &mut Ctx<'_>, shown: &Shown) -> Result<Vec<Sheet>> {
    let all = bodies::all(ctx.db).await?;
    let mut sheets = vec![overview(ctx, shown).await?];
    for topics in shown.topics.chunk_by(|one, next| one.question == next.question) {
        let Some(question) = shown.played.dialog.question(&topics[0].question) else { continue };
        for topic in topics {
            let shown_of = disclosure::release(&shown.people, &shown.played.dialog, topic, ctx.fewest());
            let Some((whole, splits)) = shown_of else { continue };
            sheets.push(of_topic(ctx, shown, question, topic, &whole, &splits, &all));
        }
    }
    sheets.push(codes(ctx, shown));
    Ok(sheets)
}

fn said(ctx: &Ctx<'_>, column: &str) -> String {
    ctx.say("sheet-column", &[("column", Arg::text(column.to_owned()))])
}

async fn overview(ctx: &mut Ctx<'_>, shown: &Shown) -> Result<Sheet> {
    let survey = &shown.survey;
    let turnout = turnout::of(ctx, survey).await?;
    let count = |n: i64| number(usize::try_from(n).unwrap_or(0));
    let row = |of: &OfBody| {
        vec![
            count(of.body.id),
            text(of.body.name(&ctx.language)),
            count(of.body.members),
            count(of.started),
            count(of.submitted),
            Cell::Share(of.rate()),
        ]
    };
    let columns = ["code", "body", "invited", "started", "submitted", "share"];
    let last = survey.closed_at.unwrap_or(survey.closes_at).min(survey.closes_at - 1);
    let days = Table {
        head: vec![said(ctx, "opened"), said(ctx, "closed")],
        rows: vec![vec![Cell::Day(dates::day_of(survey.opened_at)), Cell::Day(dates::day_of(last))]],
    };
    Ok(Sheet {
        name: ctx.say("sheet-overview", &[]),
        title: surveys::plain(ctx, &survey.name),
        lines: vec![ctx.say("turnout-by-body", &[]), ctx.say("left-empty", &[("fewest", Arg::count(ctx.fewest()))])],
        tables: vec![
            Table {
                head: columns.map(|column| said(ctx, column)).to_vec(),
                rows: turnout.bodies.iter().map(row).collect(),
            },
            days,
        ],
        drawn: Some(5),
    })
}

/// What stands in the rows of a figure: code, label, and id.
fn lines(ctx: &Ctx<'_>, shown: &Shown, question: &Question, whole: &Figure) -> Vec<(String, String, String)> {
    let label = |id: &str| shown.played.label(&ctx.bot.texts, &ctx.language, question, id);
    let from = shown.played.dialog.offering(question);
    let code = |id: &str| from.choice(id).map_or_else(|| id.to_owned(), |choice| choice.code.clone());
    match &whole.shape {
        Shape::Options(counts) => counts.iter().map(|(id, _)| (code(id), label(id), id.clone())).collect(),
        Shape::Scores(scores) => {
            scores.iter().map(|score| (code(&score.option), label(&score.option), score.option.clone())).collect()
        }
        Shape::Levels { counts, .. } => {
            let named = |point: &i64| {
                let named = shown.played.named(&ctx.bot.texts, &ctx.language, question, &format!("n{point}"));
                named.unwrap_or_else(|| point.to_string())
            };
            let mut lines: Vec<_> =
                counts.iter().map(|(point, _)| (point.to_string(), named(point), point.to_string())).collect();
            lines.push(("mean".into(), said(ctx, "mean"), "mean".into()));
            lines
        }
        Shape::Pairs { .. } => {
            let items = match &question.each {
                Some(Each::Fixed(items)) => items.clone(),
                _ => Vec::new(),
            };
            let mut lines: Vec<_> = items.iter().map(|item| (item.clone(), label(item), item.clone())).collect();
            lines.push(("change".into(), said(ctx, "change"), "change".into()));
            lines
        }
        Shape::Numbers(spreads) => {
            let of = |field: &str, what: &str| {
                let label =
                    if field.is_empty() { said(ctx, what) } else { format!("{}, {}", label(field), said(ctx, what)) };
                let id = format!("{field} {what}").trim().to_owned();
                (id.clone(), label, id)
            };
            spreads.iter().flat_map(|spread| [of(&spread.field, "mean"), of(&spread.field, "median")]).collect()
        }
        Shape::Words => Vec::new(),
    }
}

/// One cell of a figure: how many, or a mean.
fn cell(figure: &Figure, id: &str, first_of_pair: &str) -> Cell {
    match &figure.shape {
        Shape::Options(counts) => number(counts.iter().find(|(known, _)| known == id).map_or(0, |(_, n)| *n)),
        Shape::Scores(scores) => number(scores.iter().find(|score| score.option == id).map_or(0, |score| score.points)),
        Shape::Levels { mean, .. } if id == "mean" => Cell::Number(*mean),
        Shape::Levels { counts, .. } => {
            number(counts.iter().find(|(point, _)| point.to_string() == id).map_or(0, |(_, n)| *n))
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
        Shape::Words => Cell::Empty,
    }
}

fn of_topic(
    ctx: &Ctx<'_>,
    shown: &Shown,
    question: &Question,
    topic: &Topic,
    whole: &Figure,
    splits: &[Split],
    all: &[Body],
) -> Sheet {
    let lines = lines(ctx, shown, question, whole);
    let pair = match &question.each {
        Some(Each::Fixed(items)) => items.first().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let counted = matches!(whole.shape, Shape::Options(_) | Shape::Levels { .. });
    let mut head = ["code", "answer", "number"].map(|column| said(ctx, column)).to_vec();
    if counted {
        head.push(said(ctx, "share"));
    }
    let row = |(code, label, id): &(String, String, String)| {
        let value = cell(whole, id, &pair);
        let mut row = vec![text(code), text(label), value.clone()];
        if let (true, Cell::Number(n)) = (counted && id != "mean", value) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
            row.push(Cell::Share(charts::share(n as usize, whole.n)));
        }
        row
    };
    // The mean stands above: among the counts it would be drawn as one.
    let mut tables = vec![Table { head, rows: lines.iter().filter(|(_, _, id)| id != "mean").map(row).collect() }];
    for split in splits {
        let names = charts::names(ctx, split.dimension, all);
        let name = |id: &String| names.get(id).cloned().unwrap_or_else(|| id.clone());
        let mut head = vec![said(ctx, "code"), ctx.say("by", &[("what", Arg::text(split.dimension.id()))])];
        head.extend(split.groups.iter().map(|(id, _)| name(id)));
        let mut n = vec![text("n"), text(said(ctx, "n"))];
        n.extend(split.groups.iter().map(|(_, figure)| number(figure.n)));
        let row = |(code, label, id): &(String, String, String)| {
            let mut row = vec![text(code), text(label)];
            row.extend(split.groups.iter().map(|(group, figure)| {
                if split.suppressed.contains(&(group.clone(), id.clone())) {
                    Cell::Empty
                } else {
                    cell(figure, id, &pair)
                }
            }));
            row
        };
        tables.push(Table { head, rows: std::iter::once(n).chain(lines.iter().map(row)).collect() });
    }
    Sheet {
        name: key(topic).dotted(),
        title: shown.title(ctx, question, topic),
        lines: match whole.shape {
            Shape::Levels { mean, .. } => {
                vec![ctx.say("mean-n", &[("mean", Arg::text(charts::decimal(ctx, mean))), ("n", Arg::count(whole.n))])]
            }
            _ => vec![ctx.say("answers-n", &[("n", Arg::count(whole.n))])],
        },
        drawn: (!lines.is_empty()).then_some(2),
        tables: if lines.is_empty() { Vec::new() } else { tables },
    }
}

/// Every question and option: code, and label in every language.
fn codes(ctx: &Ctx<'_>, shown: &Shown) -> Sheet {
    let languages = ctx.bot.texts.languages();
    let mut head = vec![said(ctx, "question"), said(ctx, "code")];
    head.extend(languages.iter().map(|language| language.name.clone()));
    let mut rows = Vec::new();
    for question in shown.played.dialog.questions.iter().filter(|question| question.apart.is_empty()) {
        let mut row = vec![text(&question.id), Cell::Empty];
        row.extend(languages.iter().map(|language| text(shown.played.question_of(&language.code, question, "…"))));
        rows.push(row);
        let points = match question.kind {
            Kind::Scale { from, to } => (from..=to).map(|n| (format!("n{n}"), n.to_string())).collect(),
            _ => Vec::new(),
        };
        let options = question.options.iter().map(|choice| (choice.id.clone(), choice.code.clone()));
        for (id, code) in points.into_iter().chain(options) {
            let mut row = vec![text(&question.id), text(code)];
            let label = |code: &str| shown.played.named(&ctx.bot.texts, code, question, &id).unwrap_or_default();
            row.extend(languages.iter().map(|language| text(label(&language.code))));
            rows.push(row);
        }
    }
    Sheet {
        name: ctx.say("sheet-codes", &[]),
        title: ctx.say("sheet-codes", &[]),
        lines: Vec::new(),
        tables: vec![Table { head, rows }],
        drawn: None,
    }
}
