//! Attacks the disclosure control of results. The attacker knows who is in which group, asks for the whole and for
//! every split, adds and subtracts everything that is shown, and solves for what is not shown.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt;

use known::Known;
use left::{as_seen, fewest_left, fewest_left_of_two, steps};
use proptest::prelude::*;
use takafou::dialog::{self, Dialog, Key, Value, parse};
use takafou::report::disclosure::{self, MIN_GROUP_SIZE};
use takafou::report::stats::population::{Dimension, Population};
use takafou::report::stats::response::Response;
use takafou::report::stats::split::Split;
use takafou::report::stats::{figures, topics};
use takafou::types::{BodyId, ResponseId};

mod known;
mod left;
mod tables;

const DIMENSIONS: [Dimension; 4] = [Dimension::Sex, Dimension::Area, Dimension::Age, Dimension::Body];
/// Options of a choice; and points of a scale.
const OPTIONS: [[&str; 3]; 2] = [["a", "b", "c"], ["1", "2", "3"]];

/// A kind of question, with what is known of each group besides its cells: the sum of these weights times the counts.
fn asked(kind: usize) -> (Dialog, Vec<[i64; 3]>) {
    let (kind, known) = match kind {
        0 => ("kind = \"one\"\noptions = [\"a\", \"b\", \"c\"]", vec![[1, 1, 1]]),
        // How many ticks there are follows where everybody ticked as many as they could.
        1 => ("kind = \"many\"\noptions = [\"a\", \"b\", \"c\"]", vec![[1, 1, 1]]),
        2 => ("kind = \"scale\"\nfrom = 1\nto = 3", vec![[1, 1, 1], [1, 2, 3]]),
        _ => ("kind = \"scale\"\nfrom = 1\nto = 3\neach = [\"before\", \"after\"]", vec![]),
    };
    let dialog =
        format!("use = \"survey\"\nanswers = \"confidential\"\nminutes = 1\n[[question]]\nid = \"Q\"\n{kind}\n");
    (parse::parse("t", &dialog).unwrap(), known)
}

fn response(dialog: &Dialog, picks: &[usize], profile: [usize; 4]) -> Response {
    let pick = |of: [&str; 4], at: usize| Some(of[at % 4].to_owned()).filter(|said| !said.is_empty());
    let point = |at: usize| Value::Numbers(vec![i64::try_from(at).unwrap() + 1]);
    let value = match dialog.questions[0].kind {
        dialog::Kind::Scale { .. } => point(picks[0]),
        dialog::Kind::One => Value::Picks(vec![OPTIONS[0][picks[0]].to_owned()]),
        _ => Value::Picks(picks.iter().map(|at| OPTIONS[0][*at].to_owned()).collect()),
    };
    let item = |item: &str| Key { question: "Q".to_owned(), item: item.to_owned() };
    let answers = match dialog.questions[0].each {
        None => vec![(item(""), value)],
        Some(_) => vec![(item("before"), value), (item("after"), point(*picks.last().unwrap()))],
    };
    Response {
        id: ResponseId(0),
        answers: answers.into_iter().map(Into::into).collect(),
        body: Some(BodyId(i64::try_from(profile[3]).unwrap())),
        role: None,
        sex: pick(["f", "m", "f", "m"], profile[0]),
        area: pick(["urban", "rural", "rural", ""], profile[1]),
        age: pick(["under-35", "from-35", "", "under-35"], profile[2]),
    }
}

/// The groups of people of one profile: one of each dimension, or none.
type Profile = [String; 4];

fn profile(one: &Response) -> Profile {
    let said = |of: &Option<String>| of.clone().unwrap_or_default();
    [said(&one.sex), said(&one.area), said(&one.age), one.body.unwrap().to_string()]
}

fn chose(one: &Response, option: usize) -> bool {
    match &one.answers[0].1 {
        Value::Picks(picks) => picks.contains(&OPTIONS[0][option].to_owned()),
        Value::Numbers(numbers) => numbers[0].to_string() == OPTIONS[1][option],
        _ => false,
    }
}

/// A group that is shown, or those who are in no group of their dimension that is; and the cells of it that are seen.
#[derive(Clone)]
struct Seen {
    dimension: usize,
    /// Of each profile, whether it is in the group.
    of: Vec<bool>,
    cells: [bool; 3],
    /// Its `n` and mean are shown.
    shown: bool,
}

fn seen(splits: &[Split], profiles: &[Profile], options: [&str; 3]) -> Vec<Seen> {
    let mut all = Vec::new();
    for split in splits {
        let dimension = DIMENSIONS.iter().position(|known| *known == split.dimension).unwrap();
        let mut left = vec![true; profiles.len()];
        for (id, _) in &split.groups {
            let of: Vec<bool> = profiles.iter().map(|profile| profile[dimension] == *id).collect();
            left.iter_mut().zip(&of).for_each(|(left, of)| *left &= !of);
            let cells = options.map(|option| !split.suppressed.contains(&(id.clone(), option.to_owned())));
            all.push(Seen { dimension, of, cells, shown: true });
        }
        all.push(Seen { dimension, of: left, cells: [false; 3], shown: false });
    }
    all
}

/// A row of unknowns, one for each profile and option: how many of these people chose that.
fn row(of: &[bool], factors: [i64; 3]) -> Vec<i64> {
    of.iter().flat_map(|of| factors.map(|factor| if *of { factor } else { 0 })).collect()
}

fn only(option: usize) -> [i64; 3] {
    let mut factors = [0; 3];
    factors[option] = 1;
    factors
}

/// The options that a person chose, and their profile: sex, area, age and body.
type Person = (Vec<usize>, [usize; 4]);

/// Everything that is shown of a question that these people were asked.
struct Asked {
    kind: usize,
    /// What is known of each group besides its cells: the sum of these times the counts.
    known: Vec<[i64; 3]>,
    people: Population,
    splits: Vec<Split>,
    /// The profiles that occur.
    profiles: Vec<Profile>,
    seen: Vec<Seen>,
}

impl Asked {
    fn of(kind: usize, people: &[Person]) -> Asked {
        let (dialog, known) = asked(kind);
        let all = people.iter().map(|(picks, profile)| response(&dialog, picks, *profile));
        let people = Population::of(all.collect(), &dialog);
        let splits = disclosure::release(&people, &dialog, &topics::topics(&dialog)[0], MIN_GROUP_SIZE).unwrap().1;
        let profiles: BTreeSet<Profile> = people.responses.iter().map(profile).collect();
        let profiles: Vec<Profile> = profiles.into_iter().collect();
        let seen = seen(&splits, &profiles, OPTIONS[kind / 2]);
        Asked { kind, known, people, splits, profiles, seen }
    }

    /// What people come to, by profile.
    fn count(&self, said: &dyn Fn(&Response) -> usize) -> Vec<usize> {
        let all = &self.people.responses;
        let of = |known: &Profile| all.iter().filter(|one| profile(one) == *known).map(said).sum();
        self.profiles.iter().map(of).collect()
    }

    /// How many chose each option, by profile.
    fn chosen(&self) -> [Vec<usize>; 3] {
        [0, 1, 2].map(|option| self.count(&|one| usize::from(chose(one, option))))
    }

    /// For each profile, whether it is in a group.
    fn members(&self, dimension: usize, id: &str) -> Vec<bool> {
        self.profiles.iter().map(|profile| profile[dimension] == id).collect()
    }

    /// All groups, also those of people who did not say theirs.
    fn groups(&self) -> BTreeSet<(usize, &str)> {
        self.profiles.iter().flat_map(|profile| profile.iter().map(String::as_str).enumerate()).collect()
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for split in &self.splits {
            let groups: Vec<_> = split.groups.iter().map(|(id, figure)| format!("{id} {}", figure.n)).collect();
            writeln!(f, "{:?}: {}; empty {:?}", split.dimension, groups.join(", "), split.suppressed)?;
        }
        self.profiles.iter().enumerate().try_for_each(|(at, profile)| {
            writeln!(f, "{}: {:?}", profile.join(" "), self.chosen().map(|chosen| chosen[at]))
        })
    }
}

fn attack(asked: &Asked) -> Result<(), TestCaseError> {
    let enough = |what: String, left: Option<usize>| {
        prop_assert!(left.is_none_or(|n| n >= MIN_GROUP_SIZE), "{left:?} {what} are left:\n{asked}");
        Ok(())
    };
    enough("people".to_owned(), fewest_left(&asked.seen, &asked.count(&|_| 1)))?;
    // On a scale how far they are from its ends, all together: one step is one person at most.
    for steps in steps(asked.kind, &asked.people.responses) {
        enough("steps from an end".to_owned(), fewest_left(&asked.seen, &asked.count(&steps)))?;
    }
    if asked.kind == 3 {
        return Ok(()); // means are all there is
    }
    // As before, for those who chose an option, where its cells are seen.
    let chosen = asked.chosen();
    for option in (0..3).filter(|option| chosen[*option].iter().sum::<usize>() >= MIN_GROUP_SIZE) {
        let seen = as_seen(&asked.seen, &|group| vec![group.cells[option]], 1);
        enough(format!("who chose {option}"), fewest_left_of_two(&seen, &chosen[option]))?;
    }
    // As before, for all hidden cells of each group together, because its `n` is known.
    let hidden = as_seen(&asked.seen, &|group| group.cells.map(|seen| group.shown && !seen).to_vec(), 3);
    let profiles = 0..asked.profiles.len();
    let choices: Vec<usize> = profiles.clone().flat_map(|at| chosen.each_ref().map(|chosen| chosen[at])).collect();
    enough("hidden choices".to_owned(), fewest_left_of_two(&hidden, &choices))?;

    let everyone = vec![true; asked.profiles.len()];
    let mut equations = Known::default();
    (0..3).for_each(|option| equations.add(row(&everyone, only(option))));
    for group in &asked.seen {
        let seen = (0..3).filter(|option| group.cells[*option]);
        seen.for_each(|option| equations.add(row(&group.of, only(option))));
        asked.known.iter().filter(|_| group.shown).for_each(|factors| equations.add(row(&group.of, *factors)));
    }
    // A person who chooses only one option is counted once, so the number of these people is known for each profile.
    for at in profiles.clone() {
        let of: Vec<bool> = profiles.clone().map(|other| other == at).collect();
        asked.known.iter().take(1).for_each(|factors| equations.add(row(&of, *factors)));
    }
    for ((dimension, id), option) in
        asked.groups().into_iter().flat_map(|group| [0, 1, 2].map(|option| (group, option)))
    {
        let of = asked.members(dimension, id);
        let n: usize = chosen[option].iter().zip(&of).filter(|(_, of)| **of).map(|(n, _)| n).sum();
        if (1..MIN_GROUP_SIZE).contains(&n) && n < chosen[option].iter().sum() {
            let solved = equations.says(row(&of, only(option)));
            prop_assert!(!solved, "{n} of {:?} {id:?} chose {option}:\n{asked}", DIMENSIONS[dimension]);
        }
    }
    Ok(())
}

/// Counts of three options.
type Counts = [usize; 3];

/// Leaks that were found in earlier versions of the tables.
#[test]
fn nobody_is_picked_out_of_these() {
    type Cell = (usize, [usize; 4], usize); // an option, a profile, and how many
    // The people of bodies 0 and 1 and six others live in the town. One of these six chose the first option.
    let three_groups: &[Cell] = &[
        (0, [0, 0, 2, 0], 10),
        (1, [1, 0, 2, 0], 10),
        (0, [1, 0, 2, 1], 10),
        (1, [0, 0, 2, 1], 10),
        (0, [0, 0, 2, 2], 1),
        (1, [0, 0, 2, 2], 5),
        (0, [1, 1, 2, 2], 9),
        (1, [1, 1, 2, 2], 5),
        (0, [0, 1, 2, 3], 10),
        (1, [1, 1, 2, 3], 10),
    ];
    // Six people have not said where they live. The mean tells what each of them answered.
    let others: &[Cell] = &[
        (0, [0, 0, 2, 0], 10),
        (1, [0, 0, 2, 0], 9),
        (2, [0, 0, 2, 0], 8),
        (0, [0, 1, 2, 0], 8),
        (1, [0, 1, 2, 0], 9),
        (2, [0, 1, 2, 0], 7),
        (0, [0, 3, 2, 0], 5),
        (1, [0, 3, 2, 0], 1),
    ];
    // One of ten women rated herself higher than the lowest.
    let mean: &[Cell] = &[(0, [0, 0, 2, 0], 9), (1, [0, 0, 2, 0], 1), (0, [1, 0, 2, 0], 9), (2, [1, 0, 2, 0], 9)];
    // Only one person chose the second point. It is one of those who have not said where they live, because otherwise
    // the mean would be different.
    let odd: &[Cell] = &[
        (0, [0, 1, 2, 0], 5),
        (2, [0, 1, 2, 0], 5),
        (0, [0, 0, 2, 0], 6),
        (0, [0, 3, 2, 0], 2),
        (1, [0, 3, 2, 0], 1),
        (2, [0, 3, 2, 0], 2),
    ];
    for (kind, cells) in [(0, three_groups), (2, others), (2, mean), (3, mean), (2, odd)] {
        let people = cells.iter().flat_map(|(option, profile, n)| std::iter::repeat_n((vec![*option], *profile), *n));
        let asked = Asked::of(kind, &people.collect::<Vec<_>>());
        attack(&asked).unwrap();
        if kind != 3 {
            tables::of_each_split(&asked).unwrap();
        }
    }
}

/// One dice: each option as often; the first mostly; the second hardly.
fn chosen(dice: usize, often: usize) -> Vec<usize> {
    vec![[[4, 8], [9, 11], [6, 7]][often].iter().filter(|until| dice >= **until).count()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nobody_is_picked_out_of_people_by_chance(
        kind in 0usize..4,
        people in proptest::collection::vec((proptest::sample::subsequence(vec![0, 1, 2], 1..=2), [0usize..4, 0..4, 0..4, 0..5]), 5..70),
    ) {
        attack(&Asked::of(kind, &people))?;
    }

    #[test]
    fn no_table_is_the_only_one_that_fits(
        scale in proptest::bool::ANY,
        often in 0usize..3,
        people in proptest::collection::vec((0usize..12, [0usize..4, 0..4, 0..4, 0..5]), 10..45),
    ) {
        let people: Vec<_> = people.into_iter().map(|(dice, profile)| (chosen(dice, often), profile)).collect();
        tables::of_each_split(&Asked::of(if scale { 2 } else { 0 }, &people))?;
    }

    #[test]
    fn no_tables_of_all_splits_are_the_only_ones_that_fit(
        scale in proptest::bool::ANY,
        often in 0usize..3,
        people in proptest::collection::vec((0usize..12, 0usize..2, 0usize..3), 10..40),
    ) {
        let people: Vec<_> =
            people.into_iter().map(|(dice, sex, body)| (chosen(dice, often), [sex, 3, 2, body])).collect();
        tables::of_all_splits(&Asked::of(if scale { 2 } else { 0 }, &people))?;
    }

    /// As with real bodies: nearly all people of a commune live in the town, or nearly all in the country.
    #[test]
    fn nobody_is_picked_out_where_bodies_are_of_one_area(
        kind in 0usize..4,
        people in proptest::collection::vec((proptest::sample::subsequence(vec![0, 1, 2], 1..=2), 0usize..4, 0usize..4, 0usize..5), 20..90),
        moved in proptest::collection::vec(0usize..90, 0..4),
    ) {
        let people: Vec<_> = people.into_iter().enumerate().map(|(at, (picks, sex, age, body))| {
            let area = usize::from(body % 2 == 0) ^ usize::from(moved.contains(&at));
            (picks, [sex, area, age, body])
        }).collect();
        attack(&Asked::of(kind, &people))?;
    }
}

#[test]
fn what_picks_nobody_out_is_shown() {
    let (dialog, _) = asked(0);
    let topic = &topics::topics(&dialog)[0];
    let of = |id: usize| response(&dialog, &[id % 3], [id / 18, 0, 2, id % 2]);
    let people = Population::of((0..36).map(of).collect(), &dialog);
    let (whole, splits) = disclosure::release(&people, &dialog, topic, 0).unwrap();
    let twelve = |ids: [&str; 3]| ids.map(|id| (id.to_owned(), 12)).to_vec();
    assert_eq!((whole.n, whole.shape), (36, figures::Shape::Options(twelve(OPTIONS[0]))));
    let shown: Vec<_> = splits.iter().map(|split| (split.dimension.id(), split.groups.len(), split.others)).collect();
    assert_eq!(shown, [("sex", 2, 0), ("body", 2, 0)], "everyone is urban: that is no split");
    assert_eq!(disclosure::release(&people, &dialog, topic, 20).unwrap().1, [], "the limit may be raised");
    assert!(disclosure::release(&people, &dialog, topic, 37).is_none());
}
