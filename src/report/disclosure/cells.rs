//! Which cells of a split table are suppressed. A cell is how many of a group chose an option.
//!
//! Primary suppression: a cell of one to four answers is not released. It must not follow from others either. The whole gives
//! each option's total; each group has its `n`, and on a scale its mean; and groups of one dimension may add up to groups of
//! another. So secondary suppression goes on until
//! - no sensitive cell can be solved for,
//! - what is suppressed in a row, a column or such a sum comes to enough answers or to none,
//! - every sensitive cell could hold another number.
//!
//! (Cox 1980, "Suppression methodology and statistical disclosure control", for the method.)

use std::collections::BTreeSet;

use super::linear::Span;
use crate::dialog::Kind;
use crate::report::stats::figures::{Figure, Shape, Spread};

/// How many of a group chose each option.
#[derive(Debug, Clone)]
pub struct TableRow {
    pub counts: Vec<usize>,
    /// Options that are suppressed already, or are those of people in no group.
    pub suppressed: BTreeSet<usize>,
    /// It is a row of the split that is decided on: its other cells may be suppressed.
    pub own: bool,
}

/// All splits of a topic: an attacker has them side by side, with the whole.
#[derive(Debug, Clone)]
pub struct LinkedTables {
    /// The groups; the first is everyone.
    pub rows: Vec<TableRow>,
    /// Factors, one for each row, with which all rows add up to nobody.
    pub relations: Vec<Vec<i64>>,
    /// What is published of each row is the sum of its cells times these: `n`, and on a scale the sum of its points.
    pub known: Vec<Vec<i64>>,
}

/// A row and a column.
type Cell = (usize, usize);

/// A sum that is known: cells, and how many times each counts.
type Line = Vec<(Cell, i64)>;

impl LinkedTables {
    fn count(&self, (row, column): Cell) -> usize {
        self.rows[row].counts[column]
    }

    fn columns(&self) -> usize {
        self.rows.first().map_or(0, |everyone| everyone.counts.len())
    }

    /// All sums that are known: each relation for each option, and what is published of each row.
    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for factors in &self.relations {
            let of = |column| factors.iter().zip(0..).map(move |(factor, row)| ((row, column), *factor));
            lines.extend((0..self.columns()).map(|column| of(column).filter(|(_, factor)| *factor != 0).collect()));
        }
        for factors in &self.known {
            let of = |row| factors.iter().zip(0..).map(move |(factor, column)| ((row, column), *factor));
            lines.extend((0..self.rows.len()).map(|row| of(row).collect::<Line>()));
        }
        lines
    }

    /// The cells of the open rows to suppress. Primary suppression takes the sensitive ones: those that few chose, and those
    /// of `secondary`, which the caller has found. Secondary suppression takes as many more as are needed to hide them.
    pub fn suppressed(&self, min_group_size: usize, secondary: &BTreeSet<Cell>) -> BTreeSet<Cell> {
        let all = || (0..self.rows.len()).flat_map(|row| (0..self.columns()).map(move |column| (row, column)));
        let open = |cell: &Cell| self.rows[cell.0].own && !self.rows[cell.0].suppressed.contains(&cell.1);
        let sensitive = |cell: &Cell| (1..min_group_size).contains(&self.count(*cell)) || secondary.contains(cell);
        let primary: BTreeSet<Cell> = all()
            .filter(|cell| {
                // Where few chose an option at all, even a cell of none says something of them.
                let few = || sensitive(cell) || (1..min_group_size).contains(&self.count((0, cell.1)));
                self.rows[cell.0].suppressed.contains(&cell.1) || open(cell) && few()
            })
            .collect();
        let (mut suppressed, lines) = (primary.clone(), self.lines());
        let next = |line: &Line, suppressed: &BTreeSet<Cell>| {
            let left = line.iter().map(|(cell, _)| *cell).filter(|cell| open(cell) && !suppressed.contains(cell));
            // Answers hide others; a cell without any only adds to what is not known.
            left.min_by_key(|cell| (self.count(*cell) == 0, self.count(*cell)))
        };
        let through = |cell: Cell| lines.iter().filter(move |line| line.iter().any(|(of, _)| *of == cell));
        loop {
            let mut solved = self.solved(&lines, &suppressed);
            let certain = |cell: &&Cell| {
                self.rows[cell.0].own && sensitive(cell) && !self.could_be_otherwise(**cell, &suppressed)
            };
            let certain: Vec<Cell> = suppressed.iter().filter(certain).copied().collect();
            solved.extend(certain);
            let mut more = BTreeSet::new();
            for line in lines.iter().filter(|line| self.says_of_few(line, &suppressed, &solved, min_group_size)) {
                // Another cell of the line; or what makes one of it that is suppressed in vain a riddle again.
                let another = next(line, &suppressed).filter(|cell| self.count(*cell) > 0);
                let crossing = || {
                    let vain = line.iter().map(|(cell, _)| *cell).filter(|cell| solved.contains(cell));
                    vain.flat_map(through).find_map(|line| next(line, &suppressed))
                };
                more.extend(another.or_else(crossing));
            }
            if more.is_empty() {
                let disclosed = solved.iter().copied().filter(sensitive).collect::<Vec<Cell>>();
                let anywhere = || all().find(|cell| open(cell) && !suppressed.contains(cell));
                let near = |cell: &Cell| through(*cell).find_map(|line| next(line, &suppressed));
                more.extend(disclosed.iter().find_map(near).or_else(|| anywhere().filter(|_| !disclosed.is_empty())));
                if more.is_empty() && !disclosed.is_empty() {
                    return all().filter(open).collect(); // the totals alone say it: there is nothing to be shown
                }
            }
            if more.is_empty() {
                // What can be solved for and is not sensitive may as well be seen.
                return suppressed
                    .into_iter()
                    .filter(open)
                    .filter(|cell| primary.contains(cell) || !solved.contains(cell))
                    .collect();
            }
            suppressed.extend(more);
        }
    }

    /// Whether what is suppressed in a line comes to few answers of many, and that follows.
    fn says_of_few(
        &self,
        line: &Line,
        suppressed: &BTreeSet<Cell>,
        solved: &BTreeSet<Cell>,
        min_group_size: usize,
    ) -> bool {
        let unknown = || line.iter().filter(|(cell, _)| suppressed.contains(cell) && !solved.contains(cell));
        let hidden: usize = unknown().map(|(cell, _)| self.count(*cell)).sum();
        let side = |sign: i64| line.iter().filter(move |(_, factor)| factor * sign > 0);
        let most = [1, -1].map(|sign| side(sign).map(|(cell, _)| self.count(*cell)).sum::<usize>());
        let one_sided = unknown().all(|(_, factor)| *factor == 1) || unknown().all(|(_, factor)| *factor == -1);
        one_sided && (1..min_group_size).contains(&hidden) && most.into_iter().max() >= Some(min_group_size)
    }

    /// Whether a cell might as well hold another number, no cell holding less than nobody: a few people of its group changed
    /// their answers, and as many of another group changed theirs back.
    fn could_be_otherwise(&self, (row, column): Cell, suppressed: &BTreeSet<Cell>) -> bool {
        let alike = |other: &usize| *other != row && self.relations.iter().all(|of| of[row] == of[*other]);
        let others: Vec<usize> = (1..self.rows.len()).filter(alike).collect();
        let can = |row: usize, change: &[(usize, i64)], sign: i64| {
            change.iter().all(|(column, by)| {
                let n = i64::try_from(self.count((row, *column))).unwrap_or(i64::MAX / 4);
                suppressed.contains(&(row, *column)) && n + sign * by >= 0
            })
        };
        self.changes(column).iter().any(|change| {
            [1, -1]
                .into_iter()
                .any(|sign| can(row, change, sign) && others.iter().any(|other| can(*other, change, -sign)))
        })
    }

    /// Changes of a row that touch a column and leave alone what is known of the row.
    fn changes(&self, touched: usize) -> Vec<Vec<(usize, i64)>> {
        let columns = 0..self.columns();
        match self.known.get(1) {
            None => columns.filter(|other| *other != touched).map(|other| vec![(touched, 1), (other, -1)]).collect(),
            // On a scale those who go up and those who go down must go equally far.
            Some(points) => {
                let mut changes = Vec::new();
                let after = |one: usize| one + 1..self.columns();
                for (first, second) in columns.flat_map(|first| after(first).map(move |second| (first, second))) {
                    for third in after(second) {
                        let (near, far) = (points[second] - points[first], points[third] - points[second]);
                        let step = common(near, far);
                        let (near, far) = (near / step, far / step);
                        changes.push(vec![(first, far), (second, -near - far), (third, near)]);
                        let equally = |last: &usize| points[*last] - points[third] == points[second] - points[first];
                        let pairs = after(third).filter(equally);
                        changes.extend(pairs.map(|last| vec![(first, 1), (second, -1), (third, -1), (last, 1)]));
                    }
                }
                changes.retain(|change| change.iter().any(|(column, _)| *column == touched));
                changes
            }
        }
    }

    /// The suppressed cells whose counts follow from what is known.
    fn solved(&self, lines: &[Line], suppressed: &BTreeSet<Cell>) -> BTreeSet<Cell> {
        let cells: Vec<Cell> = suppressed.iter().copied().collect();
        let mut span = Span::default();
        for line in lines {
            let mut row = vec![0; cells.len()];
            for (cell, factor) in line {
                if let Ok(at) = cells.binary_search(cell) {
                    row[at] = *factor;
                }
            }
            span.add(row, cells.len());
        }
        span.solved().map(|at| cells[at]).collect()
    }
}

/// The largest number that divides both.
fn common(one: i64, other: i64) -> i64 {
    if other == 0 { one.abs().max(1) } else { common(other, one % other) }
}

/// The options of a figure, or the points of its scale.
pub fn options(figure: &Figure) -> Vec<String> {
    match &figure.shape {
        Shape::Options(counts) => counts.iter().map(|(id, _)| id.clone()).collect(),
        Shape::Scores(scores) => scores.iter().map(|score| score.option.clone()).collect(),
        Shape::Levels { counts, .. } => counts.iter().map(|(point, _)| point.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// How many chose each of these, or ranked it.
pub fn counts(figure: &Figure, options: &[String]) -> Vec<usize> {
    let count = |option: &String| match &figure.shape {
        Shape::Options(counts) => counts.iter().find(|(id, _)| id == option).map_or(0, |(_, n)| *n),
        Shape::Scores(scores) => scores.iter().find(|score| score.option == *option).map_or(0, |score| score.voters),
        Shape::Levels { counts, .. } => {
            counts.iter().find(|(point, _)| point.to_string() == *option).map_or(0, |(_, n)| *n)
        }
        _ => 0,
    };
    options.iter().map(count).collect()
}

/// What is published of a group's counts besides themselves: see [`LinkedTables::known`].
pub fn known(figure: &Figure, options: &[String]) -> Vec<Vec<i64>> {
    match &figure.shape {
        Shape::Levels { .. } => {
            vec![vec![1; options.len()], options.iter().filter_map(|option| option.parse().ok()).collect()]
        }
        // Of several choices it often follows as well: where everybody ticked one, or as many as they could.
        _ => vec![vec![1; options.len()]],
    }
}

/// What a mean says: by how many steps people are above the lowest, all together, and by how many below the highest. Of a scale
/// that is what anybody chose, for the whole shows it; of before and after, the ends of the scale.
pub fn steps(figure: &Figure, whole: &Figure, kind: &Kind) -> Vec<usize> {
    match (&figure.shape, &whole.shape, kind) {
        (Shape::Levels { counts, .. }, Shape::Levels { counts: all, .. }, _) => {
            let chosen = || all.iter().filter(|(_, n)| *n > 0).map(|(point, _)| *point);
            let (Some(low), Some(high)) = (chosen().min(), chosen().max()) else { return Vec::new() };
            let step = chosen().fold(0, |step, point| common(point - low, step)).max(1);
            let sum = |of: &dyn Fn(i64) -> i64| {
                counts.iter().map(|(point, n)| n * usize::try_from(of(*point) / step).unwrap_or(0)).sum()
            };
            vec![sum(&|point| point - low), sum(&|point| high - point)]
        }
        (Shape::Pairs { before, after }, _, Kind::Scale { from, to }) => {
            [before, after].into_iter().flat_map(|mean| between(*mean, figure.n, *from, *to)).collect()
        }
        (Shape::Numbers(spreads), Shape::Numbers(all), _) => {
            let of = |(spread, all): (&Spread, &Spread)| {
                let one = 10_f64.powi(i32::try_from(spread.places).unwrap_or(0));
                let (low, high) = (all.bins.first().map_or(0, |bin| bin.0), all.bins.last().map_or(0, |bin| bin.1));
                between(spread.mean * one, figure.n, low, high)
            };
            spreads.iter().zip(all).flat_map(of).collect()
        }
        _ => Vec::new(),
    }
}

/// How far the sum of `n` numbers with this mean is from where all were the lowest, and from where all were the highest.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sums of answers"
)]
fn between(mean: f64, n: usize, low: i64, high: i64) -> [usize; 2] {
    [mean - low as f64, high as f64 - mean].map(|far| (far * n as f64).round().max(0.0) as usize)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a cell can be solved for, asked in another way: some change of the suppressed cells changes this one and nothing
    /// that is known. Reckoned with fractions by another elimination.
    fn can_be_solved(tables: &LinkedTables, suppressed: &[Cell], cell: Cell) -> bool {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for column in 0..tables.columns() {
            rows.push(suppressed.iter().map(|at| f64::from(u8::from(at.1 == column))).collect());
        }
        for row in 0..tables.rows.len() {
            for known in &tables.known {
                #[expect(clippy::cast_precision_loss, reason = "points of a scale")]
                rows.push(suppressed.iter().map(|at| if at.0 == row { known[at.1] as f64 } else { 0.0 }).collect());
            }
        }
        let rank = |mut rows: Vec<Vec<f64>>| {
            let mut rank = 0;
            for column in 0..suppressed.len() {
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
        rows.push(suppressed.iter().map(|at| f64::from(u8::from(*at == cell))).collect());
        rank(rows) == before
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_small_cell_can_be_solved_for(
            counts in (2usize..6, 2usize..6).prop_flat_map(|(rows, columns)| {
                proptest::collection::vec(proptest::collection::vec(prop_oneof![0usize..7, 0usize..20], columns), rows)
            }),
            scale in proptest::bool::ANY,
            unseen in 0usize..2,
        ) {
            let columns = counts[0].len();
            let ones = vec![1; columns];
            let points = (1..=columns).map(|point| i64::try_from(point).unwrap_or(0)).collect();
            let known = if scale { vec![ones, points] } else { vec![ones] };
            let last = counts.len() - unseen;
            let everyone = (0..columns).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
            let row = |(at, counts)| TableRow {
                counts,
                suppressed: if at < last { BTreeSet::new() } else { (0..columns).collect() },
                own: true,
            };
            let groups = counts.into_iter().enumerate().map(row);
            let rows: Vec<TableRow> =
                std::iter::once(TableRow { counts: everyone, suppressed: BTreeSet::new(), own: false }).chain(groups).collect();
            let relations = vec![(0..rows.len()).map(|at| if at == 0 { -1 } else { 1 }).collect()];
            let tables = LinkedTables { rows, relations, known };
            let left = tables.suppressed(5, &BTreeSet::new());
            let unseen = (1..tables.rows.len()).flat_map(|row| tables.rows[row].suppressed.iter().map(move |column| (row, *column)));
            let suppressed: Vec<Cell> = left.into_iter().chain(unseen).collect();
            for (row, of) in tables.rows.iter().enumerate().skip(1) {
                for (column, n) in of.counts.iter().enumerate().filter(|(_, n)| (1..5).contains(*n)) {
                    prop_assert!(suppressed.contains(&(row, column)), "{n} is shown");
                    // Where the whole table is suppressed nothing more can be done: the totals alone say it.
                    if suppressed.len() < (tables.rows.len() - 1) * columns {
                        prop_assert!(!can_be_solved(&tables, &suppressed, (row, column)), "{n} can be solved for: {suppressed:?}");
                    }
                }
            }
        }
    }
}
