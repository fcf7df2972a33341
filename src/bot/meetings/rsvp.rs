//! How a member sees meetings and replies: the list, one meeting, the buttons under a notice.
//!
//! A member can reply under a notice (a file with a caption), under a reminder (a text) or on their own screen. The
//! button says which, so that the answer is shown where it was pressed.

use super::form::{self, Meeting};
use super::wording::cancelled_in_words;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::files;
use crate::bot::ui::limits::CAPTION;
use crate::chat::{Button, Placement, Press, Reply, Route, Screen, Spot};
use crate::store::attendance;
use crate::store::coordinators;
use crate::store::invitations;
use crate::store::invitations::Invitation;
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::{ApologyReason, Attendance, DAY, MeetingId, Rsvp};

fn placement(spot: Spot) -> Placement {
    match spot {
        Spot::Screen => Placement::ReplaceScreen,
        Spot::Notice => Placement::EditCaption,
        Spot::Letter => Placement::EditPressedMessage,
        Spot::Change => Placement::EditButtons,
    }
}

/// The name of a reply: `سأحضر`.
pub(super) fn reply_name(locale: &Locale<'_>, rsvp: Option<Rsvp>) -> String {
    locale.say("rsvp", &[("reply", Arg::text(rsvp.map_or("none", Rsvp::word)))])
}

/// Adds the three buttons of a reply, or after an apology the buttons for its reason.
pub fn add_buttons(
    locale: &Locale<'_>,
    meeting: MeetingId,
    invitation: &Invitation,
    spot: Spot,
    ask_why: bool,
    screen: &mut Screen,
) {
    let press = |rsvp, reason| Press::Go(Route::Rsvp { meeting, spot, rsvp, reason });
    if ask_why {
        let reasons = ApologyReason::ALL.iter().map(|reason| {
            let label = locale.say("reason", &[("reason", Arg::text(reason.word()))]);
            Button::new(label, press(Some(Rsvp::No), Some(*reason)))
        });
        let reasons: Vec<Button> = reasons.collect();
        screen.rows.extend(reasons.chunks(2).map(<[Button]>::to_vec));
        screen.rows.push(vec![Button::new(locale.say("reason-none", &[]), press(None, None))]);
        return;
    }
    let button = |rsvp: Rsvp| {
        let mark = if invitation.rsvp == Some(rsvp) { "● " } else { "" };
        Button::new(format!("{mark}{}", reply_name(locale, Some(rsvp))), press(Some(rsvp), None))
    };
    screen.rows.push(vec![button(Rsvp::Yes), button(Rsvp::Maybe)]);
    screen.rows.push(vec![button(Rsvp::No)]);
}

/// The notice: caption and buttons. The calendar file goes with it.
pub fn notice(locale: &Locale<'_>, meeting: &Meeting, invitation: &Invitation, ask_why: bool) -> Screen {
    let id = meeting.row.id;
    let (mut text, cut) = meeting.about.notice(locale, CAPTION);
    if !meeting.takes_place() {
        return Screen::new(meeting.about.cancelled(locale, meeting.row.cancelled_for)); // nobody is invited any more
    }
    if meeting.row.sequence > 0 {
        text = format!("{}\n\n{text}", locale.say("notice-changed", &[]));
    }
    let mut screen = Screen::new(text);
    let begun = meeting.has_begun(locale.now);
    add_reply(locale, invitation, ask_why, begun, &mut screen.text);
    if !begun {
        add_buttons(locale, id, invitation, Spot::Notice, ask_why, &mut screen);
    }
    if cut {
        screen.rows.push(vec![to(locale, "meeting-details", Route::Meeting { meeting: id, below: true })]);
    }
    screen.rows.extend(files_button(locale, meeting));
    screen
}

/// The button that asks for a meeting's files, if it has any. It says what they are before they are sent.
fn files_button(locale: &Locale<'_>, meeting: &Meeting) -> Option<Vec<Button>> {
    let files = meeting.about.files();
    let button = || {
        vec![Button::new(files::files_label(locale, files), Press::Go(Route::MeetingFiles { meeting: meeting.row.id }))]
    };
    (!files.is_empty() && meeting.takes_place()).then(button)
}

/// Sends a meeting's files. The person's screen stays as it is.
pub async fn hand_out_files(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(meeting) if meeting.takes_place() => {
            let files = files::held_files(ctx, meeting.about.files());
            Ok(Reply { files, ..Reply::default() }.into())
        }
        _ => Ok(Route::Menu.into()),
    }
}

/// The person's reply, or the question. Once the meeting has begun, nobody can reply.
fn add_reply(locale: &Locale<'_>, invitation: &Invitation, ask_why: bool, begun: bool, text: &mut String) {
    text.push_str("\n\n");
    text.push_str(&match (invitation.rsvp, ask_why) {
        _ if begun => locale.say("rsvp-over", &[("reply", Arg::text(reply_name(locale, invitation.rsvp)))]),
        (_, true) => locale.say("rsvp-why", &[]),
        (Some(rsvp), _) => locale.say("rsvp-said", &[("reply", Arg::text(reply_name(locale, Some(rsvp))))]),
        (None, _) => locale.say("rsvp-ask", &[]),
    });
}

/// A reminder: place and hour for people who come, the question again for the others.
pub fn reminder(locale: &Locale<'_>, meeting: &Meeting, invitation: &Invitation, ask_why: bool) -> Screen {
    let about = &meeting.about;
    let begins = meeting.days.first().map(|day| form::parse_wall(&day.begins)).unwrap_or_default();
    let days = (begins.date() - dates::day_of(locale.now)).num_days();
    let args = [
        ("what", Arg::text(about.heading(locale))),
        ("when", Arg::text(about.when(locale))),
        ("place", Arg::words(about.place().to_owned())),
        ("days", Arg::Number(days)),
    ];
    let begun = meeting.has_begun(locale.now);
    let mut screen = Screen::new(if begun { about.details(locale) } else { locale.say("letter-reminder", &args) });
    add_reply(locale, invitation, ask_why, begun, &mut screen.text);
    if !begun {
        add_buttons(locale, meeting.row.id, invitation, Spot::Letter, ask_why, &mut screen);
    }
    screen.rows.push(vec![to(locale, "meeting-details", Route::Meeting { meeting: meeting.row.id, below: true })]);
    screen
}

/// A reply was pressed. It can be changed until the meeting begins.
pub async fn reply(
    ctx: &mut Ctx<'_>,
    person: &Person,
    id: MeetingId,
    spot: Spot,
    rsvp: Option<Rsvp>,
    reason: Option<ApologyReason>,
) -> Result<Outcome> {
    let (Some(meeting), Some(before)) = (form::load(ctx, id).await?, invitations::find(ctx.db, id, person.id).await?)
    else {
        return Ok(Route::Menu.into());
    };
    let closed = if !meeting.takes_place() {
        Some(ctx.say("meeting-cancelled", &[]))
    } else if meeting.has_begun(ctx.now) {
        Some(ctx.say("meeting-begun", &[]))
    } else {
        None
    };
    if let Some(notice) = closed {
        return show_reply(ctx, person, &meeting, &before, spot, false, notice).await;
    }
    let invitation = match rsvp {
        Some(_) => {
            let invitation = Invitation { rsvp, reason };
            if invitation != before {
                invitations::set_rsvp(ctx.db, id, person.id, &invitation, ctx.now).await?;
            }
            ctx.effects.ring = true; // the coordinator's count
            invitation
        }
        None => before, // "without a reason": the apology stays
    };
    let ask_why = rsvp == Some(Rsvp::No) && reason.is_none();
    let notice = ctx.say("rsvp-noted", &[("reply", Arg::text(reply_name(ctx, invitation.rsvp)))]);
    show_reply(ctx, person, &meeting, &invitation, spot, ask_why, notice).await
}

/// Shows a reply where it was pressed.
async fn show_reply(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: &Meeting,
    invitation: &Invitation,
    spot: Spot,
    ask_why: bool,
    notice: String,
) -> Result<Outcome> {
    let screen = match spot {
        Spot::Screen => meeting_screen(ctx, person, meeting, invitation, ask_why).await?,
        Spot::Notice => self::notice(ctx, meeting, invitation, ask_why),
        Spot::Change => {
            let mut screen = Screen::default();
            if meeting.takes_place() && !meeting.has_begun(ctx.now) {
                add_buttons(ctx, meeting.row.id, invitation, spot, ask_why, &mut screen);
            }
            screen
        }
        Spot::Letter if meeting.takes_place() => reminder(ctx, meeting, invitation, ask_why),
        Spot::Letter => Screen::new(ctx.say("meeting-cancelled", &[])),
    };
    Ok(Reply { placement: placement(spot), notice: Some(notice), ..screen.into() }.into())
}

/// The person's screen of one meeting. With `below` it was opened from a letter, which stays as it is.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, id: MeetingId, below: bool) -> Result<Outcome> {
    let (Some(meeting), Some(invitation)) =
        (form::load(ctx, id).await?, invitations::find(ctx.db, id, person.id).await?)
    else {
        return Ok(Route::Meetings { page: 0 }.into());
    };
    let screen = meeting_screen(ctx, person, &meeting, &invitation, false).await?;
    Ok(Outcome::show(screen, below))
}

async fn meeting_screen(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: &Meeting,
    invitation: &Invitation,
    ask_why: bool,
) -> Result<Screen> {
    let mut screen = Screen::new(meeting.about.details(ctx));
    if !meeting.takes_place() {
        screen.text = format!("{}\n\n{}", cancelled_in_words(ctx, meeting.row.cancelled_for), screen.text);
    } else if !meeting.has_begun(ctx.now) {
        add_reply(ctx, invitation, ask_why, false, &mut screen.text);
        add_buttons(ctx, meeting.row.id, invitation, Spot::Screen, ask_why, &mut screen);
    }
    for (marked, number, status) in attendance::list_of_person(ctx.db, person.id).await? {
        if marked == meeting.row.id
            && let Some(day) = meeting.day(number)
        {
            let day = dates::day_in_words(form::parse_wall(&day.begins).date(), &ctx.locale.language);
            let status = ctx.say("attended", &[("status", Arg::text(status.word()))]);
            screen.text.push_str("\n\n");
            screen.text.push_str(&ctx.say("attended-on", &[("day", Arg::text(day)), ("status", Arg::text(status))]));
        }
    }
    screen.rows.extend(files_button(ctx, meeting));
    if person.joined_at.is_some() && person.body.is_some() {
        let about = Route::WriteToCoordinators { meeting: Some(meeting.row.id) };
        screen.rows.push(vec![to(ctx, "go-write-about", about)]);
    }
    let list = if meeting.is_over(ctx.now) { Route::PastMeetings { page: 0 } } else { Route::Meetings { page: 0 } };
    screen.rows.push(vec![to(ctx, "back", list), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

/// A page of a person's coming meetings with their replies, or of past ones with their attendance.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: usize, past: bool) -> Result<Outcome> {
    let today = dates::end_of(dates::day_of(ctx.now - DAY)); // meetings of today are not past yet
    let all = invitations::list_meetings_of_person(ctx.db, person.id, today, past).await?;
    let others = invitations::list_meetings_of_person(ctx.db, person.id, today, !past).await?;
    let standing = all.iter().filter(|own| !own.cancelled).count();
    let n = [("n", Arg::count(if past { all.len() } else { standing }))];
    let mut screen = Screen::new(if past { ctx.say("meetings-past", &n) } else { ctx.say("meetings", &n) });
    let marks = attendance::list_of_person(ctx.db, person.id).await?;
    let invitations = invitations::list_of_person(ctx.db, person.id).await?;
    let (page, pages) = clamp_page(page, all.len(), BUTTONS_A_PAGE);
    let on_page: Vec<MeetingId> =
        all.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE).map(|own| own.meeting).collect();
    for meeting in form::load_all(ctx, &on_page).await? {
        let id = meeting.row.id;
        let rsvp = invitations.iter().find(|(invited, _)| *invited == id).and_then(|(_, invitation)| invitation.rsvp);
        let has_mark = |status| marks.iter().any(|(marked, _, mark)| *marked == id && *mark == status);
        let mark = match (meeting.takes_place(), past, rsvp) {
            (false, ..) => "🚫",
            (true, true, _) if has_mark(Attendance::Present) => "✅",
            (true, true, _) if has_mark(Attendance::Excused) => "🟡",
            (true, true, _) if has_mark(Attendance::Absent) => "⚪",
            (true, true, _) => "•",
            (true, false, Some(Rsvp::Yes)) => "✅",
            (true, false, Some(Rsvp::No)) => "✖️",
            (true, false, _) => "❔",
        };
        let label = format!("{mark} {}", meeting.about.label(ctx));
        screen = screen.row(label, Press::Go(Route::Meeting { meeting: id, below: false }));
    }
    let route = |page| if past { Route::PastMeetings { page } } else { Route::Meetings { page } };
    screen.rows.extend(page_buttons(ctx, page, pages, |to| Press::Go(route(to))));
    if past {
        screen.rows.push(vec![to(ctx, "go-meetings", Route::Meetings { page: 0 })]);
    } else if !others.is_empty() {
        screen.rows.push(vec![to(ctx, "go-past", Route::PastMeetings { page: 0 })]);
    }
    if !past && coordinators::find_bodies(ctx.db, person.id).await?.is_some() {
        screen.rows.push(vec![to(ctx, "go-convened", Route::ManagedMeetings { page: 0 })]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
