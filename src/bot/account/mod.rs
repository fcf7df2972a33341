//! A person's own account: joining by invitation with consent, the menu, language, silence, their data, erasure.
//!
//! The sign-up asks the questions of `dialogs/signup.toml`. The settings `controller` and `contact` name who is
//! responsible for the data.

pub mod joining;
pub mod menu;
pub mod mydata;
