//! What may be released of one dimension: its groups, and which of their cells are suppressed.

use std::collections::BTreeSet;

use super::groups::Groups;

/// A table with a row for each group and a column for each option.
#[derive(Debug)]
pub struct SplitTable {
    /// The dimension's place in `Dimension::ALL`.
    pub at: usize,
    pub groups: Groups,
    /// Cells, by group and option.
    pub suppressed: BTreeSet<(usize, usize)>,
}

impl SplitTable {
    /// The groups that are released.
    pub fn ids(&self) -> BTreeSet<usize> {
        self.groups.iter().flatten().copied().collect()
    }

    /// The cells that are released, if there are so many options.
    pub fn seen(&self, options: usize) -> impl Iterator<Item = (usize, usize)> {
        let cells = self.ids().into_iter().flat_map(move |group| (0..options).map(move |option| (group, option)));
        cells.filter(|cell| !self.suppressed.contains(cell))
    }
}
