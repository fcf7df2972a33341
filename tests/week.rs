//! People, announcements and messages where something goes wrong: a member who is moved in the middle of a survey, a
//! coordinator who is withdrawn in the middle of a form, an announcement to nobody or in the past, a question that nobody
//! can be reached with. The conversations are in `conversations/people*.txt`, `announcing*.txt` and `messages*.txt`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use takafou::bot::upkeep;
use takafou::chat::{Press, Route};
use takafou::rehearsal::Rehearsal;
use takafou::store::people::{self, Person};
use takafou::store::{conversations, coordinators, invitations, members, surveys};
use takafou::types::{
    Address, AnnouncementId, Bodies, BodyId, ConversationId, DAY, HOUR, RemovalReason, SurveyId, Timestamp,
};

/// Monday 23 November 2026, 10:00 in Morocco.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
const COORDINATOR: i64 = 1;
const MEMBER: i64 = 2;

/// Two bodies: the first with members 1 to 5, of whom the first coordinates all bodies; the second is empty.
async fn town(folder: &Path) -> (Rehearsal, BodyId, BodyId) {
    let settings =
        takafou::config::Settings { controller: "مجلس".into(), contact: "contact".into(), ..Default::default() };
    let mut town = Rehearsal::new(settings, folder.join("t.db"), NOW, [9; 32]).await.unwrap();
    let (body, code) = town.body("مكناس", "Meknès").await.unwrap();
    let (other, _) = town.body("بوفكران", "Boufakrane").await.unwrap();
    let coordinator = town.coordinator().await.unwrap();
    for chat in 1..=5 {
        town.sign_up(chat, "fr", &code, &format!("Membre {chat}"), "member", Some("f")).await;
    }
    town.appoint(COORDINATOR, &coordinator).await;
    (town, body, other)
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

/// Presses the button whose label holds these words.
async fn press(town: &mut Rehearsal, chat: i64, label: &str) -> String {
    let rows = town.screen(chat).unwrap().rows.concat();
    let button = rows.iter().find(|button| button.label.contains(label));
    let press = button.unwrap_or_else(|| panic!("no {label} among {rows:?}")).press.clone();
    let reply = town.press(chat, press).await;
    let screen = reply.screen.map_or_else(String::new, |screen| screen.text);
    format!("{}\n{screen}", reply.notice.unwrap_or_default())
}

async fn count(town: &Rehearsal, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut *town.store.read().await.unwrap()).await.unwrap()
}

async fn survey(town: &Rehearsal, bodies: &Bodies) -> SurveyId {
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "needs", false, bodies, NOW, NOW + 9 * DAY).await.unwrap();
    db.commit().await.unwrap();
    survey
}

#[tokio::test]
async fn a_member_who_is_moved_goes_on_with_a_survey_of_all_and_loses_one_of_the_former_body() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, other) = town(folder.path()).await;
    let of_all = survey(&town, &Bodies::All).await;
    let of_body = survey(&town, &Bodies::Some(vec![body])).await;
    let member = person(&town, MEMBER).await;
    for survey in [of_body, of_all] {
        go(&mut town, MEMBER, Route::BeginSurvey { survey }).await;
    }
    let ask = go(&mut town, COORDINATOR, Route::AskToMoveMember { member: member.id, body: other }).await;
    assert!(ask.contains("Boufakrane") && ask.contains("Meknès"), "{ask}");
    go(&mut town, COORDINATOR, Route::MoveMember { member: member.id, body: other }).await;
    let moved = person(&town, MEMBER).await;
    assert_eq!((moved.body, moved.joined_at), (Some(other), member.joined_at));
    let runs = "SELECT COUNT(*) FROM runs WHERE survey IS NOT NULL";
    assert_eq!(count(&town, runs).await, 1, "the draft of the survey of the former body is gone");
    assert!(town.screen(MEMBER).is_some());
    // Her next answer belongs to the survey that is still hers, and counts for the new body.
    let began = "SELECT COUNT(*) FROM participations WHERE body = 2 AND submitted = 0";
    assert_eq!(count(&town, began).await, 1);
    let former = go(&mut town, MEMBER, Route::Survey { survey: of_body }).await;
    assert!(former.contains("fermé"), "{former}");
    // Twice is once, and nobody moves a member where they do not coordinate.
    go(&mut town, COORDINATOR, Route::MoveMember { member: member.id, body: other }).await;
    let audited = "SELECT COUNT(*) FROM audit WHERE action = 'moved a member'";
    assert_eq!(count(&town, audited).await, 2, "a line for each of both bodies");
    let mut db = town.store.write().await.unwrap();
    let hers = person(&town, 3).await.id;
    coordinators::add(&mut db, hers, Some(body)).await.unwrap();
    db.commit().await.unwrap();
    let fourth = person(&town, 4).await.id;
    go(&mut town, 3, Route::MoveMember { member: fourth, body: other }).await;
    assert_eq!(person(&town, 4).await.body, Some(body));
}

#[tokio::test]
async fn whoever_is_withdrawn_or_no_longer_concerned_corrects_and_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, other) = town(folder.path()).await;
    let (hers, member) = (person(&town, 3).await.id, person(&town, MEMBER).await.id);
    let coordinate = async |town: &Rehearsal, on: bool| {
        let mut db = town.store.write().await.unwrap();
        if on {
            coordinators::add(&mut db, hers, Some(body)).await.unwrap();
        } else {
            assert!(coordinators::withdraw(&mut db, hers, Some(body)).await.unwrap());
        }
        db.commit().await.unwrap();
    };
    // The right is withdrawn while the name is typed.
    coordinate(&town, true).await;
    go(&mut town, 3, Route::CorrectName { member }).await;
    coordinate(&town, false).await;
    town.say(3, "Autre nom").await;
    assert_eq!(person(&town, MEMBER).await.name.as_deref(), Some("Membre 2"));
    // The member is moved to a body of somebody else meanwhile.
    coordinate(&town, true).await;
    go(&mut town, 3, Route::CorrectName { member }).await;
    let mut db = town.store.write().await.unwrap();
    members::move_to(&mut db, member, other, NOW).await.unwrap();
    db.commit().await.unwrap();
    town.say(3, "Autre nom").await;
    assert_eq!(person(&town, MEMBER).await.name.as_deref(), Some("Membre 2"));
    // A message to a member who has left is not sent.
    let fourth = person(&town, 4).await.id;
    go(&mut town, 3, Route::WriteToMember { member: fourth }).await;
    town.say(3, "Bonjour").await;
    let mut db = town.store.write().await.unwrap();
    members::move_to(&mut db, fourth, other, NOW).await.unwrap();
    db.commit().await.unwrap();
    assert!(press(&mut town, 3, "Envoyer").await.contains("terminé"));
    assert_eq!(count(&town, "SELECT COUNT(*) FROM messages").await, 0);
}

/// Fills in an announcement up to its preview, in Arabic words.
async fn announce(town: &mut Rehearsal, words: &str, whom: &[&str], when: &[&str], until: &str) -> String {
    go(town, COORDINATOR, Route::NewAnnouncement).await;
    town.say(COORDINATOR, words).await;
    press(town, COORDINATOR, "Passer").await;
    press(town, COORDINATOR, "Passer").await;
    for label in whom {
        press(town, COORDINATOR, label).await;
    }
    press(town, COORDINATOR, when[0]).await;
    for typed in &when[1..] {
        town.say(COORDINATOR, typed).await;
    }
    if until.is_empty() {
        press(town, COORDINATOR, "Passer").await;
    } else {
        town.say(COORDINATOR, until).await;
    }
    press(town, COORDINATOR, "Confirmer").await
}

/// Forgets the form that was not sent.
async fn begin_anew(town: &Rehearsal) {
    let mut db = town.store.write().await.unwrap();
    sqlx::query("UPDATE persons SET run = NULL").execute(&mut *db).await.unwrap();
    sqlx::query("DELETE FROM runs").execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
}

fn can_send(town: &Rehearsal) -> bool {
    let rows = town.screen(COORDINATOR).unwrap().rows.concat();
    rows.iter().any(|button| matches!(button.press, Press::Go(Route::PublishAnnouncement { .. })))
}

#[tokio::test]
async fn an_announcement_that_cannot_go_out_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, ..) = town(folder.path()).await;
    let to_all = ["Toutes les personnes"];
    // To nobody.
    let nobody = announce(&mut town, "لقاء", &["Des instances", "Boufakrane", "Terminé"], &["Maintenant"], "").await;
    assert!(nobody.contains("ne concerne personne") && !can_send(&town), "{nobody}");
    press(&mut town, COORDINATOR, "Menu").await;
    begin_anew(&town).await;
    // Valid only until before it is sent.
    let over = announce(&mut town, "لقاء", &to_all, &["Plus tard", "10 décembre à 9 h"], "5 décembre").await;
    assert!(over.contains("précède l'envoi") && !can_send(&town), "{over}");
    begin_anew(&town).await;
    // Its hour passes while it is read.
    announce(&mut town, "لقاء", &to_all, &["Plus tard", "23 novembre à 10 h 30"], "").await;
    assert!(can_send(&town));
    town.now = NOW + HOUR;
    let late = press(&mut town, COORDINATOR, "Confirmer l'heure").await;
    assert!(late.contains("L'heure d'envoi est passée") && !can_send(&town), "{late}");
    begin_anew(&town).await;
    // 5,000 characters are refused where they are typed.
    go(&mut town, COORDINATOR, Route::NewAnnouncement).await;
    let long = town.say(COORDINATOR, &"طويل ".repeat(1000)).await.screen.unwrap().text;
    assert!(long.contains("1500") || long.contains("1\u{202f}500"), "{long}");
    assert_eq!(count(&town, "SELECT COUNT(*) FROM announcements").await, 0);
}

#[tokio::test]
async fn a_scheduled_announcement_goes_to_whom_it_concerns_at_its_hour_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, other) = town(folder.path()).await;
    let to_all = ["Toutes les personnes"];
    let survey = survey(&town, &Bodies::Some(vec![body])).await;
    announce(
        &mut town,
        "لقاء",
        &["Sans réponse à un questionnaire", "esoins"],
        &["Plus tard", "24 novembre à 9 h"],
        "",
    )
    .await;
    press(&mut town, COORDINATOR, "Confirmer l'heure").await;
    // Two have answered before the hour comes, and one has left.
    let mut db = town.store.write().await.unwrap();
    for chat in [2, 3] {
        let person = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap();
        surveys::add_participation(&mut db, survey, person.id).await.unwrap();
        sqlx::query("UPDATE participations SET submitted = 1").execute(&mut *db).await.unwrap();
    }
    let fourth = people::find_by_address(&mut db, Address::telegram(4)).await.unwrap().unwrap();
    members::move_to(&mut db, fourth.id, other, NOW).await.unwrap();
    db.commit().await.unwrap();
    town.now = NOW + DAY;
    town.deliver().await.unwrap();
    let sent = "SELECT group_concat(p.telegram) FROM announcement_recipients r JOIN persons p ON p.id = r.person";
    let sent: String = sqlx::query_scalar(sent).fetch_one(&mut *town.store.read().await.unwrap()).await.unwrap();
    assert_eq!(sent, "1,5");
    // After two days nothing can be corrected or taken back.
    town.now = NOW + 4 * DAY;
    go(&mut town, COORDINATOR, Route::TakeBackAnnouncement { announcement: AnnouncementId(1) }).await;
    assert_eq!(count(&town, "SELECT COUNT(*) FROM announcements WHERE taken_back_at IS NOT NULL").await, 0);
    // The author is withdrawn before the hour: it is cancelled, and nobody gets it.
    let hers = person(&town, 5).await.id;
    let mut db = town.store.write().await.unwrap();
    coordinators::add(&mut db, hers, None).await.unwrap();
    db.commit().await.unwrap();
    announce(&mut town, "ثان", &to_all, &["Plus tard", "30 novembre à 9 h"], "").await;
    press(&mut town, COORDINATOR, "Confirmer l'heure").await;
    let author = person(&town, COORDINATOR).await.id;
    let mut db = town.store.write().await.unwrap();
    assert!(coordinators::withdraw(&mut db, author, None).await.unwrap());
    db.commit().await.unwrap();
    town.now = NOW + 10 * DAY;
    town.deliver().await.unwrap();
    assert_eq!(count(&town, "SELECT COUNT(*) FROM announcements WHERE cancelled_at IS NOT NULL").await, 1);
    assert_eq!(count(&town, "SELECT COUNT(*) FROM announcement_recipients WHERE announcement = 2").await, 0);
    // Who got what is not stored for ever.
    upkeep::tidy(&town.bot, &town.store, NOW + 80 * DAY).await.unwrap();
    assert_eq!(count(&town, "SELECT COUNT(*) FROM announcements").await, 2);
    upkeep::tidy(&town.bot, &town.store, NOW + 99 * DAY).await.unwrap();
    assert_eq!(count(&town, "SELECT COUNT(*) FROM announcements").await, 0);
}

#[tokio::test]
async fn a_question_reaches_somebody_or_the_member_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, _) = town(folder.path()).await;
    let hers = person(&town, 3).await.id;
    let mut db = town.store.write().await.unwrap();
    coordinators::add(&mut db, hers, Some(body)).await.unwrap();
    db.commit().await.unwrap();
    // The coordinator of the body has blocked the bot: the question goes to the coordinator of all.
    town.block(3);
    town.say(MEMBER, "Quand commence la formation ?").await;
    press(&mut town, MEMBER, "L'envoyer à la coordination").await;
    town.deliver().await.unwrap();
    let got = "SELECT group_concat(p.telegram) FROM outbox o JOIN broadcasts b ON b.id = o.broadcast JOIN persons p ON p.id = o.person
               WHERE b.kind = 'message-to-coordinators' AND o.state = 'sent'";
    let got: String = sqlx::query_scalar(got).fetch_one(&mut *town.store.read().await.unwrap()).await.unwrap();
    assert_eq!(got, "1");
    // Nobody is left: the member is told, at once or when it turns out.
    town.block(COORDINATOR);
    town.say(MEMBER, "Et où ?").await;
    let sent = press(&mut town, MEMBER, "L'envoyer").await;
    town.deliver().await.unwrap();
    let told = "SELECT COUNT(*) FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
                WHERE b.kind = 'message-unreached' AND o.state = 'sent'";
    assert_eq!(count(&town, told).await, 1, "{sent}");
    town.say(MEMBER, "Allô ?").await;
    assert!(press(&mut town, MEMBER, "L'envoyer").await.contains("contact"));
    // The words are in one place, and go with the member.
    assert_eq!(count(&town, "SELECT COUNT(*) FROM outbox WHERE text LIKE '%formation%'").await, 0);
    let (texts, conversation) = (count(&town, "SELECT COUNT(*) FROM messages").await, ConversationId(1));
    assert_eq!(texts, 3);
    let mut db = town.store.read().await.unwrap();
    assert!(conversations::find(&mut db, conversation).await.unwrap().unwrap().is_waiting());
    drop(db);
    go(&mut town, MEMBER, Route::Erase).await;
    assert_eq!(count(&town, "SELECT COUNT(*) FROM messages").await, 0);
}

#[tokio::test]
async fn messages_are_limited_and_deleted_after_ninety_days() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, ..) = town(folder.path()).await;
    for n in 0..20 {
        town.say(MEMBER, &format!("Message numéro {n}")).await;
        press(&mut town, MEMBER, "L'envoyer").await;
    }
    town.say(MEMBER, "Encore un").await;
    assert!(press(&mut town, MEMBER, "L'envoyer").await.contains("beaucoup de messages"));
    assert_eq!(count(&town, "SELECT COUNT(*) FROM messages").await, 20);
    upkeep::tidy(&town.bot, &town.store, NOW + 89 * DAY).await.unwrap();
    assert_eq!(count(&town, "SELECT COUNT(*) FROM conversations").await, 1);
    upkeep::tidy(&town.bot, &town.store, NOW + 91 * DAY).await.unwrap();
    assert_eq!(count(&town, "SELECT COUNT(*) FROM conversations").await, 0);
}

#[tokio::test]
async fn an_archived_body_is_offered_nowhere_and_its_links_open_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, body, other) = town(folder.path()).await;
    let link = go(&mut town, COORDINATOR, Route::InviteMembers { body: other }).await;
    assert!(!link.is_empty());
    go(&mut town, COORDINATOR, Route::ArchiveBody { body }).await;
    assert_eq!(count(&town, "SELECT COUNT(*) FROM bodies WHERE archived_at IS NOT NULL").await, 0, "people are in it");
    go(&mut town, COORDINATOR, Route::ArchiveBody { body: other }).await;
    assert_eq!(count(&town, "SELECT COUNT(*) FROM links WHERE body = 2 AND revoked_at IS NULL").await, 0);
    for route in [Route::InviteMembers { body: other }, Route::InviteCoordinator { body: Some(other) }] {
        go(&mut town, COORDINATOR, route).await; // a button from before
    }
    assert_eq!(count(&town, "SELECT COUNT(*) FROM links WHERE body = 2 AND revoked_at IS NULL").await, 0);
    let member = person(&town, MEMBER).await.id;
    go(&mut town, COORDINATOR, Route::ChooseBody { member, page: 0 }).await;
    let offered = town.screen(COORDINATOR).unwrap().rows.concat();
    assert!(offered.iter().all(|button| !button.label.contains("Boufakrane")), "{offered:?}");
    go(&mut town, COORDINATOR, Route::MoveMember { member, body: other }).await;
    assert_eq!(person(&town, MEMBER).await.body, Some(body));
    let mut db = town.store.read().await.unwrap();
    assert_eq!(invitations::list_members(&mut db, &Bodies::All).await.unwrap().len(), 5);
}

#[tokio::test]
async fn whoever_is_removed_is_in_no_conversation_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, ..) = town(folder.path()).await;
    town.say(MEMBER, "Quand commence la formation ?").await;
    press(&mut town, MEMBER, "L'envoyer").await;
    let open = "SELECT COUNT(*) FROM conversations WHERE closed_at IS NULL";
    assert_eq!(count(&town, open).await, 1);
    let member = person(&town, MEMBER).await.id;
    go(&mut town, COORDINATOR, Route::RemoveMember { member, why: RemovalReason::Left }).await;
    assert_eq!(count(&town, open).await, 0);
    town.now = NOW + 3 * DAY;
    town.deliver().await.unwrap();
    let waits = "SELECT COUNT(*) FROM broadcasts WHERE kind = 'message-waiting'";
    assert_eq!(count(&town, waits).await, 0, "nobody is reminded of what nobody can answer");
}

#[tokio::test]
async fn an_announcement_is_taken_back_in_quiet_hours_too() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, ..) = town(folder.path()).await;
    announce(&mut town, "لقاء", &["Toutes les personnes"], &["Maintenant, même"], "").await;
    press(&mut town, COORDINATOR, "Envoyer").await;
    town.deliver().await.unwrap();
    town.now = NOW + 13 * HOUR; // eleven in the evening
    go(&mut town, COORDINATOR, Route::TakeBackAnnouncement { announcement: AnnouncementId(1) }).await;
    town.deliver().await.unwrap();
    let removed = "SELECT COUNT(*) FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
                   WHERE b.kind = 'announcement-removal' AND o.state = 'sent'";
    assert_eq!(count(&town, removed).await, 5);
}
