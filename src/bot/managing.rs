//! Meetings as coordinators see them: the list, one meeting with its counts, change, call off.

use std::collections::BTreeMap;

use super::convening;
use super::coordinators::Scope;
use super::meetings::{self, Meeting};
use super::questions::{LISTED, number, paged, to, turning};
use super::{Ctx, Result, members, publishing, runs};
use crate::chat::{Place, Placement, Press, Reply, Screen};
use crate::store::meetings::{self as kept, Invited};
use crate::store::people::Person;
use crate::store::{Millis, attendance, bodies};
use crate::text::{Arg, dates};

/// Bodies on one page of text.
pub const LINES_A_PAGE: usize = 20;
/// Instead of a page: asked for from a message that stays as it is.
pub const BELOW: i64 = -1;
/// How long before the beginning of a day its attendance is taken.
pub const EARLY: Millis = 2 * 3_600_000;

/// A coordinator's place about meetings.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, id: i64, b: i64) -> Result<Reply> {
    match place {
        Place::Convened => return list(ctx, scope, id).await,
        Place::Convene => return runs::form(ctx, person, convening::FORM).await,
        Place::Preview | Place::Announce => return convening::go(ctx, person, scope, place, id, b).await,
        _ => {}
    }
    let Some(meeting) = allowed(ctx, scope, id).await? else {
        return members::menu(ctx, person).await;
    };
    match place {
        Place::Change if meeting.stands() && !meeting.has_begun(ctx.now) => {
            convening::begin_change(ctx, person, &meeting).await
        }
        Place::CallOff if meeting.stands() && !meeting.is_over(ctx.now) => {
            let what = Arg::text(meeting.about.heading(ctx));
            let mut screen = Screen::new(ctx.say("call-off-ask", &[("what", what)]));
            screen.rows.push(vec![
                to(ctx, "call-off-yes", Place::CallOffNow, id, 0),
                to(ctx, "close-no", Place::Manage, id, 0),
            ]);
            Ok(screen.into())
        }
        Place::CallOffNow => {
            convening::call_off(ctx, person, &meeting).await?;
            show(ctx, id, 0).await
        }
        _ if b == BELOW => Ok(Reply { placement: Placement::NewMessageBelow, ..show(ctx, id, 0).await? }),
        _ => show(ctx, id, b).await,
    }
}

/// The meeting, if this coordinator may manage it.
///
/// # Errors
/// When the database refuses.
pub async fn allowed(ctx: &mut Ctx<'_>, scope: &Scope, id: i64) -> Result<Option<Meeting>> {
    if !may(scope, &kept::bodies(ctx.db, id).await?) {
        tracing::warn!("a meeting outside the coordinator's bodies was asked for");
        return Ok(None);
    }
    meetings::load(ctx, id).await
}

/// Whoever coordinates some bodies manages the meetings that are announced, and the surveys that are open, to no others.
pub fn may(scope: &Scope, bodies: &[i64]) -> bool {
    *scope == Scope::All || (!bodies.is_empty() && bodies.iter().all(|body| scope.covers(*body)))
}

/// The meetings that a coordinator may manage, the last to begin first.
///
/// # Errors
/// When the database refuses.
pub async fn list(ctx: &mut Ctx<'_>, scope: &Scope, page: i64) -> Result<Reply> {
    let mut listed = Vec::new();
    for id in kept::all(ctx.db).await? {
        if may(scope, &kept::bodies(ctx.db, id).await?) {
            listed.push(id);
        }
    }
    let mut screen = Screen::new(ctx.say("convened", &[("n", Arg::count(listed.len()))]));
    let (page, pages) = paged(page, listed.len(), LISTED);
    for id in listed.iter().skip(page * LISTED).take(LISTED) {
        let Some(meeting) = meetings::load(ctx, *id).await? else { continue };
        let mark = match (meeting.stands(), meeting.is_over(ctx.now)) {
            (false, _) => "🚫",
            (true, true) => "⚪",
            (true, false) => "🟢",
        };
        let label = format!("{mark} {}", meeting.about.label(ctx));
        screen = screen.row(label, Press::Go(Place::Manage, *id, 0));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Convened, number(to), 0)));
    screen.rows.push(vec![to(ctx, "go-convene", Place::Convene, 0, 0)]);
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// One meeting: what it is, and who comes, by body and by sex.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, id: i64, page: i64) -> Result<Reply> {
    let Some(meeting) = meetings::load(ctx, id).await? else {
        return Err(super::Fault::Lost("meeting"));
    };
    let invited = kept::invited(ctx.db, id).await?;
    let lines = by_body(ctx, &invited).await?;
    let (page, pages) = paged(page, lines.len(), LINES_A_PAGE);
    let mut text = totals(ctx, &meeting, &invited);
    for line in lines.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        text.push('\n');
        text.push_str(line);
    }
    let reasons = reasons(&invited);
    if !reasons.is_empty() {
        text.push('\n');
    }
    for (reason, n) in reasons {
        let args = [("reason", Arg::text(ctx.say("reason", &[("reason", Arg::text(reason))]))), ("n", Arg::count(n))];
        text.push('\n');
        text.push_str(&ctx.say("count-reason", &args));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Manage, id, number(to))));
    if meeting.stands() {
        for day in meeting.days.iter().filter(|day| ctx.now >= day.starts_at - EARLY) {
            let label =
                ctx.say("go-attendance", &[("n", Arg::Number(day.n)), ("total", Arg::count(meeting.days.len()))]);
            screen = screen.row(label, Press::Go(Place::Attendance, id * 10 + day.n, 0));
        }
        if meeting.has_begun(ctx.now) {
            screen.rows.push(vec![to(ctx, "go-summaries", Place::Summaries, id, 0)]);
        }
        let mut ways = Vec::new();
        if !meeting.has_begun(ctx.now) {
            ways.push(to(ctx, "go-change", Place::Change, id, 0));
        }
        if !meeting.is_over(ctx.now) {
            ways.push(to(ctx, "go-call-off", Place::CallOff, id, 0));
        }
        screen.rows.push(ways);
    }
    screen.rows.push(vec![to(ctx, "go-refresh", Place::Manage, id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    screen.rows.push(vec![to(ctx, "go-convened", Place::Convened, 0, 0)]);
    Ok(screen.into())
}

/// How many have said what.
fn counted(invited: &[&Invited]) -> [usize; 4] {
    let of = |reply: Option<&str>| invited.iter().filter(|one| one.reply.as_deref() == reply).count();
    [of(Some("yes")), of(Some("no")), of(Some("maybe")), of(None)]
}

/// Title, day, and the counts of replies over all and of women and men.
pub fn totals(ctx: &Ctx<'_>, meeting: &Meeting, invited: &[Invited]) -> String {
    let mut text = format!("<b>{}</b>\n📅 {}", meeting.about.heading(ctx), meeting.about.when(ctx));
    if !meeting.stands() {
        text = format!("{}\n\n{text}", ctx.say("notice-cancelled", &[]));
    }
    let all: Vec<&Invited> = invited.iter().collect();
    let [yes, no, maybe, none] = counted(&all);
    let args = [
        ("invited", Arg::count(all.len())),
        ("yes", Arg::count(yes)),
        ("no", Arg::count(no)),
        ("maybe", Arg::count(maybe)),
        ("none", Arg::count(none)),
    ];
    text.push_str("\n\n");
    text.push_str(&ctx.say("count-replies", &args));
    let coming = |sex: Option<&str>| {
        all.iter().filter(|one| one.reply.as_deref() == Some("yes") && one.sex.as_deref() == sex).count()
    };
    let args = [
        ("women", Arg::count(coming(Some("f")))),
        ("men", Arg::count(coming(Some("m")))),
        ("unsaid", Arg::count(coming(None))),
    ];
    text.push('\n');
    text.push_str(&ctx.say("count-sex", &args));
    text
}

/// A line of counts for each body.
///
/// # Errors
/// When the database refuses.
pub async fn by_body(ctx: &mut Ctx<'_>, invited: &[Invited]) -> Result<Vec<String>> {
    let names = bodies::all(ctx.db).await?;
    let mut of: BTreeMap<i64, Vec<&Invited>> = BTreeMap::new();
    invited.iter().for_each(|one| of.entry(one.body).or_default().push(one));
    let lines = of.iter().map(|(body, people)| {
        let name = names.iter().find(|known| known.id == *body).map_or("—", |body| body.name(&ctx.language));
        let [yes, no, maybe, none] = counted(people);
        let args = [
            ("body", Arg::words(name)),
            ("yes", Arg::count(yes)),
            ("no", Arg::count(no)),
            ("maybe", Arg::count(maybe)),
            ("none", Arg::count(none)),
            ("invited", Arg::count(people.len())),
        ];
        ctx.say("count-body", &args)
    });
    Ok(lines.collect())
}

fn reasons(invited: &[Invited]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for reason in invited.iter().filter_map(|one| one.reason.clone()) {
        *counts.entry(reason).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Days whose attendance was forgotten are closed when they are over.
///
/// # Errors
/// When the database refuses.
pub async fn close_forgotten(ctx: &mut Ctx<'_>) -> Result<()> {
    let midnight = dates::end_of(dates::day_of(ctx.now)) - 86_400_000;
    for (meeting, n) in attendance::unclosed(ctx.db, midnight).await? {
        attendance::close(ctx.db, meeting, n, ctx.now).await?;
        publishing::attendance_changed(ctx, meeting).await?;
    }
    Ok(())
}
