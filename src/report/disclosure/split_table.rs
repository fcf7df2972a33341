//! What may be shown of one dimension: its groups, and which cells of them are suppressed.

use std::collections::BTreeSet;

use super::groups::Groups;

/// What may be shown of a dimension.
#[derive(Debug)]
pub struct SplitTable {
    /// The place of the dimension among all.
    pub at: usize,
    /// Of each profile their group; none where it is not shown.
    pub groups: Groups,
    /// The cells that are suppressed, by group and option.
    pub suppressed: BTreeSet<(usize, usize)>,
}

impl SplitTable {
    /// The groups that are shown.
    pub fn ids(&self) -> BTreeSet<usize> {
        self.groups.iter().flatten().copied().collect()
    }

    /// The cells that are seen, of so many options.
    pub fn seen(&self, options: usize) -> impl Iterator<Item = (usize, usize)> {
        let cells = self.ids().into_iter().flat_map(move |group| (0..options).map(move |option| (group, option)));
        cells.filter(|cell| !self.suppressed.contains(cell))
    }
}
