//! The parts of every feature's screens: buttons, pages of lists, months, files, figures in words.

pub mod buttons;
pub mod figures;
pub mod files;
pub mod limits;
pub mod month;
pub mod previews;
pub mod titles;
