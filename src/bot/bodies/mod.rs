//! Bodies and their people, for coordinators. A coordinator acts for all bodies or for some.
//!
//! `manage` lists, shows, adds and renames bodies; `archive` puts one away that has ceased to exist. `links` invites people by a link with a QR code, lists links and revokes them.
//! `members` lists, confirms and removes members; `find` finds one by name, `correct` corrects name and role, `moving` moves
//! one to another body, `bureau` confirms an office, `lists` makes the list to take away; `newcomers` lets people into a body; `coordinators` lists coordinators
//! and withdraws them. `records` shows what each member took part in. `audit` shows what coordinators did.
//!
//! Limits: only a coordinator of all bodies may add one, invite another coordinator of all or withdraw one, and one of them
//! always remains. A members' link works for thirty days; a coordinator's link works once, within seven days. Whoever
//! coordinates anything is first withdrawn, then removed. Somebody who was removed is erased after thirty days, unless they
//! join a body again. Looking at names is recorded in the audit log.
//!
//! The form `dialogs/body.toml` asks for the names of a body. Roles in the list of members come from
//! `dialogs/signup.toml`.

pub mod archive;
pub mod audit;
pub mod bureau;
pub mod coordinators;
pub mod correct;
pub mod find;
pub mod letters;
pub mod links;
pub mod lists;
pub mod manage;
pub mod members;
pub mod moving;
pub mod newcomers;
pub mod records;
