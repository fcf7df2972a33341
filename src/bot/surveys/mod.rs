//! Surveys: opened by coordinators, answered by members, closed at their day's end.
//!
//! Members see the surveys open to them, begin, and hand in (`member`). Coordinators open a survey to their bodies, watch how
//! many have answered (`turnout`), extend, close and remind (`manage`), and take the answers away (`answers`, `export`). What
//! is forgotten when a survey ends is in `ending`. A coordinator may also send an XLSForm, which becomes a survey (`imports`,
//! `xlsform`). The evaluation of a training opens by itself (`evaluation`). `letters` says that a survey is open.
//!
//! Limits: one survey of a name is open to a body at a time; whoever has not answered is reminded twice at most; answers of an
//! anonymous survey leave only after its end, and only if there are enough of them.
//!
//! What surveys ask is in `dialogs/` and `locales/`, the forms `opening` and `evaluation` among them. When an evaluation opens
//! is a rule in `dialogs/rules/reminders.toml`. How many answers are enough is the setting `fewest_shown`.

pub mod answers;
pub mod ending;
pub mod evaluation;
pub mod export;
pub mod imports;
pub mod letters;
pub mod manage;
pub mod member;
pub mod turnout;
pub mod xlsform;
