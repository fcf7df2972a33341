//! Who is responsible for the data, and the smallest group whose answers are shown.

use crate::report::disclosure::MIN_GROUP_SIZE;

/// Who is responsible for the data (law 09-08). People see it before anything of theirs is stored.
#[derive(Debug, Clone, Default)]
pub struct PrivacyNotice {
    /// The controller: normally the council that runs the body.
    pub controller: String,
    /// Its name for readers of other languages than Arabic; if empty, `controller` is shown.
    pub controller_fr: String,
    pub contact: String,
    /// Number of the CNDP declaration or authorisation; empty while the application is pending.
    pub receipt: String,
    /// The setting; read it through [`PrivacyNotice::min_group_size`].
    pub min_group_size: usize,
    /// Last day of the councils' term. Everybody is erased three months later.
    pub term_ends: Option<chrono::NaiveDate>,
}

impl PrivacyNotice {
    /// The controller as readers of this language know it.
    pub fn controller(&self, language: &str) -> &str {
        if language == "ar" || self.controller_fr.trim().is_empty() { &self.controller } else { &self.controller_fr }
    }

    /// Fewest answers that are shown together. The setting can raise it, but not lower it below [`MIN_GROUP_SIZE`].
    pub fn min_group_size(&self) -> usize {
        self.min_group_size.max(MIN_GROUP_SIZE)
    }

    /// Whether members may join: they must be told who is responsible for their data.
    pub fn is_complete(&self) -> bool {
        !self.controller.trim().is_empty() && !self.contact.trim().is_empty()
    }
}
