//! When the answers of each person may leave, one row for each response or one recording after the other.
//!
//! One rule for every way out: tables and voices in the chat, and `takafou export`. Charts, workbook and report give out no
//! rows, and only after the closing too.

use super::MIN_GROUP_SIZE;
use crate::dialog::{Dialog, Usage};

/// Why rows may not be given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowRefusal {
    /// The survey is open: rows before and after one person answered differ by that person's answers.
    Open,
    /// Fewer responses than the threshold: whoever knows the members knows the rows.
    TooFew,
    /// The survey is anonymous. A row holds one person's answers side by side: who knows one of them finds the others; and
    /// beside the numbers of splits, rows tell sex and area.
    Anonymous,
    /// A coordinator decided so before the closing, and members were told when they began.
    Withheld,
}

/// Why the rows of a survey may not be given out. None: they may.
pub fn refuse_rows(dialog: &Dialog, is_closed: bool, responses: usize, min_group_size: usize) -> Option<RowRefusal> {
    if dialog.usage == Usage::Anonymous {
        Some(RowRefusal::Anonymous)
    } else if !is_closed {
        Some(RowRefusal::Open)
    } else if responses < min_group_size.max(MIN_GROUP_SIZE) {
        Some(RowRefusal::TooFew)
    } else {
        None
    }
}
