//! What happens when: an event comes in, rows change, and a reply goes out, all in one transaction.
//!
//! One file a concern. [`desk`] handles a batch of events; [`Ctx`] is what every concern works with. What a person did
//! wrong is a reply in their language; only what nobody can help (a full disk, a lost row) is a [`Fault`].

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::SqliteConnection;
use tokio::sync::Notify;

use crate::chat::{Event, Input, Place, Press, Reply, Screen};
use crate::schedule::Rules;
use crate::store::people::{self, Person};
use crate::store::{self, Millis, Store, inbox};
use crate::text::Texts;

pub mod ahead;
pub mod attached;
pub mod attendance;
pub mod audit;
pub mod boards;
pub mod broadcasts;
pub mod catchup;
mod charts;
pub mod convening;
pub mod coordinators;
mod ctx;
pub mod desk;
pub mod ending;
pub mod evaluating;
pub mod export;
pub mod following;
pub mod forms;
pub mod glossary;
pub mod imports;
pub mod joining;
pub mod letters;
pub mod library;
pub mod managing;
pub mod meetings;
pub mod members;
pub mod mydata;
mod notice;
mod papers;
pub mod post;
pub mod publishing;
pub mod questions;
mod records;
mod refusals;
pub mod reminders;
pub mod replies;
mod results;
pub mod rounds;
pub mod runs;
pub mod sharing;
mod shown;
pub mod summaries;
pub mod surveys;
mod take_away;
mod texts;
mod turnout;
pub mod upkeep;
mod workbooks;

pub use ctx::Ctx;
pub use notice::Notice;

use library::Library;

/// What nobody in the chat can help. The person is told to try again later; the log names the cause.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Something that must be there is not.
    #[error("a {0} is missing from the database")]
    Lost(&'static str),
    /// The export could not be written.
    #[error("the table could not be written: {0}")]
    Table(#[from] csv::Error),
    /// The picture of a code could not be made.
    #[error("the QR code could not be made: {0}")]
    Picture(String),
    /// A handler panicked.
    #[error("a handler panicked at an update")]
    Panic,
}

/// Result of every handler.
pub type Result<T> = std::result::Result<T, Fault>;

/// The bot: texts, dialogs and settings. It holds no state that a restart would lose but the slowing of guesses.
pub struct Bot {
    /// What it says.
    pub texts: Texts,
    /// What it asks.
    pub library: Library,
    /// When it writes on its own.
    pub rules: Rules,
    /// Who answers for the data.
    pub notice: Notice,
    /// Telegram name, for links.
    pub username: String,
    /// Rung when letters were written to the outbox.
    pub outbox: Notify,
    /// Rung when files were handed out whose copies are to be kept.
    pub handed_out: Notify,
    /// Rung when a form was sent that is to be fetched.
    pub sent_in: Notify,
    /// Answers of surveys that have closed.
    counted: Mutex<shown::Known>,
    /// Which of them are being counted.
    counting: Mutex<HashSet<(i64, i64)>>,
    home: OnceLock<(Weak<Bot>, Store)>,
    random: Mutex<StdRng>,
    guesses: Mutex<joining::Guesses>,
}

impl Bot {
    /// A bot; `seed` feeds codes, response keys and option orders, and comes from the system but in tests.
    pub fn new(texts: Texts, library: Library, rules: Rules, notice: Notice, username: String, seed: [u8; 32]) -> Bot {
        let random = Mutex::new(StdRng::from_seed(seed));
        Bot {
            texts,
            library,
            rules,
            notice,
            username,
            outbox: Notify::new(),
            handed_out: Notify::new(),
            sent_in: Notify::new(),
            counted: Mutex::default(),
            counting: Mutex::default(),
            home: OnceLock::new(),
            random,
            guesses: Mutex::default(),
        }
    }

    /// Says where the bot lives: for what is done apart from the handling of events.
    pub fn settle(self: &Arc<Bot>, store: &Store) {
        let _ = self.home.set((Arc::downgrade(self), store.clone())); // it moves in once
    }

    /// The bot and its database, for what is done apart; none before [`Bot::settle`].
    pub fn home(&self) -> Option<(Arc<Bot>, Store)> {
        let (bot, store) = self.home.get()?;
        Some((bot.upgrade()?, store.clone()))
    }

    /// Rings for whatever works on what handlers have written; called once that is committed.
    pub fn ring(&self) {
        for bell in [&self.outbox, &self.handed_out, &self.sent_in] {
            bell.notify_one();
        }
    }

    /// A random number from 1 to 2^62: as key of a row, fits SQLite and every reader of CSV files.
    pub fn random(&self) -> i64 {
        let mut random = self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        random.random_range(1..1 << 62)
    }

    /// A code that opens a link: ten signs that are hard to confuse, about 49 bits.
    pub fn code(&self) -> String {
        const SIGNS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let mut random = self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        (0..joining::CODE_LENGTH).map(|_| char::from(SIGNS[random.random_range(0..SIGNS.len())])).collect()
    }

    /// The address that opens the bot with a code.
    pub fn link(&self, code: &str) -> String {
        format!("https://t.me/{}?start={code}", self.username)
    }
}

/// What a batch made of one event, and who it was about.
#[derive(Debug)]
pub struct Handled {
    /// The reply.
    pub reply: Reply,
    /// The message that showed where the person was.
    pub former: Option<i64>,
    /// See [`Ctx::scrub`].
    pub scrub: bool,
    /// See [`Ctx::posted`].
    pub posted: bool,
}

/// Handles one event in the caller's transaction. `again`: it was handled before, so nothing is written; the person sees
/// where they are.
///
/// # Errors
/// What nobody in the chat can help; the caller rolls back.
pub async fn handle(
    bot: &Bot,
    db: &mut SqliteConnection,
    ahead: &mut ahead::Ahead,
    now: Millis,
    event: &Event,
    again: bool,
) -> Result<Handled> {
    let person = ahead.person(db, event.chat).await?;
    let language = match &person {
        Some(person) => person.language.clone(),
        None => bot.texts.language(event.language.as_deref().unwrap_or_default()).code.clone(),
    };
    let former = person.as_ref().and_then(|person| person.screen);
    let pressed = if let Input::Press { message, .. } = &event.input { Some(*message) } else { None };
    let mut ctx = Ctx {
        bot,
        db,
        ahead,
        now,
        chat: event.chat,
        update: event.update,
        language,
        pressed,
        scrub: false,
        posted: false,
    };
    let reply = match (person, &event.input) {
        (person, Input::Blocked(blocked)) => {
            if person.is_some() {
                people::set_unreachable(ctx.db, event.chat, *blocked).await?;
            }
            Reply::default()
        }
        (None, _) if again => joining::welcome(&ctx).into(), // an "I agree" from before they erased themselves, say
        (None, input) => joining::stranger(&mut ctx, input).await?,
        // What they asked to see is on its way, or has been shown: only the button's query is left to answer.
        (Some(_), Input::Press { press: Some(press), .. }) if again && press.is_look() => Reply::default(),
        (Some(person), _) if again => where_they_are(&mut ctx, &person).await?,
        (Some(mut person), input) => {
            if person.unreachable {
                people::set_unreachable(ctx.db, event.chat, false).await?;
                person.unreachable = false;
            }
            known(&mut ctx, &person, input).await?
        }
    };
    let mut reply = reply;
    reply.screen = reply.screen.map(|screen| ctx.laid_out(screen));
    Ok(Handled { reply, former, scrub: ctx.scrub, posted: ctx.posted })
}

/// The screen of the person's current question, or the menu.
///
/// # Errors
/// When the database refuses.
pub async fn where_they_are(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    match person.run {
        Some(run) => runs::show(ctx, person, run).await,
        None => members::menu(ctx, person).await,
    }
}

async fn known(ctx: &mut Ctx<'_>, person: &Person, input: &Input) -> Result<Reply> {
    match input {
        Input::Command(command, rest) => command_of(ctx, person, command, rest).await,
        Input::Press { press: Some(press), .. } => match press {
            Press::Run { run, revision, key, act } => runs::press(ctx, person, *run, *revision, key, act).await,
            Press::Go(place, a, b) => go(ctx, person, *place, *a, *b).await,
            Press::Speak(language) => members::speak(ctx, person, language).await,
            Press::Consent { .. } => where_they_are(ctx, person).await, // they agreed already: an old screen
        },
        Input::Press { press: None, .. } => {
            tracing::warn!("a button that is not ours was pressed");
            where_they_are(ctx, person).await
        }
        Input::Words(words) if members::wants_silence(ctx, words) => members::stop(ctx, person).await,
        Input::Words(words) if attendance::opens(ctx, words).await? => attendance::check_in(ctx, person, words).await,
        Input::File(file, _) if imports::is_form(file) && !runs::takes_a_file(ctx, person).await? => {
            match imports::sent(ctx, person, file).await? {
                Some(reply) => Ok(reply),
                None => where_they_are(ctx, person).await,
            }
        }
        Input::Words(_) | Input::Voice(..) | Input::File(..) | Input::Other => match person.run {
            // Said before the question was on their screen: typed again because nothing came, or too fast.
            Some(run) if inbox::is_waiting(ctx.db, ctx.chat, ctx.update).await? => {
                runs::unseen(ctx, person, run, input).await
            }
            Some(run) => runs::said(ctx, person, run, input).await,
            None => members::idle(ctx, person, input).await,
        },
        Input::Blocked(_) => Ok(Reply::default()),
    }
}

async fn command_of(ctx: &mut Ctx<'_>, person: &Person, command: &str, rest: &str) -> Result<Reply> {
    let place = match command {
        "start" if attendance::is_code(rest) => return attendance::check_in(ctx, person, rest).await,
        "start" if !rest.is_empty() => return joining::known_with_code(ctx, person, rest).await,
        "start" => {
            people::set_stopped(ctx.db, person.id, false).await?;
            Place::Menu
        }
        "menu" => Place::Menu,
        "surveys" => Place::Surveys,
        "meetings" => Place::Meetings,
        "training" if !rest.trim().is_empty() => return catchup::found(ctx, person, rest).await,
        "training" => Place::Training,
        "glossary" => Place::Glossary,
        "audit" => Place::Audit,
        "results" => Place::Results,
        "language" => Place::Language,
        "mydata" => Place::MyData,
        "edit" => Place::Edit,
        "delete" => Place::Delete,
        "stop" => Place::Stop,
        "help" => Place::Help,
        "privacy" => Place::Privacy,
        _ => Place::Help,
    };
    go(ctx, person, place, 0, 0).await
}

async fn go(ctx: &mut Ctx<'_>, person: &Person, place: Place, a: i64, b: i64) -> Result<Reply> {
    // Whoever goes elsewhere leaves the question: typed words no longer belong to it. Choosing a language stays.
    let beside = matches!(
        place,
        Place::Language
            | Place::Help
            | Place::Privacy
            | Place::Here
            | Place::Rsvp
            | Place::Files
            | Place::Piece
            | Place::Preview
            | Place::Announce
            | Place::Proof
            | Place::Publish
    );
    if person.run.is_some() && !beside {
        people::set_run(ctx.db, person.id, None).await?;
        return Box::pin(go(ctx, &Person { run: None, ..person.clone() }, place, a, b)).await;
    }
    match place {
        Place::Here => where_they_are(ctx, person).await,
        Place::Menu => members::menu(ctx, person).await,
        Place::Language => members::languages(ctx, person).await,
        Place::MyData => mydata::show(ctx, person).await,
        Place::Privacy => Ok(members::beside(ctx, person, Screen::new(joining::notice(ctx))).into()),
        Place::Help => members::help(ctx, person).await,
        Place::Stop => members::stop(ctx, person).await,
        Place::Resume => members::resume(ctx, person).await,
        Place::Delete => members::ask_to_erase(ctx).await,
        Place::DeleteNow => members::erase(ctx, person).await,
        Place::Edit => joining::edit(ctx, person).await,
        Place::Surveys => surveys::list(ctx, person, a).await,
        Place::Survey => surveys::opening(ctx, person, a).await,
        Place::Shared => sharing::show(ctx, person, a, b).await,
        Place::About => surveys::about(ctx, person, a).await,
        Place::Begin => surveys::begin(ctx, person, a).await,
        Place::Meetings => replies::list(ctx, person, a, false).await,
        Place::PastMeetings => replies::list(ctx, person, a, true).await,
        Place::Meeting => replies::show(ctx, person, a, b != 0).await,
        Place::Training | Place::Search | Place::Read | Place::Piece | Place::Check | Place::Answer => {
            catchup::go(ctx, person, place, a, b).await
        }
        Place::Glossary | Place::Term | Place::Law | Place::LawCard => Ok(glossary::go(ctx, person, place, a, b)),
        Place::Files => replies::files(ctx, person, a).await,
        Place::Rsvp => replies::rsvp(ctx, person, a, b).await,
        _ => coordinators::go(ctx, person, place, a, b).await,
    }
}
