//! What the answers to a topic come to. Whether a figure may be shown is not decided here.

use std::collections::BTreeMap;

use super::days::Days;
use super::topics::{Observation, Topic, options_of};
use crate::dialog::{Dialog, Kind};

/// What the answers to a topic come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// How many answered.
    pub n: usize,
    /// What they said.
    pub shape: Shape,
}

/// What they said, by kind of question.
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
    /// How many named each day, month or year.
    Days(Days),
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
    /// First number, last number, and how many lie between, both included; at most [`BINS`] of these, of equal width. Numbers
    /// are as they are stored: without the point.
    pub bins: Vec<(i64, i64, usize)>,
}

/// Most bars that numbers are drawn in.
pub const BINS: usize = 6;

/// Counts what all said to a topic; none if nobody said anything.
pub fn summarize(all: &[Observation<'_>], dialog: &Dialog, topic: &Topic) -> Option<Figure> {
    let question = dialog.question(&topic.question)?;
    let n = all.len();
    let first = all.first()?;
    let shape = match (first, &question.kind) {
        (Observation::Words, _) => Shape::Words,
        (Observation::Day(_), _) => {
            let days = all.iter().filter_map(|said| if let Observation::Day(day) = said { Some(*day) } else { None });
            Shape::Days(Days::of(&days.collect::<Vec<_>>())?)
        }
        (Observation::Pair(..), _) => {
            let (before, after) = all
                .iter()
                .filter_map(|said| if let Observation::Pair(a, b) = said { Some((*a, *b)) } else { None })
                .fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
            Shape::Pairs { before: over(before, n), after: over(after, n) }
        }
        (Observation::Level(_), Kind::Scale { from, to }) => {
            let mut counts: BTreeMap<i64, usize> = (*from..=*to).map(|point| (point, 0)).collect();
            let levels =
                all.iter().filter_map(|said| if let Observation::Level(level) = said { Some(*level) } else { None });
            let mut sum = 0;
            levels.for_each(|level| {
                *counts.entry(level).or_default() += 1;
                sum += level;
            });
            Shape::Levels { counts: counts.into_iter().collect(), mean: over(sum, n) }
        }
        (Observation::Numbers(_), Kind::Number { fields, places, .. }) => {
            let field = |at: usize| fields.get(at).cloned().unwrap_or_default();
            let column = |at: usize| {
                let of = all.iter().filter_map(|said| {
                    if let Observation::Numbers(numbers) = said { numbers.get(at).copied() } else { None }
                });
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

fn picks<'a>(all: &[Observation<'a>]) -> impl Iterator<Item = &'a [String]> {
    all.iter().filter_map(|said| if let Observation::Picks(picks) = said { Some(*picks) } else { None })
}

/// Adds to an option's count; one that only an older version of the dialog had comes at the end.
fn count(counts: &mut Vec<(String, usize)>, option: &str, by: usize) {
    match counts.iter_mut().find(|(id, _)| id == option) {
        Some((_, n)) => *n += by,
        None => counts.push((option.to_owned(), by)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and sums of answers are far below 2^52")]
pub(super) fn over(sum: i64, n: usize) -> f64 {
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
