//! How people come into a body: at once, or when a coordinator has confirmed them. The body's coordinators are told.

use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::meetings::time::invite_newcomer;
use crate::bot::notify::{Notification, enqueue};
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::store::{bodies, coordinators, members};
use crate::types::{BodyId, MINUTE, Millis, PersonId};

/// Coordinators are told of newcomers after this time, so that those who join during a meeting come in one letter.
const TOLD_AFTER: Millis = 10 * MINUTE;

/// Somebody has finished the sign-up, or joined another body: they become a member, or wait to be confirmed. Coordinators of
/// the body need no confirmation.
pub async fn enter(ctx: &mut Ctx<'_>, person: &Person, body: Option<BodyId>) -> Result<()> {
    let Some(body) = body else {
        if members::find_removal(ctx.db, person.id).await?.is_none() {
            members::admit(ctx.db, person.id, ctx.now).await?; // a coordinator of all bodies needs none
        }
        return Ok(());
    };
    let confirms = bodies::find(ctx.db, body).await?.is_some_and(|body| body.confirms_members);
    let scope = coordinators::find_bodies(ctx.db, person.id).await?;
    if confirms && !scope.is_some_and(|scope| scope.cover(body)) {
        members::request(ctx.db, person.id, ctx.now).await?;
    } else {
        admit(ctx, person.id).await?;
    }
    tell_coordinators(ctx, person.id, body).await
}

/// Makes somebody a member, and invites them to the meetings to come.
pub(super) async fn admit(ctx: &mut Ctx<'_>, person: PersonId) -> Result<()> {
    members::admit(ctx.db, person, ctx.now).await?;
    invite_newcomer(ctx, person).await
}

/// Tells the coordinators of the body; those of all bodies only where it has none of its own.
async fn tell_coordinators(ctx: &mut Ctx<'_>, newcomer: PersonId, body: BodyId) -> Result<()> {
    let mut told = coordinators::list(ctx.db, Some(body)).await?;
    if told.is_empty() {
        told = coordinators::list(ctx.db, None).await?;
    }
    let told: Vec<PersonId> = told.iter().map(|told| told.person).filter(|told| *told != newcomer).collect();
    if told.is_empty() {
        return Ok(());
    }
    // One letter in ten minutes; it names all who came since the one before.
    let occasion = Some(ctx.now.0 / TOLD_AFTER);
    let letter = Notification::new(LetterKind::MembersJoined(body), &told);
    enqueue(ctx, &Notification { occasion, wait: TOLD_AFTER, ..letter }).await?;
    Ok(())
}
