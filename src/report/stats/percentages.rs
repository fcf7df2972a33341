//! Whole percentages of the parts of a whole. Each part rounded by itself can come to 99 or 101 together (71 + 24 + 6), and
//! whoever adds them up takes all figures for wrong.

/// The percentage of each part of the whole that they make, rounded so that all come to 100: by the method of the largest
/// remainder. Of equal remainders the larger part is rounded up, then the first one. All 0 where nothing is counted.
pub fn percentages(parts: &[usize]) -> Vec<usize> {
    let whole: usize = parts.iter().sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let mut found: Vec<usize> = parts.iter().map(|part| part * 100 / whole).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse((parts[*at] * 100 % whole, parts[*at])));
    let missing = 100 - found.iter().sum::<usize>();
    order.iter().take(missing).for_each(|at| found[*at] += 1);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_come_to_a_hundred() {
        assert_eq!(percentages(&[12, 4, 1]), [71, 23, 6], "71 + 24 + 6 would be 101");
        assert_eq!(percentages(&[1, 1, 1]), [34, 33, 33], "33 + 33 + 33 would be 99");
        assert_eq!(percentages(&[1, 1, 1, 1, 1, 1]), [17, 17, 17, 17, 16, 16]);
        assert_eq!(percentages(&[199, 1]), [100, 0], "of two halves the larger part is rounded up");
        assert_eq!(percentages(&[7, 0]), [100, 0]);
        assert_eq!(percentages(&[0, 0]), [0, 0]);
        assert_eq!(percentages(&[]), [] as [usize; 0]);
    }

    proptest! {
        #[test]
        fn no_part_is_a_whole_percent_off(parts in prop::collection::vec(0..100_000_usize, 1..40)) {
            let whole: usize = parts.iter().sum();
            let found = percentages(&parts);
            prop_assert_eq!(found.iter().sum::<usize>(), if whole == 0 { 0 } else { 100 });
            for (part, percent) in parts.iter().zip(found) {
                prop_assert!(percent * whole < part * 100 + whole.max(1) && part * 100 < (percent + 1) * whole.max(1));
                prop_assert!(*part > 0 || percent == 0, "nobody is never one percent");
            }
        }
    }
}
