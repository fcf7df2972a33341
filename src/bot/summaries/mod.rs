//! Summaries of meetings: written by coordinators, read point by point by whoever was absent, and kept as a record.
//!
//! A coordinator writes a summary in the form `dialogs/summary.toml` (`text`), sees it as members will and publishes it
//! (`publish`), and follows who has caught up (`progress`). Members read, answer check questions and search (`read`), and look
//! up words (`glossary`: the cards in `locales/LANG/glossary.ftl` and `law.ftl`).

pub mod glossary;
pub mod letters;
pub mod progress;
pub mod publish;
pub mod read;
pub mod text;
