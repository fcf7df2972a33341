//! A summary with files in the real program: many members read it while the program is killed, and Telegram drops a
//! file.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::{FIRST, sandbox, spawn, town};
use takafou::bot::meetings::form::MeetingForm;
use takafou::chat::{Press, Route};
use takafou::dialog::points::{Point, Points};
use takafou::dialog::{Attached, Key, Media, Value};
use takafou::sandbox::{Sandbox, Seen};
use takafou::store::announcements::{self, NewAnnouncement};
use takafou::store::invitations;
use takafou::store::letter_kind::LetterKind;
use takafou::store::outbox::{self, NewBroadcast};
use takafou::store::readings;
use takafou::store::summaries::{self, Text};
use takafou::store::{Store, attendance, files, meetings};
use takafou::text::dates;
use takafou::types::{Bodies, DAY, DayNumber, PointNumber};

const PROGRAM: &str = env!("CARGO_BIN_EXE_takafou");
/// A step that takes longer has hung.
const LONG_ENOUGH: Duration = Duration::from_secs(300);
/// The names of the files, in the order of their points.
const NAMES: [&str; 3] = ["خطة.pdf", "صورة.jpg", "تسجيل.ogg"];
/// The size of the largest file in bytes: more than a megabyte.
const LARGE: usize = 1_100_000;

/// Adds a meeting of yesterday that everybody missed, and its summary of three points, each with a file. A letter about
/// it to each member waits in the outbox. Returns the ids of the files.
async fn missed(path: &Path, sandbox: &Sandbox, members: i64) -> Vec<String> {
    let now = takafou::app::now();
    let town = town(path, members).await;
    let (version, played) = town.bot.library.latest("meeting").unwrap();
    let began = dates::wall(now - DAY);
    let answers = [
        ("kind", Value::Picks(vec!["training".into()])),
        ("subject", Value::Text("خطة العمل".into())),
        ("days", Value::Numbers(vec![1])),
        ("day", Value::Date(began.date())),
        ("hour", Value::Time(began.time())),
        ("place", Value::Text("مقر المجلس".into())),
    ];
    let answers: Vec<_> = answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect();
    let about = MeetingForm { localized: played, answers: answers.clone() };
    let mut db = town.store.write().await.unwrap();
    let everyone = invitations::list_members(&mut db, &Bodies::All).await.unwrap();
    let meeting =
        meetings::add(&mut db, &about.description(version), everyone[0], &Bodies::All, now - 2 * DAY).await.unwrap();
    meetings::set_days(&mut db, meeting, &about.stored_days(), dates::ZONE).await.unwrap();
    invitations::invite(&mut db, meeting, &everyone).await.unwrap();
    attendance::close_day(&mut db, meeting, DayNumber(1), now - DAY / 2).await.unwrap();

    let media = [Media::Document, Media::Picture, Media::Voice];
    let sizes = [300, 2_000, LARGE];
    let ids: Vec<String> = (0..3).map(|i| sandbox.hold(NAMES[i], vec![b'a' + i as u8; sizes[i]])).collect();
    let point = |i: usize| {
        let (media, file, name) = (media[i], ids[i].clone(), if i == 0 { NAMES[0].into() } else { String::new() });
        let file = Attached { media, file, name, bytes: sizes[i] as u64, seconds: 0 };
        Point { text: format!("النقطة رقم {}", i + 1), file: Some(file) }
    };
    let answers = [
        ("language", Value::Picks(vec!["ar".into()])),
        ("heading", Value::Text("خطة العمل".into())),
        ("points", Value::Points(Points { list: (0..3).map(point).collect(), at: None })),
    ];
    let answers = answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect();
    let (version, _) = town.bot.library.latest("summary").unwrap();
    let summary = summaries::add(&mut db, meeting, None, everyone[0], now).await.unwrap();
    let text = Text { language: "ar".into(), version, answers };
    summaries::set_text(&mut db, summary, &text, "").await.unwrap();
    files::request_copies(&mut db, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await.unwrap();
    let row = summaries::find(&mut db, summary).await.unwrap().unwrap();
    let missed = readings::enrol(&mut db, &row).await.unwrap().missed;
    assert_eq!(missed, everyone);
    let new = NewBroadcast {
        kind: LetterKind::SummaryMissed(summary),
        person: None,
        key: "summary-missed:1",
        priority: 0,
        due_at: now,
        expires_at: None,
        urgent: true,
    };
    outbox::add_broadcast(&mut db, &new, &missed, now).await.unwrap();
    db.commit().await.unwrap();
    town.store.close().await;
    ids
}

/// Where a button of a reader leads.
#[derive(Clone, Copy)]
enum Spot {
    /// From the letter to the point that the reader left.
    Letter,
    /// To this point.
    Point(i64),
    /// To the file of this point.
    File(i64),
}

impl Spot {
    fn is_led_to_by(self, route: Route) -> bool {
        match (self, route) {
            (Spot::Letter, Route::ReadSummary { point: None, below: true, .. }) => true,
            (Spot::Point(k), Route::ReadSummary { point: Some(point), below: false, .. })
            | (Spot::File(k), Route::SummaryFile { point, .. }) => point == PointNumber(k),
            _ => false,
        }
    }
}

/// The newest button that leads there: its message and data.
fn button(sandbox: &Sandbox, member: i64, wanted: Spot) -> Option<(i64, String)> {
    let leads = |data: &&str| matches!(Press::parse(data), Some(Press::Go(route)) if wanted.is_led_to_by(route));
    sandbox.chat(member).iter().rev().find_map(|seen| {
        let data = seen.buttons.iter().flatten().filter_map(|button| button.data.as_deref()).find(leads)?;
        Some((seen.message_id, data.to_owned()))
    })
}

/// Waits for that button and presses it.
async fn press(sandbox: &Sandbox, member: i64, wanted: Spot) {
    let mut version = 0;
    loop {
        if let Some((message, data)) = button(sandbox, member, wanted) {
            sandbox.press(member, message, &data);
            return;
        }
        version = sandbox.changed(member, version).await;
    }
}

/// The files that the member has been sent, oldest first: their messages.
fn received(sandbox: &Sandbox, member: i64) -> Vec<Seen> {
    sandbox.chat(member).into_iter().filter(|seen| seen.from_bot && seen.file.is_some()).collect()
}

/// Asks for the file of point `k` and waits until it has come, with the point below it.
async fn fetch(sandbox: &Sandbox, member: i64, k: i64) {
    let before = received(sandbox, member).len();
    press(sandbox, member, Spot::File(k)).await;
    let mut version = 0;
    loop {
        let last = received(sandbox, member).pop().map_or(0, |seen| seen.message_id);
        let below = button(sandbox, member, Spot::File(k)).is_some_and(|(message, _)| message > last);
        if received(sandbox, member).len() > before && below {
            return;
        }
        version = sandbox.changed(member, version).await;
    }
}

/// Reads the whole summary with its files.
async fn read(sandbox: Sandbox, member: i64) {
    press(&sandbox, member, Spot::Letter).await;
    for k in 1..=3 {
        fetch(&sandbox, member, k).await;
        press(&sandbox, member, Spot::Point(k + 1)).await;
    }
    let mut version = 0;
    while button(&sandbox, member, Spot::Point(1)).is_none() {
        version = sandbox.changed(member, version).await; // "read again", on the last screen
    }
}

/// The members whose letter, and the members whose reply, may not have arrived.
async fn under_way(path: &Path) -> (Vec<i64>, Vec<i64>) {
    const LETTERS: &str = "SELECT p.telegram FROM outbox o JOIN persons p ON p.id = o.person WHERE o.state = 'sending'";
    let store = Store::open(path).await.unwrap();
    let mut db = store.read().await.unwrap();
    let letters = sqlx::query_scalar(LETTERS).fetch_all(&mut *db).await.unwrap();
    let replies = sqlx::query_scalar("SELECT DISTINCT chat FROM inbox WHERE chat IS NOT NULL");
    let replies = replies.fetch_all(&mut *db).await.unwrap();
    drop(db);
    store.close().await;
    (letters, replies)
}

fn times(list: &[i64], member: i64) -> usize {
    list.iter().filter(|one| **one == member).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_goes_to_500_each_part_comes_once_and_in_order() {
    const MEMBERS: i64 = 500;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let sandbox = sandbox(MEMBERS).await;
    let ids = missed(&path, &sandbox, MEMBERS).await;
    let readers: Vec<_> = (FIRST..FIRST + MEMBERS).map(|member| tokio::spawn(read(sandbox.clone(), member))).collect();
    let mut random = StdRng::seed_from_u64(7);
    let (mut letters_under_way, mut replies_under_way) = (Vec::new(), Vec::new());
    let faster = [("TAKAFOU_MESSAGES_PER_SECOND", "300")];
    for _ in 0..10 {
        let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &faster);
        tokio::time::sleep(Duration::from_millis(random.random_range(400..1_500))).await;
        drop(bot); // SIGKILL
        let (letters, replies) = under_way(&path).await;
        letters_under_way.extend(letters);
        replies_under_way.extend(replies);
    }
    let left = readers.iter().filter(|reader| !reader.is_finished()).count();
    assert!(left > 0, "the kills came too late to tell");
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &faster);
    let mut twice = 0;
    for (reader, member) in readers.into_iter().zip(FIRST..) {
        tokio::time::timeout(LONG_ENOUGH, reader).await.expect("members do not finish").unwrap();
        let chat = sandbox.chat(member);
        let letters = chat.iter().filter(|seen| seen.from_bot && seen.text.contains("فاتك")).count();
        let may = 1 + times(&letters_under_way, member);
        assert!((1..=may).contains(&letters), "{member}: {letters} letters, may be {may}");
        let mut came: Vec<String> =
            received(&sandbox, member).into_iter().filter_map(|seen| Some(seen.file?.file_id)).collect();
        let more = came.len().saturating_sub(ids.len());
        assert!(more <= times(&replies_under_way, member), "{member}: too often: {came:?}");
        came.dedup();
        assert_eq!(came, ids, "{member}: each file, in order");
        twice += more;
    }
    drop(bot);
    println!("{twice} of {} files came twice; {left} members were reading at the last kill", MEMBERS * 3);
}

/// Waits until there are `n` copies in the data folder, and returns them.
async fn copies(folder: &Path, n: usize) -> Vec<PathBuf> {
    let there = async {
        loop {
            let entries = std::fs::read_dir(folder.join("files")).into_iter().flatten();
            let found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
            if found.len() >= n && found.iter().all(|path| path.extension().is_none()) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, there).await.expect("no copies are made")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_telegram_has_dropped_is_sent_from_its_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let sandbox = sandbox(1).await;
    let ids = missed(&path, &sandbox, 1).await;
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[("TAKAFOU_COPY_UP_TO_MB", "1")]);
    press(&sandbox, FIRST, Spot::Letter).await;
    assert_eq!(copies(folder.path(), 2).await.len(), 2, "the third is larger than a megabyte");
    ids.iter().for_each(|id| sandbox.drop_file(id));

    fetch(&sandbox, FIRST, 1).await;
    let sent = received(&sandbox, FIRST).pop().unwrap().file.unwrap();
    assert_eq!((sent.name.as_str(), sent.kind.as_str()), (NAMES[0], "document"));
    assert_eq!(sandbox.file(&sent.file_id).unwrap(), vec![b'a'; 300]);
    fetch(&sandbox, FIRST, 1).await;
    let again = received(&sandbox, FIRST).pop().unwrap().file.unwrap();
    assert_eq!(again.file_id, sent.file_id, "by its new id: nothing is uploaded twice");

    press(&sandbox, FIRST, Spot::Point(2)).await;
    fetch(&sandbox, FIRST, 2).await;
    press(&sandbox, FIRST, Spot::Point(3)).await;
    press(&sandbox, FIRST, Spot::File(3)).await;
    let told = async {
        let mut version = 0;
        while !sandbox.chat(FIRST).iter().any(|seen| seen.text.contains("لم يعد هذا الملف متاحا")) {
            version = sandbox.changed(FIRST, version).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, told).await.expect("nobody says that the file is gone");
    assert_eq!(received(&sandbox, FIRST).len(), 3, "and no file came");
    drop(bot);
    let store = Store::open(&path).await.unwrap();
    let mut db = store.read().await.unwrap();
    assert!(files::is_lost(&mut db, &ids[2]).await.unwrap() && !files::is_lost(&mut db, &ids[0]).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announcement_whose_picture_telegram_has_dropped_arrives_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let sandbox = sandbox(2).await;
    let now = takafou::app::now();
    let town = town(&path, 2).await;
    let id = sandbox.hold("affiche.jpg", vec![7; 2_000]);
    sandbox.drop_file(&id);
    let picture = Attached { media: Media::Picture, file: id, name: String::new(), bytes: 2_000, seconds: 0 };
    let answers = [
        ("words-ar", Value::Text("لقاء مفتوح للجميع".into())),
        ("files", Value::Files(vec![picture])),
        ("whom", Value::Picks(vec!["all".into()])),
        ("when", Value::Picks(vec!["urgent".into()])),
    ];
    let answers: Vec<_> = answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect();
    let (version, _) = town.bot.library.latest("announcement").unwrap();
    let mut db = town.store.write().await.unwrap();
    let everyone = invitations::list_members(&mut db, &Bodies::All).await.unwrap();
    let new = NewAnnouncement { version, answers: &answers, due_at: now, until: None };
    let announcement = announcements::add(&mut db, &new, everyone[0], now).await.unwrap();
    announcements::set_sent(&mut db, announcement, &everyone, now).await.unwrap();
    let new = NewBroadcast {
        kind: LetterKind::Announcement(announcement),
        person: None,
        key: "announcement:1",
        priority: 0,
        due_at: now,
        expires_at: None,
        urgent: true,
    };
    outbox::add_broadcast(&mut db, &new, &everyone, now).await.unwrap();
    db.commit().await.unwrap();
    town.store.close().await;
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[("RUST_LOG", "off")]);
    for member in FIRST..FIRST + 2 {
        let text = tokio::time::timeout(LONG_ENOUGH, async {
            loop {
                if let Some(seen) = sandbox.chat(member).iter().find(|seen| seen.text.contains("لقاء مفتوح للجميع"))
                {
                    return seen.text.clone();
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let text = text.await.unwrap();
        assert!(text.lines().count() > 1, "it says that the picture is lost: {text}");
    }
    drop(bot);
}
