//! Announcements: free messages of coordinators to members.
//!
//! `form` reads the form, `audience` finds who gets it, `publish` shows it before it is sent, sends it, corrects it and takes
//! it back, `show` lists and shows announcements, `letters` composes what members get.
//!
//! The words are written in one language or two; whoever reads another one gets what there is. A scheduled announcement can
//! be changed and cancelled until its hour; its audience is computed then. One that was sent can be corrected or taken back
//! for two days: the messages are edited, or deleted where Telegram still allows it. With a last day it stays in the menu
//! until then and is not sent afterwards. Its author manages it, and whoever coordinates all bodies.
//!
//! The forms are `dialogs/announcement.toml` and `dialogs/announcement-correction.toml`.

pub mod audience;
pub mod form;
pub mod letters;
pub mod publish;
pub mod show;
