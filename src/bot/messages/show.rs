//! Conversations on the screen: the list of a coordinator, and one conversation for both sides.

use super::letters::tell_closed;
use super::wording::{about_meeting, message_in_words};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::limits::{SCREEN, units};
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::conversations::{self, Conversation};
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::{Bodies, ConversationId};

/// The conversations that a coordinator may read, those that wait for an answer first.
pub async fn list(ctx: &mut Ctx<'_>, scope: &Bodies, page: usize) -> Result<Outcome> {
    let listed = conversations::list(ctx.db, scope).await?;
    let waiting = listed.iter().filter(|one| one.is_waiting()).count();
    let args = [("n", Arg::count(listed.len())), ("waiting", Arg::count(waiting))];
    let mut screen = Screen::new(ctx.say("conversations", &args));
    let (page, pages) = clamp_page(page, listed.len(), BUTTONS_A_PAGE);
    for one in listed.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        let sign = match (one.is_waiting(), one.closed_at) {
            (true, _) => "⏳",
            (false, None) => "✅",
            (false, Some(_)) => "⚪",
        };
        let day = dates::day_in_words(dates::day_of(one.last_at), &ctx.locale.language);
        let label = format!("{sign} {} · {day}", one.name);
        screen = screen.row(label, Press::Go(Route::Conversation { conversation: one.id, below: false }));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Conversations { page })));
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The member's open conversation; without one, the form for a message.
pub async fn show_own(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    Ok(match conversations::find_open_of(ctx.db, person.id).await? {
        Some(conversation) => Route::Conversation { conversation, below: false }.into(),
        None => Route::WriteToCoordinators { meeting: None }.into(),
    })
}

/// One conversation, the newest messages at the end; older ones are left out where the screen is full.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, conversation: ConversationId, below: bool) -> Result<Outcome> {
    let Some(found) = conversations::find(ctx.db, conversation).await? else { return Ok(Route::Menu.into()) };
    let own = found.member == person.id;
    if !own {
        ctx.audit_view(person, AuditAction::ReadMessages(found.body)).await?;
    }
    let mut text = head(ctx, &found, own).await?;
    let mut lines: Vec<String> = Vec::new();
    let mut room = SCREEN.saturating_sub(units(&text));
    for message in conversations::list_messages(ctx.db, conversation).await?.iter().rev() {
        let line = format!("\n\n{}", message_in_words(ctx, message, own));
        let Some(left) = room.checked_sub(units(&line)) else { break };
        room = left;
        lines.push(line);
    }
    lines.iter().rev().for_each(|line| text.push_str(line));
    let mut screen = Screen::new(text);
    if found.closed_at.is_none() {
        let id = if own { "go-message-on" } else { "go-message-answer" };
        screen.rows.push(vec![
            to(ctx, id, Route::AnswerConversation { conversation }),
            to(ctx, "go-message-close", Route::AskToCloseConversation { conversation }),
        ]);
    } else {
        screen.text.push_str(&format!("\n\n{}", ctx.say("message-is-closed", &[])));
        if own {
            screen.rows.push(vec![to(ctx, "go-message-new", Route::WriteToCoordinators { meeting: None })]);
        }
    }
    if own {
        screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    } else {
        screen.rows.push(vec![
            to(ctx, "go-member", Route::Member { member: found.member }),
            to(ctx, "go-conversations", Route::Conversations { page: 0 }),
        ]);
        screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    }
    Ok(Outcome::show(screen, below))
}

/// With whom, and about which meeting.
async fn head(ctx: &mut Ctx<'_>, found: &Conversation, own: bool) -> Result<String> {
    let body = crate::store::bodies::find_name(ctx.db, found.body, &ctx.locale.language).await?.unwrap_or_default();
    let args = [("name", Arg::words(found.name.clone())), ("body", Arg::words(body))];
    let mut text = ctx.say(if own { "conversation-own" } else { "conversation-of" }, &args);
    text.push_str(&about_meeting(ctx, found.meeting).await?);
    Ok(text)
}

/// First step of ending a conversation.
pub async fn ask_to_close(ctx: &mut Ctx<'_>, person: &Person, conversation: ConversationId) -> Result<Outcome> {
    let Some(found) = conversations::find(ctx.db, conversation).await?.filter(|found| found.closed_at.is_none()) else {
        return Ok(Route::Conversation { conversation, below: false }.into());
    };
    let id = if found.member == person.id { "message-close-ask-own" } else { "message-close-ask" };
    let mut screen = Screen::new(ctx.say(id, &[("name", Arg::words(found.name))]));
    screen.rows.push(vec![
        to(ctx, "message-close-yes", Route::CloseConversation { conversation }),
        to(ctx, "back", Route::Conversation { conversation, below: false }),
    ]);
    Ok(screen.into())
}

/// Ends a conversation; the other side is told.
pub async fn close(ctx: &mut Ctx<'_>, person: &Person, conversation: ConversationId) -> Result<Outcome> {
    if let Some(found) = conversations::find(ctx.db, conversation).await?
        && conversations::close(ctx.db, conversation, ctx.now).await?
    {
        if found.member != person.id {
            ctx.audit_of_member(person, AuditAction::ClosedConversation(found.body), found.member).await?;
        }
        tell_closed(ctx, person, &found).await?;
    }
    Ok(Route::Conversation { conversation, below: false }.into())
}
