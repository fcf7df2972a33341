//! A person's own account: joining by invitation with consent, the menu, language, silence, their data, erasure.
//!
//! Who says what at the sign-up is the form `dialogs/signup.toml`; who answers for the data is in the settings
//! (`controller`, `contact`).

pub mod joining;
pub mod menu;
pub mod mydata;
