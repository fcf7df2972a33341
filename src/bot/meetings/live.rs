//! Messages that follow a meeting and are edited when it changes: the count of replies, and a day's check-in code.

use super::attendance::counts_in_words;
use super::check_in;
use super::form::{self, Meeting};
use super::manage;
use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::outcome::LiveScreen;
use crate::bot::ui::buttons::{LINES_A_PAGE, to};
use crate::chat::{File, Route, Screen};
use crate::report::render::qr;
use crate::store;
use crate::text::Arg;
use crate::types::{DayNumber, MeetingId};

/// The count of replies; none if the meeting was deleted.
pub async fn replies(ctx: &mut Ctx<'_>, id: MeetingId) -> Result<Option<LiveScreen>> {
    let Some(meeting) = form::load(ctx, id).await? else { return Ok(None) };
    let invited = store::invitations::list_invitees(ctx.db, id).await?;
    let mut text = manage::totals_text(ctx, &meeting, &invited);
    let lines = manage::body_lines(ctx, &invited).await?;
    for line in lines.iter().take(LINES_A_PAGE) {
        text.push('\n');
        text.push_str(line);
    }
    if lines.len() > LINES_A_PAGE {
        let args = [("n", Arg::count(lines.len() - LINES_A_PAGE)), ("where", Arg::text("meeting"))];
        text.push_str(&format!("\n{}", ctx.say("more-bodies", &args)));
    }
    let mut screen = Screen::new(text);
    let route = Route::ManagedMeeting { meeting: id, page: 0, below: true };
    screen.rows.push(vec![to(ctx, "to-meeting", route)]);
    Ok(Some(LiveScreen { screen, file: None, last: has_ended(ctx, &meeting) }))
}

fn has_ended(ctx: &Ctx<'_>, meeting: &Meeting) -> bool {
    meeting.is_over(ctx.now) || !meeting.takes_place()
}

/// The check-in code of a day as a picture; none if the meeting or its day was deleted.
pub async fn check_in(ctx: &mut Ctx<'_>, id: MeetingId, number: DayNumber) -> Result<Option<LiveScreen>> {
    let Some(meeting) = form::load(ctx, id).await? else { return Ok(None) };
    let Some(day) = meeting.day(number) else { return Ok(None) };
    let invited = store::invitations::list_invitees(ctx.db, id).await?;
    let marks = store::attendance::list_marks(ctx.db, id, number).await?;
    let counts = Arg::text(counts_in_words(ctx, &invited, &marks));
    let what = Arg::text(meeting.about.heading(ctx));
    let open = day.secret.filter(|_| day.closed_at.is_none() && !has_ended(ctx, &meeting));
    let (text, link) = match open {
        Some(secret) => {
            let code = check_in::code(secret, id, number, ctx.now);
            let link = ctx.bot.link(&code);
            (ctx.say("board-check-in", &[("what", what), ("code", Arg::text(code)), ("counts", counts)]), link)
        }
        None => {
            let text = ctx.say("board-closed", &[("what", what), ("counts", counts)]);
            (text, format!("https://t.me/{}", ctx.bot.username))
        }
    };
    let picture = qr::picture(&link).map_err(|error| Error::Picture(error.to_string()))?;
    let mut screen = Screen::new(text);
    let route = Route::Attendance { meeting: id, day: number, below: true };
    screen.rows.push(vec![to(ctx, "to-attendance", route)]);
    Ok(Some(LiveScreen { screen, file: Some(File::Picture(picture)), last: open.is_none() }))
}
