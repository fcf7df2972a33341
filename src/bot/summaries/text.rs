//! A summary and how it is said: its points, its check questions, how long it takes.

use std::sync::Arc;

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::library::LocalizedDialog;
use crate::bot::meetings::form::{self, Meeting};
use crate::bot::ui::files;
use crate::dialog::points::Point;
use crate::dialog::{Answers, Key, Value, walk};
use crate::store;
use crate::store::summaries::Summary;
use crate::text::{Arg, arabic, dates, escape};
use crate::types::{CheckNumber, DayNumber, PointNumber, SummaryId};

/// Words that are read in a minute by somebody who reads slowly.
const WORDS_A_MINUTE: usize = 100;

/// What is said of a meeting, in one language.
#[derive(Clone)]
pub struct SummaryText {
    /// The language, `ar`.
    pub language: String,
    /// The answers of the form.
    pub answers: Vec<(Key, Value)>,
    /// The form.
    pub played: Arc<LocalizedDialog>,
}

/// A question at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its number.
    pub number: CheckNumber,
    /// What is asked.
    pub ask: String,
    /// The answers on offer.
    pub options: Vec<String>,
    /// Which of them is right; none if the form names one that is not there.
    pub right: Option<usize>,
    /// Why.
    pub why: String,
    /// The point it came from.
    pub point: Option<PointNumber>,
}

/// A published summary with its meeting and its texts.
pub struct Published {
    /// Its row.
    pub row: Summary,
    /// The meeting.
    pub meeting: Meeting,
    /// Its texts.
    pub texts: Vec<SummaryText>,
}

/// The questions and options of the form that the code reads.
impl SummaryText {
    /// The dialog's name.
    pub const FORM: &'static str = "summary";
    pub(super) const LANGUAGE: &'static str = "language";
    pub(super) const DAY: &'static str = "day";
    pub(super) const HEADING: &'static str = "heading";
    pub(super) const POINTS: &'static str = "points";
    /// The check questions at the end.
    const CHECKS: [CheckQuestions; 3] = [
        CheckQuestions { ask: "q1", options: ["q1a", "q1b", "q1c"], right: "q1right", why: "q1why", point: "q1point" },
        CheckQuestions { ask: "q2", options: ["q2a", "q2b", "q2c"], right: "q2right", why: "q2why", point: "q2point" },
        CheckQuestions { ask: "q3", options: ["q3a", "q3b", "q3c"], right: "q3right", why: "q3why", point: "q3point" },
    ];

    /// What `takafou check` holds the file against.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: SummaryText::FORM,
        questions: &[
            RequiredQuestion::new(SummaryText::LANGUAGE, RequiredAnswer::Options(&["ar", "fr"])),
            RequiredQuestion::new(SummaryText::DAY, RequiredAnswer::Source("days")),
            RequiredQuestion::new(SummaryText::HEADING, RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::POINTS, RequiredAnswer::Points),
            RequiredQuestion::new(SummaryText::CHECKS[0].ask, RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[0].options[0], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[0].options[1], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[0].options[2], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[0].right, RequiredAnswer::Options(&LETTERS)),
            RequiredQuestion::new(SummaryText::CHECKS[0].why, RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[0].point, RequiredAnswer::Number),
            RequiredQuestion::new(SummaryText::CHECKS[1].ask, RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[1].options[0], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[1].options[1], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[1].options[2], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[1].right, RequiredAnswer::Options(&LETTERS)),
            RequiredQuestion::new(SummaryText::CHECKS[1].why, RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[1].point, RequiredAnswer::Number),
            RequiredQuestion::new(SummaryText::CHECKS[2].ask, RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[2].options[0], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[2].options[1], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[2].options[2], RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[2].right, RequiredAnswer::Options(&LETTERS)),
            RequiredQuestion::new(SummaryText::CHECKS[2].why, RequiredAnswer::Text),
            RequiredQuestion::new(SummaryText::CHECKS[2].point, RequiredAnswer::Number),
        ],
    };

    /// The question of the form that says which option of a check question is right.
    pub(super) fn right_of(check: CheckNumber) -> &'static str {
        let at = usize::try_from(check.0 - 1).unwrap_or(0);
        SummaryText::CHECKS.get(at).map_or(SummaryText::POINTS, |check| check.right)
    }
}

/// The questions of the form that make one check question.
struct CheckQuestions {
    ask: &'static str,
    options: [&'static str; 3],
    right: &'static str,
    why: &'static str,
    point: &'static str,
}

/// What the form calls the options of a check question.
const LETTERS: [&str; 3] = ["a", "b", "c"];

/// Loads a summary.
pub async fn load(ctx: &mut Ctx<'_>, id: SummaryId) -> Result<Option<Published>> {
    Ok(load_all(ctx, &[id]).await?.pop())
}

/// Loads these summaries, in the order given; those without a text or a meeting are left out.
pub async fn load_all(ctx: &mut Ctx<'_>, ids: &[SummaryId]) -> Result<Vec<Published>> {
    let rows = store::summaries::list_by_id(ctx.db, ids).await?;
    let meetings: Vec<_> = rows.iter().map(|row| row.meeting).collect();
    let meetings = form::load_all(ctx, &meetings).await?;
    let mut texts = store::summaries::list_texts_of_each(ctx.db, ids).await?;
    let mut published = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(meeting) = meetings.iter().find(|meeting| meeting.row.id == row.meeting).cloned() else { continue };
        let mut own = Vec::new();
        for (_, text) in texts.extract_if(.., |(summary, _)| *summary == row.id) {
            let played = ctx.bot.library.version(ctx.db, text.version).await?;
            own.push(SummaryText { language: text.language, answers: text.answers, played });
        }
        if !own.is_empty() {
            published.push(Published { row, meeting, texts: own });
        }
    }
    published.sort_by_key(|summary| ids.iter().position(|id| *id == summary.row.id));
    Ok(published)
}

impl Published {
    /// The text for somebody who reads this language: that one, or else the first there is.
    pub fn text(&self, language: &str) -> &SummaryText {
        let own = self.texts.iter().find(|text| text.language == language);
        own.unwrap_or(&self.texts[0]) // load() gives none without texts
    }

    /// The day it is about in words, if it is about one of several.
    pub fn day_in_words(&self, locale: &Locale<'_>) -> Option<String> {
        let day = self.meeting.day(self.row.day?)?;
        Some(dates::day_in_words(form::wall(&day.begins).date(), &locale.language))
    }
}

impl SummaryText {
    /// What a form says so far.
    pub fn of_form(played: &Arc<LocalizedDialog>, answers: &Answers) -> SummaryText {
        let answers = walk::submission(&played.dialog, answers);
        let mut told = SummaryText { language: String::new(), answers, played: played.clone() };
        told.language = told.picked(SummaryText::LANGUAGE).unwrap_or(crate::text::FIRST_LANGUAGE).to_owned();
        told
    }

    fn value(&self, id: &str) -> Option<&Value> {
        self.answers.iter().find(|(key, _)| key.question == id).map(|(_, value)| value)
    }

    fn words(&self, id: &str) -> Option<&str> {
        match self.value(id) {
            Some(Value::Text(words)) => Some(words),
            _ => None,
        }
    }

    fn picked(&self, id: &str) -> Option<&str> {
        match self.value(id) {
            Some(Value::Picks(picks)) => picks.first().map(String::as_str),
            _ => None,
        }
    }

    /// The day it is about; none: the whole meeting.
    pub fn day(&self) -> Option<DayNumber> {
        self.picked(SummaryText::DAY).and_then(|day| day.strip_prefix('d')?.parse().ok()).map(DayNumber)
    }

    /// Its title, plain.
    pub fn title(&self) -> &str {
        self.words(SummaryText::HEADING).unwrap_or_default()
    }

    /// Its points.
    pub fn points(&self) -> &[Point] {
        match self.value(SummaryText::POINTS) {
            Some(Value::Points(points)) => &points.list,
            _ => &[],
        }
    }

    /// How many there are: the number of the last one.
    pub fn count(&self) -> PointNumber {
        PointNumber(i64::try_from(self.points().len()).unwrap_or(i64::MAX))
    }

    /// One of its points.
    pub fn point(&self, number: PointNumber) -> Option<&Point> {
        usize::try_from(number.0 - 1).ok().and_then(|at| self.points().get(at))
    }

    /// The questions at the end.
    pub fn checks(&self) -> Vec<Check> {
        let one = |(questions, number): (&CheckQuestions, i64)| {
            let ask = self.words(questions.ask)?.to_owned();
            let letters = LETTERS.iter().zip(questions.options);
            let options: Vec<(&str, &str)> =
                letters.filter_map(|(letter, id)| Some((*letter, self.words(id)?))).collect();
            let right = self.picked(questions.right);
            let point = match self.value(questions.point) {
                Some(Value::Numbers(numbers)) => numbers.first().map(|n| PointNumber(*n)),
                _ => None,
            };
            Some(Check {
                number: CheckNumber(number),
                ask,
                right: options.iter().position(|(letter, _)| Some(*letter) == right),
                options: options.into_iter().map(|(_, words)| words.to_owned()).collect(),
                why: self.words(questions.why).unwrap_or_default().to_owned(),
                point: point.filter(|point| *point <= self.count()),
            })
        };
        SummaryText::CHECKS.iter().zip(1..).filter_map(one).collect()
    }

    /// About how many minutes it takes to read and hear it.
    pub fn minutes(&self) -> i64 {
        let words: usize = self.points().iter().map(|point| point.text.split_whitespace().count()).sum();
        let seconds: u32 = self.points().iter().filter_map(|point| Some(point.file.as_ref()?.seconds)).sum();
        let reading = i64::try_from(words * 60 / WORDS_A_MINUTE).unwrap_or(0);
        let checks = i64::try_from(self.checks().len()).unwrap_or(0) * 20;
        (reading + i64::from(seconds) + checks + 59).div_euclid(60).max(1)
    }

    /// Everything that a search finds it by, in the spelling of searches.
    pub fn search_words(&self) -> String {
        let points = self.points().iter().flat_map(|point| {
            let name = point.file.as_ref().map_or("", |file| file.name.as_str());
            [point.text.as_str(), name]
        });
        let texts = std::iter::once(self.title()).chain(points);
        let with_bare = |key: String| match arabic::bare(&key) {
            bare if bare == key => key,
            bare => format!("{key} {bare}"),
        };
        texts.flat_map(arabic::search_keys).map(with_bare).collect::<Vec<_>>().join(" ")
    }

    /// One point as it is read, from 1 on: heading, where it is, the words, the file that goes with it.
    pub fn point_in_words(&self, locale: &Locale<'_>, number: PointNumber) -> String {
        let point = self.point(number);
        let mut text = locale.say(
            "point",
            &[
                ("title", Arg::words(self.title())),
                ("n", Arg::Number(number.0)),
                ("total", Arg::Number(self.count().0)),
            ],
        );
        if let Some(point) = point {
            if !point.text.is_empty() {
                text.push_str(&format!("\n\n{}", escape(&point.text)));
            }
            if let Some(file) = &point.file {
                text.push_str(&format!("\n\n📎 {}", files::described(locale, file)));
            }
        }
        text
    }

    /// The points that differ from what was said `before`: number, old and new beginning; plain.
    pub fn changes(&self, before: &SummaryText) -> Vec<(i64, String, String)> {
        let said = |told: &SummaryText, at: usize| {
            told.points().get(at).map(|point| (point.text.clone(), point.file.as_ref().map(|file| file.file.clone())))
        };
        let longest = self.points().len().max(before.points().len());
        let differing = (0..longest).filter(|at| said(self, *at) != said(before, *at));
        let beginning = |told: &SummaryText, at: usize| said(told, at).map_or_else(String::new, |(text, _)| text);
        differing.map(|at| (i64::try_from(at).unwrap_or(0) + 1, beginning(before, at), beginning(self, at))).collect()
    }
}

/// The text of an edition that somebody has read.
pub async fn read_by(ctx: &mut Ctx<'_>, id: SummaryId, now: &SummaryText, edition: i64) -> Result<Option<SummaryText>> {
    let before = store::summaries::find_text_at(ctx.db, id, &now.language, edition).await?;
    Ok(before.map(|answers| SummaryText { answers, ..now.clone() }))
}

/// Title, points, minutes and questions of a text, for the texts that name them.
pub fn facts(text: &SummaryText) -> [(&'static str, Arg<'_>); 4] {
    [
        ("title", Arg::words(text.title())),
        ("points", Arg::Number(text.count().0)),
        ("minutes", Arg::Number(text.minutes())),
        ("checks", Arg::count(text.checks().len())),
    ]
}
