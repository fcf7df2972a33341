//! The state of the sandbox: people, their chats, updates for the bot, files.
//!
//! One mutex guards all of it. Every step is short and leaves it consistent. Updates are stored as the JSON that
//! Telegram sends.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};

mod faults;
mod people;

use super::buttons::{self, SeenButton};
use super::{ClockFace, Limits, SandboxOptions, SandboxPerson};
use faults::Faults;

/// How many confirmed updates are stored for [`World::redeliver`].
const REMEMBERED: usize = 1000;
/// How many messages are stored in one chat.
const LONGEST_CHAT: usize = 400;

/// A message as a person sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// Telegram's number of the message within the chat.
    pub message_id: i64,
    /// The bot sent it.
    pub from_bot: bool,
    /// The text without markup.
    pub text: String,
    /// Bold, italic … as Telegram reports them (offsets in UTF-16).
    pub entities: Value,
    /// Buttons, row by row from the left.
    pub buttons: Vec<Vec<SeenButton>>,
    /// The file of the message.
    pub file: Option<SeenFile>,
    /// The bot has edited it.
    pub edited: bool,
    /// The emoji by which the bot reacted to it.
    pub reaction: Option<String>,
    /// What the clock showed when it was sent.
    pub sent: ClockFace,
    #[serde(skip)]
    pub(super) markup: Value,
}

/// A file in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenFile {
    /// Telegram's id of the file.
    pub file_id: String,
    /// The name of the file.
    pub name: String,
    /// `photo`, `document` or `voice`.
    pub kind: String,
}

/// The answer to a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Toast {
    pub text: String,
    /// It stays until it is closed.
    pub alert: bool,
}

pub(super) struct Stored {
    pub name: String,
    pub bytes: Vec<u8>,
}

struct Chat {
    person: SandboxPerson,
    blocked: bool,
    messages: BTreeMap<i64, Arc<Seen>>,
    version: u64,
    waiter: Arc<Notify>,
    toasts: Vec<Toast>,
    sent: VecDeque<Instant>,
}

pub(super) struct Webhook {
    pub url: String,
    pub secret: String,
}

pub(super) struct World {
    pub token: String,
    pub username: String,
    limits: Option<Limits>,
    clock: Option<watch::Receiver<ClockFace>>,
    chats: HashMap<i64, Chat>,
    /// The updates that are not confirmed, by number.
    pub pending: BTreeMap<i64, String>,
    confirmed: VecDeque<(i64, String)>,
    pub webhook: Option<Webhook>,
    files: HashMap<String, Stored>,
    queries: HashMap<String, i64>,
    pub next_update: i64,
    next_message: i64,
    next_id: u64,
    sent: VecDeque<Instant>,
    pub pollers: u32,
    pub calls: BTreeMap<String, u64>,
    pub refusals: Vec<String>,
    pub throttled: u64,
    pub faults: Faults,
}

/// Why a call is refused: Telegram's code, its error message, and the seconds to wait, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CallRefusal(pub u16, pub String, pub Option<u64>);

impl CallRefusal {
    pub fn bad(text: &str) -> CallRefusal {
        CallRefusal(400, format!("Bad Request: {text}"), None)
    }
}

impl World {
    pub fn new(options: SandboxOptions) -> World {
        let mut world = World {
            token: options.token,
            username: options.bot_username,
            limits: options.limits,
            clock: options.clock.map(|clock| clock.shows),
            chats: HashMap::new(),
            pending: BTreeMap::new(),
            confirmed: VecDeque::new(),
            webhook: None,
            files: HashMap::new(),
            queries: HashMap::new(),
            next_update: 100_000,
            next_message: 0,
            next_id: 0,
            sent: VecDeque::new(),
            pollers: 0,
            calls: BTreeMap::new(),
            refusals: Vec::new(),
            throttled: 0,
            faults: Faults::new(),
        };
        options.people.into_iter().for_each(|person| world.add_person(person));
        world
    }

    // --- what is seen ---

    pub fn seen(&self, person: i64) -> Vec<Seen> {
        self.chats
            .get(&person)
            .map_or_else(Vec::new, |chat| chat.messages.values().map(|seen| Seen::clone(seen)).collect())
    }

    pub fn screen(&self, person: i64) -> Option<Arc<Seen>> {
        let chat = self.chats.get(&person)?;
        chat.messages.values().rev().find(|seen| seen.from_bot && !seen.buttons.is_empty()).cloned()
    }

    pub fn version(&self, person: i64) -> u64 {
        self.chats.get(&person).map_or(0, |chat| chat.version)
    }

    pub fn waiter(&self, person: i64) -> Arc<Notify> {
        self.chats.get(&person).map(|chat| chat.waiter.clone()).unwrap_or_default()
    }

    pub fn toasts(&self, person: i64) -> Vec<Toast> {
        self.chats.get(&person).map_or_else(Vec::new, |chat| chat.toasts.clone())
    }

    /// The language of the person's app.
    pub fn language(&self, person: i64) -> &str {
        self.chats.get(&person).map_or("ar", |chat| chat.person.language_code.as_str())
    }

    fn clock(&self) -> ClockFace {
        self.clock.as_ref().map(|clock| clock.borrow().clone()).unwrap_or_default()
    }

    // --- the bot's side ---

    pub fn me(&self) -> Value {
        json!({ "id": 1, "is_bot": true, "first_name": "Takafou", "username": self.username })
    }

    fn user(&self, id: i64) -> Value {
        let person = self.chats.get(&id).map(|chat| &chat.person);
        json!({ "id": id, "is_bot": false, "first_name": person.map_or("?", |p| p.first_name.as_str()),
            "language_code": person.map_or("ar", |p| p.language_code.as_str()) })
    }

    fn private(&self, id: i64) -> Value {
        let name = self.chats.get(&id).map_or("?", |chat| chat.person.first_name.as_str());
        json!({ "id": id, "type": "private", "first_name": name })
    }

    /// A message as the API reports it.
    pub fn message(&self, chat: i64, seen: &Seen) -> Value {
        let from = if seen.from_bot { self.me() } else { self.user(chat) };
        let mut message =
            json!({ "message_id": seen.message_id, "date": now(), "from": from, "chat": self.private(chat) });
        match &seen.file {
            None => {
                message["text"] = json!(seen.text);
                message["entities"] = seen.entities.clone();
            }
            Some(file) => {
                let body = json!({ "file_id": file.file_id, "file_unique_id": format!("u{}", file.file_id), "file_name": file.name });
                message[&file.kind] = match file.kind.as_str() {
                    "photo" => {
                        json!([{ "file_id": file.file_id, "file_unique_id": "u", "width": 300, "height": 300 }])
                    }
                    "voice" => json!({ "file_id": file.file_id, "file_unique_id": "u", "duration": 1 }),
                    "video" => {
                        json!({ "file_id": file.file_id, "file_unique_id": "u", "width": 90, "height": 90, "duration": 1 })
                    }
                    _ => body,
                };
                if !seen.text.is_empty() {
                    message["caption"] = json!(seen.text);
                    message["caption_entities"] = seen.entities.clone();
                }
            }
        }
        if !seen.markup.is_null() {
            message["reply_markup"] = seen.markup.clone();
        }
        message
    }

    /// Whether the bot may write to this chat now.
    pub fn may_write(&mut self, chat: i64, counts: bool) -> Result<(), CallRefusal> {
        let limits = self.limits;
        let Some(found) = self.chats.get_mut(&chat) else {
            return Err(CallRefusal::bad("chat not found"));
        };
        if found.blocked {
            return Err(CallRefusal(403, "Forbidden: bot was blocked by the user".into(), None));
        }
        if let (Some(limits), true) = (limits, counts) {
            let burst = limits.chat_per_second as usize * 3;
            let wait = full(&mut found.sent, burst, Duration::from_secs(3))
                .or_else(|| full(&mut self.sent, limits.all_per_second as usize, Duration::from_secs(1)));
            if let Some(wait) = wait {
                self.throttled += 1;
                return Err(CallRefusal(429, format!("Too Many Requests: retry after {wait}"), Some(wait)));
            }
            found.sent.push_back(Instant::now());
            self.sent.push_back(Instant::now());
        }
        Ok(())
    }

    pub fn post(&mut self, chat: i64, text: String, entities: Value, markup: Value, file: Option<SeenFile>) -> Value {
        self.next_message += 1;
        let seen = Seen {
            message_id: self.next_message,
            from_bot: true,
            text,
            entities,
            buttons: buttons::read(&markup),
            file,
            edited: false,
            reaction: None,
            sent: self.clock(),
            markup,
        };
        let message = self.message(chat, &seen);
        self.show(chat, seen);
        message
    }

    /// Edits the text of a message that has no file.
    pub fn edit_text(
        &mut self,
        chat: i64,
        message: i64,
        text: (String, Value),
        markup: Value,
    ) -> Result<Value, CallRefusal> {
        self.of_kind(chat, message, false)?;
        self.edit(chat, message, Some(text), markup, None)
    }

    /// Edits the caption of a message that has a file.
    pub fn edit_caption(
        &mut self,
        chat: i64,
        message: i64,
        text: (String, Value),
        markup: Value,
    ) -> Result<Value, CallRefusal> {
        self.of_kind(chat, message, true)?;
        self.edit(chat, message, Some(text), markup, None)
    }

    fn of_kind(&self, chat: i64, message: i64, with_file: bool) -> Result<(), CallRefusal> {
        let seen = self.chats.get(&chat).and_then(|chat| chat.messages.get(&message));
        match seen {
            Some(seen) if seen.file.is_some() != with_file => {
                let has = if with_file { "caption" } else { "text" };
                Err(CallRefusal::bad(&format!("there is no {has} in the message to edit")))
            }
            _ => Ok(()),
        }
    }

    pub fn edit(
        &mut self,
        chat: i64,
        message: i64,
        text: Option<(String, Value)>,
        markup: Value,
        file: Option<SeenFile>,
    ) -> Result<Value, CallRefusal> {
        let found = self.chats.get_mut(&chat).and_then(|chat| chat.messages.get_mut(&message));
        let Some(seen) = found else {
            return Err(CallRefusal::bad("message to edit not found"));
        };
        if !seen.from_bot {
            return Err(CallRefusal::bad("message can't be edited"));
        }
        let same_text = text.as_ref().is_none_or(|(text, entities)| *text == seen.text && *entities == seen.entities);
        if same_text && markup == seen.markup && file.is_none() {
            return Err(CallRefusal::bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a current \
                 content and reply markup of the message",
            ));
        }
        let (text, entities) = text.unwrap_or_else(|| (seen.text.clone(), seen.entities.clone()));
        let buttons = buttons::read(&markup);
        let file = file.or_else(|| seen.file.clone());
        *seen = Arc::new(Seen { text, entities, buttons, markup, edited: true, file, ..Seen::clone(seen) });
        let seen = seen.clone();
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.touch();
        }
        Ok(self.message(chat, &seen))
    }

    /// Puts an emoji on a message in place of the former one, or takes it away.
    pub fn react(&mut self, chat: i64, message: i64, emoji: Option<String>) -> Result<(), CallRefusal> {
        let not_found = || CallRefusal::bad("message to react not found");
        let found = self.chats.get_mut(&chat).ok_or_else(|| CallRefusal::bad("chat not found"))?;
        let seen = found.messages.get_mut(&message).ok_or_else(not_found)?;
        *seen = Arc::new(Seen { reaction: emoji, ..Seen::clone(seen) });
        found.touch();
        Ok(())
    }

    pub fn answer(&mut self, query: &str, text: Option<&str>, alert: bool) -> Result<(), CallRefusal> {
        let too_old = "query is too old and response timeout expired or query ID is invalid";
        let person = self.queries.remove(query).ok_or_else(|| CallRefusal::bad(too_old))?;
        if let (Some(text), Some(chat)) = (text, self.chats.get_mut(&person)) {
            chat.toasts.push(Toast { text: text.to_owned(), alert });
            chat.touch();
        }
        Ok(())
    }

    fn show(&mut self, chat: i64, seen: Seen) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.messages.insert(seen.message_id, Arc::new(seen));
            while chat.messages.len() > LONGEST_CHAT {
                chat.messages.pop_first();
            }
            chat.touch();
        }
    }

    pub fn store(&mut self, name: &str, bytes: Vec<u8>) -> String {
        self.next_id += 1;
        let id = format!("file{}", self.next_id);
        self.files.insert(id.clone(), Stored { name: name.to_owned(), bytes });
        id
    }

    pub fn drop_file(&mut self, id: &str) {
        self.files.remove(id);
    }

    pub fn file(&self, id: &str) -> Option<&Stored> {
        self.files.get(id)
    }
}

impl Chat {
    fn touch(&mut self) {
        self.version += 1;
        self.waiter.notify_waiters();
    }
}

/// The seconds to wait, if `most` messages were sent within `span`.
fn full(sent: &mut VecDeque<Instant>, most: usize, span: Duration) -> Option<u64> {
    while sent.front().is_some_and(|at| at.elapsed() >= span) {
        sent.pop_front();
    }
    (sent.len() >= most).then(|| sent.front().map_or(1, |at| (span.saturating_sub(at.elapsed())).as_secs() + 1))
}

#[expect(clippy::disallowed_methods, reason = "the sandbox stamps messages with the real time, as Telegram does")]
fn now() -> i64 {
    chrono::Utc::now().timestamp()
}
