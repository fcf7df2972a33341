//! `takafou demo`: the real bot with a local imitation of Telegram, whose chat page anybody can try.
//!
//! The people and their answers are invented. Each start creates a new database in the system's temporary folder.

use std::future::Future;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::sync::{mpsc, watch};

use super::guests;
use crate::app::{self, Error};
use crate::bot::reminders;
use crate::config::Settings;
use crate::crowd;
use crate::rehearsal::Rehearsal;
use crate::sandbox::{ClockFace, ClockTurn, Guests, Limits, Sandbox, SandboxClock, SandboxOptions, SandboxPerson};
use crate::schedule::Rules;
use crate::store::{Store, surveys};
use crate::text::dates;
use crate::types::{Bodies, DAY, HOUR, Timestamp};

/// How many members of each body are not on the page.
const CROWD: i64 = 40;
const FIRST_OF_CROWD: i64 = 1_000;

/// A coordinator and members of three bodies: Telegram id, name, language, index of the body, note on the page, sex.
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
/// When the page's port is taken, the address is not this machine's, or the files cannot be read.
pub async fn run(
    mut settings: Settings,
    listen: IpAddr,
    port: u16,
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    settings.controller = "مجلس عمالة مكناس (تجريبي)".into();
    settings.controller_fr = "le conseil de la préfecture de Meknès (démonstration)".into();
    settings.contact = "demo@example.org".into();
    settings.webhook_url.clear();
    let folder = std::env::temp_dir().join(format!("takafou-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| Error::Io(folder.display().to_string(), error))?;
    settings.database = folder.join("demo.db");
    let clock = app::Clock::default();
    let rules = Rules::load(&settings.dialogs.join("rules")).map_err(Error::Files)?;
    if let Some(morning) = rules.sending.quiet.ends(clock.now()) {
        clock.advance(morning - clock.now()); // or nothing would be sent until then
    }
    let people = seed(&settings, clock.now()).await?;
    let (show, shows) = watch::channel(face(clock.now()));
    let (turns, turned) = mpsc::unbounded_channel();
    tokio::spawn(turn(settings.database.clone(), rules, clock.clone(), turned, show));
    let mut random = StdRng::from_seed(app::seed()?);
    let token = format!("100:{}", guests::secret(&mut random)); // other machines can reach the imitation, too
    let foreign = listen != IpAddr::V4(Ipv4Addr::LOCALHOST);
    let guests = foreign.then(|| Guests { listen, key: guests::secret(&mut random) });
    let options = SandboxOptions {
        port,
        guests: guests.clone(),
        token: token.clone(),
        bot_username: "takafou_demo_bot".into(),
        limits: Some(Limits::default()),
        people,
        clock: Some(SandboxClock { shows, turns }),
    };
    let sandbox = Sandbox::start(options).await.map_err(|error| {
        let another = "try another with --port, or 0 for any";
        Error::Setting(match error.kind() {
            ErrorKind::AddrNotAvailable => {
                format!("{listen} is no address of this machine; --listen 0.0.0.0 listens on all that it has")
            }
            _ => format!("port {port} on {listen}: {error}; {another}"),
        })
    })?;
    for (id, _, _, _, _, sex) in PEOPLE {
        if !sex.is_empty() {
            sandbox.say(id, "/menu");
        }
    }
    settings.token = token;
    settings.api_url = Some(sandbox.url());
    let invitation = match &guests {
        None => format!("تكافؤ · Takafou: {}/", sandbox.url()),
        Some(guests) => guests::invitation(guests, sandbox.port()),
    };
    let _ = super::say(&invitation); // the page works, whoever reads this
    let ended = app::run(&settings, clock, stop).await;
    let _ = std::fs::remove_dir_all(&folder); // a throw-away database in the system's temporary folder
    ended
}

/// What the clock shows. The day is in Arabic and in French.
fn face(now: Timestamp) -> ClockFace {
    let day = dates::day_of(now);
    let day = format!("{} · \u{2068}{}\u{2069}", dates::day_in_words(day, "ar"), dates::day_in_words(day, "fr"));
    ClockFace { day, hour: dates::hour_as_code(dates::wall(now).time()) }
}

/// Advances the clock when the page asks for it, and tells the page what the clock shows.
async fn turn(
    database: PathBuf,
    rules: Rules,
    clock: app::Clock,
    mut turns: mpsc::UnboundedReceiver<ClockTurn>,
    show: watch::Sender<ClockFace>,
) {
    let mut minutes = tokio::time::interval(Duration::from_secs(5));
    loop {
        let turn = tokio::select! {
            turn = turns.recv() => match turn {
                Some(turn) => Some(turn),
                None => return,
            },
            _ = minutes.tick() => None,
        };
        match turn {
            None => {}
            Some(ClockTurn::Hour) => clock.advance(HOUR),
            Some(ClockTurn::Day) => clock.advance(DAY),
            Some(ClockTurn::Next) => match next(&database, &rules, clock.now()).await {
                Ok(Some(at)) => clock.advance(at - clock.now()),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the next reminder could not be found"),
            },
        }
        let face = face(clock.now());
        show.send_if_modified(|shown| {
            let other = *shown != face;
            *shown = face;
            other
        });
    }
}

/// When the next reminder is sent; after quiet hours, if it is due in them.
async fn next(database: &Path, rules: &Rules, now: Timestamp) -> Result<Option<Timestamp>, Error> {
    let store = Store::open(database).await?;
    let next = reminders::next_due(rules, &mut *store.read().await?, now).await?;
    store.close().await;
    Ok(next.map(|at| rules.sending.quiet.ends(at).unwrap_or(at)))
}

/// Fills the database with bodies, members, two open surveys and three closed ones. Returns the people. Those of the
/// crowd have no note, so they are not on the page.
async fn seed(settings: &Settings, now: Timestamp) -> Result<Vec<SandboxPerson>, Error> {
    let mut rehearsal = Rehearsal::new(settings.clone(), settings.database.clone(), now, app::seed()?).await?;
    let (mut bodies, mut codes) = (Vec::new(), Vec::new());
    for (ar, fr) in BODIES {
        let (body, code) = rehearsal.body(ar, fr).await?;
        bodies.push(body);
        codes.push(code);
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
        people.push(SandboxPerson {
            id,
            first_name: name.into(),
            language_code: language.into(),
            note: note.into(),
            start,
        });
    }
    rehearsal.appoint(PEOPLE[0].0, &coordinator).await;
    let mut transaction = rehearsal.store.write().await?;
    for (survey, anonymous) in [("diagnostic", false), ("evaluation", true)] {
        surveys::open(&mut transaction, survey, anonymous, &Bodies::All, now, now + 14 * DAY).await?;
    }
    for (survey, anonymous) in [("priorities", false), ("needs", false), ("evaluation", true)] {
        surveys::open(&mut transaction, survey, anonymous, &Bodies::All, now - 30 * DAY, now - DAY).await?;
    }
    let (mut random, mut crowd) = (StdRng::seed_from_u64(1), Vec::new());
    for (at, body) in bodies.iter().enumerate() {
        let first = FIRST_OF_CROWD + 100 * i64::try_from(at).unwrap_or(0);
        crowd.extend(crowd::join(&mut transaction, *body, first..first + CROWD, now - 40 * DAY, &mut random).await?);
    }
    for survey in surveys::list_overdue(&mut transaction, now).await? {
        for person in &crowd {
            if random.random_bool(0.85) {
                let library = &rehearsal.bot.library;
                crowd::answer(&mut transaction, library, survey.id, person, now - 5 * DAY, &mut random).await?;
            }
        }
    }
    let silent = |person: &crate::store::people::Person| SandboxPerson {
        id: person.address.id,
        first_name: person.name.clone().unwrap_or_default(),
        language_code: person.language.clone(),
        note: String::new(),
        start: None,
    };
    people.extend(crowd.iter().map(silent));
    // The rehearsal's updates must not be taken for those of the imitation, which numbers its own from 100,000.
    transaction.commit().await.map_err(crate::store::Error::from)?;
    rehearsal.store.close().await;
    Ok(people)
}
