//! Words between a member and the coordinators of her or his body.
//!
//! `write` takes the words, shows them once more and sends them; `show` lists and shows conversations and ends them;
//! `letters` brings a message to the other side; `wording` says how a message reads.
//!
//! A member has one open conversation; every coordinator of the body reads it, one answers, and the others see that. Both
//! sides may end it. A question that nobody has answered for two days is brought up once more (`reminders`). Everything is
//! deleted ninety days after the last message. No telephone number is ever shown, and nothing of it is logged.
//!
//! The form `dialogs/message.toml` asks for the words.

pub mod letters;
pub mod show;
mod wording;
pub mod write;
