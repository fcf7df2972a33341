//! Somebody tries to pick people out of the results: they know who is in which group, ask for the whole and for every split,
//! add and subtract all that is shown, and solve for what is not.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use takafou::dialog::{self, Dialog, Key, Value, parse};
use takafou::report::people::{Dimension, People};
use takafou::report::shield::{self, FEWEST, Split};
use takafou::report::tally;
use takafou::store::responses::Response;

const DIMENSIONS: [Dimension; 4] = [Dimension::Sex, Dimension::Area, Dimension::Age, Dimension::Body];
/// Options of a choice; and points of a scale.
const OPTIONS: [[&str; 3]; 2] = [["a", "b", "c"], ["1", "2", "3"]];
/// Reckoned modulo a prime: exact, and fast enough.
const PRIME: i64 = 998_244_353;

/// A kind of question, with what is known of each group besides its cells: the sum of these times the counts.
fn asked(kind: usize) -> (Dialog, Vec<[i64; 3]>) {
    let (kind, known) = match kind {
        0 => ("kind = \"one\"\noptions = [\"a\", \"b\", \"c\"]", vec![[1, 1, 1]]),
        // How many ticks there are follows where everybody ticked as many as they could.
        1 => ("kind = \"many\"\noptions = [\"a\", \"b\", \"c\"]", vec![[1, 1, 1]]),
        _ => ("kind = \"scale\"\nfrom = 1\nto = 3", vec![[1, 1, 1], [1, 2, 3]]),
    };
    let dialog =
        format!("use = \"survey\"\nanswers = \"confidential\"\nminutes = 1\n[[question]]\nid = \"Q\"\n{kind}\n");
    (parse::parse("t", &dialog).unwrap(), known)
}

fn response(dialog: &Dialog, picks: &[usize], profile: [usize; 4]) -> Response {
    let pick = |of: [&str; 4], at: usize| Some(of[at % 4].to_owned()).filter(|said| !said.is_empty());
    let value = match dialog.questions[0].kind {
        dialog::Kind::Scale { .. } => Value::Numbers(vec![i64::try_from(picks[0]).unwrap() + 1]),
        dialog::Kind::One => Value::Picks(vec![OPTIONS[0][picks[0]].to_owned()]),
        _ => Value::Picks(picks.iter().map(|at| OPTIONS[0][*at].to_owned()).collect()),
    };
    Response {
        id: 0,
        version: 1,
        answers: vec![(Key::once("Q"), value).into()],
        body: Some(i64::try_from(profile[3]).unwrap()),
        role: None,
        sex: pick(["f", "m", "f", "m"], profile[0]),
        area: pick(["urban", "rural", "rural", ""], profile[1]),
        age: pick(["under-35", "from-35", "", "under-35"], profile[2]),
        submitted_at: None,
    }
}

/// What people of one profile are in: a group of each dimension, or none.
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
            let cells = options.map(|option| !split.empty.contains(&(id.clone(), option.to_owned())));
            all.push(Seen { dimension, of, cells, shown: true });
        }
        all.push(Seen { dimension, of: left, cells: [false; 3], shown: false });
    }
    all
}

/// The fewest people that are left when groups of up to three dimensions are put together, added and subtracted.
fn fewest_left(seen: &[Seen], sizes: &[usize]) -> Option<usize> {
    let mut sums: Vec<Vec<i8>> = vec![vec![0; sizes.len()]];
    for dimension in 0..DIMENSIONS.len() {
        let groups: Vec<&Seen> = seen.iter().filter(|group| group.dimension == dimension).collect();
        let mut next = sums.clone();
        for chosen in 1..1_usize << groups.len() {
            let picked = groups.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
            let union: Vec<i8> = picked.fold(vec![0; sizes.len()], |union, (_, group)| {
                union.iter().zip(&group.of).map(|(sum, of)| sum + i8::from(*of)).collect()
            });
            for sign in [-1, 1] {
                next.extend(sums.iter().map(|sum| sum.iter().zip(&union).map(|(sum, one)| sum + sign * one).collect()));
            }
        }
        next.sort_unstable();
        next.dedup();
        sums = next;
    }
    let people = |sum: &Vec<i8>| sum.iter().zip(sizes).filter(|(sum, _)| **sum != 0).map(|(_, n)| n).sum::<usize>();
    sums.iter().map(people).filter(|n| *n > 0).min()
}

/// What is known, as rows of equations in reduced form: leading places and rows.
struct Known(Vec<(usize, Vec<i64>)>);

impl Known {
    /// What is left of a row when all that is known is taken away; nothing, if it follows.
    fn rest(&self, mut row: Vec<i64>) -> Vec<i64> {
        for (lead, known) in &self.0 {
            let factor = row[*lead];
            if factor != 0 {
                row.iter_mut().zip(known).for_each(|(to, from)| *to = (*to - factor * from).rem_euclid(PRIME));
            }
        }
        row
    }

    fn add(&mut self, row: Vec<i64>) {
        let mut row = self.rest(row);
        let Some(lead) = row.iter().position(|factor| *factor != 0) else { return };
        let inverse = power(row[lead], PRIME - 2);
        row.iter_mut().for_each(|factor| *factor = *factor * inverse % PRIME);
        for (_, known) in &mut self.0 {
            let factor = known[lead];
            known.iter_mut().zip(&row).for_each(|(to, from)| *to = (*to - factor * from).rem_euclid(PRIME));
        }
        self.0.push((lead, row));
    }

    fn says(&self, row: Vec<i64>) -> bool {
        self.rest(row).iter().all(|factor| *factor == 0)
    }
}

fn power(base: i64, exponent: i64) -> i64 {
    match exponent {
        0 => 1,
        odd if odd % 2 == 1 => base * power(base, odd - 1) % PRIME,
        even => power(base * base % PRIME, even / 2),
    }
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

fn attack(kind: usize, people: &[(Vec<usize>, [usize; 4])]) -> Result<(), TestCaseError> {
    let (dialog, known) = asked(kind);
    let topic = &tally::topics(&dialog)[0];
    let all: Vec<Response> = people.iter().map(|(picks, profile)| response(&dialog, picks, *profile)).collect();
    let people = People::of(all, &dialog);
    let Some((_, splits)) = shield::shown(&people, &dialog, topic, FEWEST) else { return Ok(()) };
    let all = &people.responses;
    let mut sizes: BTreeMap<Profile, usize> = BTreeMap::new();
    all.iter().for_each(|one| *sizes.entry(profile(one)).or_default() += 1);
    let (profiles, sizes): (Vec<Profile>, Vec<usize>) = sizes.into_iter().unzip();
    let seen = seen(&splits, &profiles, OPTIONS[kind / 2]);

    let left = fewest_left(&seen, &sizes);
    prop_assert!(left.is_none_or(|n| n >= FEWEST), "{left:?} people are left: {:?}", shown(&splits));

    // One group less another that it contains, or everyone less a group.
    let everyone = vec![true; profiles.len()];
    let sets = || seen.iter().map(|group| (&group.of, group.cells)).chain([(&everyone, [true; 3])]);
    let members = |of: &[bool], option: usize| {
        let is_in = |one: &&Response| of[profiles.binary_search(&profile(one)).unwrap()];
        all.iter().filter(is_in).filter(|one| chose(one, option)).count()
    };
    for ((all, cells), (less, others)) in sets().flat_map(|one| sets().map(move |other| (one, other))) {
        if less.iter().zip(all).all(|(less, all)| !less || *all) {
            for option in (0..3).filter(|option| cells[*option] && others[*option]) {
                let few = members(all, option) - members(less, option);
                prop_assert!(
                    few == 0 || few >= FEWEST,
                    "{few} are left of those who chose {option}: {:?}",
                    shown(&splits)
                );
            }
        }
    }

    let mut equations = Known(Vec::new());
    (0..3).for_each(|option| equations.add(row(&everyone, only(option))));
    for group in &seen {
        group.cells.iter().enumerate().filter(|(_, seen)| **seen).for_each(|(option, _)| {
            equations.add(row(&group.of, only(option)));
        });
        known.iter().filter(|_| group.shown).for_each(|factors| equations.add(row(&group.of, *factors)));
    }
    // Whoever chooses one option only is counted once: of each profile it is known how many that are.
    for at in 0..profiles.len() {
        let of: Vec<bool> = (0..profiles.len()).map(|other| other == at).collect();
        known.iter().take(1).for_each(|factors| equations.add(row(&of, *factors)));
    }
    for (at, dimension) in DIMENSIONS.iter().enumerate() {
        let mut ids: Vec<&String> = profiles.iter().map(|profile| &profile[at]).collect();
        ids.sort();
        ids.dedup();
        for id in ids {
            let of: Vec<bool> = profiles.iter().map(|profile| profile[at] == *id).collect();
            for option in 0..3 {
                let n = all.iter().filter(|one| profile(one)[at] == *id && chose(one, option)).count();
                let whole = all.iter().filter(|one| chose(one, option)).count();
                if (1..FEWEST).contains(&n) && n < whole {
                    let solved = equations.says(row(&of, only(option)));
                    prop_assert!(!solved, "{n} of {dimension:?} {id:?} chose {option}: {:?}", shown(&splits));
                }
            }
        }
    }
    Ok(())
}

/// Counts of three options.
type Counts = [usize; 3];

/// All that the counts of a group may be, as far as a table says.
fn candidates(counts: Counts, cells: [bool; 3], known: &[[i64; 3]]) -> Vec<Counts> {
    let sum = |counts: Counts, factors: &[i64; 3]| -> i64 {
        counts.iter().zip(factors).map(|(n, factor)| i64::try_from(*n).unwrap() * factor).sum()
    };
    let n = counts.iter().sum::<usize>();
    let all = (0..=n).flat_map(|a| (0..=n - a).map(move |b| [a, b, n - a - b]));
    let fits = |other: &Counts| {
        (0..3).all(|at| !cells[at] || other[at] == counts[at])
            && known.iter().all(|factors| sum(*other, factors) == sum(counts, factors))
    };
    all.filter(fits).collect()
}

/// Tries out every table that fits what is shown of one split: a small cell that is not shown must not be the same in all.
fn try_all_tables(kind: usize, people: &[(Vec<usize>, [usize; 4])]) -> Result<(), TestCaseError> {
    let (dialog, known) = asked(kind);
    let topic = &tally::topics(&dialog)[0];
    let all: Vec<Response> = people.iter().map(|(picks, profile)| response(&dialog, picks, *profile)).collect();
    let people = People::of(all, &dialog);
    for split in shield::shown(&people, &dialog, topic, FEWEST).unwrap().1 {
        let at = DIMENSIONS.iter().position(|known| *known == split.dimension).unwrap();
        let mut rows: BTreeMap<String, (Counts, [bool; 3])> = BTreeMap::new();
        for one in &people.responses {
            let id = profile(one)[at].clone();
            let shown = split.groups.iter().any(|(known, _)| *known == id);
            let cells =
                OPTIONS[kind / 2].map(|option| shown && !split.empty.contains(&(id.clone(), option.to_owned())));
            let row = rows.entry(if shown { id } else { String::new() }).or_insert(([0; 3], cells));
            (0..3).for_each(|option| row.0[option] += usize::from(chose(one, option)));
        }
        let rows: Vec<(Counts, Vec<Counts>)> =
            rows.into_values().map(|(counts, cells)| (counts, candidates(counts, cells, &known))).collect();
        let plus = |a: Counts, b: Counts| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
        let whole = rows.iter().fold([0; 3], |all, (counts, _)| plus(all, *counts));
        let sums = |rows: &[(Counts, Vec<Counts>)]| {
            rows.iter().fold(BTreeSet::from([[0; 3]]), |sums: BTreeSet<Counts>, (_, candidates)| {
                let next = sums.iter().flat_map(|sum| candidates.iter().map(|other| plus(*sum, *other)));
                next.filter(|sum| (0..3).all(|option| sum[option] <= whole[option])).collect()
            })
        };
        for (row, (counts, candidates)) in rows.iter().enumerate() {
            let (before, after) = (sums(&rows[..row]), sums(&rows[row + 1..]));
            let rest = |sum: &Counts, one: &Counts| {
                let all = plus(*sum, *one);
                (0..3).all(|at| all[at] <= whole[at])
                    && after.contains(&[whole[0] - all[0], whole[1] - all[1], whole[2] - all[2]])
            };
            let possible: Vec<&Counts> =
                candidates.iter().filter(|one| before.iter().any(|sum| rest(sum, one))).collect();
            for option in (0..3).filter(|option| (1..FEWEST).contains(&counts[*option])) {
                let same = possible.iter().all(|other| other[option] == counts[option]);
                let told = whole[option] == counts[option];
                prop_assert!(
                    !same || told,
                    "{} chose {option}: {:?}",
                    counts[option],
                    shown(std::slice::from_ref(&split))
                );
            }
        }
    }
    Ok(())
}

fn shown(splits: &[Split]) -> Vec<String> {
    let groups =
        |split: &Split| split.groups.iter().map(|(id, figure)| format!("{id} {}", figure.n)).collect::<Vec<_>>();
    splits.iter().map(|split| format!("{:?} {:?} empty {:?}", split.dimension, groups(split), split.empty)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nobody_is_picked_out_of_people_by_chance(
        kind in 0usize..3,
        people in proptest::collection::vec((proptest::sample::subsequence(vec![0, 1, 2], 1..=2), [0usize..4, 0..4, 0..4, 0..5]), 5..70),
    ) {
        attack(kind, &people)?;
    }

    #[test]
    fn no_table_is_the_only_one_that_fits(
        scale in proptest::bool::ANY,
        people in proptest::collection::vec((proptest::sample::subsequence(vec![0, 1, 2], 1..=1), [0usize..4, 0..4, 0..4, 0..5]), 10..45),
    ) {
        try_all_tables(if scale { 2 } else { 0 }, &people)?;
    }

    /// As bodies are: those of a commune live in the town or in the country, nearly all of them.
    #[test]
    fn nobody_is_picked_out_where_bodies_are_of_one_area(
        kind in 0usize..3,
        people in proptest::collection::vec((proptest::sample::subsequence(vec![0, 1, 2], 1..=2), 0usize..4, 0usize..4, 0usize..5), 20..90),
        moved in proptest::collection::vec(0usize..90, 0..4),
    ) {
        let people: Vec<_> = people.into_iter().enumerate().map(|(at, (picks, sex, age, body))| {
            let area = usize::from(body % 2 == 0) ^ usize::from(moved.contains(&at));
            (picks, [sex, area, age, body])
        }).collect();
        attack(kind, &people)?;
    }
}

#[test]
fn what_picks_nobody_out_is_shown() {
    let (dialog, _) = asked(0);
    let topic = &tally::topics(&dialog)[0];
    let of = |id: usize| response(&dialog, &[id % 3], [id / 18, 0, 2, id % 2]);
    let people = People::of((0..36).map(of).collect(), &dialog);
    let (whole, splits) = shield::shown(&people, &dialog, topic, 0).unwrap();
    let twelve = |ids: [&str; 3]| ids.map(|id| (id.to_owned(), 12)).to_vec();
    assert_eq!((whole.n, whole.shape), (36, tally::Shape::Options(twelve(OPTIONS[0]))));
    let shown: Vec<_> = splits.iter().map(|split| (split.dimension.id(), split.groups.len(), split.others)).collect();
    assert_eq!(shown, [("sex", 2, 0), ("body", 2, 0)], "everyone is urban: that is no split");
    assert_eq!(shield::shown(&people, &dialog, topic, 20).unwrap().1, [], "the limit may be raised");
    assert!(shield::shown(&people, &dialog, topic, 37).is_none());
}
