//! Linear algebra: what follows from known sums. It calculates in whole numbers modulo a prime, so that nothing is rounded.
//! What follows in fractions follows here too; once in a billion times something seems to follow that does not.

/// A prime so large that products fit.
const PRIME: i64 = 2_147_483_647;

/// The span of known rows, in reduced row echelon form: each has a leading one where all others have zero.
#[derive(Debug, Default)]
pub struct Span(Vec<(usize, Vec<i64>)>);

impl Span {
    /// Reduces a row by all that is known.
    fn rest(&self, row: &mut [i64]) {
        row.iter_mut().for_each(|factor| *factor = factor.rem_euclid(PRIME));
        for (lead, known) in &self.0 {
            take_away(row, known, row[*lead]);
        }
    }

    /// Adds a row. Its first `width` places count, what stands behind them is carried along. If the row follows from the
    /// others, gives back what is carried.
    pub fn add(&mut self, mut row: Vec<i64>, width: usize) -> Option<Vec<i64>> {
        self.rest(&mut row);
        let Some(lead) = row[..width].iter().position(|factor| *factor != 0) else {
            return Some(row.split_off(width));
        };
        let inverse = power(row[lead], PRIME - 2);
        row.iter_mut().for_each(|factor| *factor = *factor * inverse % PRIME);
        for (_, known) in &mut self.0 {
            let factor = known[lead];
            take_away(known, &row, factor);
        }
        self.0.push((lead, row));
        None
    }

    /// The places whose value follows: their row has no other place.
    pub fn solved(&self) -> impl Iterator<Item = usize> {
        let alone = |row: &[i64]| row.iter().filter(|factor| **factor != 0).count() == 1;
        self.0.iter().filter(move |(_, row)| alone(row)).map(|(lead, _)| *lead)
    }
}

fn take_away(row: &mut [i64], known: &[i64], factor: i64) {
    if factor != 0 {
        row.iter_mut().zip(known).for_each(|(to, from)| *to = (*to + (PRIME - factor) * from) % PRIME);
    }
}

fn power(base: i64, exponent: i64) -> i64 {
    match exponent {
        0 => 1,
        odd if odd % 2 == 1 => base * power(base, odd - 1) % PRIME,
        even => power(base * base % PRIME, even / 2),
    }
}

/// How groups add up to each other. For each group that follows from those before it: factors, one for each group, with which
/// all of them add up to nobody. Each row of `groups` says of each profile whether it is in the group.
pub fn relations(groups: &[Vec<bool>]) -> Vec<Vec<i64>> {
    // As many sums of the profiles, by chance, as there are groups: what holds for each profile holds for the sums, and
    // hardly anything else does.
    let width = groups.len() + 1;
    let mut span = Span::default();
    let carried = |at: usize| (0..groups.len()).map(move |other| i64::from(other == at));
    let row = |(at, group): (usize, &Vec<bool>)| {
        let profiles = || group.iter().zip(0..).filter(|(of, _)| **of).map(|(_, profile)| profile);
        let sums = (0..width).map(|sum| profiles().fold(0, |all, profile| (all + by_chance(profile, sum)) % PRIME));
        sums.chain(carried(at)).collect::<Vec<i64>>()
    };
    let found = groups.iter().enumerate().filter_map(|group| span.add(row(group), width)).collect::<Vec<_>>();
    let signed = |factor: i64| if factor > PRIME / 2 { factor - PRIME } else { factor };
    found.into_iter().map(|factors| factors.into_iter().map(signed).collect()).collect()
}

/// A number that looks like chance, always the same for the same place (Steele et al. 2014, SplitMix64).
fn by_chance(profile: u64, sum: usize) -> i64 {
    let mut z = (profile << 16 | sum as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z >> 34).cast_signed() // below 2^30
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_come_to_others_are_found() {
        let group = |of: &[usize]| (0..6).map(|profile| of.contains(&profile)).collect::<Vec<bool>>();
        // Everyone; women and men; the country, of which two bodies are all.
        let groups = [group(&[0, 1, 2, 3, 4, 5]), group(&[0, 2, 4]), group(&[1, 3, 5]), group(&[0, 1, 2, 3])];
        assert_eq!(relations(&groups), [[-1, 1, 1, 0]]);
        let more = groups.into_iter().chain([group(&[0, 1]), group(&[2, 3]), group(&[4, 5])]).collect::<Vec<_>>();
        assert_eq!(
            relations(&more),
            [vec![-1, 1, 1, 0, 0, 0, 0], vec![0, 0, 0, -1, 1, 1, 0], vec![-1, 0, 0, 1, 0, 0, 1]]
        );
    }

    #[test]
    fn what_follows_is_solved() {
        let mut span = Span::default();
        assert_eq!(span.add(vec![1, 1, 1], 3), None);
        assert_eq!(span.add(vec![0, 1, 1], 3), None);
        assert_eq!(span.add(vec![2, 1, 1], 3), Some(vec![]));
        assert_eq!(span.solved().collect::<Vec<_>>(), [0]);
    }
}
