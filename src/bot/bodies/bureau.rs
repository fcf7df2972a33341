//! The bureau of a body: who is chair, deputy and rapporteur. A coordinator confirms it, because the role of the sign-up is
//! only what the person said of herself or himself.

use super::correct::tell;
use super::members::find;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::to;
use crate::bot::ui::titles::role_in_words;
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::members;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{Office, PersonId};

const OFFICES: [Office; 4] = [Office::Chair, Office::ViceChair, Office::Rapporteur, Office::ViceRapporteur];

/// The offices to choose from, with what an office opens.
pub async fn choose(ctx: &mut Ctx<'_>, member: PersonId) -> Result<Outcome> {
    let Some((found, _)) = find(ctx, member).await?.filter(|(found, _)| found.joined_at.is_some()) else {
        return Ok(Route::Bodies { page: 0 }.into());
    };
    let name = Arg::words(found.name.clone().unwrap_or_default());
    let mut screen = Screen::new(ctx.say("member-choose-office", &[("name", name)]));
    for office in OFFICES {
        let mark = if found.office == Some(office) { "● " } else { "" };
        let label = format!("{mark}{}", role_in_words(ctx, Some(office.word()), found.sex.as_deref()));
        screen = screen.row(label, Press::Go(Route::SetOffice { member, office: Some(office) }));
    }
    if found.office.is_some() {
        screen.rows.push(vec![to(ctx, "go-no-office", Route::SetOffice { member, office: None })]);
    }
    screen.rows.push(vec![to(ctx, "back", Route::Member { member }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Confirms an office, or that the member holds none.
pub async fn set(ctx: &mut Ctx<'_>, person: &Person, member: PersonId, office: Option<Office>) -> Result<Outcome> {
    let Some((found, body)) = find(ctx, member).await?.filter(|(found, _)| found.joined_at.is_some()) else {
        return Ok(Route::Bodies { page: 0 }.into());
    };
    if found.office != office {
        members::set_office(ctx.db, member, office).await?;
        ctx.audit_of_member(person, AuditAction::ConfirmedOffice(body), member).await?;
        tell(ctx, member, body).await?;
    }
    Ok(Outcome::goto(Route::Member { member }, ctx.say("office-set", &[])))
}
