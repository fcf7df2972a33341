//! Nobody is picked out: which groups of respondents may be shown beside the whole.
//!
//! A group is shown with at least [`FEWEST`] answers to the topic. What is not shown can be had by subtraction from the
//! whole, or by subtracting one group from another that contains it; so each of these differences comes to at least as many
//! too, or to nothing, or further groups are left out. Within a split, what few chose is left empty ([`super::cells`]). Groups are of one dimension at a time, never the women of one body.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{self, Linked};
use super::tally::{self, Figure, Topic};
use crate::dialog::{Dialog, Value, WITHHELD};
use crate::store::responses::Response;

/// Fewest answers that are shown together (the domain's facts, section 3: a body may have some twenty members). May only be raised.
pub const FEWEST: usize = 5;

/// Most groups that are shown beside each other: the bodies of a prefecture, not those of the country.
pub const MOST: usize = 40;

/// What respondents are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Women and men.
    Sex,
    /// Urban and rural.
    Area,
    /// Age bands.
    Age,
    /// Role in the body.
    Role,
    /// Body.
    Body,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 5] = [Dimension::Sex, Dimension::Area, Dimension::Age, Dimension::Role, Dimension::Body];

    /// Its name, as in the sign-up form.
    pub fn id(self) -> &'static str {
        match self {
            Dimension::Sex => "sex",
            Dimension::Area => "area",
            Dimension::Age => "age",
            Dimension::Role => "role",
            Dimension::Body => "body",
        }
    }
}

/// A topic split by a dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// What the groups are of.
    pub dimension: Dimension,
    /// The groups that may be shown, by id: an option of the sign-up form, or a body's number.
    pub groups: Vec<(String, Figure)>,
    /// Answers of the whole that are in none of these.
    pub others: usize,
    /// Cells that are left empty, by group and option (or point of a scale): they are few, or would give few away.
    pub empty: BTreeSet<(String, String)>,
}

/// The whole of a topic; none with fewer than `fewest` answers.
pub fn whole(responses: &[Response], dialog: &Dialog, topic: &Topic, fewest: usize) -> Option<Figure> {
    tally::figure(responses.iter(), dialog, topic).filter(|figure| figure.n >= fewest.max(FEWEST))
}

/// What may be shown of a topic, dimension by dimension; a dimension of which fewer than two groups may be shown is left out.
///
/// The dimensions are taken in the order of [`Dimension::ALL`]: where a group of a later one and a group of an earlier one
/// differ by a few people only, the later one is left out, or those few could be had by subtraction.
pub fn splits(responses: &[Response], dialog: &Dialog, topic: &Topic, fewest: usize) -> Vec<Split> {
    let fewest = fewest.max(FEWEST);
    let all: Vec<&Response> = responses.iter().filter(|one| tally::counts(one, dialog, topic)).collect();
    let Some(whole) = tally::figure(all.iter().copied(), dialog, topic) else {
        return Vec::new();
    };
    let (mut shown, mut splits): (Vec<Groups>, Vec<(Split, usize)>) = (Vec::new(), Vec::new());
    for dimension in Dimension::ALL {
        let said = all.iter().map(|one| group(one, dialog, dimension)).collect();
        let groups = may_be_shown(said, &shown, fewest);
        let mut of: BTreeMap<&String, Vec<&Response>> = BTreeMap::new();
        let members = groups.iter().zip(&all).filter_map(|(group, one)| Some((group.as_ref()?, *one)));
        members.for_each(|(group, one)| of.entry(group).or_default().push(one));
        let figure =
            |(id, of): (&String, Vec<&Response>)| Some((id.clone(), tally::figure(of.into_iter(), dialog, topic)?));
        let mut figures: Vec<(String, Figure)> = of.into_iter().filter_map(figure).collect();
        figures.sort_by_key(|(_, figure)| std::cmp::Reverse(figure.n));
        let others = all.len() - figures.iter().map(|(_, figure)| figure.n).sum::<usize>();
        let mut split = Split { dimension, groups: figures, others, empty: BTreeSet::new() };
        let linked: Vec<(String, Linked<'_>)> =
            splits.iter().flat_map(|(other, at)| linked(&groups, other, &shown[*at])).collect();
        split.empty = cells::empty(&split, &whole, &linked, fewest);
        if (2..=MOST).contains(&split.groups.len()) && cells::shows_something(&split, &whole) {
            splits.push((split, shown.len()));
        }
        shown.push(groups);
    }
    splits.into_iter().map(|(split, _)| split).collect()
}

/// Of each respondent the group, if it is shown.
type Groups = Vec<Option<String>>;

/// The groups of a dimension that contain a group of another split, or are contained in one.
fn linked<'a>(groups: &Groups, split: &'a Split, others: &Groups) -> Vec<(String, Linked<'a>)> {
    let mut common: BTreeMap<(&String, &String), usize> = BTreeMap::new();
    let mut sizes: BTreeMap<&String, usize> = BTreeMap::new();
    for (own, other) in groups.iter().zip(others) {
        own.iter().for_each(|own| *sizes.entry(own).or_default() += 1);
        if let (Some(own), Some(other)) = (own, other) {
            *common.entry((own, other)).or_default() += 1;
        }
    }
    let link = |((own, other), both): ((&String, &String), usize)| {
        let (_, figure) = split.groups.iter().find(|(id, _)| id == other)?;
        let empty = split.empty.iter().filter(|(id, _)| id == other).map(|(_, option)| option).collect();
        (both == sizes[own].min(figure.n)).then(|| (own.clone(), Linked { figure, empty }))
    };
    common.into_iter().filter_map(link).collect()
}

/// Of each respondent the group in which they may be shown, or none, when they may be shown as in `shown` as well. Either
/// at least two groups are left, or nobody is in one. Those in no group count as one: the whole less all groups.
fn may_be_shown(mut said: Groups, shown: &[Groups], fewest: usize) -> Groups {
    loop {
        let mut sizes: BTreeMap<Option<&String>, usize> = BTreeMap::new();
        said.iter().for_each(|group| *sizes.entry(group.as_ref()).or_default() += 1);
        let mut bad: BTreeSet<Option<&String>> =
            sizes.iter().filter(|(_, n)| **n < fewest).map(|(group, _)| *group).collect();
        for other in shown {
            let (mut both, mut theirs) = (BTreeMap::<_, usize>::new(), BTreeMap::<_, usize>::new());
            for (own, other) in said.iter().zip(other) {
                *both.entry((own.as_ref(), other.as_ref())).or_default() += 1;
                *theirs.entry(other.as_ref()).or_default() += 1;
            }
            for ((own, other), both) in both {
                let (n, m) = (sizes[&own], theirs[&other]);
                // One contains the other, and few are left; or they are the same people, and one split may not show what
                // the other leaves empty.
                if both == n.min(m) && n.abs_diff(m) < fewest && (own.is_some() || other.is_some() || n != m) {
                    bad.insert(own);
                }
            }
        }
        // Where those in no group are too few, or differ too little from another group, the smallest group joins them.
        let smallest =
            sizes.iter().filter(|(group, _)| group.is_some()).min_by_key(|(_, n)| **n).map(|(group, _)| *group);
        if bad.remove(&None) && bad.is_empty() {
            bad.extend(smallest);
        }
        let left = sizes.keys().filter(|group| group.is_some() && !bad.contains(*group)).count();
        if left < 2 {
            return vec![None; said.len()];
        }
        if bad.is_empty() {
            return said;
        }
        let bad: BTreeSet<String> = bad.into_iter().flatten().cloned().collect();
        said.iter_mut()
            .filter(|group| group.as_ref().is_some_and(|id| bad.contains(id)))
            .for_each(|group| *group = None);
    }
}

/// The group of a respondent; none if they have not said it. An anonymous response says it in its own answers.
fn group(response: &Response, dialog: &Dialog, dimension: Dimension) -> Option<String> {
    let told = match dimension {
        Dimension::Sex => &response.sex,
        Dimension::Area => &response.area,
        Dimension::Age => &response.age,
        Dimension::Role => &response.role,
        Dimension::Body => return Some(response.body?.to_string()),
    };
    let asked = || {
        let asked = dialog.questions.iter().find(|question| question.profile && asks(question, dimension))?;
        response.answers.iter().find(|(key, _)| key.question == asked.id).and_then(|(_, value)| match value {
            Value::Picks(picks) => picks.first().cloned(),
            _ => None,
        })
    };
    told.clone().or_else(asked).filter(|group| group != "pna" && group != WITHHELD)
}

/// Whether a question of a survey asks for what a dimension of profiles is: it has one of its options.
fn asks(question: &crate::dialog::Question, dimension: Dimension) -> bool {
    let known: &[&str] = match dimension {
        Dimension::Sex => &["f", "m"],
        Dimension::Area => &["urban", "rural"],
        Dimension::Age => &["under-35", "from-35", "from-50", "from-65"],
        Dimension::Role | Dimension::Body => &[],
    };
    question.options.iter().any(|choice| known.contains(&choice.id.as_str()))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::tally::Shape;
    use super::*;
    use crate::dialog::{Key, parse};

    const DIALOG: &str = r#"
        use = "survey"
        answers = "confidential"
        minutes = 1
        [[question]]
        id = "Q"
        kind = "one"
        options = ["a", "b", "c"]
    "#;

    fn response(id: i64, answer: usize, profile: [usize; 3]) -> Response {
        let pick = |of: [&str; 3], at: usize| Some(of[at % 3].to_owned()).filter(|said| !said.is_empty());
        let picked = ["a", "b", "c", ""][answer % 4];
        let value = if picked.is_empty() { Value::Skipped } else { Value::Picks(vec![picked.to_owned()]) };
        Response {
            id,
            version: 1,
            answers: vec![(Key::once("Q"), value)],
            body: Some(i64::try_from(profile[2]).unwrap()),
            role: None,
            sex: pick(["f", "m", "pna"], profile[0]),
            area: pick(["urban", "rural", ""], profile[1]),
            age: None,
            submitted_at: None,
        }
    }

    /// Everybody whom a coordinator could have in mind when looking at a figure, by their places in the list.
    fn members(all: &[Response], dialog: &Dialog, dimension: Dimension, id: &str) -> BTreeSet<usize> {
        let topic = &tally::topics(dialog)[0];
        let is =
            |one: &Response| tally::counts(one, dialog, topic) && group(one, dialog, dimension).as_deref() == Some(id);
        all.iter().enumerate().filter(|(_, one)| is(one)).map(|(at, _)| at).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        /// The attacker knows who is in which group, asks for the whole and for every split, and subtracts: any group from any
        /// that contains it, and the groups of a dimension together from the whole.
        #[test]
        fn nobody_is_left_after_any_subtraction(
            people in proptest::collection::vec((0usize..4, [0usize..3, 0..3, 0..4]), 0..60),
            loaded in 0usize..3,
        ) {
            let dialog = parse::parse("t", DIALOG).unwrap();
            let topic = &tally::topics(&dialog)[0];
            let all: Vec<Response> = people.iter().zip(0..).map(|((answer, profile), id)| {
                // Some populations in which one dimension follows from another: all women in one body, say.
                let mut profile = *profile;
                if loaded > 0 { profile[loaded] = profile[0] + usize::from(profile[2] == 3 && id % 3 == 0); }
                response(id, *answer, profile)
            }).collect();
            let everyone: BTreeSet<usize> = (0..all.len()).filter(|at| tally::counts(&all[*at], &dialog, topic)).collect();
            let whole = whole(&all, &dialog, topic, FEWEST);
            prop_assert_eq!(whole.as_ref().map_or(0, |figure| figure.n), if everyone.len() < FEWEST { 0 } else { everyone.len() });
            let splits = splits(&all, &dialog, topic, FEWEST);
            // Who is meant, and which options are seen.
            let options = ["a", "b", "c"];
            let mut sets: Vec<(BTreeSet<usize>, Vec<&str>)> = Vec::new();
            if whole.is_some() {
                sets.push((everyone.clone(), options.to_vec()));
            }
            for split in &splits {
                let mut left = everyone.clone();
                for (id, figure) in &split.groups {
                    let group = members(&all, &dialog, split.dimension, id);
                    prop_assert_eq!(figure.n, group.len());
                    left = &left - &group;
                    let seen = |option: &&str| !split.empty.contains(&(id.clone(), (*option).to_owned()));
                    sets.push((group, options.iter().copied().filter(seen).collect()));
                }
                prop_assert_eq!(left.len(), split.others);
                sets.push((left, Vec::new()));
            }
            let chose = |of: &BTreeSet<usize>, option: &str| {
                of.iter().filter(|at| all[**at].answers[0].1 == Value::Picks(vec![option.to_owned()])).count()
            };
            for (one, seen) in &sets {
                prop_assert!(one.is_empty() || one.len() >= FEWEST);
                let whole = one.len() == everyone.len();
                for option in seen {
                    let n = chose(one, option);
                    prop_assert!(whole || n == 0 || n >= FEWEST, "{} of a group chose {}", n, option);
                }
                for (other, too) in sets.iter().filter(|(other, _)| other.is_subset(one)) {
                    let rest = one.len() - other.len();
                    prop_assert!(rest == 0 || rest >= FEWEST, "{} of {} are left", rest, one.len());
                    for option in seen.iter().filter(|option| too.contains(option)) {
                        let few = chose(one, option) - chose(other, option);
                        prop_assert!(few == 0 || few >= FEWEST, "{} are left of those who chose {}", few, option);
                    }
                }
            }
        }
    }

    #[test]
    fn the_figures_are_what_was_said() {
        let dialog = parse::parse("t", DIALOG).unwrap();
        let topic = &tally::topics(&dialog)[0];
        let all: Vec<Response> = (0..48).map(|id| response(id as i64, id, [id / 24, 0, id % 2])).collect();
        let figure = whole(&all, &dialog, topic, 0).unwrap();
        let twelve = |ids: [&str; 3]| ids.map(|id| (id.to_owned(), 12)).to_vec();
        assert_eq!(figure, Figure { n: 36, single: true, shape: Shape::Options(twelve(["a", "b", "c"])) });
        let splits = splits(&all, &dialog, topic, 0);
        let shown: Vec<_> =
            splits.iter().map(|split| (split.dimension.id(), split.groups.len(), split.others)).collect();
        assert_eq!(shown, [("sex", 2, 0), ("body", 2, 0)], "everyone is urban: that is no split");
        assert_eq!(super::splits(&all, &dialog, topic, 20).len(), 0, "the limit may be raised");
    }
}
