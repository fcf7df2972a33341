//! Bodies as coordinators see them: the list, one body, and the form that adds or renames one.

use crate::bot::context::{Ctx, Options};
use crate::bot::error::{Error, Result};
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::chat::{Press, Route, Screen};
use crate::dialog::{Key, Value};
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::bodies::Body;
use crate::store::people::Person;
use crate::store::runs::FormSubject;
use crate::text::Arg;
use crate::types::{Bodies, BodyId};

pub struct BodyForm;

impl BodyForm {
    pub const NAME: &'static str = "body";
    /// The Arabic name of the commune or council.
    pub const NAME_AR: &'static str = "name-ar";
    pub const NAME_FR: &'static str = "name-fr";

    /// `takafou check` compares the file with this.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: BodyForm::NAME,
        questions: &[
            RequiredQuestion::new(BodyForm::NAME_AR, RequiredAnswer::Text),
            RequiredQuestion::new(BodyForm::NAME_FR, RequiredAnswer::Text),
        ],
    };
}

/// The bodies in scope that exist still.
pub(super) async fn bodies_in(ctx: &mut Ctx<'_>, scope: &Bodies) -> Result<Vec<Body>> {
    let mut bodies = store::bodies::list(ctx.db).await?;
    bodies.retain(|body| scope.cover(body.id) && !body.archived);
    Ok(bodies)
}

/// The options of the source `bodies`: the bodies that the person coordinates.
pub async fn body_options(ctx: &mut Ctx<'_>, person: &Person) -> Result<Options> {
    let Some(scope) = store::coordinators::find_bodies(ctx.db, person.id).await? else {
        return Ok(Vec::new());
    };
    let bodies = bodies_in(ctx, &scope).await?;
    let option = |body: &Body| (format!("b{}", body.id), body.name(&ctx.locale.language).to_owned());
    Ok(bodies.iter().map(option).collect())
}

pub async fn list(ctx: &mut Ctx<'_>, scope: &Bodies, page: usize) -> Result<Outcome> {
    Ok(list_screen(ctx, scope, page).await?.into())
}

pub(super) async fn list_screen(ctx: &mut Ctx<'_>, scope: &Bodies, page: usize) -> Result<Screen> {
    let bodies = bodies_in(ctx, scope).await?;
    let mut screen = Screen::new(ctx.say("bodies", &[("n", Arg::count(bodies.len()))]));
    let (page, pages) = clamp_page(page, bodies.len(), BUTTONS_A_PAGE);
    for body in bodies.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        let args = [("body", Arg::text(body.name(&ctx.locale.language))), ("n", Arg::Number(body.members))];
        screen = screen.row(ctx.say("body-button", &args), Press::Go(Route::Body { body: body.id }));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Bodies { page })));
    screen.rows.push(vec![to(ctx, "go-find-member", Route::FindMember)]);
    if *scope == Bodies::All {
        screen.rows.push(vec![to(ctx, "go-new-body", Route::AddBody)]);
        screen.rows.push(vec![to(ctx, "go-appoint-all", Route::InviteCoordinator { body: None })]);
        screen.rows.push(vec![to(ctx, "go-coordinators-all", Route::Coordinators { body: None })]);
        screen.rows.push(vec![to(ctx, "go-archived", Route::ArchivedBodies { page: 0 })]);
    }
    if bodies.len() > 1 {
        screen.rows.push(vec![to(ctx, "go-record-all", Route::ExportRecord { body: None })]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

pub async fn show(ctx: &mut Ctx<'_>, scope: &Bodies, body: BodyId) -> Result<Outcome> {
    let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    let args = [("body", Arg::words(found.name(&ctx.locale.language))), ("n", Arg::Number(found.members))];
    let mut text = ctx.say("body", &args);
    if found.requests > 0 {
        text.push_str(&format!("\n{}", ctx.say("body-requests", &[("n", Arg::Number(found.requests))])));
    }
    if found.confirms_members {
        text.push_str(&format!("\n{}", ctx.say("body-confirms", &[])));
    }
    if found.archived {
        text.push_str(&format!("\n{}", ctx.say("body-is-archived", &[])));
        let mut screen = Screen::new(text);
        screen.rows.push(vec![to(ctx, "go-restore", Route::RestoreBody { body })]);
        screen.rows.push(vec![to(ctx, "go-bodies", Route::Bodies { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
        return Ok(screen.into());
    }
    let mut screen = Screen::new(text);
    let members = to(ctx, "go-members", Route::Members { body, page: 0 });
    screen.rows.push(vec![members, to(ctx, "go-record", Route::Record { body, page: 0 })]);
    screen.rows.push(vec![to(ctx, "go-invite", Route::InviteMembers { body })]);
    screen.rows.push(vec![to(ctx, "go-appoint", Route::InviteCoordinator { body: Some(body) })]);
    let links = to(ctx, "go-links", Route::InvitationLinks { body: Some(body), page: 0 });
    screen.rows.push(vec![links, to(ctx, "go-coordinators", Route::Coordinators { body: Some(body) })]);
    let confirmation = if found.confirms_members { "go-confirmation-off" } else { "go-confirmation-on" };
    screen.rows.push(vec![to(ctx, confirmation, Route::SetConfirmation { body, on: !found.confirms_members })]);
    let mut names = vec![to(ctx, "go-rename", Route::RenameBody { body })];
    if *scope == Bodies::All {
        names.push(to(ctx, "go-archive", Route::AskToArchiveBody { body }));
    }
    screen.rows.push(names);
    screen.rows.push(vec![to(ctx, "go-bodies", Route::Bodies { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Turns on or off that a coordinator confirms every new member.
pub async fn set_confirmation(ctx: &mut Ctx<'_>, person: &Person, body: BodyId, on: bool) -> Result<Outcome> {
    let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    if found.confirms_members != on {
        store::bodies::set_confirms_members(ctx.db, body, on).await?;
        let action =
            if on { AuditAction::TurnedConfirmationOn(body) } else { AuditAction::TurnedConfirmationOff(body) };
        ctx.audit(person, action).await?;
    }
    Ok(Route::Body { body }.into())
}

/// The form `body`, filled in with the names that the body has.
pub async fn start_renaming(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Outcome> {
    let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    let mut form = Session::begin(ctx, person, BodyForm::NAME, None).await?;
    store::runs::set_subject(ctx.db, &form.run, FormSubject::Body(body)).await?;
    for (question, name) in [(BodyForm::NAME_AR, found.name_ar), (BodyForm::NAME_FR, found.name_fr)] {
        form.fill_in(ctx, Key::once(question), Value::Text(name));
    }
    session::show(ctx, person, form.run.id).await
}

/// The form `body` was confirmed: a new body, or other names of one.
pub async fn submit(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, form: &Session) -> Result<Outcome> {
    store::runs::end(ctx.db, form.run.id).await?;
    let name = |question: &str| form.text(question).unwrap_or_default();
    if let Some(body) = form.run.body {
        if !scope.cover(body) {
            return Ok(Route::Bodies { page: 0 }.into()); // the coordination was withdrawn meanwhile
        }
        store::bodies::rename(ctx.db, body, name(BodyForm::NAME_AR), name(BodyForm::NAME_FR)).await?;
        ctx.audit(person, AuditAction::RenamedBody(body)).await?;
        return Ok(Outcome::goto(Route::Body { body }, ctx.say("body-renamed", &[])));
    }
    if *scope != Bodies::All {
        return Ok(Route::Bodies { page: 0 }.into());
    }
    let body = store::bodies::add(ctx.db, name(BodyForm::NAME_AR), name(BodyForm::NAME_FR), ctx.now).await?;
    ctx.audit(person, AuditAction::AddedBody(body)).await?;
    Ok(Route::Body { body }.into())
}
