//! What the bot does with an event: rows change and a reply goes out, all in one transaction.
//!
//! Features stand over a kernel. A feature is a folder with its screens, letters and forms: `account`, `bodies`,
//! `surveys`, `meetings`, `summaries`, `results`. These rules hold:
//!
//! * A feature returns an `Outcome`. It never calls the dispatch or another feature's screens; it returns the
//!   [`crate::chat::Route`] to go to.
//! * `access` decides who may open a route. It is asked for every route before the feature is called.
//! * A function that only writes texts takes a `Locale`. A function that reads or writes the database takes a `Ctx`.
//! * A person's mistake is a reply in their language. An `Error` is only what nobody in the chat can fix: a full disk,
//!   a missing row.
//!
//! From the top: [`desk`] takes in what arrives, [`batch`] handles it in one transaction, and `dispatch` finds the handler
//! of each event.
//! [`outbox`] hands out letters, which `letters` composes when they are sent. `live` updates the messages that follow
//! something. [`upkeep`] and [`reminders`] do what is due at a time. `exports` makes the files that coordinators
//! download. Below the features: `session` leads a person through a dialog, `ui` holds the parts of screens, `notify`
//! writes letters into the outbox.

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod announcements;
pub mod batch;
pub(crate) mod bodies;
pub(crate) mod broadcasts;
pub(crate) mod cache;
mod context;
pub mod desk;
pub(crate) mod dispatch;
mod error;
pub(crate) mod exports;
pub(crate) mod forms;
mod guesses;
mod inputs;
pub(crate) mod letters;
pub mod library;
pub(crate) mod live;
pub mod meetings;
pub(crate) mod messages;
pub(crate) mod notify;
pub mod outbox;
mod outcome;
pub(crate) mod prefetch;
mod privacy_notice;
pub mod reminders;
pub(crate) mod results;
pub(crate) mod session;
mod state;
mod strangers;
pub(crate) mod submissions;
mod submitted;
pub(crate) mod summaries;
pub mod surveys;
pub(crate) mod ui;
pub mod upkeep;

pub(crate) use error::Error;
pub(crate) use privacy_notice::PrivacyNotice;
pub(crate) use state::Bot;
