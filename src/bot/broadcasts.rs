//! A broadcast as its coordinator sees it: one message that is edited while letters go out, with buttons to pause,
//! resume and cancel. At the end it lists whom to call because they could not be reached.

use super::context::{Ctx, Locale};
use super::error::Result;
use super::letters;
use super::outcome::{LiveScreen, Outcome};
use super::ui::buttons::{LINES_A_PAGE, clamp_page, page_buttons, to};
use super::ui::titles::body_name;
use crate::chat::{Placement, Press, Reply, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::letter_kind::{EndCause, LetterState};
use crate::store::outbox::{self, Broadcast, LetterCount};
use crate::store::people::Person;
use crate::store::{bodies, live};
use crate::text::{Arg, dates};
use crate::types::BroadcastId;

/// Letters that go out in a minute: Telegram allows 30 a second.
const LETTERS_A_MINUTE: i64 = 30 * 60;

pub async fn show(ctx: &mut Ctx<'_>, id: BroadcastId) -> Result<Outcome> {
    let Some(broadcast) = outbox::find(ctx.db, id).await? else { return Ok(Route::Menu.into()) };
    let counts = outbox::count_by_state(ctx.db, id).await?;
    let screen = screen(ctx, &broadcast, &counts).await?;
    live::set_broadcast_message(ctx.db, id, ctx.pressed, &screen.text).await?;
    ctx.effects.ring = true; // its letters may be sent now
    Ok(in_message(screen))
}

/// The answer goes into the progress message. The coordinator's own screen does not change.
fn in_message(screen: Screen) -> Outcome {
    Reply { placement: Placement::EditPressedMessage, ..screen.into() }.into()
}

pub async fn pause(ctx: &mut Ctx<'_>, person: &Person, id: BroadcastId) -> Result<Outcome> {
    outbox::set_paused(ctx.db, id, true).await?;
    ctx.audit(person, AuditAction::PausedBroadcast(id)).await?;
    show(ctx, id).await
}

pub async fn resume(ctx: &mut Ctx<'_>, person: &Person, id: BroadcastId) -> Result<Outcome> {
    outbox::set_paused(ctx.db, id, false).await?;
    ctx.audit(person, AuditAction::ResumedBroadcast(id)).await?;
    show(ctx, id).await
}

pub async fn cancel(ctx: &mut Ctx<'_>, person: &Person, id: BroadcastId) -> Result<Outcome> {
    outbox::cancel(ctx.db, id).await?;
    ctx.audit(person, AuditAction::CancelledBroadcast(id)).await?;
    show(ctx, id).await
}

pub async fn send_in_quiet_hours(ctx: &mut Ctx<'_>, person: &Person, id: BroadcastId) -> Result<Outcome> {
    outbox::set_urgent(ctx.db, id).await?;
    ctx.audit(person, AuditAction::SentInQuietHours(id)).await?;
    show(ctx, id).await
}

pub fn ask_to_cancel(locale: &Locale<'_>, id: BroadcastId) -> Outcome {
    let mut screen = Screen::new(locale.say("broadcast-cancel-ask", &[]));
    let yes = to(locale, "broadcast-cancel-yes", Route::CancelBroadcast { broadcast: id });
    screen.rows.push(vec![yes, to(locale, "back", Route::Broadcast { broadcast: id })]);
    in_message(screen)
}

pub fn ask_to_send_in_quiet_hours(locale: &Locale<'_>, id: BroadcastId) -> Outcome {
    let mut screen = Screen::new(locale.say("broadcast-urgent-ask", &[]));
    let yes = to(locale, "broadcast-urgent-yes", Route::SendInQuietHours { broadcast: id });
    screen.rows.push(vec![yes, to(locale, "back", Route::Broadcast { broadcast: id })]);
    in_message(screen)
}

/// The progress message; none once the broadcast was deleted.
pub async fn progress(ctx: &mut Ctx<'_>, id: BroadcastId) -> Result<Option<LiveScreen>> {
    let Some(broadcast) = outbox::find(ctx.db, id).await? else { return Ok(None) };
    let counts = outbox::count_by_state(ctx.db, id).await?;
    let screen = screen(ctx, &broadcast, &counts).await?;
    Ok(Some(LiveScreen { screen, file: None, last: count_unsent(&counts) == 0 }))
}

fn count_in_state(counts: &[LetterCount], state: LetterState) -> i64 {
    counts.iter().filter(|count| count.state == state).map(|count| count.n).sum()
}

fn count_unsent(counts: &[LetterCount]) -> i64 {
    [LetterState::Waiting, LetterState::Held, LetterState::Sending]
        .map(|state| count_in_state(counts, state))
        .iter()
        .sum()
}

/// The progress, or the final report once everything was sent.
async fn screen(ctx: &mut Ctx<'_>, broadcast: &Broadcast, counts: &[LetterCount]) -> Result<Screen> {
    let title = match broadcast.kind {
        Some(kind) => letters::title(ctx, kind).await?,
        None => String::new(),
    };
    let total = counts.iter().map(|count| count.n).sum();
    let waiting = count_unsent(counts);
    let sent = Arg::Number(count_in_state(counts, LetterState::Sent));
    let args = [("title", Arg::text(title)), ("sent", sent), ("total", Arg::Number(total))];
    let mut lines = vec![if waiting == 0 { ctx.say("broadcast-done", &args) } else { ctx.say("broadcast", &args) }];
    let quiet = ctx.bot.rules.sending.quiet.ends(ctx.now).filter(|_| !broadcast.urgent);
    if waiting > 0 {
        let minutes = (waiting + LETTERS_A_MINUTE - 1) / LETTERS_A_MINUTE;
        let waits = [("n", Arg::Number(waiting)), ("minutes", Arg::Number(minutes))];
        lines.push(match (broadcast.paused, quiet) {
            (true, _) => ctx.say("broadcast-paused", &[("n", Arg::Number(waiting))]),
            (false, Some(ends)) => {
                let hour = Arg::text(dates::hour_in_words(dates::wall(ends).time(), &ctx.locale.language));
                ctx.say("broadcast-quiet", &[("n", Arg::Number(waiting)), ("hour", hour)])
            }
            (false, None) => ctx.say("broadcast-waiting", &waits),
        });
    }
    let ended = |fits: &dyn Fn(&EndCause) -> bool| -> i64 {
        counts.iter().filter(|count| count.cause.as_ref().is_some_and(fits)).map(|count| count.n).sum()
    };
    let unreachable = ended(&|cause| *cause == EndCause::Unreachable);
    let stopped = ended(&|cause| *cause == EndCause::Stopped);
    let expired = ended(&|cause| *cause == EndCause::Expired);
    let cancelled = ended(&|cause| *cause == EndCause::Cancelled);
    let refused = ended(&|cause| matches!(cause, EndCause::Refused(_)));
    for (n, line) in [
        (unreachable, ctx.say("broadcast-unreachable", &[("n", Arg::Number(unreachable))])),
        (stopped, ctx.say("broadcast-stopped", &[("n", Arg::Number(stopped))])),
        (expired, ctx.say("broadcast-expired", &[("n", Arg::Number(expired))])),
        (cancelled, ctx.say("broadcast-cancelled", &[("n", Arg::Number(cancelled))])),
        (refused, ctx.say("broadcast-failed", &[("n", Arg::Number(refused))])),
    ] {
        if n > 0 {
            lines.push(line);
        }
    }
    let id = broadcast.id;
    let mut screen = Screen::new(lines.join("\n"));
    if waiting > 0 {
        let hold = if broadcast.paused {
            to(ctx, "broadcast-release", Route::ResumeBroadcast { broadcast: id })
        } else {
            to(ctx, "broadcast-hold", Route::PauseBroadcast { broadcast: id })
        };
        let cancel = to(ctx, "broadcast-cancel", Route::AskToCancelBroadcast { broadcast: id });
        screen.rows.push(vec![hold, cancel]);
        if quiet.is_some() && !broadcast.paused {
            let urgent = Route::AskToSendInQuietHours { broadcast: id };
            screen.rows.push(vec![to(ctx, "broadcast-urgent", urgent)]);
        }
    }
    if unreachable > 0 {
        let missed = Route::MissedByBroadcast { broadcast: id, page: 0 };
        screen.rows.push(vec![to(ctx, "broadcast-missed", missed)]);
    }
    Ok(screen)
}

/// Whom a broadcast did not reach, by body, so that they can be called.
pub async fn show_missed(ctx: &mut Ctx<'_>, person: &Person, id: BroadcastId, page: usize) -> Result<Outcome> {
    ctx.audit_view(person, AuditAction::LookedAtMissed(id)).await?;
    let missed = crate::store::letters::list_unreached(ctx.db, id).await?;
    let bodies = bodies::list(ctx.db).await?;
    let mut text = ctx.say("missed", &[("n", Arg::count(missed.len()))]);
    let (page, pages) = clamp_page(page, missed.len(), LINES_A_PAGE);
    let mut last_body = None;
    for person in missed.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        if last_body != Some(person.body) {
            last_body = Some(person.body);
            let name = body_name(ctx, &bodies, person.body).unwrap_or("—");
            text.push_str("\n\n");
            text.push_str(&ctx.say("missed-body", &[("body", Arg::words(name))]));
        }
        text.push('\n');
        text.push_str(&ctx.say("missed-name", &[("name", Arg::words(person.name.clone()))]));
    }
    let mut screen = Screen::new(text);
    let turn = |to| Press::Go(Route::MissedByBroadcast { broadcast: id, page: to });
    screen.rows.extend(page_buttons(ctx, page, pages, turn));
    screen.rows.push(vec![to(ctx, "back", Route::Broadcast { broadcast: id })]);
    Ok(in_message(screen))
}
