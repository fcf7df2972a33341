//! A coordinator sends an XLSForm. It is fetched and read apart from other work, and in a process of its own. A letter lists
//! its mistakes row by row, or offers to try the survey and to add it to the surveys. Nobody is asked anything before the
//! survey is opened like any other.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use sqlx::SqliteConnection;

use super::reader;
use super::xlsform::{self, ImportError};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::notify;
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::state::Bot;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::{capitalized, heading};
use crate::chat::{File, Press, Route, Screen};
use crate::dialog::Attached;
use crate::store::audit::AuditAction;
use crate::store::imports::{Import, ImportState, OfferedDialog};
use crate::store::letter_kind::LetterKind;
use crate::store::outbox::NewBroadcast;
use crate::store::people::Person;
use crate::store::versions::Source;
use crate::store::{self, Store};
use crate::text::{Arg, escape};
use crate::types::{Bodies, ImportId, PersonId, Timestamp, VersionId};
use crate::xlsform::import::Imported;
use crate::xlsform::{Files, FormRefusal, Remark, read};

/// Most remarks in a letter; if there are more, a file has all of them.
const REMARKS_SHOWN: usize = 10;
const ENDINGS: [&str; 3] = [".xlsx", ".xlsm", ".xls"];

pub(crate) fn is_form(file: &Attached) -> bool {
    let name = file.name.to_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Stores a form that a coordinator has sent. None if the person coordinates nothing.
pub(crate) async fn receive(ctx: &mut Ctx<'_>, person: &Person, file: &Attached) -> Result<Option<Outcome>> {
    if store::coordinators::find_bodies(ctx.db, person.id).await?.is_none() {
        return Ok(None);
    }
    if file.bytes > read::LARGEST as u64 {
        let refused = xlsform::refusal_in_words(&ctx.bot.texts, &ctx.locale.language, FormRefusal::TooLarge);
        return Ok(Some(ctx.text_screen(refused).into()));
    }
    store::imports::add(ctx.db, person.id, &file.file, &file.name, ctx.now).await?;
    ctx.effects.ring = true;
    let args = [("file", Arg::words(file.name.clone()))];
    Ok(Some(ctx.text_screen(ctx.say("form-reading", &args)).into()))
}

/// The queue of forms that coordinators have sent and that must be fetched. One that cannot be fetched now goes to its end.
#[derive(Clone)]
pub struct Forms {
    bot: Arc<Bot>,
    store: Store,
    /// The form that was given out last.
    last: Arc<AtomicI64>,
}

impl Forms {
    /// The queue of this bot.
    pub fn new(bot: &Arc<Bot>, store: &Store) -> Forms {
        Forms { bot: bot.clone(), store: store.clone(), last: Arc::default() }
    }

    /// The next form to fetch: its number and Telegram's id of the file. Forms are read one after the other, so that one
    /// that is still being read was given up: the program ended at it. It may be the reason, so it is not read again by
    /// itself; its sender is told.
    pub async fn next_to_fetch(&self) -> Result<Option<(ImportId, String)>> {
        let (interrupted, waiting) = {
            let mut db = self.store.read().await?;
            let last = ImportId(self.last.load(Ordering::Relaxed));
            (store::imports::list_being_read(&mut db).await?, store::imports::find_waiting(&mut db, last).await?)
        };
        if !interrupted.is_empty() {
            let mut db = self.store.write().await?;
            for (id, person, sent_at) in interrupted {
                tracing::warn!(form = id.0, "a form was being read when the program ended; it is not read again");
                store::imports::set_state(&mut db, id, ImportState::Interrupted, "[]", None).await?;
                notify_sender(&mut db, person, id, sent_at).await?;
            }
            db.commit().await.map_err(store::Error::from)?;
            self.bot.outbox.notify_one();
        }
        if let Some(import) = &waiting {
            self.last.store(import.id.0, Ordering::Relaxed);
        }
        Ok(waiting.map(|import| (import.id, import.file)))
    }

    /// Waits until another form was sent.
    pub(crate) async fn wait_for_more(&self) {
        self.bot.sent_in.notified().await;
    }

    /// Reads a form that was fetched, or could not be, and writes to its coordinator.
    pub async fn read_fetched(&self, now: Timestamp, id: ImportId, bytes: Option<Vec<u8>>) -> Result<()> {
        let (bot, store) = (&self.bot, &self.store);
        let Some(import) = store::imports::find(&mut *store.read().await?, id).await? else { return Ok(()) };
        let name = import.name.rsplit_once('.').map_or(import.name.as_str(), |(name, _)| name).to_owned();
        let found = match bytes {
            None => None,
            Some(bytes) => {
                let mut db = store.write().await?;
                store::imports::set_state(&mut db, id, ImportState::Reading, "[]", None).await?;
                db.commit().await.map_err(store::Error::from)?;
                Some(read_form(bot, bytes, name).await)
            }
        };
        let report = |remarks: &[Remark]| {
            let unwritten = |error: serde_json::Error| store::Error::Row { table: "imports", cause: error.to_string() };
            serde_json::to_string(remarks).map_err(unwritten)
        };
        let mut db = store.write().await?;
        let (state, report, version) = match found {
            None => (ImportState::Lost, "[]".to_owned(), None),
            Some(Err(ReadError::NoReader(error))) => {
                tracing::error!(%error, "a form was not read");
                (ImportState::Interrupted, "[]".to_owned(), None)
            }
            Some(Err(ReadError::Import(ImportError::Refused(refusal)))) => {
                (ImportState::Refused, refusal.id().to_owned(), None)
            }
            Some(Err(ReadError::Import(ImportError::Mistakes(mistakes)))) => {
                (ImportState::Wrong, report(&mistakes)?, None)
            }
            Some(Ok(imported)) => {
                let Files { name, structure, words } = imported.files;
                let name = free_name(bot, &mut db, import.person, &name).await?;
                let version = store::versions::add(&mut db, &Source { name, structure, words }).await?;
                (ImportState::Ready, report(&imported.remarks)?, Some(version))
            }
        };
        store::imports::set_state(&mut db, id, state, &report, version).await?;
        notify_sender(&mut db, import.person, id, now).await?;
        db.commit().await.map_err(store::Error::from)?;
        bot.outbox.notify_one();
        Ok(())
    }
}

/// Why nothing was made of a form.
enum ReadError {
    Import(ImportError),
    NoReader(reader::NoReader),
}

async fn read_form(bot: &Arc<Bot>, bytes: Vec<u8>, name: String) -> std::result::Result<Imported, ReadError> {
    let book = reader::read_book(bytes).await.map_err(ReadError::NoReader)?;
    let book = book.map_err(|refusal| ReadError::Import(ImportError::Refused(refusal)))?;
    let bot = bot.clone();
    let made = tokio::task::spawn_blocking(move || xlsform::import_book(&bot.texts, &book, &name)).await;
    let made = made.unwrap_or(Err(ImportError::Refused(FormRefusal::Broken))); // it panicked
    made.map_err(ReadError::Import)
}

/// Writes the result to the person who sent the form. They wait for it, so it is sent in quiet hours too.
async fn notify_sender(db: &mut SqliteConnection, person: PersonId, form: ImportId, now: Timestamp) -> Result<()> {
    let kind = LetterKind::FormRead(form);
    let key = notify::key(kind, None);
    let new = NewBroadcast { kind, person: None, key: &key, priority: 0, due_at: now, expires_at: None, urgent: true };
    store::outbox::add_broadcast(db, &new, &[person], now).await?;
    Ok(())
}

/// A name that no file and no other person's dialog has.
async fn free_name(bot: &Bot, db: &mut SqliteConnection, person: PersonId, wanted: &str) -> Result<String> {
    let offered = store::imports::list_offered(db).await?;
    let all = store::coordinators::find_bodies(db, person).await? == Some(Bodies::All);
    let is_free = |name: &String| {
        let theirs = offered.iter().find(|offered| offered.name == *name);
        !bot.library.is_file(name) && theirs.is_none_or(|offered| all || offered.person == Some(person))
    };
    let names = std::iter::once(wanted.to_owned()).chain((2..).map(|n: u32| format!("{wanted}-{n}")));
    Ok(names.into_iter().find(is_free).unwrap_or_default()) // the names never end
}

fn parse_remarks(import: &Import) -> Vec<Remark> {
    serde_json::from_str(&import.report).unwrap_or_default()
}

/// The letter about a form, and all remarks as a file if there are many.
pub(crate) async fn letter(ctx: &mut Ctx<'_>, id: ImportId) -> Result<Option<(Screen, Option<File>)>> {
    let Some(import) = store::imports::find(ctx.db, id).await? else { return Ok(None) };
    let remarks = parse_remarks(&import);
    let line = |remark: &Remark| xlsform::remark_in_words(&ctx.bot.texts, &ctx.locale.language, remark);
    let lines: Vec<String> = remarks.iter().map(line).collect();
    let args = [("file", Arg::words(import.name.clone())), ("n", Arg::count(remarks.len()))];
    let mut screen = Screen::default();
    match (import.state, import.version) {
        (ImportState::Ready, Some(version)) => {
            let localized = ctx.bot.library.version(ctx.db, version).await?;
            let args = [
                ("title", Arg::words(capitalized(&localized.say(&ctx.locale.language, "title")))),
                ("n", Arg::count(localized.dialog.questions.len())),
            ];
            screen.text = ctx.say("form-ready", &args);
            screen.rows.push(vec![to(ctx, "form-try", Route::TryForm { form: id })]);
            screen.rows.push(vec![to(ctx, "form-take", Route::TakeForm { form: id })]);
        }
        (ImportState::Wrong, _) => screen.text = ctx.say("form-wrong", &args),
        (ImportState::Refused, _) => {
            let refusal = FormRefusal::of_id(&import.report).unwrap_or(FormRefusal::Broken);
            let why = xlsform::refusal_in_words(&ctx.bot.texts, &ctx.locale.language, refusal);
            screen.text =
                ctx.say("form-no-form", &[("file", Arg::words(import.name.clone())), ("why", Arg::text(why))]);
        }
        (ImportState::Reading | ImportState::Interrupted, _) => screen.text = ctx.say("form-interrupted", &args),
        (ImportState::Waiting | ImportState::Lost | ImportState::Ready, _) => {
            screen.text = ctx.say("form-lost", &args);
        }
    }
    for line in lines.iter().take(REMARKS_SHOWN) {
        screen.text.push_str(&format!("\n• {}", escape(line)));
    }
    let mut file = None;
    if lines.len() > REMARKS_SHOWN {
        // A caption is short, so it has only the first line.
        screen.text = screen.text.lines().next().unwrap_or_default().to_owned();
        let plain = lines.join("\r\n").replace(['\u{2068}', '\u{2069}'], "");
        file = Some(File::Document("report.txt".into(), format!("\u{feff}{plain}\r\n").into_bytes()));
    }
    Ok(Some((screen, file)))
}

/// Begins the survey of a form as a trial.
pub(crate) async fn try_form(ctx: &mut Ctx<'_>, person: &Person, form: ImportId) -> Result<Outcome> {
    let Some(version) = version_of(ctx, form).await? else {
        return Ok(Route::Menu.into());
    };
    let seed = ctx.bot.random();
    let run = store::runs::begin(ctx.db, person.id, version, None, seed).await?;
    session::show(ctx, person, run.id).await
}

/// Adds the survey of a form to those that can be opened.
pub(crate) async fn take_form(ctx: &mut Ctx<'_>, person: &Person, form: ImportId) -> Result<Outcome> {
    let Some(version) = version_of(ctx, form).await? else {
        return Ok(Route::Menu.into());
    };
    let name = ctx.bot.library.version(ctx.db, version).await?.dialog.name.clone();
    if free_name(ctx.bot, ctx.db, person.id, &name).await? != name {
        // Somebody else has added a form of this name since this one was read.
        return Ok(ctx.text_screen(ctx.say("form-name-taken", &[("name", Arg::words(name))])).into());
    }
    store::imports::offer(ctx.db, &name, version, person.id).await?;
    ctx.bot.library.offer(&name, version);
    ctx.audit(person, AuditAction::TookForm(form)).await?;
    let args = [("title", Arg::text(heading(ctx, &name)))];
    let mut screen = Screen::new(ctx.say("form-taken", &args));
    screen.rows.push(vec![to(ctx, "go-open", Route::OpenSurvey), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The dialog that was made of a form, if one was.
async fn version_of(ctx: &mut Ctx<'_>, form: ImportId) -> Result<Option<VersionId>> {
    Ok(store::imports::find(ctx.db, form).await?.and_then(|import| import.version))
}

/// The dialogs that came as forms and that this coordinator may remove from the surveys.
pub(super) async fn list_managed(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies) -> Result<Vec<OfferedDialog>> {
    let mut offered = store::imports::list_offered(ctx.db).await?;
    let is_file = |offered: &OfferedDialog| ctx.bot.library.is_file(&offered.name);
    offered.retain(|offered| (*scope == Bodies::All || offered.person == Some(person.id)) && !is_file(offered));
    Ok(offered)
}

/// The list of these, each with a tick if it can be opened as a survey.
pub(crate) async fn list(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, page: usize) -> Result<Outcome> {
    let taken = list_managed(ctx, person, scope).await?;
    let mut screen = Screen::new(ctx.say("forms", &[("n", Arg::count(taken.len()))]));
    let (page, pages) = clamp_page(page, taken.len(), BUTTONS_A_PAGE);
    for form in taken.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        let args = [("title", Arg::text(heading(ctx, &form.name)))];
        let label = if form.withdrawn { ctx.say("form-out", &args) } else { ctx.say("form-in", &args) };
        screen = screen.row(label, Press::Go(Route::ToggleForm { version: form.version, page }));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Forms { page })));
    screen.rows.push(vec![to(ctx, "back", Route::ManagedSurveys { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Removes one of these from the surveys that can be opened, or adds it again. Surveys that use it go on.
pub(crate) async fn toggle(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    version: VersionId,
    page: usize,
) -> Result<Outcome> {
    if let Some(form) = list_managed(ctx, person, scope).await?.into_iter().find(|form| form.version == version) {
        store::imports::set_withdrawn(ctx.db, &form.name, !form.withdrawn).await?;
        if form.withdrawn {
            ctx.bot.library.offer(&form.name, version);
            ctx.audit(person, AuditAction::PutFormBack(version)).await?;
        } else {
            ctx.bot.library.withdraw(&form.name);
            ctx.audit(person, AuditAction::TookFormOut(version)).await?;
        }
    }
    list(ctx, person, scope, page).await
}

/// The trial of a survey has ended: its answers are erased.
pub(crate) async fn end_trial(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Outcome> {
    store::runs::end(ctx.db, session.run.id).await?;
    let mut screen = Screen::new(ctx.say("form-tried", &[]));
    if let Some(form) = store::imports::find_by_version(ctx.db, person.id, session.run.version).await? {
        let take = to(ctx, "form-take", Route::TakeForm { form });
        screen.rows.push(vec![take, to(ctx, "form-try", Route::TryForm { form })]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
