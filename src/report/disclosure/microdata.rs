//! Microdata, one row per response: which profiles are too rare to stand in it.

use std::collections::{BTreeMap, BTreeSet};

/// The profiles to withhold: those of fewer than `min_group_size` people, then the next rarest until those withheld are
/// `min_group_size` people together. One person alone would be found by subtracting all others from the whole.
pub fn rare_profiles<T: Ord>(profiles: impl Iterator<Item = T>, min_group_size: usize) -> BTreeSet<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    profiles.for_each(|profile| *counts.entry(profile).or_default() += 1);
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| *count);
    let mut hidden = 0;
    let mut take = |count: usize| {
        let too_few = count < min_group_size || (1..min_group_size).contains(&hidden);
        hidden += if too_few { count } else { 0 };
        too_few
    };
    counts.into_iter().filter(|(_, count)| take(*count)).map(|(profile, _)| profile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_profile_shown_is_shared_and_the_hidden_hide_each_other(people in proptest::collection::vec(0u8..6, 0..60)) {
            let hidden = rare_profiles(people.iter().copied(), 5);
            let count = |wanted: &dyn Fn(u8) -> bool| people.iter().filter(|p| wanted(**p)).count();
            for profile in people.iter().filter(|profile| !hidden.contains(profile)) {
                proptest::prop_assert!(count(&|p| p == *profile) >= 5);
            }
            let together = count(&|p| hidden.contains(&p));
            proptest::prop_assert!(together == 0 || together >= 5 || together == people.len());
        }
    }
}
