//! Data in, bytes out: every kind of file and picture that leaves the bot. What stands in them is decided by the caller.

pub mod chart;
pub mod csv_table;
pub mod ics;
pub mod printed_list;
pub mod qr;
pub mod report;
pub mod typesetting;
pub mod workbook;
