//! Takafou.
pub mod app;
pub mod bot;
pub mod chat;
pub mod check;
pub mod cli;
pub mod config;
pub mod dialog;
pub mod rehearsal;
pub mod report;
pub mod sandbox;
pub mod store;
pub mod telegram;
pub mod text;
