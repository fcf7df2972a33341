//! Messages that follow a meeting and are edited as it changes: the count of replies, and a day's check-in with its code.

use sqlx::SqliteConnection;

use super::ahead::Ahead;
use super::meetings::{self, Meeting};
use super::questions::to;
use super::{Bot, Ctx, Fault, Result, attendance as taking, managing};
use crate::chat::{Fate, File, Letter, Of, Place, Screen};
use crate::report::render::qr;
use crate::store::attendance::{self as kept, Board};
use crate::store::{Millis, meetings as invitations, people};
use crate::text::Arg;

/// The messages that are not up to date, and those that will not change any more. Reads only: with thousands invited it
/// takes a while, and nobody shall wait for it.
///
/// # Errors
/// When the database refuses.
pub async fn outdated(bot: &Bot, db: &mut SqliteConnection, now: Millis) -> Result<(Vec<Letter>, Vec<i64>)> {
    let (mut letters, mut over) = (Vec::new(), Vec::new());
    for board in kept::boards(db).await? {
        if (board.message.is_none() && board.shown.is_some()) || board.wait_until > now {
            continue; // its first sending is under way, or Telegram has asked to wait
        }
        let Some(person) = people::with_id(db, board.person).await?.filter(|person| !person.unreachable) else {
            over.push(board.id);
            continue;
        };
        let mut ahead = Ahead::default();
        let ctx = &mut Ctx::outside(bot, db, &mut ahead, now, person.telegram, &person.language);
        let Some(meeting) = meetings::load(ctx, board.meeting).await? else { continue };
        let (screen, file, last) = composed(ctx, &meeting, &board).await?;
        let screen = ctx.laid_out(screen);
        if board.shown.as_deref() != Some(screen.text.as_str()) {
            let of = Of::Board(board.id);
            letters.push(Letter { of, chat: person.telegram, screen, file, edits: board.message });
        } else if last {
            over.push(board.id);
        }
    }
    Ok((letters, over))
}

/// Notes what [`outdated`] found, before the letters go out.
///
/// # Errors
/// When the database refuses.
pub async fn note(db: &mut SqliteConnection, letters: &[Letter], over: &[i64]) -> Result<()> {
    for letter in letters {
        if let Of::Board(id) = letter.of {
            kept::shown(db, id, Some(&letter.screen.text)).await?;
        }
    }
    for id in over {
        kept::drop_board(db, *id).await?;
    }
    Ok(())
}

/// The message, its picture, and whether it is the last that it says.
async fn composed(ctx: &mut Ctx<'_>, meeting: &Meeting, board: &Board) -> Result<(Screen, Option<File>, bool)> {
    let invited = invitations::invited(ctx.db, board.meeting).await?;
    let over = meeting.is_over(ctx.now) || !meeting.stands();
    let Some(day) = meeting.day(board.n) else {
        let mut text = managing::totals(ctx, meeting, &invited);
        for line in managing::by_body(ctx, &invited).await?.iter().take(managing::LINES_A_PAGE) {
            text.push('\n');
            text.push_str(line);
        }
        let mut screen = Screen::new(text);
        screen.rows.push(vec![to(ctx, "to-meeting", Place::Manage, board.meeting, managing::BELOW)]);
        return Ok((screen, None, over));
    };
    let marks = kept::marks(ctx.db, board.meeting, board.n).await?;
    let counts = taking::counts(ctx, &invited, &marks);
    let what = Arg::text(meeting.about.heading(ctx));
    let at = board.meeting * 10 + board.n;
    let open = day.secret.filter(|_| day.closed_at.is_none() && !over);
    let (text, link) = match open {
        Some(secret) => {
            let code = taking::code(secret, board.meeting, board.n, ctx.now, 0);
            let link = ctx.bot.link(&code);
            (
                ctx.say("board-check-in", &[("what", what), ("code", Arg::text(code)), ("counts", Arg::text(counts))]),
                link,
            )
        }
        None => {
            let text = ctx.say("board-closed", &[("what", what), ("counts", Arg::text(counts))]);
            (text, format!("https://t.me/{}", ctx.bot.username))
        }
    };
    let picture = qr::picture(&link).map_err(|error| Fault::Picture(error.to_string()))?;
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "to-attendance", Place::Attendance, at, managing::BELOW)]);
    Ok((screen, Some(File::Picture(picture)), open.is_none()))
}

/// What became of such a message: a new one is remembered, so that the next is an edit. One that passing faults kept back
/// is shown again; one that cannot be changed any more (deleted, say) is followed no longer.
///
/// # Errors
/// When the database refuses.
pub async fn reported(db: &mut SqliteConnection, id: i64, fate: &Fate, now: Millis) -> Result<()> {
    match fate {
        Fate::Sent(message) => kept::told(db, id, *message).await?,
        Fate::Wait(wait) => kept::again(db, id, now + wait).await?,
        Fate::Failed(_) => kept::again(db, id, now).await?,
        Fate::Unreachable | Fate::Refused(_) => kept::drop_board(db, id).await?,
    }
    Ok(())
}
