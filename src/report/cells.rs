//! Which cells of a split table are left empty: how many of a group chose an option, where those are few.
//!
//! A cell of one to four answers is not shown. It must not follow from the others either: each option's total is known from
//! the whole, each group's `n` is shown, and of a scale its mean as well. So further cells are left empty until no small one
//! can be solved for, and until what is empty in a row or column comes to enough answers or to none. (Cox 1980, "Suppression
//! methodology and statistical disclosure control", for the method.)

use std::collections::BTreeSet;

use super::shield::Split;
use super::tally::{Figure, Shape};

/// A table of counts: a row for each group, a column for each option.
#[derive(Debug, Clone)]
pub struct Table {
    /// The counts.
    pub counts: Vec<Vec<usize>>,
    /// How many of the rows are not shown at all; they are the last ones.
    pub unseen: usize,
    /// What more is known of each row: the sum of its cells, each so many times. Those of a choice are counted once, and on
    /// a scale by their points as well.
    pub known: Vec<Vec<i64>>,
}

/// A large prime: what can be solved for is reckoned with whole numbers up to it, so that nothing is rounded.
const PRIME: i128 = (1 << 61) - 1;

impl Table {
    /// The table of a split topic, the unseen row being all who are in no group shown; none where nothing is counted.
    fn of(split: &Split, whole: &Figure) -> Option<(Table, Vec<String>)> {
        let options = options(whole);
        if options.is_empty() {
            return None;
        }
        let row = |figure: &Figure| options.iter().map(|option| count(figure, option)).collect();
        let mut counts: Vec<Vec<usize>> = split.groups.iter().map(|(_, figure)| row(figure)).collect();
        let unseen = usize::from(split.others > 0);
        if unseen > 0 {
            let rest = |at: usize| count(whole, &options[at]).saturating_sub(counts.iter().map(|row| row[at]).sum());
            counts.push((0..options.len()).map(rest).collect());
        }
        let points = || options.iter().filter_map(|option| option.parse().ok()).collect();
        let known = match &whole.shape {
            Shape::Options(_) if whole.single => vec![vec![1; options.len()]],
            Shape::Levels { .. } => vec![vec![1; options.len()], points()],
            _ => Vec::new(),
        };
        Some((Table { counts, unseen, known }, options))
    }

    /// The cells that are left empty, by row and column: the small ones, those that `give_away` something, all of rows that
    /// are not shown, and as many more as it takes.
    pub fn empty(&self, fewest: usize, give_away: &BTreeSet<(usize, usize)>) -> BTreeSet<(usize, usize)> {
        let (rows, columns) = (self.counts.len(), self.counts.first().map_or(0, Vec::len));
        let all = || (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let small = |(row, column): (usize, usize)| {
            (1..fewest).contains(&self.counts[row][column]) || give_away.contains(&(row, column))
        };
        let mut empty: BTreeSet<(usize, usize)> =
            all().filter(|cell| cell.0 >= rows - self.unseen || small(*cell)).collect();
        // Where few chose an option at all, even a cell of none says something of them.
        for column in 0..columns {
            if (1..fewest).contains(&self.counts.iter().map(|row| row[column]).sum::<usize>()) {
                empty.extend((0..rows).map(|row| (row, column)));
            }
        }
        let kept = empty.clone();
        let lines: Vec<Vec<(usize, usize)>> = {
            let of_columns = (0..columns).map(|column| (0..rows).map(|row| (row, column)).collect());
            let of_rows = (0..rows).map(|row| (0..columns).map(|column| (row, column)).collect());
            if self.known.is_empty() { of_columns.collect() } else { of_columns.chain(of_rows).collect() }
        };
        let next = |line: &[(usize, usize)], empty: &BTreeSet<(usize, usize)>| {
            let left = line.iter().filter(|cell| !empty.contains(cell));
            // Answers hide others; a cell without any only adds to what is not known.
            left.min_by_key(|(row, column)| (self.counts[*row][*column] == 0, self.counts[*row][*column])).copied()
        };
        loop {
            let solved: BTreeSet<(usize, usize)> = self.solved(&empty).into_iter().collect();
            let unknown = |cell: &(usize, usize)| empty.contains(cell) && !solved.contains(cell);
            let mut more = BTreeSet::new();
            for line in &lines {
                let hidden: usize =
                    line.iter().filter(|cell| unknown(cell)).map(|(row, column)| self.counts[*row][*column]).sum();
                let in_all: usize = line.iter().map(|(row, column)| self.counts[*row][*column]).sum();
                if (1..fewest).contains(&hidden) && in_all >= fewest {
                    // Another cell of the line; or what makes one of it that is empty in vain a riddle again.
                    let another = next(line, &empty).filter(|(row, column)| self.counts[*row][*column] > 0);
                    let crossing = || {
                        let vain = line.iter().filter(|cell| solved.contains(cell));
                        let lines = vain.flat_map(|cell| lines.iter().filter(move |line| line.contains(cell)));
                        lines.filter_map(|line| next(line, &empty)).next()
                    };
                    more.extend(another.or_else(crossing));
                }
            }
            if more.is_empty() {
                let found = solved.iter().filter(|cell| small(**cell)).find_map(|cell| {
                    let through = lines.iter().filter(|line| line.contains(cell));
                    let near = through.filter_map(|line| next(line, &empty)).next();
                    near.or_else(|| next(&all().collect::<Vec<_>>(), &empty))
                });
                more.extend(found);
            }
            if more.is_empty() {
                if solved.iter().any(|cell| small(*cell)) {
                    return all().collect(); // the totals alone say it: there is nothing to be shown
                }
                // What can be solved for and is not small may as well be seen.
                empty.retain(|cell| kept.contains(cell) || !solved.contains(cell));
                return empty;
            }
            empty.extend(more);
        }
    }

    /// The empty cells whose counts follow from what is known.
    fn solved(&self, empty: &BTreeSet<(usize, usize)>) -> Vec<(usize, usize)> {
        let cells: Vec<(usize, usize)> = empty.iter().copied().collect();
        let columns = self.counts.first().map_or(0, Vec::len);
        let mut equations: Vec<Vec<i128>> = Vec::new();
        for column in 0..columns {
            equations.push(cells.iter().map(|cell| i128::from(cell.1 == column)).collect());
        }
        for row in 0..self.counts.len() {
            for known in &self.known {
                let of = |cell: &(usize, usize)| if cell.0 == row { i128::from(known[cell.1]) } else { 0 };
                equations.push(cells.iter().map(of).collect());
            }
        }
        let pivots = reduce(&mut equations);
        // In reduced form a cell is solved for where its equation has no other unknown.
        let alone = |(row, column): (usize, usize)| {
            let others = equations[row].iter().filter(|factor| **factor != 0).count();
            (others == 1).then(|| cells[column])
        };
        pivots.into_iter().filter_map(alone).collect()
    }
}

/// Brings equations into reduced row echelon form, modulo [`PRIME`]; returns the places of the leading ones.
fn reduce(equations: &mut [Vec<i128>]) -> Vec<(usize, usize)> {
    let width = equations.first().map_or(0, Vec::len);
    let (mut pivots, mut row) = (Vec::new(), 0);
    for column in 0..width {
        let Some(found) = (row..equations.len()).find(|at| equations[*at][column] != 0) else { continue };
        equations.swap(row, found);
        let inverse = power(equations[row][column], PRIME - 2);
        equations[row].iter_mut().for_each(|factor| *factor = *factor * inverse % PRIME);
        let pivot = equations[row].clone();
        for (at, equation) in equations.iter_mut().enumerate() {
            let factor = equation[column];
            if at != row && factor != 0 {
                equation.iter_mut().zip(&pivot).for_each(|(to, from)| *to = (*to + (PRIME - factor) * from) % PRIME);
            }
        }
        pivots.push((row, column));
        row += 1;
    }
    pivots
}

fn power(base: i128, mut exponent: i128) -> i128 {
    let (mut base, mut result) = (base % PRIME, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

/// The options of a figure, or the points of its scale.
fn options(figure: &Figure) -> Vec<String> {
    match &figure.shape {
        Shape::Options(counts) => counts.iter().map(|(id, _)| id.clone()).collect(),
        Shape::Scores(scores) => scores.iter().map(|score| score.option.clone()).collect(),
        Shape::Levels { counts, .. } => counts.iter().map(|(point, _)| point.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// How many chose an option, or ranked it.
fn count(figure: &Figure, option: &str) -> usize {
    match &figure.shape {
        Shape::Options(counts) => counts.iter().find(|(id, _)| id == option).map_or(0, |(_, n)| *n),
        Shape::Scores(scores) => scores.iter().find(|score| score.option == option).map_or(0, |score| score.voters),
        Shape::Levels { counts, .. } => {
            counts.iter().find(|(point, _)| point.to_string() == option).map_or(0, |(_, n)| *n)
        }
        _ => 0,
    }
}

/// What is left empty in a split, by group and option. `linked` are pairs of a group of this split and a figure that is shown
/// too, of people who contain the group or are contained in it: what the two differ by must not be few either.
pub fn empty(
    split: &Split,
    whole: &Figure,
    linked: &[(String, Linked<'_>)],
    fewest: usize,
) -> BTreeSet<(String, String)> {
    let Some((table, options)) = Table::of(split, whole) else {
        return BTreeSet::new();
    };
    let mut give_away = BTreeSet::new();
    for (row, (id, figure)) in split.groups.iter().enumerate() {
        for (_, other) in linked.iter().filter(|(group, _)| group == id) {
            for (column, option) in options.iter().enumerate().filter(|(_, option)| !other.empty.contains(option)) {
                let few = count(figure, option).abs_diff(count(other.figure, option));
                if (1..fewest).contains(&few) {
                    give_away.insert((row, column));
                }
            }
        }
    }
    let named = |(row, column): (usize, usize)| Some((split.groups.get(row)?.0.clone(), options[column].clone()));
    table.empty(fewest, &give_away).into_iter().filter_map(named).collect()
}

/// A figure that is shown beside, and its options that are left empty.
#[derive(Debug)]
pub struct Linked<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// What is not shown of it.
    pub empty: BTreeSet<&'a String>,
}

/// Whether a split shows anything but its groups' `n`.
pub fn shows_something(split: &Split, whole: &Figure) -> bool {
    let options = options(whole);
    options.is_empty() || split.empty.len() < options.len() * split.groups.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a cell can be solved for, asked in another way: some change of the empty cells changes this one and nothing
    /// that is known. Reckoned with fractions by another elimination.
    fn can_be_solved(table: &Table, empty: &[(usize, usize)], cell: (usize, usize)) -> bool {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for column in 0..table.counts[0].len() {
            rows.push(empty.iter().map(|at| f64::from(u8::from(at.1 == column))).collect());
        }
        for row in 0..table.counts.len() {
            for known in &table.known {
                #[expect(clippy::cast_precision_loss, reason = "points of a scale")]
                rows.push(empty.iter().map(|at| if at.0 == row { known[at.1] as f64 } else { 0.0 }).collect());
            }
        }
        let rank = |mut rows: Vec<Vec<f64>>| {
            let mut rank = 0;
            for column in 0..empty.len() {
                let best = (rank..rows.len()).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()));
                let Some(best) = best.filter(|at| rows[*at][column].abs() > 1e-9) else { continue };
                rows.swap(rank, best);
                for at in rank + 1..rows.len() {
                    let factor = rows[at][column] / rows[rank][column];
                    let pivot = rows[rank].clone();
                    rows[at].iter_mut().zip(&pivot).for_each(|(to, from)| *to -= factor * from);
                }
                rank += 1;
            }
            rank
        };
        let before = rank(rows.clone());
        rows.push(empty.iter().map(|at| f64::from(u8::from(*at == cell))).collect());
        rank(rows) == before
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_small_cell_can_be_solved_for(
            counts in (2usize..6, 2usize..6).prop_flat_map(|(rows, columns)| {
                proptest::collection::vec(proptest::collection::vec(prop_oneof![0usize..7, 0usize..20], columns), rows)
            }),
            kind in 0usize..3,
            unseen in 0usize..2,
        ) {
            let columns = counts[0].len();
            let ones = vec![1; columns];
            let points = (1..=columns).map(|point| i64::try_from(point).unwrap_or(0)).collect();
            let known = [vec![], vec![ones.clone()], vec![ones, points]][kind].clone();
            let table = Table { counts, unseen, known };
            let empty: Vec<_> = table.empty(5, &BTreeSet::new()).into_iter().collect();
            for (row, of) in table.counts.iter().enumerate() {
                for (column, n) in of.iter().enumerate().filter(|(_, n)| (1..5).contains(*n)) {
                    prop_assert!(empty.contains(&(row, column)), "{n} is shown");
                    // Where the whole table is empty nothing more can be done: the totals alone say it.
                    if empty.len() < table.counts.len() * columns {
                        prop_assert!(!can_be_solved(&table, &empty, (row, column)), "{n} can be solved for: {empty:?}");
                    }
                }
            }
        }
    }
}
