//! A broadcast as the coordinator follows it: one message that is edited as letters go out, with ways to hold, release and
//! cancel them, and at the end whom to call because they could not be reached.

use sqlx::SqliteConnection;

use super::ahead::Ahead;
use super::coordinators::Scope;
use super::questions::{number, paged, to, turning};
use super::{Bot, Ctx, Result, letters, meetings, members, summaries, surveys};
use crate::chat::{Button, Letter, Of, Place, Placement, Press, Reply, Screen, SendOutcome};
use crate::store::outbox::{self, Broadcast, Count};
use crate::store::people::{self, Person};
use crate::store::shares;
use crate::store::surveys as rounds;
use crate::store::{Millis, bodies, written};
use crate::text::{Arg, dates, escape};

/// Letters that go out in a minute, as Telegram allows (30 a second).
const A_MINUTE: i64 = 30 * 60;
/// Names on one page.
const NAMES_A_PAGE: usize = 20;

/// A place about a broadcast. The answer goes into the progress message; where the coordinator is does not change.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, id: i64, page: i64) -> Result<Reply> {
    let Some(broadcast) = outbox::find(ctx.db, id).await? else {
        return members::menu(ctx, person).await;
    };
    if broadcast.person != Some(person.id) && *scope != Scope::All {
        tracing::warn!("somebody else's broadcast was asked for");
        return members::menu(ctx, person).await;
    }
    let asked = match place {
        Place::Hold => {
            outbox::pause(ctx.db, id, true).await?;
            ctx.audit(person, "paused a broadcast", id).await?;
            None
        }
        Place::Release => {
            outbox::pause(ctx.db, id, false).await?;
            ctx.audit(person, "resumed a broadcast", id).await?;
            None
        }
        Place::CancelNow => {
            outbox::cancel(ctx.db, id).await?;
            ctx.audit(person, "cancelled a broadcast", id).await?;
            None
        }
        Place::UrgentNow => {
            outbox::make_urgent(ctx.db, id).await?;
            ctx.audit(person, "sent a broadcast in quiet hours", id).await?;
            None
        }
        Place::Cancel => {
            let yes = to(ctx, "broadcast-cancel-yes", Place::CancelNow, id, 0);
            Some(confirm(ctx, id, ctx.say("broadcast-cancel-ask", &[]), yes))
        }
        Place::Urgent => {
            let yes = to(ctx, "broadcast-urgent-yes", Place::UrgentNow, id, 0);
            Some(confirm(ctx, id, ctx.say("broadcast-urgent-ask", &[]), yes))
        }
        Place::Missed => {
            ctx.audit_look(person, "looked at whom a broadcast missed", id).await?;
            Some(missed(ctx, id, page).await?)
        }
        _ => None,
    };
    ctx.posted = asked.is_none(); // it may go on, and at once
    let screen = match asked {
        Some(screen) => screen,
        None => {
            let broadcast = outbox::find(ctx.db, id).await?.unwrap_or(broadcast);
            let counts = outbox::counts(ctx.db, id).await?;
            let screen = screen(ctx, &broadcast, &counts).await?;
            outbox::reported(ctx.db, id, ctx.pressed, Some(&screen.text)).await?;
            screen
        }
    };
    Ok(Reply { placement: Placement::EditPressedMessage, ..screen.into() })
}

fn confirm(ctx: &Ctx<'_>, id: i64, text: String, yes: Button) -> Screen {
    let mut screen = Screen::new(text);
    screen.rows.push(vec![yes, to(ctx, "back", Place::Broadcast, id, 0)]);
    screen
}

/// The progress messages that are not up to date. A broadcast ends when its letters have all gone and its message says so.
///
/// # Errors
/// When the database refuses.
pub async fn progress(bot: &Bot, db: &mut SqliteConnection, now: Millis) -> Result<Vec<Letter>> {
    let mut letters = Vec::new();
    for broadcast in outbox::under_way(db).await? {
        let counts = outbox::counts(db, broadcast.id).await?;
        let done = left(&counts) == 0;
        let follower = match broadcast.person {
            Some(person) => people::with_id(db, person).await?,
            None => None,
        };
        let Some(person) = follower else {
            if done {
                outbox::ended(db, broadcast.id, now).await?;
            }
            continue;
        };
        let mut ahead = Ahead::default();
        let ctx = &mut Ctx::outside(bot, db, &mut ahead, now, person.telegram, &person.language);
        let screen = screen(ctx, &broadcast, &counts).await?;
        let screen = ctx.laid_out(screen);
        if broadcast.shown.as_deref() != Some(screen.text.as_str()) {
            outbox::reported(db, broadcast.id, None, Some(&screen.text)).await?;
            let (of, edits) = (Of::Broadcast(broadcast.id), broadcast.message);
            letters.push(Letter { of, chat: person.telegram, screen, file: None, edits });
        } else if done {
            outbox::ended(db, broadcast.id, now).await?;
        }
    }
    Ok(letters)
}

/// What became of a progress message: a new one is remembered, so that the next is an edit. One that passing faults kept
/// back is shown again; for good is for good.
///
/// # Errors
/// When the database refuses.
pub async fn reported(db: &mut SqliteConnection, id: i64, outcome: &SendOutcome) -> Result<()> {
    match outcome {
        SendOutcome::Sent(message) => outbox::told(db, id, *message).await?,
        SendOutcome::Wait(_) | SendOutcome::Failed(_) => outbox::reported(db, id, None, None).await?,
        SendOutcome::Unreachable | SendOutcome::Refused(_) => {}
    }
    Ok(())
}

fn of(counts: &[Count], state: &str) -> i64 {
    counts.iter().filter(|count| count.state == state).map(|count| count.n).sum()
}

fn left(counts: &[Count]) -> i64 {
    of(counts, "waiting") + of(counts, "held") + of(counts, "sending")
}

/// The progress, or the final report.
async fn screen(ctx: &mut Ctx<'_>, broadcast: &Broadcast, counts: &[Count]) -> Result<Screen> {
    let title = title(ctx, broadcast).await?;
    let total = counts.iter().map(|count| count.n).sum();
    let waiting = left(counts);
    let args = [("title", Arg::text(title)), ("sent", Arg::Number(of(counts, "sent"))), ("total", Arg::Number(total))];
    let mut lines = vec![if waiting == 0 { ctx.say("broadcast-done", &args) } else { ctx.say("broadcast", &args) }];
    let quiet = ctx.bot.rules.sending.quiet.ends(ctx.now).filter(|_| !broadcast.urgent);
    if waiting > 0 {
        let minutes = (waiting + A_MINUTE - 1) / A_MINUTE;
        let waits = [("n", Arg::Number(waiting)), ("minutes", Arg::Number(minutes))];
        lines.push(match (broadcast.paused, quiet) {
            (true, _) => ctx.say("broadcast-paused", &[("n", Arg::Number(waiting))]),
            (false, Some(ends)) => {
                let hour = Arg::text(dates::hour_in_words(dates::wall(ends).time()));
                ctx.say("broadcast-quiet", &[("n", Arg::Number(waiting)), ("hour", hour)])
            }
            (false, None) => ctx.say("broadcast-waiting", &waits),
        });
    }
    let failed = |cause: Option<&str>| {
        let ends = counts.iter().filter(|count| count.state == "failed" || count.state == "dropped");
        let known = ["unreachable", "stopped", "expired", "cancelled"];
        let matching = ends.filter(|count| match cause {
            Some(cause) => count.cause.as_deref() == Some(cause),
            None => !count.cause.as_deref().is_some_and(|cause| known.contains(&cause)),
        });
        matching.map(|count| count.n).sum::<i64>()
    };
    let unreachable = failed(Some("unreachable"));
    for (n, line) in [
        (unreachable, ctx.say("broadcast-unreachable", &[("n", Arg::Number(unreachable))])),
        (failed(Some("stopped")), ctx.say("broadcast-stopped", &[("n", Arg::Number(failed(Some("stopped"))))])),
        (failed(Some("expired")), ctx.say("broadcast-expired", &[("n", Arg::Number(failed(Some("expired"))))])),
        (failed(Some("cancelled")), ctx.say("broadcast-cancelled", &[("n", Arg::Number(failed(Some("cancelled"))))])),
        (failed(None), ctx.say("broadcast-failed", &[("n", Arg::Number(failed(None)))])),
    ] {
        if n > 0 {
            lines.push(line);
        }
    }
    let id = broadcast.id;
    let mut screen = Screen::new(lines.join("\n"));
    if waiting > 0 {
        let hold = if broadcast.paused {
            to(ctx, "broadcast-release", Place::Release, id, 0)
        } else {
            to(ctx, "broadcast-hold", Place::Hold, id, 0)
        };
        screen.rows.push(vec![hold, to(ctx, "broadcast-cancel", Place::Cancel, id, 0)]);
        if quiet.is_some() && !broadcast.paused {
            screen.rows.push(vec![to(ctx, "broadcast-urgent", Place::Urgent, id, 0)]);
        }
    }
    if unreachable > 0 {
        screen.rows.push(vec![to(ctx, "broadcast-missed", Place::Missed, id, 0)]);
    }
    Ok(screen)
}

/// What a broadcast is about, in the coordinator's language.
async fn title(ctx: &mut Ctx<'_>, broadcast: &Broadcast) -> Result<String> {
    if broadcast.kind.starts_with("summary-") {
        let summary = summaries::load(ctx, broadcast.subject).await?;
        return Ok(summary.map_or_else(String::new, |summary| escape(summary.text(&ctx.language).title())));
    }
    if broadcast.kind == letters::SURVEY_SHARED {
        let share = shares::find(ctx.db, broadcast.subject).await?;
        return Ok(share.map_or_else(String::new, |share| surveys::heading(ctx, &share.name)));
    }
    if broadcast.kind != letters::SURVEY_OPENED {
        let meeting = meetings::load(ctx, broadcast.subject).await?;
        return Ok(meeting.map_or_else(String::new, |meeting| meeting.about.heading(ctx)));
    }
    let survey = rounds::find(ctx.db, broadcast.subject).await?;
    Ok(survey.map_or_else(String::new, |survey| surveys::heading(ctx, &survey.name)))
}

/// Whom to call, by body.
async fn missed(ctx: &mut Ctx<'_>, id: i64, page: i64) -> Result<Screen> {
    let missed = written::missed(ctx.db, id).await?;
    let bodies = bodies::all(ctx.db).await?;
    let mut text = ctx.say("missed", &[("n", Arg::count(missed.len()))]);
    let (page, pages) = paged(page, missed.len(), NAMES_A_PAGE);
    let mut body = None;
    for person in missed.iter().skip(page * NAMES_A_PAGE).take(NAMES_A_PAGE) {
        if body != Some(person.body) {
            body = Some(person.body);
            let name = bodies.iter().find(|body| body.id == person.body).map_or("—", |body| body.name(&ctx.language));
            text.push_str("\n\n");
            text.push_str(&ctx.say("missed-body", &[("body", Arg::words(name))]));
        }
        text.push('\n');
        text.push_str(&ctx.say("missed-name", &[("name", Arg::words(person.name.clone()))]));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Missed, id, number(to))));
    screen.rows.push(vec![to(ctx, "back", Place::Broadcast, id, 0)]);
    Ok(screen)
}
