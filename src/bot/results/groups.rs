//! The groups that answers are split by: what they are called, in which order they stand, and which of them a split does not
//! show.

use crate::bot::context::Locale;
use crate::bot::ui::figures::chart_label;
use crate::report::stats::population::Dimension;
use crate::report::stats::split::Split;
use crate::store::bodies::Body;
use crate::text::Arg;
use crate::types::BodyId;

/// The option of the sign-up form that is no group: "I prefer not to answer".
const UNSAID: &str = "pna";

/// All groups of a dimension that somebody can be in, whether anybody answered or not: id and name, in their order.
#[derive(Debug, Clone, Default)]
pub struct Groups(Vec<(String, String)>);

impl Groups {
    /// The options of the sign-up form in its order; or the bodies that the survey was open to.
    pub fn of(locale: &Locale<'_>, dimension: Dimension, open_to: &[BodyId], bodies: &[Body]) -> Groups {
        if dimension == Dimension::Body {
            let concerned = bodies.iter().filter(|body| open_to.contains(&body.id));
            let named = concerned.map(|body| (body.id.to_string(), body.name(&locale.language).to_owned()));
            return Groups(named.collect());
        }
        let signup = locale.bot.library.latest("signup");
        let found =
            signup.as_ref().and_then(|(_, localized)| Some((localized, localized.dialog.question(dimension.id())?)));
        let Some((localized, question)) = found else { return Groups::default() };
        let label = |id: &str| localized.label(&locale.bot.texts, &locale.language, question, id);
        let options = question.options.iter().filter(|choice| choice.id != UNSAID);
        Groups(options.map(|choice| (choice.id.clone(), label(&choice.id))).collect())
    }

    /// The name of a group; its id if the form no longer has it.
    pub fn name(&self, id: &str) -> String {
        self.0.iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
    }

    /// A sentence on the groups that a split does not show; none if it shows all. It does not tell a group in which few
    /// answered from one in which nobody did. Bodies can be many, so only their number is said.
    pub fn hidden(&self, locale: &Locale<'_>, split: &Split) -> Option<String> {
        let is_hidden = |id: &String| split.groups.iter().all(|(shown, _)| shown != id);
        let names: Vec<String> =
            self.0.iter().filter(|(id, _)| is_hidden(id)).map(|(_, name)| chart_label(name)).collect();
        match (names.len(), split.dimension) {
            (0, _) => None,
            (n, Dimension::Body) => Some(locale.say("hidden-bodies", &[("n", Arg::count(n))])),
            _ => Some(locale.say("hidden-groups", &[("names", Arg::text(names.join(&locale.say("comma", &[]))))])),
        }
    }
}

/// Puts the groups of a split into the order of the sign-up form: women before men, the young before the old. Bodies have no
/// such order; those with most answers come first.
pub fn put_in_order(locale: &Locale<'_>, split: &mut Split) {
    if split.dimension == Dimension::Body {
        return;
    }
    let Some((_, signup)) = locale.bot.library.latest("signup") else { return };
    let Some(question) = signup.dialog.question(split.dimension.id()) else { return };
    let place = |id: &str| question.options.iter().position(|choice| choice.id == id).unwrap_or(usize::MAX);
    split.groups.sort_by_key(|(id, _)| place(id));
}
