//! Enumerates all tables that agree with what is seen.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use takafou::report::disclosure::MIN_GROUP_SIZE;

use super::{Asked, Counts, DIMENSIONS, OPTIONS, chose, only, profile};

/// All values that the counts of a group can have, as far as one table says.
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

/// Tries every table that agrees with what is shown of one split. A small hidden cell must not be the same in all of
/// them.
pub fn of_each_split(asked: &Asked) -> Result<(), TestCaseError> {
    for split in &asked.splits {
        let at = DIMENSIONS.iter().position(|known| *known == split.dimension).unwrap();
        let mut rows: BTreeMap<String, (Counts, [bool; 3])> = BTreeMap::new();
        for one in &asked.people.responses {
            let id = profile(one)[at].clone();
            let shown = split.groups.iter().any(|(known, _)| *known == id);
            let cells = OPTIONS[asked.kind / 2]
                .map(|option| shown && !split.suppressed.contains(&(id.clone(), option.to_owned())));
            let row = rows.entry(if shown { id } else { String::new() }).or_insert(([0; 3], cells));
            (0..3).for_each(|option| row.0[option] += usize::from(chose(one, option)));
        }
        let rows: Vec<(Counts, Vec<Counts>)> =
            rows.into_values().map(|(counts, cells)| (counts, candidates(counts, cells, &asked.known))).collect();
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
            for option in (0..3).filter(|option| (1..MIN_GROUP_SIZE).contains(&counts[*option])) {
                let same = possible.iter().all(|other| other[option] == counts[option]);
                let told = whole[option] == counts[option];
                prop_assert!(!same || told, "{} of {:?} chose {option}:\n{asked}", counts[option], split.dimension);
            }
        }
    }
    Ok(())
}

/// A sum that is seen: these weights times these choices of these people.
struct Sum {
    of: Vec<bool>,
    factors: [i64; 3],
    sum: i64,
}

/// Whether the people of each profile can have chosen in another way, so that a sum differs and everything that is seen
/// is the same.
fn could_be_otherwise(chosen: &[Counts], seen: &[Sum], differs: &Sum) -> bool {
    fn next(at: usize, chosen: &[Counts], sums: &[i64], seen: &[&Sum], tries: &mut usize) -> bool {
        *tries += 1;
        if *tries > 20_000 {
            return true; // nobody can say
        }
        let Some(counts) = chosen.get(at) else {
            return sums[1..].iter().zip(&seen[1..]).all(|(sum, seen)| *sum == seen.sum) && sums[0] != seen[0].sum;
        };
        candidates(*counts, [false; 3], &[[1, 1, 1]]).into_iter().any(|other| {
            let mut sums = sums.to_vec();
            for (sum, seen) in sums.iter_mut().zip(seen).filter(|(_, seen)| seen.of[at]) {
                *sum +=
                    other.iter().zip(seen.factors).map(|(n, factor)| i64::try_from(*n).unwrap() * factor).sum::<i64>();
            }
            let fits =
                |(sum, seen): (&i64, &&Sum)| *sum == seen.sum || *sum < seen.sum && seen.of[at + 1..].contains(&true);
            sums[1..].iter().zip(&seen[1..]).all(fits) && next(at + 1, chosen, &sums, seen, tries)
        })
    }
    let all: Vec<&Sum> = std::iter::once(differs).chain(seen).collect();
    next(0, chosen, &vec![0; all.len()], &all, &mut 0)
}

/// As above, with all splits at once and the number of people of each profile known.
pub fn of_all_splits(asked: &Asked) -> Result<(), TestCaseError> {
    let by_option = asked.chosen();
    let chosen: Vec<Counts> =
        (0..asked.profiles.len()).map(|at| by_option.each_ref().map(|chosen| chosen[at])).collect();
    let sum = |of: Vec<bool>, factors: [i64; 3]| {
        let people = chosen.iter().zip(&of).filter(|(_, of)| **of);
        let sum = people
            .flat_map(|(counts, _)| counts.iter().zip(factors))
            .map(|(n, factor)| i64::try_from(*n).unwrap() * factor);
        Sum { sum: sum.sum(), of, factors }
    };
    let everyone = || vec![true; asked.profiles.len()];
    let mut all: Vec<Sum> = (0..3).map(|option| sum(everyone(), only(option))).collect();
    // The whole says some of it, and that none of a group chose something, or all the same: that is no secret.
    let mut told: Vec<Sum> = (0..3).map(|option| sum(everyone(), only(option))).collect();
    for group in &asked.seen {
        let none: Vec<Sum> =
            (0..3).map(|option| sum(group.of.clone(), only(option))).filter(|chose| chose.sum == 0).collect();
        told.extend(none.into_iter().filter(|_| group.shown));
        all.extend((0..3).filter(|option| group.cells[*option]).map(|option| sum(group.of.clone(), only(option))));
        all.extend(asked.known.iter().filter(|_| group.shown).map(|factors| sum(group.of.clone(), *factors)));
    }
    for ((dimension, id), option) in
        asked.groups().into_iter().flat_map(|group| [0, 1, 2].map(|option| (group, option)))
    {
        let cell = sum(asked.members(dimension, id), only(option));
        let few = (1..5).contains(&cell.sum) && cell.sum < all[option].sum;
        if few && could_be_otherwise(&chosen, &told, &cell) {
            let otherwise = could_be_otherwise(&chosen, &all, &cell);
            prop_assert!(otherwise, "{} of {:?} {id:?} chose {option}:\n{asked}", cell.sum, DIMENSIONS[dimension]);
        }
    }
    Ok(())
}
