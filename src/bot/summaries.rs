//! A summary and how it is said: its points, its check questions, how long it takes. Publishing is in [`super::publishing`],
//! reading in [`super::catchup`], what coordinators see of it in [`super::following`].

use std::sync::Arc;

use super::library::Played;
use super::meetings::{self, Meeting};
use super::{Ctx, Result, attached};
use crate::dialog::points::Point;
use crate::dialog::{Answers, Key, Value, walk};
use crate::store::summaries::{self as kept, Summary, Text};
use crate::text::{Arg, arabic, dates, escape};

/// Check questions of a summary at most.
const CHECKS: i64 = 3;
/// Words that are read in a minute by somebody who reads slowly.
const WORDS_A_MINUTE: usize = 100;

/// What is said of a meeting, in one language.
#[derive(Clone)]
pub struct Told {
    /// The language, `ar`.
    pub language: String,
    /// The answers of the form.
    pub answers: Vec<(Key, Value)>,
    /// The form.
    pub played: Arc<Played>,
}

/// A question at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// From 1 on.
    pub n: i64,
    /// What is asked.
    pub ask: String,
    /// The answers on offer.
    pub options: Vec<String>,
    /// Which of them is right; none if the form names one that is not there.
    pub right: Option<usize>,
    /// Why.
    pub why: String,
    /// The point it came from, from 1 on.
    pub point: Option<i64>,
}

/// A published summary with its meeting and its texts.
pub struct Published {
    /// Its row.
    pub row: Summary,
    /// The meeting.
    pub meeting: Meeting,
    /// Its texts.
    pub texts: Vec<Told>,
}

/// Loads a summary.
///
/// # Errors
/// When the database refuses.
pub async fn load(ctx: &mut Ctx<'_>, id: i64) -> Result<Option<Published>> {
    let Some(row) = kept::find(ctx.db, id).await? else {
        return Ok(None);
    };
    let Some(meeting) = meetings::load(ctx, row.meeting).await? else {
        return Ok(None);
    };
    let mut texts = Vec::new();
    for text in kept::texts(ctx.db, id).await? {
        texts.push(told(ctx, text).await?);
    }
    Ok((!texts.is_empty()).then_some(Published { row, meeting, texts }))
}

async fn told(ctx: &mut Ctx<'_>, text: Text) -> Result<Told> {
    let played = ctx.bot.library.version(ctx.db, text.version).await?;
    Ok(Told { language: text.language, answers: text.answers, played })
}

impl Published {
    /// The text for somebody who reads this language: that one, or else the first there is.
    pub fn text(&self, language: &str) -> &Told {
        let own = self.texts.iter().find(|text| text.language == language);
        own.unwrap_or(&self.texts[0]) // load() gives none without texts
    }

    /// The day it is about in words, if it is about one of several.
    pub fn day_said(&self, ctx: &Ctx<'_>) -> Option<String> {
        let day = self.meeting.day(self.row.n)?;
        Some(dates::day_in_words(meetings::wall(&day.begins).date(), &ctx.language))
    }
}

impl Told {
    /// What a form says so far.
    pub fn of_form(played: &Arc<Played>, answers: &Answers) -> Told {
        let answers = walk::submission(&played.dialog, answers);
        let mut told = Told { language: String::new(), answers, played: played.clone() };
        told.language = told.picked("language").unwrap_or(crate::text::FIRST_LANGUAGE).to_owned();
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

    /// The day it is about; 0: the whole meeting.
    pub fn day(&self) -> i64 {
        self.picked("day").and_then(|day| day.strip_prefix('d')?.parse().ok()).unwrap_or(0)
    }

    /// Its title, plain.
    pub fn title(&self) -> &str {
        self.words("heading").unwrap_or_default()
    }

    /// Its points.
    pub fn points(&self) -> &[Point] {
        match self.value("points") {
            Some(Value::Points(points)) => &points.list,
            _ => &[],
        }
    }

    /// How many there are.
    pub fn count(&self) -> i64 {
        i64::try_from(self.points().len()).unwrap_or(i64::MAX)
    }

    /// The questions at the end.
    pub fn checks(&self) -> Vec<Check> {
        let one = |n: i64| {
            let id = |part: &str| format!("q{n}{part}");
            let ask = self.words(&id(""))?.to_owned();
            let letters = ["a", "b", "c"];
            let options: Vec<(&str, &str)> =
                letters.iter().filter_map(|letter| Some((*letter, self.words(&id(letter))?))).collect();
            let right = self.picked(&id("right"));
            let point = match self.value(&id("point")) {
                Some(Value::Numbers(numbers)) => numbers.first().copied().filter(|point| *point <= self.count()),
                _ => None,
            };
            Some(Check {
                n,
                ask,
                right: options.iter().position(|(letter, _)| Some(*letter) == right),
                options: options.into_iter().map(|(_, words)| words.to_owned()).collect(),
                why: self.words(&id("why")).unwrap_or_default().to_owned(),
                point,
            })
        };
        (1..=CHECKS).filter_map(one).collect()
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
        texts.flat_map(keys).map(with_bare).collect::<Vec<_>>().join(" ")
    }

    /// One point as it is read, from 1 on: heading, where it is, the words, the file that goes with it.
    pub fn point_said(&self, ctx: &Ctx<'_>, k: i64) -> String {
        let point = usize::try_from(k - 1).ok().and_then(|at| self.points().get(at));
        let mut text = ctx.say(
            "point",
            &[("title", Arg::words(self.title())), ("n", Arg::Number(k)), ("total", Arg::Number(self.count()))],
        );
        if let Some(point) = point {
            if !point.text.is_empty() {
                text.push_str(&format!("\n\n{}", escape(&point.text)));
            }
            if let Some(file) = &point.file {
                text.push_str(&format!("\n\n📎 {}", attached::described(ctx, file)));
            }
        }
        text
    }

    /// The points that differ from what was said `before`: number, old and new beginning; plain.
    pub fn changes(&self, before: &Told) -> Vec<(i64, String, String)> {
        let said = |told: &Told, at: usize| {
            told.points().get(at).map(|point| (point.text.clone(), point.file.as_ref().map(|file| file.file.clone())))
        };
        let longest = self.points().len().max(before.points().len());
        let differing = (0..longest).filter(|at| said(self, *at) != said(before, *at));
        let beginning = |told: &Told, at: usize| said(told, at).map_or_else(String::new, |(text, _)| text);
        differing.map(|at| (i64::try_from(at).unwrap_or(0) + 1, beginning(before, at), beginning(self, at))).collect()
    }
}

/// The words of a text in the spelling of searches.
pub fn keys(text: &str) -> Vec<String> {
    text.split_whitespace().map(arabic::search_key).filter(|key| !key.is_empty()).collect()
}

/// The text of an edition that somebody has read.
///
/// # Errors
/// When the database refuses.
pub async fn read_by(ctx: &mut Ctx<'_>, id: i64, now: &Told, edition: i64) -> Result<Option<Told>> {
    let before = kept::text_at(ctx.db, id, &now.language, edition).await?;
    Ok(before.map(|answers| Told { answers, ..now.clone() }))
}
