//! Values in, bytes out: tables, calendars and pictures that leave the bot.

pub mod answered;
pub mod cells;
pub mod chart;
pub mod ics;
pub mod overlap;
pub mod paper;
pub mod people;
pub mod press;
pub mod qr;
pub mod sheet;
pub mod shield;
pub mod span;
pub mod table;
pub mod tally;
pub mod workbook;
