//! The tables of one variable by group, perturbed cell by cell, and the proof for each that nothing small follows.
//!
//! Each count is moved by at most [`MOST`] people. By how many is drawn from a hash of the responses in the cell (the cell
//! key method: Fraser and Wooton 2005; Thompson, Broadfoot and Elazar 2013), so that the same cell has the same noise in
//! every picture and file, and another noise once its responses change.
//!
//! Whoever knows everybody's profile and reads all tables knows for each cell only that the true count is within [`MOST`] of
//! the shown one; the whole they know exactly. Take one person who said `b` and another who said `a`, and let them have said
//! each other's answer: the whole stays, and each table changes by one in the cells in which the two are apart. If all these
//! stay within reach of what is shown, that world looks the same. So what is checked here is, for each profile and category,
//! that one more and one less (or two more, two less, at an end) are reached by such exchanges. Where not, the cells of
//! that profile are drawn anew; if this does not help, a dimension is left out.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::variables::Variable;

/// By how many people a count is moved at most.
pub const MOST: usize = 3;
/// How often each movement from -3 to 3 is drawn, of 1024: a normal distribution with a standard deviation of 0.9.
const WEIGHTS: [u16; 7] = [2, 38, 246, 452, 246, 38, 2];
/// How often cells are drawn anew before a dimension is left out.
const ROUNDS: u8 = 24;
/// Most other profiles that are tried in an exchange: nearly always one of the first serves.
const TRIED: usize = 400;

/// The group in each dimension of people who are alike.
pub type Class = [Option<u16>; 5];

/// The respondents as one who knows them all can tell them apart.
#[derive(Debug)]
pub struct Classes {
    /// Every class that occurs.
    pub classes: Vec<Class>,
    /// The class of each response.
    pub of: Vec<usize>,
    /// What nothing must follow of: each class, and groups of few people that are in several.
    pub units: Vec<Vec<usize>>,
}

/// One cell of a table.
#[derive(Debug, Clone)]
struct Cell {
    count: usize,
    /// How many respondents the group has: everybody can know that.
    size: usize,
    key: [u8; 32],
    attempt: u8,
    shown: usize,
}

impl Cell {
    fn draw(&mut self) {
        let digest = Sha256::new().chain_update(self.key).chain_update([self.attempt]).finalize();
        let mut drawn = (u16::from(digest[0]) << 8 | u16::from(digest[1])) % 1024;
        let mut movement = 0;
        for (at, weight) in WEIGHTS.iter().enumerate() {
            movement = at;
            if drawn < *weight {
                break;
            }
            drawn -= weight;
        }
        self.shown = (self.count + movement).saturating_sub(MOST).min(self.size);
    }

    /// How far the true count can be above what it is, and below, as far as the shown one tells.
    fn slack(&self) -> (i64, i64) {
        let high = if self.shown == self.size { self.size } else { (self.shown + MOST).min(self.size) };
        let low = if self.shown == 0 { 0 } else { self.shown.saturating_sub(MOST) };
        (signed(high) - signed(self.count), signed(self.count) - signed(low))
    }
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The tables of one variable: by dimension, group and category.
#[derive(Debug)]
pub struct Tables<'a> {
    cells: [Vec<Option<Vec<Cell>>>; 5],
    classes: &'a Classes,
    /// How many of each class are in each category.
    counts: Vec<Vec<usize>>,
    /// How many of all are in each category: the whole, which is known.
    totals: Vec<usize>,
}

/// Of a group the sum of its responses' ids; and for each category their sum and their number.
type GroupSums = (i64, Vec<(i64, usize)>);

/// What an exchange of answers changes: dimension, group, category, and by how much.
type Change = (usize, usize, usize, i64);

/// Exchanges that were found, one after the other.
#[derive(Debug, Default)]
struct Exchanges {
    /// In the tables.
    changes: Vec<Change>,
    /// Class, category, and how many came or went.
    moves: Vec<(usize, usize, i64)>,
}

impl Tables<'_> {
    /// Perturbed tables. `groups` says how many respondents each group has, if it is shown; `ids` are those of the responses;
    /// `topic` names the variable.
    pub fn of<'a>(
        variable: &Variable,
        topic: &str,
        ids: &[i64],
        groups: &[Vec<Option<usize>>; 5],
        classes: &'a Classes,
    ) -> Tables<'a> {
        let mut counts = vec![vec![0; variable.categories]; classes.classes.len()];
        // Of each group the sum of the responses' ids, whole and by category: the same people have the same sum.
        let mut sums: [Vec<GroupSums>; 5] =
            std::array::from_fn(|at| vec![(0, vec![(0, 0); variable.categories]); groups[at].len()]);
        for ((category, id), class) in variable.of.iter().zip(ids).zip(&classes.of) {
            let Some(category) = category.map(usize::from) else { continue };
            counts[*class][category] += 1;
            for (at, group) in classes.classes[*class].iter().enumerate() {
                let Some(group) = group.map(usize::from) else { continue };
                let (all, of) = &mut sums[at][group];
                *all = all.wrapping_add(*id);
                of[category].0 = of[category].0.wrapping_add(*id);
                of[category].1 += 1;
            }
        }
        let cells = std::array::from_fn(|at| {
            let table = groups[at].iter().zip(&sums[at]).map(|(size, (all, of))| {
                let size = (*size)?;
                let cell = |(category, (ids, count)): (usize, &(i64, usize))| {
                    let key = Sha256::new()
                        .chain_update(topic)
                        .chain_update(all.to_le_bytes())
                        .chain_update(ids.to_le_bytes())
                        .chain_update(category.to_le_bytes());
                    let mut cell = Cell { count: *count, size, key: key.finalize().into(), attempt: 0, shown: 0 };
                    cell.draw();
                    cell
                };
                Some(of.iter().enumerate().map(cell).collect())
            });
            table.collect()
        });
        let totals = (0..variable.categories).map(|at| counts.iter().map(|of| of[at]).sum()).collect();
        Tables { cells, classes, counts, totals }
    }

    /// The shown counts of a group, by category.
    pub fn shown(&self, dimension: usize, group: usize) -> Option<Vec<usize>> {
        let cells = self.cells[dimension].get(group)?.as_ref()?;
        Some(cells.iter().map(|cell| cell.shown).collect())
    }

    /// Draws cells anew until nothing small follows from the shown counts. Returns the dimension to leave out if that did not
    /// succeed.
    pub fn make_safe(&mut self) -> Result<(), usize> {
        for _ in 0..ROUNDS {
            let tight: Vec<&Vec<usize>> = self.classes.units.iter().filter(|unit| !self.is_safe(unit)).collect();
            if tight.is_empty() {
                return Ok(());
            }
            let tight: BTreeSet<usize> = tight.into_iter().flatten().copied().collect();
            for class in tight {
                for (at, group) in self.classes.classes[class].into_iter().enumerate() {
                    let cells = group.and_then(|group| self.cells[at].get_mut(usize::from(group))?.as_mut());
                    for cell in cells.into_iter().flatten() {
                        cell.attempt = cell.attempt.wrapping_add(1);
                        cell.draw();
                    }
                }
            }
        }
        Err(self.cells.iter().rposition(|table| table.iter().any(Option::is_some)).unwrap_or(0))
    }

    /// Whether of the people of a unit, in each category, there may be one more and one fewer, as far as the whole allows, for
    /// whoever reads the tables and for each of the respondents, who knows one answer more: their own.
    fn is_safe(&self, unit: &[usize]) -> bool {
        (0..self.totals.len()).all(|category| {
            let Some(used) = self.is_open(unit, category, None) else { return false };
            // The exchanges serve any other reader too: without that reader's answer the whole allows no more than before.
            used.into_iter().all(|reader| self.is_open(unit, category, Some(reader)).is_some())
        })
    }

    /// Whether there may be one more and one fewer of the unit in the category, by exchanges that leave the reader's own
    /// answer (class and category) as it is. Returns of whom these exchanges took the last one.
    fn is_open(&self, unit: &[usize], category: usize, reader: Option<(usize, usize)>) -> Option<Vec<(usize, usize)>> {
        let is_reader = |class: Option<&usize>, at: usize| {
            usize::from(reader.is_some_and(|(of, said)| said == at && class.is_none_or(|class| *class == of)))
        };
        let in_unit = |at: usize| -> usize {
            unit.iter().map(|class| self.counts[*class][at] - is_reader(Some(class), at)).sum()
        };
        let own: Vec<usize> = (0..self.totals.len()).map(in_unit).collect();
        let (size, all) =
            (own.iter().sum::<usize>(), self.totals.iter().sum::<usize>() - usize::from(reader.is_some()));
        let elsewhere = self.totals[category] - is_reader(None, category) - own[category];
        // What the whole alone allows.
        let up = (size - own[category]).min(elsewhere);
        let down = own[category].min(all - size - elsewhere);
        let wanted = (up + down).min(2);
        let (found_up, mut used) = self.exchanges(unit, category, true, up.min(2), reader);
        let (found_down, used_down) = self.exchanges(unit, category, false, down.min(2), reader);
        used.extend(used_down);
        let is_open = found_up >= up.min(1) && found_down >= down.min(1) && found_up + found_down >= wanted;
        is_open.then_some(used)
    }

    /// How many exchanges, one after the other, up to `wanted`, bring one more person of the unit into the category, or take
    /// one out of it; and of whom they took the last one.
    fn exchanges(
        &self,
        unit: &[usize],
        category: usize,
        into: bool,
        wanted: usize,
        reader: Option<(usize, usize)>,
    ) -> (usize, Vec<(usize, usize)>) {
        let stays = reader.map(|(class, at)| (class, at, -1)).into_iter().collect();
        let mut done = Exchanges { changes: Vec::new(), moves: stays };
        let found = (0..wanted).take_while(|_| self.exchange(unit, category, into, &mut done)).count();
        let taken = done.moves.iter().filter(|(.., by)| *by < 0).map(|(class, at, _)| (*class, *at));
        let used = taken.filter(|(class, at)| !self.has(*class, *at, &done)).collect();
        (found, used)
    }

    fn exchange(&self, unit: &[usize], category: usize, into: bool, done: &mut Exchanges) -> bool {
        let n = self.classes.classes.len();
        for class in unit {
            let near = (1..n).take(TRIED).map(|step| (class + step) % n).filter(|other| !unit.contains(other));
            for other in near {
                for second in (0..self.totals.len()).filter(|at| *at != category) {
                    // The person of the unit says `first` and will have said `then`.
                    let (first, then) = if into { (second, category) } else { (category, second) };
                    if !self.has(*class, first, done) || !self.has(other, then, done) {
                        continue;
                    }
                    let before = done.changes.len();
                    self.change(*class, other, first, then, done);
                    if self.fit(&done.changes) {
                        done.moves.extend([
                            (*class, first, -1),
                            (*class, then, 1),
                            (other, then, -1),
                            (other, first, 1),
                        ]);
                        return true;
                    }
                    done.changes.truncate(before);
                }
            }
        }
        false
    }

    /// Whether somebody of this class is still in this category.
    fn has(&self, class: usize, category: usize, done: &Exchanges) -> bool {
        let moved = done.moves.iter().filter(|(of, at, _)| (*of, *at) == (class, category));
        signed(self.counts[class][category]) + moved.map(|(.., by)| by).sum::<i64>() > 0
    }

    /// What changes in the tables: the two are told apart by the groups that they do not share.
    fn change(&self, class: usize, other: usize, first: usize, then: usize, done: &mut Exchanges) {
        let (own, theirs) = (self.classes.classes[class], self.classes.classes[other]);
        for (at, (own, theirs)) in own.into_iter().zip(theirs).enumerate() {
            if own == theirs {
                continue;
            }
            for (group, by) in [(own, 1), (theirs, -1)] {
                let Some(group) = group.map(usize::from) else { continue };
                done.changes.extend([(at, group, then, by), (at, group, first, -by)]);
            }
        }
    }

    /// Whether the shown counts stay possible after these changes.
    fn fit(&self, changed: &[Change]) -> bool {
        changed.iter().all(|(at, group, category, _)| {
            let Some(Some(cells)) = self.cells[*at].get(*group) else { return true };
            let same = changed.iter().filter(|(a, g, c, _)| (a, g, c) == (at, group, category));
            let by: i64 = same.map(|(.., by)| by).sum();
            let (up, down) = cells[*category].slack();
            -down <= by && by <= up
        })
    }
}
