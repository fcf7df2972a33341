//! Bodies as coordinators see them: the list, one body, its members, and the form that adds a body.

use crate::bot::context::{Ctx, Options};
use crate::bot::error::{Error, Result};
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::outcome::Outcome;
use crate::bot::session::Session;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::chat::{Press, Route, Screen};
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::bodies::Body;
use crate::store::people::Person;
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

async fn bodies_in(ctx: &mut Ctx<'_>, scope: &Bodies) -> Result<Vec<Body>> {
    let mut bodies = store::bodies::list(ctx.db).await?;
    bodies.retain(|body| scope.cover(body.id));
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
    if *scope == Bodies::All {
        screen.rows.push(vec![to(ctx, "go-new-body", Route::AddBody)]);
        screen.rows.push(vec![to(ctx, "go-appoint-all", Route::InviteCoordinator { body: None })]);
        screen.rows.push(vec![to(ctx, "go-coordinators-all", Route::Coordinators { body: None })]);
    }
    if bodies.len() > 1 {
        screen.rows.push(vec![to(ctx, "go-record-all", Route::ExportRecord { body: None })]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

pub async fn show(ctx: &mut Ctx<'_>, body: BodyId) -> Result<Outcome> {
    let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    let args = [("body", Arg::words(found.name(&ctx.locale.language))), ("n", Arg::Number(found.members))];
    let mut text = ctx.say("body", &args);
    if found.requests > 0 {
        text.push_str(&format!("\n{}", ctx.say("body-requests", &[("n", Arg::Number(found.requests))])));
    }
    if found.confirms_members {
        text.push_str(&format!("\n{}", ctx.say("body-confirms", &[])));
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
    show(ctx, body).await
}

/// The form `body` was confirmed.
pub async fn add_body(ctx: &mut Ctx<'_>, person: &Person, form: &Session) -> Result<Outcome> {
    store::runs::end(ctx.db, form.run.id).await?;
    let name = |question: &str| form.text(question).unwrap_or_default();
    let body = store::bodies::add(ctx.db, name(BodyForm::NAME_AR), name(BodyForm::NAME_FR), ctx.now).await?;
    ctx.audit(person, AuditAction::AddedBody(body)).await?;
    show(ctx, body).await
}
