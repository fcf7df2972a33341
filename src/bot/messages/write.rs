//! Writing a message: the form, the preview, and sending. A member writes to the coordinators of the own body; a coordinator
//! answers, or writes to a member first.

use super::letters::tell;
use super::wording::about_meeting;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::ui::buttons::to;
use crate::chat::{Act, Button, Route, Screen};
use crate::dialog::answer::{self, Input};
use crate::dialog::walk::{self, Step};
use crate::store::audit::AuditAction;
use crate::store::conversations::{self, Conversation};
use crate::store::people::{self, Person};
use crate::store::runs::{self, FormSubject};
use crate::store::{bodies, coordinators};
use crate::text::Arg;
use crate::types::{BodyId, ConversationId, DAY, MeetingId, PersonId, RunId};

pub struct MessageForm;

impl MessageForm {
    pub const NAME: &'static str = "message";
    const WORDS: &'static str = "words";
    /// `takafou check` compares the file with this.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: MessageForm::NAME,
        questions: &[RequiredQuestion::new(MessageForm::WORDS, RequiredAnswer::Text)],
    };
}

/// Most messages of one member in a day. More would be no conversation.
const MOST_A_DAY: i64 = 20;

/// Whom a draft goes to.
enum Recipient {
    /// A member writes to the coordinators of this body: in the open conversation, or in a new one about a meeting.
    Coordinators { body: BodyId, meeting: Option<MeetingId> },
    /// A coordinator answers in this conversation.
    Answer(Conversation),
    /// A coordinator writes to this member first.
    Member { member: Person, body: BodyId },
}

/// A member begins to write to the coordinators; about a meeting, if it is written from its card.
pub async fn start(ctx: &mut Ctx<'_>, person: &Person, meeting: Option<MeetingId>) -> Result<Outcome> {
    if person.body.is_none() {
        return Ok(Route::Menu.into()); // a coordinator of all bodies who belongs to none
    }
    let session = begin(ctx, person).await?;
    if let Some(meeting) = meeting {
        runs::set_meeting(ctx.db, session.run.id, meeting, None).await?;
    }
    session::show(ctx, person, session.run.id).await
}

/// A coordinator begins an answer, or the member goes on.
pub async fn start_answer(ctx: &mut Ctx<'_>, person: &Person, conversation: ConversationId) -> Result<Outcome> {
    let Some(found) = conversations::find(ctx.db, conversation).await?.filter(|found| found.closed_at.is_none()) else {
        return Ok(Outcome::goto(Route::Conversation { conversation, below: false }, ctx.say("message-closed", &[])));
    };
    if found.member == person.id {
        return start(ctx, person, None).await;
    }
    let session = begin(ctx, person).await?;
    runs::set_subject(ctx.db, &session.run, FormSubject::Conversation(conversation)).await?;
    session::show(ctx, person, session.run.id).await
}

/// A coordinator begins to write to a member, from the member's card.
pub async fn start_to_member(ctx: &mut Ctx<'_>, person: &Person, member: PersonId) -> Result<Outcome> {
    if let Some(conversation) = conversations::find_open_of(ctx.db, member).await? {
        return start_answer(ctx, person, conversation).await;
    }
    let session = begin(ctx, person).await?;
    runs::set_subject(ctx.db, &session.run, FormSubject::Member(member)).await?;
    session::show(ctx, person, session.run.id).await
}

/// A new form. Another that was begun and not sent ends: what it was about may be over.
async fn begin(ctx: &mut Ctx<'_>, person: &Person) -> Result<Session> {
    for (run, name) in runs::list_of_person(ctx.db, person.id).await? {
        if name == MessageForm::NAME {
            runs::end(ctx.db, run).await?;
        }
    }
    Session::begin(ctx, person, MessageForm::NAME, None).await
}

/// Words that were typed where no question waits, ready to be sent with one press. The person stays where they are.
pub async fn keep_draft(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Option<Button>> {
    let coordinates = coordinators::find_bodies(ctx.db, person.id).await?.is_some();
    if coordinates || person.body.is_none() || person.joined_at.is_none() {
        return Ok(None);
    }
    let mut session = begin(ctx, person).await?;
    people::set_run(ctx.db, person.id, person.run).await?;
    let Step::Ask(stop) = walk::step(&session.localized.dialog, &session.answers) else { return Ok(None) };
    let key = stop.key();
    let Ok(entry) = answer::take(&stop, session.run.seed.unsigned_abs(), &Input::Words(words.to_owned())) else {
        runs::end(ctx.db, session.run.id).await?; // longer than a message may be
        return Ok(None);
    };
    session.set_answer(ctx, key, entry);
    let (run, revision) = (session.run.id, session.run.revision);
    Ok(Some(to(ctx, "go-send-to-coordinators", Route::SendMessage { run, revision })))
}

/// Whom the draft goes to; none if that is no longer possible.
async fn recipient(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Option<Recipient>> {
    let scope = coordinators::find_bodies(ctx.db, person.id).await?;
    let covers = |body: BodyId| scope.as_ref().is_some_and(|scope| scope.cover(body));
    if let Some(conversation) = session.run.conversation {
        let found = conversations::find(ctx.db, conversation).await?;
        let open = found.filter(|found| found.closed_at.is_none() && covers(found.body));
        return Ok(open.map(Recipient::Answer));
    }
    if let Some(member) = session.run.member {
        let member = people::find_by_id(ctx.db, member).await?;
        let member = member.and_then(|member| member.body.filter(|body| covers(*body)).map(|body| (member, body)));
        return Ok(member.map(|(member, body)| Recipient::Member { member, body }));
    }
    let body = person.body.filter(|_| person.joined_at.is_some());
    Ok(body.map(|body| Recipient::Coordinators { body, meeting: session.run.meeting }))
}

/// The words were typed: shows them, and to whom they go.
pub async fn preview(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Outcome> {
    let Some(recipient) = recipient(ctx, person, session).await? else {
        return refuse(ctx, session).await;
    };
    let name = match &recipient {
        Recipient::Coordinators { body, .. } => bodies::find_name(ctx.db, *body, &ctx.locale.language).await?,
        Recipient::Answer(conversation) => Some(conversation.name.clone()),
        Recipient::Member { member, .. } => member.name.clone(),
    };
    let id = match recipient {
        Recipient::Coordinators { .. } => "message-preview-coordinators",
        Recipient::Answer(_) | Recipient::Member { .. } => "message-preview-member",
    };
    let words = session.text(MessageForm::WORDS).unwrap_or_default();
    let args = [("name", Arg::words(name.unwrap_or_default())), ("words", Arg::words(words))];
    let mut text = ctx.say(id, &args);
    if let Recipient::Coordinators { meeting, .. } = recipient {
        text.push_str(&about_meeting(ctx, meeting).await?);
    }
    let mut screen = Screen::new(text);
    let (run, revision) = (session.run.id, session.run.revision);
    screen.rows.push(vec![to(ctx, "message-send", Route::SendMessage { run, revision })]);
    let change = Button::new(ctx.say("message-change", &[]), session.button(MessageForm::WORDS, Act::Edit));
    screen.rows.push(vec![change, to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The conversation ended meanwhile, or the person may no longer write in it.
async fn refuse(ctx: &mut Ctx<'_>, session: &Session) -> Result<Outcome> {
    runs::end(ctx.db, session.run.id).await?;
    Ok(Outcome::goto(Route::Menu, ctx.say("message-closed", &[])))
}

/// The preview was confirmed.
pub async fn send(ctx: &mut Ctx<'_>, person: &Person, run: RunId, revision: i64) -> Result<Outcome> {
    let session = match session::load_at_review(ctx, person, run, MessageForm::NAME, Route::Menu).await? {
        Ok(session) => session,
        Err(outcome) => return Ok(outcome),
    };
    if session.run.revision != revision {
        return preview(ctx, person, &session).await; // it was changed since this preview
    }
    let Some(recipient) = recipient(ctx, person, &session).await? else {
        return refuse(ctx, &session).await;
    };
    let words = session.text(MessageForm::WORDS).unwrap_or_default().to_owned();
    let from_member = matches!(recipient, Recipient::Coordinators { .. });
    if from_member && conversations::count_sent_since(ctx.db, person.id, ctx.now - DAY).await? >= MOST_A_DAY {
        return Ok(Outcome::goto(Route::Menu, ctx.say("message-too-many", &[])));
    }
    runs::end(ctx.db, run).await?;
    let conversation = match recipient {
        Recipient::Answer(conversation) => conversation.id,
        Recipient::Coordinators { body, meeting } => find_or_open(ctx, person.id, body, meeting).await?,
        Recipient::Member { member, body } => find_or_open(ctx, member.id, body, None).await?,
    };
    conversations::add_message(ctx.db, conversation, person.id, from_member, &words, ctx.now).await?;
    if !from_member && let Some(found) = conversations::find(ctx.db, conversation).await? {
        ctx.audit_of_member(person, AuditAction::WroteToMember(found.body), found.member).await?;
    }
    let reached = tell(ctx, conversation).await?;
    let contact = Arg::words(ctx.bot.notice.contact.as_str());
    let notice = match (from_member, reached) {
        (_, false) => ctx.say("message-unreached", &[("contact", contact)]),
        (true, true) => ctx.say("message-sent-coordinators", &[]),
        (false, true) => ctx.say("message-sent", &[]),
    };
    Ok(Outcome::goto(Route::Conversation { conversation, below: false }, notice))
}

/// The open conversation of a member, or a new one. One with the coordinators of a former body ends.
async fn find_or_open(
    ctx: &mut Ctx<'_>,
    member: PersonId,
    body: BodyId,
    meeting: Option<MeetingId>,
) -> Result<ConversationId> {
    if let Some(open) = conversations::find_open_of(ctx.db, member).await? {
        let found = conversations::find(ctx.db, open).await?;
        if found.is_some_and(|found| found.body == body && (meeting.is_none() || found.meeting == meeting)) {
            return Ok(open);
        }
        conversations::close(ctx.db, open, ctx.now).await?;
    }
    Ok(conversations::open(ctx.db, member, body, meeting, ctx.now).await?)
}
