//! The results of a survey as a report to hand to a council: how it was done, who answered, what comes first, every question
//! with its split, what people wrote, and the questionnaire. What a picture leaves empty is empty here too.

use std::collections::{BTreeMap, BTreeSet};

use super::charts::{self, Drawn};
use super::shown::Shown;
use super::{Ctx, Result, results, surveys, texts, turnout};
use crate::dialog::{self, Each, Key, Question, Value};
use crate::report::disclosure;
use crate::report::render::chart::{Chart, ChartKind, ChartMark, ChartRow};
use crate::report::render::report::{Part, Piece, Report, TextList};
use crate::report::stats::figures::Shape;
use crate::report::stats::population::Dimension;
use crate::report::stats::topics::{Topic, key};
use crate::store::bodies::{self, Body};
use crate::store::masked;
use crate::text::{Arg, dates};

/// Most texts of one question, and letters of each: more are in the table.
const TEXTS: usize = 300;
const LONGEST: usize = 3000;
/// Items of a question that are drawn one by one; more of them are one table.
const ITEMS: usize = 3;

/// The report, in the reader's language.
///
/// # Errors
/// When the database refuses.
pub async fn paper(ctx: &mut Ctx<'_>, shown: &Shown) -> Result<Report> {
    let survey = &shown.survey;
    let turnout = turnout::of(ctx, survey).await?;
    let (all, masked) = (bodies::all(ctx.db).await?, masked::of_survey(ctx.db, survey.id).await?);
    let mut of_bodies = turnout.chart(ctx, survey, 0, usize::MAX);
    of_bodies.title.clear();
    let counts = [
        ("invited", turnout.invited.to_string()),
        ("started", turnout.started.to_string()),
        ("submitted", turnout.submitted.to_string()),
        ("share", charts::percent(ctx, turnout.rate())),
    ];
    let fact = |(column, value): (&str, String)| (ctx.say("sheet-column", &[("column", Arg::text(column))]), value);
    let method = ctx.say(
        "paper-method",
        &[
            ("fewest", Arg::count(ctx.fewest())),
            ("answers", Arg::text(if survey.anonymous { "anonymous" } else { "confidential" })),
        ],
    );
    let mut how: Vec<Piece> = method.lines().map(|line| Piece::Words(line.to_owned())).collect();
    how.insert(0, Piece::Facts(counts.into_iter().map(fact).collect()));
    how.insert(1, Piece::Charts(vec![of_bodies]));
    let (mut ranked, mut counted, mut written) = (Vec::new(), Vec::new(), Vec::new());
    for topics in shown.topics.chunk_by(|one, next| one.question == next.question) {
        let Some(question) = shown.played.dialog.question(&topics[0].question).filter(|question| !question.profile)
        else {
            continue;
        };
        if topics.len() > ITEMS
            && let Some(chart) = by_item(ctx, shown, question, topics)
        {
            counted.push(Piece::Charts(vec![chart]));
            continue;
        }
        for topic in topics {
            match topic_pieces(ctx, shown, question, topic, &all) {
                Some((true, pieces)) => ranked.extend(pieces),
                Some((false, pieces)) => counted.extend(pieces),
                None => written.extend(texts(ctx, shown, topic, &masked).map(Piece::Said)),
            }
        }
    }
    if !ranked.is_empty() {
        ranked.insert(0, Piece::Words(ctx.say("paper-ranks", &[])));
    }
    let parts = [
        ("method", how),
        ("priorities", ranked),
        ("questions", counted),
        ("texts", written),
        ("annex", shown.played.dialog.questions.iter().map(|question| asked(ctx, shown, question)).collect()),
    ];
    let named = |(part, pieces)| Part { title: ctx.say("paper-part", &[("part", Arg::text(part))]), pieces };
    let last = survey.closed_at.unwrap_or(survey.closes_at).min(survey.closes_at - 1);
    let day = |at| Arg::text(dates::day_in_words(dates::day_of(at), &ctx.language));
    let whom = match turnout.bodies.as_slice() {
        [one] => charts::shown(one.body.name(&ctx.language)),
        several => ctx.say("paper-bodies", &[("n", Arg::count(several.len()))]),
    };
    let between = ctx.say("paper-between", &[("from", day(survey.opened_at)), ("to", day(last))]);
    let controller = ctx.bot.notice.controller(&ctx.language);
    Ok(Report {
        lang: ctx.language.clone(),
        rtl: ctx.tongue().rtl,
        from: charts::drawn(controller, LONGEST),
        title: ctx.say("paper-title", &[("title", Arg::text(surveys::plain(ctx, &survey.name)))]),
        lines: vec![whom, between, ctx.say("answers-n", &[("n", Arg::Number(turnout.submitted))])],
        contents: ctx.say("paper-contents", &[]),
        parts: parts.into_iter().filter(|(_, pieces)| !pieces.is_empty()).map(named).collect(),
    })
}

/// A question that is asked for many items, as one table: a row an item, a column an option. None where nothing is counted.
fn by_item(ctx: &Ctx<'_>, shown: &Shown, question: &Question, topics: &[Topic]) -> Option<Chart> {
    let label = |id: &str| charts::shown(&shown.played.label(&ctx.bot.texts, &ctx.language, question, id));
    let mut chart =
        Chart { lang: ctx.language.clone(), rtl: ctx.tongue().rtl, kind: ChartKind::Table, ..Chart::default() };
    chart.title = shown.played.question_of(&ctx.language, question, "…");
    chart.lines = vec![ctx.say("paper-by-item", &[])];
    for topic in topics {
        let whole = disclosure::release_whole(&shown.people, &shown.played.dialog, topic, ctx.fewest())?;
        let (counts, note): (Vec<(String, usize)>, String) = match whole.shape {
            Shape::Options(counts) => (counts, whole.n.to_string()),
            Shape::Levels { counts, mean } => {
                let args = [("mean", Arg::text(charts::decimal(ctx, mean))), ("n", Arg::count(whole.n))];
                let counts = counts.into_iter().map(|(point, n)| (format!("n{point}"), n)).collect();
                (counts, ctx.say("mean-n", &args))
            }
            _ => return None,
        };
        chart.legend = counts.iter().map(|(id, _)| label(id)).collect();
        let mark = |(_, n): &(String, usize)| {
            let share = charts::share(*n, whole.n);
            ChartMark { share, text: charts::percent(ctx, share) }
        };
        let item = shown.played.item(&ctx.bot.texts, &ctx.language, question, &topic.item);
        chart.rows.push(ChartRow { label: charts::shown(&item), values: counts.iter().map(mark).collect(), note });
    }
    Some(chart)
}

/// A topic's charts, whole and split; whether it ranks. None for words.
fn topic_pieces(
    ctx: &Ctx<'_>,
    shown: &Shown,
    question: &Question,
    topic: &Topic,
    all: &[Body],
) -> Option<(bool, Vec<Piece>)> {
    let (whole, splits) = disclosure::release(&shown.people, &shown.played.dialog, topic, ctx.fewest())?;
    let mut of = Drawn { played: &shown.played, question, topic, whole: &whole, split: None, names: BTreeMap::new() };
    let mut charts = vec![of.chart(ctx)?];
    let mut said: Vec<String> = Vec::new();
    let ranks = matches!(whole.shape, Shape::Scores(_));
    // Women and men side by side wherever that may be; the bodies too where they rank, for each is to weigh the same.
    let by_bodies = splits.iter().find(|split| ranks && split.dimension == Dimension::Body);
    for split in splits.first().into_iter().chain(by_bodies) {
        (of.split, of.names) = (Some(split), charts::names(ctx, split.dimension, all));
        said.extend(results::remarks(ctx, &of, split));
        charts.extend(of.chart(ctx).map(|chart| Chart { title: String::new(), ..chart }));
    }
    let mut pieces = vec![Piece::Charts(charts)];
    pieces.extend(said.iter().map(|line| Piece::Words(charts::legible(line))));
    Some((ranks, pieces))
}

/// What people wrote, but for what was taken out of sight.
fn texts(ctx: &Ctx<'_>, shown: &Shown, topic: &Topic, masked: &BTreeSet<(i64, Key)>) -> Option<TextList> {
    let question = shown.played.dialog.question(&topic.question)?;
    let said: Vec<&Value> = texts::of(shown, topic)
        .into_iter()
        .filter(|(response, _)| !masked.contains(&(*response, key(topic))))
        .map(|(_, value)| value)
        .collect();
    let voices = said.iter().filter(|value| matches!(value, Value::Voice { .. })).count();
    let words = said.iter().filter_map(|value| match value {
        Value::Text(words) => Some(charts::drawn(words, LONGEST)).filter(|words| !words.is_empty()),
        _ => None,
    });
    let texts: Vec<String> = words.take(TEXTS).collect();
    let args = [("n", Arg::count(texts.len())), ("voices", Arg::count(voices))];
    (!said.is_empty()).then(|| TextList {
        title: shown.title(ctx, question, topic),
        note: ctx.say("paper-texts", &args),
        texts,
    })
}

/// A question as it was asked, with its options.
fn asked(ctx: &Ctx<'_>, shown: &Shown, question: &Question) -> Piece {
    let label = |id: &str| shown.played.label(&ctx.bot.texts, &ctx.language, question, id);
    let item = match &question.each {
        Some(Each::Fixed(items)) => items.iter().map(|item| label(item)).collect::<Vec<_>>().join(" / "),
        Some(Each::Picked { .. }) => "…".to_owned(),
        None => String::new(),
    };
    let mut texts: Vec<String> = Vec::new();
    if let dialog::Kind::Scale { from, to } = question.kind {
        texts.extend((from..=to).map(|n| {
            let named = shown.played.named(&ctx.bot.texts, &ctx.language, question, &format!("n{n}"));
            named.map_or_else(|| n.to_string(), |named| format!("{n}. {named}"))
        }));
    }
    texts.extend(question.options.iter().map(|choice| label(&choice.id)));
    Piece::Asked(TextList {
        title: charts::drawn(&shown.played.question_of(&ctx.language, question, &item), LONGEST),
        note: charts::drawn(&shown.played.hint(&ctx.language, question).unwrap_or_default(), LONGEST),
        texts: texts.iter().map(|label| charts::drawn(label, LONGEST)).collect(),
    })
}
