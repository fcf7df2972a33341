//! Whom a meeting concerns: bodies, and the people who are invited.

use super::form::{Meeting, MeetingForm};
use crate::bot::context::{Ctx, Options};
use crate::bot::error::Result;
use crate::bot::ui::titles::heading;
use crate::store;
use crate::store::people::{self, Person};
use crate::types::{Bodies, BodyId, PersonId};

/// Whom a meeting concerns.
pub struct Audience {
    /// Its bodies: who coordinates them may manage it.
    pub bodies: Bodies,
    /// The people.
    pub people: Vec<PersonId>,
}

/// A working list: those who asked in a survey to be called for the same thing.
struct WorkingList {
    id: String,
    label: String,
    people: Vec<PersonId>,
}

/// The working lists within a scope.
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
                    let asked =
                        latest.as_ref().and_then(|(_, form)| Some((form, form.dialog.question(&key.question)?)));
                    let label = match asked {
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

/// The working lists that a coordinator may invite, as options of the form.
pub async fn list_options(ctx: &mut Ctx<'_>, person: &Person) -> Result<Options> {
    match people::find_coordinated_bodies(ctx.db, person.id).await? {
        Some(scope) => {
            let lists = working_lists(ctx, &scope).await?.into_iter();
            Ok(lists.map(|list| (list.id, list.label)).collect())
        }
        None => Ok(Vec::new()),
    }
}

/// Whom a description concerns.
///
/// When a meeting is edited, the audience is computed anew only if the answers about it changed; otherwise "everyone I
/// coordinate" would be read with the editor's scope, and was meant by whoever announced it. Nobody is ever uninvited.
pub async fn audience(
    ctx: &mut Ctx<'_>,
    scope: &Bodies,
    about: &MeetingForm,
    before: Option<&Meeting>,
) -> Result<Audience> {
    let Some(before) = before else {
        return resolve(ctx, scope, about).await;
    };
    let mut bodies = store::meetings::find_bodies(ctx.db, before.row.id).await?;
    let invited = store::invitations::list_invitees(ctx.db, before.row.id).await?;
    let mut people: Vec<PersonId> = invited.into_iter().map(|invitee| invitee.person).collect();
    if !same_audience(about, &before.about) {
        let more = resolve(ctx, scope, about).await?;
        people.extend(more.people);
        bodies = match (bodies, more.bodies) {
            (Bodies::Some(bodies), Bodies::Some(more)) => Bodies::Some(bodies.into_iter().chain(more).collect()),
            _ => Bodies::All,
        };
    }
    Ok(Audience { bodies, people })
}

/// Whether two descriptions say the same of whom the meeting concerns.
pub fn same_audience(a: &MeetingForm, b: &MeetingForm) -> bool {
    [MeetingForm::WHOM, MeetingForm::BODIES, MeetingForm::LISTS].iter().all(|id| a.picks(id) == b.picks(id))
}

async fn resolve(ctx: &mut Ctx<'_>, scope: &Bodies, about: &MeetingForm) -> Result<Audience> {
    let bodies = if about.is_by_body() {
        let chosen = about.picks(MeetingForm::BODIES).iter();
        let chosen = chosen.filter_map(|id| id.strip_prefix('b')?.parse().ok()).map(BodyId);
        Bodies::Some(chosen.filter(|body| scope.cover(*body)).collect())
    } else {
        scope.clone()
    };
    let people = if about.is_by_list() {
        let chosen = about.picks(MeetingForm::LISTS);
        let lists = working_lists(ctx, scope).await?.into_iter().filter(|list| chosen.contains(&list.id));
        let mut people: Vec<PersonId> = lists.flat_map(|list| list.people).collect();
        people.sort_unstable();
        people.dedup();
        people
    } else {
        store::invitations::list_members(ctx.db, &bodies).await?
    };
    Ok(Audience { bodies, people })
}
