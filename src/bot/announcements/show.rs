//! Announcements on the screen: one for a member; the list and one for a coordinator.

use super::form::{AnnouncementForm, load, text_for_reader};
use super::publish::{is_correctable, text_for_author};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::files::{self, describe_all};
use crate::chat::{Button, Press, Reply, Route, Screen};
use crate::store::announcements::{self, AnnouncementRow};
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::{AnnouncementId, Bodies, PersonId, Timestamp};

/// Most announcements in the menu.
const MOST_PINNED: usize = 3;

/// A button for each announcement that stays in a member's menu.
pub async fn pinned_buttons(ctx: &mut Ctx<'_>, person: &Person) -> Result<Vec<Vec<Button>>> {
    let mut pinned = announcements::list_pinned(ctx.db, person.id, ctx.now).await?;
    pinned.truncate(MOST_PINNED);
    let rows = announcements::list_by_id(ctx.db, &pinned).await?;
    let button = |row: &AnnouncementRow| {
        let title = AnnouncementForm::from_row(row).title(&ctx.locale.language);
        vec![Button::new(format!("📌 {title}"), Press::Go(Route::Announcement { announcement: row.id }))]
    };
    Ok(rows.iter().map(button).collect())
}

/// An announcement for a member who got it.
pub async fn show(ctx: &mut Ctx<'_>, id: AnnouncementId) -> Result<Outcome> {
    let Some((row, about)) = load(ctx, id).await? else { return Ok(Route::Menu.into()) };
    let mut screen = Screen::new(text_for_reader(ctx, &about, row.edition));
    screen.rows.extend(files_button(ctx, id, &about, false));
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The button that asks for the files. With `sent`, the picture that came with the words is left out.
pub(super) fn files_button(
    ctx: &Ctx<'_>,
    id: AnnouncementId,
    about: &AnnouncementForm,
    sent: bool,
) -> Option<Vec<Button>> {
    let skipped = usize::from(sent && about.picture().is_some());
    let files = about.files().get(skipped..).unwrap_or_default();
    let route = Route::AnnouncementFiles { announcement: id };
    (!files.is_empty()).then(|| vec![Button::new(files::files_label(ctx, files), Press::Go(route))])
}

/// Sends the files below; the message stays.
pub async fn hand_out_files(ctx: &mut Ctx<'_>, id: AnnouncementId) -> Result<Outcome> {
    let Some((_, about)) = load(ctx, id).await? else { return Ok(Route::Menu.into()) };
    let files = files::held_files(ctx, about.files());
    Ok(Reply { files, ..Reply::default() }.into())
}

/// The announcements of a coordinator; a coordinator of all sees those of everybody.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, page: usize) -> Result<Outcome> {
    let of: Option<PersonId> = (*scope != Bodies::All).then_some(person.id);
    let listed = announcements::list(ctx.db, of).await?;
    let mut screen = Screen::new(ctx.say("announcements", &[("n", Arg::count(listed.len()))]));
    let (page, pages) = clamp_page(page, listed.len(), BUTTONS_A_PAGE);
    let on_page: Vec<AnnouncementId> = listed.into_iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE).collect();
    for row in announcements::list_by_id(ctx.db, &on_page).await? {
        let sign = match (row.sent_at, row.cancelled_at.or(row.taken_back_at)) {
            (_, Some(_)) => "🚫",
            (None, None) => "⏰",
            (Some(_), None) => "✅",
        };
        let title = AnnouncementForm::from_row(&row).title(&ctx.locale.language);
        let route = Route::ManagedAnnouncement { announcement: row.id };
        screen = screen.row(format!("{sign} {title}"), Press::Go(route));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Announcements { page })));
    screen.rows.push(vec![to(ctx, "go-new-announcement", Route::NewAnnouncement)]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// One announcement as its coordinators see it: its state, its words, and what can still be done.
pub async fn show_managed(ctx: &mut Ctx<'_>, id: AnnouncementId) -> Result<Outcome> {
    let Some((row, about)) = load(ctx, id).await? else { return Ok(Route::Announcements { page: 0 }.into()) };
    let n = announcements::list_recipients(ctx.db, id).await?.len();
    let moment = |at: Timestamp| Arg::text(dates::moment_in_words(at, &ctx.locale.language));
    let state = match (row.sent_at, row.cancelled_at, row.taken_back_at) {
        (_, Some(at), _) => ctx.say("announcement-state-cancelled", &[("at", moment(at))]),
        (_, _, Some(at)) => ctx.say("announcement-state-taken-back", &[("at", moment(at))]),
        (Some(at), ..) => ctx.say("announcement-state-sent", &[("at", moment(at)), ("n", Arg::count(n))]),
        (None, ..) => ctx.say("announcement-at", &[("at", moment(row.due_at))]),
    };
    let mut text = format!("{state}\n\n────────\n{}", text_for_author(ctx, &row, &about));
    if !about.files().is_empty() {
        text.push_str(&format!("\n\n{}", describe_all(ctx, about.files())));
    }
    let mut screen = Screen::new(text);
    let scheduled = row.sent_at.is_none() && row.cancelled_at.is_none();
    if scheduled || is_correctable(ctx, &row) {
        let (change, end) = if scheduled {
            ("announcement-change", "announcement-cancel")
        } else {
            ("announcement-correct", "announcement-take-back")
        };
        screen.rows.push(vec![
            to(ctx, change, Route::ChangeAnnouncement { announcement: id }),
            to(ctx, end, Route::AskToTakeBackAnnouncement { announcement: id }),
        ]);
    }
    screen
        .rows
        .push(vec![to(ctx, "go-announcements", Route::Announcements { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
