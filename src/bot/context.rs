//! The context that every handler gets.

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

/// The bot's texts in one language, at one moment. Functions that only write texts take this.
#[derive(Clone)]
pub struct Locale<'a> {
    pub bot: &'a Bot,
    pub now: Timestamp,
    /// A code such as `ar`.
    pub language: String,
}

/// What a handler reads, writes and leaves to do after the commit.
pub struct Ctx<'a> {
    pub bot: &'a Bot,
    pub db: &'a mut SqliteConnection,
    pub prefetch: &'a mut Prefetch,
    pub now: Timestamp,
    pub locale: Locale<'a>,
    pub address: Address,
    /// Telegram's number of the update; none if the bot acts without being asked.
    pub update: Option<UpdateId>,
    pub pressed: Option<MessageId>,
    /// Telegram's number of the message that was sent or changed; none after a press.
    pub message: Option<MessageId>,
    pub effects: Effects,
    /// The person is let in as a member of the bureau: they see turnout and results, and manage nothing.
    pub is_bureau: bool,
    /// Where the options of forms come from; empty where no form can be shown.
    pub sources: &'static [(&'static str, OptionSource)],
}

/// Ids and labels.
pub type Options = Vec<(String, String)>;

/// Reads the options of a form from the database, for a person and what their form is about.
pub type OptionSource =
    for<'c, 'a> fn(&'c mut Ctx<'a>, &'c Person, &'c Run) -> Pin<Box<dyn Future<Output = Result<Options>> + Send + 'c>>;

/// What must be done after a handler, in the same transaction or after the commit.
#[derive(Debug, Default)]
pub struct Effects {
    /// Data was erased and must leave the write-ahead log too.
    pub truncate_wal: bool,
    /// What the person sees now, if it can be shown again: they see it even if the program ends before the reply is sent.
    pub view: Option<Route>,
    /// People who have erased themselves: a restored backup must erase them again.
    pub erased: Vec<Address>,
    /// Workers have something to do: letters, files handed out, forms sent in.
    pub ring: bool,
    /// Meetings whose attendance has changed: people who turn out to have been absent must be told of the summaries.
    pub attendance_changed: Vec<MeetingId>,
}

impl<'a> Ctx<'a> {
    /// A context without an event: for a letter, or a message that follows something.
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
        Ctx {
            bot,
            db,
            prefetch,
            now,
            locale,
            address,
            update,
            pressed,
            message: None,
            effects,
            is_bureau: false,
            sources: &[],
        }
    }

    pub async fn audit(&mut self, person: &Person, action: AuditAction) -> Result<()> {
        Ok(audit::record(self.db, self.now, Some(person.id), action, None).await?)
    }

    /// Records what a coordinator did and which member it concerned.
    pub async fn audit_of_member(&mut self, person: &Person, action: AuditAction, member: PersonId) -> Result<()> {
        Ok(audit::record(self.db, self.now, Some(person.id), action, Some(member)).await?)
    }

    /// Records that a coordinator looked at people's names, at most once an hour.
    pub async fn audit_view(&mut self, person: &Person, action: AuditAction) -> Result<()> {
        if audit::is_recorded(self.db, self.now - HOUR, person.id, action).await? {
            return Ok(());
        }
        self.audit(person, action).await
    }
}

/// A handler can pass its context where a [`Locale`] is wanted.
impl<'a> Deref for Ctx<'a> {
    type Target = Locale<'a>;
    fn deref(&self) -> &Locale<'a> {
        &self.locale
    }
}

impl<'a> Locale<'a> {
    pub fn in_language(&self, code: &str) -> Locale<'a> {
        Locale { language: code.to_owned(), ..self.clone() }
    }

    pub fn say(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.bot.texts.say(&self.language, id, args)
    }

    /// Says how long to wait after too many wrong codes.
    pub fn wait_for_code(&self, wait: Millis) -> String {
        self.say("code-wait", &[("minutes", Arg::Number((wait + MINUTE - 1) / MINUTE))])
    }

    pub fn min_group_size(&self) -> usize {
        self.bot.notice.min_group_size()
    }

    pub fn language(&self) -> &Language {
        self.bot.texts.language(&self.language)
    }

    /// Mirrors each row of buttons in Arabic, because Telegram does not.
    pub fn mirrored_for_rtl(&self, mut screen: Screen) -> Screen {
        if self.language().rtl {
            screen.rows.iter_mut().for_each(|row| row.reverse());
        }
        screen
    }

    /// A text with a button to the menu.
    pub fn text_screen(&self, text: impl Into<String>) -> Screen {
        Screen::new(text).row(self.say("to-menu", &[]), crate::chat::Press::Go(Route::Menu))
    }
}
