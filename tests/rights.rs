//! Rights that are given and taken back: what stays of somebody who was removed, until when, and what old and forged buttons
//! can do meanwhile. The conversations are in `conversations/rights*.txt`, who may press what in `access.rs`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use takafou::bot::upkeep;
use takafou::chat::{Consent, Press, Route};
use takafou::rehearsal::Rehearsal;
use takafou::store::letter_kind::LetterKind;
use takafou::store::people::{self, Person};
use takafou::store::{attendance, coordinators, invitations, meetings, members, outbox, surveys};
use takafou::types::{
    Address, Attendance, Bodies, BodyId, DAY, DayNumber, HOUR, MeetingId, PersonId, RemovalReason, SurveyId, Timestamp,
};

#[path = "support/mod.rs"]
mod support;

/// Monday 23 November 2026, 10:00 in Morocco.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
const COORDINATOR: i64 = 1;

/// A body with members 2 to 9. The first person is a member too and coordinates all bodies.
async fn town(folder: &Path) -> (Rehearsal, BodyId, String) {
    let settings =
        takafou::config::Settings { controller: "مجلس".into(), contact: "contact".into(), ..Default::default() };
    let mut town = Rehearsal::new(settings, folder.join("t.db"), NOW, [9; 32]).await.unwrap();
    let (body, code) = town.body("مكناس", "Meknès").await.unwrap();
    let coordinator = town.coordinator().await.unwrap();
    for chat in 1..10 {
        town.sign_up(chat, "fr", &code, &format!("Membre {chat}"), "member", Some("f")).await;
    }
    town.appoint(COORDINATOR, &coordinator).await;
    (town, body, code)
}

async fn person(town: &Rehearsal, chat: i64) -> Person {
    let mut db = town.store.read().await.unwrap();
    people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap()
}

async fn go(town: &mut Rehearsal, chat: i64, route: Route) -> String {
    let reply = town.press(chat, Press::Go(route)).await;
    let screen = reply.screen.map_or_else(String::new, |screen| screen.text);
    format!("{}\n{screen}", reply.notice.unwrap_or_default())
}

/// A meeting of the body that begins at this time, to which its members are invited.
async fn meeting(town: &mut Rehearsal, body: BodyId, at: Timestamp) -> MeetingId {
    let (version, played) = town.bot.library.latest("meeting").unwrap();
    let begins = takafou::text::dates::wall(at);
    use takafou::dialog::{Key, Value};
    let answers = [
        ("kind", Value::Picks(vec!["training".into()])),
        ("days", Value::Numbers(vec![1])),
        ("day", Value::Date(begins.date())),
        ("hour", Value::Time(begins.time())),
        ("place", Value::Text("Siège".into())),
    ];
    let answers = answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect();
    let about = takafou::bot::meetings::form::MeetingForm { localized: played, answers };
    let by = person(town, COORDINATOR).await.id;
    let mut db = town.store.write().await.unwrap();
    let bodies = Bodies::Some(vec![body]);
    let id = meetings::add(&mut db, &about.description(version), by, &bodies, NOW).await.unwrap();
    meetings::set_days(&mut db, id, &about.stored_days(), takafou::text::dates::ZONE).await.unwrap();
    let invited = invitations::list_members(&mut db, &bodies).await.unwrap();
    invitations::invite(&mut db, id, &invited).await.unwrap();
    db.commit().await.unwrap();
    id
}

async fn turnout(town: &Rehearsal, survey: SurveyId) -> (i64, i64, i64) {
    let rows = surveys::count_turnout(&mut town.store.read().await.unwrap(), survey).await.unwrap();
    assert_eq!(rows.len(), 1, "all of one body: {rows:?}");
    (rows[0].invited, rows[0].started, rows[0].submitted)
}

async fn remove(town: &mut Rehearsal, member: PersonId) -> String {
    go(town, COORDINATOR, Route::RemoveMember { member, why: RemovalReason::Left }).await
}

#[tokio::test]
async fn what_a_removed_member_answered_and_attended_stays_with_the_body() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, code) = town(folder.path()).await;
    let (past, coming) = (meeting(&mut town, body, NOW - 2 * DAY).await, meeting(&mut town, body, NOW + DAY).await);
    let mut db = town.store.write().await.unwrap();
    attendance::close_day(&mut db, past, DayNumber(1), NOW).await.unwrap();
    let mut opened = Vec::new();
    for anonymous in [true, false] {
        let name = if anonymous { "evaluation" } else { "priorities" };
        opened.push(surveys::open(&mut db, name, anonymous, &Bodies::All, NOW, NOW + 9 * DAY).await.unwrap());
    }
    db.commit().await.unwrap();
    // The third member submits both surveys, the fourth begins them.
    let (third, fourth) = (person(&town, 3).await, person(&town, 4).await);
    for survey in &opened {
        go(&mut town, 4, Route::BeginSurvey { survey: *survey }).await;
        let mut db = town.store.write().await.unwrap();
        surveys::add_participation(&mut db, *survey, third.id).await.unwrap();
        sqlx::query("UPDATE participations SET submitted = 1 WHERE person = ?")
            .bind(third.id)
            .execute(&mut *db)
            .await
            .unwrap();
        db.commit().await.unwrap();
        assert_eq!(turnout(&town, *survey).await, (9, 2, 1));
    }
    for member in [third.id, fourth.id] {
        assert!(remove(&mut town, member).await.contains("informée"));
        // Pressed again, as on a slow line, and by an old button, nothing more happens.
        assert!(remove(&mut town, member).await.contains("instance"));
    }
    for survey in &opened {
        assert_eq!(turnout(&town, *survey).await, (8, 1, 1), "who answered is counted, who had begun is not");
        assert!(go(&mut town, 4, Route::BeginSurvey { survey: *survey }).await.contains("fermé"));
    }
    let mut db = town.store.read().await.unwrap();
    let invited = invitations::list_invitees(&mut db, coming).await.unwrap();
    assert_eq!(invited.len(), 7, "they are not expected any more");
    let attended = invitations::list_invitees(&mut db, past).await.unwrap();
    assert!(attended.len() == 9 && attended.iter().all(|invitee| invitee.body == Some(body)), "{attended:?}");
    let marks = attendance::list_marks(&mut db, past, DayNumber(1)).await.unwrap();
    assert!(marks.len() == 9 && marks.iter().all(|mark| mark.status == Attendance::Absent));
    drop(db);

    // What they typed and pressed before leads to nothing; a code lets them in again, and then they are members as before.
    for meeting in [past, coming] {
        assert!(go(&mut town, 3, Route::Meeting { meeting, below: false }).await.contains("aucune instance"));
        assert!(town.press(3, Press::Go(Route::MeetingFiles { meeting })).await.files.is_empty());
    }
    // Nothing of the body reaches them any more, not even what was waiting.
    let kind = LetterKind::MeetingReminder(past);
    let mut db = town.store.write().await.unwrap();
    let new = outbox::NewBroadcast {
        kind,
        person: None,
        key: "late",
        priority: 0,
        due_at: NOW,
        expires_at: None,
        urgent: true,
    };
    outbox::add_broadcast(&mut db, &new, &[third.id], NOW).await.unwrap();
    db.commit().await.unwrap();
    let letters = town.deliver().await.unwrap();
    let told: Vec<&str> =
        letters.iter().filter(|letter| letter.to.id == 3).map(|one| one.screen.text.as_str()).collect();
    assert!(told.len() == 1 && told[0].contains("plus partie"), "{told:?}");
    town.say(3, &format!("/start {code}")).await;
    let again = person(&town, 3).await;
    assert_eq!((again.body, again.joined_at, again.name), (Some(body), Some(town.now), third.name));
    assert!(members::find_removal(&mut town.store.read().await.unwrap(), third.id).await.unwrap().is_none());
    assert!(
        go(&mut town, 3, Route::Survey { survey: opened[1] }).await.contains("déjà envoyé"),
        "one person, one response"
    );
}

#[tokio::test]
async fn whoever_was_removed_is_told_and_erased_a_month_later_unless_they_joined_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _, code) = town(folder.path()).await;
    let (second, third) = (person(&town, 2).await.id, person(&town, 3).await.id);
    for member in [second, third] {
        remove(&mut town, member).await;
    }
    let letters = town.deliver().await.unwrap();
    let told: Vec<_> = letters.iter().filter(|letter| letter.screen.text.contains("plus partie")).collect();
    assert_eq!(told.iter().map(|letter| letter.to.id).collect::<Vec<_>>(), [2, 3]);
    assert!(told.iter().all(|letter| letter.screen.text.contains("vous avez quitté l'instance")));
    town.say(3, &format!("/start {code}")).await;

    let exists = async |town: &Rehearsal, id| {
        people::find_by_id(&mut town.store.read().await.unwrap(), id).await.unwrap().is_some()
    };
    town.now += members::KEPT_AFTER_REMOVAL;
    upkeep::tidy(&town.bot, &town.store, town.now).await.unwrap();
    assert!(exists(&town, second).await, "the day that was named has not passed");
    town.now += HOUR;
    upkeep::tidy(&town.bot, &town.store, town.now).await.unwrap();
    assert!(!exists(&town, second).await && exists(&town, third).await);
}

#[tokio::test]
async fn nobody_removes_a_coordinator_and_the_last_of_all_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, _) = town(folder.path()).await;
    let (first, second) = (person(&town, COORDINATOR).await.id, person(&town, 2).await.id);
    let scope = async |town: &Rehearsal, id| {
        coordinators::find_bodies(&mut town.store.read().await.unwrap(), id).await.unwrap()
    };
    let withdraw = |member, body| Route::WithdrawCoordinator { member, body };
    assert!(go(&mut town, COORDINATOR, withdraw(first, None)).await.contains("Impossible"));
    assert_eq!(scope(&town, first).await, Some(Bodies::All));

    // A coordinator of the body alone cannot be removed from it, nor remove the one of all, nor confirm by a forged press.
    let code = town.coordinator().await.unwrap();
    let mut db = town.store.write().await.unwrap();
    coordinators::add(&mut db, second, Some(body)).await.unwrap();
    db.commit().await.unwrap();
    for (chat, member) in [(COORDINATOR, second), (2, first), (2, second)] {
        assert!(remove(&mut town, member).await.contains("coordination"), "{chat}");
        go(&mut town, chat, Route::RemoveMember { member, why: RemovalReason::NotConfirmed }).await;
        assert_eq!(person(&town, if member == first { COORDINATOR } else { 2 }).await.body, Some(body));
    }
    go(&mut town, 2, withdraw(first, None)).await;
    assert_eq!(scope(&town, first).await, Some(Bodies::All));

    // Two of all withdraw each other: the second press finds the last one.
    town.appoint(2, &code).await;
    assert_eq!(scope(&town, second).await, Some(Bodies::All));
    assert!(go(&mut town, 2, withdraw(first, None)).await.contains("retirée"));
    assert_eq!(scope(&town, first).await, None);
    go(&mut town, COORDINATOR, withdraw(second, None)).await;
    assert_eq!(scope(&town, second).await, Some(Bodies::All));
    // What is left is the body; after that, nothing.
    assert!(go(&mut town, 2, withdraw(second, Some(body))).await.contains("retirée"));
    assert_eq!(scope(&town, second).await, Some(Bodies::All));
}

#[tokio::test]
async fn a_form_of_somebody_whose_rights_were_withdrawn_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _, _) = town(folder.path()).await;
    let code = town.coordinator().await.unwrap();
    town.appoint(2, &code).await;
    go(&mut town, 2, Route::AddBody).await;
    town.say(2, "ويسلان").await;
    town.say(2, "Ouislane").await;
    let second = person(&town, 2).await.id;
    go(&mut town, COORDINATOR, Route::WithdrawCoordinator { member: second, body: None }).await;
    let submit = town.screen(2).unwrap().rows.concat().into_iter().find(|button| button.press.is_submit()).unwrap();
    let reply = town.press(2, submit.press).await;
    assert!(reply.notice.unwrap().contains("Réservé à la coordination"));
    let bodies = takafou::store::bodies::list(&mut town.store.read().await.unwrap()).await.unwrap();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn a_revoked_link_lets_nobody_in_who_had_it_open() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, code) = town(folder.path()).await;
    let appointment = town.coordinator().await.unwrap();
    town.say(50, &format!("/start {code}")).await; // a stranger reads the consent screen
    town.say(2, &format!("/start {appointment}")).await;
    for of in [Some(body), None] {
        let mut db = town.store.read().await.unwrap();
        let links = sqlx::query_scalar::<_, i64>("SELECT id FROM links WHERE body = ? AND revoked_at IS NULL")
            .bind(of.map_or(0, |body| body.0))
            .fetch_all(&mut *db)
            .await
            .unwrap();
        drop(db);
        for link in links {
            go(&mut town, COORDINATOR, Route::RevokeLink { link: link.into() }).await;
        }
    }
    let agree = |code: &str| Press::Consent { act: Consent::Agree, language: "fr".into(), ticks: 3, code: code.into() };
    assert!(town.press(50, agree(&code)).await.screen.unwrap().text.contains("annulé"));
    assert!(town.press(2, agree(&appointment)).await.notice.unwrap().contains("annulé"));
    let mut db = town.store.read().await.unwrap();
    assert!(people::find_by_address(&mut db, Address::telegram(50)).await.unwrap().is_none());
    let second = people::find_by_address(&mut db, Address::telegram(2)).await.unwrap().unwrap();
    assert!(coordinators::find_bodies(&mut db, second.id).await.unwrap().is_none());
}

#[tokio::test]
async fn whoever_waits_to_be_confirmed_sees_and_does_nothing_of_a_member() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, code) = town(folder.path()).await;
    go(&mut town, COORDINATOR, Route::SetConfirmation { body, on: true }).await;
    let coming = meeting(&mut town, body, NOW + DAY).await;
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "priorities", false, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    db.commit().await.unwrap();
    town.sign_up(60, "fr", &code, "Nouvelle", "member", Some("f")).await;
    let waiting = person(&town, 60).await;
    assert!(waiting.joined_at.is_none() && waiting.requested_at.is_some());
    for route in [
        Route::Surveys { page: 0 },
        Route::Survey { survey },
        Route::BeginSurvey { survey },
        Route::Meetings { page: 0 },
        Route::Meeting { meeting: coming, below: false },
        Route::ConfirmMember { member: waiting.id },
        Route::SearchTraining,
    ] {
        let shown = go(&mut town, 60, route).await;
        assert!(!shown.contains("Meknès</b>") && !shown.contains("Siège"), "{route:?}: {shown}");
    }
    let counts = surveys::count_turnout(&mut town.store.read().await.unwrap(), survey).await.unwrap();
    assert_eq!((counts[0].invited, counts[0].started), (9, 0));
    // Their profile can be changed; that confirms nothing. A second code of the body does not either.
    go(&mut town, 60, Route::EditProfile).await;
    let submit = town.screen(60).unwrap().rows.concat().into_iter().find(|button| button.press.is_submit()).unwrap();
    town.press(60, submit.press).await;
    town.say(60, &format!("/start {code}")).await;
    assert!(person(&town, 60).await.joined_at.is_none());
    go(&mut town, COORDINATOR, Route::ConfirmMember { member: waiting.id }).await;
    assert_eq!(person(&town, 60).await.joined_at, Some(town.now));
    let mut db = town.store.read().await.unwrap();
    let invited = invitations::list_invitees(&mut db, coming).await.unwrap();
    assert!(invited.iter().any(|invitee| invitee.person == waiting.id), "a newcomer is invited once confirmed");
}
