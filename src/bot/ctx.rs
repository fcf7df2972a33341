//! What every handler works with.

use sqlx::SqliteConnection;

use super::{Bot, Result, ahead};
use crate::chat::{Place, Press, Screen};
use crate::store::people::Person;
use crate::store::{self, Millis};
use crate::text::{Arg, Language};

/// What a handler works with: the bot, the transaction, the moment, and whom it is about.
pub struct Ctx<'a> {
    /// The bot.
    pub bot: &'a Bot,
    /// The transaction.
    pub db: &'a mut SqliteConnection,
    /// What was read for the whole batch.
    pub ahead: &'a mut ahead::Ahead,
    /// Now.
    pub now: Millis,
    /// The chat.
    pub chat: i64,
    /// Telegram's number of the update; 0 for none.
    pub update: i64,
    /// The language to answer in.
    pub language: String,
    /// The message whose button was pressed.
    pub pressed: Option<i64>,
    /// Set when something was erased that must be gone from the write-ahead log too.
    pub scrub: bool,
    /// Set when something was written that others work on: letters, files handed out, forms sent in.
    pub posted: bool,
}

impl<'a> Ctx<'a> {
    /// For what nobody has asked for: a letter, or the progress of a broadcast.
    pub fn outside(
        bot: &'a Bot,
        db: &'a mut SqliteConnection,
        ahead: &'a mut ahead::Ahead,
        now: Millis,
        chat: i64,
        language: &str,
    ) -> Ctx<'a> {
        Ctx {
            bot,
            db,
            ahead,
            now,
            chat,
            update: 0,
            language: language.to_owned(),
            pressed: None,
            scrub: false,
            posted: false,
        }
    }
}

impl Ctx<'_> {
    /// A text in the person's language.
    pub fn say(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.bot.texts.say(&self.language, id, args)
    }

    /// Fewest answers that are shown together.
    pub fn fewest(&self) -> usize {
        self.bot.notice.fewest()
    }

    /// The person's language.
    pub fn tongue(&self) -> &Language {
        self.bot.texts.language(&self.language)
    }

    /// A screen with its rows laid out in reading order: from the right in Arabic.
    pub fn laid_out(&self, mut screen: Screen) -> Screen {
        if self.tongue().rtl {
            screen.rows.iter_mut().for_each(|row| row.reverse());
        }
        screen
    }

    /// A screen of one text with a way to the menu.
    pub fn told(&self, text: impl Into<String>) -> Screen {
        Screen::new(text).row(self.say("to-menu", &[]), Press::Go(Place::Menu, 0, 0))
    }

    /// Notes what a coordinator did.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit(&mut self, person: &Person, action: &str, subject: i64) -> Result<()> {
        Ok(store::audit(self.db, self.now, Some(person.id), action, subject, None).await?)
    }

    /// Notes that a coordinator looked at people's names, once an hour.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_look(&mut self, person: &Person, action: &str, subject: i64) -> Result<()> {
        const HOUR: Millis = 3_600_000;
        if store::is_audited(self.db, self.now - HOUR, person.id, action, subject).await? {
            return Ok(());
        }
        self.audit(person, action, subject).await
    }
}
