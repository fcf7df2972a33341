//! Meetings under a clock that the test advances: shifts of legal time, changed zone data, downtime, codes, and
//! coordinators who try to use what is not theirs.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDateTime;
use support::{sandbox_with, spawn};
use takafou::bot::meetings::check_in;
use takafou::bot::upkeep;
use takafou::chat::{Press, Route, Spot};
use takafou::config::Settings;
use takafou::dialog::{Key, Value};
use takafou::rehearsal::Rehearsal;
use takafou::sandbox::{Limits, Sandbox, Seen};
use takafou::store::attendance::Mark;
use takafou::store::invitations;
use takafou::store::meetings;
use takafou::store::{self, people};
use takafou::text::dates;
use takafou::types::{
    Address, ApologyReason, Attendance, Bodies, BodyId, DAY, DayNumber, HOUR, MeetingId, Rsvp, Timestamp,
};

/// Monday 23 November 2026, 10:00 in Morocco.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
const COORDINATOR: i64 = 100;

fn wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    dates::instant(wall(text))
}

async fn rehearsal(path: &Path, now: Timestamp) -> Rehearsal {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut rehearsal = Rehearsal::new(settings, path.to_owned(), now, [9; 32]).await.unwrap();
    rehearsal.join(COORDINATOR, "ar").await.unwrap();
    rehearsal.deliver().await.unwrap();
    rehearsal
}

/// Adds a body with members.
async fn members(rehearsal: &mut Rehearsal, chats: std::ops::Range<i64>) -> BodyId {
    let (body, code) = rehearsal.body("بوفكران", "Boufakrane").await.unwrap();
    for chat in chats {
        rehearsal.sign_up(chat, "ar", &code, &format!("عضوة {chat}"), "member", Some("f")).await;
    }
    body
}

async fn press(rehearsal: &mut Rehearsal, chat: i64, label: &str) {
    let (message, press) = rehearsal.placed_button(chat, label).unwrap_or_else(|| panic!("{chat} sees no [{label}]"));
    rehearsal.press_on(chat, message, press).await;
}

/// The coordinator of all bodies announces a meeting to everybody. Returns the meeting.
async fn announce(rehearsal: &mut Rehearsal, day_and_hour: &str, days: &str) -> MeetingId {
    announce_as(rehearsal, COORDINATOR, day_and_hour, days).await
}

/// A coordinator announces a meeting to all bodies that they coordinate.
async fn announce_as(rehearsal: &mut Rehearsal, chat: i64, day_and_hour: &str, days: &str) -> MeetingId {
    convene(rehearsal, chat, ["لقاء", "خطة العمل", days, day_and_hour], &[]).await
}

/// Answers the form: the first questions, then those that follow the question of the audience.
async fn convene(rehearsal: &mut Rehearsal, chat: i64, first: [&str; 4], last: &[&str]) -> MeetingId {
    rehearsal.press(chat, Press::Go(Route::NewMeeting)).await;
    for said in first {
        rehearsal.say(chat, said).await;
    }
    press(rehearsal, chat, "تخطي").await;
    rehearsal.say(chat, "مقر المجلس").await;
    while rehearsal.button(chat, "كل من أنسق").is_none() {
        press(rehearsal, chat, "تخطي").await;
    }
    for label in [&["كل من أنسق"], last, &["تأكيد", "إرسال الدعوة"]].concat() {
        press(rehearsal, chat, label).await;
    }
    let mut db = rehearsal.store.read().await.unwrap();
    meetings::list_in_scope(&mut db, &Bodies::All).await.unwrap().into_iter().max().unwrap()
}

/// Advances the clock hour by hour and returns the letters of a member, each with the clock's time.
async fn walk(rehearsal: &mut Rehearsal, member: i64, until: Timestamp) -> Vec<(String, String)> {
    let mut got = Vec::new();
    while rehearsal.now < until {
        rehearsal.now += HOUR / 2;
        for letter in rehearsal.deliver().await.unwrap().into_iter().filter(|letter| letter.to.id == member) {
            let text = letter.screen.text.lines().next().unwrap_or_default().to_owned();
            got.push((dates::wall(rehearsal.now).format("%m-%d %H:%M").to_string(), text));
        }
    }
    got
}

#[tokio::test]
async fn reminders_come_at_their_hour_through_every_shift_of_2026() {
    // Three shifts of legal time lie between the announcement and the meeting, or right before it.
    for (from, said, begins, wanted) in [
        ("2026-02-06T10:00:00", "15/2 10h", "2026-02-15T10:00:00", ["02-12 10:00", "02-14 18:00", "02-15 08:30"]),
        ("2026-03-12T10:00:00", "22/3 10h", "2026-03-22T10:00:00", ["03-19 10:00", "03-21 18:00", "03-22 08:30"]),
        ("2026-09-10T10:00:00", "20/9 10h", "2026-09-20T10:00:00", ["09-17 10:00", "09-19 18:00", "09-20 08:30"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut rehearsal = rehearsal(&folder.path().join("t.db"), at(from)).await;
        members(&mut rehearsal, 200..201).await;
        announce(&mut rehearsal, said, "1").await;
        let got = walk(&mut rehearsal, 200, at(begins) + DAY).await;
        assert!(got[0].1.starts_with("السلام عليكم"), "{got:?}");
        let times: Vec<&str> = got[1..].iter().map(|(time, _)| time.as_str()).collect();
        assert_eq!(times, wanted, "{begins}"); // two hours before ten is eight: quiet hours hold it until half past
        assert!(got[1].1.contains("بعد 3 أيام") && got[2].1.contains("غدا") && got[3].1.contains("اليوم"), "{got:?}");
    }
}

#[tokio::test]
async fn after_a_pause_one_reminder_comes_and_what_is_past_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    members(&mut rehearsal, 200..202).await;
    announce(&mut rehearsal, "3/12 15h", "1").await;
    rehearsal.deliver().await.unwrap();
    press(&mut rehearsal, 201, "أعتذر عن الحضور").await;
    rehearsal.restart().await.unwrap();
    rehearsal.now = at("2026-12-03T13:40:00"); // down since the announcement: all three reminders have passed
    let got: Vec<_> = rehearsal.deliver().await.unwrap().into_iter().filter(|letter| letter.edits.is_none()).collect();
    let to: Vec<i64> = got.iter().map(|letter| letter.to.id).collect();
    assert_eq!(to.iter().filter(|chat| **chat == 200).count(), 1, "one, not three");
    assert!(!to.contains(&201), "who declined is left alone");
    assert_eq!(rehearsal.deliver().await.unwrap(), [], "and not again");
    announce(&mut rehearsal, "5/12 15h", "1").await;
    rehearsal.deliver().await.unwrap();
    rehearsal.now = at("2026-12-05T15:00:00");
    let late = rehearsal.deliver().await.unwrap();
    assert!(late.iter().all(|letter| letter.edits.is_some()), "it has begun: {late:?}");
}

#[tokio::test]
async fn a_database_full_of_meetings_keeps_its_hours_when_the_zone_data_changes() {
    const MEETINGS: i64 = 300;
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    members(&mut rehearsal, 200..203).await;
    let (version, played) = rehearsal.bot.library.latest("meeting").unwrap();
    // As in IANA 2025b: Morocco at UTC+1. Nobody knew in 2025 that this would end.
    let old = jiff::tz::TimeZone::posix("<+01>-1").unwrap();
    let instant = |wall: &str| {
        let civil: jiff::civil::DateTime = wall.parse().unwrap();
        Timestamp(old.to_ambiguous_timestamp(civil).compatible().unwrap().as_millisecond())
    };
    let mut db = rehearsal.store.write().await.unwrap();
    let coordinator = people::find_by_address(&mut db, Address::telegram(COORDINATOR)).await.unwrap().unwrap();
    let everyone = invitations::list_members(&mut db, &Bodies::All).await.unwrap();
    for i in 0..MEETINGS {
        let begins =
            dates::wall(NOW + (i % 150 + 2) * DAY).date().and_hms_opt(u32::try_from(i % 12).unwrap() + 8, 15, 0);
        let (day, time) = (begins.unwrap().date(), begins.unwrap().time());
        let answers = [
            ("kind", Value::Picks(vec!["workshop".into()])),
            ("days", Value::Numbers(vec![1])),
            ("day", Value::Date(day)),
            ("hour", Value::Time(time)),
            ("place", Value::Text("مقر المجلس".into())),
        ];
        let answers: Vec<_> = answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect();
        let about = takafou::bot::meetings::form::MeetingForm { localized: played.clone(), answers: answers.clone() };
        let mut days = about.stored_days();
        days.iter_mut().for_each(|day| day.starts_at = instant(&day.begins));
        let id = meetings::add(&mut db, &about.description(version), coordinator.id, &Bodies::All, NOW).await.unwrap();
        meetings::set_days(&mut db, id, &days, dates::ZONE).await.unwrap();
        invitations::invite(&mut db, id, &everyone).await.unwrap();
    }
    db.commit().await.unwrap();

    upkeep::tidy(&rehearsal.bot, &rehearsal.store, NOW).await.unwrap();
    let mut db = rehearsal.store.read().await.unwrap();
    let ahead = meetings::list_coming_days(&mut db, NOW).await.unwrap();
    assert_eq!(ahead.len(), usize::try_from(MEETINGS).unwrap());
    for (id, day) in &ahead {
        assert_eq!(day.starts_at, at(&day.begins), "the clock's hour is what counts");
        assert_eq!(dates::wall(day.starts_at), wall(&day.begins));
        assert_ne!(day.starts_at, instant(&day.begins));
        assert_eq!(meetings::find(&mut db, *id).await.unwrap().unwrap().sequence, 1, "calendars take the new file");
    }
    let told: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM outbox o JOIN broadcasts b ON b.id = o.broadcast WHERE b.kind = 'meeting-clock'",
    )
    .fetch_one(&mut *db)
    .await
    .unwrap();
    assert_eq!(told, MEETINGS * i64::try_from(everyone.len()).unwrap());
    drop(db);
    upkeep::tidy(&rehearsal.bot, &rehearsal.store, NOW).await.unwrap();
    let mut db = rehearsal.store.read().await.unwrap();
    let (id, _) = ahead[0];
    assert_eq!(meetings::find(&mut db, id).await.unwrap().unwrap().sequence, 1, "told once");
}

#[tokio::test]
async fn whoever_had_the_notice_is_told_that_the_hour_stays_when_legal_time_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    members(&mut rehearsal, 200..201).await;
    let id = announce(&mut rehearsal, "3/12 10h", "1").await;
    rehearsal.deliver().await.unwrap();
    let mut db = rehearsal.store.write().await.unwrap();
    let starts_at = meetings::list_days(&mut db, id).await.unwrap()[0].starts_at;
    meetings::set_instants(&mut db, id, DayNumber(1), starts_at - HOUR, None).await.unwrap();
    db.commit().await.unwrap();
    upkeep::tidy(&rehearsal.bot, &rehearsal.store, rehearsal.now).await.unwrap();
    let letters = rehearsal.deliver().await.unwrap();
    let letter = letters.iter().find(|letter| letter.to.id == 200).unwrap();
    assert!(letter.screen.text.contains("تغيير الساعة القانونية") && letter.screen.text.contains("10:00"));
    assert!(letter.file.is_some(), "with a new calendar file");
}

#[tokio::test]
async fn a_code_works_for_its_day_and_minutes_and_for_those_invited() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    members(&mut rehearsal, 200..204).await;
    let id = announce(&mut rehearsal, "3/12 10h", "2").await;
    rehearsal.deliver().await.unwrap();
    rehearsal.now = at("2026-12-03T09:00:00");
    rehearsal.press(COORDINATOR, Press::Go(Route::OpenCheckIn { meeting: id, day: DayNumber(2) })).await;
    assert!(
        rehearsal.deliver().await.unwrap().iter().all(|letter| letter.file.is_none()),
        "tomorrow's is not opened today"
    );
    rehearsal.press(COORDINATOR, Press::Go(Route::OpenCheckIn { meeting: id, day: DayNumber(1) })).await;
    rehearsal.deliver().await.unwrap();
    let code = rehearsal.shown_code(COORDINATOR).unwrap();
    let says = |rehearsal: &Rehearsal, chat| rehearsal.screen(chat).unwrap().text.clone();

    rehearsal.say(200, &format!("/start {code}")).await; // scanned
    assert!(says(&rehearsal, 200).starts_with("✅"));
    let arabic: String = code.chars().map(|c| char::from_u32(c as u32 - 0x30 + 0x660).unwrap()).collect();
    rehearsal.now += check_in::STEP; // the one before still works, in Arabic digits too
    rehearsal.say(201, &arabic).await;
    assert!(says(&rehearsal, 201).starts_with("✅"));
    rehearsal.now += check_in::STEP;
    rehearsal.say(202, &code).await;
    assert!(says(&rehearsal, 202).contains("انتهت مدته"), "a photo sent home soon stops working");
    rehearsal.now += DAY;
    rehearsal.press(COORDINATOR, Press::Go(Route::OpenCheckIn { meeting: id, day: DayNumber(2) })).await;
    rehearsal.deliver().await.unwrap();
    rehearsal.say(203, &code).await;
    assert!(says(&rehearsal, 203).contains("غير صالح"), "yesterday's code");

    // A member of a body that is not concerned uses today's code. There are two bodies, and one of them is invited.
    let (body, _) = rehearsal.body("الدخيسة", "Dkhissa").await.unwrap();
    let mut db = rehearsal.store.write().await.unwrap();
    meetings::set_bodies(&mut db, id, &Bodies::Some(vec![body])).await.unwrap();
    sqlx::query("DELETE FROM invitations WHERE person = (SELECT id FROM persons WHERE telegram = 202)")
        .execute(&mut *db)
        .await
        .unwrap();
    db.commit().await.unwrap();
    let code = rehearsal.shown_code(COORDINATOR).unwrap();
    rehearsal.say(202, &code).await;
    assert!(says(&rehearsal, 202).contains("اسمكم غير وارد في لائحة"));
    // After five wrong codes, more codes must wait.
    for guess in ["000001", "000002", "000003", "000004", "000005"] {
        rehearsal.say(201, guess).await;
    }
    assert!(says(&rehearsal, 201).contains("محاولات كثيرة"));
}

#[tokio::test]
async fn whom_a_code_did_not_reach_is_absent_when_the_day_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    members(&mut rehearsal, 200..203).await;
    let id = announce(&mut rehearsal, "3/12 10h", "1").await;
    rehearsal.deliver().await.unwrap();
    press(&mut rehearsal, 201, "أعتذر عن الحضور").await;
    rehearsal.now = at("2026-12-03T10:05:00");
    rehearsal.press(COORDINATOR, Press::Go(Route::OpenCheckIn { meeting: id, day: DayNumber(1) })).await;
    rehearsal.deliver().await.unwrap();
    let code = rehearsal.shown_code(COORDINATOR).unwrap();
    rehearsal.say(200, &code).await;
    rehearsal.now = at("2026-12-04T00:30:00"); // nobody has closed it
    upkeep::tidy(&rehearsal.bot, &rehearsal.store, rehearsal.now).await.unwrap();
    let mut db = rehearsal.store.read().await.unwrap();
    let marks: Vec<(i64, String)> = sqlx::query_as(
        "SELECT p.telegram, a.status FROM attendance a JOIN persons p ON p.id = a.person WHERE a.meeting = ? ORDER BY 1",
    )
    .bind(id.0)
    .fetch_all(&mut *db)
    .await
    .unwrap();
    let status = |chat: i64| marks.iter().find(|(of, _)| *of == chat).unwrap().1.as_str();
    assert_eq!([200, 201, 202].map(status), ["present", "excused", "absent"]);
}

#[tokio::test]
async fn a_coordinator_of_one_body_does_nothing_to_the_meetings_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let body = members(&mut rehearsal, 200..202).await;
    let id = announce(&mut rehearsal, "3/12 10h", "1").await; // to all bodies
    rehearsal.deliver().await.unwrap();
    let mut db = rehearsal.store.write().await.unwrap();
    let other = people::find_by_address(&mut db, Address::telegram(200)).await.unwrap().unwrap();
    takafou::store::coordinators::add(&mut db, other.id, Some(body)).await.unwrap();
    db.commit().await.unwrap();
    rehearsal.now = at("2026-12-03T10:05:00");
    rehearsal.deliver().await.unwrap();
    let state = async |rehearsal: &Rehearsal| -> (i64, i64, i64, i64) {
        let mut db = rehearsal.store.read().await.unwrap();
        let count =
            "SELECT (SELECT COUNT(*) FROM audit), (SELECT COUNT(*) FROM attendance), (SELECT COUNT(*) FROM broadcasts),
                     (SELECT COUNT(*) FROM live_messages WHERE meeting IS NOT NULL) + (SELECT COUNT(*) FROM meetings WHERE cancelled_at IS NOT NULL)";
        sqlx::query_as(count).fetch_one(&mut *db).await.unwrap()
    };
    let before = state(&rehearsal).await;
    for route in [
        Route::ManagedMeeting { meeting: id, page: 0, below: false },
        Route::ChangeMeeting { meeting: id },
        Route::AskToCancelMeeting { meeting: id },
        Route::CancelMeeting { meeting: id, cause: None },
    ] {
        rehearsal.press(200, Press::Go(route)).await;
    }
    let day = DayNumber(1);
    let of_days = [
        Route::Attendance { meeting: id, day, below: false },
        Route::OpenCheckIn { meeting: id, day },
        Route::Roll { meeting: id, day, body: None, page: 0 },
        Route::MarkAttendance { meeting: id, day, member: other.id, mark: Some(Attendance::Present) },
        Route::AskToCloseDay { meeting: id, day },
        Route::CloseDay { meeting: id, day },
        Route::ExportAttendance { meeting: id, day },
        Route::SignatureSheet { meeting: id, day },
    ];
    for route in of_days {
        let reply = rehearsal.press(200, Press::Go(route)).await;
        assert!(reply.files.is_empty(), "{route:?}");
    }
    assert_eq!(state(&rehearsal).await, before);
    let list = rehearsal.press(200, Press::Go(Route::ManagedMeetings { page: 0 })).await;
    assert!(list.screen.unwrap().text.starts_with("لم يُعلن عن أي اجتماع"));

    // The coordinator announces to nobody else: "everyone I coordinate" is one body.
    rehearsal.deliver().await.unwrap();
    let id = announce_as(&mut rehearsal, 200, "20/12 10h", "1").await;
    let mut db = rehearsal.store.read().await.unwrap();
    let invited: Vec<Option<BodyId>> =
        invitations::list_invitees(&mut db, id).await.unwrap().into_iter().map(|one| one.body).collect();
    assert_eq!(invited, [Some(body), Some(body)]);
    assert_eq!(meetings::find_bodies(&mut db, id).await.unwrap(), Bodies::Some(vec![body]));
}

/// Waits until a person's chat shows this text, and returns the message.
async fn shows(sandbox: &Sandbox, chat: i64, text: &str) -> Seen {
    let found = async {
        let mut version = sandbox.version(chat);
        loop {
            let seen = sandbox.chat(chat).into_iter().rev().find(|seen| seen.from_bot && seen.text.contains(text));
            if let Some(seen) = seen {
                return seen;
            }
            version = sandbox.changed(chat, version).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), found).await.unwrap_or_else(|_| panic!("{chat} never sees {text}"))
}

/// The code of the button whose label contains this.
fn key(seen: &Seen, label: &str) -> String {
    let key = seen.buttons.iter().flatten().find(|button| button.text.contains(label));
    key.unwrap_or_else(|| panic!("no [{label}] under {}", seen.text)).data.clone().unwrap()
}

fn coordinator_on(sandbox: &Sandbox) {
    sandbox.add_person(takafou::sandbox::SandboxPerson {
        id: COORDINATOR,
        first_name: "منسقة".into(),
        language_code: "ar".into(),
        note: String::new(),
        start: None,
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_taken_as_telegram_sends_them_and_sent_on_by_their_id() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let mut rehearsal = rehearsal(&path, takafou::app::now()).await;
    rehearsal.press(COORDINATOR, Press::Go(Route::NewMeeting)).await;
    let day = dates::day_of(rehearsal.now + 9 * DAY).format("%d/%m/%Y 10h").to_string();
    for said in ["لقاء", "خطة العمل", "1", &day, "12:00", "مقر المجلس"] {
        rehearsal.say(COORDINATOR, said).await;
    }
    for _ in 0..4 {
        press(&mut rehearsal, COORDINATOR, "تخطي").await; // map, agenda, organiser, partners
    }
    rehearsal.store.close().await;

    let sandbox = sandbox_with(0, Some(Limits::default())).await;
    coordinator_on(&sandbox);
    let dialogs = sleepless(folder.path());
    let awake = [("TAKAFOU_DIALOGS", dialogs.as_str())];
    let _bot = spawn(Path::new(env!("CARGO_BIN_EXE_takafou")), &path, &sandbox, &awake);
    sandbox.send_file(COORDINATOR, "video", "v.mp4", 60 << 20, Vec::new());
    shows(&sandbox, COORDINATOR, "الحد الأقصى 20 ميغابايت").await;
    sandbox.send_file(COORDINATOR, "photo", "", 90_000, b"picture".to_vec());
    sandbox.send_file(COORDINATOR, "document", "plan.pdf", 2 << 20, b"plan".to_vec());
    sandbox.send_file(COORDINATOR, "video", "v.mp4", 3 << 20, b"video".to_vec());
    let asked = shows(&sandbox, COORDINATOR, "فيديو، \u{2068}v.mp4").await;
    sandbox.press(COORDINATOR, asked.message_id, &key(&asked, "تم (3)"));
    for (text, label) in [("من المدعوات", "كل من أنسق"), ("مراجعة الأجوبة", "تأكيد"), ("معاينة", "إرسال الدعوة")]
    {
        let screen = shows(&sandbox, COORDINATOR, text).await;
        sandbox.press(COORDINATOR, screen.message_id, &key(&screen, label));
    }
    let notice = shows(&sandbox, COORDINATOR, "المرجو تأكيد الحضور").await;
    sandbox.press(COORDINATOR, notice.message_id, &key(&notice, "الملفات: 3 (5,1 ميغابايت)"));
    let sent = async {
        loop {
            let files = sandbox.chat(COORDINATOR).into_iter().filter(|seen| seen.from_bot).filter_map(|seen| seen.file);
            let files: Vec<_> = files.filter(|file| file.name != "takafou.ics").collect();
            if files.len() == 3 {
                return files;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let files = tokio::time::timeout(Duration::from_secs(60), sent).await.unwrap();
    let bytes: Vec<Vec<u8>> = files.iter().map(|file| sandbox.file(&file.file_id).unwrap()).collect();
    assert_eq!(bytes, [b"picture".to_vec(), b"plan".to_vec(), b"video".to_vec()]);
    // The rehearsal's screen is not in the sandbox's chat.
    let refused: Vec<_> = sandbox.refusals().into_iter().filter(|call| !call.starts_with("deleteMessage")).collect();
    assert_eq!(refused, Vec::<String>::new());
}

/// A copy of the dialogs and rules without quiet hours, so that the test can run at any hour.
fn sleepless(folder: &Path) -> String {
    let copy = folder.join("dialogs");
    std::fs::create_dir_all(copy.join("rules")).unwrap();
    for within in ["", "rules"] {
        for entry in std::fs::read_dir(Path::new("dialogs").join(within)).unwrap().flatten() {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), copy.join(within).join(entry.file_name())).unwrap();
            }
        }
    }
    std::fs::write(copy.join("rules/sending.toml"), "[quiet]\nfrom = \"00:00\"\nto = \"00:00\"\n").unwrap();
    copy.to_string_lossy().into_owned()
}

/// The letters in Telegram's form: files with captions, edited in place. Telegram refuses none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn telegram_takes_every_letter_of_a_meeting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let now = takafou::app::now();
    let mut rehearsal = rehearsal(&path, now).await;
    members(&mut rehearsal, support::FIRST..support::FIRST + 3).await;
    let day = dates::day_of(now + 9 * DAY).format("%d/%m/%Y 10h").to_string();
    let id = announce(&mut rehearsal, &day, "2").await;
    rehearsal.store.close().await;

    let sandbox = sandbox_with(3, Some(Limits::default())).await;
    coordinator_on(&sandbox);
    let dialogs = sleepless(folder.path());
    let awake = [("TAKAFOU_DIALOGS", dialogs.as_str())];
    let _bot = spawn(Path::new(env!("CARGO_BIN_EXE_takafou")), &path, &sandbox, &awake);
    let member = support::FIRST;
    let notice = shows(&sandbox, member, "يشرفنا أن ندعوكن وندعوكم").await;
    assert_eq!(notice.file.as_ref().unwrap().name, "takafou.ics");
    let reply =
        |reason| Press::Go(Route::Rsvp { meeting: id, spot: Spot::Notice, rsvp: Some(Rsvp::No), reason }).code();
    sandbox.press(member, notice.message_id, &reply(None));
    shows(&sandbox, member, "ما السبب؟").await;
    sandbox.press(member, notice.message_id, &reply(Some(ApologyReason::Work)));
    let answered = shows(&sandbox, member, "جوابكم: أعتذر عن الحضور").await;
    assert_eq!(answered.message_id, notice.message_id, "in place, the file stays");
    assert!(answered.file.is_some());
    let board = shows(&sandbox, COORDINATOR, "اعتذار: 1").await;
    sandbox.press(COORDINATOR, board.message_id, &board.buttons[0][0].data.clone().unwrap());
    shows(&sandbox, COORDINATOR, "العمل: 1").await;

    // The meeting is cancelled: the notice changes with its file, and a letter comes.
    sandbox.press(COORDINATOR, board.message_id, &Press::Go(Route::CancelMeeting { meeting: id, cause: None }).code());
    let edited = shows(&sandbox, member, "أُلغي هذا الاجتماع.").await;
    assert_eq!(edited.message_id, notice.message_id);
    let calendar = sandbox.file(&edited.file.unwrap().file_id).unwrap();
    assert!(String::from_utf8(calendar).unwrap().contains("METHOD:CANCEL"));
    shows(&sandbox, member, "نعتذر: أُلغي هذا الاجتماع").await;
    assert_eq!(sandbox.refusals(), Vec::<String>::new());
    let called: BTreeSet<String> = sandbox.calls().into_keys().collect();
    assert!(called.contains("editMessageCaption") && called.contains("sendDocument"), "{called:?}");
}

/// A meeting of a coordinator of one body. Returns the body, the meeting, and the coordinator's chat.
async fn of_one_body(rehearsal: &mut Rehearsal) -> (BodyId, MeetingId, i64) {
    let body = members(rehearsal, 200..203).await;
    let mut db = rehearsal.store.write().await.unwrap();
    let coordinator = people::find_by_address(&mut db, Address::telegram(200)).await.unwrap().unwrap();
    takafou::store::coordinators::add(&mut db, coordinator.id, Some(body)).await.unwrap();
    db.commit().await.unwrap();
    let id = announce_as(rehearsal, 200, "3/12 10h", "1").await;
    rehearsal.deliver().await.unwrap();
    (body, id, 200)
}

/// Changes one answer of a meeting. The question is given by its button on the first page of the review.
async fn change(rehearsal: &mut Rehearsal, chat: i64, meeting: MeetingId, edit: &str, said: &str) {
    rehearsal.press(chat, Press::Go(Route::ChangeMeeting { meeting })).await;
    press(rehearsal, chat, edit).await;
    rehearsal.say(chat, said).await;
    for label in ["تأكيد", "إرسال التعديل"] {
        press(rehearsal, chat, label).await;
    }
}

#[tokio::test]
async fn a_change_by_another_coordinator_invites_nobody_else_and_takes_the_meeting_from_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let (body, id, _) = of_one_body(&mut rehearsal).await;
    change(&mut rehearsal, COORDINATOR, id, "✏️ 2", "موضوع آخر").await;
    let mut db = rehearsal.store.read().await.unwrap();
    let invited = invitations::list_invitees(&mut db, id).await.unwrap();
    assert!(
        invited.len() == 3 && invited.iter().all(|one| one.body == Some(body)),
        "everyone that she coordinates: {invited:?}"
    );
    assert_eq!(meetings::find_bodies(&mut db, id).await.unwrap(), Bodies::Some(vec![body]));
}

#[tokio::test]
async fn whoever_replied_or_got_any_letter_hears_of_a_cancellation() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let (_, id, chat) = of_one_body(&mut rehearsal).await;
    // The notice of one member failed, but the reminder came. The notice of another failed, and they replied in
    // /meetings.
    let mut db = rehearsal.store.write().await.unwrap();
    sqlx::query(
        "UPDATE outbox SET state = 'failed', message = NULL WHERE key = ? AND person IN (SELECT id FROM persons WHERE telegram IN (201, 202))",
    )
    .bind(format!("meeting-notice:{id}"))
    .execute(&mut *db)
    .await
    .unwrap();
    db.commit().await.unwrap();
    rehearsal
        .press(202, Press::Go(Route::Rsvp { meeting: id, spot: Spot::Screen, rsvp: Some(Rsvp::Yes), reason: None }))
        .await;
    rehearsal.now = at("2026-11-30T10:00:00");
    rehearsal.deliver().await.unwrap();
    change(&mut rehearsal, chat, id, "✏️ 5", "11:00").await;
    let told = rehearsal.deliver().await.unwrap();
    let notice = told.iter().find(|letter| letter.to.id == 201 && letter.edits.is_none()).unwrap();
    assert!(notice.screen.text.contains("يشرفنا أن ندعوكن وندعوكم"), "no notice had come: this one says all");
    rehearsal.press(chat, Press::Go(Route::CancelMeeting { meeting: id, cause: None })).await;
    let told = rehearsal.deliver().await.unwrap();
    for member in [200, 201, 202] {
        let letters = told.iter().filter(|letter| letter.to.id == member);
        assert!(letters.into_iter().any(|letter| letter.screen.text.contains("نعتذر: أُلغي")), "{member}");
    }
}

#[tokio::test]
async fn a_day_that_moves_begins_anew_and_a_cancelled_one_makes_nobody_absent() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let (_, id, chat) = of_one_body(&mut rehearsal).await;
    let status = async |rehearsal: &Rehearsal| -> i64 {
        let mut db = rehearsal.store.read().await.unwrap();
        sqlx::query_scalar("SELECT COUNT(*) FROM attendance").fetch_one(&mut *db).await.unwrap()
    };
    rehearsal.now = at("2026-12-03T09:00:00");
    rehearsal.press(chat, Press::Go(Route::OpenCheckIn { meeting: id, day: DayNumber(1) })).await;
    rehearsal.deliver().await.unwrap();
    let code = rehearsal.shown_code(chat).unwrap();
    rehearsal.say(201, &code).await;
    assert_eq!(status(&rehearsal).await, 1);
    change(&mut rehearsal, chat, id, "✏️ 4", "10/12").await;
    assert_eq!(status(&rehearsal).await, 0, "who came on the old day was not there on the new one");
    rehearsal.say(202, &code).await;
    assert_eq!(status(&rehearsal).await, 0, "nor does its code work");
    rehearsal.now = at("2026-12-10T09:00:00");
    rehearsal.press(chat, Press::Go(Route::OpenCheckIn { meeting: id, day: DayNumber(1) })).await;
    rehearsal.press(chat, Press::Go(Route::CancelMeeting { meeting: id, cause: None })).await;
    rehearsal.now = at("2026-12-11T01:00:00");
    upkeep::tidy(&rehearsal.bot, &rehearsal.store, rehearsal.now).await.unwrap();
    assert_eq!(status(&rehearsal).await, 0, "nobody was absent from what did not take place");
}

#[tokio::test]
async fn the_evaluation_of_a_training_opens_once_on_the_evening_of_its_last_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    members(&mut rehearsal, 200..201).await;
    // Two days, Thursday and Friday. An evaluation is wanted for one training and not for the other.
    for (day, wanted) in [("26/11 10h", "نعم"), ("3/12 10h", "لا")] {
        convene(&mut rehearsal, COORDINATOR, ["دورة تكوينية", "خطة العمل", "2", day], &[wanted]).await;
    }
    announce(&mut rehearsal, "26/11 10h", "1").await; // and this is no training
    let got = walk(&mut rehearsal, 200, NOW + 15 * DAY).await;
    let opened = |text: &str| text == "السلام عليكم، تحية طيبة وبعد،";
    let letters: Vec<&str> = got.iter().filter(|(_, text)| opened(text)).map(|(time, _)| time.as_str()).collect();
    assert_eq!(letters, ["11-27 18:00"], "{got:?}");
    let mut db = rehearsal.store.read().await.unwrap();
    let surveys = takafou::store::surveys::list(&mut db).await.unwrap();
    let evaluation = surveys.iter().find(|survey| survey.name == "evaluation").unwrap();
    assert_eq!(evaluation.closes_at, dates::end_of(wall("2026-12-11T00:00:00").date()));
}

#[tokio::test]
async fn an_evaluation_asks_each_what_attendance_says_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    members(&mut rehearsal, 200..204).await;
    let id = convene(&mut rehearsal, COORDINATOR, ["دورة تكوينية", "خطة العمل", "2", "26/11 10h"], &["نعم"]).await;
    let (bot, now) = (rehearsal.bot.clone(), at("2026-11-27T12:00:00"));
    let next =
        takafou::bot::reminders::next_due(&bot.rules, &mut rehearsal.store.read().await.unwrap(), now).await.unwrap();
    assert_eq!(next, Some(at("2026-11-27T18:00:00")), "the demo's clock stops where it opens");
    // 200 attended both days, 201 the second, 202 none. For 203 the second day is not known.
    let mut db = rehearsal.store.write().await.unwrap();
    for (chat, days) in [(200, &[1, 2][..]), (201, &[2]), (202, &[]), (203, &[1])] {
        let person = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap().id;
        for n in days {
            let mark = Mark { person, status: Attendance::Present, at: NOW, person_by: None };
            store::attendance::mark(&mut db, id, DayNumber(*n), &mark).await.unwrap();
        }
    }
    store::attendance::close_day(&mut db, id, DayNumber(1), NOW).await.unwrap();
    let of_203 = people::find_by_address(&mut db, Address::telegram(203)).await.unwrap().unwrap().id;
    store::attendance::close_day(&mut db, id, DayNumber(2), NOW).await.unwrap();
    store::attendance::unmark(&mut db, id, DayNumber(2), of_203).await.unwrap();
    db.commit().await.unwrap();
    rehearsal.now = at("2026-11-27T18:01:00");
    rehearsal.deliver().await.unwrap();
    let mut db = rehearsal.store.read().await.unwrap();
    let survey = store::surveys::list(&mut db).await.unwrap()[0].id;
    drop(db);
    for (chat, asked) in
        [(200, "استجاب موضوع الدورة"), (201, "استجاب موضوع الدورة"), (202, "ما سبب غيابكم؟"), (203, "حضرتم")]
    {
        let screen = rehearsal.press(chat, Press::Go(Route::BeginSurvey { survey })).await.screen.unwrap();
        assert!(screen.text.contains(asked), "{chat}: {}", screen.text);
    }
}

/// The letters to a member that are no edits.
async fn told(rehearsal: &mut Rehearsal, member: i64) -> Vec<String> {
    let gone = rehearsal.deliver().await.unwrap().into_iter();
    gone.filter(|letter| letter.to.id == member && letter.edits.is_none()).map(|letter| letter.screen.text).collect()
}

async fn rsvp_of(rehearsal: &Rehearsal, meeting: MeetingId, member: i64) -> Option<Rsvp> {
    let mut db = rehearsal.store.read().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(member)).await.unwrap().unwrap();
    invitations::find(&mut db, meeting, person.id).await.unwrap().unwrap().rsvp
}

async fn reply(rehearsal: &mut Rehearsal, meeting: MeetingId, member: i64, rsvp: Rsvp) {
    let reason = (rsvp == Rsvp::No).then_some(ApologyReason::Work);
    rehearsal.press(member, Press::Go(Route::Rsvp { meeting, spot: Spot::Screen, rsvp: Some(rsvp), reason })).await;
}

/// The buttons of the questions for day and hour in the review.
const DAY_ASKED: &str = "✏️ 4";
const HOUR_ASKED: &str = "✏️ 5";

#[tokio::test]
async fn another_hour_of_the_same_day_keeps_the_replies_and_says_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let (_, id, chat) = of_one_body(&mut rehearsal).await; // 3 December, 10:00
    reply(&mut rehearsal, id, 201, Rsvp::Yes).await;
    reply(&mut rehearsal, id, 202, Rsvp::No).await;
    for (hour, before) in [("10:30", "10:00"), ("09:30", "10:30"), ("17:00", "09:30")] {
        change(&mut rehearsal, chat, id, HOUR_ASKED, hour).await;
        assert_eq!(rsvp_of(&rehearsal, id, 201).await, Some(Rsvp::Yes), "{hour}");
        assert_eq!(rsvp_of(&rehearsal, id, 202).await, Some(Rsvp::No), "{hour}");
        let letters = rehearsal.deliver().await.unwrap();
        let to = |member: i64| {
            letters.iter().find(|letter| letter.to.id == member && letter.edits.is_none()).unwrap().screen.text.clone()
        };
        for (member, kept) in [(201, "يبقى جوابكم: <b>سأحضر</b>"), (202, "يبقى جوابكم: <b>أعتذر عن الحضور</b>")]
        {
            let text = to(member);
            assert!(text.contains(kept) && text.contains(hour) && text.contains(before), "{hour}: {text}");
            assert!(!text.contains("من جديد"), "{text}");
        }
        // Whoever has not replied is neither told that a reply stays nor asked again.
        let text = to(200);
        assert!(text.contains(hour) && !text.contains("يبقى جوابكم") && !text.contains("من جديد"), "{text}");
    }
    // Another day asks again, and says so to the coordinator before anything is sent.
    rehearsal.press(chat, Press::Go(Route::ChangeMeeting { meeting: id })).await;
    press(&mut rehearsal, chat, DAY_ASKED).await;
    rehearsal.say(chat, "4/12").await;
    press(&mut rehearsal, chat, "تأكيد").await;
    assert!(rehearsal.screen(chat).unwrap().text.contains("تُمحى الأجوبة"));
    press(&mut rehearsal, chat, "إرسال التعديل").await;
    assert_eq!(rsvp_of(&rehearsal, id, 201).await, None);
    let text = told(&mut rehearsal, 201).await.concat();
    assert!(text.contains("من جديد") && text.contains("3 دجنبر") && text.contains("4 دجنبر"), "{text}");
}

#[tokio::test]
async fn whoever_checked_in_early_is_there_when_the_beginning_is_put_off_by_half_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let (_, id, chat) = of_one_body(&mut rehearsal).await;
    rehearsal.now = at("2026-12-03T09:40:00");
    rehearsal.press(chat, Press::Go(Route::OpenCheckIn { meeting: id, day: DayNumber(1) })).await;
    rehearsal.deliver().await.unwrap();
    let code = rehearsal.shown_code(chat).unwrap();
    rehearsal.say(201, &code).await;
    change(&mut rehearsal, chat, id, HOUR_ASKED, "10:30").await;
    let mut db = rehearsal.store.read().await.unwrap();
    assert_eq!(store::attendance::list_marks(&mut db, id, DayNumber(1)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_day_that_moves_and_comes_back_over_night_does_not_lose_replies_silently() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let (_, id, chat) = of_one_body(&mut rehearsal).await;
    reply(&mut rehearsal, id, 201, Rsvp::Yes).await;
    rehearsal.now = at("2026-11-23T22:00:00"); // letters wait until the morning
    for day in ["4/12", "3/12"] {
        change(&mut rehearsal, chat, id, DAY_ASKED, day).await;
        assert_eq!(told(&mut rehearsal, 201).await, [] as [String; 0]);
    }
    rehearsal.now = at("2026-11-24T09:00:00");
    let letters = told(&mut rehearsal, 201).await;
    assert!(letters.len() == 1 && letters[0].contains("من جديد") && letters[0].contains("3 دجنبر"), "{letters:?}");
    // Whoever had not replied has nothing to do again.
    assert!(rehearsal.screen(202).is_none_or(|screen| !screen.text.contains("ثم عاد")));
}

#[tokio::test]
async fn an_agenda_that_does_not_fit_says_how_many_points_more_and_where() {
    for n in [3, 12, 13, 14, 30, 60, 200] {
        let folder = tempfile::tempdir().unwrap();
        let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
        members(&mut rehearsal, 200..201).await;
        let point = |at: i64| {
            if n == 200 {
                format!("{at}؟")
            } else {
                format!("النقطة رقم {at} من هذا الجدول الطويل ههه")
            }
        };
        let agenda: Vec<String> = (1..=n).map(point).collect();
        let agenda: String = agenda.join("\n").chars().take(900).collect();
        let items = agenda.lines().count();
        rehearsal.press(COORDINATOR, Press::Go(Route::NewMeeting)).await;
        for said in ["لقاء", "خطة العمل", "1", "3/12 10h"] {
            rehearsal.say(COORDINATOR, said).await;
        }
        press(&mut rehearsal, COORDINATOR, "تخطي").await;
        rehearsal.say(COORDINATOR, "مقر المجلس").await;
        press(&mut rehearsal, COORDINATOR, "تخطي").await; // the map
        rehearsal.say(COORDINATOR, &agenda).await;
        while rehearsal.button(COORDINATOR, "كل من أنسق").is_none() {
            press(&mut rehearsal, COORDINATOR, "تخطي").await;
        }
        for label in ["كل من أنسق", "تأكيد", "إرسال الدعوة"] {
            press(&mut rehearsal, COORDINATOR, label).await;
        }
        let letters = rehearsal.deliver().await.unwrap();
        let notice = letters.iter().find(|letter| letter.to.id == 200).unwrap();
        let text = &notice.screen.text;
        let shown = text.lines().filter(|line| line.starts_with("\u{200f}• ")).count();
        let details = notice.screen.rows.concat().iter().any(|button| button.label == "التفاصيل");
        let more = text.lines().find(|line| line.contains("… و"));
        assert_eq!(more.is_some(), shown < items, "{n}: {text}");
        assert_eq!(details, shown < items, "{n}");
        if let Some(more) = more {
            let left: usize =
                more.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(match more {
                    more if more.contains("نقطتان") => 2,
                    _ => 1,
                });
            assert!(shown + left == items && more.contains("الباقي في «التفاصيل»"), "{n}: {shown} of {items}: {more}");
        }
        assert!(text.encode_utf16().count() <= 1024, "{n}: a caption");
    }
}

#[tokio::test]
async fn those_who_have_not_replied_are_seen_by_name_and_they_alone_are_reminded() {
    let folder = tempfile::tempdir().unwrap();
    let mut rehearsal = rehearsal(&folder.path().join("t.db"), NOW).await;
    let (_, meeting, chat) = of_one_body(&mut rehearsal).await; // 200, 201 and 202 are invited
    reply(&mut rehearsal, meeting, 201, Rsvp::Maybe).await;
    rehearsal.press(202, Press::Go(Route::StopMessages)).await;

    rehearsal.press(chat, Press::Go(Route::ManagedMeeting { meeting, page: 0, below: false })).await;
    press(&mut rehearsal, chat, "من لم يجب بعد").await;
    let text = rehearsal.screen(chat).unwrap().text.clone();
    assert!(text.contains("أجوبة لم تصل بعد: 2") && text.contains("اتصال هاتفي: 1"), "{text}");
    let marked = |name: &str| text.lines().find(|line| line.contains(name)).map(|line| line.contains("📵"));
    assert_eq!([marked("عضوة 200"), marked("عضوة 201"), marked("عضوة 202")], [Some(false), None, Some(true)], "{text}");

    // One press reminds once, whoever presses twice.
    for (times, letters) in [(1, 1), (2, 0)] {
        press(&mut rehearsal, chat, "تذكير من لم يجب").await;
        let sent = rehearsal.deliver().await.unwrap();
        let to: Vec<i64> = sent.iter().filter(|letter| letter.edits.is_none()).map(|letter| letter.to.id).collect();
        assert_eq!(to, vec![200; letters], "press {times}");
    }
    let mut db = rehearsal.store.read().await.unwrap();
    let noted = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM audit WHERE action = 'reminded of a meeting'");
    assert_eq!(noted.fetch_one(&mut *db).await.unwrap(), 1, "what sent nothing is not noted");
    drop(db);

    // Half a day later again; but whoever replied meanwhile gets nothing.
    rehearsal.now += 13 * HOUR;
    press(&mut rehearsal, chat, "تذكير من لم يجب").await;
    reply(&mut rehearsal, meeting, 200, Rsvp::Yes).await;
    assert!(told(&mut rehearsal, 200).await.is_empty());
    let text = rehearsal.press(chat, Press::Go(Route::PendingReplies { meeting, page: 0 })).await.screen.unwrap().text;
    assert!(text.contains("أجوبة لم تصل بعد: 1") && !text.contains("عضوة 200"), "{text}");
    assert!(rehearsal.button(chat, "تذكير من لم يجب").is_none(), "the bot reaches nobody of them");

    // Once the meeting has begun, or was cancelled, there is nothing to remind of.
    rehearsal.press(chat, Press::Go(Route::CancelMeeting { meeting, cause: None })).await;
    rehearsal.deliver().await.unwrap();
    rehearsal.press(chat, Press::Go(Route::RemindPending { meeting })).await;
    assert!(rehearsal.deliver().await.unwrap().iter().all(|letter| letter.edits.is_some()));
    assert!(rehearsal.screen(chat).unwrap().text.contains("أُلغي هذا الاجتماع"));
}
