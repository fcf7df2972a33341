//! Who was there: the code that members scan or type, marking by hand, closing, and what is taken away.
//!
//! A day's code is made from a secret and the time, so that a photo sent to someone at home soon stops working: it changes
//! every [`SLOT`], and the one before still works. It is valid for its meeting and day alone.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::coordinators::Scope;
use super::managing::{self, EARLY};
use super::meetings::{self, Meeting};
use super::questions::{number, paged, to, turning};
use super::{Ctx, Result, joining, members, publishing};
use crate::chat::{Button, File, Place, Placed, Press, Reply, Screen};
use crate::dialog::answer::latin_digit;
use crate::report::render::{csv_table, signature_sheet};
use crate::store::attendance::{self as kept, Mark};
use crate::store::meetings::{self as invitations, Day, Invited};
use crate::store::people::{self, Person};
use crate::store::{Millis, bodies};
use crate::text::{Arg, dates};

/// How long a code is shown; it works as long again.
pub const SLOT: Millis = 3 * 60_000;
/// A day in milliseconds: no day of a meeting goes on for longer.
const DAY: Millis = 86_400_000;
/// Digits of a code.
const DIGITS: usize = 6;
/// People on one page of the roll.
const PEOPLE_A_PAGE: usize = 8;
/// What a mark by hand may be, as buttons carry it; the last takes a mark back.
const STATUSES: [&str; 4] = ["present", "excused", "absent", "none"];

/// The code of a day at this moment, or `back` slots before.
pub fn code(secret: i64, meeting: i64, n: i64, now: Millis, back: i64) -> String {
    let slot = now.div_euclid(SLOT) - back;
    let digest = Sha256::digest(format!("{secret}:{meeting}:{n}:{slot}").as_bytes());
    let number = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) % 1_000_000;
    format!("{number:06}")
}

/// Whether these words look like such a code.
pub fn is_code(words: &str) -> bool {
    let words = words.trim();
    words.chars().count() == DIGITS && words.chars().all(|c| latin_digit(c).is_ascii_digit())
}

/// The open day that this code is of, if any.
async fn opened_by(ctx: &mut Ctx<'_>, words: &str) -> Result<Option<(i64, i64)>> {
    let typed: String = words.trim().chars().map(latin_digit).collect();
    let now = ctx.now;
    let open = kept::open_now(ctx.db, now - DAY, now + EARLY).await?.into_iter();
    let mut fits =
        open.filter(|(meeting, n, secret)| (0..2).any(|back| code(*secret, *meeting, *n, now, back) == typed));
    Ok(fits.next().map(|(meeting, n, _)| (meeting, n)))
}

/// Whether this is the code of an open day: a right one is taken wherever the person is.
///
/// # Errors
/// When the database refuses.
pub async fn opens(ctx: &mut Ctx<'_>, words: &str) -> Result<bool> {
    Ok(is_code(words) && joining::wait(ctx).is_none() && opened_by(ctx, words).await?.is_some())
}

/// A member scanned or typed a code.
///
/// # Errors
/// When the database refuses.
pub async fn check_in(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Reply> {
    if let Some(wait) = joining::wait(ctx) {
        return Ok(ctx.told(wait).into());
    }
    let Some((id, n)) = opened_by(ctx, words).await? else {
        joining::missed(ctx);
        return Ok(ctx.told(ctx.say("check-in-wrong", &[])).into());
    };
    let (Some(meeting), Some(body)) = (meetings::load(ctx, id).await?, person.body) else {
        return members::menu(ctx, person).await;
    };
    if invitations::reply_of(ctx.db, id, person.id).await?.is_none() {
        let bodies = invitations::bodies(ctx.db, id).await?;
        let listed = meeting.about.picks("whom").first().is_some_and(|whom| whom == "list");
        if person.joined_at.is_none() || listed || !(bodies.is_empty() || bodies.contains(&body)) {
            return Ok(ctx.told(ctx.say("check-in-stranger", &[])).into());
        }
        invitations::invite(ctx.db, id, &[person.id]).await?; // of this body, and here
    }
    let mark = Mark { person: person.id, status: "present".into(), at: ctx.now, person_by: None };
    kept::mark(ctx.db, id, n, &mark).await?;
    ctx.posted = true; // the coordinator's count
    joining::found(ctx);
    people::set_run(ctx.db, person.id, None).await?; // the question is not on their screen any more
    let args = [("what", Arg::text(meeting.about.heading(ctx))), ("day", Arg::text(day_said(ctx, &meeting, n)))];
    Ok(ctx.told(ctx.say("check-in-done", &args)).into())
}

fn day_said(ctx: &Ctx<'_>, meeting: &Meeting, n: i64) -> String {
    let day = meeting.day(n).map(|day| meetings::wall(&day.begins).date()).unwrap_or_default();
    dates::day_in_words(day, &ctx.language)
}

/// A coordinator's place about a day's attendance. `at` is ten times the meeting and the day.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, at: i64, b: i64) -> Result<Reply> {
    let (id, n) = (at.div_euclid(10), at.rem_euclid(10));
    let meeting = managing::allowed(ctx, scope, id).await?;
    let Some(meeting) = meeting.filter(|meeting| meeting.stands() && meeting.day(n).is_some()) else {
        return managing::list(ctx, scope, 0).await;
    };
    let Some(day) = meeting.day(n).filter(|day| ctx.now >= day.starts_at - EARLY).cloned() else {
        return managing::show(ctx, id, 0).await; // too early
    };
    match place {
        Place::CheckIn if may_open(ctx, &day) => {
            kept::open(ctx.db, id, n, ctx.bot.random()).await?;
            kept::post(ctx.db, id, n, person.id).await?;
            ctx.audit(person, "opened check-in", id).await?;
            ctx.posted = true;
            let day = Day { secret: day.secret.or(Some(0)), ..day }; // open, whatever the secret
            show(ctx, &meeting, &day).await
        }
        Place::Roll => {
            ctx.audit_look(person, "looked at attendance", id).await?;
            roll(ctx, &meeting, &day, b).await
        }
        Place::Mark => mark(ctx, person, &meeting, &day, b).await,
        Place::CloseDay if day.closed_at.is_none() => {
            let args = [("day", Arg::text(day_said(ctx, &meeting, n)))];
            let mut screen = Screen::new(ctx.say("close-day-ask", &args));
            screen.rows.push(vec![
                to(ctx, "close-day-yes", Place::CloseDayNow, at, 0),
                to(ctx, "close-no", Place::Attendance, at, 0),
            ]);
            Ok(screen.into())
        }
        Place::CloseDayNow if day.closed_at.is_none() => {
            kept::close(ctx.db, id, n, ctx.now).await?;
            publishing::attendance_changed(ctx, id).await?;
            ctx.audit(person, "closed attendance", id).await?;
            ctx.posted = true;
            let day = Day { closed_at: Some(ctx.now), ..day };
            show(ctx, &meeting, &day).await
        }
        Place::Roster | Place::Sheet => take_away(ctx, person, &meeting, &day, place).await,
        _ if b == managing::BELOW => Ok(Reply { placed: Placed::Below, ..show(ctx, &meeting, &day).await? }),
        _ => show(ctx, &meeting, &day).await,
    }
}

/// A code can be shown until the day is over or closed.
fn may_open(ctx: &Ctx<'_>, day: &Day) -> bool {
    day.closed_at.is_none() && ctx.now < meetings::over_at(day)
}

/// How many are present, excused, absent and without a mark; of women, of men, of all.
pub fn counts(ctx: &Ctx<'_>, invited: &[Invited], marks: &[Mark]) -> String {
    let marked: HashMap<i64, &str> = marks.iter().map(|mark| (mark.person, mark.status.as_str())).collect();
    let of = |people: &[&Invited]| {
        let status = |one: &&&Invited, wanted: &str| marked.get(&one.person).copied().unwrap_or("none") == wanted;
        STATUSES.map(|wanted| people.iter().filter(|one| status(one, wanted)).count())
    };
    let all: Vec<&Invited> = invited.iter().collect();
    let sex = |sex: Option<&str>| all.iter().copied().filter(|one| one.sex.as_deref() == sex).collect::<Vec<_>>();
    let [present, excused, absent, none] = of(&all);
    let args = [
        ("present", Arg::count(present)),
        ("excused", Arg::count(excused)),
        ("absent", Arg::count(absent)),
        ("none", Arg::count(none)),
        ("women", Arg::count(of(&sex(Some("f")))[0])),
        ("men", Arg::count(of(&sex(Some("m")))[0])),
        ("unsaid", Arg::count(of(&sex(None))[0])),
    ];
    ctx.say("count-attendance", &args)
}

async fn show(ctx: &mut Ctx<'_>, meeting: &Meeting, day: &Day) -> Result<Reply> {
    let (id, n) = (meeting.row.id, day.n);
    let at = id * 10 + n;
    let (invited, marks) = (invitations::invited(ctx.db, id).await?, kept::marks(ctx.db, id, n).await?);
    let state = match (day.secret, day.closed_at) {
        (_, Some(_)) => ctx.say("attendance-closed", &[]),
        (Some(_), None) => ctx.say("attendance-open", &[]),
        (None, None) => ctx.say("attendance-not-yet", &[]),
    };
    let mut text = format!(
        "<b>{}</b>\n📅 {}\n{state}\n\n{}",
        meeting.about.heading(ctx),
        day_said(ctx, meeting, n),
        counts(ctx, &invited, &marks)
    );
    let here: HashSet<i64> = marks.iter().filter(|mark| mark.status == "present").map(|mark| mark.person).collect();
    for (body, people) in by_body(ctx, &invited).await?.into_iter().take(managing::LINES_A_PAGE) {
        let present = |one: &&&Invited| here.contains(&one.person);
        let args = [
            ("body", Arg::words(body)),
            ("present", Arg::count(people.iter().filter(present).count())),
            ("invited", Arg::count(people.len())),
        ];
        text.push('\n');
        text.push_str(&ctx.say("count-present", &args));
    }
    let mut screen = Screen::new(text);
    if may_open(ctx, day) {
        screen.rows.push(vec![to(ctx, "go-check-in", Place::CheckIn, at, 0)]);
    }
    screen.rows.push(vec![to(ctx, "go-roll", Place::Roll, at, 0)]);
    screen.rows.push(vec![to(ctx, "go-roster", Place::Roster, at, 0), to(ctx, "go-sheet", Place::Sheet, at, 0)]);
    if day.closed_at.is_none() {
        screen.rows.push(vec![to(ctx, "go-close-day", Place::CloseDay, at, 0)]);
    }
    screen.rows.push(vec![to(ctx, "go-refresh", Place::Attendance, at, 0), to(ctx, "back", Place::Manage, id, 0)]);
    Ok(screen.into())
}

/// The invited by body, each body with its name.
async fn by_body<'a>(ctx: &mut Ctx<'_>, invited: &'a [Invited]) -> Result<Vec<(String, Vec<&'a Invited>)>> {
    let names = bodies::all(ctx.db).await?;
    let mut found: Vec<(i64, Vec<&Invited>)> = Vec::new();
    for one in invited {
        match found.iter_mut().find(|(body, _)| *body == one.body) {
            Some((_, people)) => people.push(one),
            None => found.push((one.body, vec![one])),
        }
    }
    let named = |body: i64| names.iter().find(|known| known.id == body).map_or("—", |body| body.name(&ctx.language));
    Ok(found.into_iter().map(|(body, people)| (named(body).to_owned(), people)).collect())
}

/// The people of a body, page by page, each with a button that marks them: present, excused, absent, and nothing again.
/// `b` is a thousand times the body and the page; body 0: the bodies, if there are several.
async fn roll(ctx: &mut Ctx<'_>, meeting: &Meeting, day: &Day, b: i64) -> Result<Reply> {
    let (id, at) = (meeting.row.id, meeting.row.id * 10 + day.n);
    let invited = invitations::invited(ctx.db, id).await?;
    let several = invited.iter().any(|one| one.body != invited[0].body);
    let (body, page) = (b.div_euclid(1000), b.rem_euclid(1000));
    if several && body == 0 {
        let names = bodies::all(ctx.db).await?;
        let concerned: Vec<_> = names.iter().filter(|body| invited.iter().any(|one| one.body == body.id)).collect();
        let mut screen = Screen::new(ctx.say("roll-bodies", &[]));
        let (page, pages) = paged(page, concerned.len(), PEOPLE_A_PAGE);
        for body in concerned.iter().skip(page * PEOPLE_A_PAGE).take(PEOPLE_A_PAGE) {
            let n = invited.iter().filter(|one| one.body == body.id).count();
            let args = [("body", Arg::text(body.name(&ctx.language))), ("n", Arg::count(n))];
            screen = screen.row(ctx.say("body-button", &args), Press::Go(Place::Roll, at, body.id * 1000));
        }
        screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Roll, at, number(to))));
        screen.rows.push(vec![to(ctx, "back", Place::Attendance, at, 0)]);
        return Ok(screen.into());
    }
    let people: Vec<&Invited> = invited.iter().filter(|one| body == 0 || one.body == body).collect();
    let marks = kept::marks(ctx.db, id, day.n).await?;
    let (page, pages) = paged(page, people.len(), PEOPLE_A_PAGE);
    let head = format!("<b>{}</b>\n📅 {}", meeting.about.heading(ctx), day_said(ctx, meeting, day.n));
    let mut screen = Screen::new(format!("{head}\n\n{}", ctx.say("roll", &[])));
    for one in people.iter().skip(page * PEOPLE_A_PAGE).take(PEOPLE_A_PAGE) {
        let status = marks.iter().find(|mark| mark.person == one.person).map_or("none", |mark| mark.status.as_str());
        let (sign, next) = match status {
            "present" => ("✅", 1),
            "excused" => ("🟡", 2),
            "absent" => ("❌", if day.closed_at.is_some() { 0 } else { 3 }),
            _ => ("⬜", 0),
        };
        let apologised = if one.reply.as_deref() == Some("no") { " ✉️" } else { "" };
        let press = Press::Go(Place::Mark, at, one.person * 4 + next);
        screen.rows.push(vec![Button::new(format!("{sign} {}{apologised}", one.name), press)]);
    }
    let base = body * 1000;
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Roll, at, base + number(to))));
    let back = if several { to(ctx, "back", Place::Roll, at, 0) } else { to(ctx, "back", Place::Attendance, at, 0) };
    screen.rows.push(vec![back]);
    Ok(screen.into())
}

/// One person was marked by hand: who did it and when is kept, and in the audit.
async fn mark(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting, day: &Day, b: i64) -> Result<Reply> {
    let (id, member) = (meeting.row.id, b.div_euclid(4));
    let status = match STATUSES[usize::try_from(b.rem_euclid(4)).unwrap_or(0)] {
        "none" if day.closed_at.is_some() => "absent", // a button from before it was closed
        status => status,
    };
    let invited = invitations::invited(ctx.db, id).await?;
    let Some(place) = invited.iter().position(|one| one.person == member) else {
        return show(ctx, meeting, day).await; // has erased themselves
    };
    kept::open(ctx.db, id, day.n, ctx.bot.random()).await?;
    let before = kept::marks(ctx.db, id, day.n).await?.into_iter().find(|mark| mark.person == member);
    if before.as_ref().map_or("none", |mark| mark.status.as_str()) != status {
        match status {
            "none" => kept::unmark(ctx.db, id, day.n, member).await?,
            _ => {
                let mark = Mark { person: member, status: status.into(), at: ctx.now, person_by: Some(person.id) };
                kept::mark(ctx.db, id, day.n, &mark).await?;
            }
        }
        publishing::attendance_changed(ctx, id).await?;
        crate::store::audit(ctx.db, ctx.now, Some(person.id), "marked attendance", id, Some(member)).await?;
        ctx.posted = true;
    }
    let body = invited[place].body;
    let of_body = invited.iter().take(place).filter(|one| one.body == body).count();
    let several = invited.iter().any(|one| one.body != body);
    let base = if several { body * 1000 } else { 0 };
    roll(ctx, meeting, day, base + number(of_body / PEOPLE_A_PAGE)).await
}

/// The list as CSV, or as a sheet with room for signatures.
async fn take_away(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting, day: &Day, place: Place) -> Result<Reply> {
    let (id, n) = (meeting.row.id, day.n);
    let (invited, marks) = (invitations::invited(ctx.db, id).await?, kept::marks(ctx.db, id, n).await?);
    let counts = counts(ctx, &invited, &marks);
    let head = ["body", "name", "sex", "reply", "status", "hour"];
    let mut rows = vec![head.map(|column| ctx.say("roster-column", &[("column", Arg::text(column))])).to_vec()];
    let marks: HashMap<i64, &Mark> = marks.iter().map(|mark| (mark.person, mark)).collect();
    for (body, people) in by_body(ctx, &invited).await? {
        for one in people {
            let mark = marks.get(&one.person).copied();
            let status = mark.map_or("none", |mark| mark.status.as_str());
            let present = mark.filter(|mark| mark.status == "present");
            rows.push(vec![
                body.clone(),
                one.name.clone(),
                one.sex.as_deref().map_or_else(String::new, |sex| ctx.say("sex", &[("sex", Arg::text(sex))])),
                ctx.say("rsvp", &[("reply", Arg::text(one.reply.as_deref().unwrap_or("none")))]),
                ctx.say("attended", &[("status", Arg::text(status))]),
                present.map_or_else(String::new, |mark| dates::hour_in_words(dates::wall(mark.at).time())),
            ]);
        }
    }
    let date = meetings::wall(&day.begins).date();
    let caption = ctx.say("roster-ready", &[("day", Arg::text(day_said(ctx, meeting, n)))]);
    let file = if place == Place::Roster {
        File::Document(format!("attendance-{date}.csv"), csv_table::csv(rows)?)
    } else {
        let place = ctx.say("notice-place", &[("place", Arg::words(meeting.about.text("place").unwrap_or_default()))]);
        let said = signature_sheet::SignatureSheet {
            language: ctx.language.clone(),
            rtl: ctx.tongue().rtl,
            title: format!("{}: {}", ctx.say("go-sheet", &[]), meeting.about.title(ctx)),
            lines: vec![day_said(ctx, meeting, n), place, counts],
            signature: ctx.say("roster-column", &[("column", Arg::text("signature"))]),
        };
        let shown: Vec<Vec<String>> =
            rows.iter().map(|row| vec![row[0].clone(), row[1].clone(), row[4].clone()]).collect();
        File::Document(format!("attendance-{date}.html"), signature_sheet::html(&said, &shown))
    };
    ctx.audit(person, "took attendance away", id).await?;
    let reply = show(ctx, meeting, day).await?;
    Ok(Reply { files: vec![(file, caption)], ..reply })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_of_its_meeting_day_and_minutes() {
        let at = 1_795_428_000_000;
        let now = code(7, 1, 1, at, 0);
        assert!(is_code(&now));
        assert_eq!(code(7, 1, 1, at + SLOT, 1), now, "the one before still works");
        let others = [code(7, 1, 2, at, 0), code(7, 2, 1, at, 0), code(8, 1, 1, at, 0), code(7, 1, 1, at + SLOT, 0)];
        assert!(others.iter().all(|other| *other != now));
        assert!(is_code(" ٠١٢٣٤٥ ") && !is_code("12345") && !is_code("12345a"));
    }
}
