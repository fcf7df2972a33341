//! Surveys: coordinators open them, members answer them, and they close at the end of their last day.
//!
//! Members see the surveys open to them, begin, and submit (`member`). Coordinators open a survey to their bodies, see
//! how many have answered (`turnout`), extend, close and remind (`manage`), and export the answers (`answers`,
//! `export`). `ending` erases what an anonymous survey must forget. A coordinator may also send an XLSForm, which
//! becomes a survey (`imports`, `reader`, `xlsform`). The evaluation of a training opens by itself (`evaluation`). `rounds` tells
//! apart what has the same title, `letters` says that a survey is open.
//!
//! Limits: only one survey of a name is open to a body at a time. People who have not answered are reminded twice at
//! most. Answers of an anonymous survey are exported only after its end, and only if there are enough of them.
//!
//! The questions are in `dialogs/` and `locales/`, with the forms `opening` and `evaluation`. When an evaluation opens
//! is a rule in `dialogs/rules/reminders.toml`. How many answers are enough is the setting `fewest_shown`.

pub(crate) mod answers;
pub(crate) mod ending;
pub(crate) mod evaluation;
pub(crate) mod export;
pub mod imports;
pub(crate) mod letters;
pub(crate) mod manage;
pub(crate) mod member;
pub(crate) mod reader;
pub(crate) mod rounds;
pub(crate) mod turnout;
pub mod xlsform;
