//! Bodies and their people, for coordinators: a coordinator acts for all bodies or for some.
//!
//! Bodies are listed, shown and added, with their members (`manage`); people come in by links with a QR code (`links`); what
//! each member took part in is in `records`; what coordinators did is in `audit`.
//!
//! Limits: only whoever coordinates all bodies adds one or invites another coordinator of all. A members' link works for
//! thirty days, a coordinator's once within seven. Whoever looks at names is noted in the audit.
//!
//! The form `dialogs/body.toml` asks for the names of a body, `dialogs/signup.toml` for what a member's line says.

pub mod audit;
pub mod links;
pub mod manage;
pub mod records;
