//! Which groups may stand beside others: however groups are put together and subtracted, nobody is left, or many people are.
//!
//! Whatever is left of groups added and subtracted is a sum over people. Suppose people can be taken apart into five samples (`fewest`),
//! nobody being in two of them, each of which tells all groups apart as well as all people do: what comes to nothing in the
//! sample comes to nothing in all. Then a sum that is not nothing has somebody in each sample: five people at least.

use std::collections::BTreeMap;

use super::span::{Span, relations};

/// Of each kind of people their group in a dimension; none where it is not shown.
pub type Groups = Vec<Option<usize>>;

/// The groups of a dimension that may be shown beside all of `shown`; none if fewer than two, or more than `most`, are left.
/// `sizes` says how many people are of each kind. Those in no group count as one: the whole less all groups.
pub fn may_be_shown(
    mut groups: Groups,
    shown: &[Groups],
    sizes: &[usize],
    fewest: usize,
    most: usize,
) -> Option<Groups> {
    let few = count(&groups, sizes).into_iter().filter(|(_, n)| *n < fewest);
    let few: Vec<usize> = few.filter_map(|(group, _)| group).collect();
    leave_out(&mut groups, |group| few.contains(&group));
    loop {
        let left = count(&groups, sizes).into_iter().filter_map(|(group, n)| Some((group?, n)));
        let left: BTreeMap<usize, usize> = left.collect();
        if left.len() < 2 || left.len() > most {
            return None;
        }
        let beside: Vec<&Groups> = shown.iter().chain([&groups]).collect();
        let Some(picked_out) = picked_out(&beside, sizes, fewest) else {
            return Some(groups);
        };
        // The smallest group that has to do with it; or, where those are in no group, the smallest joins them.
        let given_away: Vec<Option<usize>> = picked_out.into_iter().map(|kind| groups[kind]).collect();
        let smallest = |of: &dyn Fn(usize) -> bool| {
            left.iter().filter(|(group, _)| of(**group)).min_by_key(|(_, n)| **n).map(|(group, _)| *group)
        };
        let out = smallest(&|group| given_away.contains(&Some(group))).or_else(|| smallest(&|_| true))?;
        leave_out(&mut groups, |group| group == out);
    }
}

fn leave_out(groups: &mut Groups, out: impl Fn(usize) -> bool) {
    groups.iter_mut().for_each(|group| *group = group.filter(|group| !out(*group)));
}

fn count(groups: &Groups, sizes: &[usize]) -> BTreeMap<Option<usize>, usize> {
    let mut count = BTreeMap::new();
    groups.iter().zip(sizes).for_each(|(group, n)| *count.entry(*group).or_default() += n);
    count
}

/// The kinds of people that may be left when these groups are added and subtracted, and that are too few perhaps; none where
/// nobody is left, or `fewest` at least.
fn picked_out(dimensions: &[&Groups], sizes: &[usize], fewest: usize) -> Option<Vec<usize>> {
    let groups: Vec<(usize, Option<usize>)> = dimensions
        .iter()
        .enumerate()
        .flat_map(|(at, groups)| count(groups, sizes).into_keys().map(move |group| (at, group)))
        .collect();
    let is_in = |kind: usize, (at, group): (usize, Option<usize>)| dimensions[at][kind] == group;
    let told_apart = |kinds: &[usize]| {
        let members = |group| kinds.iter().map(|kind| is_in(*kind, group)).collect();
        relations(&groups.iter().map(|group| members(*group)).collect::<Vec<_>>())
    };
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    let rank = groups.len() - told_apart(&order).len();
    // Those of small groups come last: one of them is enough for a sample, and none must be left without.
    let counts: Vec<_> = dimensions.iter().map(|groups| count(groups, sizes)).collect();
    let narrow = |kind: &usize| counts.iter().zip(dimensions).map(|(count, groups)| count[&groups[*kind]]).min();
    order.sort_by_cached_key(|kind| std::cmp::Reverse(narrow(kind)));
    let mut left = sizes.to_vec();
    for _ in 0..fewest {
        let (mut sample, mut span) = (Vec::new(), Span::default());
        for kind in order.iter().copied() {
            if sample.len() == rank {
                break;
            }
            let row = groups.iter().map(|group| i64::from(is_in(kind, *group))).collect();
            if left[kind] > 0 && span.add(row, groups.len()).is_none() {
                left[kind] -= 1;
                sample.push(kind);
            }
        }
        if sample.len() < rank {
            // Sums that are nothing in the sample, and something in all.
            let sums = told_apart(&sample).into_iter().map(|factors| {
                let something = |kind: &usize| {
                    let of = groups.iter().zip(&factors).filter(|(group, _)| is_in(*kind, **group));
                    of.map(|(_, factor)| factor).sum::<i64>() != 0
                };
                (0..sizes.len()).filter(something).collect::<Vec<usize>>()
            });
            let people = |kinds: &Vec<usize>| kinds.iter().map(|kind| sizes[*kind]).sum::<usize>();
            return Some(sums.filter(|kinds| !kinds.is_empty()).min_by_key(people).unwrap_or_default());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_of_the_country_are_not_left_over() {
        // Bodies 0 and 1 are of the country, body 2 of the town but for a few people.
        let (area, body) = (vec![Some(0), Some(0), Some(1), Some(0)], vec![Some(0), Some(1), Some(2), Some(2)]);
        let everyone = vec![Some(0); 4];
        let shown = [everyone, area];
        assert_eq!(may_be_shown(body.clone(), &shown, &[9, 8, 20, 2], 5, 40), None);
        assert_eq!(may_be_shown(body.clone(), &shown, &[9, 8, 20, 6], 5, 40), Some(body));
    }
}
