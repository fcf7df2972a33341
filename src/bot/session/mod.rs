//! A person's way through any dialog: begin, answer, go back, review, submit.
//!
//! A session loads the answers, asks `dialog` what follows, and stores what changed. A button of another revision
//! changes nothing: the person sees the current step. What a finished dialog leads to is not decided here: it is an
//! outcome.

mod answers;
pub mod edited;
mod meaning;
pub mod press;
pub mod question;
mod refusals;
mod review;
#[allow(clippy::module_inception, reason = "the thing that the folder is about")]
mod session;
pub mod typed;
mod view;

pub use press::{load_at_review, show, show_current, start_form};
pub use session::Session;
