//! Forms and surveys where they meet the features: where the options of a form come from, and what a finished dialog leads to.

use super::access;
use super::account::joining;
use super::announcements::form::AnnouncementForm;
use super::announcements::{audience as recipients, publish as announcing};
use super::bodies::{correct, find, manage as bodies};
use super::context::{Ctx, OptionSource, Options};
use super::error::Result;
use super::meetings::{announce, audience, form};
use super::messages::write;
use super::outcome::Outcome;
use super::results::share;
use super::session::Session;
use super::summaries::text::SummaryText;
use super::summaries::{publish, search};
use super::surveys::{imports, manage as surveys, member};
use crate::chat::Route;
use crate::dialog::Usage;
use crate::store;
use crate::store::people::Person;
use crate::store::runs::Run;

/// The options of the bot's own forms, by the `source` that a form's file names.
pub const SOURCES: &[(&str, OptionSource)] = &[
    ("bodies", |ctx, person, _| Box::pin(bodies::body_options(ctx, person))),
    ("surveys", |ctx, _, _| Box::pin(std::future::ready(surveys::survey_options(ctx)))),
    ("lists", |ctx, person, _| Box::pin(audience::list_options(ctx, person))),
    ("roles", |ctx, _, _| Box::pin(std::future::ready(Ok(recipients::role_options(ctx))))),
    ("coming-meetings", |ctx, person, _| Box::pin(recipients::meeting_options(ctx, person))),
    ("open-surveys", |ctx, person, _| Box::pin(recipients::survey_options(ctx, person))),
    ("days", |ctx, _, run| Box::pin(form::day_options(ctx, run))),
    ("charts", |ctx, _, run| Box::pin(chart_options(ctx, run))),
];

/// The charts of the survey that a form about its results can share.
async fn chart_options(ctx: &mut Ctx<'_>, run: &Run) -> Result<Options> {
    match run.results {
        Some(survey) => share::chart_options(ctx, survey).await,
        None => Ok(Vec::new()),
    }
}

/// Hands a finished dialog to the feature that asked for it.
pub async fn submit(ctx: &mut Ctx<'_>, person: &Person, session: Session) -> Result<Outcome> {
    if let Some(survey) = session.run.survey {
        return member::submit(ctx, person, survey, session).await;
    }
    let name = session.localized.dialog.name.clone();
    match name.as_str() {
        joining::SignUpForm::NAME => return joining::join(ctx, person, &session).await,
        search::SearchForm::NAME => return search::search(ctx, person, &session).await,
        write::MessageForm::NAME => return write::preview(ctx, person, &session).await,
        _ => {}
    }
    let Some(scope) = store::coordinators::find_bodies(ctx.db, person.id).await? else {
        store::runs::end(ctx.db, session.run.id).await?;
        let (route, line) = access::refuse_coordination(ctx);
        return Ok(Outcome::Goto(route, line));
    };
    if session.localized.dialog.usage != Usage::Form {
        return imports::end_trial(ctx, person, &session).await; // an imported form that is tried before it is added
    }
    match name.as_str() {
        SummaryText::FORM => publish::preview(ctx, &scope, &session, None).await,
        AnnouncementForm::NAME | AnnouncementForm::CORRECTION => announcing::preview(ctx, &scope, &session, None).await,
        share::FORM => share::preview(ctx, &session, 0).await,
        form::MeetingForm::NAME => announce::preview(ctx, &scope, session).await,
        surveys::OpeningForm::NAME => surveys::open(ctx, person, &scope, &session).await,
        bodies::BodyForm::NAME => bodies::submit(ctx, person, &scope, &session).await,
        find::MemberSearchForm::NAME => find::find(ctx, person, &scope, &session).await,
        correct::MemberNameForm::NAME => correct::set_name(ctx, person, &scope, &session).await,
        _ => Ok(Route::Menu.into()),
    }
}
