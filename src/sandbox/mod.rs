//! An imitation of the Telegram Bot API on loopback, with a chat page, for the demo, the tests and the benchmarks.
//!
//! It uses nothing else of Takafou: bots call it by HTTP as they call Telegram, and people act through [`Sandbox`] or
//! the page. It behaves as Telegram does where the bot can tell the difference (offsets and redelivery, edits, limits,
//! blocked people, 429). It refuses what Telegram refuses, in the same words, and stores every refusal for the tests.
//! `world` holds the state, `api` the bot's side, `rules` and `buttons` the form of each call, `html` Telegram's markup,
//! `page` the people's side, and `guests` who may use the page.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};

mod api;
mod buttons;
mod guests;
mod html;
mod language;
mod page;
mod rules;
mod webhook;
mod world;

pub use buttons::SeenButton;
pub use guests::Guests;
use world::World;
pub use world::{Seen, SeenFile};

/// The options of a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// The port; 0 for any free one.
    pub port: u16,
    /// Who may use it from other machines. None: nobody, it listens on 127.0.0.1.
    pub guests: Option<Guests>,
    /// The only token that it accepts.
    pub token: String,
    /// The bot's Telegram name.
    pub bot_username: String,
    /// The limits on sending. None, for benchmarks: no limits.
    pub limits: Option<Limits>,
    /// The people who exist from the beginning.
    pub people: Vec<SandboxPerson>,
    /// The clock that the page shows. None: the bot's clock cannot be advanced.
    pub clock: Option<SandboxClock>,
}

/// The page's access to the bot's clock.
#[derive(Debug, Clone)]
pub struct SandboxClock {
    /// What it shows.
    pub shows: watch::Receiver<ClockFace>,
    /// Where the page sends the wish to advance it.
    pub turns: mpsc::UnboundedSender<ClockTurn>,
}

/// What the page's clock shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct ClockFace {
    /// The day in words.
    pub day: String,
    /// The hour, `14:05`.
    pub hour: String,
}

/// How far the clock is advanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockTurn {
    /// By one hour.
    Hour,
    /// By one day.
    Day,
    /// To the next message that the bot sends on its own.
    Next,
}

/// Limits on new messages. Edits and answers to buttons do not count.
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

/// A person who uses the sandbox.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SandboxPerson {
    /// Telegram's number of the person and of the chat.
    pub id: i64,
    /// The person's first name.
    pub first_name: String,
    /// The language of the person's app, `ar`.
    pub language_code: String,
    /// The note under the name on the page. A person without a note is not on the page.
    pub note: String,
    /// A command that the page offers to begin with, `/start CODE`.
    pub start: Option<String>,
}

/// An error that is injected into calls.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The method that it concerns, in lower case. None: any method.
    pub method: Option<String>,
    /// The kind of error.
    pub kind: FaultKind,
    /// The number of calls that it concerns.
    pub times: u32,
}

/// The kinds of injected errors.
#[derive(Debug, Clone)]
pub enum FaultKind {
    /// An answer with this status: 400, 500 or 502.
    Status(u16),
    /// No answer for this long; then the call is carried out.
    Slow(Duration),
    /// The call is carried out, but the connection breaks before the answer.
    Drop,
    /// The answer 429 with this number of seconds to wait.
    RetryAfter(u32),
    /// This status and body, word for word.
    Answer(u16, String),
}

struct Inner {
    world: Mutex<World>,
    clock: Option<SandboxClock>,
    guests: Option<Guests>,
    address: SocketAddr,
    /// Notified when there is a new update for the bot.
    news: Notify,
    /// Grows whenever any chat changes.
    changes: watch::Sender<u64>,
}

/// A running sandbox. Its clones are the same sandbox. It ends with the process.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

impl Sandbox {
    /// Starts a sandbox.
    ///
    /// # Errors
    /// When the port is taken, or the address is not this machine's.
    pub async fn start(options: SandboxOptions) -> std::io::Result<Sandbox> {
        let listen = options.guests.as_ref().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |guests| guests.listen);
        let listener = TcpListener::bind((listen, options.port)).await?;
        let address = listener.local_addr()?;
        let (clock, guests) = (options.clock.clone(), options.guests.clone());
        let world = Mutex::new(World::new(options));
        let (changes, _) = watch::channel(0);
        let sandbox = Sandbox(Arc::new(Inner { world, clock, guests, address, news: Notify::new(), changes }));
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

    /// Changes the world and wakes everything that waits for a change.
    fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let result = act(&mut self.world());
        self.0.news.notify_waiters();
        self.0.changes.send_modify(|version| *version += 1);
        result
    }

    /// The address of the page on this machine, and the value for `TELOXIDE_API_URL`.
    pub fn url(&self) -> String {
        let mut address = self.0.address;
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {} // one address of this machine
        }
        format!("http://{address}")
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.0.address.port()
    }

    /// Adds a person with an empty chat.
    pub fn add_person(&self, person: SandboxPerson) {
        self.change(|world| world.add_person(person));
    }

    /// Changes the command that the page offers a person to begin with.
    pub fn set_start(&self, person: i64, start: Option<String>) {
        self.change(|world| world.set_start(person, start));
    }

    /// Lets a person type a text. Returns the number of the update, as all functions that follow.
    pub fn say(&self, person: i64, text: &str) -> i64 {
        self.change(|world| world.say(person, text))
    }

    /// Lets a person change a message that they typed.
    pub fn edit(&self, person: i64, message: i64, text: &str) -> i64 {
        self.change(|world| world.edit_own(person, message, text))
    }

    /// Lets a person press a button with this callback data.
    pub fn press(&self, person: i64, message: i64, data: &str) -> i64 {
        self.change(|world| world.press(person, message, data))
    }

    /// Lets a person send a voice message.
    pub fn send_voice(&self, person: i64, seconds: u32, bytes: Vec<u8>) -> i64 {
        self.change(|world| world.voice(person, seconds, bytes))
    }

    /// Lets a person send a file. `kind` is `photo`, `video` or `document`. `size` is the number of bytes that Telegram
    /// reports.
    pub fn send_file(&self, person: i64, kind: &str, name: &str, size: u64, bytes: Vec<u8>) -> i64 {
        self.change(|world| world.attach(person, kind, name, size, bytes))
    }

    /// Lets a person send something else: `kind` is `sticker`, `photo` or `location`.
    pub fn send_other(&self, person: i64, kind: &str) -> i64 {
        self.change(|world| world.other(person, kind))
    }

    /// Lets a person block the bot, or unblock it.
    pub fn block(&self, person: i64, blocked: bool) -> i64 {
        self.change(|world| world.block(person, blocked))
    }

    /// Lets a person delete a message from the chat.
    pub fn delete_message(&self, person: i64, message: i64) {
        self.change(|world| world.delete(person, message));
    }

    /// The messages of a chat, oldest first.
    pub fn chat(&self, person: i64) -> Vec<Seen> {
        self.world().seen(person)
    }

    /// The newest message of the bot that has buttons.
    pub fn screen(&self, person: i64) -> Option<Arc<Seen>> {
        self.world().screen(person)
    }

    /// Stores a file, as if it had been sent, and returns its id.
    pub fn hold(&self, name: &str, bytes: Vec<u8>) -> String {
        self.change(|world| world.store(name, bytes))
    }

    /// Deletes a file: Telegram no longer has it.
    pub fn drop_file(&self, id: &str) {
        self.change(|world| world.drop_file(id));
    }

    /// The bytes of a file. None: there is no such file.
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

    /// The answers to the person's presses (toasts), oldest first.
    pub fn toasts(&self, person: i64) -> Vec<String> {
        self.world().toasts(person).into_iter().map(|toast| toast.text).collect()
    }

    /// The number of calls of each method.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.world().calls.clone()
    }

    /// The calls that were refused as malformed: method and error.
    pub fn refusals(&self) -> Vec<String> {
        self.world().refusals.clone()
    }

    /// The number of messages that were refused because they came too fast.
    pub fn throttled(&self) -> u64 {
        self.world().throttled
    }

    /// Injects an error into the calls that follow.
    pub fn inject(&self, fault: Fault) {
        self.world().faults.inject(fault);
    }

    /// From now on, injects these errors into a share of all calls, in thousandths.
    pub fn inject_shares(&self, shares: Vec<(FaultKind, u32)>) {
        self.world().faults.set_shares(shares);
    }

    /// Delivers an update with this content, word for word, beside its number: `"message":{...}`.
    pub fn deliver(&self, content: &str) -> i64 {
        self.change(|world| world.deliver(content))
    }

    /// Sets the number of the next update: Telegram begins with any number after a week without updates.
    pub fn set_next_update(&self, number: i64) {
        self.world().next_update = number - 1;
    }

    /// Leaves a webhook behind, as another program would.
    pub fn set_webhook(&self, url: &str) {
        self.world().webhook = Some(world::Webhook { url: url.into(), secret: String::new() });
    }

    /// Delivers the last `n` updates again that the bot has confirmed.
    pub fn redeliver(&self, n: usize) {
        self.change(|world| world.redeliver(n));
    }

    /// The number of updates that the bot has not confirmed.
    pub fn pending_updates(&self) -> usize {
        self.world().pending.len()
    }
}
