//! Letters about messages. Each is composed from the conversation as it is when it is sent.

use super::wording::{about_meeting, message_in_words};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::notify::{Notification, enqueue, key};
use crate::bot::outcome::ComposedLetter;
use crate::bot::ui::buttons::to;
use crate::bot::ui::limits::shorten;
use crate::chat::{Route, Screen};
use crate::store::conversations::{self, Conversation, Message};
use crate::store::letter_kind::LetterKind;
use crate::store::people::{self, Person};
use crate::store::{bodies, coordinators, letters};
use crate::text::Arg;
use crate::types::{BodyId, ConversationId, PersonId};

/// The coordinators who read the messages of a body: its own; those of all bodies where it has none, or where Telegram does
/// not reach any.
async fn readers(ctx: &mut Ctx<'_>, body: BodyId, writer: PersonId) -> Result<Vec<PersonId>> {
    for of in [Some(body), None] {
        let mut reached = Vec::new();
        for listed in coordinators::list(ctx.db, of).await? {
            let person = people::find_by_id(ctx.db, listed.person).await?;
            let reachable = person.is_some_and(|person| !person.unreachable && !person.stopped);
            if reachable && listed.person != writer {
                reached.push(listed.person);
            }
        }
        if !reached.is_empty() {
            return Ok(reached);
        }
    }
    Ok(Vec::new())
}

/// Brings the last message of a conversation to the other side. Returns false if nobody there can be reached.
pub(super) async fn tell(ctx: &mut Ctx<'_>, conversation: ConversationId) -> Result<bool> {
    let Some(found) = conversations::find(ctx.db, conversation).await? else { return Ok(false) };
    let occasion = Some(found.messages);
    if found.asked {
        let readers = readers(ctx, found.body, found.member).await?;
        let letter = Notification::new(LetterKind::MessageToCoordinators(conversation), &readers);
        return Ok(enqueue(ctx, &Notification { occasion, ..letter }).await? > 0);
    }
    let whom = [found.member];
    let member = people::find_by_id(ctx.db, found.member).await?;
    let letter = Notification::new(LetterKind::MessageToMember(conversation), &whom);
    enqueue(ctx, &Notification { occasion, ..letter }).await?;
    edit_others(ctx, &found).await?;
    Ok(member.is_some_and(|member| !member.unreachable && !member.stopped))
}

/// A coordinator who was to get the member's message cannot be reached: it goes to others, or the member is told that
/// nobody gets it.
pub async fn pass_on(ctx: &mut Ctx<'_>, conversation: ConversationId) -> Result<()> {
    let Some(found) = conversations::find(ctx.db, conversation).await?.filter(Conversation::is_waiting) else {
        return Ok(());
    };
    let occasion = Some(found.messages);
    let readers = readers(ctx, found.body, found.member).await?;
    let letter = Notification::new(LetterKind::MessageToCoordinators(conversation), &readers);
    enqueue(ctx, &Notification { occasion, ..letter }).await?; // whoever has it gets it once
    if readers.is_empty() {
        let whom = [found.member];
        let letter = Notification::new(LetterKind::MessageUnreached(conversation), &whom);
        enqueue(ctx, &Notification { occasion, ..letter }).await?;
    }
    Ok(())
}

/// Every coordinator who got the member's last message sees under it that it was answered, or that the conversation ended.
async fn edit_others(ctx: &mut Ctx<'_>, found: &Conversation) -> Result<()> {
    let mut everybody: Vec<PersonId> = Vec::new();
    for of in [Some(found.body), None] {
        everybody.extend(coordinators::list(ctx.db, of).await?.iter().map(|listed| listed.person));
    }
    let letter = Notification::new(LetterKind::MessageEdit(found.id), &everybody);
    let occasion = Some(found.messages * 2 + i64::from(found.closed_at.is_some()));
    enqueue(ctx, &Notification { occasion, ..letter }).await?;
    Ok(())
}

/// One side has ended the conversation.
pub(super) async fn tell_closed(ctx: &mut Ctx<'_>, by: &Person, before: &Conversation) -> Result<()> {
    let Some(found) = conversations::find(ctx.db, before.id).await? else { return Ok(()) };
    if by.id != found.member {
        let whom = [found.member];
        let letter = Notification::new(LetterKind::ConversationClosed(found.id), &whom);
        enqueue(ctx, &letter).await?;
    }
    edit_others(ctx, &found).await
}

/// The number of the last message of the member, with the message; none if they wrote none.
fn last_question(messages: &[Message]) -> Option<(i64, &Message)> {
    let numbered = messages.iter().zip(1_i64..);
    numbered.filter(|(message, _)| message.from_member).last().map(|(message, n)| (n, message))
}

/// The question of a member, to a coordinator who may read it.
async fn question(ctx: &mut Ctx<'_>, person: &Person, id: ConversationId) -> Result<Option<(Conversation, Screen)>> {
    let scope = coordinators::find_bodies(ctx.db, person.id).await?;
    let found = conversations::find(ctx.db, id).await?;
    let Some(found) = found.filter(|found| scope.is_some_and(|scope| scope.cover(found.body))) else { return Ok(None) };
    let messages = conversations::list_messages(ctx.db, id).await?;
    let Some((_, message)) = last_question(&messages) else { return Ok(None) };
    let body = bodies::find_name(ctx.db, found.body, &ctx.locale.language).await?.unwrap_or_default();
    let args = [("name", Arg::words(found.name.clone())), ("body", Arg::words(body))];
    let mut text = ctx.say("letter-message", &args);
    text.push_str(&about_meeting(ctx, found.meeting).await?);
    text.push_str(&format!("\n\n{}", ctx.say("message-words", &[("words", Arg::words(message.text.clone()))])));
    Ok(Some((found, Screen::new(text))))
}

/// A member has written. None: it was answered meanwhile.
pub async fn to_coordinators(ctx: &mut Ctx<'_>, person: &Person, id: ConversationId) -> Result<Option<Screen>> {
    let Some((found, mut screen)) = question(ctx, person, id).await?.filter(|(found, _)| found.is_waiting()) else {
        return Ok(None);
    };
    add_buttons(ctx, &found, &mut screen);
    Ok(Some(screen))
}

/// The same after two days without an answer.
pub async fn waiting(ctx: &mut Ctx<'_>, person: &Person, id: ConversationId) -> Result<Option<Screen>> {
    let screen = to_coordinators(ctx, person, id).await?;
    Ok(screen.map(|screen| Screen {
        text: format!("{}\n\n{}", ctx.say("letter-message-waits", &[]), screen.text),
        ..screen
    }))
}

fn add_buttons(ctx: &Ctx<'_>, found: &Conversation, screen: &mut Screen) {
    let conversation = found.id;
    screen.rows.push(vec![
        to(ctx, "go-message-answer", Route::AnswerConversation { conversation }),
        to(ctx, "go-message-history", Route::Conversation { conversation, below: true }),
    ]);
}

/// The question in the chat of a coordinator, once it was answered or the conversation has ended.
pub async fn edited(ctx: &mut Ctx<'_>, person: &Person, id: ConversationId) -> Result<Option<ComposedLetter>> {
    let Some((found, mut screen)) = question(ctx, person, id).await? else { return Ok(None) };
    let messages = conversations::list_messages(ctx.db, id).await?;
    let Some((n, _)) = last_question(&messages) else { return Ok(None) };
    let sent = key(LetterKind::MessageToCoordinators(id), Some(n));
    let Some(message) = letters::find_message(ctx.db, person.id, &sent).await? else { return Ok(None) };
    let answer = messages.last().filter(|last| !last.from_member);
    let state = match (answer, found.closed_at) {
        (Some(answer), _) => {
            let name = Arg::words(answer.author.clone().unwrap_or_default());
            ctx.say("letter-message-answered", &[("name", name)])
        }
        (None, Some(_)) => ctx.say("message-is-closed", &[]),
        (None, None) => String::new(), // written again since
    };
    screen.text.push_str(&format!("\n\n{state}"));
    if found.closed_at.is_none() {
        add_buttons(ctx, &found, &mut screen);
    }
    Ok(Some(ComposedLetter { edits: Some(message), ..screen.into() }))
}

/// A coordinator has written to the member.
pub async fn to_member(ctx: &mut Ctx<'_>, person: &Person, id: ConversationId) -> Result<Option<Screen>> {
    let found = conversations::find(ctx.db, id).await?.filter(|found| found.member == person.id && !found.asked);
    let Some(found) = found else { return Ok(None) };
    let messages = conversations::list_messages(ctx.db, id).await?;
    let Some(answer) = messages.last() else { return Ok(None) };
    let mut text = message_in_words(ctx, answer, true);
    if let Some((_, asked)) = last_question(&messages) {
        let words = shorten(&asked.text, QUOTED);
        text.push_str(&format!("\n\n{}", ctx.say("letter-your-message", &[("words", Arg::words(words))])));
    }
    let conversation = found.id;
    let mut screen = Screen::new(text);
    if found.closed_at.is_none() {
        screen.rows.push(vec![
            to(ctx, "go-message-on", Route::AnswerConversation { conversation }),
            to(ctx, "go-message-history", Route::Conversation { conversation, below: true }),
        ]);
    }
    Ok(Some(screen))
}

/// Nobody gets the member's message. None: somebody has answered it after all.
pub async fn unreached(ctx: &mut Ctx<'_>, person: &Person, id: ConversationId) -> Result<Option<Screen>> {
    let found = conversations::find(ctx.db, id).await?;
    let waits = found.is_some_and(|found| found.member == person.id && found.is_waiting());
    let contact = Arg::words(ctx.bot.notice.contact.as_str());
    Ok(waits.then(|| ctx.text_screen(ctx.say("message-unreached", &[("contact", contact)]))))
}

/// Letters of the member's own words that are repeated under an answer.
const QUOTED: usize = 200;

/// The coordinators have ended the conversation.
pub async fn closed(ctx: &mut Ctx<'_>, person: &Person, id: ConversationId) -> Result<Option<Screen>> {
    let found = conversations::find(ctx.db, id).await?;
    let ended = found.filter(|found| found.member == person.id && found.closed_at.is_some());
    Ok(ended.map(|_| {
        let mut screen = Screen::new(ctx.say("letter-conversation-closed", &[]));
        screen.rows.push(vec![
            to(ctx, "go-message-new", Route::WriteToCoordinators { meeting: None }),
            to(ctx, "to-menu", Route::Menu),
        ]);
        screen
    }))
}
