//! What a member sees of meetings and replies to them: the list, one meeting, the buttons under a notice.
//!
//! The same reply is given from a notice (a file with a caption), from a reminder (a text) or on the person's own screen;
//! the button says which, so that the answer goes where it was pressed.

use super::form::{self, Meeting};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{LISTED, paged, to, turning};
use crate::bot::ui::files as file_ui;
use crate::bot::ui::limits::CAPTION;
use crate::chat::{Button, Placement, Press, Reply, Route, Screen, Spot};
use crate::store::attendance;
use crate::store::invitations;
use crate::store::invitations::Invitation;
use crate::store::people::{self, Person};
use crate::text::{Arg, dates};
use crate::types::{ApologyReason, Attendance, DAY, MeetingId, Rsvp};

/// Where the answer to a reply goes.
fn placement(spot: Spot) -> Placement {
    match spot {
        Spot::Screen => Placement::ReplaceScreen,
        Spot::Notice => Placement::EditCaption,
        Spot::Letter => Placement::EditPressedMessage,
        Spot::Change => Placement::EditButtons,
    }
}

/// What this reply is called: `سأحضر`.
fn named(locale: &Locale<'_>, rsvp: Option<Rsvp>) -> String {
    locale.say("rsvp", &[("reply", Arg::text(rsvp.map_or("none", Rsvp::word)))])
}

/// Adds the buttons of a reply: the three of them, or after an apology its reasons.
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
        Button::new(format!("{mark}{}", named(locale, Some(rsvp))), press(Some(rsvp), None))
    };
    screen.rows.push(vec![button(Rsvp::Yes), button(Rsvp::Maybe)]);
    screen.rows.push(vec![button(Rsvp::No)]);
}

/// The notice as a person gets it: caption and buttons. The calendar file goes with it.
pub fn notice(locale: &Locale<'_>, meeting: &Meeting, invitation: &Invitation, ask_why: bool) -> Screen {
    let id = meeting.row.id;
    let (mut text, cut) = meeting.about.notice(locale, CAPTION);
    if !meeting.stands() {
        text = format!("{}\n\n{text}", locale.say("notice-cancelled", &[]));
    } else if meeting.row.sequence > 0 {
        text = format!("{}\n\n{text}", locale.say("notice-changed", &[]));
    }
    let mut screen = Screen::new(text);
    if meeting.stands() {
        let begun = meeting.has_begun(locale.now);
        add_reply(locale, invitation, ask_why, begun, &mut screen.text);
        if !begun {
            add_buttons(locale, id, invitation, Spot::Notice, ask_why, &mut screen);
        }
    }
    if cut {
        screen.rows.push(vec![to(locale, "meeting-details", Route::Meeting { meeting: id, below: true })]);
    }
    screen.rows.extend(files_key(locale, meeting));
    screen
}

/// The button that asks for a meeting's files, if it has any: what they are is said before they are sent.
fn files_key(locale: &Locale<'_>, meeting: &Meeting) -> Option<Vec<Button>> {
    let files = meeting.about.files();
    let key = || {
        vec![Button::new(file_ui::summed(locale, files), Press::Go(Route::MeetingFiles { meeting: meeting.row.id }))]
    };
    (!files.is_empty() && meeting.stands()).then(key)
}

/// A meeting's files; where the person is does not change.
pub async fn hand_out_files(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(meeting) if meeting.stands() => {
            let files = file_ui::sent(ctx, meeting.about.files());
            Ok(Reply { files, ..Reply::default() }.into())
        }
        _ => Ok(Route::Menu.into()),
    }
}

/// What the person replied, or the question; once the meeting has begun nothing can be replied any more.
fn add_reply(locale: &Locale<'_>, invitation: &Invitation, ask_why: bool, begun: bool, text: &mut String) {
    text.push_str("\n\n");
    text.push_str(&match (invitation.rsvp, ask_why) {
        _ if begun => locale.say("rsvp-over", &[("reply", Arg::text(named(locale, invitation.rsvp)))]),
        (_, true) => locale.say("rsvp-why", &[]),
        (Some(rsvp), _) => locale.say("rsvp-said", &[("reply", Arg::text(named(locale, Some(rsvp))))]),
        (None, _) => locale.say("rsvp-ask", &[]),
    });
}

/// A reminder: to whoever comes, place and hour; to the others the question again.
pub fn reminder(locale: &Locale<'_>, meeting: &Meeting, invitation: &Invitation, ask_why: bool) -> Screen {
    let about = &meeting.about;
    let begins = meeting.days.first().map(|day| form::wall(&day.begins)).unwrap_or_default();
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

/// A reply was pressed. They can change their mind until the meeting begins.
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
    let closed = if !meeting.stands() {
        Some(ctx.say("meeting-cancelled", &[]))
    } else if meeting.has_begun(ctx.now) {
        Some(ctx.say("meeting-begun", &[]))
    } else {
        None
    };
    if let Some(notice) = closed {
        return answer(ctx, person, &meeting, &before, spot, false, notice).await;
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
        None => before, // "without a reason": the apology stands
    };
    let ask_why = rsvp == Some(Rsvp::No) && reason.is_none();
    let notice = ctx.say("rsvp-noted", &[("reply", Arg::text(named(ctx, invitation.rsvp)))]);
    answer(ctx, person, &meeting, &invitation, spot, ask_why, notice).await
}

/// What a reply shows, where it was pressed.
async fn answer(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: &Meeting,
    invitation: &Invitation,
    spot: Spot,
    ask_why: bool,
    notice: String,
) -> Result<Outcome> {
    let screen = match spot {
        Spot::Screen => own_screen(ctx, person, meeting, invitation, ask_why).await?,
        Spot::Notice => self::notice(ctx, meeting, invitation, ask_why),
        Spot::Change => {
            let mut screen = Screen::default();
            if meeting.stands() && !meeting.has_begun(ctx.now) {
                add_buttons(ctx, meeting.row.id, invitation, spot, ask_why, &mut screen);
            }
            screen
        }
        Spot::Letter if meeting.stands() => reminder(ctx, meeting, invitation, ask_why),
        Spot::Letter => Screen::new(ctx.say("meeting-cancelled", &[])),
    };
    Ok(Reply { placement: placement(spot), notice: Some(notice), ..screen.into() }.into())
}

/// The person's screen of one meeting; `below`: asked for from a letter, which stays as it is.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, id: MeetingId, below: bool) -> Result<Outcome> {
    let (Some(meeting), Some(invitation)) =
        (form::load(ctx, id).await?, invitations::find(ctx.db, id, person.id).await?)
    else {
        return Ok(Route::Meetings { page: 0 }.into());
    };
    let screen = own_screen(ctx, person, &meeting, &invitation, false).await?;
    let placement = if below { Placement::NewMessageBelow } else { Placement::ReplaceScreen };
    Ok(Reply { placement, ..screen.into() }.into())
}

async fn own_screen(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: &Meeting,
    invitation: &Invitation,
    ask_why: bool,
) -> Result<Screen> {
    let mut screen = Screen::new(meeting.about.details(ctx));
    if !meeting.stands() {
        screen.text = format!("{}\n\n{}", ctx.say("notice-cancelled", &[]), screen.text);
    } else if !meeting.has_begun(ctx.now) {
        add_reply(ctx, invitation, ask_why, false, &mut screen.text);
        add_buttons(ctx, meeting.row.id, invitation, Spot::Screen, ask_why, &mut screen);
    }
    for (of, number, status) in attendance::list_of_person(ctx.db, person.id).await? {
        if of == meeting.row.id
            && let Some(day) = meeting.day(number)
        {
            let day = dates::day_in_words(form::wall(&day.begins).date(), &ctx.locale.language);
            let status = ctx.say("attended", &[("status", Arg::text(status.word()))]);
            screen.text.push_str("\n\n");
            screen.text.push_str(&ctx.say("attended-on", &[("day", Arg::text(day)), ("status", Arg::text(status))]));
        }
    }
    screen.rows.extend(files_key(ctx, meeting));
    let list = if meeting.is_over(ctx.now) { Route::PastMeetings { page: 0 } } else { Route::Meetings { page: 0 } };
    screen.rows.push(vec![to(ctx, "back", list), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

/// A person's coming meetings with their replies, or past ones with their attendance; a page of them.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: usize, past: bool) -> Result<Outcome> {
    let today = dates::end_of(dates::day_of(ctx.now - DAY)); // what was this morning is still under way
    let all = invitations::list_meetings_of_person(ctx.db, person.id, today, past).await?;
    let others = invitations::list_meetings_of_person(ctx.db, person.id, today, !past).await?;
    let standing = all.iter().filter(|own| !own.cancelled).count();
    let n = [("n", Arg::count(if past { all.len() } else { standing }))];
    let mut screen = Screen::new(if past { ctx.say("meetings-past", &n) } else { ctx.say("meetings", &n) });
    let marks = attendance::list_of_person(ctx.db, person.id).await?;
    let invitations = invitations::list_of_person(ctx.db, person.id).await?;
    let (page, pages) = paged(page, all.len(), LISTED);
    let shown: Vec<MeetingId> = all.iter().skip(page * LISTED).take(LISTED).map(|own| own.meeting).collect();
    for meeting in form::load_all(ctx, &shown).await? {
        let id = meeting.row.id;
        let rsvp = invitations.iter().find(|(of, _)| *of == id).and_then(|(_, invitation)| invitation.rsvp);
        let was = |status| marks.iter().any(|(of, _, known)| *of == id && *known == status);
        let mark = match (meeting.stands(), past, rsvp) {
            (false, ..) => "🚫",
            (true, true, _) if was(Attendance::Present) => "✅",
            (true, true, _) if was(Attendance::Excused) => "🟡",
            (true, true, _) if was(Attendance::Absent) => "⚪",
            (true, true, _) => "•",
            (true, false, Some(Rsvp::Yes)) => "✅",
            (true, false, Some(Rsvp::No)) => "✖️",
            (true, false, _) => "❔",
        };
        let label = format!("{mark} {}", meeting.about.label(ctx));
        screen = screen.row(label, Press::Go(Route::Meeting { meeting: id, below: false }));
    }
    let route = |page| if past { Route::PastMeetings { page } } else { Route::Meetings { page } };
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(route(to))));
    if past {
        screen.rows.push(vec![to(ctx, "go-meetings", Route::Meetings { page: 0 })]);
    } else if !others.is_empty() {
        screen.rows.push(vec![to(ctx, "go-past", Route::PastMeetings { page: 0 })]);
    }
    if !past && people::find_coordinated_bodies(ctx.db, person.id).await?.is_some() {
        screen.rows.push(vec![to(ctx, "go-convened", Route::ManagedMeetings { page: 0 })]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
