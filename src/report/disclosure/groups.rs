//! Which groups of a dimension may be released beside those of other dimensions. The attack is differencing: group totals are
//! added and subtracted until few respondents are left.
//!
//! Theorem. Any integer combination of published group totals is a sum over respondents, each counted so many times. If the
//! respondents can be split into k disjoint samples of the same rank, then such a sum counts nobody, or k respondents at least.
//! (The rank is that of the matrix which says of each group and each respondent of the sample whether they are in it; it is
//! to be the same as among all respondents.)
//!
//! Proof. Where the rank is the same, a combination that counts nobody of a sample counts nobody at all. So one that counts
//! anybody counts somebody of each sample, and nobody is in two samples.
//!
//! Here k is `min_group_size`. The theorem also holds of those who chose an option, and of steps above the lowest point of a
//! scale: a mean tells how many steps there are, and few steps are made by few people.

use std::collections::{BTreeMap, BTreeSet};

use super::linear::{Span, relations};

/// The group of each profile in one dimension; none where it is not released.
pub type Groups = Vec<Option<usize>>;

/// Most groups that are released beside each other: the bodies of a prefecture, not those of the country.
pub const MAX_GROUPS: usize = 40;

/// The groups of a dimension that may be shown beside all of `shown`; none if fewer than two or more than `max_groups` are left.
///
/// `counts` holds the number of people of each profile, and what else a count or a mean tells of each. Those in no group are
/// treated as a group too: they are the whole less all groups.
pub fn may_be_shown(
    mut groups: Groups,
    shown: &[&Groups],
    counts: &[Vec<usize>],
    min_group_size: usize,
    max_groups: usize,
) -> Option<Groups> {
    let people = counts.first()?;
    let few = count(&groups, people).into_iter().filter(|(_, n)| *n < min_group_size);
    let few: Vec<usize> = few.filter_map(|(group, _)| group).collect();
    leave_out(&mut groups, |group| few.contains(&group));
    loop {
        let left = count(&groups, people).into_iter().filter_map(|(group, n)| Some((group?, n)));
        let left: BTreeMap<usize, usize> = left.collect();
        if left.len() < 2 || left.len() > max_groups {
            return None;
        }
        let beside: Vec<&Groups> = shown.iter().copied().chain([&groups]).collect();
        let Some(disclosed) = counts.iter().find_map(|counts| leaves_few(&beside, counts, min_group_size)) else {
            return Some(groups);
        };
        // The smallest group that has to do with it; or, where those are in no group, the smallest joins them.
        let smallest = |of: &dyn Fn(usize) -> bool| {
            left.iter().filter(|(group, _)| of(**group)).min_by_key(|(_, n)| **n).map(|(group, _)| *group)
        };
        let out = smallest(&|group| disclosed.contains(&Some(group))).or_else(|| smallest(&|_| true))?;
        leave_out(&mut groups, |group| group == out);
    }
}

fn leave_out(groups: &mut Groups, out: impl Fn(usize) -> bool) {
    groups.iter_mut().for_each(|group| *group = group.filter(|group| !out(*group)));
}

fn count(groups: &Groups, counts: &[usize]) -> BTreeMap<Option<usize>, usize> {
    let mut count = BTreeMap::new();
    groups.iter().zip(counts).for_each(|(group, n)| *count.entry(*group).or_default() += n);
    count
}

/// Tries to find the samples of the theorem. If it cannot, few people may be left: these are their groups in the last
/// dimension. None where it is certain that nobody is left, or `min_group_size` at least.
fn leaves_few(dimensions: &[&Groups], counts: &[usize], min_group_size: usize) -> Option<BTreeSet<Option<usize>>> {
    // Whoever is in the same groups is of one profile here.
    let mut alike: BTreeMap<Groups, usize> = BTreeMap::new();
    for (profile, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        *alike.entry(dimensions.iter().map(|groups| groups[profile]).collect()).or_default() += n;
    }
    let groups: BTreeSet<Group> = alike.keys().flat_map(|profile| profile.iter().copied().enumerate()).collect();
    // Those of small groups come last: one of them is enough for a sample, and none must be left without.
    let mut left: Vec<(&Groups, usize)> = alike.iter().map(|(profile, n)| (profile, *n)).collect();
    let mut size: BTreeMap<Group, usize> = BTreeMap::new();
    left.iter().for_each(|(profile, n)| {
        profile.iter().copied().enumerate().for_each(|group| *size.entry(group).or_default() += n);
    });
    left.sort_by_cached_key(|(profile, _)| {
        std::cmp::Reverse(profile.iter().copied().enumerate().map(|group| size[&group]).min())
    });
    // Within each dimension the groups come to everyone: that is one sum only. The first sample finds all others.
    let mut rank = (groups.len() + 1).saturating_sub(dimensions.len());
    for samples in 0..min_group_size {
        let sample = pick(&mut left, &groups, rank);
        if samples == 0 {
            rank = sample.len();
        }
        if sample.len() < rank {
            // Sums that are nothing in the sample, and something in all.
            let members = |group| sample.iter().map(|profile| is_in(profile, group)).collect();
            let sums = relations(&groups.iter().map(|group| members(*group)).collect::<Vec<_>>());
            let sums = sums.into_iter().map(|factors| {
                let something = |profile: &Groups| {
                    let of = groups.iter().zip(&factors).filter(|(group, _)| is_in(profile, **group));
                    of.map(|(_, factor)| factor).sum::<i64>() != 0
                };
                alike.iter().filter(|(profile, _)| something(profile)).collect::<Vec<_>>()
            });
            let people = |profiles: &Vec<(&Groups, &usize)>| profiles.iter().map(|(_, n)| **n).sum::<usize>();
            let few = sums.filter(|profiles| !profiles.is_empty()).min_by_key(people).unwrap_or_default();
            return Some(few.into_iter().filter_map(|(profile, _)| profile.last().copied()).collect());
        }
    }
    None
}

/// A dimension and a group of it, or those who are in none.
type Group = (usize, Option<usize>);

fn is_in(profile: &Groups, (at, group): Group) -> bool {
    profile[at] == group
}

/// Takes a sample out of the people who are left: as many as raise its rank, `rank` at most.
fn pick<'a>(left: &mut [(&'a Groups, usize)], groups: &BTreeSet<Group>, rank: usize) -> Vec<&'a Groups> {
    let (mut picked, mut span) = (Vec::new(), Span::default());
    for (profile, left) in left.iter_mut().filter(|(_, left)| *left > 0) {
        if picked.len() == rank {
            break;
        }
        let row = groups.iter().map(|group| i64::from(is_in(profile, *group))).collect();
        if span.add(row, groups.len()).is_none() {
            *left -= 1;
            picked.push(*profile);
        }
    }
    picked
}

/// The same for two dimensions, exactly: the groups of `own` whose people are left when groups of both are added and
/// subtracted, if they are few.
///
/// Groups are the nodes of a graph, and each person is an edge between the two groups they are in. The fewest who can be left
/// are a minimum cut (Stoer and Wagner 1997, "A simple min-cut algorithm").
pub fn pair_leaves_few(
    own: &Groups,
    other: &Groups,
    counts: &[usize],
    min_group_size: usize,
) -> Option<BTreeSet<Option<usize>>> {
    let people =
        || own.iter().zip(other).zip(counts).filter(|(_, n)| **n > 0).map(|((own, other), n)| (*own, *other, *n));
    let points: BTreeSet<Group> = people().flat_map(|(own, other, _)| [(0, own), (1, other)]).collect();
    let points: Vec<Group> = points.into_iter().collect();
    let place = |group: Group| points.binary_search(&group).unwrap_or(0); // it is among them
    let mut threads = vec![vec![0; points.len()]; points.len()];
    for (own, other, n) in people() {
        let (own, other) = (place((0, own)), place((1, other)));
        threads[own][other] += n;
        threads[other][own] += n;
    }
    let mut tied: Vec<Vec<usize>> = (0..points.len()).map(|point| vec![point]).collect();
    let mut left: Vec<usize> = (0..points.len()).collect();
    while left.len() > 1 {
        // One by one whichever is tied most to those before: the last is cut off most easily from the one before it.
        let (mut order, mut tie, mut open) = (Vec::new(), vec![0; points.len()], left.clone());
        while let Some(at) = (0..open.len()).max_by_key(|at| tie[open[*at]]) {
            let next = open.swap_remove(at);
            open.iter().for_each(|point| tie[*point] += threads[next][*point]);
            order.push(next);
        }
        let [.., before, last] = order[..] else { break };
        if (1..min_group_size).contains(&tie[last]) {
            let cut = |(own, other, _): &(Option<usize>, Option<usize>, usize)| {
                tied[last].contains(&place((0, *own))) != tied[last].contains(&place((1, *other)))
            };
            return Some(people().filter(cut).map(|(own, ..)| own).collect());
        }
        let cut_off = std::mem::take(&mut tied[last]);
        tied[before].extend(cut_off);
        left.retain(|point| *point != last);
        for point in &left {
            let n = threads[last][*point];
            threads[before][*point] += n;
            threads[*point][before] += n;
        }
        threads[before][before] = 0;
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
        let shown = [&everyone, &area];
        assert_eq!(may_be_shown(body.clone(), &shown, &[vec![9, 8, 20, 2]], 5, 40), None);
        assert_eq!(may_be_shown(body.clone(), &shown, &[vec![9, 8, 20, 6]], 5, 40), Some(body));
    }

    #[test]
    fn six_people_of_a_body_are_not_left_over() {
        // Bodies 0 and 1 are of the town, body 3 of the country, body 2 of both: who chose an option, by body and area.
        let (body, area) =
            (vec![0, 1, 2, 2, 3].into_iter().map(Some).collect(), vec![0, 0, 0, 1, 1].into_iter().map(Some).collect());
        let few = |counts: [usize; 5]| pair_leaves_few(&body, &area, &counts, 5);
        assert_eq!(few([10, 10, 1, 9, 10]), Some(BTreeSet::from([Some(2)])));
        assert_eq!(few([10, 10, 5, 9, 10]), None);
        assert_eq!(few([10, 10, 0, 9, 10]), None, "nobody is left");
        assert_eq!(few([10, 10, 9, 9, 4]), Some(BTreeSet::from([Some(3)])), "four people alone");
    }
}
