//! What a member sees of meetings and replies to them: the list, one meeting, the buttons under a notice.
//!
//! The same reply is given from a notice (a file with a caption), from a reminder (a text) or on the person's own screen;
//! the button says which, so that the answer goes where it was pressed. The second number of `Place::Rsvp` is a hundred
//! times that [`Spot`] and what is replied.

use super::meetings::{self, CAPTION, Meeting};
use super::questions::{LISTED, number, paged, to, turning};
use super::{Ctx, Result, attached, members};
use crate::chat::{Button, Place, Placement, Press, Reply, Screen};
use crate::store::meetings::{self as kept, Reply as Said};
use crate::store::people::{self, Person};
use crate::store::{Millis, attendance};
use crate::text::{Arg, dates};

/// The reasons of an apology that are offered. None asks for health or the like (law 09-08, sensitive data).
const REASONS: [&str; 5] = ["work", "family", "transport", "notice", "other"];
/// Of `Place::Rsvp`: from here on a reason.
const REASON: i64 = 20;
/// How long a past meeting is among the coming ones: until its day is over.
const DAY: Millis = 86_400_000;

/// Where a reply was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// On the person's own screen.
    Screen = 0,
    /// Under a notice: a file.
    Notice = 1,
    /// Under a letter of text.
    Letter = 2,
    /// Under a letter that tells of a change: what it says stays.
    Change = 3,
}

impl Spot {
    fn press(self, meeting: i64, said: i64) -> Press {
        Press::Go(Place::Rsvp, meeting, self as i64 * 100 + said)
    }

    fn placement(self) -> Placement {
        match self {
            Spot::Screen => Placement::ReplaceScreen,
            Spot::Notice => Placement::EditCaption,
            Spot::Letter => Placement::EditPressedMessage,
            Spot::Change => Placement::EditButtons,
        }
    }
}

/// What a button of `Place::Rsvp` says: where it was, and the reply. None: the reply is only shown.
fn read(code: i64) -> (Spot, Option<Said>) {
    let spot = match code / 100 {
        1 => Spot::Notice,
        2 => Spot::Letter,
        3 => Spot::Change,
        _ => Spot::Screen,
    };
    let reply = |reply: &str, reason: Option<&str>| {
        Some(Said { reply: Some(reply.to_owned()), reason: reason.map(str::to_owned) })
    };
    let said = match code % 100 {
        1 => reply("yes", None),
        2 => reply("no", None),
        3 => reply("maybe", None),
        n => usize::try_from(n - REASON).ok().and_then(|i| REASONS.get(i)).and_then(|reason| reply("no", Some(reason))),
    };
    (spot, said)
}

/// What this reply is called: `سأحضر`.
fn named(ctx: &Ctx<'_>, reply: Option<&str>) -> String {
    ctx.say("rsvp", &[("reply", Arg::text(reply.unwrap_or("none").to_owned()))])
}

/// Adds the buttons of a reply: the three of them, or after an apology its reasons.
pub fn keys(ctx: &Ctx<'_>, meeting: i64, said: &Said, spot: Spot, ask_why: bool, screen: &mut Screen) {
    if ask_why {
        let reasons = REASONS.iter().zip(REASON..).map(|(reason, code)| {
            let label = ctx.say("reason", &[("reason", Arg::text(*reason))]);
            Button::new(label, spot.press(meeting, code))
        });
        let reasons: Vec<Button> = reasons.collect();
        screen.rows.extend(reasons.chunks(2).map(<[Button]>::to_vec));
        screen.rows.push(vec![Button::new(ctx.say("reason-none", &[]), spot.press(meeting, 0))]);
        return;
    }
    let key = |reply: &str, code: i64| {
        let mark = if said.reply.as_deref() == Some(reply) { "● " } else { "" };
        Button::new(format!("{mark}{}", named(ctx, Some(reply))), spot.press(meeting, code))
    };
    screen.rows.push(vec![key("yes", 1), key("maybe", 3)]);
    screen.rows.push(vec![key("no", 2)]);
}

/// The notice as a person gets it: caption and buttons. The calendar file goes with it.
pub fn notice(ctx: &Ctx<'_>, meeting: &Meeting, said: &Said, ask_why: bool) -> Screen {
    let id = meeting.row.id;
    let (mut text, cut) = meeting.about.notice(ctx, CAPTION);
    if !meeting.stands() {
        text = format!("{}\n\n{text}", ctx.say("notice-cancelled", &[]));
    } else if meeting.row.sequence > 0 {
        text = format!("{}\n\n{text}", ctx.say("notice-changed", &[]));
    }
    let mut screen = Screen::new(text);
    if meeting.stands() {
        let begun = meeting.has_begun(ctx.now);
        add_reply(ctx, said, ask_why, begun, &mut screen.text);
        if !begun {
            keys(ctx, id, said, Spot::Notice, ask_why, &mut screen);
        }
    }
    if cut {
        screen.rows.push(vec![to(ctx, "meeting-details", Place::Meeting, id, 1)]);
    }
    screen.rows.extend(files_key(ctx, meeting));
    screen
}

/// The button that asks for a meeting's files, if it has any: what they are is said before they are sent.
fn files_key(ctx: &Ctx<'_>, meeting: &Meeting) -> Option<Vec<Button>> {
    let files = meeting.about.files();
    let key = || vec![Button::new(attached::summed(ctx, files), Press::Go(Place::Files, meeting.row.id, 0))];
    (!files.is_empty() && meeting.stands()).then(key)
}

/// A meeting's files, to whoever is invited; where they are does not change.
///
/// # Errors
/// When the database refuses.
pub async fn files(ctx: &mut Ctx<'_>, person: &Person, id: i64) -> Result<Reply> {
    let invited = kept::reply_of(ctx.db, id, person.id).await?.is_some();
    match meetings::load(ctx, id).await? {
        Some(meeting) if invited && meeting.stands() => {
            Ok(Reply { files: attached::sent(ctx, meeting.about.files()), ..Reply::default() })
        }
        _ => members::menu(ctx, person).await,
    }
}

/// What the person replied, or the question; once the meeting has begun nothing can be replied any more.
fn add_reply(ctx: &Ctx<'_>, said: &Said, ask_why: bool, begun: bool, text: &mut String) {
    text.push_str("\n\n");
    text.push_str(&match (&said.reply, ask_why) {
        _ if begun => ctx.say("rsvp-over", &[("reply", Arg::text(named(ctx, said.reply.as_deref())))]),
        (_, true) => ctx.say("rsvp-why", &[]),
        (Some(reply), _) => ctx.say("rsvp-said", &[("reply", Arg::text(named(ctx, Some(reply))))]),
        (None, _) => ctx.say("rsvp-ask", &[]),
    });
}

/// A reminder: to whoever comes, place and hour; to the others the question again.
pub fn reminder(ctx: &Ctx<'_>, meeting: &Meeting, said: &Said, ask_why: bool) -> Screen {
    let about = &meeting.about;
    let begins = meeting.days.first().map(|day| meetings::wall(&day.begins)).unwrap_or_default();
    let days = (begins.date() - dates::day_of(ctx.now)).num_days();
    let args = [
        ("what", Arg::text(about.heading(ctx))),
        ("when", Arg::text(about.when(ctx))),
        ("place", Arg::words(about.text("place").unwrap_or_default().to_owned())),
        ("days", Arg::Number(days)),
    ];
    let begun = meeting.has_begun(ctx.now);
    let mut screen = Screen::new(if begun { about.details(ctx) } else { ctx.say("letter-reminder", &args) });
    add_reply(ctx, said, ask_why, begun, &mut screen.text);
    if !begun {
        keys(ctx, meeting.row.id, said, Spot::Letter, ask_why, &mut screen);
    }
    screen.rows.push(vec![to(ctx, "meeting-details", Place::Meeting, meeting.row.id, 1)]);
    screen
}

/// A reply was pressed. They can change their mind until the meeting begins.
///
/// # Errors
/// When the database refuses.
pub async fn rsvp(ctx: &mut Ctx<'_>, person: &Person, id: i64, code: i64) -> Result<Reply> {
    let (spot, reply) = read(code);
    let (Some(meeting), Some(before)) = (meetings::load(ctx, id).await?, kept::reply_of(ctx.db, id, person.id).await?)
    else {
        tracing::warn!("a reply to a meeting that the person is not invited to");
        return members::menu(ctx, person).await;
    };
    let closed = if !meeting.stands() {
        Some(ctx.say("meeting-cancelled", &[]))
    } else if meeting.has_begun(ctx.now) {
        Some(ctx.say("meeting-begun", &[]))
    } else {
        None
    };
    if let Some(notice) = closed {
        let mut reply = shown(ctx, person, &meeting, &before, spot, false).await?;
        reply.notice = Some(notice);
        return Ok(reply);
    }
    let said = match reply {
        Some(reply) => {
            if reply != before {
                kept::reply(ctx.db, id, person.id, &reply, ctx.now).await?;
            }
            ctx.posted = true; // the coordinator's count
            reply
        }
        None => before, // "without a reason": the apology stands
    };
    let ask_why = code % 100 == 2;
    let notice = ctx.say("rsvp-noted", &[("reply", Arg::text(named(ctx, said.reply.as_deref())))]);
    let mut reply = shown(ctx, person, &meeting, &said, spot, ask_why).await?;
    reply.notice = Some(notice);
    Ok(reply)
}

async fn shown(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: &Meeting,
    said: &Said,
    spot: Spot,
    ask_why: bool,
) -> Result<Reply> {
    let screen = match spot {
        Spot::Screen => own(ctx, person, meeting, said, ask_why).await?,
        Spot::Notice => notice(ctx, meeting, said, ask_why),
        Spot::Change => {
            let mut screen = Screen::default();
            if meeting.stands() && !meeting.has_begun(ctx.now) {
                keys(ctx, meeting.row.id, said, spot, ask_why, &mut screen);
            }
            screen
        }
        Spot::Letter if meeting.stands() => reminder(ctx, meeting, said, ask_why),
        Spot::Letter => Screen::new(ctx.say("meeting-cancelled", &[])),
    };
    Ok(Reply { placement: spot.placement(), ..screen.into() })
}

/// The person's screen of one meeting; `below`: asked for from a letter, which stays as it is.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, id: i64, below: bool) -> Result<Reply> {
    let (Some(meeting), Some(said)) = (meetings::load(ctx, id).await?, kept::reply_of(ctx.db, id, person.id).await?)
    else {
        return list(ctx, person, 0, false).await;
    };
    let screen = own(ctx, person, &meeting, &said, false).await?;
    let placement = if below { Placement::NewMessageBelow } else { Placement::ReplaceScreen };
    Ok(Reply { placement, ..screen.into() })
}

async fn own(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting, said: &Said, ask_why: bool) -> Result<Screen> {
    let mut screen = Screen::new(meeting.about.details(ctx));
    if !meeting.stands() {
        screen.text = format!("{}\n\n{}", ctx.say("notice-cancelled", &[]), screen.text);
    } else if !meeting.has_begun(ctx.now) {
        add_reply(ctx, said, ask_why, false, &mut screen.text);
        keys(ctx, meeting.row.id, said, Spot::Screen, ask_why, &mut screen);
    }
    for (of, n, status) in attendance::of_person(ctx.db, person.id).await? {
        if of == meeting.row.id
            && let Some(day) = meeting.day(n)
        {
            let day = dates::day_in_words(meetings::wall(&day.begins).date(), &ctx.language);
            let status = ctx.say("attended", &[("status", Arg::text(status))]);
            screen.text.push_str("\n\n");
            screen.text.push_str(&ctx.say("attended-on", &[("day", Arg::text(day)), ("status", Arg::text(status))]));
        }
    }
    screen.rows.extend(files_key(ctx, meeting));
    let list = if meeting.is_over(ctx.now) { Place::PastMeetings } else { Place::Meetings };
    screen.rows.push(vec![to(ctx, "back", list, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen)
}

/// A person's coming meetings with their replies, or past ones with their attendance; a page of them.
///
/// # Errors
/// When the database refuses.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: i64, past: bool) -> Result<Reply> {
    if person.joined_at.is_none() {
        return members::menu(ctx, person).await;
    }
    let today = dates::end_of(dates::day_of(ctx.now - DAY)); // what was this morning is still under way
    let all = kept::of_person(ctx.db, person.id, today, past).await?;
    let others = kept::of_person(ctx.db, person.id, today, !past).await?;
    let mut standing = 0;
    for id in &all {
        standing += usize::from(kept::find(ctx.db, *id).await?.is_some_and(|row| row.cancelled_at.is_none()));
    }
    let n = [("n", Arg::count(if past { all.len() } else { standing }))];
    let mut screen = Screen::new(if past { ctx.say("meetings-past", &n) } else { ctx.say("meetings", &n) });
    let marks = attendance::of_person(ctx.db, person.id).await?;
    let (page, pages) = paged(page, all.len(), LISTED);
    for id in all.iter().skip(page * LISTED).take(LISTED) {
        let Some(meeting) = meetings::load(ctx, *id).await? else { continue };
        let said = kept::reply_of(ctx.db, *id, person.id).await?.unwrap_or_default();
        let mine: Vec<&str> = marks.iter().filter(|(of, ..)| of == id).map(|(_, _, status)| status.as_str()).collect();
        let mark = match (meeting.stands(), past, said.reply.as_deref()) {
            (false, ..) => "🚫",
            (true, true, _) if mine.contains(&"present") => "✅",
            (true, true, _) if mine.contains(&"excused") => "🟡",
            (true, true, _) if mine.contains(&"absent") => "⚪",
            (true, true, _) => "•",
            (true, false, Some("yes")) => "✅",
            (true, false, Some("no")) => "✖️",
            (true, false, _) => "❔",
        };
        let label = format!("{mark} {}", meeting.about.label(ctx));
        screen = screen.row(label, Press::Go(Place::Meeting, *id, 0));
    }
    let place = if past { Place::PastMeetings } else { Place::Meetings };
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(place, number(to), 0)));
    if past {
        screen.rows.push(vec![to(ctx, "go-meetings", Place::Meetings, 0, 0)]);
    } else if !others.is_empty() {
        screen.rows.push(vec![to(ctx, "go-past", Place::PastMeetings, 0, 0)]);
    }
    if !past && !people::coordinates(ctx.db, person.id).await?.is_empty() {
        screen.rows.push(vec![to(ctx, "go-convened", Place::Convened, 0, 0)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}
