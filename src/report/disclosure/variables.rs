//! A topic as variables: in each, everybody who answered is in one category. Tables of the variables are perturbed, and the
//! figures of groups are made from them, so that every number of a group is as uncertain as its cells.

use crate::dialog::{Dialog, Kind};
use crate::report::stats::figures::{Figure, Score, Shape};
use crate::report::stats::topics::Observation;

/// One way in which respondents differ in what they said to a topic.
#[derive(Debug)]
pub struct Variable {
    /// How many categories there are.
    pub categories: usize,
    /// The category of each response; none where it is in none.
    pub of: Vec<Option<u16>>,
}

/// The variables of a topic. The first says who answered: category 0 did not, category 1 did. None: it is not split, as
/// answers in words, numbers and days.
pub fn variables(
    observations: &[Option<Observation<'_>>],
    dialog: &Dialog,
    question: &str,
    whole: &Figure,
) -> Option<Vec<Variable>> {
    let kind = &dialog.question(question)?.kind;
    let variable = |categories: usize, of: &dyn Fn(&Observation<'_>) -> Option<usize>| Variable {
        categories,
        of: observations.iter().map(|said| said.as_ref().and_then(of).and_then(|at| u16::try_from(at).ok())).collect(),
    };
    let answered = observations.iter().map(|said| Some(u16::from(said.is_some()))).collect();
    let mut all = vec![Variable { categories: 2, of: answered }];
    match (&whole.shape, kind) {
        (Shape::Options(options), Kind::One) => {
            let place = |said: &Observation<'_>| match said {
                Observation::Picks([pick, ..]) => options.iter().position(|(id, _)| id == pick),
                _ => None,
            };
            all.push(variable(options.len(), &place));
        }
        (Shape::Options(options), _) => {
            for (option, _) in options {
                all.push(variable(2, &|said| match said {
                    Observation::Picks(picks) => Some(usize::from(picks.contains(option))),
                    _ => None,
                }));
            }
        }
        (Shape::Levels { counts, .. }, _) => {
            let place = |said: &Observation<'_>| match said {
                Observation::Level(level) => counts.iter().position(|(point, _)| point == level),
                _ => None,
            };
            all.push(variable(counts.len(), &place));
        }
        (Shape::Pairs { .. }, Kind::Scale { from, to }) => {
            let points = usize::try_from(to - from + 1).ok()?;
            let place = |point: i64| usize::try_from(point - from).ok().filter(|at| *at < points);
            for after in [false, true] {
                all.push(variable(points, &|said| match said {
                    Observation::Pair(one, other) => place(if after { *other } else { *one }),
                    _ => None,
                }));
            }
        }
        // Category 0: the option was not ranked; 1: it was ranked last; and so on up.
        (Shape::Scores(scores), Kind::Rank { top, .. }) => {
            for score in scores {
                all.push(variable(top + 1, &|said| match said {
                    Observation::Picks(picks) => {
                        let place = picks.iter().position(|pick| *pick == score.option);
                        Some(place.map_or(0, |place| top.saturating_sub(place)))
                    }
                    _ => None,
                }));
            }
        }
        _ => return None,
    }
    Some(all)
}

/// The figure of a group from its perturbed counts, variable by variable. No count is larger than that of the answers.
/// None: so few are left that it says nothing.
pub fn figure(whole: &Figure, kind: &Kind, counts: &[Vec<usize>]) -> Option<Figure> {
    let (answered, counts) = counts.split_first()?;
    let n = *answered.get(1)?;
    let yes = |of: &Vec<usize>| of.get(1).copied().unwrap_or(0).min(n);
    let shape = match (&whole.shape, kind) {
        (Shape::Options(options), Kind::One) => {
            let counted = options.iter().zip(counts.first()?).map(|((id, _), chose)| (id.clone(), n.min(*chose)));
            Shape::Options(counted.collect())
        }
        (Shape::Options(options), _) => {
            Shape::Options(options.iter().zip(counts).map(|((id, _), of)| (id.clone(), yes(of))).collect())
        }
        (Shape::Levels { counts: points, .. }, _) => {
            let counted: Vec<(i64, usize)> =
                points.iter().zip(counts.first()?).map(|((point, _), chose)| (*point, n.min(*chose))).collect();
            Shape::Levels { mean: mean(&counted)?, counts: counted }
        }
        (Shape::Pairs { .. }, Kind::Scale { from, .. }) => {
            let mean_of = |of: &Vec<usize>| mean(&(*from..).zip(of.iter().copied()).collect::<Vec<_>>());
            Shape::Pairs { before: mean_of(counts.first()?)?, after: mean_of(counts.get(1)?)? }
        }
        (Shape::Scores(scores), _) => {
            let score = |(score, of): (&Score, &Vec<usize>)| Score {
                option: score.option.clone(),
                points: of.iter().enumerate().map(|(points, n)| points * n).sum(),
                voters: of.iter().skip(1).sum(),
            };
            let mut scores: Vec<Score> = scores.iter().zip(counts).map(score).collect();
            scores.sort_by_key(|score| std::cmp::Reverse(score.points));
            Shape::Scores(scores)
        }
        _ => return None,
    };
    (n > 0).then_some(Figure { n, shape })
}

fn mean(counts: &[(i64, usize)]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts and points are far below 2^52")]
    let weighted = |(point, n): &(i64, usize)| *point as f64 * *n as f64;
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let n = counts.iter().map(|(_, n)| *n as f64).sum::<f64>();
    (n > 0.0).then(|| counts.iter().map(weighted).sum::<f64>() / n)
}
