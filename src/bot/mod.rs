//! What happens when: an event comes in, rows change, and a reply goes out, all in one transaction.
//!
//! Features stand over a kernel. A feature is a folder with its screens, letters and forms: [`account`], [`bodies`],
//! [`surveys`], [`meetings`], [`summaries`], [`results`]. What holds:
//!
//! * A feature returns an [`Outcome`]; it never calls the dispatch, nor another feature's screens: it says which
//!   [`crate::chat::Route`] to go to. `tests/house.rs` lists the few arrows between features and finds every circle.
//! * Who may go somewhere is asked in [`access`], for every route, before its feature is called.
//! * Whatever only says something takes a [`Locale`]; whatever reads or writes takes a [`Ctx`].
//! * What a person did wrong is a reply in their language; only what nobody can help (a full disk, a lost row) is an
//!   [`Error`].
//!
//! From the top: [`desk`] handles a batch of events in one transaction, [`dispatch`] finds the handler of each; [`outbox`]
//! hands out letters, which [`letters`] composes when they are sent, and [`live`] the messages that follow something;
//! [`upkeep`] and [`reminders`] do what time alone brings; [`exports`] makes the files that coordinators take away. Below the
//! features: [`session`] leads a person through a dialog, `ui` has what screens are made of, `notify` writes letters.
//!
//! This file only names the others: whatever it passes on is defined in them.

pub mod access;
pub mod account;
pub mod bodies;
pub mod broadcasts;
pub mod cache;
mod context;
pub mod desk;
pub mod dispatch;
mod error;
pub mod exports;
pub mod forms;
mod guesses;
pub mod letters;
pub mod library;
pub mod live;
pub mod meetings;
pub mod notify;
pub mod outbox;
mod outcome;
pub mod prefetch;
mod privacy_notice;
pub mod reminders;
pub mod results;
pub mod session;
mod state;
pub mod summaries;
pub mod surveys;
pub mod ui;
pub mod upkeep;

pub use context::{Ctx, Effects, Locale};
pub use error::{Error, Result};
pub use outcome::Outcome;
pub use privacy_notice::PrivacyNotice;
pub use state::Bot;
