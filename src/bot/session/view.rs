//! What the screens of a session are made from.

use super::session::{GivenNow, Session};
use crate::chat::{Act, Press};
use crate::dialog::walk::Stop;

/// What the screens of a session are made from.
pub struct View<'a> {
    pub session: &'a Session,
    /// A line above the question: what was done that is not seen otherwise.
    pub news: Option<String>,
    /// A line above the question: why the last input was refused.
    pub remark: Option<String>,
    /// A page of options or of the review; at a date, the number of months from now.
    pub page: i32,
    /// The answer that the person just gave: the review opens where it stands, if it is a correction.
    pub given: Option<GivenNow>,
    /// What the person may have meant: shown instead of all options, each with its label. Empty otherwise.
    pub candidates: Vec<(String, Act)>,
    /// What was typed is no answer: it may have been meant for a person, who can be written to from here.
    pub is_no_answer: bool,
}

impl View<'_> {
    pub(super) fn press(&self, stop: &Stop<'_>, act: Act) -> Press {
        let run = &self.session.run;
        Press::Run { run: run.id, revision: run.revision, key: stop.key(), act }
    }

    /// News and remark as they are shown above the text; empty if there are none.
    pub(super) fn remark(&self) -> String {
        let lines = [("✅", &self.news), ("⚠️", &self.remark)].into_iter();
        lines.filter_map(|(mark, line)| Some(format!("{mark} {}\n\n", line.as_ref()?))).collect()
    }
}
