//! A summary's text: its points, its check questions, how long it takes to read.

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

/// Words that a slow reader reads in a minute.
const WORDS_A_MINUTE: usize = 100;

/// The text of a summary in one language: the answers to the form `summary`.
#[derive(Clone)]
pub struct SummaryText {
    /// A code such as `ar`.
    pub language: String,
    pub answers: Vec<(Key, Value)>,
    pub localized: Arc<LocalizedDialog>,
}

/// A check question at the end of a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub number: CheckNumber,
    pub ask: String,
    pub options: Vec<String>,
    /// The index of the right option; none if the form names one that does not exist.
    pub right: Option<usize>,
    /// Why that option is right.
    pub why: String,
    /// The point that explains it.
    pub point: Option<PointNumber>,
}

pub struct PublishedSummary {
    pub row: Summary,
    pub meeting: Meeting,
    /// One for each language, never empty.
    pub texts: Vec<SummaryText>,
}

/// The questions and options of the form that the code reads.
impl SummaryText {
    /// The form's name.
    pub const FORM: &'static str = "summary";
    pub(super) const LANGUAGE: &'static str = "language";
    pub(super) const DAY: &'static str = "day";
    pub(super) const HEADING: &'static str = "heading";
    pub(super) const POINTS: &'static str = "points";
    const CHECKS: [CheckQuestions; 3] = [
        CheckQuestions { ask: "q1", options: ["q1a", "q1b", "q1c"], right: "q1right", why: "q1why", point: "q1point" },
        CheckQuestions { ask: "q2", options: ["q2a", "q2b", "q2c"], right: "q2right", why: "q2why", point: "q2point" },
        CheckQuestions { ask: "q3", options: ["q3a", "q3b", "q3c"], right: "q3right", why: "q3why", point: "q3point" },
    ];

    /// `takafou check` compares the file with this.
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

    /// The question of the form that names the right option of a check question.
    pub(super) fn right_question_of(check: CheckNumber) -> &'static str {
        let index = usize::try_from(check.0 - 1).unwrap_or(0);
        SummaryText::CHECKS.get(index).map_or(SummaryText::POINTS, |check| check.right)
    }
}

struct CheckQuestions {
    ask: &'static str,
    options: [&'static str; 3],
    right: &'static str,
    why: &'static str,
    point: &'static str,
}

/// The form's ids of the options of a check question.
const LETTERS: [&str; 3] = ["a", "b", "c"];

pub async fn load(ctx: &mut Ctx<'_>, id: SummaryId) -> Result<Option<PublishedSummary>> {
    Ok(load_all(ctx, &[id]).await?.pop())
}

/// Loads these summaries, in the order given; without those that have no text or no meeting.
pub async fn load_all(ctx: &mut Ctx<'_>, ids: &[SummaryId]) -> Result<Vec<PublishedSummary>> {
    let rows = store::summaries::list_by_id(ctx.db, ids).await?;
    let meetings: Vec<_> = rows.iter().map(|row| row.meeting).collect();
    let meetings = form::load_all(ctx, &meetings).await?;
    let mut texts = store::summaries::list_texts_of_each(ctx.db, ids).await?;
    let mut published = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(meeting) = meetings.iter().find(|meeting| meeting.row.id == row.meeting).cloned() else { continue };
        let mut own = Vec::new();
        for (_, text) in texts.extract_if(.., |(summary, _)| *summary == row.id) {
            let localized = ctx.bot.library.version(ctx.db, text.version).await?;
            own.push(SummaryText { language: text.language, answers: text.answers, localized });
        }
        if !own.is_empty() {
            published.push(PublishedSummary { row, meeting, texts: own });
        }
    }
    published.sort_by_key(|summary| ids.iter().position(|id| *id == summary.row.id));
    Ok(published)
}

impl PublishedSummary {
    /// The text in this language, or the first one.
    pub fn text(&self, language: &str) -> &SummaryText {
        let own = self.texts.iter().find(|text| text.language == language);
        own.unwrap_or(&self.texts[0]) // load_all() leaves out summaries without texts
    }

    /// The day that it is about, in words; none if it is about the whole meeting.
    pub fn day_in_words(&self, locale: &Locale<'_>) -> Option<String> {
        let day = self.meeting.day(self.row.day?)?;
        Some(dates::day_in_words(form::parse_wall(&day.begins).date(), &locale.language))
    }
}

impl SummaryText {
    /// The text in a form that is not submitted yet.
    pub fn from_form(localized: &Arc<LocalizedDialog>, answers: &Answers) -> SummaryText {
        let answers = walk::submission(&localized.dialog, answers);
        let mut text = SummaryText { language: String::new(), answers, localized: localized.clone() };
        text.language = text.picked(SummaryText::LANGUAGE).unwrap_or(crate::text::FIRST_LANGUAGE).to_owned();
        text
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

    /// The day that it is about; none if it is about the whole meeting.
    pub fn day(&self) -> Option<DayNumber> {
        self.picked(SummaryText::DAY).and_then(|day| day.strip_prefix('d')?.parse().ok()).map(DayNumber)
    }

    /// Its title, not escaped.
    pub fn title(&self) -> &str {
        self.words(SummaryText::HEADING).unwrap_or_default()
    }

    pub fn points(&self) -> &[Point] {
        match self.value(SummaryText::POINTS) {
            Some(Value::Points(points)) => &points.list,
            _ => &[],
        }
    }

    /// The number of points, which is also the number of the last one.
    pub fn count(&self) -> PointNumber {
        PointNumber(i64::try_from(self.points().len()).unwrap_or(i64::MAX))
    }

    pub fn point(&self, number: PointNumber) -> Option<&Point> {
        usize::try_from(number.0 - 1).ok().and_then(|index| self.points().get(index))
    }

    pub fn checks(&self) -> Vec<Check> {
        let make_check = |(questions, number): (&CheckQuestions, i64)| {
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
        SummaryText::CHECKS.iter().zip(1..).filter_map(make_check).collect()
    }

    /// About how many minutes it takes to read it and hear its files.
    pub fn minutes(&self) -> i64 {
        let words: usize = self.points().iter().map(|point| point.text.split_whitespace().count()).sum();
        let seconds: u32 = self.points().iter().filter_map(|point| Some(point.file.as_ref()?.seconds)).sum();
        let reading = i64::try_from(words * 60 / WORDS_A_MINUTE).unwrap_or(0);
        let checks = i64::try_from(self.checks().len()).unwrap_or(0) * 20;
        (reading + i64::from(seconds) + checks + 59).div_euclid(60).max(1)
    }

    /// All words that a search can find, in the spelling of searches.
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

    /// One point as members read it: heading, progress, text, file.
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
                text.push_str(&format!("\n\n📎 {}", files::describe(locale, file)));
            }
        }
        text
    }

    /// The points that differ from `before`: number, old and new text; not escaped.
    pub fn changes(&self, before: &SummaryText) -> Vec<(i64, String, String)> {
        let content = |text: &SummaryText, index: usize| {
            text.points()
                .get(index)
                .map(|point| (point.text.clone(), point.file.as_ref().map(|file| file.file.clone())))
        };
        let longest = self.points().len().max(before.points().len());
        let differing = (0..longest).filter(|index| content(self, *index) != content(before, *index));
        let beginning =
            |text: &SummaryText, index: usize| content(text, index).map_or_else(String::new, |(text, _)| text);
        differing
            .map(|index| (i64::try_from(index).unwrap_or(0) + 1, beginning(before, index), beginning(self, index)))
            .collect()
    }
}

pub async fn find_text_read(
    ctx: &mut Ctx<'_>,
    id: SummaryId,
    now: &SummaryText,
    edition: i64,
) -> Result<Option<SummaryText>> {
    let before = store::summaries::find_text_at(ctx.db, id, &now.language, edition).await?;
    Ok(before.map(|answers| SummaryText { answers, ..now.clone() }))
}

/// Title, points, minutes and check questions of a text, as arguments of other texts.
pub fn text_args(text: &SummaryText) -> [(&'static str, Arg<'_>); 4] {
    [
        ("title", Arg::words(text.title())),
        ("points", Arg::Number(text.count().0)),
        ("minutes", Arg::Number(text.minutes())),
        ("checks", Arg::count(text.checks().len())),
    ]
}
