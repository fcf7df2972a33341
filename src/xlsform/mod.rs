//! Forms from elsewhere and for elsewhere: XLSForm, the workbook of ODK and KoboToolbox (<https://xlsform.org>).
//!
//! [`read`] takes the cells out of a workbook that may be anything at all, [`import`] makes a dialog of them, [`export`]
//! writes a dialog down so that these programs can ask it, and [`logic`] understands the expressions of both. Pure: bytes in,
//! a dialog's files out, or every mistake with its sheet, row and column.

mod book;
mod columns;
pub mod export;
mod expr;
mod form;
mod groups;
pub mod import;
mod limits;
pub mod logic;
mod names;
mod questions;
pub mod read;
mod remark;
mod sheets;
pub mod words;

pub use book::{Book, SheetRow};
pub use import::Files;
pub use remark::{FormRefusal, Remark};
