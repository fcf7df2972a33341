//! Meetings: described in a form, announced, answered, attended.
//!
//! Members see their meetings and reply (`rsvp`) and check in with a code (`check_in`). Coordinators describe a meeting
//! and announce it (`announce`), see, change and cancel it (`manage`), see and remind who has not replied (`pending`), and
//! take attendance (`attendance`), by hand too (`roll`). The form `dialogs/meeting.toml` describes a meeting (`form`);
//! `wording` puts it into texts. Reminders and cautions are rules in `dialogs/rules/`.

pub(crate) mod announce;
pub(crate) mod attendance;
pub(crate) mod audience;
pub mod check_in;
pub mod form;
pub(crate) mod letters;
pub(crate) mod live;
pub(crate) mod manage;
pub(crate) mod pending;
pub(crate) mod roll;
pub(crate) mod rsvp;
pub(crate) mod time;
mod wording;
