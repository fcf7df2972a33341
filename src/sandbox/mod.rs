//! A look-alike of the Telegram Bot API on loopback, with a chat page: for the demo, the tests and the benchmarks.
//!
//! It knows nothing else of Takafou: bots speak HTTP to it as to Telegram, people speak through [`Sandbox`] or the page.
//! It behaves as Telegram does where the bot can tell the difference (offsets and redelivery, edits, limits, blocked
//! people, 429) and refuses what Telegram refuses, in the same words; every refusal is kept for the tests.
//! `world` holds the state, `api` the bot's side, `rules` what a call must look like, `html` Telegram's markup,
//! `page` the people's side.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};

mod api;
mod html;
mod page;
mod rules;
mod webhook;
mod world;

use world::World;
pub use world::{Seen, SeenButton, SeenFile};

/// How the sandbox is set up.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// Port on 127.0.0.1; 0 for any.
    pub port: u16,
    /// The only token it takes.
    pub token: String,
    /// The bot's name.
    pub bot_username: String,
    /// Telegram's rates; none for benchmarks.
    pub limits: Option<Limits>,
    /// People who are there from the beginning.
    pub people: Vec<SandboxPerson>,
    /// The clock that the page shows, if whoever runs the bot lets it be turned.
    pub clock: Option<SandboxClock>,
}

/// The bot's clock, as far as the page knows it.
#[derive(Debug, Clone)]
pub struct SandboxClock {
    /// What it shows, in words.
    pub shows: watch::Receiver<String>,
    /// How somebody turns it.
    pub turns: mpsc::UnboundedSender<ClockTurn>,
}

/// How far the clock is turned forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockTurn {
    /// By an hour.
    Hour,
    /// By a day.
    Day,
    /// To the next thing that the bot does on its own.
    Next,
}

/// How many messages may be sent; edits and answers to buttons do not count.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Messages a second over all chats.
    pub all_per_second: u32,
    /// Messages a second to one chat, beyond a burst of three.
    pub chat_per_second: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { all_per_second: 30, chat_per_second: 1 }
    }
}

/// A person on Telegram.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SandboxPerson {
    /// Telegram's id.
    pub id: i64,
    /// First name.
    pub first_name: String,
    /// Language of their app, `ar`.
    pub language_code: String,
    /// What the page says under the name; whoever has none is not on the page.
    pub note: String,
    /// What the page offers to begin with, `/start CODE`.
    pub start: Option<String>,
}

/// Something that goes wrong on purpose.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The method it befalls, in lower case; any if none.
    pub method: Option<String>,
    /// What happens.
    pub kind: FaultKind,
    /// How often.
    pub times: u32,
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub enum FaultKind {
    /// An answer with this status: 400, 500 or 502.
    Status(u16),
    /// No answer for so long, then it is carried out.
    Slow(Duration),
    /// The call is carried out and the connection broken before the answer.
    Drop,
    /// 429 with so many seconds.
    RetryAfter(u32),
}

struct Inner {
    world: Mutex<World>,
    clock: Option<SandboxClock>,
    address: SocketAddr,
    /// A new update for the bot.
    news: Notify,
    /// Grows whenever any chat changes.
    changes: watch::Sender<u64>,
}

/// A running sandbox; clones are the same one. It ends with the process.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

impl Sandbox {
    /// Starts it on loopback.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start(options: SandboxOptions) -> std::io::Result<Sandbox> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let clock = options.clock.clone();
        let world = Mutex::new(World::new(options));
        let (changes, _) = watch::channel(0);
        let sandbox = Sandbox(Arc::new(Inner { world, clock, address, news: Notify::new(), changes }));
        let router = axum::Router::new().merge(api::router(sandbox.clone())).merge(page::router(sandbox.clone()));
        tokio::spawn(webhook::deliver(sandbox.clone()));
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true); // only slower without
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(sandbox)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner) // no step leaves it half-changed
    }

    /// Does something to the world and wakes whoever waits for it.
    fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let result = act(&mut self.world());
        self.0.news.notify_waiters();
        self.0.changes.send_modify(|version| *version += 1);
        result
    }

    /// The address for `TELOXIDE_API_URL`, and of the page.
    pub fn url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// Adds a person.
    pub fn add_person(&self, person: SandboxPerson) {
        self.change(|world| world.add_person(person));
    }

    /// Changes what the page offers a person to begin with.
    pub fn set_start(&self, person: i64, start: Option<String>) {
        self.change(|world| world.set_start(person, start));
    }

    /// A person types; returns the update's number, as all that follow.
    pub fn say(&self, person: i64, text: &str) -> i64 {
        self.change(|world| world.say(person, text))
    }

    /// A person presses a button.
    pub fn press(&self, person: i64, message: i64, data: &str) -> i64 {
        self.change(|world| world.press(person, message, data))
    }

    /// A person speaks.
    pub fn send_voice(&self, person: i64, seconds: u32, bytes: Vec<u8>) -> i64 {
        self.change(|world| world.voice(person, seconds, bytes))
    }

    /// A person sends a file: `kind` is `photo`, `video` or `document`; `size` in bytes, as Telegram says it.
    pub fn send_file(&self, person: i64, kind: &str, name: &str, size: u64, bytes: Vec<u8>) -> i64 {
        self.change(|world| world.attach(person, kind, name, size, bytes))
    }

    /// A person sends a sticker, a photo or a place: `kind` is `sticker`, `photo` or `location`.
    pub fn send_other(&self, person: i64, kind: &str) -> i64 {
        self.change(|world| world.other(person, kind))
    }

    /// A person blocks the bot, or unblocks it.
    pub fn block(&self, person: i64, blocked: bool) -> i64 {
        self.change(|world| world.block(person, blocked))
    }

    /// A person deletes a message from the chat.
    pub fn delete_message(&self, person: i64, message: i64) {
        self.change(|world| world.delete(person, message));
    }

    /// What a person sees, oldest first.
    pub fn chat(&self, person: i64) -> Vec<Seen> {
        self.world().seen(person)
    }

    /// The newest message of the bot that has buttons: what the person looks at.
    pub fn screen(&self, person: i64) -> Option<Arc<Seen>> {
        self.world().screen(person)
    }

    /// Telegram holds a file from now on; returns its id.
    pub fn hold(&self, name: &str, bytes: Vec<u8>) -> String {
        self.change(|world| world.store(name, bytes))
    }

    /// Telegram no longer has a file.
    pub fn drop_file(&self, id: &str) {
        self.change(|world| world.drop_file(id));
    }

    /// The bytes of a file.
    pub fn file(&self, id: &str) -> Option<Vec<u8>> {
        self.world().file(id).map(|file| file.bytes.clone())
    }

    /// A number that grows whenever the person's chat changes.
    pub fn version(&self, person: i64) -> u64 {
        self.world().version(person)
    }

    /// Waits until the person's chat has changed since version `after`; returns the new version.
    pub async fn changed(&self, person: i64, after: u64) -> u64 {
        let waiter = self.world().waiter(person);
        loop {
            let notified = waiter.notified();
            let version = self.version(person);
            if version > after {
                return version;
            }
            notified.await;
        }
    }

    /// What the bot answered to the person's buttons: toasts, oldest first.
    pub fn toasts(&self, person: i64) -> Vec<String> {
        self.world().toasts(person)
    }

    /// How often each method was called.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.world().calls.clone()
    }

    /// Every call that was refused as malformed: method and error.
    pub fn refusals(&self) -> Vec<String> {
        self.world().refusals.clone()
    }

    /// How many messages were refused because they came too fast.
    pub fn throttled(&self) -> u64 {
        self.world().throttled
    }

    /// Lets something go wrong.
    pub fn inject(&self, fault: Fault) {
        self.world().faults.push(fault);
    }

    /// Hands the last `n` updates that the bot has confirmed over again.
    pub fn redeliver(&self, n: usize) {
        self.change(|world| world.redeliver(n));
    }

    /// Updates that the bot has not confirmed.
    pub fn pending_updates(&self) -> usize {
        self.world().pending.len()
    }
}
