//! Who answers for the data, and how little of it is shown.

use crate::report::disclosure::MIN_GROUP_SIZE;

/// Who answers for the data (law 09-08); shown before anything is stored.
#[derive(Debug, Clone, Default)]
pub struct PrivacyNotice {
    /// The controller: normally the council that runs the body.
    pub controller: String,
    /// The same for readers of other languages than Arabic; empty: as above.
    pub controller_fr: String,
    /// How to reach it.
    pub contact: String,
    /// Number of the CNDP declaration or authorisation; empty while it is under way.
    pub receipt: String,
    /// Fewest answers that are shown together; see [`PrivacyNotice::min_group_size`].
    pub min_group_size: usize,
    /// Last day of the councils' term; three months later everybody is erased.
    pub term_ends: Option<chrono::NaiveDate>,
}

impl PrivacyNotice {
    /// The controller as readers of this language know it.
    pub fn controller(&self, language: &str) -> &str {
        if language == "ar" || self.controller_fr.trim().is_empty() { &self.controller } else { &self.controller_fr }
    }

    /// Fewest answers that are shown together, never under the law of the house ([`MIN_GROUP_SIZE`]).
    pub fn min_group_size(&self) -> usize {
        self.min_group_size.max(MIN_GROUP_SIZE)
    }

    /// Members may be accepted: it is said who answers for their data.
    pub fn is_complete(&self) -> bool {
        !self.controller.trim().is_empty() && !self.contact.trim().is_empty()
    }
}
