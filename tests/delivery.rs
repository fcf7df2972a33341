//! The outbox of the real program, which is killed at random, throttled and refused. Everybody gets the letter, and
//! nobody gets it twice.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::{FIRST, database, sandbox, sandbox_with, spawn};
use takafou::bot;
use takafou::chat::{File, SendOutcome};
use takafou::config::Settings;
use takafou::rehearsal::Rehearsal;
use takafou::sandbox::{Fault, FaultKind, Limits, Sandbox};
use takafou::store::letter_kind::{EndCause, LetterKind, LetterState};
use takafou::store::outbox::{self, NewBroadcast};
use takafou::store::{Store, letters, live, people, surveys};
use takafou::types::{Address, Bodies, BroadcastId, DAY, MINUTE, MessageId, SurveyId, Timestamp};

const PROGRAM: &str = env!("CARGO_BIN_EXE_takafou");
/// A step that takes longer has hung.
const LONG_ENOUGH: Duration = Duration::from_secs(300);
/// The first words of the letter.
const LETTER: &str = "السلام عليكم، تحية طيبة";

/// Creates a database with members, an open survey, and a letter about it to each member. Quiet hours do not hold the
/// letters.
async fn announced(path: &Path, members: i64) -> BroadcastId {
    let survey = database(path, members, "diagnostic").await;
    let store = Store::open(path).await.unwrap();
    let now = takafou::app::now();
    let mut db = store.write().await.unwrap();
    let invited = surveys::list_invited(&mut db, survey).await.unwrap();
    let new = NewBroadcast {
        kind: LetterKind::SurveyOpened(survey),
        person: None,
        key: "survey-opened:1",
        priority: 0,
        due_at: now,
        expires_at: None,
        urgent: true,
    };
    let (broadcast, letters) = outbox::add_broadcast(&mut db, &new, &invited, now).await.unwrap();
    assert_eq!(letters, u64::try_from(members).unwrap());
    let (_, again) = outbox::add_broadcast(&mut db, &new, &invited, now).await.unwrap();
    assert_eq!(again, 0, "the same notice to the same person is impossible twice");
    db.commit().await.unwrap();
    store.close().await;
    broadcast
}

fn letters(sandbox: &Sandbox, member: i64) -> usize {
    sandbox.chat(member).iter().filter(|seen| seen.from_bot && seen.text.starts_with(LETTER)).count()
}

/// The Telegram ids of the people whose letters are in this state.
async fn people_in(path: &Path, state: &str) -> BTreeSet<i64> {
    let store = Store::open(path).await.unwrap();
    let mut db = store.read().await.unwrap();
    let found =
        sqlx::query_scalar("SELECT p.telegram FROM outbox o JOIN persons p ON p.id = o.person WHERE o.state = ?")
            .bind(state)
            .fetch_all(&mut *db)
            .await
            .unwrap();
    drop(db);
    store.close().await;
    found.into_iter().collect()
}

async fn until_sent(path: &Path, members: usize) {
    let sent = async {
        while people_in(path, "sent").await.len() < members {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, sent).await.expect("letters are left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_no_letter_is_lost_and_only_those_under_way_come_twice() {
    const MEMBERS: i64 = 1000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    announced(&path, MEMBERS).await;
    let sandbox = sandbox(MEMBERS).await;
    let mut random = StdRng::seed_from_u64(5);
    let mut excused: BTreeMap<i64, usize> = BTreeMap::new();
    let faster = [("TAKAFOU_MESSAGES_PER_SECOND", "200")]; // a tenth of the time, the same program
    for _ in 0..8 {
        let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &faster);
        tokio::time::sleep(Duration::from_millis(random.random_range(300..1_200))).await;
        drop(bot); // SIGKILL
        for member in people_in(&path, "sending").await {
            *excused.entry(member).or_default() += 1;
        }
    }
    let sent = people_in(&path, "sent").await.len();
    assert!((50..1000).contains(&sent), "the kills hit the broadcast: {sent} sent before the last start");
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &faster);
    until_sent(&path, 1000).await;
    drop(bot);
    for member in FIRST..FIRST + MEMBERS {
        let (came, may) = (letters(&sandbox, member), 1 + excused.get(&member).copied().unwrap_or(0));
        assert!((1..=may).contains(&came), "{member} got {came}, may get {may}");
    }
    assert!(excused.values().sum::<usize>() <= 8 * 16, "no more are under way than a second's worth");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_befalls_one_letter_harms_no_other() {
    const MEMBERS: i64 = 60;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let broadcast = announced(&path, MEMBERS).await;
    let sandbox = sandbox_with(MEMBERS, Some(Limits::default())).await;
    sandbox.block(FIRST, true);
    let store = Store::open(&path).await.unwrap();
    let mut db = store.write().await.unwrap();
    let second = people::find_by_address(&mut db, Address::telegram(FIRST + 1)).await.unwrap().unwrap().id;
    people::set_stopped(&mut db, second, true).await.unwrap();
    sqlx::query("UPDATE persons SET telegram = 1 WHERE telegram = ?").bind(FIRST + 2).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    store.close().await;
    for (kind, times) in [
        (FaultKind::RetryAfter(1), 2),
        (FaultKind::Status(400), 1), // refused for good
        (FaultKind::Slow(Duration::from_millis(700)), 5),
    ] {
        sandbox.inject(Fault { method: Some("sendmessage".into()), kind, times });
    }
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    until_sent(&path, 56).await;
    let store = Store::open(&path).await.unwrap();
    let mut db = store.read().await.unwrap();
    let counts = outbox::count_by_state(&mut db, broadcast).await.unwrap();
    let n =
        |cause| counts.iter().filter(|count| count.cause.as_ref() == Some(&cause)).map(|count| count.n).sum::<i64>();
    assert_eq!((n(EndCause::Unreachable), n(EndCause::Stopped)), (2, 1), "{counts:?}");
    let refused = counts.iter().find(|count| matches!(count.cause, Some(EndCause::Refused(_))));
    assert_eq!(refused.unwrap().n, 1, "{counts:?}");
    assert!(people::find_by_address(&mut db, Address::telegram(FIRST)).await.unwrap().unwrap().unreachable);
    drop(db);
    store.close().await;
    drop(bot);
    let twice: Vec<i64> = (FIRST..FIRST + MEMBERS).filter(|member| letters(&sandbox, *member) > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// Starts a bot with one coordinator (chat 1) who has announced an anonymous survey.
async fn told(folder: &Path) -> (Rehearsal, SurveyId) {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let noon = Timestamp(1_795_435_200_000); // 23 November 2026, 12:00 in Morocco
    let mut town = Rehearsal::new(settings, folder.join("t.db"), noon, [3; 32]).await.unwrap();
    town.join(1, "ar").await.unwrap();
    let mut db = town.store.write().await.unwrap();
    let coordinator = people::find_by_address(&mut db, Address::telegram(1)).await.unwrap().unwrap().id;
    let survey = surveys::open(&mut db, "evaluation", true, &Bodies::All, noon, noon + DAY).await.unwrap();
    let key = format!("survey-opened:{survey}");
    let new = NewBroadcast {
        kind: LetterKind::SurveyOpened(survey),
        person: Some(coordinator),
        key: &key,
        priority: 0,
        due_at: noon,
        expires_at: None,
        urgent: false,
    };
    outbox::add_broadcast(&mut db, &new, &[coordinator], noon).await.unwrap();
    db.commit().await.unwrap();
    (town, survey)
}

#[tokio::test]
async fn a_report_that_did_not_arrive_is_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let (town, _) = told(folder.path()).await;
    let (bot, store, now) = (&town.bot, &town.store, town.now);
    let letter = bot::outbox::take_turn(bot, store, now, &[], true).await.unwrap().letter.unwrap();
    bot::outbox::take_turn(bot, store, now, &[(letter.of, SendOutcome::Sent(MessageId(7)))], false).await.unwrap();
    for _ in 0..3 {
        let report = bot::outbox::check_due(bot, store, now).await.unwrap();
        assert_eq!(report.len(), 1, "it has not arrived");
        assert!(bot::outbox::check_due(bot, store, now).await.unwrap().is_empty(), "it is under way");
        bot::outbox::take_turn(bot, store, now, &[(report[0].of, SendOutcome::Failed("no connection".into()))], false)
            .await
            .unwrap();
    }
    let report = bot::outbox::check_due(bot, store, now).await.unwrap();
    bot::outbox::take_turn(bot, store, now, &[(report[0].of, SendOutcome::Sent(MessageId(8)))], false).await.unwrap();
    assert!(bot::outbox::check_due(bot, store, now).await.unwrap().is_empty());
    let mut db = store.read().await.unwrap();
    assert!(live::list(&mut db).await.unwrap().is_empty(), "it has arrived, and is followed no longer");
    assert!(!outbox::has_finished_broadcast(&mut db).await.unwrap(), "the broadcast is over");
}

#[tokio::test]
async fn what_was_sent_is_told_and_goes_with_an_anonymous_survey() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = told(folder.path()).await;
    town.deliver().await.unwrap();
    let file = town.say(1, "/mydata").await.files.pop().unwrap().0;
    let File::Document(_, json) = file else { panic!("{file:?}") };
    assert!(String::from_utf8(json).unwrap().contains(LETTER), "/mydata holds the notice");
    let mut db = town.store.write().await.unwrap();
    surveys::close(&mut db, survey, town.now).await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(1)).await.unwrap().unwrap().id;
    assert!(letters::list_of_person(&mut db, person).await.unwrap().is_empty(), "who was told tells who had answered");
}

#[tokio::test]
async fn a_letter_whose_fate_is_never_told_goes_out_again_and_one_too_late_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (town, survey) = told(folder.path()).await;
    let (bot, store, now) = (&town.bot, &town.store, town.now);
    let letter = bot::outbox::take_turn(bot, store, now, &[], true).await.unwrap().letter.unwrap();
    let minutes = |n: i64| now + n * MINUTE;
    let nothing = bot::outbox::take_turn(bot, store, minutes(9), &[], true).await.unwrap();
    assert!(nothing.letter.is_none(), "it may still be under way");
    let again = bot::outbox::take_turn(bot, store, minutes(11), &[], true).await.unwrap().letter.unwrap();
    assert_eq!(again.of, letter.of, "its lease of ten minutes has ended");
    bot::outbox::take_turn(bot, store, minutes(11), &[(again.of, SendOutcome::Sent(MessageId(7)))], false)
        .await
        .unwrap();

    let mut db = store.write().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(1)).await.unwrap().unwrap().id;
    let new = NewBroadcast {
        kind: LetterKind::SurveyOpened(survey),
        person: None,
        key: "too late",
        priority: 0,
        due_at: now,
        expires_at: Some(minutes(20)),
        urgent: false,
    };
    let (broadcast, _) = outbox::add_broadcast(&mut db, &new, &[person], now).await.unwrap();
    db.commit().await.unwrap();
    assert!(
        bot::outbox::take_turn(bot, store, minutes(20), &[], true).await.unwrap().letter.is_none(),
        "of no use any more"
    );
    let mut db = store.read().await.unwrap();
    let counts = outbox::count_by_state(&mut db, broadcast).await.unwrap();
    assert_eq!((counts[0].state, &counts[0].cause), (LetterState::Dropped, &Some(EndCause::Expired)));
}
