//! Values in, bytes out: what a survey's answers come to, which of it may be shown, and the files that leave the bot.
//!
//! | room | what it does | it may use |
//! |---|---|---|
//! | [`stats`] | counts: topics, figures, the groups of respondents | nothing of the others |
//! | [`disclosure`] | statistical disclosure control: decides which groups and cells are released | stats |
//! | `render` | bytes: charts, report, workbook, CSV, printed list, calendar file, QR code | nothing of the others |
//!
//! No room knows the store or who asks: callers in `bot` convert rows into values.

pub mod disclosure;
pub(crate) mod render;
pub mod stats;
