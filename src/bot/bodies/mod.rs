//! Bodies and their people, for coordinators. A coordinator acts for all bodies or for some.
//!
//! `manage` lists, shows and adds bodies. `links` invites people by a link with a QR code, lists links and revokes them.
//! `members` lists, confirms and removes members; `newcomers` lets people into a body; `coordinators` lists coordinators
//! and withdraws them. `records` shows what each member took part in. `audit` shows what coordinators did.
//!
//! Limits: only a coordinator of all bodies may add one, invite another coordinator of all or withdraw one, and one of them
//! always remains. A members' link works for thirty days; a coordinator's link works once, within seven days. Whoever
//! coordinates anything is first withdrawn, then removed. Somebody who was removed is erased after thirty days, unless they
//! join a body again. Looking at names is recorded in the audit log.
//!
//! The form `dialogs/body.toml` asks for the names of a body. Roles in the list of members come from
//! `dialogs/signup.toml`.

pub mod audit;
pub mod coordinators;
pub mod letters;
pub mod links;
pub mod manage;
pub mod members;
pub mod newcomers;
pub mod records;
