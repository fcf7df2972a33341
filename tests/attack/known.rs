//! The values that follow from known values by adding and subtracting.

/// The calculation is modulo a prime, which is exact and fast enough.
const PRIME: i64 = 998_244_353;

/// What is known, as rows of equations in reduced form: leading places and rows.
#[derive(Default)]
pub struct Known(Vec<(usize, Vec<i64>)>);

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

    /// One more row is known.
    pub fn add(&mut self, row: Vec<i64>) {
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

    /// Whether a row follows from those that are known.
    pub fn says(&self, row: Vec<i64>) -> bool {
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
