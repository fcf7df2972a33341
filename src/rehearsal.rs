//! The whole bot without Telegram, on a temporary database: for `try`, the data of the demo and the transcripts of the
//! tests. A person has one screen, as in a chat where the same message is edited.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::{self, Error};
use tokio::task::JoinHandle;

use crate::bot::exports::Exporter;
use crate::bot::results::load;
use crate::bot::{Bot, batch, outbox};
use crate::chat::{
    Act, Consent, Event, Export, ExportKind, File, Letter, LetterRef, Placement, Press, Reply, Screen, SendOutcome,
    UserInput,
};
use crate::config::Settings;
use crate::dialog::Media;
use crate::store::links::{self, NewLink, Purpose};
use crate::store::{Store, bodies};
use crate::types::{Address, BodyId, DAY, MessageId, SurveyId, Timestamp, UpdateId};

/// A bot that takes events from function calls.
pub struct Rehearsal {
    /// The bot that handles the events.
    pub bot: Arc<Bot>,
    /// The database of the bot.
    pub store: Store,
    /// The present moment of the bot. Tests advance it.
    pub now: Timestamp,
    settings: Settings,
    seed: [u8; 32],
    update: i64,
    sent: Vec<batch::SentReply>,
    screens: HashMap<i64, Screen>,
    /// The letters that each chat got: message and screen, the newest last.
    letters: HashMap<i64, Vec<(MessageId, Screen)>>,
    /// The people who have blocked the bot.
    blocked: BTreeSet<i64>,
    last_letter: MessageId,
    /// The task that counts large surveys, as in `app`.
    counting: JoinHandle<()>,
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        self.counting.abort();
    }
}

/// The message that shows a person's screen.
const SCREEN: MessageId = MessageId(1);

/// The bot's Telegram name in links.
const USERNAME: &str = "takafou_demo_bot";

impl Rehearsal {
    /// Starts a bot on a database at `path`.
    ///
    /// # Errors
    /// The mistakes in dialogs or languages, or why the database cannot be opened.
    pub async fn new(
        mut settings: Settings,
        path: PathBuf,
        now: Timestamp,
        seed: [u8; 32],
    ) -> Result<Rehearsal, Error> {
        settings.database = path;
        let (bot, store) = app::open(&settings, USERNAME.into(), seed).await?;
        let counting = count(&bot, &store);
        Ok(Rehearsal {
            bot,
            store,
            now,
            settings,
            seed,
            update: 0,
            sent: Vec::new(),
            screens: HashMap::new(),
            letters: HashMap::new(),
            blocked: BTreeSet::new(),
            last_letter: SCREEN,
            counting,
        })
    }

    /// Stops the bot and starts it again on the same database, as after a crash or an upgrade.
    ///
    /// # Errors
    /// As [`Rehearsal::new`].
    pub async fn restart(&mut self) -> Result<(), Error> {
        self.counting.abort();
        self.store.close().await;
        self.seed[0] = self.seed[0].wrapping_add(1);
        (self.bot, self.store) = app::open(&self.settings, USERNAME.into(), self.seed).await?;
        self.counting = count(&self.bot, &self.store);
        Ok(())
    }

    /// Adds a body and returns a code for its members.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn body(&mut self, name_ar: &str, name_fr: &str) -> Result<(BodyId, String), Error> {
        let code = self.bot.code();
        let mut transaction = self.store.write().await?;
        let body = bodies::add(&mut transaction, name_ar, name_fr, self.now).await?;
        let expires_at = self.now + 30 * DAY;
        let link = NewLink { purpose: Purpose::Member, body: Some(body), once: false, person: None, expires_at };
        links::add(&mut transaction, &code, &link, self.now).await?;
        transaction.commit().await.map_err(crate::store::Error::from)?;
        Ok((body, code))
    }

    /// Makes a person a member of a new body and a coordinator of all bodies.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn join(&mut self, chat: i64, language: &str) -> Result<(), Error> {
        let (_, member) = self.body("مكناس", "Meknès").await?;
        let coordinator = self.coordinator().await?;
        self.sign_up(chat, language, &member, "سلمى", "member", Some("f")).await;
        self.appoint(chat, &coordinator).await;
        Ok(())
    }

    /// Opens a coordinator's link and accepts.
    pub async fn appoint(&mut self, chat: i64, code: &str) -> Reply {
        self.say(chat, &format!("/start {code}")).await;
        let buttons = self.screens.get(&chat).map(|screen| screen.rows.concat()).unwrap_or_default();
        let mut agree = buttons.into_iter().map(|button| button.press);
        match agree.find(|press| matches!(press, Press::Consent { act: Consent::Agree, .. })) {
            Some(press) => self.press(chat, press).await,
            None => Reply::default(),
        }
    }

    /// Agrees and signs up with a code. Area and age are skipped.
    pub async fn sign_up(&mut self, chat: i64, language: &str, code: &str, name: &str, role: &str, sex: Option<&str>) {
        let (language, code) = (language.to_owned(), code.to_owned());
        self.press(chat, Press::Consent { act: Consent::Agree, language, ticks: 3, code }).await;
        self.say(chat, name).await;
        for answer in [Some(role), sex, None, None] {
            let buttons = self.screens.get(&chat).map(|screen| screen.rows.concat()).unwrap_or_default();
            let meant = buttons.into_iter().map(|button| button.press).find(|press| match (press, answer) {
                (Press::Run { act: Act::Pick(id), .. }, Some(answer)) => id == answer,
                (Press::Run { act: Act::Skip, .. }, None) => true,
                _ => false,
            });
            if let Some(press) = meant {
                self.press(chat, press).await;
            }
        }
        let buttons = self.screens.get(&chat).map(|screen| screen.rows.concat()).unwrap_or_default();
        let confirm = buttons.into_iter().map(|button| button.press);
        if let Some(press) = confirm.into_iter().find(|press| matches!(press, Press::Run { act: Act::Submit, .. })) {
            self.press(chat, press).await;
        }
    }

    /// Adds a one-time link for a coordinator of all bodies and returns its code.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn coordinator(&mut self) -> Result<String, Error> {
        let code = self.bot.code();
        let mut transaction = self.store.write().await?;
        let expires_at = self.now + 7 * DAY;
        let link = NewLink { purpose: Purpose::Coordinator, body: None, once: true, person: None, expires_at };
        links::add(&mut transaction, &code, &link, self.now).await?;
        transaction.commit().await.map_err(crate::store::Error::from)?;
        Ok(code)
    }

    /// Gives an event to the bot and returns the reply.
    pub async fn event(&mut self, chat: i64, input: UserInput) -> Reply {
        self.update += 1;
        self.event_again(chat, self.update, input).await
    }

    /// As [`Rehearsal::event`], with a given number of the update. The same number twice is a redelivery.
    pub async fn event_again(&mut self, chat: i64, update: i64, input: UserInput) -> Reply {
        let message = (!matches!(input, UserInput::Press { .. })).then_some(MessageId(update));
        self.event_of_message(chat, update, message, input).await
    }

    /// Somebody changes a message that they sent `back` events ago (1: the last one) in Telegram.
    pub async fn edit(&mut self, chat: i64, back: i64, words: &str) -> Reply {
        self.update += 1;
        let (update, input) = (self.update, UserInput::Edited(words.to_owned()));
        self.event_of_message(chat, update, Some(MessageId(update - back)), input).await
    }

    async fn event_of_message(
        &mut self,
        chat: i64,
        update: i64,
        message: Option<MessageId>,
        input: UserInput,
    ) -> Reply {
        let pressed = if let UserInput::Press { message, .. } = input { message } else { SCREEN };
        let (update, address) = (UpdateId(update), Address::telegram(chat));
        let event = Event { update, address, language: Some("ar".into()), message, input };
        let outs =
            batch::handle_batch(&self.bot, &self.store, self.now, &[event], &std::mem::take(&mut self.sent)).await;
        self.sent = vec![batch::SentReply { update: Some(update), address, screen: None, unreachable: false }];
        let reply = outs.into_iter().next().map(|out| out.reply).unwrap_or_default();
        if let Some(screen) = &reply.screen {
            let letters = self.letters.entry(chat).or_default();
            match letters.iter_mut().find(|(message, _)| *message == pressed) {
                Some((_, letter))
                    if matches!(reply.placement, Placement::EditPressedMessage | Placement::EditCaption) =>
                {
                    letter.clone_from(screen)
                }
                Some((_, letter)) if reply.placement == Placement::EditButtons => letter.rows.clone_from(&screen.rows),
                _ => {
                    letters.retain(|(message, _)| *message != pressed); // it has become the screen
                    self.screens.insert(chat, screen.clone());
                }
            }
        }
        reply
    }

    /// Sends the letters and live messages that are due, as `delivery` would, and returns them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn deliver(&mut self) -> Result<Vec<Letter>, Error> {
        let mut gone = Vec::new();
        let mut outcomes: Vec<(LetterRef, SendOutcome)> = Vec::new();
        let mut now = self.now;
        let mut letters = outbox::check_due(&self.bot, &self.store, now).await?; // and reminders that are due are written
        loop {
            for letter in std::mem::take(&mut letters) {
                outcomes.push((letter.of, self.arrive(&letter)));
                gone.push(letter);
            }
            let turn = outbox::take_turn(&self.bot, &self.store, now, &outcomes, true).await?;
            outcomes.clear();
            match (turn.letter, turn.next) {
                (Some(letter), _) => letters.push(letter),
                (None, Some(next)) if next <= now => now += 1_000, // somebody has just had another letter
                (None, _) => {
                    letters = outbox::check_due(&self.bot, &self.store, now).await?;
                    if letters.is_empty() {
                        return Ok(gone);
                    }
                }
            }
        }
    }

    fn arrive(&mut self, letter: &Letter) -> SendOutcome {
        if self.blocked.contains(&letter.to.id) {
            return SendOutcome::Unreachable;
        }
        let letters = self.letters.entry(letter.to.id).or_default();
        if letter.removes {
            letters.retain(|(message, _)| Some(*message) != letter.edits);
            return letter.edits.map_or(SendOutcome::Unreachable, SendOutcome::Sent);
        }
        if let Some(edited) = letter.edits {
            letters
                .iter_mut()
                .filter(|(message, _)| *message == edited)
                .for_each(|(_, s)| s.clone_from(&letter.screen));
            return SendOutcome::Sent(edited);
        }
        self.last_letter.0 += 1;
        letters.push((self.last_letter, letter.screen.clone()));
        SendOutcome::Sent(self.last_letter)
    }

    /// Lets a person block the bot. Telegram does not tell the bot.
    pub fn block(&mut self, chat: i64) {
        self.blocked.insert(chat);
    }

    /// Types a text, or a command with its slash.
    pub async fn say(&mut self, chat: i64, text: &str) -> Reply {
        let input = match text.strip_prefix('/') {
            Some(command) => {
                let (name, rest) = command.split_once(' ').unwrap_or((command, ""));
                UserInput::Command(name.to_owned(), rest.to_owned())
            }
            None => UserInput::Words(text.to_owned()),
        };
        self.event(chat, input).await
    }

    /// Presses a button, even if the screen does not show it.
    pub async fn press(&mut self, chat: i64, press: Press) -> Reply {
        self.press_on(chat, SCREEN, press).await
    }

    /// As [`Rehearsal::press`], on another message than the screen: a letter.
    pub async fn press_on(&mut self, chat: i64, message: MessageId, press: Press) -> Reply {
        let input = UserInput::Press { press: Some(press), query: "0".into(), message };
        self.event(chat, input).await
    }

    /// The name and bytes of the first file of a reply.
    ///
    /// # Panics
    /// When there is no file, when it cannot be made, or when Telegram stores it.
    pub async fn file(&self, reply: &Reply) -> (String, Vec<u8>) {
        let Some((file, _)) = reply.files.first() else { panic!("no file: {reply:?}") };
        let bytes = match file {
            File::Picture(bytes) | File::Document(_, bytes) => bytes.clone(),
            File::Export(export) => {
                let made = Exporter::new(self.bot.clone(), self.store.clone()).make(export).await;
                made.unwrap_or_else(|error| panic!("{}: {error}", export.name))
            }
            File::Held(..) => panic!("Telegram holds it"),
        };
        (named(file).to_owned(), bytes)
    }

    /// Presses a button and returns the first file of the reply. It panics as [`Rehearsal::file`] does.
    pub async fn download(&mut self, chat: i64, press: Press) -> (String, Vec<u8>) {
        let reply = self.press(chat, press).await;
        self.file(&reply).await
    }

    /// The table of the answers to a survey, also where it may not be given out: tests count it again. It panics if it cannot
    /// be made.
    pub async fn answers(&self, survey: SurveyId, language: &str, long: bool) -> Vec<u8> {
        let kind = ExportKind::Table { long, packed: false };
        let export = Export::new(kind, "", survey, language, self.now);
        let made = Exporter::new(self.bot.clone(), self.store.clone()).make_table(&export, long, false).await;
        made.unwrap_or_else(|error| panic!("{error}"))
    }

    /// The screen of a person. None: the bot has shown none yet.
    pub fn screen(&self, chat: i64) -> Option<&Screen> {
        self.screens.get(&chat)
    }

    /// The six digits that a letter shows as a code; the newest such letter counts.
    pub fn shown_code(&self, chat: i64) -> Option<String> {
        let letters = self.letters.get(&chat)?.iter().rev();
        let codes = letters.filter_map(|(_, screen)| screen.text.split_once("<code>")?.1.get(..6));
        codes.map(str::to_owned).next()
    }

    /// The button with this label, as [`Rehearsal::placed_button`] finds it.
    pub fn button(&self, chat: i64, label: &str) -> Option<Press> {
        self.placed_button(chat, label).map(|(_, press)| press)
    }

    /// The button with this label, or else one whose label contains it, with its message. The newest letters come
    /// first, then the person's screen.
    pub fn placed_button(&self, chat: i64, label: &str) -> Option<(MessageId, Press)> {
        let letters = self.letters.get(&chat).into_iter().flatten().rev().map(|(message, screen)| (*message, screen));
        let screens: Vec<_> = letters.chain(self.screens.get(&chat).map(|screen| (SCREEN, screen))).collect();
        let buttons =
            screens.iter().flat_map(|(message, screen)| screen.rows.iter().flatten().map(move |b| (*message, b)));
        let buttons: Vec<_> = buttons.collect();
        let exact = buttons.iter().find(|(_, button)| plain(&button.label) == label);
        let found = exact.or_else(|| buttons.iter().find(|(_, button)| button.label.contains(label)));
        found.map(|(message, button)| (*message, button.press.clone()))
    }
}

/// A label without the marks that show its state.
fn plain(label: &str) -> &str {
    label.trim_start_matches(['⬜', '✅', '●', '\u{fe0f}', ' '])
}

/// A reply as lines of a transcript. Each line of text begins with `| `, and each row of buttons is in brackets.
pub fn transcript(reply: &Reply) -> String {
    let mut lines = String::new();
    if let Some(notice) = &reply.notice {
        lines.push_str(&format!("! {notice}\n"));
    }
    for (file, caption) in &reply.files {
        lines.push_str(&format!("= {}\n", named(file)));
        caption.lines().for_each(|line| lines.push_str(&format!("= {line}\n")));
    }
    if let Some(screen) = &reply.screen {
        lines.push_str(&lined(screen));
    }
    lines
}

/// Starts the task that counts large surveys. It runs until it is aborted.
fn count(bot: &Arc<Bot>, store: &Store) -> JoinHandle<()> {
    let (bot, store) = (bot.clone(), store.clone());
    tokio::spawn(async move { load::count_wanted(&bot, &store).await })
}

/// The name of a file in a transcript.
pub fn named(file: &File) -> &str {
    match file {
        File::Picture(_) => "picture",
        File::Document(name, _) => name,
        File::Export(export) => &export.name,
        File::Held(attached, _) => match attached.media {
            Media::Picture => "picture",
            Media::Document => "document",
            Media::Voice => "voice",
            Media::Video => "video",
        },
    }
}

/// A screen as lines of a transcript.
pub fn lined(screen: &Screen) -> String {
    let mut lines = String::new();
    if let Some(picture) = &screen.picture {
        picture.says.lines().for_each(|line| lines.push_str(&format!("= 📊 {line}\n")));
    }
    for line in screen.text.lines() {
        lines.push_str(format!("| {line}").trim_end());
        lines.push('\n');
    }
    for row in screen.rows.iter().filter(|row| !row.is_empty()) {
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        lines.push_str(&format!("  {}\n", labels.join(" ")));
    }
    lines
}
