//! Members check in with a code that they scan or type.
//!
//! The code is a TOTP (RFC 6238) with HMAC-SHA-256 and six digits, made from the secret of a day. It changes every
//! three minutes, and the one before still works, so that a photo sent to somebody at home soon stops working. It is
//! valid for its meeting and day alone. Codes are compared in constant time.

use subtle::ConstantTimeEq;
use totp_lite::{Sha256, totp_custom};

use super::form;
use super::manage::EARLY;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::chat::Route;
use crate::store::attendance::{self, Mark};
use crate::store::invitations;
use crate::store::people::{self, Person};
use crate::text::{Arg, dates};
use crate::typed;
use crate::types::{Attendance, DAY, DayNumber, MINUTE, MeetingId, Millis, Timestamp};

/// How long a code is shown. It works for the same time again.
pub const STEP: Millis = 3 * MINUTE;
const DIGITS: u32 = 6;

pub(crate) fn code(secret: i64, meeting: MeetingId, day: DayNumber, at: Timestamp) -> String {
    let key: Vec<u8> = [secret, meeting.0, day.0].iter().flat_map(|part| part.to_be_bytes()).collect();
    let step = STEP.unsigned_abs() / 1000;
    totp_custom::<Sha256>(step, DIGITS, &key, at.0.unsigned_abs() / 1000)
}

pub(crate) fn is_code(words: &str) -> bool {
    let code = typed::compact(words);
    code.len() == DIGITS as usize && code.chars().all(|c| c.is_ascii_digit())
}

/// The open day that this code belongs to, if any.
async fn day_of_code(ctx: &mut Ctx<'_>, words: &str) -> Result<Option<(MeetingId, DayNumber)>> {
    let typed = typed::compact(words);
    let now = ctx.now;
    let open = attendance::list_open_check_ins(ctx.db, now - DAY, now + EARLY).await?.into_iter();
    let mut fits = open.filter(|(meeting, day, secret)| {
        let codes = [now, now - STEP].map(|at| code(*secret, *meeting, *day, at));
        codes.iter().any(|code| bool::from(code.as_bytes().ct_eq(typed.as_bytes())))
    });
    Ok(fits.next().map(|(meeting, day, _)| (meeting, day)))
}

/// Whether this is the code of an open day. A right code is accepted whatever the person's current step is.
pub(crate) async fn is_open_code(ctx: &mut Ctx<'_>, words: &str) -> Result<bool> {
    let waits = ctx.bot.guesses.wait(ctx.address, ctx.now).is_some();
    Ok(is_code(words) && !waits && day_of_code(ctx, words).await?.is_some())
}

pub(crate) async fn check_in(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Outcome> {
    if let Some(wait) = ctx.bot.guesses.wait(ctx.address, ctx.now) {
        return Ok(ctx.text_screen(ctx.wait_for_code(wait)).into());
    }
    let Some((id, number)) = day_of_code(ctx, words).await? else {
        ctx.bot.guesses.add_wrong(ctx.address, ctx.now);
        return Ok(ctx.text_screen(ctx.say("check-in-wrong", &[])).into());
    };
    let (Some(meeting), Some(_)) = (form::load(ctx, id).await?, person.body) else {
        return Ok(Route::Menu.into());
    };
    if invitations::find(ctx.db, id, person.id).await?.is_none() {
        if !invitations::is_open_to(ctx.db, id, person.id).await? {
            return Ok(ctx.text_screen(ctx.say("check-in-stranger", &[])).into());
        }
        invitations::invite(ctx.db, id, &[person.id]).await?; // the meeting is open to their body, and they are here
    }
    let mark = Mark { person: person.id, status: Attendance::Present, at: ctx.now, person_by: None };
    attendance::mark(ctx.db, id, number, &mark).await?;
    ctx.effects.ring = true; // the coordinator's count
    ctx.bot.guesses.forget(ctx.address);
    people::set_run(ctx.db, person.id, None).await?; // the current question is no longer on their screen
    let day = meeting.day(number).map(|day| form::parse_wall(&day.begins).date()).unwrap_or_default();
    let day = dates::day_in_words(day, &ctx.locale.language);
    let args = [("what", Arg::text(meeting.about.heading(ctx))), ("day", Arg::text(day))];
    Ok(ctx.text_screen(ctx.say("check-in-done", &args)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_of_its_meeting_day_and_minutes() {
        let at = Timestamp(1_795_428_000_000);
        let code = |secret, meeting, day, at| code(secret, MeetingId(meeting), DayNumber(day), at);
        let now = code(7, 1, 1, at);
        assert!(is_code(&now));
        assert_eq!(code(7, 1, 1, at + STEP - 1), now, "it stays for three minutes");
        let others = [code(7, 1, 2, at), code(7, 2, 1, at), code(8, 1, 1, at), code(7, 1, 1, at + STEP)];
        assert!(others.iter().all(|other| *other != now));
        assert!(is_code(" ٠١٢٣٤٥ ") && is_code("\u{200f}٠١٢ ٣٤٥\u{200f}") && !is_code("12345") && !is_code("12345a"));
    }

    /// RFC 6238, appendix B, SHA-256 at 59 s and 1111111109 s, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let key = b"12345678901234567890123456789012";
        assert_eq!(totp_custom::<Sha256>(30, 6, key, 59), "119246");
        assert_eq!(totp_custom::<Sha256>(30, 6, key, 1_111_111_109), "084774");
    }
}
