//! One respondent's answers, and the groups that the respondent is in.

use crate::dialog::{Answer, Value, answer_to};
use crate::types::{BodyId, ResponseId};

/// What one person submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Random; tells responses apart.
    pub id: ResponseId,
    /// The answers that applied, in the order of the dialog.
    pub answers: Vec<Answer>,
    /// The respondent's body; none if anonymous, as all that follow.
    pub body: Option<BodyId>,
    /// Role in the body.
    pub role: Option<String>,
    /// Sex, if said.
    pub sex: Option<String>,
    /// Urban or rural, if said.
    pub area: Option<String>,
    /// Age band, if said.
    pub age: Option<String>,
}

impl Response {
    /// What it says to a question, or to one item of it.
    pub fn answer(&self, question: &str, item: &str) -> Option<&Value> {
        answer_to(&self.answers, question, item)
    }
}
