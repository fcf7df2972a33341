//! A coordinator sends an XLSForm: it is fetched and read apart from all else, and a letter says what is wrong row by row, or
//! offers to try the survey and to take it. Nothing is asked of anybody before it is opened like any other.

use std::sync::Arc;

use sqlx::SqliteConnection;

use super::xlsform::{self, Unfit};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::notify;
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::state::Bot;
use crate::bot::ui::buttons::{LISTED, paged, to, turning};
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
use crate::xlsform::{Files, FormRefusal, Remark, read};

/// Remarks that a letter shows; all of them are in a file then.
const SHOWN: usize = 10;
/// Endings of workbooks.
const ENDINGS: [&str; 3] = [".xlsx", ".xlsm", ".xls"];

/// Whether a file looks like a form.
pub fn is_form(file: &Attached) -> bool {
    let name = file.name.to_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// A coordinator has sent a form. None from somebody who coordinates nothing.
pub async fn sent(ctx: &mut Ctx<'_>, person: &Person, file: &Attached) -> Result<Option<Outcome>> {
    if store::people::find_coordinated_bodies(ctx.db, person.id).await?.is_none() {
        return Ok(None);
    }
    if file.bytes > read::LARGEST as u64 {
        let refused = xlsform::refused(&ctx.bot.texts, &ctx.locale.language, FormRefusal::TooLarge);
        return Ok(Some(ctx.told(refused).into()));
    }
    store::imports::add(ctx.db, person.id, &file.file, &file.name, ctx.now).await?;
    ctx.effects.ring = true;
    let args = [("file", Arg::words(file.name.clone()))];
    Ok(Some(ctx.told(ctx.say("form-reading", &args)).into()))
}

/// The forms that have been sent and are to be fetched.
#[derive(Clone)]
pub struct Forms {
    bot: Arc<Bot>,
    store: Store,
}

impl Forms {
    /// Those of this bot.
    pub fn of(bot: &Arc<Bot>, store: &Store) -> Forms {
        Forms { bot: bot.clone(), store: store.clone() }
    }

    /// The next form to fetch: its number and Telegram's id of the file.
    pub async fn wanted(&self) -> Result<Option<(ImportId, String)>> {
        let waiting = store::imports::find_waiting(&mut *self.store.read().await?).await?;
        Ok(waiting.map(|import| (import.id, import.file)))
    }

    /// Waits until another has been sent.
    pub async fn more(&self) {
        self.bot.sent_in.notified().await;
    }

    /// A form has been fetched, or cannot be had: it is read, and its coordinator is written to.
    pub async fn arrived(&self, now: Timestamp, id: ImportId, bytes: Option<Vec<u8>>) -> Result<()> {
        let (bot, store) = (&self.bot, &self.store);
        let Some(import) = store::imports::find(&mut *store.read().await?, id).await? else { return Ok(()) };
        let name = import.name.rsplit_once('.').map_or(import.name.as_str(), |(name, _)| name).to_owned();
        let found = match bytes {
            None => None,
            Some(bytes) => {
                let bot = bot.clone();
                let reading = tokio::task::spawn_blocking(move || xlsform::read(&bot.texts, &bytes, &name));
                Some(reading.await.unwrap_or(Err(Unfit::Refused(FormRefusal::Broken)))) // a panic: nothing to be made of it
            }
        };
        let report = |remarks: &[Remark]| {
            let unwritten = |error: serde_json::Error| store::Error::Row { table: "imports", cause: error.to_string() };
            serde_json::to_string(remarks).map_err(unwritten)
        };
        let mut db = store.write().await?;
        let (state, report, version) = match found {
            None => (ImportState::Lost, "[]".to_owned(), None),
            Some(Err(Unfit::Refused(refusal))) => (ImportState::Refused, refusal.id().to_owned(), None),
            Some(Err(Unfit::Mistakes(mistakes))) => (ImportState::Wrong, report(&mistakes)?, None),
            Some(Ok(imported)) => {
                let Files { name, structure, words } = imported.files;
                let name = free_name(bot, &mut db, import.person, &name).await?;
                let version = store::versions::add(&mut db, &Source { name, structure, words }).await?;
                (ImportState::Ready, report(&imported.remarks)?, Some(version))
            }
        };
        store::imports::set_state(&mut db, id, state, &report, version).await?;
        tell(&mut db, import.person, id, now).await?;
        db.commit().await.map_err(store::Error::from)?;
        bot.outbox.notify_one();
        Ok(())
    }
}

/// Writes to whoever sent a form what became of it: they wait for it, at any hour.
async fn tell(db: &mut SqliteConnection, person: PersonId, form: ImportId, now: Timestamp) -> Result<()> {
    let kind = LetterKind::FormRead(form);
    let key = notify::key(kind, None);
    let new = NewBroadcast { kind, person: None, key: &key, priority: 0, due_at: now, expires_at: None, urgent: true };
    store::outbox::add_broadcast(db, &new, &[person], now).await?;
    Ok(())
}

/// A name that is neither a file's nor somebody else's dialog's.
async fn free_name(bot: &Bot, db: &mut SqliteConnection, person: PersonId, wanted: &str) -> Result<String> {
    let offered = store::imports::list_offered(db).await?;
    let all = store::people::find_coordinated_bodies(db, person).await? == Some(Bodies::All);
    let is_free = |name: &String| {
        let theirs = offered.iter().find(|offered| offered.name == *name);
        !bot.library.is_file(name) && theirs.is_none_or(|offered| all || offered.person == Some(person))
    };
    let names = std::iter::once(wanted.to_owned()).chain((2..).map(|n: u32| format!("{wanted}-{n}")));
    Ok(names.into_iter().find(is_free).unwrap_or_default()) // there are more names than dialogs
}

fn remarks(import: &Import) -> Vec<Remark> {
    serde_json::from_str(&import.report).unwrap_or_default()
}

/// The letter about a form, and the whole report where it is long.
pub async fn letter(ctx: &mut Ctx<'_>, id: ImportId) -> Result<Option<(Screen, Option<File>)>> {
    let Some(import) = store::imports::find(ctx.db, id).await? else { return Ok(None) };
    let remarks = remarks(&import);
    let line = |remark: &Remark| xlsform::said(&ctx.bot.texts, &ctx.locale.language, remark);
    let lines: Vec<String> = remarks.iter().map(line).collect();
    let args = [("file", Arg::words(import.name.clone())), ("n", Arg::count(remarks.len()))];
    let mut screen = Screen::default();
    match (import.state, import.version) {
        (ImportState::Ready, Some(version)) => {
            let played = ctx.bot.library.version(ctx.db, version).await?;
            let args = [
                ("title", Arg::words(capitalized(&played.say(&ctx.locale.language, "title")))),
                ("n", Arg::count(played.dialog.questions.len())),
            ];
            screen.text = ctx.say("form-ready", &args);
            screen.rows.push(vec![to(ctx, "form-try", Route::TryForm { form: id })]);
            screen.rows.push(vec![to(ctx, "form-take", Route::TakeForm { form: id })]);
        }
        (ImportState::Wrong, _) => screen.text = ctx.say("form-wrong", &args),
        (ImportState::Refused, _) => {
            let refusal = FormRefusal::ALL.into_iter().find(|refusal| refusal.id() == import.report);
            let refusal = refusal.unwrap_or(FormRefusal::Broken);
            let why = xlsform::refused(&ctx.bot.texts, &ctx.locale.language, refusal);
            screen.text =
                ctx.say("form-no-form", &[("file", Arg::words(import.name.clone())), ("why", Arg::text(why))]);
        }
        (ImportState::Waiting | ImportState::Lost | ImportState::Ready, _) => {
            screen.text = ctx.say("form-lost", &args);
        }
    }
    for line in lines.iter().take(SHOWN) {
        screen.text.push_str(&format!("\n• {}", escape(line)));
    }
    let mut file = None;
    if lines.len() > SHOWN {
        // A caption is short: the file says it all.
        screen.text = screen.text.lines().next().unwrap_or_default().to_owned();
        let plain = lines.join("\r\n").replace(['\u{2068}', '\u{2069}'], "");
        file = Some(File::Document("report.txt".into(), format!("\u{feff}{plain}\r\n").into_bytes()));
    }
    Ok(Some((screen, file)))
}

/// Begins the survey of a form, to try it.
pub async fn try_form(ctx: &mut Ctx<'_>, person: &Person, form: ImportId) -> Result<Outcome> {
    let Some(version) = version_of(ctx, form).await? else {
        return Ok(Route::Menu.into());
    };
    let seed = ctx.bot.random();
    let run = store::runs::begin(ctx.db, person.id, version, None, seed).await?;
    session::show(ctx, person, run.id).await
}

/// Takes the survey of a form among those that can be opened.
pub async fn take(ctx: &mut Ctx<'_>, person: &Person, form: ImportId) -> Result<Outcome> {
    let Some(version) = version_of(ctx, form).await? else {
        return Ok(Route::Menu.into());
    };
    let name = ctx.bot.library.version(ctx.db, version).await?.dialog.name.clone();
    if free_name(ctx.bot, ctx.db, person.id, &name).await? != name {
        // Somebody else has taken a form of that name since this one was read.
        return Ok(ctx.told(ctx.say("form-name-taken", &[("name", Arg::words(name))])).into());
    }
    store::imports::offer(ctx.db, &name, version, person.id).await?;
    ctx.bot.library.offer(&name, version);
    ctx.audit(person, AuditAction::TookForm(form)).await?;
    let args = [("title", Arg::text(heading(ctx, &name)))];
    let mut screen = Screen::new(ctx.say("form-taken", &args));
    screen.rows.push(vec![to(ctx, "go-open", Route::OpenSurvey), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The dialog that a form has become; none if it has become none.
async fn version_of(ctx: &mut Ctx<'_>, form: ImportId) -> Result<Option<VersionId>> {
    Ok(store::imports::find(ctx.db, form).await?.and_then(|import| import.version))
}

/// The dialogs that came as forms and that a coordinator may take out of the surveys.
pub(super) async fn taken(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies) -> Result<Vec<OfferedDialog>> {
    let mut offered = store::imports::list_offered(ctx.db).await?;
    let is_file = |offered: &OfferedDialog| ctx.bot.library.is_file(&offered.name);
    offered.retain(|offered| (*scope == Bodies::All || offered.person == Some(person.id)) && !is_file(offered));
    Ok(offered)
}

/// The list of these, each with a tick where it is among the surveys that can be opened.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, page: usize) -> Result<Outcome> {
    let taken = taken(ctx, person, scope).await?;
    let mut screen = Screen::new(ctx.say("forms", &[("n", Arg::count(taken.len()))]));
    let (page, pages) = paged(page, taken.len(), LISTED);
    for form in taken.iter().skip(page * LISTED).take(LISTED) {
        let args = [("title", Arg::text(heading(ctx, &form.name)))];
        let label = if form.withdrawn { ctx.say("form-out", &args) } else { ctx.say("form-in", &args) };
        screen = screen.row(label, Press::Go(Route::ToggleForm { version: form.version, page }));
    }
    screen.rows.extend(turning(ctx, page, pages, |page| Press::Go(Route::Forms { page })));
    screen.rows.push(vec![to(ctx, "back", Route::ManagedSurveys { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Takes one of these out of the surveys that can be opened, or puts it back. What was opened from it goes on.
pub async fn toggle(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    version: VersionId,
    page: usize,
) -> Result<Outcome> {
    if let Some(form) = taken(ctx, person, scope).await?.into_iter().find(|form| form.version == version) {
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

/// A survey of a form was tried to its end: nothing of it is kept.
pub async fn tried(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Outcome> {
    store::runs::end(ctx.db, session.run.id).await?;
    let mut screen = Screen::new(ctx.say("form-tried", &[]));
    if let Some(form) = store::imports::find_by_version(ctx.db, person.id, session.run.version).await? {
        let take = to(ctx, "form-take", Route::TakeForm { form });
        screen.rows.push(vec![take, to(ctx, "form-try", Route::TryForm { form })]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
