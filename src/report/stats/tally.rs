//! What a survey's answers come to, question by question: for everyone, or split by who answered.
//!
//! A topic is a question, or a question about one item; before and after of the same thing are one topic. What counts
//! towards its `n` is an answer that says something: a skipped question does not, and on a scale neither does "does not
//! apply". Which groups may be shown is decided in [`crate::report::disclosure`], never here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dialog::{Dialog, Each, Key, Kind, Question, Value};
use crate::report::disclosure::Split;
use crate::store::responses::Response;

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic {
    /// The question's id.
    pub question: String,
    /// The item it is asked for; empty if it is asked once, or before and after.
    pub item: String,
}

/// What the answers to a topic come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// How many answered.
    pub n: usize,
    /// What they said.
    pub shape: Shape,
}

/// The same, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// How many chose each option, in the order of the dialog.
    Options(Vec<(String, usize)>),
    /// How many chose each point of a scale, and their mean.
    Levels {
        /// Point and how many.
        counts: Vec<(i64, usize)>,
        /// The mean of the points.
        mean: f64,
    },
    /// Of those who rated both: the means before and after.
    Pairs {
        /// Mean before.
        before: f64,
        /// Mean after.
        after: f64,
    },
    /// Points of each option: the first choice gets as many as are ranked, the last gets one. Most points first.
    Scores(Vec<Score>),
    /// Numbers, by field (one that is empty where there is one number only).
    Numbers(Vec<Spread>),
    /// Words; they are read, not counted.
    Words,
}

/// What a ranking gives an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The option.
    pub option: String,
    /// Its points.
    pub points: usize,
    /// How many ranked it.
    pub voters: usize,
}

/// How numbers are spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The field's id.
    pub field: String,
    /// Digits after the point.
    pub places: u32,
    /// The number in the middle; between two of them, their mean.
    pub median: f64,
    /// Their mean.
    pub mean: f64,
    /// How many lie from one number to another, as they are kept, both included; at most [`BINS`] of these, of equal width.
    pub bins: Vec<(i64, i64, usize)>,
}

/// Most bars that numbers are drawn in.
pub const BINS: usize = 6;

/// The topics of a dialog, in its order. Questions that say who answers, or whose answers are kept apart, are none.
pub fn topics(dialog: &Dialog) -> Vec<Topic> {
    let counted = dialog.questions.iter().filter(|question| !question.profile && question.apart.is_empty());
    let of = |question: &Question| -> Vec<Topic> {
        let topic = |item: &str| Topic { question: question.id.clone(), item: item.to_owned() };
        match &question.each {
            Some(Each::Picked { question: from, .. }) => {
                let picked = options_of(dialog, from);
                picked.into_iter().map(|option| topic(&option)).collect()
            }
            Some(Each::Fixed(items)) if !is_pair(question) => items.iter().map(|item| topic(item)).collect(),
            _ => vec![topic("")],
        }
    };
    counted.flat_map(of).collect()
}

/// The options of a question; of a ranking, those that it ranks.
fn options_of(dialog: &Dialog, id: &str) -> Vec<String> {
    let offering = dialog.question(id).map(|question| dialog.offering(question));
    offering.into_iter().flat_map(|question| &question.options).map(|choice| choice.id.clone()).collect()
}

/// The same scale asked before and after.
fn is_pair(question: &Question) -> bool {
    matches!(&question.each, Some(Each::Fixed(items)) if items.len() == 2)
        && matches!(question.kind, Kind::Scale { .. })
}

/// What one response says to a topic.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// Options, in the order in which they were ticked or ranked.
    Picks(&'a [String]),
    /// A point of a scale.
    Level(i64),
    /// One before and one after.
    Pair(i64, i64),
    /// Numbers, by field.
    Numbers(&'a [i64]),
    /// Written or spoken.
    Words,
}

/// What a response says to a topic; none if it does not count towards its `n`.
pub fn said<'a>(response: &'a Response, dialog: &Dialog, topic: &Topic) -> Option<Said<'a>> {
    let question = dialog.question(&topic.question)?;
    let level = |item: &str| match response.answer(&question.id, item) {
        Some(Value::Numbers(numbers)) => numbers.first().copied(),
        _ => None,
    };
    if let (true, Some(Each::Fixed(items))) = (is_pair(question), &question.each) {
        return Some(Said::Pair(level(&items[0])?, level(&items[1])?));
    }
    match (&question.kind, response.answer(&question.id, &topic.item)?) {
        (Kind::Scale { .. }, Value::Numbers(numbers)) => Some(Said::Level(*numbers.first()?)),
        (Kind::Number { .. }, Value::Numbers(numbers)) if !numbers.is_empty() => Some(Said::Numbers(numbers)),
        (Kind::One | Kind::Many { .. } | Kind::Rank { .. }, Value::Picks(picks)) if !picks.is_empty() => {
            Some(Said::Picks(picks))
        }
        (Kind::Text { .. }, Value::Text(_) | Value::Voice { .. }) => Some(Said::Words),
        _ => None,
    }
}

/// The topics that at least so many said something to.
pub fn answered(responses: &[Response], dialog: &Dialog, fewest: usize) -> Vec<Topic> {
    let mut said_to: BTreeMap<&Key, usize> = BTreeMap::new();
    for (key, value) in responses.iter().flat_map(|response| &response.answers).map(Arc::as_ref) {
        if *value != Value::Skipped {
            *said_to.entry(key).or_default() += 1;
        }
    }
    let mut topics = topics(dialog);
    let may_be = |topic: &Topic| {
        let pair = dialog.question(&topic.question).is_some_and(is_pair);
        pair || said_to.get(&key(topic)).is_some_and(|n| *n >= fewest)
    };
    // What was only passed over, or said beside a scale, does not count: the few that are left are looked at closely.
    topics.retain(|topic| {
        may_be(topic) && responses.iter().filter_map(|one| said(one, dialog, topic)).take(fewest).count() >= fewest
    });
    topics
}

/// What all this comes to; none if nobody said anything.
pub fn figure(all: &[Said<'_>], dialog: &Dialog, topic: &Topic) -> Option<Figure> {
    let question = dialog.question(&topic.question)?;
    let n = all.len();
    let first = all.first()?;
    let shape = match (first, &question.kind) {
        (Said::Words, _) => Shape::Words,
        (Said::Pair(..), _) => {
            let (before, after) = all
                .iter()
                .filter_map(|said| if let Said::Pair(a, b) = said { Some((*a, *b)) } else { None })
                .fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
            Shape::Pairs { before: over(before, n), after: over(after, n) }
        }
        (Said::Level(_), Kind::Scale { from, to }) => {
            let mut counts: BTreeMap<i64, usize> = (*from..=*to).map(|point| (point, 0)).collect();
            let levels = all.iter().filter_map(|said| if let Said::Level(level) = said { Some(*level) } else { None });
            let mut sum = 0;
            levels.for_each(|level| {
                *counts.entry(level).or_default() += 1;
                sum += level;
            });
            Shape::Levels { counts: counts.into_iter().collect(), mean: over(sum, n) }
        }
        (Said::Numbers(_), Kind::Number { fields, places, .. }) => {
            let field = |at: usize| fields.get(at).cloned().unwrap_or_default();
            let column = |at: usize| {
                let of = all
                    .iter()
                    .filter_map(|said| if let Said::Numbers(numbers) = said { numbers.get(at).copied() } else { None });
                spread(field(at), *places, of.collect())
            };
            Shape::Numbers((0..fields.len().max(1)).filter_map(column).collect())
        }
        (_, Kind::Rank { top, .. }) => {
            let score = |option| Score { option, points: 0, voters: 0 };
            let mut scores: Vec<Score> = options_of(dialog, &question.id).into_iter().map(score).collect();
            for (option, at) in picks(all).flat_map(|picks| picks.iter().zip(0..)) {
                if let Some(score) = scores.iter_mut().find(|score| score.option == *option) {
                    score.points += top.saturating_sub(at);
                    score.voters += 1;
                }
            }
            scores.retain(|score| score.voters > 0);
            scores.sort_by_key(|score| std::cmp::Reverse(score.points)); // equal ones stay in the order of the dialog
            Shape::Scores(scores)
        }
        _ => {
            let mut counts: Vec<(String, usize)> =
                options_of(dialog, &question.id).into_iter().map(|id| (id, 0)).collect();
            picks(all).flatten().for_each(|option| count(&mut counts, option, 1));
            Shape::Options(counts)
        }
    };
    Some(Figure { n, shape })
}

fn picks<'a>(all: &[Said<'a>]) -> impl Iterator<Item = &'a [String]> {
    all.iter().filter_map(|said| if let Said::Picks(picks) = said { Some(*picks) } else { None })
}

/// Adds to an option's count; one that only an older version of the dialog had comes at the end.
fn count(counts: &mut Vec<(String, usize)>, option: &str, by: usize) {
    match counts.iter_mut().find(|(id, _)| id == option) {
        Some((_, n)) => *n += by,
        None => counts.push((option.to_owned(), by)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and sums of answers are far below 2^52")]
fn over(sum: i64, n: usize) -> f64 {
    sum as f64 / n as f64
}

/// How these numbers are spread; none without numbers.
fn spread(field: String, places: u32, mut numbers: Vec<i64>) -> Option<Spread> {
    numbers.sort_unstable();
    let (low, high, n) = (*numbers.first()?, *numbers.last()?, numbers.len());
    let one = 10_f64.powi(i32::try_from(places).unwrap_or(0));
    let median = over(numbers[(n - 1) / 2] + numbers[n / 2], 2) / one;
    let mean = over(numbers.iter().sum(), n) / one;
    let width = (high - low) / i64::try_from(BINS).unwrap_or(1) + 1;
    let begins = std::iter::successors(Some(low), |from| Some(from + width)).take_while(|from| *from <= high);
    let bins = begins.map(|from| {
        let to = from + width - 1;
        (from, to, numbers.iter().filter(|number| (from..=to).contains(*number)).count())
    });
    Some(Spread { field, places, median, mean, bins: bins.collect() })
}

/// The options of a ranking or scores whose place differs by three or more between two groups: what women and men see
/// differently. An option that one group did not choose comes after all that it did.
pub fn apart(one: &[Score], other: &[Score]) -> Vec<String> {
    let place = |scores: &[Score], id: &str| scores.iter().position(|score| score.option == id).unwrap_or(scores.len());
    let all: BTreeSet<&String> = one.iter().chain(other).map(|score| &score.option).collect();
    all.into_iter().filter(|id| place(one, id).abs_diff(place(other, id)) >= 3).cloned().collect()
}

/// The key under which a topic's answers are kept; of before and after, none.
pub fn key(topic: &Topic) -> Key {
    Key { question: topic.question.clone(), item: topic.item.clone() }
}

/// Of options chosen: the share of each with every group weighing the same, and the share of all together, in hundredths;
/// of options ranked: the points that each gets from one person. The highest first. For communes of a prefecture (the
/// domain's facts, section 3.4).
pub fn evenly(split: &Split, whole: &Figure) -> Vec<(String, f64, f64)> {
    let of = |figure: &Figure, id: &str| match &figure.shape {
        Shape::Options(counts) => {
            let n = counts.iter().find(|(known, _)| known == id).map_or(0, |(_, n)| *n);
            Some(over(i64::try_from(n * 100).unwrap_or(i64::MAX), figure.n))
        }
        Shape::Scores(scores) => {
            let points = scores.iter().find(|score| score.option == id).map_or(0, |score| score.points);
            Some(over(i64::try_from(points).unwrap_or(i64::MAX), figure.n))
        }
        _ => None,
    };
    let options: Vec<&String> = match &whole.shape {
        Shape::Options(options) => options.iter().map(|(id, _)| id).collect(),
        Shape::Scores(scores) => scores.iter().map(|score| &score.option).collect(),
        _ => Vec::new(),
    };
    let one = |id: &String| {
        if split.empty.iter().any(|(_, option)| option == id) {
            return None; // it would say what is left empty
        }
        let shares: Vec<f64> = split.groups.iter().filter_map(|(_, figure)| of(figure, id)).collect();
        let sum: f64 = shares.iter().sum();
        let n = i64::try_from(shares.len()).ok().filter(|n| *n > 0)?;
        #[expect(clippy::cast_precision_loss, reason = "a number of bodies")]
        Some((id.clone(), sum / n as f64, of(whole, id)?))
    };
    let mut found: Vec<_> = options.into_iter().filter_map(one).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found
}
