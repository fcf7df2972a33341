//! Nobody is picked out: which groups of respondents may be shown beside the whole.
//!
//! A group is shown with at least [`FEWEST`] answers to the topic. What is not shown can be had by subtraction from the
//! whole, or by subtracting one group from another that contains it; so each of these differences comes to at least as many
//! too, or to nothing, or further groups are left out. Within a split, what few chose is left empty ([`super::cells`]). Groups are of one dimension at a time, never the women of one body.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::{self, Board, Row};
use super::overlap::{self, Groups};
use super::span;
use super::tally::{self, Figure, Topic};
use crate::dialog::{Dialog, Question, Value, WITHHELD};
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
/// The dimensions are taken in the order of [`Dimension::ALL`]: where a later one would give away people whom an earlier one
/// does not, groups or cells of the later one are left out.
pub fn splits(responses: &[Response], dialog: &Dialog, topic: &Topic, fewest: usize) -> Vec<Split> {
    let fewest = fewest.max(FEWEST);
    let all: Vec<&Response> = responses.iter().filter(|one| tally::counts(one, dialog, topic)).collect();
    let Some(crowd) = Crowd::of(&all, dialog, topic) else { return Vec::new() };
    let (mut shown, mut splits): (Vec<Groups>, Vec<Split>) = (vec![vec![Some(0); crowd.sizes.len()]], Vec::new());
    for (at, dimension) in Dimension::ALL.into_iter().enumerate() {
        let said = crowd.kinds.iter().map(|kind| kind[at]).collect();
        let Some(groups) = overlap::may_be_shown(said, &shown, &crowd.sizes, fewest, MOST) else { continue };
        let ids: BTreeSet<usize> = groups.iter().flatten().copied().collect();
        let mut figures: Vec<(String, Figure)> = ids.iter().map(|id| crowd.groups[at][*id].clone()).collect();
        figures.sort_by(|(a, one), (b, other)| (other.n, a).cmp(&(one.n, b)));
        let others = all.len() - figures.iter().map(|(_, figure)| figure.n).sum::<usize>();
        let mut split = Split { dimension, groups: figures, others, empty: BTreeSet::new() };
        split.empty = crowd.empty(&split, &splits, fewest);
        let options = cells::options(&crowd.whole).len();
        if options == 0 || split.empty.len() < options * split.groups.len() {
            shown.push(groups);
            splits.push(split); // or else nothing but sizes would be seen
        }
    }
    splits
}

/// The respondents by what they said of themselves.
struct Crowd {
    /// What all said.
    whole: Figure,
    /// The groups of each dimension, and what they said.
    groups: [Vec<(String, Figure)>; 5],
    /// Every kind of people that there is: their group of each dimension.
    kinds: Vec<[Option<usize>; 5]>,
    /// How many are of each kind.
    sizes: Vec<usize>,
}

impl Crowd {
    /// None if nobody is there.
    fn of(all: &[&Response], dialog: &Dialog, topic: &Topic) -> Option<Crowd> {
        let asked = Dimension::ALL
            .map(|dimension| dialog.questions.iter().find(|question| question.profile && asks(question, dimension)));
        let mut members: [Vec<(String, Vec<&Response>)>; 5] = Default::default();
        let (mut known, mut sizes) = (HashMap::new(), BTreeMap::<[Option<usize>; 5], usize>::new());
        for one in all {
            let kind: [Option<usize>; 5] = std::array::from_fn(|at| {
                let id = group(one, Dimension::ALL[at], asked[at])?;
                let groups = &mut members[at];
                let group = *known.entry((at, id)).or_insert_with_key(|(_, id)| {
                    groups.push((id.to_string(), Vec::new()));
                    groups.len() - 1
                });
                groups[group].1.push(*one);
                Some(group)
            });
            *sizes.entry(kind).or_default() += 1;
        }
        let figure = |(id, of): (String, Vec<&Response>)| Some((id, tally::figure(of.into_iter(), dialog, topic)?));
        let (kinds, sizes) = sizes.into_iter().unzip();
        Some(Crowd {
            whole: tally::figure(all.iter().copied(), dialog, topic)?,
            groups: members.map(|of| of.into_iter().filter_map(figure).collect()),
            kinds,
            sizes,
        })
    }

    /// What is left empty of a split beside earlier ones.
    fn empty(&self, split: &Split, earlier: &[Split], fewest: usize) -> BTreeSet<(String, String)> {
        let options = cells::options(&self.whole);
        if options.is_empty() {
            return BTreeSet::new();
        }
        let of_dimension = |at: usize| earlier.iter().chain([split]).find(|of| of.dimension == Dimension::ALL[at]);
        let everyone = Row { counts: cells::counts(&self.whole, &options), empty: BTreeSet::new(), open: false };
        let (mut rows, mut people) = (vec![everyone], vec![vec![true; self.sizes.len()]]);
        let (mut dimensions, mut own, mut ids) = (0, 0..0, vec![None]);
        for (at, groups) in self.groups.iter().enumerate() {
            let shown = of_dimension(at);
            if shown.is_none() && groups.len() > MOST {
                continue; // bodies of the country: nothing comes to one of so many
            }
            let (first, is_own) = (rows.len(), Dimension::ALL[at] == split.dimension);
            for (group, (id, figure)) in groups.iter().enumerate() {
                let shown = shown.filter(|split| split.groups.iter().any(|(known, _)| known == id));
                let empty = |option: &usize| {
                    shown.is_none_or(|split| split.empty.contains(&(id.clone(), options[*option].clone())))
                };
                let empty = (0..options.len()).filter(empty).collect();
                rows.push(Row { counts: cells::counts(figure, &options), empty, open: is_own && shown.is_some() });
                people.push(self.kinds.iter().map(|kind| kind[at] == Some(group)).collect());
                ids.push(Some((at, group)));
            }
            let silent: Vec<bool> = self.kinds.iter().map(|kind| kind[at].is_none()).collect();
            if silent.contains(&true) {
                let said = |option: usize| rows[first..].iter().map(|row| row.counts[option]).sum::<usize>();
                let counts = (0..options.len()).map(|option| rows[0].counts[option] - said(option)).collect();
                rows.push(Row { counts, empty: (0..options.len()).collect(), open: false });
                people.push(silent);
                ids.push(None);
            }
            dimensions += usize::from(rows.len() > first);
            if is_own {
                own = first..rows.len();
            }
        }
        // Groups come to everyone within each dimension. Where they come to others too, all that follows matters.
        let come_to_everyone = (0..rows.len()).map(|row| if row == 0 { -1 } else { i64::from(own.contains(&row)) });
        let mut relations = vec![come_to_everyone.collect::<Vec<i64>>()];
        let all = span::relations(&people);
        if all.len() > dimensions {
            relations.extend(all);
        }
        let mut give_away = BTreeSet::new();
        for ((own, row), (id, of)) in rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.open)
            .flat_map(|own| ids.iter().zip(&rows).map(move |other| (own, other)))
        {
            let (Some(one), Some(other)) = (ids[own], *id) else { continue };
            if one.0 == other.0 || !self.contain(one, other) {
                continue;
            }
            let few =
                |at: &usize| (1..fewest).contains(&row.counts[*at].abs_diff(of.counts[*at])) && !of.empty.contains(at);
            give_away.extend((0..options.len()).filter(few).map(|at| (own, at)));
        }
        let board = Board { known: cells::known(&self.whole, &options), rows, relations };
        let named = |(row, at): (usize, usize)| {
            let (dimension, group) = ids[row]?;
            Some((self.groups[dimension][group].0.clone(), options[at].clone()))
        };
        board.empty(fewest, &give_away).into_iter().filter_map(named).collect()
    }

    /// Whether one of two groups contains the other.
    fn contain(&self, one: (usize, usize), other: (usize, usize)) -> bool {
        let is_in = |kind: &[Option<usize>; 5], (at, group): (usize, usize)| kind[at] == Some(group);
        let of = |group| self.kinds.iter().filter(move |kind| is_in(kind, group));
        of(one).all(|kind| is_in(kind, other)) || of(other).all(|kind| is_in(kind, one))
    }
}

/// The group of a respondent; none if they have not said it. An anonymous response says it in its own answers.
fn group<'a>(response: &'a Response, dimension: Dimension, asked: Option<&Question>) -> Option<Cow<'a, str>> {
    let told = match dimension {
        Dimension::Sex => &response.sex,
        Dimension::Area => &response.area,
        Dimension::Age => &response.age,
        Dimension::Role => &response.role,
        Dimension::Body => return Some(response.body?.to_string().into()),
    };
    let answered = || match response.answer(&asked?.id, "")? {
        Value::Picks(picks) => picks.first(),
        _ => None,
    };
    let id = told.as_ref().or_else(answered)?;
    (id != "pna" && id != WITHHELD).then(|| id.as_str().into())
}

/// Whether a question of a survey asks for what a dimension of profiles is: it has one of its options.
fn asks(question: &Question, dimension: Dimension) -> bool {
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
            answers: vec![(Key::once("Q"), value).into()],
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
            |one: &Response| tally::counts(one, dialog, topic) && group(one, dimension, None).as_deref() == Some(id);
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
        assert_eq!(figure, Figure { n: 36, equal: true, shape: Shape::Options(twelve(["a", "b", "c"])) });
        let splits = splits(&all, &dialog, topic, 0);
        let shown: Vec<_> =
            splits.iter().map(|split| (split.dimension.id(), split.groups.len(), split.others)).collect();
        assert_eq!(shown, [("sex", 2, 0), ("body", 2, 0)], "everyone is urban: that is no split");
        assert_eq!(super::splits(&all, &dialog, topic, 20).len(), 0, "the limit may be raised");
    }
}
