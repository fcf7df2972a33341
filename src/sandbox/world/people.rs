//! What people do in the sandbox. Each act becomes an update for the bot, in Telegram's form.

use serde_json::{Value, json};

use super::{Chat, REMEMBERED, Seen, SeenFile, World, now};
use crate::sandbox::SandboxPerson;

impl World {
    pub(in crate::sandbox) fn add_person(&mut self, person: SandboxPerson) {
        let chat = Chat {
            blocked: false,
            messages: std::collections::BTreeMap::new(),
            version: 0,
            waiter: std::sync::Arc::default(),
            toasts: Vec::new(),
            sent: std::collections::VecDeque::new(),
            person,
        };
        self.chats.insert(chat.person.id, chat);
    }

    /// The people who are on the page.
    pub(in crate::sandbox) fn people(&self) -> Vec<SandboxPerson> {
        let people = self.chats.values().map(|chat| &chat.person).filter(|person| !person.note.is_empty());
        let mut people: Vec<SandboxPerson> = people.cloned().collect();
        people.sort_by_key(|person| person.id);
        people
    }

    pub(in crate::sandbox) fn set_start(&mut self, person: i64, start: Option<String>) {
        if let Some(chat) = self.chats.get_mut(&person) {
            chat.person.start = start;
            chat.touch();
        }
    }

    pub(in crate::sandbox) fn say(&mut self, person: i64, text: &str) -> i64 {
        let mut body = json!({ "text": text });
        if text.starts_with('/') {
            let length = text.split_whitespace().next().unwrap_or_default().encode_utf16().count();
            body["entities"] = json!([{ "type": "bot_command", "offset": 0, "length": length }]);
        }
        self.sent_by(person, body, text.to_owned(), None)
    }

    pub(in crate::sandbox) fn voice(&mut self, person: i64, seconds: u32, bytes: Vec<u8>) -> i64 {
        let size = bytes.len();
        let id = self.store("voice.ogg", bytes);
        let voice = json!({ "voice": { "file_id": id, "file_unique_id": format!("u{id}"), "duration": seconds,
            "mime_type": "audio/ogg", "file_size": size } });
        let file = SeenFile { file_id: id, name: format!("{seconds} s"), kind: "voice".into() };
        self.sent_by(person, voice, String::new(), Some(file))
    }

    /// A picture, a document or a video. `size` is the number of bytes that Telegram reports.
    pub(in crate::sandbox) fn attach(&mut self, person: i64, kind: &str, name: &str, size: u64, bytes: Vec<u8>) -> i64 {
        let id = self.store(name, bytes);
        let unique = format!("u{id}");
        let body = match kind {
            "photo" => {
                json!({ "photo": [{ "file_id": id, "file_unique_id": unique, "width": 90, "height": 90, "file_size": size }] })
            }
            "video" => {
                json!({ "video": { "file_id": id, "file_unique_id": unique, "width": 90, "height": 90, "duration": 10,
                "file_name": name, "mime_type": "video/mp4", "file_size": size } })
            }
            _ => json!({ "document": { "file_id": id, "file_unique_id": unique, "file_name": name,
                "mime_type": "application/octet-stream", "file_size": size } }),
        };
        let file = SeenFile { file_id: id, name: name.to_owned(), kind: kind.to_owned() };
        self.sent_by(person, body, String::new(), Some(file))
    }

    pub(in crate::sandbox) fn other(&mut self, person: i64, kind: &str) -> i64 {
        let id = self.store("file", Vec::new());
        let body = match kind {
            "photo" => {
                json!({ "photo": [{ "file_id": id, "file_unique_id": "u", "width": 90, "height": 90 }] })
            }
            "location" => json!({ "location": { "latitude": 33.9, "longitude": -5.5 } }),
            _ => {
                json!({ "sticker": { "file_id": id, "file_unique_id": "u", "type": "regular", "width": 512, "height": 512,
                "is_animated": false, "is_video": false } })
            }
        };
        self.sent_by(person, body, format!("({kind})"), None)
    }

    fn sent_by(&mut self, person: i64, mut body: Value, text: String, file: Option<SeenFile>) -> i64 {
        self.next_message += 1;
        let (message_id, user, chat) = (self.next_message, self.user(person), self.private(person));
        body["message_id"] = json!(message_id);
        body["date"] = json!(now());
        body["from"] = user;
        body["chat"] = chat;
        let sent = self.clock();
        self.show(
            person,
            Seen {
                message_id,
                from_bot: false,
                text,
                entities: json!([]),
                buttons: vec![],
                file,
                edited: false,
                reaction: None,
                sent,
                markup: Value::Null,
            },
        );
        self.update("message", body)
    }

    pub(in crate::sandbox) fn edit_own(&mut self, person: i64, message: i64, text: &str) -> i64 {
        let body = json!({ "message_id": message, "date": now(), "edit_date": now(), "from": self.user(person),
            "chat": self.private(person), "text": text });
        self.update("edited_message", body)
    }

    pub(in crate::sandbox) fn press(&mut self, person: i64, message: i64, data: &str) -> i64 {
        self.next_id += 1;
        let id = format!("{}", 4_000_000_000_u64 + self.next_id);
        self.queries.insert(id.clone(), person);
        let seen = self.chats.get(&person).and_then(|chat| chat.messages.get(&message)).cloned();
        let mut body = json!({ "id": id, "from": self.user(person), "chat_instance": "1", "data": data });
        body["message"] = match seen {
            Some(seen) => self.message(person, &seen),
            None => json!({ "message_id": message, "date": 0, "chat": self.private(person) }),
        };
        self.update("callback_query", body)
    }

    pub(in crate::sandbox) fn block(&mut self, person: i64, blocked: bool) -> i64 {
        if let Some(chat) = self.chats.get_mut(&person) {
            chat.blocked = blocked;
        }
        let me = self.me();
        let member = |kicked: bool| {
            if kicked {
                json!({ "user": me, "status": "kicked", "until_date": 0 })
            } else {
                json!({ "user": me, "status": "member" })
            }
        };
        let body = json!({ "chat": self.private(person), "from": self.user(person), "date": now(),
            "old_chat_member": member(!blocked), "new_chat_member": member(blocked) });
        self.update("my_chat_member", body)
    }

    pub(in crate::sandbox) fn delete(&mut self, person: i64, message: i64) -> bool {
        let Some(chat) = self.chats.get_mut(&person) else {
            return false;
        };
        let gone = chat.messages.remove(&message).is_some();
        chat.touch();
        gone
    }

    fn update(&mut self, kind: &str, body: Value) -> i64 {
        self.deliver(&format!("\"{kind}\":{body}"))
    }

    /// An update with this content beside its number.
    pub(in crate::sandbox) fn deliver(&mut self, content: &str) -> i64 {
        self.next_update += 1;
        let text = format!("{{\"update_id\":{},{content}}}", self.next_update);
        self.pending.insert(self.next_update, text);
        self.next_update
    }

    pub(in crate::sandbox) fn confirm(&mut self, before: i64) {
        let rest = self.pending.split_off(&before);
        for update in std::mem::replace(&mut self.pending, rest) {
            self.confirmed.push_back(update);
        }
        let surplus = self.confirmed.len().saturating_sub(REMEMBERED);
        self.confirmed.drain(..surplus);
    }

    pub(in crate::sandbox) fn redeliver(&mut self, n: usize) {
        let from = self.confirmed.len().saturating_sub(n);
        self.pending.extend(self.confirmed.drain(from..));
    }
}
