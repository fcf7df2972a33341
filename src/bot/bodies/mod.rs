//! Bodies and their people, for coordinators. A coordinator acts for all bodies or for some.
//!
//! `manage` lists, shows and adds bodies with their members. `links` invites people by a link with a QR code. `records`
//! shows what each member took part in. `audit` shows what coordinators did.
//!
//! Limits: only a coordinator of all bodies may add one or invite another coordinator of all. A members' link works for
//! thirty days; a coordinator's link works once, within seven days. Looking at names is recorded in the audit log.
//!
//! The form `dialogs/body.toml` asks for the names of a body. Roles in the list of members come from
//! `dialogs/signup.toml`.

pub mod audit;
pub mod links;
pub mod manage;
pub mod records;
