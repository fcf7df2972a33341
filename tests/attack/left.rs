//! The people who are left when groups are put together, added and subtracted.

use std::collections::BTreeSet;

use takafou::dialog::Value;
use takafou::report::stats::response::Response;

use super::{DIMENSIONS, Seen};

/// By how many steps a response is from an end of the scale.
pub type Steps = Box<dyn Fn(&Response) -> usize>;

/// How far answers are from the ends of a scale: of those that were chosen, where the whole shows which; before and after.
pub fn steps(kind: usize, all: &[Response]) -> Vec<Steps> {
    let level = |one: &Response, at: usize| match &one.answers[at].1 {
        Value::Numbers(numbers) => usize::try_from(numbers[0]).unwrap(),
        _ => 0,
    };
    let between = |at: usize, low: usize, high: usize, step: usize| -> Vec<Steps> {
        let up = move |one: &Response| (level(one, at) - low) / step;
        vec![Box::new(up), Box::new(move |one: &Response| (high - level(one, at)) / step)]
    };
    match kind {
        0 | 1 => Vec::new(),
        2 => {
            let said: BTreeSet<usize> = all.iter().map(|one| level(one, 0)).collect();
            let (low, high) = (*said.first().unwrap(), *said.last().unwrap());
            between(0, low, high, if said.len() == 2 { high - low } else { 1 })
        }
        _ => between(0, 1, 3, 1).into_iter().chain(between(1, 1, 3, 1)).collect(),
    }
}

/// The same groups among the choices of these people, as far as cells are seen: `seen` tells it of each of a person's `choices`.
pub fn as_seen(groups: &[Seen], seen: &dyn Fn(&Seen) -> Vec<bool>, choices: usize) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    for dimension in 0..DIMENSIONS.len() {
        let mut left: Vec<bool> = Vec::new();
        for group in groups.iter().filter(|group| group.dimension == dimension) {
            let cells = seen(group);
            let of: Vec<bool> = group.of.iter().flat_map(|of| cells.iter().map(move |seen| *of && *seen)).collect();
            left.resize(group.of.len() * choices, true);
            left.iter_mut().zip(&of).for_each(|(left, of)| *left &= !of);
            if group.shown {
                all.push(Seen { dimension, of, cells: [false; 3], shown: true });
            }
        }
        if !left.is_empty() {
            all.push(Seen { dimension, of: left, cells: [false; 3], shown: false });
        }
    }
    all
}

/// The smallest number of people that are left when groups of all dimensions are put together, added and subtracted.
pub fn fewest_left(seen: &[Seen], sizes: &[usize]) -> Option<usize> {
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

/// The smallest number for any two dimensions.
pub fn fewest_left_of_two(seen: &[Seen], sizes: &[usize]) -> Option<usize> {
    let two =
        |(one, other)| seen.iter().filter(move |group| group.dimension == one || group.dimension == other).cloned();
    let pairs = (0..DIMENSIONS.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
    pairs.filter_map(|pair| fewest_left(&two(pair).collect::<Vec<_>>(), sizes)).min()
}
