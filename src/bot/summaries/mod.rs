//! Summaries of meetings: coordinators write them, people who were absent read them point by point, and the others have
//! them as a record.
//!
//! A coordinator writes a summary in the form `dialogs/summary.toml` (`text`), sees it as members will and publishes it
//! (`publish`), and sees who has caught up (`progress`). Members read, answer check questions (`read`), search (`search`), and
//! look up words (`glossary`: the cards in `locales/LANG/glossary.ftl` and `law.ftl`).

pub mod glossary;
pub mod letters;
pub mod progress;
pub mod publish;
pub mod read;
pub mod search;
pub mod text;
