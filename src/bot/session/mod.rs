//! A person's way through any dialog: begin, answer, go back, review, submit.
//!
//! A session loads the answers, lets the pure core decide, and keeps what changed. A button of another revision changes
//! nothing: the person sees where they are. What becomes of a finished dialog is not decided here: it is an outcome.

pub mod press;
pub mod question;
mod refusals;
mod review;
#[allow(clippy::module_inception, reason = "the thing that the folder is about")]
mod session;
pub mod typed;
mod view;

pub use press::{show, show_current, start_form};
pub use session::Session;
