//! XLSForm: the workbook in which ODK and KoboToolbox keep a form (<https://xlsform.org>).
//!
//! [`read`] takes the cells out of a workbook from anybody. [`import`] makes a dialog of them: the files of a dialog, or
//! every mistake with its sheet, row and column. [`export`] writes a dialog as a form. Pure functions: bytes in, files out,
//! or a dialog in, bytes out.
//!
//! | | import | export |
//! |---|---|---|
//! | rows | `form` (what is read so far), `questions` | `sheets` (what is written so far), `groups` |
//! | expressions | `expr` parses, `logic` makes conditions, `limits` the limits of a question | `columns` |
//! | ids, texts | `names`, `words` | `words` |

mod book;
mod columns;
pub mod export;
mod expr;
mod form;
mod groups;
pub mod import;
mod limits;
mod logic;
mod names;
mod questions;
pub mod read;
mod remark;
mod sheets;
pub mod words;

pub use book::{Book, SheetRow};
pub use import::Files;
pub use remark::{FormRefusal, Remark};
