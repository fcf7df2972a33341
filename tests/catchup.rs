//! Catching up by summaries: whatever a member does, progress never goes back and reading can be finished. Letters come
//! at most as often as the rules say. Members cannot read summaries of others.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use takafou::bot::meetings::form::MeetingForm;
use takafou::chat::{File, Press, Route};
use takafou::config::Settings;
use takafou::dialog::{Key, Value};
use takafou::rehearsal::Rehearsal;
use takafou::store::invitations;
use takafou::store::readings;
use takafou::store::readings::Reading;
use takafou::store::summaries;
use takafou::store::{attendance, meetings, people};
use takafou::text::dates;
use takafou::types::{
    Address, Attendance, Bodies, BodyId, CheckNumber, DAY, DayNumber, HOUR, MINUTE, MeetingId, PointNumber, SummaryId,
    Timestamp,
};

/// Monday 23 November 2026, 10:00 in Morocco.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
const COORDINATOR: i64 = 100;
const MEMBER: i64 = 200;

/// A summary at a point; 0: where the member left it.
fn read(summary: SummaryId, point: i64) -> Route {
    Route::ReadSummary { summary, point: Some(PointNumber(point)).filter(|point| point.0 > 0), below: false }
}

fn answer(summary: SummaryId, check: i64, option: usize) -> Route {
    Route::AnswerCheck { summary, check: CheckNumber(check), option }
}

fn file_of(summary: SummaryId, point: i64) -> Route {
    Route::SummaryFile { summary, point: PointNumber(point) }
}

async fn press(town: &mut Rehearsal, chat: i64, label: &str) {
    let (message, press) = town.placed_button(chat, label).unwrap_or_else(|| panic!("{chat} sees no [{label}]"));
    town.press_on(chat, message, press).await;
}

/// Adds a meeting that is over, with its attendance closed and everybody absent, and its summary in Arabic with three
/// points and two questions. Returns the meeting and the summary.
async fn published(path: &Path) -> (Rehearsal, MeetingId, SummaryId) {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, path.to_owned(), NOW, [4; 32]).await.unwrap();
    town.join(COORDINATOR, "ar").await.unwrap();
    let (_, code) = town.body("بوفكران", "Boufakrane").await.unwrap();
    for chat in MEMBER..MEMBER + 2 {
        town.sign_up(chat, "ar", &code, "عضوة", "member", Some("f")).await;
    }
    let (version, played) = town.bot.library.latest("meeting").unwrap();
    let begins = dates::wall(NOW + DAY);
    let answers = [
        ("kind", Value::Picks(vec!["training".into()])),
        ("subject", Value::Text("خطة العمل".into())),
        ("days", Value::Numbers(vec![1])),
        ("day", Value::Date(begins.date())),
        ("hour", Value::Time(begins.time())),
        ("place", Value::Text("مقر المجلس".into())),
    ];
    let answers: Vec<_> = answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect();
    let about = MeetingForm { localized: played, answers: answers.clone() };
    let mut db = town.store.write().await.unwrap();
    let coordinator = people::find_by_address(&mut db, Address::telegram(COORDINATOR)).await.unwrap().unwrap();
    let id = meetings::add(&mut db, &about.description(version), coordinator.id, &Bodies::All, NOW).await.unwrap();
    meetings::set_days(&mut db, id, &about.stored_days(), dates::ZONE).await.unwrap();
    let everyone = invitations::list_members(&mut db, &Bodies::All).await.unwrap();
    invitations::invite(&mut db, id, &everyone).await.unwrap();
    attendance::close_day(&mut db, id, DayNumber(1), NOW + DAY).await.unwrap();
    db.commit().await.unwrap();
    town.now = NOW + DAY + HOUR;
    town.press(COORDINATOR, Press::Go(Route::WriteSummary { meeting: id })).await;
    press(&mut town, COORDINATOR, "العربية").await;
    for point in ["الأولى", "الثانية", "الثالثة"] {
        town.say(COORDINATOR, point).await;
    }
    press(&mut town, COORDINATOR, "تم (3)").await;
    for _ in 0..2 {
        for said in ["سؤال؟", "صواب", "خطأ"] {
            town.say(COORDINATOR, said).await;
        }
        press(&mut town, COORDINATOR, "تخطي").await; // a third answer
        press(&mut town, COORDINATOR, "الأول").await;
        town.say(COORDINATOR, "لأن").await;
        press(&mut town, COORDINATOR, "تخطي").await; // the point it came from
    }
    for label in ["تخطي", "تأكيد", "نشر"] {
        press(&mut town, COORDINATOR, label).await;
    }
    town.deliver().await.unwrap();
    let mut db = town.store.read().await.unwrap();
    let summary = summaries::list_of_meeting(&mut db, id).await.unwrap()[0].id;
    drop(db);
    (town, id, summary)
}

async fn reading(town: &Rehearsal, chat: i64, summary: SummaryId) -> Option<Reading> {
    let mut db = town.store.read().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap();
    readings::find(&mut db, summary, person.id).await.unwrap()
}

#[tokio::test]
async fn progress_never_goes_backwards_and_ends() {
    for seed in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, _, summary) = published(&folder.path().join("t.db")).await;
        let mut random = StdRng::seed_from_u64(seed);
        let mut before = reading(&town, MEMBER, summary).await.unwrap();
        for _ in 0..60 {
            let act = match random.random_range(0..7) {
                0 => Press::Go(read(summary, random.random_range(0..9))),
                1 => Press::Go(Route::CheckQuestion { summary, check: CheckNumber(random.random_range(-1..5)) }),
                2 => Press::Go(answer(summary, random.random_range(-2..6), random.random_range(0..10))),
                3 => Press::Go(Route::Training { page: random.random_range(0..3) }),
                4 => Press::Speak(["ar", "fr", "en"][random.random_range(0..3)].into()),
                5 => Press::Go(file_of(summary, random.random_range(-1..9))),
                _ => {
                    // Any button on the screen.
                    let buttons = town.screen(MEMBER).map(|screen| screen.rows.concat()).unwrap_or_default();
                    match buttons.len() {
                        0 => Press::Go(Route::Menu),
                        n => buttons[random.random_range(0..n)].press.clone(),
                    }
                }
            };
            if matches!(act, Press::Go(Route::Erase | Route::AskToErase)) {
                continue;
            }
            town.press(MEMBER, act).await;
            let now = reading(&town, MEMBER, summary).await.unwrap();
            assert!(now.point >= before.point && now.point.0 <= before.point.0 + 1, "seed {seed}: {before:?} {now:?}");
            assert!(before.finished_at.is_none() || now.finished_at == before.finished_at, "seed {seed}");
            assert!(
                now.finished_at.is_none() || now.point == PointNumber(3),
                "seed {seed}: finished with points unread"
            );
            before = now;
        }
        // From any place, going on leads to the end.
        for _ in 0..12 {
            town.press(MEMBER, Press::Go(read(summary, 4))).await;
            for n in 1..=2 {
                town.press(MEMBER, Press::Go(answer(summary, n, 0))).await;
            }
        }
        assert!(reading(&town, MEMBER, summary).await.unwrap().finished_at.is_some(), "seed {seed}");
    }
}

#[tokio::test]
async fn whoever_has_not_finished_is_reminded_twice_at_most_and_then_left_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _, summary) = published(&folder.path().join("t.db")).await;
    let mut reminded = 0;
    for half_day in 0..60 {
        if half_day == 2 {
            town.press(COORDINATOR, Press::Go(Route::RemindReaders { summary })).await;
            town.press(COORDINATOR, Press::Go(Route::RemindReaders { summary })).await; // pressed twice
        }
        if half_day == 30 {
            town.press(COORDINATOR, Press::Go(Route::RemindReaders { summary })).await;
        }
        let letters = town.deliver().await.unwrap();
        reminded += letters.iter().filter(|l| l.to.id == MEMBER && l.screen.text.contains("في انتظاركم")).count();
        town.now += DAY / 2;
    }
    assert_eq!(reminded, 2, "one by hand, one by rule");
    assert_eq!(reading(&town, MEMBER, summary).await.unwrap().point, PointNumber(0));
}

#[tokio::test]
async fn a_summary_is_read_by_those_it_concerns_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, meeting, summary) = published(&folder.path().join("t.db")).await;
    let (body, code) = town.body("الدخيسة", "Dkhissa").await.unwrap();
    town.sign_up(300, "ar", &code, "أخرى", "member", Some("f")).await;
    let mut db = town.store.write().await.unwrap();
    let others: Vec<BodyId> = [1, 2].map(BodyId).into_iter().filter(|id| *id != body).collect();
    meetings::set_bodies(&mut db, meeting, &Bodies::Some(others)).await.unwrap();
    db.commit().await.unwrap();
    for route in [
        read(summary, 1),
        file_of(summary, 1),
        Route::CheckQuestion { summary, check: CheckNumber(1) },
        answer(summary, 1, 0),
        Route::SummaryProgress { summary, page: 0 },
    ] {
        let reply = town.press(300, Press::Go(route)).await;
        let shown = reply.screen.unwrap_or_default().text;
        assert!(reply.files.is_empty() && !shown.contains("الأولى"), "{route:?}: {shown}");
    }
    assert!(town.say(300, "/training الأولى").await.screen.unwrap().text.starts_with("لا نتيجة"));
    assert_eq!(reading(&town, 300, summary).await, None);
}

#[tokio::test]
async fn the_record_says_who_attended_caught_up_and_missed_to_their_own_coordinators_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, meeting, summary) = published(&folder.path().join("t.db")).await;
    for k in 1..=4 {
        town.press(MEMBER, Press::Go(read(summary, k))).await;
    }
    for n in 1..=2 {
        town.press(MEMBER, Press::Go(answer(summary, n, 0))).await;
    }
    let reply = town.press(COORDINATOR, Press::Go(Route::ExportRecord { body: None })).await;
    let File::Document(name, csv) = &reply.files[0].0 else { panic!("no CSV") };
    assert!(name.ends_with(".csv"));
    let csv = String::from_utf8(csv.clone()).unwrap();
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    assert_eq!(
        lines.next(),
        Some("الهيئة,الاسم,الجنس,حضور,غياب تلاه استدراك,غياب دون استدراك,2026-11-24 دورة تكوينية: خطة العمل")
    );
    let mut rows: Vec<&str> = lines.collect();
    rows.sort_unstable();
    let wanted = [
        "بوفكران,عضوة,امرأة,0,0,1,غائب(ة) بدون عذر",
        "بوفكران,عضوة,امرأة,0,1,0,\"غائب(ة) بدون عذر، تم الاستدراك\"",
        "مكناس,سلمى,امرأة,0,0,1,غائب(ة) بدون عذر",
    ];
    assert_eq!(rows.iter().map(|row| row.replace('"', "")).collect::<Vec<_>>(), wanted.map(|row| row.replace('"', "")));

    // A coordinator of another body sees neither the list, nor the member, nor their line.
    let (body, _) = town.body("الدخيسة", "Dkhissa").await.unwrap();
    let mut db = town.store.write().await.unwrap();
    let member = people::find_by_address(&mut db, Address::telegram(MEMBER)).await.unwrap().unwrap();
    let other = people::find_by_address(&mut db, Address::telegram(MEMBER + 1)).await.unwrap().unwrap();
    takafou::store::coordinators::add(&mut db, other.id, Some(body)).await.unwrap();
    meetings::set_bodies(&mut db, meeting, &Bodies::All).await.unwrap();
    db.commit().await.unwrap();
    for act in [
        Press::Go(Route::Record { body: member.body.unwrap(), page: 0 }),
        Press::Go(Route::MemberRecord { member: member.id, page: 0 }),
        Press::Go(Route::ExportRecord { body: None }),
    ] {
        let reply = town.press(MEMBER + 1, act).await;
        let csv = reply.files.first().map(|(file, _)| match file {
            File::Document(_, csv) => String::from_utf8(csv.clone()).unwrap(),
            _ => String::new(),
        });
        let shown = reply.screen.unwrap_or_default().text + &csv.unwrap_or_default();
        assert!(!shown.contains("خطة العمل") && !shown.contains("بوفكران,"), "{shown}");
    }
}

#[tokio::test]
async fn a_meeting_that_has_not_begun_has_no_summary() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, meeting, _) = published(&folder.path().join("t.db")).await;
    town.now = NOW; // the day before
    let reply = town.press(COORDINATOR, Press::Go(Route::WriteSummary { meeting })).await;
    assert!(reply.notice.unwrap().starts_with("لا يمكن كتابة ملخص الآن"));
    assert!(!town.screen(COORDINATOR).unwrap().text.contains("بأي لغة"), "no form was begun");
}

/// The coordinator presses a member's line on the list until it has this mark, as ✅ → 🟡 → ❌ → ✅.
async fn mark(town: &mut Rehearsal, meeting: MeetingId, to: Attendance) {
    let mut db = town.store.read().await.unwrap();
    let member = people::find_by_address(&mut db, Address::telegram(MEMBER)).await.unwrap().unwrap().id;
    drop(db);
    let route = Route::MarkAttendance { meeting, day: DayNumber(1), member, mark: Some(to) };
    town.press(COORDINATOR, Press::Go(route)).await;
}

/// The letters that go out to the member within ten minutes.
async fn letters(town: &mut Rehearsal) -> Vec<String> {
    let mut found = Vec::new();
    for _ in 0..10 {
        let gone = town.deliver().await.unwrap();
        found.extend(gone.into_iter().filter(|letter| letter.to.id == MEMBER).map(|letter| letter.screen.text));
        town.now += MINUTE;
    }
    found
}

const MISSED: &str = "فاتكم";

#[tokio::test]
async fn a_slip_in_the_attendance_sends_no_letter_and_what_it_comes_to_is_told_once() {
    use Attendance::{Absent, Excused, Present};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let (mut town, meeting, _) = published(&path).await;
    // Everybody was absent and has been told. The member was there: the correction sends nothing that says the contrary.
    mark(&mut town, meeting, Present).await;
    assert_eq!(letters(&mut town).await, [] as [String; 0]);
    for slip in [[Excused, Absent, Present], [Absent, Excused, Present], [Absent, Present, Present]] {
        for to in slip {
            mark(&mut town, meeting, to).await;
            assert_eq!(town.deliver().await.unwrap(), [], "nothing is sent at once");
            town.now += 10_000;
        }
        assert_eq!(letters(&mut town).await, [] as [String; 0], "{slip:?}");
    }
}

/// The same where the member was marked present before the summary was published.
async fn published_to_present(path: &Path) -> (Rehearsal, MeetingId) {
    let (town, meeting, summary) = published(path).await;
    let mut db = town.store.write().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(MEMBER)).await.unwrap().unwrap().id;
    let mark = attendance::Mark { person, status: Attendance::Present, at: town.now, person_by: None };
    attendance::mark(&mut db, meeting, DayNumber(1), &mark).await.unwrap();
    // As if it had been so from the beginning: the letter about what was missed was never written.
    let row = summaries::find(&mut db, summary).await.unwrap().unwrap();
    readings::enrol(&mut db, &row).await.unwrap();
    sqlx::query("DELETE FROM outbox WHERE person = ?").bind(person).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    (town, meeting)
}

#[tokio::test]
async fn whoever_turns_out_to_have_been_absent_is_told_after_a_while_even_if_it_went_back_and_forth() {
    use Attendance::{Absent, Excused, Present};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let (mut town, meeting) = published_to_present(&path).await;
    for to in [Excused, Absent, Present, Excused, Absent] {
        mark(&mut town, meeting, to).await;
        town.now += 5_000;
    }
    // The program ends and starts again meanwhile: what waits stands in the database.
    town.store.close().await;
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, path, town.now, [5; 32]).await.unwrap();
    assert_eq!(town.deliver().await.unwrap(), [], "not at once");
    let told = letters(&mut town).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(MISSED), "{told:?}");
    // Once told, they are not told again.
    mark(&mut town, meeting, Present).await;
    mark(&mut town, meeting, Absent).await;
    assert_eq!(letters(&mut town).await, [] as [String; 0]);
}

#[tokio::test]
async fn a_correction_while_letters_are_held_for_the_night_sends_the_right_one_in_the_morning() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, meeting) = published_to_present(&folder.path().join("t.db")).await;
    town.now = NOW + DAY + 12 * HOUR; // ten in the evening
    mark(&mut town, meeting, Attendance::Absent).await;
    town.now += HOUR;
    mark(&mut town, meeting, Attendance::Present).await;
    town.now = NOW + 2 * DAY;
    let told = letters(&mut town).await;
    assert!(told.iter().all(|text| !text.contains(MISSED)), "{told:?}");
}
