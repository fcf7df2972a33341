//! Who gets an announcement. The audience is computed when it is sent, because a scheduled one waits.

use super::form::AnnouncementForm;
use crate::bot::context::{Ctx, Options};
use crate::bot::error::Result;
use crate::bot::meetings::audience::list_people;
use crate::bot::meetings::form;
use crate::bot::ui::titles::{heading, role_in_words, roles};
use crate::store::people::Person;
use crate::store::{coordinators, invitations, meetings, members, surveys};
use crate::types::{Bodies, BodyId, MeetingId, PersonId, SurveyId};

/// The people that the form names, among those whom the coordinator coordinates.
pub async fn find_people(ctx: &mut Ctx<'_>, scope: &Bodies, about: &AnnouncementForm) -> Result<Vec<PersonId>> {
    let number = |question: &str| about.picks(question).first().and_then(|id| id.get(1..)?.parse::<i64>().ok());
    let within = |mut people: Vec<PersonId>, members: &[PersonId]| {
        people.retain(|person| members.contains(person));
        people
    };
    let everybody = invitations::list_members(ctx.db, scope).await?;
    Ok(match about.picks(AnnouncementForm::WHOM).first().map(String::as_str) {
        Some("all") => everybody,
        Some("some") => {
            let chosen = about.picks(AnnouncementForm::BODIES).iter();
            let chosen = chosen.filter_map(|id| id.strip_prefix('b')?.parse().ok()).map(BodyId);
            let bodies = Bodies::Some(chosen.filter(|body| scope.cover(*body)).collect());
            invitations::list_members(ctx.db, &bodies).await?
        }
        Some("roles") => {
            let chosen = about.picks(AnnouncementForm::ROLES);
            let members = members::list_of_bodies(ctx.db, scope).await?.into_iter();
            let found = members
                .filter(|(_, member)| member.joined && member.role.as_ref().is_some_and(|role| chosen.contains(role)));
            found.map(|(_, member)| member.person).collect()
        }
        Some("list") => list_people(ctx, scope, about.picks(AnnouncementForm::LISTS)).await?,
        Some("unreplied") => {
            let invited = match number(AnnouncementForm::MEETING) {
                Some(meeting) => invitations::list_invitees(ctx.db, MeetingId(meeting)).await?,
                None => Vec::new(),
            };
            let open = invited.into_iter().filter(|invitee| invitee.rsvp.is_none());
            within(open.map(|invitee| invitee.person).collect(), &everybody)
        }
        Some("unfinished") => match number(AnnouncementForm::SURVEY) {
            Some(survey) => {
                let open = surveys::list_to_remind(ctx.db, SurveyId(survey), scope, i64::MAX).await?;
                within(open, &everybody)
            }
            None => Vec::new(),
        },
        _ => Vec::new(),
    })
}

/// The options of the source `roles`.
pub fn role_options(ctx: &Ctx<'_>) -> Options {
    roles(ctx).into_iter().map(|role| (role.clone(), role_in_words(ctx, Some(&role), None))).collect()
}

/// The options of the source `coming-meetings`: meetings that the coordinator manages and that have not begun.
pub async fn meeting_options(ctx: &mut Ctx<'_>, person: &Person) -> Result<Options> {
    let Some(scope) = coordinators::find_bodies(ctx.db, person.id).await? else { return Ok(Vec::new()) };
    let listed = meetings::list_in_scope(ctx.db, &scope).await?;
    let mut options = Vec::new();
    for meeting in form::load_all(ctx, &listed).await? {
        if meeting.takes_place() && !meeting.has_begun(ctx.now) {
            options.push((format!("m{}", meeting.row.id), meeting.about.label(ctx)));
        }
    }
    Ok(options)
}

/// The options of the source `open-surveys`: surveys that take answers, in a body that the coordinator coordinates.
pub async fn survey_options(ctx: &mut Ctx<'_>, person: &Person) -> Result<Options> {
    let Some(scope) = coordinators::find_bodies(ctx.db, person.id).await? else { return Ok(Vec::new()) };
    let listed = surveys::list_in_scope(ctx.db, &scope).await?.into_iter();
    let open = listed.filter(|survey| survey.closed_at.is_none() && survey.closes_at > ctx.now);
    Ok(open.map(|survey| (format!("s{}", survey.id), heading(ctx, &survey.name))).collect())
}
