//! A topic split by who answered, and its groups compared.

use std::collections::BTreeSet;

use super::figures::{Figure, Score, Shape, over};
use super::population::Dimension;

/// A topic split by a dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// What the groups are of.
    pub dimension: Dimension,
    /// The groups that may be shown, by id: an option of the sign-up form, or a body's number. Their numbers are perturbed.
    pub groups: Vec<(String, Figure)>,
    /// About how many answers are in none of these.
    pub others: usize,
    /// Cells in which no number is written, by group and option (or point of a scale): few are in them.
    pub few: BTreeSet<(String, String)>,
}
/// The options whose rank differs by three or more between two groups: what women and men see differently. An option that a
/// group did not choose comes after all that it did.
pub fn ranked_apart(one: &[Score], other: &[Score]) -> Vec<String> {
    let place = |scores: &[Score], id: &str| scores.iter().position(|score| score.option == id).unwrap_or(scores.len());
    let all: BTreeSet<&String> = one.iter().chain(other).map(|score| &score.option).collect();
    all.into_iter().filter(|id| place(one, id).abs_diff(place(other, id)) >= 3).cloned().collect()
}

/// The place of an option in a ranking, from 1; equal points have the same. None: it has no points.
pub fn place(scores: &[Score], option: &str) -> Option<usize> {
    let own = scores.iter().find(|score| score.option == option).filter(|score| score.points > 0)?;
    Some(1 + scores.iter().filter(|score| score.points > own.points).count())
}

/// Each option with two numbers, the highest first: when every group weighs the same, and when every person does. They are
/// shares in hundredths; of a ranking, points per person. For communes of a prefecture (the domain's facts, section 3.4).
pub fn evenly_weighted(split: &Split, whole: &Figure) -> Vec<(String, f64, f64)> {
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
