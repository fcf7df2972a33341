//! `takafou demo`: the real bot, talking to a look-alike of Telegram on this machine, with a chat page to try it.
//!
//! The people and what they hold are invented. The database is a new one in the system's temporary folder each time.

use std::future::Future;

use crate::app::{self, Error};
use crate::config::Settings;
use crate::rehearsal::Rehearsal;
use crate::sandbox::{Limits, Options, Person, Sandbox};
use crate::store::surveys;

/// The look-alike's token; worth nothing elsewhere.
const TOKEN: &str = "100:demo";

/// A coordinator and members of three bodies: Telegram id, name, language, body (index), what the page says, sex.
const PEOPLE: [(i64, &str, &str, usize, &str, &str); 5] = [
    (11, "أمينة (منسقة)", "ar", 0, "منسقة جميع الهيئات · coordinatrice", "f"),
    (12, "سلمى", "ar", 0, "عضوة · هيئة مكناس", "f"),
    (13, "Driss", "fr", 1, "membre · instance de Boufakrane", "m"),
    (14, "حليمة", "ar", 2, "عضوة · هيئة الدخيسة", "f"),
    (15, "يوسف", "ar", 2, "لم ينضم بعد · pas encore inscrit", ""),
];

const BODIES: [(&str, &str); 3] = [("مكناس", "Meknès"), ("بوفكران", "Boufakrane"), ("الدخيسة", "Dkhissa")];

/// Runs the demo until `stop` resolves.
///
/// # Errors
/// When the page's port is taken or the files cannot be read.
pub async fn run(mut settings: Settings, port: u16, stop: impl Future<Output = ()>) -> Result<(), Error> {
    settings.controller = "مجلس عمالة مكناس (تجريبي)".into();
    settings.controller_fr = "le conseil de la préfecture de Meknès (démonstration)".into();
    settings.contact = "demo@example.org".into();
    settings.webhook_url.clear();
    let folder = std::env::temp_dir().join(format!("takafou-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| Error::Io(folder.display().to_string(), error))?;
    settings.database = folder.join("demo.db");
    let people = seed(&settings).await?;
    let options = Options {
        port,
        token: TOKEN.into(),
        bot_username: "takafou_demo_bot".into(),
        limits: Some(Limits::default()),
        people,
    };
    let sandbox = Sandbox::start(options).await.map_err(|error| {
        Error::Setting(format!("port {port} on 127.0.0.1: {error}; try another with --port, or 0 for any"))
    })?;
    for (id, _, _, _, _, sex) in PEOPLE {
        if !sex.is_empty() {
            sandbox.say(id, "/menu");
        }
    }
    settings.token = TOKEN.into();
    settings.api_url = Some(sandbox.url());
    println!("تكافؤ · Takafou: {}/", sandbox.url());
    let ended = app::run(&settings, stop).await;
    let _ = std::fs::remove_dir_all(&folder); // a throw-away database in the system's temporary folder
    ended
}

/// Bodies, members, and two open surveys; returns the people for the page.
async fn seed(settings: &Settings) -> Result<Vec<Person>, Error> {
    let now = app::now();
    let mut rehearsal = Rehearsal::new(settings.clone(), settings.database.clone(), now, app::seed()?).await?;
    let mut codes = Vec::new();
    for (ar, fr) in BODIES {
        codes.push(rehearsal.body(ar, fr).await?.1);
    }
    let coordinator = rehearsal.coordinator().await?;
    let mut people = Vec::new();
    for (id, name, language, body, note, sex) in PEOPLE {
        let code = codes.get(body).cloned().unwrap_or_default();
        let joined = !sex.is_empty();
        if joined {
            let first = name.split(' ').next().unwrap_or(name);
            rehearsal.sign_up(id, language, &code, first, "member", Some(sex)).await;
        }
        let start = (!joined).then(|| format!("/start {code}"));
        people.push(Person { id, first_name: name.into(), language_code: language.into(), note: note.into(), start });
    }
    rehearsal.say(PEOPLE[0].0, &format!("/start {coordinator}")).await;
    let mut transaction = rehearsal.store.write().await?;
    for (survey, anonymous) in [("diagnostic", false), ("evaluation", true)] {
        surveys::open(&mut transaction, survey, anonymous, &[], now, now + 14 * 86_400_000).await?;
    }
    // The rehearsal's updates must not be taken for those of the look-alike.
    transaction.commit().await.map_err(crate::store::Error::from)?;
    rehearsal.store.close().await;
    Ok(people)
}
