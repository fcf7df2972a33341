//! What happens to words and presses that come at an odd moment: in the middle of the consent, or two at once.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::{FIRST, town};
use takafou::chat::{Act, Consent, Press, Reply};
use takafou::dialog::Value;
use takafou::rehearsal::Rehearsal;
use takafou::store::{runs, surveys};
use takafou::types::{Bodies, DAY};

/// A chat that the bot does not know.
const STRANGER: i64 = 1;

fn text(reply: &Reply) -> &str {
    &reply.screen.as_ref().unwrap().text
}

fn labels(reply: &Reply) -> Vec<String> {
    reply.screen.as_ref().unwrap().rows.concat().iter().map(|button| button.label.clone()).collect()
}

async fn press_label(town: &mut Rehearsal, chat: i64, label: &str) -> Reply {
    let press = town.button(chat, label).unwrap_or_else(|| panic!("no button {label}: {:?}", town.screen(chat)));
    town.press(chat, press).await
}

#[tokio::test]
async fn a_typed_word_keeps_the_consent_and_its_language() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(&folder.path().join("t.db"), 0).await;
    let (_, code) = town.body("صفرو", "Sefrou").await.unwrap();

    // The language that was chosen on the welcome stays, also when the invitation is opened afterwards.
    town.say(STRANGER, "/start").await;
    press_label(&mut town, STRANGER, "Français").await;
    let welcome = town.say(STRANGER, "bonjour").await;
    assert!(text(&welcome).contains("Voici le bot"), "{}", text(&welcome));
    let consent = town.say(STRANGER, &code).await;
    assert!(text(&consent).contains("Sefrou"), "{}", text(&consent));

    // Words, a sticker and /start lead back to the same screen with the same ticks.
    let ticked = labels(&consent)[0].clone();
    let consent = press_label(&mut town, STRANGER, &ticked).await;
    let expected = labels(&consent);
    assert!(expected[0].starts_with('✅') && expected[1].starts_with('⬜'), "{expected:?}");
    for words in ["c'est quoi ?", "oui", "stop", "/start", "/menu"] {
        let again = town.say(STRANGER, words).await;
        assert_eq!(labels(&again), expected, "{words}");
        assert!(text(&again).ends_with(text(&consent)), "{words}");
        assert!(text(&again).contains("boutons"), "{words}");
    }
    let again = town.event(STRANGER, takafou::chat::UserInput::Other).await;
    assert_eq!(labels(&again), expected);
    // A language button of the welcome, further up in the chat, changes the language only.
    let english = Press::Consent { act: Consent::Show, language: "en".into(), ticks: 0, code: String::new() };
    town.press(STRANGER, english).await;
    assert!(text(&town.say(STRANGER, "hello").await).contains("buttons"));
    let french = Press::Consent { act: Consent::Show, language: "fr".into(), ticks: 0, code: String::new() };
    town.press(STRANGER, french).await;
    let notice = town.say(STRANGER, "/privacy").await;
    let back = labels(&notice)[0].clone();
    assert_eq!(labels(&press_label(&mut town, STRANGER, &back).await), expected);

    // Declining ends it.
    press_label(&mut town, STRANGER, "n'accepte pas").await;
    assert!(text(&town.say(STRANGER, "bonjour").await).contains("Voici le bot"));

    // Nothing is stored of all this, and it is forgotten after two hours.
    town.say(STRANGER, &code).await;
    let mut db = town.store.write().await.unwrap();
    let address = takafou::types::Address::telegram(STRANGER);
    assert!(takafou::store::people::find_by_address(&mut db, address).await.unwrap().is_none());
    db.commit().await.unwrap();
    town.now += 3 * 3_600_000;
    assert!(!text(&town.say(STRANGER, "bonjour").await).contains("Sefrou"));
}

/// Opens the survey, and shows a member its first question of one option.
async fn at_a_choice(town: &mut Rehearsal) -> Vec<(String, Press)> {
    let now = town.now;
    let mut db = town.store.write().await.unwrap();
    surveys::open(&mut db, "evaluation", false, &Bodies::All, now, now + DAY).await.unwrap();
    db.commit().await.unwrap();
    town.say(FIRST, "/menu").await;
    press_label(town, FIRST, "الدورة التكوينية").await;
    press_label(town, FIRST, "أوافق وأبدأ").await;
    picks(town)
}

/// The buttons of the screen that answer the question.
fn picks(town: &Rehearsal) -> Vec<(String, Press)> {
    let buttons = town.screen(FIRST).unwrap().rows.concat();
    let is_pick = |press: &Press| matches!(press, Press::Run { act: Act::Pick(_), .. });
    buttons.into_iter().filter(|button| is_pick(&button.press)).map(|button| (button.label, button.press)).collect()
}

async fn answer_to(town: &mut Rehearsal, press: &Press) -> Option<Value> {
    let Press::Run { run, key, .. } = press else { panic!("{press:?}") };
    let mut db = town.store.write().await.unwrap();
    let answers = runs::find_answers(&mut db, *run).await.unwrap();
    db.commit().await.unwrap();
    answers.get(key).filter(|entry| entry.done).map(|entry| entry.value.clone())
}

fn picked(press: &Press) -> Value {
    match press {
        Press::Run { act: Act::Pick(id), .. } => match id.parse() {
            Ok(n) => Value::Numbers(vec![n]),
            Err(_) => Value::Picks(vec![id.clone()]),
        },
        _ => panic!("{press:?}"),
    }
}

#[tokio::test]
async fn of_two_options_pressed_fast_the_last_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(&folder.path().join("t.db"), 1).await;
    let options = at_a_choice(&mut town).await;
    let (first, second) = (&options[0].1, &options[1].1);

    let next = town.press(FIRST, first.clone()).await;
    assert_eq!(next.notice, None);
    // The same button twice changes nothing and says nothing.
    let again = town.press(FIRST, first.clone()).await;
    assert_eq!((again.notice.as_deref(), answer_to(&mut town, first).await), (None, Some(picked(first))));
    // Another option of the same screen counts instead, and the person is told.
    let instead = town.press(FIRST, second.clone()).await;
    assert!(instead.notice.is_some());
    assert_eq!(answer_to(&mut town, first).await, Some(picked(second)));
    assert_eq!(text(&instead), text(&next));
    // A third press is told, and changes nothing.
    let told = town.press(FIRST, first.clone()).await;
    assert!(told.notice.is_some());
    assert_eq!(answer_to(&mut town, first).await, Some(picked(second)));
    // Going on from there works.
    let answers = picks(&town);
    town.press(FIRST, answers[0].1.clone()).await;
    assert_eq!(answer_to(&mut town, &answers[0].1).await, Some(picked(&answers[0].1)));
}

#[tokio::test]
async fn an_option_pressed_after_back_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(&folder.path().join("t.db"), 1).await;
    let options = at_a_choice(&mut town).await;
    town.press(FIRST, options[0].1.clone()).await;
    let late = picks(&town);
    press_label(&mut town, FIRST, "رجوع").await;
    let told = town.press(FIRST, late[0].1.clone()).await;
    assert!(told.notice.is_some());
    assert_eq!(answer_to(&mut town, &late[0].1).await, None);
}

#[tokio::test]
async fn a_code_is_read_as_keyboards_send_it_and_a_word_is_no_code() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(&folder.path().join("t.db"), 1).await;
    let (_, code) = town.body("صفرو", "Sefrou").await.unwrap();
    for typed in [code.clone(), format!("\u{200e}{code}\u{200f} "), format!("\u{2066}{code}\u{2069}")] {
        town.press(
            STRANGER,
            Press::Consent { act: Consent::Decline, language: "fr".into(), ticks: 0, code: String::new() },
        )
        .await;
        let consent = town.say(STRANGER, &typed).await;
        assert!(text(&consent).contains("Sefrou"), "{typed}: {}", text(&consent));
    }
    // Words of ten letters are no wrong codes: nobody has to wait for having typed them.
    for word in ["formations", "Bienvenues", "conference", "telephones", "statements"] {
        let shown = town.say(FIRST, word).await;
        assert!(text(&shown).contains(word), "{word}: {}", text(&shown));
    }
    let wrong = town.say(FIRST, "AAAAAAAAAA").await;
    assert!(!text(&wrong).contains("AAAAAAAAAA"), "{}", text(&wrong));
}
