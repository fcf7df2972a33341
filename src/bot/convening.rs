//! How a coordinator calls a meeting, changes it or calls it off: form, preview in each language, then the letters.
//!
//! Nothing is kept or sent before the preview is confirmed; then everything is, in one transaction. A change is the same
//! form filled in; it says which sequence of the meeting it began from, so that of two coordinators who change the same
//! meeting the second is told, and nothing of hers is sent.

use super::coordinators::Scope;
use super::letters::{self, MEETING_CANCELLED, MEETING_CHANGED, MEETING_EDIT, MEETING_NOTICE};
use super::managing;
use super::meetings::{self, CAPTION, Described, Meeting};
use super::questions::{number, to};
use super::runs::{self, Open};
use super::{Ctx, Result, attached};
use crate::chat::{Act, Button, Place, Press, Reply, Screen};
use crate::dialog::{Entry, Key, Usage, walk};
use crate::schedule::Caution;
use crate::store::people::{self, Person};
use crate::store::{Millis, attendance, meetings as kept, responses, runs as forms, surveys, written};
use crate::text::{Arg, dates};

/// The dialog's name.
pub const FORM: &str = "meeting";

/// Whom a meeting concerns.
struct Audience {
    /// Its bodies, none meaning all: who coordinates them may manage it.
    bodies: Vec<i64>,
    /// The people.
    people: Vec<i64>,
}

/// The working lists within a scope: those who asked in a survey to be called for the same thing. Each with its option id,
/// its label and its people.
///
/// # Errors
/// When the database refuses.
pub async fn lists(ctx: &mut Ctx<'_>, scope: &Scope) -> Result<Vec<(String, String, Vec<i64>)>> {
    let mut lists: Vec<(String, String, Vec<i64>)> = Vec::new();
    for survey in surveys::all(ctx.db).await? {
        let played = ctx.bot.library.latest(&survey.name);
        for (question, item, person, body) in responses::volunteers(ctx.db, survey.id).await? {
            if !scope.covers(body) {
                continue;
            }
            let id = format!("w{}-{question}-{item}", survey.id);
            match lists.iter_mut().find(|(known, ..)| *known == id) {
                Some((.., people)) => people.push(person),
                None => {
                    let asked =
                        played.as_ref().and_then(|(_, played)| Some((played, played.dialog.question(&question)?)));
                    let label = match asked {
                        Some((played, question)) if !item.is_empty() => {
                            played.item(&ctx.bot.texts, &ctx.language, question, &item)
                        }
                        _ => super::surveys::heading(ctx, &survey.name),
                    };
                    lists.push((id, label, vec![person]));
                }
            }
        }
    }
    Ok(lists)
}

/// Whom a description concerns. A change invites nobody anew where it says the same of them as before, whoever makes it:
/// "everyone I coordinate" was meant by who announced the meeting. And it takes nobody's invitation back.
async fn audience(ctx: &mut Ctx<'_>, scope: &Scope, about: &Described, before: Option<&Meeting>) -> Result<Audience> {
    let Some(before) = before else {
        return resolved(ctx, scope, about).await;
    };
    let mut bodies = kept::bodies(ctx.db, before.row.id).await?;
    let invited = kept::invited(ctx.db, before.row.id).await?;
    let mut people: Vec<i64> = invited.into_iter().map(|invited| invited.person).collect();
    if !same_audience(about, &before.about) {
        let more = resolved(ctx, scope, about).await?;
        people.extend(more.people);
        if bodies.is_empty() || more.bodies.is_empty() {
            bodies.clear(); // all
        } else {
            bodies.extend(more.bodies);
        }
    }
    Ok(Audience { bodies, people })
}

fn same_audience(a: &Described, b: &Described) -> bool {
    ["whom", "bodies", "lists"].iter().all(|id| a.picks(id) == b.picks(id))
}

async fn resolved(ctx: &mut Ctx<'_>, scope: &Scope, about: &Described) -> Result<Audience> {
    let own = match scope {
        Scope::All => Vec::new(),
        Scope::Some(own) => own.clone(),
    };
    let whom = about.picks("whom").first().map_or("", String::as_str);
    let bodies: Vec<i64> = match whom {
        "some" => {
            let chosen = about.picks("bodies").iter().filter_map(|id| id.strip_prefix('b')?.parse().ok());
            chosen.filter(|id| scope.covers(*id)).collect()
        }
        _ => own,
    };
    let people = match whom {
        "list" => {
            let chosen = about.picks("lists");
            let lists = lists(ctx, scope).await?.into_iter().filter(|(id, ..)| chosen.contains(id));
            let mut people: Vec<i64> = lists.flat_map(|(.., people)| people).collect();
            people.sort_unstable();
            people.dedup();
            people
        }
        "some" if bodies.is_empty() => Vec::new(),
        _ => kept::members(ctx.db, &bodies).await?,
    };
    Ok(Audience { bodies, people })
}

/// What is wrong with a description, and the question to correct: nothing can be sent like this.
fn mistake(ctx: &Ctx<'_>, about: &Described, people: usize) -> Option<(String, &'static str)> {
    let Some(days) = about.days() else {
        return Some((ctx.say("meeting-ends-before", &[]), "until"));
    };
    if days.first().is_some_and(|(begins, _)| dates::instant(*begins) <= ctx.now) {
        return Some((ctx.say("meeting-past", &[]), "day"));
    }
    (people == 0).then(|| (ctx.say("meeting-nobody", &[]), "whom"))
}

fn cautioned(ctx: &Ctx<'_>, caution: &Caution) -> String {
    let named = |day: &chrono::NaiveDate| Arg::text(dates::day_in_words(*day, &ctx.language));
    match caution {
        Caution::Friday { day } => ctx.say("caution-friday", &[("day", named(day))]),
        Caution::Holiday { day, name, estimated } => {
            let holiday = Arg::text(ctx.say("holiday", &[("name", Arg::text(name.clone()))]));
            let args = [("day", named(day)), ("holiday", holiday), ("estimated", Arg::Number(i64::from(*estimated)))];
            ctx.say("caution-holiday", &args)
        }
        Caution::Iftar { day } => ctx.say("caution-iftar", &[("day", named(day))]),
        Caution::Notice { given, usual } => {
            ctx.say("caution-notice", &[("given", Arg::Number(*given)), ("usual", Arg::Number(*usual))])
        }
    }
}

/// The form was handed in: the notice as members will see it, in the coordinator's language or another, and what to think
/// of; nothing is sent yet.
///
/// # Errors
/// When the database refuses.
pub async fn preview(ctx: &mut Ctx<'_>, scope: &Scope, open: &Open, language: Option<i64>) -> Result<Reply> {
    let about = Described::of_form(&open.played, &open.answers);
    let before = match open.run.meeting {
        Some(id) => meetings::load(ctx, id).await?,
        None => None,
    };
    let audience = audience(ctx, scope, &about, before.as_ref()).await?;
    if let Some(before) = &before
        && let Some(refusal) = overtaken(ctx, open, before)
    {
        return refused(ctx, open, before.row.id, refusal).await;
    }
    let mut text = match &before {
        Some(_) => ctx.say("preview-change", &[]),
        None => ctx.say("preview", &[("n", Arg::count(audience.people.len()))]),
    };
    let mistake = mistake(ctx, &about, audience.people.len());
    let unchanged = before
        .as_ref()
        .is_some_and(|before| about.changes(ctx, &before.about).is_empty() && same_audience(&about, &before.about));
    if let Some(before) = &before {
        if !same_audience(&about, &before.about) {
            let known = kept::invited(ctx.db, before.row.id).await?;
            let fresh = audience.people.iter().filter(|person| known.iter().all(|one| one.person != **person)).count();
            text.push_str(&format!("\n\n{}", ctx.say("preview-widened", &[("n", Arg::count(fresh))])));
        }
        for (what, old, new) in about.changes(ctx, &before.about) {
            let line = format!("\n\n{}", changed(ctx, &what, &old, &new));
            let fits = meetings::units(&text) + meetings::units(&line) <= meetings::SCREEN;
            let short = || format!("\n\n{}", ctx.say("changed-too", &[("what", Arg::text(what.as_str()))]));
            text.push_str(&if fits { line } else { short() });
        }
    }
    let days = about.days().unwrap_or_default();
    let languages = ctx.bot.texts.languages();
    let own = languages.iter().position(|language| language.code == ctx.language).unwrap_or(0);
    let at = language.and_then(|at| usize::try_from(at).ok()).filter(|at| *at < languages.len()).unwrap_or(own);
    let tongue = std::mem::replace(&mut ctx.language, languages[at].code.clone());
    let (notice, _) = about.notice(ctx, CAPTION);
    ctx.language = tongue;
    let room = meetings::SCREEN.saturating_sub(meetings::units(&text));
    if !days.is_empty() && meetings::units(&notice) <= room {
        text.push_str("\n\n────────\n");
        text.push_str(&notice);
    }
    if let Some((mistake, _)) = &mistake {
        text.push_str(&format!("\n\n⛔ {mistake}"));
    } else if unchanged {
        text.push_str(&format!("\n\n{}", ctx.say("preview-unchanged", &[])));
    }
    let cautions = ctx.bot.rules.calendar.cautions(&days, about.kind(), &audience.bodies, dates::day_of(ctx.now));
    for caution in &cautions {
        text.push_str(&format!("\n\n⚠️ {}", cautioned(ctx, caution)));
    }
    let mut screen = Screen::new(text);
    let run = open.run.id;
    let others = languages.iter().enumerate().filter(|(i, _)| *i != at);
    screen
        .rows
        .push(others.map(|(i, l)| Button::new(l.name.clone(), Press::Go(Place::Preview, run, number(i)))).collect());
    let at_review =
        |question: &str, act| Press::Run { run, revision: open.run.revision, key: Key::once(question), act };
    if let Some((_, question)) = mistake {
        screen.rows.push(vec![Button::new(ctx.say("preview-correct", &[]), at_review(question, Act::Edit))]);
    } else if !unchanged {
        let label = if before.is_some() { "announce-change" } else { "announce" };
        screen.rows.push(vec![Button::new(ctx.say(label, &[]), Press::Go(Place::Announce, run, open.run.revision))]);
    }
    let back = at_review("review", Act::Page(0));
    screen.rows.push(vec![Button::new(ctx.say("preview-back", &[]), back), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// One thing that changed, old and new.
pub fn changed(ctx: &Ctx<'_>, what: &str, old: &str, new: &str) -> String {
    ctx.say("changed", &[("what", Arg::text(what)), ("old", Arg::text(old)), ("new", Arg::text(new))])
}

/// A place about a form that is not sent yet.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, run: i64, b: i64) -> Result<Reply> {
    let open = match runs::load(ctx, person, run).await? {
        Some(open) if open.played.dialog.name == FORM && open.played.dialog.usage == Usage::Form => open,
        _ => {
            let mut reply = managing::list(ctx, scope, 0).await?; // sent already: pressed twice
            reply.notice = Some(ctx.say("stale", &[]));
            return Ok(reply);
        }
    };
    if !matches!(walk::step(&open.played.dialog, &open.answers), walk::Step::Review) {
        return runs::show(ctx, person, run).await; // an answer was taken back meanwhile
    }
    match place {
        Place::Announce if b == open.run.revision => announce(ctx, person, scope, open).await,
        Place::Announce => {
            let mut reply = preview(ctx, scope, &open, None).await?; // it was changed since this preview
            reply.notice = Some(ctx.say("stale", &[]));
            Ok(reply)
        }
        _ => preview(ctx, scope, &open, Some(b)).await,
    }
}

async fn announce(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, open: Open) -> Result<Reply> {
    let about = Described::of_form(&open.played, &open.answers);
    let before = match open.run.meeting {
        Some(id) => meetings::load(ctx, id).await?,
        None => None,
    };
    let audience = audience(ctx, scope, &about, before.as_ref()).await?;
    if mistake(ctx, &about, audience.people.len()).is_some() {
        return preview(ctx, scope, &open, None).await;
    }
    let id = match open.run.meeting {
        None => {
            let (version, answers) = (open.run.version, &about.answers);
            attached::hand_out(ctx, answers).await?;
            let id = kept::add(ctx.db, version, answers, person.id, &audience.bodies, ctx.now).await?;
            kept::set_days(ctx.db, id, &about.kept_days(), dates::ZONE).await?;
            ctx.audit(person, "announced a meeting", id).await?;
            id
        }
        Some(id) => match change(ctx, person, scope, &open, &about, &audience, id).await? {
            Ok(()) => id,
            Err(refusal) => return refused(ctx, &open, id, refusal).await,
        },
    };
    forms::end(ctx.db, open.run.id).await?;
    let fresh = kept::invite(ctx.db, id, &audience.people).await?;
    if !fresh.is_empty() {
        let starts_at = about.kept_days().first().map(|day| day.starts_at);
        letters::tell_of_meeting(ctx, Some(person), MEETING_NOTICE, id, None, &fresh, starts_at).await?;
    }
    attendance::post(ctx.db, id, 0, person.id).await?; // the count of replies, live
    managing::show(ctx, id, 0).await
}

/// A change that cannot be applied: it is forgotten, and the coordinator is shown the way to the meeting as it is.
async fn refused(ctx: &mut Ctx<'_>, open: &Open, meeting: i64, refusal: String) -> Result<Reply> {
    forms::end(ctx.db, open.run.id).await?;
    let mut screen = Screen::new(refusal);
    screen.rows.push(vec![to(ctx, "to-meeting", Place::Manage, meeting, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Why a change comes too late: the meeting was cancelled, has begun, or somebody else has changed it.
fn overtaken(ctx: &Ctx<'_>, open: &Open, before: &Meeting) -> Option<String> {
    if !before.stands() {
        Some(ctx.say("meeting-cancelled", &[]))
    } else if open.run.sequence != Some(before.row.sequence) {
        Some(ctx.say("meeting-changed-meanwhile", &[]))
    } else if before.has_begun(ctx.now) {
        Some(ctx.say("meeting-begun", &[]))
    } else {
        None
    }
}

/// Applies a change and tells those who were invited before; or says why not.
async fn change(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Scope,
    open: &Open,
    about: &Described,
    audience: &Audience,
    id: i64,
) -> Result<std::result::Result<(), String>> {
    let Some(before) = meetings::load(ctx, id).await? else {
        return Ok(Err(ctx.say("meeting-gone", &[])));
    };
    if !managing::may(scope, &kept::bodies(ctx.db, id).await?) {
        tracing::warn!("a meeting outside the coordinator's bodies was to be changed");
        return Ok(Err(ctx.say("meeting-gone", &[])));
    }
    if let Some(refusal) = overtaken(ctx, open, &before) {
        return Ok(Err(refusal));
    }
    let changed = !about.changes(ctx, &before.about).is_empty();
    let moved = about.days() != before.about.days();
    let invited: Vec<i64> = kept::invited(ctx.db, id).await?.into_iter().map(|invited| invited.person).collect();
    attached::hand_out(ctx, &about.answers).await?;
    kept::change(ctx.db, id, open.run.version, &about.answers, ctx.now).await?;
    kept::set_days(ctx.db, id, &about.kept_days(), dates::ZONE).await?;
    kept::set_bodies(ctx.db, id, &audience.bodies).await?;
    if let Some(day) = about.kept_days().first() {
        written::expires(ctx.db, MEETING_NOTICE, id, day.starts_at).await?; // notices that wait for the morning
    }
    if moved {
        kept::ask_again(ctx.db, id).await?;
    }
    if changed {
        let sequence = Some(before.row.sequence + 1);
        let starts_at = about.kept_days().first().map(|day| day.starts_at);
        letters::tell_of_meeting(ctx, None, MEETING_EDIT, id, sequence, &invited, starts_at).await?;
        letters::tell_of_meeting(ctx, Some(person), MEETING_CHANGED, id, sequence, &invited, starts_at).await?;
    }
    ctx.audit(person, "changed a meeting", id).await?;
    Ok(Ok(()))
}

/// The form again, filled in with what the meeting is.
///
/// # Errors
/// When the database refuses.
pub async fn begin_change(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<Reply> {
    forms::end_changes(ctx.db, person.id, meeting.row.id).await?; // from what it is now, not from what it was
    let open = runs::begin(ctx, person, FORM, None).await?;
    forms::belongs(ctx.db, open.run.id, meeting.row.id, Some(meeting.row.sequence)).await?;
    for (key, value) in &meeting.row.answers {
        if open.played.dialog.question(&key.question).is_some() {
            ctx.ahead.keep(open.run.id, key.clone(), Entry { value: value.clone(), done: true });
        }
    }
    runs::show(ctx, person, open.run.id).await
}

/// Cancels a meeting and tells everyone invited.
///
/// # Errors
/// When the database refuses.
pub async fn call_off(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<()> {
    let id = meeting.row.id;
    if meeting.is_over(ctx.now) || !kept::cancel(ctx.db, id, ctx.now).await? {
        return Ok(()); // pressed twice
    }
    let invited: Vec<i64> = kept::invited(ctx.db, id).await?.into_iter().map(|invited| invited.person).collect();
    letters::tell_of_meeting(ctx, None, MEETING_EDIT, id, Some(meeting.row.sequence + 1), &invited, None).await?;
    letters::tell_of_meeting(ctx, Some(person), MEETING_CANCELLED, id, None, &invited, None).await?;
    ctx.audit(person, "cancelled a meeting", id).await
}

/// Somebody has joined: they are invited to the meetings that are announced to their body and have not begun.
///
/// # Errors
/// When the database refuses.
pub async fn invite_newcomer(ctx: &mut Ctx<'_>, person: i64) -> Result<()> {
    let Some(body) = people::with_id(ctx.db, person).await?.and_then(|person| person.body) else {
        return Ok(());
    };
    for (id, day) in kept::ahead(ctx.db, ctx.now).await? {
        if day.n != 1 {
            continue;
        }
        let bodies = kept::bodies(ctx.db, id).await?;
        let Some(meeting) = meetings::load(ctx, id).await? else { continue };
        let theirs = bodies.is_empty() || bodies.contains(&body);
        if theirs && meeting.about.picks("whom").first().is_none_or(|whom| whom != "list") {
            let fresh = kept::invite(ctx.db, id, &[person]).await?;
            letters::tell_of_meeting(ctx, None, MEETING_NOTICE, id, None, &fresh, Some(day.starts_at)).await?;
        }
    }
    Ok(())
}

/// The instants of all coming days are computed anew from wall time; where the zone data says otherwise than before, those
/// invited are told that the hour on the clock stays, with a new calendar file. Returns how many meetings it was.
///
/// # Errors
/// When the database refuses.
pub async fn recompute(ctx: &mut Ctx<'_>) -> Result<usize> {
    const DAY: Millis = 86_400_000;
    let mut moved: Vec<i64> = Vec::new();
    for (id, day) in kept::ahead(ctx.db, ctx.now - DAY).await? {
        let starts_at = dates::instant(meetings::wall(&day.begins));
        let ends_at = day.ends.as_deref().map(|ends| dates::instant(meetings::wall(ends)));
        if (starts_at, ends_at) != (day.starts_at, day.ends_at) {
            kept::set_instants(ctx.db, id, day.n, starts_at, ends_at).await?;
            if !moved.contains(&id) {
                moved.push(id);
            }
        }
    }
    for id in &moved {
        kept::renew(ctx.db, *id, ctx.now).await?;
        let Some(meeting) = meetings::load(ctx, *id).await? else { continue };
        let invited: Vec<i64> = kept::invited(ctx.db, *id).await?.into_iter().map(|invited| invited.person).collect();
        let (sequence, starts_at) = (Some(meeting.row.sequence), Some(meeting.starts_at()));
        letters::tell_of_meeting(ctx, None, letters::MEETING_CLOCK, *id, sequence, &invited, starts_at).await?;
    }
    Ok(moved.len())
}
