//! Results of surveys: shown to coordinators, taken away as files, and shared with those who answered.
//!
//! While a survey is open, only how many have answered is shown ([`overview`]). What they said is shown once it has closed:
//! whoever looked before and after somebody answered would see in the difference what that person said. Then there are the
//! topics one by one, whole or split by who answered ([`topic`]); what people wrote or spoke, where each comment can be taken
//! out of sight ([`comments`]); a [`workbook`] and a [`report`], which `bot::exports` makes when they are sent; and charts
//! with a sentence, shared with those who answered ([`share`], the form `dialogs/sharing.toml`).
//!
//! Which groups and cells may be shown is decided in [`crate::report::disclosure`], and `fewest_shown` in the settings may only raise the threshold.
//! Of a survey with more than 2,000 responses the counting is left to a worker ([`load::count_wanted`]): until it is done, the
//! overview says so.

pub mod charts;
pub mod comments;
pub mod load;
pub mod overview;
pub mod report;
pub mod share;
pub mod topic;
pub mod workbook;
