//! Where two groups differ more than the protection of their numbers can explain.
//!
//! Only what is published of the two groups is used: the count of an option, or "few", or the word of a small group; the
//! mean as it is written; points. So the list of the largest differences tells nothing that the charts do not.
//!
//! Why the rule is honest. Every count of a group is within [`MOST_MOVED`] of the true one. From this and from what is
//! published follows, for each share, mean and number of points, an interval in which the true one lies for certain. Two groups
//! differ by at least the gap between their intervals, and by this gap the questions are ordered. That holds for all cells at
//! once, so looking for the largest gap among hundreds of cells does not pick out what chance has moved most. It says nothing
//! about people who did not answer.
//!
//! Gaps are parts of the whole range of an answer: 0.3 is 30 of 100 percent, or 1.2 points of a scale from 1 to 5.

use super::words::band_of;
use super::{MIN_GROUP_SIZE, MOST_MOVED, WORDS_BELOW};
use crate::dialog::Kind;
use crate::report::stats::figures::{Figure, Shape};
use crate::report::stats::split::Split;

/// A smaller gap is none that anybody would see: shares of groups are rounded to five percent.
const LEAST: f64 = 0.05;

/// What two groups differ in.
#[derive(Debug, Clone, PartialEq)]
pub enum Differing {
    /// The share of an option.
    Option(String),
    /// The mean of a scale.
    Mean,
    /// The mean before.
    Before,
    /// The mean after.
    After,
    /// The points of an option for each person.
    Points(String),
}

/// The largest difference of two groups in a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// In what.
    pub what: Differing,
    /// By how much at least.
    pub gap: f64,
}

/// A group with what is published of it.
#[derive(Clone, Copy)]
struct Published<'a> {
    id: &'a str,
    figure: &'a Figure,
    split: &'a Split,
    /// The threshold.
    fewest: f64,
}

/// The least and the greatest value that a true one can have.
type Interval = (f64, f64);

/// Where these two groups differ most, and by how much at least. None: they may well not differ, or are not both shown.
pub fn largest(kind: &Kind, split: &Split, groups: [&str; 2], min_group_size: usize) -> Option<Difference> {
    let published = |id: &str| {
        let (id, figure) = split.groups.iter().find(|(shown, _)| shown == id)?;
        Some(Published { id, figure, split, fewest: real(min_group_size.max(MIN_GROUP_SIZE)) })
    };
    let (one, other) = (published(groups[0])?, published(groups[1])?);
    let gap = |what: Differing| {
        let ((low, high), (least, most)) = (one.interval(&what, kind)?, other.interval(&what, kind)?);
        Some(Difference { what, gap: (least - high).max(low - most) })
    };
    let found = one.compared().into_iter().filter_map(gap).filter(|difference| difference.gap >= LEAST);
    // Of equal ones the first, as the question has them.
    found.reduce(|best, next| if next.gap > best.gap { next } else { best })
}

impl Published<'_> {
    /// What can be compared in this topic.
    fn compared(&self) -> Vec<Differing> {
        match &self.figure.shape {
            Shape::Options(options) => options.iter().map(|(id, _)| Differing::Option(id.clone())).collect(),
            Shape::Levels { .. } => vec![Differing::Mean],
            Shape::Pairs { .. } => vec![Differing::Before, Differing::After],
            Shape::Scores(scores) => scores.iter().map(|score| Differing::Points(score.option.clone())).collect(),
            Shape::Numbers(_) | Shape::Days(_) | Shape::Words => Vec::new(),
        }
    }

    /// Where the true value lies, as a part of the whole range. None: nothing of it is published.
    fn interval(&self, what: &Differing, kind: &Kind) -> Option<Interval> {
        match (what, &self.figure.shape, kind) {
            (Differing::Option(option), Shape::Options(options), _) => {
                let (_, n) = options.iter().find(|(id, _)| id == option)?;
                let (least, most) = self.published_count(option, *n);
                Some(self.per_person(least - real(MOST_MOVED), most + real(MOST_MOVED)))
            }
            (Differing::Mean, Shape::Levels { mean, .. }, Kind::Scale { from, to })
            | (Differing::Before, Shape::Pairs { before: mean, .. }, Kind::Scale { from, to })
            | (Differing::After, Shape::Pairs { after: mean, .. }, Kind::Scale { from, to }) => {
                self.mean_on_scale(*mean, *from, *to)
            }
            (Differing::Points(option), Shape::Scores(scores), Kind::Rank { top, .. }) if !self.is_small() => {
                let points = scores.iter().find(|score| score.option == *option).map_or(0, |score| score.points);
                let few = (0.0, (self.fewest - 1.0) * real(*top));
                let (least, most) = if self.is_few(option) { few } else { (real(points), real(points)) };
                // Each place of the ranking is a count of its own.
                let moved = real(MOST_MOVED * top * (top + 1) / 2);
                let (least, most) = ((least - moved) / real(*top), (most + moved) / real(*top));
                Some(self.per_person(least, most))
            }
            _ => None, // of a small group only the places of a ranking are published
        }
    }

    fn is_small(&self) -> bool {
        self.figure.n < WORDS_BELOW
    }

    fn is_few(&self, option: &str) -> bool {
        self.split.few.contains(&(self.id.to_owned(), option.to_owned()))
    }

    /// What is published of a count: itself; that it is few; or a word for its share.
    fn published_count(&self, option: &str, n: usize) -> Interval {
        let all = self.figure.n;
        if self.is_small() {
            let band = band_of(real(n) * 100.0 / real(all), all);
            return (band.from * real(all) / 100.0, band.to * real(all) / 100.0);
        }
        if self.is_few(option) { (0.0, self.fewest - 1.0) } else { (real(n), real(n)) }
    }

    /// A number of people (or points over the most that one can give) over the number of those who answered, which is moved
    /// too, but never below the threshold.
    fn per_person(&self, least: f64, most: f64) -> Interval {
        let n = real(self.figure.n);
        let fewer = (n - real(MOST_MOVED)).max(self.fewest);
        ((least / (n + real(MOST_MOVED))).max(0.0), (most / fewer).min(1.0))
    }

    /// Each count `c` of a point `x` is off by at most `MOST_MOVED`. So the sum of `c (x - mean)`, which is 0 for the mean that
    /// is shown, is off by at most `MOST_MOVED` times the sum of all `|x - mean|`; over the number of people, the mean is. Means
    /// are written with one decimal, those of a small group in halves.
    fn mean_on_scale(&self, mean: f64, from: i64, to: i64) -> Option<Interval> {
        let step = if self.is_small() { 0.5 } else { 0.1 };
        let written = (mean / step).round() * step;
        let fewer = (real(self.figure.n) - real(MOST_MOVED)).max(self.fewest);
        #[expect(clippy::cast_precision_loss, reason = "points of a scale")]
        let away: f64 = (from..=to).map(|point| (point as f64 - written).abs() + step / 2.0).sum();
        #[expect(clippy::cast_precision_loss, reason = "points of a scale")]
        let (from, range) = (from as f64, (to - from) as f64);
        let off = real(MOST_MOVED) * away / fewer + step / 2.0;
        let part = |value: f64| ((value - from) / range).clamp(0.0, 1.0);
        (range > 0.0).then(|| (part(written - off), part(written + off)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
fn real(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::stats::figures::Score;
    use crate::report::stats::population::Dimension;

    fn split(women: Figure, men: Figure) -> Split {
        let groups = vec![("f".to_owned(), women), ("m".to_owned(), men)];
        let few = groups
            .iter()
            .flat_map(|(id, figure)| crate::report::disclosure::few_of(id, figure, MIN_GROUP_SIZE))
            .collect();
        Split { dimension: Dimension::Sex, groups, others: 0, few }
    }

    fn options(n: usize, counts: [usize; 2]) -> Figure {
        let counts = ["bus", "light"].into_iter().zip(counts).map(|(id, n)| (id.to_owned(), n));
        Figure { n, shape: Shape::Options(counts.collect()) }
    }

    fn levels(counts: &[usize]) -> Figure {
        let counts: Vec<(i64, usize)> = (1..).zip(counts.iter().copied()).collect();
        let n: usize = counts.iter().map(|(_, n)| n).sum();
        let mean = counts.iter().map(|(point, n)| *point as f64 * *n as f64).sum::<f64>() / n as f64;
        Figure { n, shape: Shape::Levels { counts, mean } }
    }

    fn of(kind: &Kind, women: Figure, men: Figure) -> Option<Difference> {
        largest(kind, &split(women, men), ["f", "m"], MIN_GROUP_SIZE)
    }

    #[test]
    fn what_noise_can_explain_is_no_difference() {
        // 25 of 50 is 22 to 28 of 47 to 53: from 42 % to 60 %.
        assert_eq!(of(&Kind::One, options(50, [25, 25]), options(50, [33, 17])), None);
        let found = of(&Kind::One, options(50, [10, 30]), options(50, [40, 29])).unwrap();
        assert_eq!(found.what, Differing::Option("bus".into()));
        let at_least = 37.0 / 53.0 - 13.0 / 47.0;
        assert!((found.gap - at_least).abs() < 1e-9, "{found:?}");
        // The same shares of more people: less can be noise.
        let more = of(&Kind::One, options(500, [100, 300]), options(500, [400, 290])).unwrap();
        assert!(more.gap > found.gap && more.gap < 0.6, "{more:?}");
        // A gap that nobody sees in numbers rounded to five percent.
        assert_eq!(of(&Kind::One, options(9000, [4500, 0]), options(9000, [4700, 0])), None);
    }

    #[test]
    fn of_few_and_of_small_groups_only_what_is_written_counts() {
        // 0 and 4 are both written as "few or none".
        let none = of(&Kind::One, options(50, [0, 20]), options(50, [30, 20])).unwrap();
        let four = of(&Kind::One, options(50, [4, 20]), options(50, [30, 20])).unwrap();
        assert_eq!((none.what, none.gap), (four.what, four.gap));
        // Twelve women and twelve men: not even all and nobody are told apart for certain.
        assert_eq!(of(&Kind::One, options(12, [12, 0]), options(12, [0, 12])), None);
        let small = of(&Kind::One, options(19, [19, 0]), options(19, [0, 19])).unwrap();
        let same_words = of(&Kind::One, options(19, [16, 0]), options(19, [3, 19])).unwrap();
        assert_eq!(small, same_words);
    }

    #[test]
    fn means_and_points_are_compared_too() {
        let scale = Kind::Scale { from: 1, to: 5 };
        assert_eq!(of(&scale, levels(&[10, 10, 10, 10, 10]), levels(&[8, 8, 8, 13, 13])), None);
        let found = of(&scale, levels(&[30, 10, 5, 5, 0]), levels(&[0, 5, 5, 10, 30])).unwrap();
        assert!(found.what == Differing::Mean && found.gap > 0.2 && found.gap < 0.6, "{found:?}");
        let pair = |before, after| Figure { n: 60, shape: Shape::Pairs { before, after } };
        let found = of(&scale, pair(2.0, 4.5), pair(2.1, 2.5)).unwrap();
        assert_eq!(found.what, Differing::After);
        let rank = Kind::Rank { from: None, top: 3 };
        let scores = |n, points: usize| {
            let score = Score { option: "bus".into(), points, voters: points / 3 };
            Figure { n, shape: Shape::Scores(vec![score]) }
        };
        let found = of(&rank, scores(60, 150), scores(60, 30)).unwrap();
        assert_eq!(found.what, Differing::Points("bus".into()));
        assert_eq!(of(&rank, scores(60, 80), scores(60, 60)), None);
        assert_eq!(of(&rank, scores(19, 57), scores(19, 0)), None, "of a small group only places are told");
    }

    #[test]
    fn both_groups_must_be_shown() {
        let mut split = split(options(50, [10, 40]), options(50, [40, 10]));
        split.groups.pop();
        assert_eq!(largest(&Kind::One, &split, ["f", "m"], MIN_GROUP_SIZE), None);
        let words = Figure { n: 50, shape: Shape::Words };
        assert_eq!(of(&Kind::One, words.clone(), words), None);
    }

    /// Whatever the true counts are and however they were moved, the gap that is told is never larger than the true one.
    fn true_gap(women: &[usize], men: &[usize]) -> f64 {
        let mean = |counts: &[usize]| match levels(counts).shape {
            Shape::Levels { mean, .. } => mean,
            _ => 0.0,
        };
        (mean(women) - mean(men)).abs() / 4.0
    }

    fn moved(counts: &[usize], by: &[usize]) -> Figure {
        let shown: Vec<usize> = counts.iter().zip(by).map(|(n, by)| (n + by).saturating_sub(MOST_MOVED)).collect();
        let n = (counts.iter().sum::<usize>() + by[5]).saturating_sub(MOST_MOVED);
        Figure { n, ..levels(&shown) }
    }

    proptest! {
        #[test]
        fn the_gap_of_means_is_never_overstated(
            women in prop::collection::vec(0_usize..40, 5), men in prop::collection::vec(0_usize..40, 5),
            by in prop::collection::vec(0..=2 * MOST_MOVED, 12),
        ) {
            prop_assume!(women.iter().sum::<usize>() >= MIN_GROUP_SIZE && men.iter().sum::<usize>() >= MIN_GROUP_SIZE);
            let (shown_women, shown_men) = (moved(&women, &by[..6]), moved(&men, &by[6..]));
            let says_something = |figure: &Figure| figure.n > 0
                && matches!(&figure.shape, Shape::Levels { mean, .. } if mean.is_finite());
            prop_assume!(says_something(&shown_women) && says_something(&shown_men));
            if let Some(found) = of(&Kind::Scale { from: 1, to: 5 }, shown_women, shown_men) {
                prop_assert!(found.gap <= true_gap(&women, &men) + 1e-9, "{found:?}");
            }
        }

        #[test]
        fn the_gap_of_shares_is_never_overstated(
            sizes in prop::collection::vec(5_usize..90, 2), parts in prop::collection::vec(0.0_f64..=1.0, 2),
            by in prop::collection::vec(0..=2 * MOST_MOVED, 4),
        ) {
            let count = |at: usize| (sizes[at] as f64 * parts[at]) as usize;
            let shown = |at: usize| {
                let n = (sizes[at] + by[at]).saturating_sub(MOST_MOVED);
                options(n, [(count(at) + by[2 + at]).saturating_sub(MOST_MOVED).min(n), 0])
            };
            if let Some(found) = of(&Kind::One, shown(0), shown(1)) {
                let share = |at: usize| count(at) as f64 / sizes[at] as f64;
                prop_assert!(found.gap <= (share(0) - share(1)).abs() + 1e-9, "{found:?}");
            }
        }
    }
}
