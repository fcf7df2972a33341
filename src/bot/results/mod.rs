//! Results of surveys: shown to coordinators, exported as files, and shared with the people who answered.
//!
//! While a survey is open, only the number of answers is shown (`overview`). The answers themselves are shown after it
//! has closed: a coordinator who looked before and after one person answered could compute that person's answer from
//! the difference. Then there are the list of questions (`topics`), those in which women and
//! men differ most (`differences`), a comparison with an earlier round (`compare`), and the topics one by one, whole or split by groups (`topic`); comments, which can be
//! masked one by one (`comments`); a `workbook` and a `report`, which `bot::exports` makes when they are sent; and
//! charts with a sentence that are shared with the people who answered (`share`, the form `dialogs/sharing.toml`).
//!
//! [`crate::report::disclosure`] decides which groups and cells may be shown; the setting `fewest_shown` may only raise
//! the threshold. A survey with more than 2,000 responses is counted by a worker (`load::count_wanted`); until it is
//! done, the overview says so.

pub mod charts;
pub mod comments;
pub mod compare;
mod counts;
pub mod differences;
mod groups;
pub mod load;
pub mod overview;
pub mod report;
pub mod share;
pub mod topic;
pub mod topics;
pub mod workbook;
