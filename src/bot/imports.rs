//! A coordinator sends an XLSForm: it is fetched and read apart from all else, and a letter says what is wrong row by row, or
//! offers to try the survey and to take it. Nothing is asked of anybody before it is opened like any other.

use std::sync::Arc;

use super::coordinators::Scope;
use super::forms::{self, Unfit};
use super::questions::{LISTED, number, paged, to, turning};
use super::runs::{self, Open};
use super::{Bot, Ctx, Result, coordinators, letters, members, surveys};
use crate::chat::{File, Place, Press, Reply, Screen};
use crate::dialog::Attached;
use crate::store::imports::{self as kept, Import, Offered};
use crate::store::people::{self, Person};
use crate::store::runs as begun;
use crate::store::versions::{self, Source};
use crate::store::{self, Millis, Store};
use crate::text::{Arg, escape};
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
///
/// # Errors
/// When the database refuses.
pub async fn sent(ctx: &mut Ctx<'_>, person: &Person, file: &Attached) -> Result<Option<Reply>> {
    if coordinators::scope(ctx, person).await?.is_none() {
        return Ok(None);
    }
    if file.bytes > read::LARGEST as u64 {
        let refused = forms::refused(&ctx.bot.texts, &ctx.language, FormRefusal::TooLarge);
        return Ok(Some(ctx.told(refused).into()));
    }
    kept::add(ctx.db, person.id, &file.file, &file.name, ctx.now).await?;
    ctx.posted = true;
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
    /// The forms of a bot.
    pub fn of(bot: &Arc<Bot>, store: &Store) -> Forms {
        Forms { bot: bot.clone(), store: store.clone() }
    }

    /// The next form to fetch: its number and Telegram's id of the file.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn wanted(&self) -> Result<Option<(i64, String)>> {
        let waiting = kept::waiting(&mut *self.store.read().await?).await?;
        Ok(waiting.map(|import| (import.id, import.file)))
    }

    /// Waits until another has been sent.
    pub async fn more(&self) {
        self.bot.sent_in.notified().await;
    }

    /// A form has been fetched, or cannot be had: it is read, and its coordinator is written to.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn arrived(&self, now: Millis, id: i64, bytes: Option<Vec<u8>>) -> Result<()> {
        let (bot, store) = (&self.bot, &self.store);
        let Some(import) = kept::find(&mut *store.read().await?, id).await? else { return Ok(()) };
        let name = import.name.rsplit_once('.').map_or(import.name.as_str(), |(name, _)| name).to_owned();
        let found = match bytes {
            None => None,
            Some(bytes) => {
                let bot = bot.clone();
                let reading = tokio::task::spawn_blocking(move || forms::read(&bot.texts, &bytes, &name));
                Some(reading.await.unwrap_or(Err(Unfit::Refused(FormRefusal::Broken)))) // a panic: nothing to be made of it
            }
        };
        let report = |remarks: &[Remark]| {
            let unwritten = |error: serde_json::Error| store::Error::Row { table: "imports", cause: error.to_string() };
            serde_json::to_string(remarks).map_err(unwritten)
        };
        let mut db = store.write().await?;
        match found {
            None => kept::end(&mut db, id, "lost", "[]", None).await?,
            Some(Err(Unfit::Refused(refusal))) => kept::end(&mut db, id, "refused", refusal.id(), None).await?,
            Some(Err(Unfit::Mistakes(mistakes))) => kept::end(&mut db, id, "wrong", &report(&mistakes)?, None).await?,
            Some(Ok(imported)) => {
                let Files { name, structure, words } = imported.files;
                let name = free(bot, &mut db, import.person, &name).await?;
                let version = versions::keep(&mut db, &Source { name, structure, words }).await?;
                kept::end(&mut db, id, "ready", &report(&imported.remarks)?, Some(version)).await?;
            }
        }
        letters::tell_of_form(&mut db, import.person, id, now).await?;
        db.commit().await.map_err(store::Error::from)?;
        bot.outbox.notify_one();
        Ok(())
    }
}

/// A name that is neither a file's nor somebody else's dialog's.
async fn free(bot: &Bot, db: &mut sqlx::SqliteConnection, person: i64, wanted: &str) -> Result<String> {
    let offered = kept::offered(db).await?;
    let all = people::coordinates(db, person).await?.contains(&0);
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
///
/// # Errors
/// When the database refuses.
pub async fn letter(ctx: &mut Ctx<'_>, id: i64) -> Result<Option<(Screen, Option<File>)>> {
    let Some(import) = kept::find(ctx.db, id).await? else { return Ok(None) };
    let remarks = remarks(&import);
    let lines: Vec<String> = remarks.iter().map(|remark| forms::said(&ctx.bot.texts, &ctx.language, remark)).collect();
    let args = [("file", Arg::words(import.name.clone())), ("n", Arg::count(remarks.len()))];
    let mut screen = Screen::default();
    match (import.state.as_str(), import.version) {
        ("ready", Some(version)) => {
            let played = ctx.bot.library.version(ctx.db, version).await?;
            let args = [
                ("title", Arg::words(surveys::capital(&played.say(&ctx.language, "title")))),
                ("n", Arg::count(played.dialog.questions.len())),
            ];
            screen.text = ctx.say("form-ready", &args);
            screen.rows.push(vec![to(ctx, "form-try", Place::FormTry, id, 0)]);
            screen.rows.push(vec![to(ctx, "form-take", Place::FormTake, id, 0)]);
        }
        ("wrong", _) => screen.text = ctx.say("form-wrong", &args),
        ("refused", _) => {
            let refusal = FormRefusal::ALL.into_iter().find(|refusal| refusal.id() == import.report);
            let refusal = refusal.unwrap_or(FormRefusal::Broken);
            let why = forms::refused(&ctx.bot.texts, &ctx.language, refusal);
            screen.text =
                ctx.say("form-no-form", &[("file", Arg::words(import.name.clone())), ("why", Arg::text(why))]);
        }
        _ => screen.text = ctx.say("form-lost", &args),
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

/// A coordinator's place about a form.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, id: i64) -> Result<Reply> {
    let import = kept::find(ctx.db, id).await?.filter(|import| import.person == person.id || *scope == Scope::All);
    let Some((import, version)) = import.and_then(|import| Some((import.clone(), import.version?))) else {
        return members::menu(ctx, person).await;
    };
    let played = ctx.bot.library.version(ctx.db, version).await?;
    if place == Place::FormTry {
        let seed = ctx.bot.random();
        let run = begun::begin(ctx.db, person.id, version, None, seed).await?;
        return runs::show(ctx, person, run.id).await;
    }
    let name = played.dialog.name.clone();
    if free(ctx.bot, ctx.db, person.id, &name).await? != name {
        // Somebody else has taken a form of that name since this one was read.
        return Ok(ctx.told(ctx.say("form-name-taken", &[("name", Arg::words(name))])).into());
    }
    kept::offer(ctx.db, &name, version, person.id).await?;
    ctx.bot.library.offer(&name, version);
    ctx.audit(person, "took a form", import.id).await?;
    let args = [("title", Arg::text(surveys::heading(ctx, &name)))];
    let mut screen = Screen::new(ctx.say("form-taken", &args));
    screen.rows.push(vec![to(ctx, "go-open", Place::Open, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// The dialogs that came as forms and that a coordinator may take out of the surveys.
///
/// # Errors
/// When the database refuses.
pub async fn taken(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope) -> Result<Vec<Offered>> {
    let mut offered = kept::offered(ctx.db).await?;
    let is_file = |offered: &Offered| ctx.bot.library.is_file(&offered.name);
    offered.retain(|offered| (*scope == Scope::All || offered.person == Some(person.id)) && !is_file(offered));
    Ok(offered)
}

/// These, each with a tick where it is among the surveys that can be opened.
///
/// # Errors
/// When the database refuses.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, page: i64) -> Result<Reply> {
    let taken = taken(ctx, person, scope).await?;
    let mut screen = Screen::new(ctx.say("forms", &[("n", Arg::count(taken.len()))]));
    let (page, pages) = paged(page, taken.len(), LISTED);
    for form in taken.iter().skip(page * LISTED).take(LISTED) {
        let args = [("title", Arg::text(surveys::heading(ctx, &form.name)))];
        let label = if form.withdrawn { ctx.say("form-out", &args) } else { ctx.say("form-in", &args) };
        screen = screen.row(label, Press::Go(Place::FormOut, form.version, number(page)));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Forms, number(to), 0)));
    screen.rows.push(vec![to(ctx, "back", Place::Rounds, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Takes one of these out of the surveys that can be opened, or puts it back. What was opened from it goes on.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, version: i64, page: i64) -> Result<Reply> {
    if let Some(form) = taken(ctx, person, scope).await?.into_iter().find(|form| form.version == version) {
        kept::withdraw(ctx.db, &form.name, !form.withdrawn).await?;
        if form.withdrawn {
            ctx.bot.library.offer(&form.name, version);
            ctx.audit(person, "put a form back", version).await?;
        } else {
            ctx.bot.library.withdraw(&form.name);
            ctx.audit(person, "took a form out", version).await?;
        }
    }
    list(ctx, person, scope, page).await
}

/// A survey has been tried to its end: nothing of it is kept.
///
/// # Errors
/// When the database refuses.
pub async fn tried(ctx: &mut Ctx<'_>, person: &Person, open: &Open) -> Result<Reply> {
    let mut screen = Screen::new(ctx.say("form-tried", &[]));
    if let Some(id) = kept::of_version(ctx.db, person.id, open.run.version).await? {
        screen
            .rows
            .push(vec![to(ctx, "form-take", Place::FormTake, id, 0), to(ctx, "form-try", Place::FormTry, id, 0)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}
