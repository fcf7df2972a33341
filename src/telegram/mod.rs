//! The only room that knows teloxide: updates in, screens out.
//!
//! Updates are decoded once into [`Event`](crate::chat::Event)s; [`poll`] and [`webhook`] hand them to the desk and confirm
//! them to Telegram only when they are on disk; [`send`] shows replies. teloxide's dispatcher is not used: it confirms
//! updates while their handlers still run, so a crash would lose them.
//!
//! No two files here need each other. From the ground up: `errors` and [`pace`]; `client`, one call of any method; `line`,
//! which makes a call again; `call`, each method that shows something; [`send`], which decides what is called. Beside them
//! `start`, `decode`, [`poll`] and [`webhook`], and [`fetch`] for files.

mod call;
mod client;
mod decode;
mod errors;
pub mod fetch;
mod keyboard;
mod line;
pub mod pace;
pub mod poll;
pub mod send;
mod start;
pub mod webhook;

pub use client::Client;
pub use decode::{KINDS, Received, decode};
pub use errors::CallError;
pub use line::Line;
pub use start::SetWebhookError;
