//! What every handler works with.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use sqlx::SqliteConnection;

use super::error::Result;
use super::prefetch::Prefetch;
use super::state::Bot;
use crate::chat::{Route, Screen};
use crate::store::audit::{self, AuditAction};
use crate::store::people::Person;
use crate::store::runs::Run;
use crate::text::{Arg, Language};
use crate::types::{Address, HOUR, MINUTE, MeetingId, MessageId, Millis, PersonId, Timestamp, UpdateId};

/// How something is said: the bot's texts in one language, at one moment. Whatever only says something takes this.
#[derive(Clone)]
pub struct Locale<'a> {
    /// The bot.
    pub bot: &'a Bot,
    /// Now.
    pub now: Timestamp,
    /// The code of the language: `ar`.
    pub language: String,
}

/// What a handler works with: the bot, the transaction, the moment, whom it is about, and what is to be done after it.
pub struct Ctx<'a> {
    /// The bot.
    pub bot: &'a Bot,
    /// The transaction.
    pub db: &'a mut SqliteConnection,
    /// What was read for the whole batch.
    pub prefetch: &'a mut Prefetch,
    /// Now.
    pub now: Timestamp,
    /// The language to answer in.
    pub locale: Locale<'a>,
    /// To whom the reply goes.
    pub address: Address,
    /// Telegram's number of the update; none for what nobody asked for.
    pub update: Option<UpdateId>,
    /// The message whose button was pressed.
    pub pressed: Option<MessageId>,
    /// What is to be done after the handler.
    pub effects: Effects,
    /// Where the options of forms come from; empty where no form is shown.
    pub sources: &'static [(&'static str, OptionSource)],
}

/// Options that come from the database: ids and labels.
pub type Options = Vec<(String, String)>;

/// Where the options of the bot's own forms come from: by the name of the source, for a person and what their form is about.
pub type OptionSource =
    for<'c, 'a> fn(&'c mut Ctx<'a>, &'c Person, &'c Run) -> Pin<Box<dyn Future<Output = Result<Options>> + Send + 'c>>;

/// What is to be done after a handler, in the same transaction or once it is committed.
#[derive(Debug, Default)]
pub struct Effects {
    /// Something was erased that must be gone from the write-ahead log too.
    pub truncate_wal: bool,
    /// Something was written that others work on: letters, files handed out, forms sent in.
    pub ring: bool,
    /// Meetings whose attendance has changed: whoever turns out to have been absent is told of their summaries.
    pub attendance_changed: Vec<MeetingId>,
}

impl<'a> Ctx<'a> {
    /// For what nobody has asked for: a letter, or a message that follows something.
    pub fn outside(
        bot: &'a Bot,
        db: &'a mut SqliteConnection,
        prefetch: &'a mut Prefetch,
        now: Timestamp,
        address: Address,
        language: &str,
    ) -> Ctx<'a> {
        let locale = Locale { bot, now, language: language.to_owned() };
        let (update, pressed, effects) = (None, None, Effects::default());
        Ctx { bot, db, prefetch, now, locale, address, update, pressed, effects, sources: &[] }
    }

    /// Notes what a coordinator did.
    pub async fn audit(&mut self, person: &Person, action: AuditAction) -> Result<()> {
        Ok(audit::record(self.db, self.now, Some(person.id), action, None).await?)
    }

    /// Notes what a coordinator did that concerned one member.
    pub async fn audit_of_member(&mut self, person: &Person, action: AuditAction, member: PersonId) -> Result<()> {
        Ok(audit::record(self.db, self.now, Some(person.id), action, Some(member)).await?)
    }

    /// Notes that a coordinator looked at people's names, once an hour.
    pub async fn audit_view(&mut self, person: &Person, action: AuditAction) -> Result<()> {
        if audit::is_recorded(self.db, self.now - HOUR, person.id, action).await? {
            return Ok(());
        }
        self.audit(person, action).await
    }
}

/// Whatever only says something takes a [`Locale`]; a handler passes what it has.
impl<'a> Deref for Ctx<'a> {
    type Target = Locale<'a>;
    fn deref(&self) -> &Locale<'a> {
        &self.locale
    }
}

impl<'a> Locale<'a> {
    /// The same in another language.
    pub fn in_language(&self, code: &str) -> Locale<'a> {
        Locale { language: code.to_owned(), ..self.clone() }
    }

    /// A text in this language.
    pub fn say(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.bot.texts.say(&self.language, id, args)
    }

    /// Too many wrong codes were typed: how long to wait.
    pub fn wait_for_code(&self, wait: Millis) -> String {
        self.say("code-wait", &[("minutes", Arg::Number((wait + MINUTE - 1) / MINUTE))])
    }

    /// Fewest answers that are shown together.
    pub fn min_group_size(&self) -> usize {
        self.bot.notice.min_group_size()
    }

    /// The language.
    pub fn language(&self) -> &Language {
        self.bot.texts.language(&self.language)
    }

    /// A screen whose rows stand in reading order: from the right in Arabic, because Telegram mirrors nothing.
    pub fn mirrored_for_rtl(&self, mut screen: Screen) -> Screen {
        if self.language().rtl {
            screen.rows.iter_mut().for_each(|row| row.reverse());
        }
        screen
    }

    /// A screen of one text with a way to the menu.
    pub fn text_screen(&self, text: impl Into<String>) -> Screen {
        Screen::new(text).row(self.say("to-menu", &[]), crate::chat::Press::Go(Route::Menu))
    }
}
