//! One topic in two rounds of a survey: what the whole came to then, and what it comes to now.
//!
//! Options are matched by id. What was asked in another way (another scale, another number of choices) is not compared.

use super::figures::{Figure, Shape};
use super::percentages::percentages;
use super::topics::options_of;
use crate::dialog::{Dialog, Kind, Question};

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Compared {
    /// The share of an option, in percent.
    Option(String),
    /// The mean of a scale.
    Mean,
    /// The mean before.
    Before,
    /// The mean after.
    After,
    /// The points of an option for each person.
    Points(String),
    /// The median of a number; empty where there is one field only.
    Median(String),
}

/// A value in both rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Of what.
    pub what: Compared,
    /// In the earlier round.
    pub then: f64,
    /// In the later one.
    pub now: f64,
}

impl Change {
    /// By how much, whichever way.
    pub fn size(&self) -> f64 {
        (self.now - self.then).abs()
    }
}

/// A topic in both rounds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// What both rounds have, the largest change first.
    pub changes: Vec<Change>,
    /// Options that only one round had.
    pub only_once: Vec<String>,
}

/// A question as a round put it, and what it came to.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The dialog of the round.
    pub dialog: &'a Dialog,
    /// The question.
    pub question: &'a Question,
    /// What all said.
    pub figure: &'a Figure,
}

/// Compares a topic; none if it was asked in another way.
pub fn compare(then: Asked<'_>, now: Asked<'_>) -> Option<Comparison> {
    let measures_alike = match (&then.question.kind, &now.question.kind) {
        (Kind::Many { max, .. }, Kind::Many { max: most, .. }) => max == most,
        (Kind::Rank { top, .. }, Kind::Rank { top: places, .. }) => top == places,
        (Kind::Number { places, fields, .. }, Kind::Number { places: digits, fields: names, .. }) => {
            places == digits && fields == names
        }
        (one, other) => one == other,
    };
    if !measures_alike || then.question.each != now.question.each {
        return None;
    }
    let (earlier, later) = (values(then), values(now));
    let mut comparison = Comparison::default();
    for (what, now) in &later {
        match earlier.iter().find(|(known, _)| known == what) {
            Some((_, then)) => comparison.changes.push(Change { what: what.clone(), then: *then, now: *now }),
            None => comparison.only_once.extend(option_of(what)),
        }
    }
    let is_gone = |(what, _): &&(Compared, f64)| later.iter().all(|(known, _)| known != what);
    comparison.only_once.extend(earlier.iter().filter(is_gone).filter_map(|(what, _)| option_of(what)));
    let is_said = |change: &Change| option_of(&change.what).is_none() || change.then > 0.0 || change.now > 0.0;
    comparison.changes.retain(is_said); // nobody chose it, neither then nor now
    comparison.changes.sort_by(|one, other| other.size().total_cmp(&one.size())); // equal ones stay in their order
    Some(comparison)
}

fn option_of(what: &Compared) -> Option<String> {
    match what {
        Compared::Option(option) | Compared::Points(option) => Some(option.clone()),
        Compared::Mean | Compared::Before | Compared::After | Compared::Median(_) => None,
    }
}

/// The values of a figure, as its chart shows them.
fn values(asked: Asked<'_>) -> Vec<(Compared, f64)> {
    let Asked { dialog, question, figure } = asked;
    let n = real(figure.n);
    match &figure.shape {
        Shape::Options(options) => {
            let parts: Vec<usize> = options.iter().map(|(_, n)| *n).collect();
            // Where one of several is chosen, the shares come to 100.
            let whole = percentages(&parts).into_iter().map(real);
            let value = |((id, count), percent): (&(String, usize), f64)| {
                let share = if question.kind == Kind::One { percent } else { (real(*count) * 100.0 / n).round() };
                (Compared::Option(id.clone()), share)
            };
            options.iter().zip(whole).map(value).collect()
        }
        Shape::Levels { mean, .. } => vec![(Compared::Mean, *mean)],
        Shape::Pairs { before, after } => vec![(Compared::Before, *before), (Compared::After, *after)],
        // The number of people differs between the rounds, so points are told for each person.
        Shape::Scores(scores) => {
            let points = |id: &String| scores.iter().find(|score| score.option == *id).map_or(0, |score| score.points);
            let options = options_of(dialog, &question.id).into_iter(); // also those that nobody ranked
            options.map(|id| (Compared::Points(id.clone()), real(points(&id)) / n)).collect()
        }
        Shape::Numbers(spreads) => {
            spreads.iter().map(|spread| (Compared::Median(spread.field.clone()), spread.median)).collect()
        }
        Shape::Days(_) | Shape::Words => Vec::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
fn real(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::dialog::parse;
    use crate::report::stats::figures::Score;

    fn dialog(kind: &str) -> Dialog {
        let file =
            format!("use = \"survey\"\nanswers = \"confidential\"\nminutes = 1\n[[question]]\nid = \"A\"\n{kind}");
        parse::parse("test", &file).unwrap()
    }

    fn options(n: usize, counts: &[(&str, usize)]) -> Figure {
        Figure { n, shape: Shape::Options(counts.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect()) }
    }

    fn compared(then: &Dialog, before: &Figure, now: &Dialog, after: &Figure) -> Option<Comparison> {
        let then = Asked { dialog: then, question: &then.questions[0], figure: before };
        compare(then, Asked { dialog: now, question: &now.questions[0], figure: after })
    }

    #[test]
    fn options_are_matched_by_id_and_the_largest_change_is_first() {
        let then_asked = dialog("kind = \"one\"\noptions = [\"bus\", \"light\", \"water\"]");
        let now_asked = dialog("kind = \"one\"\noptions = [\"light\", \"bus\", \"souk\"]");
        let then = options(10, &[("bus", 5), ("light", 3), ("water", 2)]);
        let now = options(20, &[("light", 5), ("bus", 4), ("souk", 11)]);
        let found = compared(&then_asked, &then, &now_asked, &now).unwrap();
        let change = |id: &str, then, now| Change { what: Compared::Option(id.into()), then, now };
        assert_eq!(found.changes, [change("bus", 50.0, 20.0), change("light", 30.0, 25.0)]);
        assert_eq!(found.only_once, ["souk", "water"]);
    }

    #[test]
    fn what_nobody_ranked_has_no_points_and_what_nobody_chose_is_left_out() {
        let asked = dialog("kind = \"rank\"\ntop = 2\noptions = [\"bus\", \"light\", \"water\"]");
        let ranked = |option: &str, points| {
            let score = Score { option: option.into(), points, voters: 5 };
            Figure { n: 5, shape: Shape::Scores(vec![score]) }
        };
        let found = compared(&asked, &ranked("bus", 10), &asked, &ranked("light", 5)).unwrap();
        let change = |id: &str, then, now| Change { what: Compared::Points(id.into()), then, now };
        assert_eq!(found.changes, [change("bus", 2.0, 0.0), change("light", 0.0, 1.0)]);
        assert_eq!(found.only_once, [] as [&str; 0]);
    }

    #[test]
    fn what_was_asked_in_another_way_is_not_compared() {
        let levels = |mean| Figure { n: 9, shape: Shape::Levels { counts: Vec::new(), mean } };
        let (five, seven) =
            (dialog("kind = \"scale\"\nfrom = 1\nto = 5"), dialog("kind = \"scale\"\nfrom = 1\nto = 7"));
        let found = compared(&five, &levels(2.0), &five, &levels(3.5)).unwrap();
        assert_eq!(found.changes, [Change { what: Compared::Mean, then: 2.0, now: 3.5 }]);
        assert_eq!(compared(&five, &levels(2.0), &seven, &levels(3.5)), None);
        let many = |max| dialog(&format!("kind = \"many\"\nmax = {max}\noptions = [\"a\", \"b\", \"c\"]"));
        let chosen = options(10, &[("a", 9), ("b", 8), ("c", 0)]);
        assert_eq!(compared(&many(3), &chosen, &many(2), &chosen), None);
        assert!(compared(&many(2), &chosen, &many(2), &chosen).is_some());
        let one = dialog("kind = \"one\"\noptions = [\"a\", \"b\", \"c\"]");
        assert_eq!(compared(&one, &chosen, &many(2), &chosen), None);
    }
}
