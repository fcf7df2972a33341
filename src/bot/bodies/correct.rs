//! Correcting a member's profile: the name and the role. What the member has answered and attended is not touched, and the
//! member is told.

use super::members::find;
use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::notify::{Notification, enqueue};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::ui::buttons::to;
use crate::bot::ui::titles::{role_in_words, roles};
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::people::{self, Person};
use crate::store::runs::{self, FormSubject};
use crate::text::Arg;
use crate::types::{Bodies, BodyId, PersonId};

pub struct MemberNameForm;

impl MemberNameForm {
    pub const NAME: &'static str = "member-name";
    const MEMBER_NAME: &'static str = "name";
    /// `takafou check` compares the file with this.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: MemberNameForm::NAME,
        questions: &[RequiredQuestion::new(MemberNameForm::MEMBER_NAME, RequiredAnswer::Text)],
    };
}

/// What can be corrected.
pub async fn show(ctx: &mut Ctx<'_>, member: PersonId) -> Result<Outcome> {
    let Some((found, _)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    let name = Arg::words(found.name.unwrap_or_default());
    let mut screen = Screen::new(ctx.say("member-correct", &[("name", name)]));
    screen.rows.push(vec![
        to(ctx, "go-correct-name", Route::CorrectName { member }),
        to(ctx, "go-correct-role", Route::ChooseRole { member }),
    ]);
    screen.rows.push(vec![to(ctx, "go-move-member", Route::ChooseBody { member, page: 0 })]);
    screen.rows.push(vec![to(ctx, "back", Route::Member { member }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

pub async fn start_name(ctx: &mut Ctx<'_>, person: &Person, member: PersonId) -> Result<Outcome> {
    let session = Session::begin(ctx, person, MemberNameForm::NAME, None).await?;
    runs::set_subject(ctx.db, &session.run, FormSubject::Member(member)).await?;
    session::show(ctx, person, session.run.id).await
}

/// The right name was typed.
pub async fn set_name(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, session: &Session) -> Result<Outcome> {
    runs::end(ctx.db, session.run.id).await?;
    let member = session.run.member.ok_or(Error::Missing("member"))?;
    // They may have been moved to a body of somebody else while the name was typed.
    let Some((found, body)) = find(ctx, member).await?.filter(|(_, body)| scope.cover(*body)) else {
        return Ok(Outcome::goto(Route::Bodies { page: 0 }, ctx.say("member-gone", &[])));
    };
    let name = session.text(MemberNameForm::MEMBER_NAME).map(str::to_owned);
    save(ctx, person, &Person { name, ..found.clone() }, body, &found).await
}

/// The roles of the sign-up, to choose from.
pub async fn choose_role(ctx: &mut Ctx<'_>, member: PersonId) -> Result<Outcome> {
    let Some((found, _)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    let name = Arg::words(found.name.clone().unwrap_or_default());
    let mut screen = Screen::new(ctx.say("member-choose-role", &[("name", name)]));
    for (place, role) in roles(ctx).iter().enumerate() {
        let mark = if found.role.as_ref() == Some(role) { "● " } else { "" };
        let label = format!("{mark}{}", role_in_words(ctx, Some(role), found.sex.as_deref()));
        screen = screen.row(label, Press::Go(Route::SetRole { member, role: place }));
    }
    screen.rows.push(vec![to(ctx, "back", Route::Member { member }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The role at this place of the sign-up is the right one.
pub async fn set_role(ctx: &mut Ctx<'_>, person: &Person, member: PersonId, place: usize) -> Result<Outcome> {
    let Some((found, body)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    let Some(role) = roles(ctx).get(place).cloned() else { return Ok(Route::ChooseRole { member }.into()) };
    save(ctx, person, &Person { role: Some(role), ..found.clone() }, body, &found).await
}

/// Stores a profile, and tells the member if it is another one than before.
async fn save(
    ctx: &mut Ctx<'_>,
    person: &Person,
    corrected: &Person,
    body: BodyId,
    before: &Person,
) -> Result<Outcome> {
    let member = corrected.id;
    if corrected == before {
        return Ok(Route::Member { member }.into());
    }
    people::set_profile(ctx.db, corrected).await?;
    ctx.audit_of_member(person, AuditAction::CorrectedMember(body), member).await?;
    tell(ctx, member, body).await?;
    Ok(Outcome::goto(Route::Member { member }, ctx.say("member-corrected", &[])))
}

/// Tells a member how they are now in the list of their body.
pub(super) async fn tell(ctx: &mut Ctx<'_>, member: PersonId, body: BodyId) -> Result<()> {
    let whom = [member];
    let letter = Notification::new(LetterKind::MemberCorrected(body), &whom);
    enqueue(ctx, &Notification { occasion: Some(ctx.now.0), ..letter }).await?;
    Ok(())
}
