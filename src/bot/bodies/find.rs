//! Finding a member by name, in any spelling, among the bodies of a coordinator.

use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::outcome::Outcome;
use crate::bot::session::Session;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, to};
use crate::bot::ui::titles::body_name;
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::people::Person;
use crate::store::{bodies, members, runs};
use crate::text::{Arg, names};
use crate::types::{Bodies, BodyId};

pub struct MemberSearchForm;

impl MemberSearchForm {
    pub const NAME: &'static str = "member-search";
    const WORDS: &'static str = "words";
    /// `takafou check` compares the file with this.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: MemberSearchForm::NAME,
        questions: &[RequiredQuestion::new(MemberSearchForm::WORDS, RequiredAnswer::Text)],
    };
}

/// A name was typed: the members who have it, or whose name sounds so.
pub async fn find(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, session: &Session) -> Result<Outcome> {
    let words = session.text(MemberSearchForm::WORDS).unwrap_or_default().to_owned();
    runs::end(ctx.db, session.run.id).await?;
    let one: Option<BodyId> = match scope {
        Bodies::Some(bodies) if bodies.len() == 1 => bodies.first().copied(),
        _ => None,
    };
    ctx.audit_view(person, AuditAction::SearchedMembers(one)).await?;
    let members = members::list_of_bodies(ctx.db, scope).await?;
    let (found, alike) = names::find_names(&words, members.iter().map(|(_, member)| member.name.as_str()));
    let bodies = bodies::list(ctx.db).await?;
    let id = if alike && !found.is_empty() { "members-alike" } else { "members-found" };
    let more = found.len().saturating_sub(BUTTONS_A_PAGE);
    let mut text = ctx.say(id, &[("words", Arg::words(words.trim())), ("n", Arg::count(found.len()))]);
    if more > 0 {
        text.push_str(&format!("\n\n{}", ctx.say("members-found-more", &[("n", Arg::count(more))])));
    }
    let mut screen = Screen::new(text);
    for (body, member) in found.into_iter().take(BUTTONS_A_PAGE).map(|place| &members[place]) {
        let body = body_name(ctx, &bodies, Some(*body)).unwrap_or_default();
        let args = [("name", Arg::text(member.name.clone())), ("body", Arg::text(body))];
        let id = if member.joined { "member-found" } else { "member-found-waiting" };
        screen = screen.row(ctx.say(id, &args), Press::Go(Route::Member { member: member.person }));
    }
    screen
        .rows
        .push(vec![to(ctx, "go-find-member", Route::FindMember), to(ctx, "go-bodies", Route::Bodies { page: 0 })]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
