//! Meetings: described in a form, announced, answered, attended.
//!
//! Members see their meetings and reply (`rsvp`) and check in with a code (`check_in`). Coordinators describe a meeting and
//! announce it (`announce`), see, change and cancel it (`manage`), and take attendance (`attendance`). What was said of a
//! meeting is the form `dialogs/meeting.toml` (`form`), and how it is said `wording`; reminders and cautions are rules in
//! `dialogs/rules/`.

pub mod announce;
pub mod attendance;
pub mod audience;
pub mod check_in;
pub mod form;
pub mod letters;
pub mod live;
pub mod manage;
pub mod rsvp;
pub mod time;
mod wording;
