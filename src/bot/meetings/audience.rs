//! Who is invited to a meeting: bodies and people.

use super::form::{Meeting, MeetingForm};
use crate::bot::context::{Ctx, Options};
use crate::bot::error::Result;
use crate::bot::ui::titles::heading;
use crate::store::people::Person;
use crate::store::{self, coordinators};
use crate::types::{Bodies, BodyId, MeetingId, PersonId};

pub struct Audience {
    /// Their coordinators may manage the meeting.
    pub bodies: Bodies,
    pub people: Vec<PersonId>,
}

/// A working list: people who asked in a survey to be called for the same thing.
struct WorkingList {
    id: String,
    label: String,
    people: Vec<PersonId>,
}

async fn working_lists(ctx: &mut Ctx<'_>, scope: &Bodies) -> Result<Vec<WorkingList>> {
    let mut lists: Vec<WorkingList> = Vec::new();
    for survey in store::surveys::list_in_scope(ctx.db, &Bodies::All).await? {
        let latest = ctx.bot.library.latest(&survey.name);
        for volunteer in store::responses::list_volunteers(ctx.db, survey.id).await? {
            if !volunteer.body.is_some_and(|body| scope.cover(body)) && *scope != Bodies::All {
                continue;
            }
            let key = volunteer.key;
            let id = format!("w{}-{}-{}", survey.id, key.question, key.item);
            match lists.iter_mut().find(|list| list.id == id) {
                Some(list) => list.people.push(volunteer.person),
                None => {
                    let question =
                        latest.as_ref().and_then(|(_, form)| Some((form, form.dialog.question(&key.question)?)));
                    let label = match question {
                        Some((form, question)) if !key.item.is_empty() => {
                            form.item(&ctx.bot.texts, &ctx.locale.language, question, &key.item)
                        }
                        _ => heading(ctx, &survey.name),
                    };
                    lists.push(WorkingList { id, label, people: vec![volunteer.person] });
                }
            }
        }
    }
    Ok(lists)
}

/// The options of the source `lists`: the working lists that a coordinator may invite.
pub async fn list_options(ctx: &mut Ctx<'_>, person: &Person) -> Result<Options> {
    match coordinators::find_bodies(ctx.db, person.id).await? {
        Some(scope) => {
            let lists = working_lists(ctx, &scope).await?.into_iter();
            Ok(lists.map(|list| (list.id, list.label)).collect())
        }
        None => Ok(Vec::new()),
    }
}

/// When a meeting is edited, the audience is computed again only if the answers about it changed. Otherwise "everyone I
/// coordinate" would be read with the editor's scope instead of the first coordinator's. Nobody is ever uninvited.
pub async fn find_audience(
    ctx: &mut Ctx<'_>,
    scope: &Bodies,
    about: &MeetingForm,
    before: Option<&Meeting>,
) -> Result<Audience> {
    let Some(before) = before else {
        return resolve_audience(ctx, scope, about).await;
    };
    let mut bodies = store::meetings::find_bodies(ctx.db, before.row.id).await?;
    let mut people = invited_people(ctx, before.row.id).await?;
    if !same_audience(about, &before.about) {
        let more = resolve_audience(ctx, scope, about).await?;
        people.extend(more.people);
        bodies = match (bodies, more.bodies) {
            (Bodies::Some(bodies), Bodies::Some(more)) => Bodies::Some(bodies.into_iter().chain(more).collect()),
            _ => Bodies::All,
        };
    }
    Ok(Audience { bodies, people })
}

/// The people who are invited to a meeting.
pub async fn invited_people(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<Vec<PersonId>> {
    let invited = store::invitations::list_invitees(ctx.db, meeting).await?;
    Ok(invited.into_iter().map(|invitee| invitee.person).collect())
}

/// Whether two descriptions invite the same people.
pub fn same_audience(a: &MeetingForm, b: &MeetingForm) -> bool {
    [MeetingForm::WHOM, MeetingForm::BODIES, MeetingForm::LISTS].iter().all(|id| a.picks(id) == b.picks(id))
}

/// The people on the chosen working lists, each once.
pub async fn list_people(ctx: &mut Ctx<'_>, scope: &Bodies, chosen: &[String]) -> Result<Vec<PersonId>> {
    let lists = working_lists(ctx, scope).await?.into_iter().filter(|list| chosen.contains(&list.id));
    let mut people: Vec<PersonId> = lists.flat_map(|list| list.people).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

async fn resolve_audience(ctx: &mut Ctx<'_>, scope: &Bodies, about: &MeetingForm) -> Result<Audience> {
    let bodies = if about.is_by_body() {
        let chosen = about.picks(MeetingForm::BODIES).iter();
        let chosen = chosen.filter_map(|id| id.strip_prefix('b')?.parse().ok()).map(BodyId);
        Bodies::Some(chosen.filter(|body| scope.cover(*body)).collect())
    } else {
        scope.clone()
    };
    let people = if about.is_by_list() {
        list_people(ctx, scope, about.picks(MeetingForm::LISTS)).await?
    } else {
        store::invitations::list_members(ctx.db, &bodies).await?
    };
    Ok(Audience { bodies, people })
}
