//! How many presses and typed messages each job of a coordinator's week takes, from the menu on; and that it does not become
//! more. `cargo test --test presses -- --nocapture` prints the table.

#![expect(clippy::unwrap_used, reason = "tests")]

use takafou::bot::meetings::form::MeetingForm;
use takafou::chat::{Press, Route};
use takafou::dialog::{Key, Value};
use takafou::rehearsal::Rehearsal;
use takafou::store::{invitations, meetings, people, surveys};
use takafou::text::dates;
use takafou::types::{Address, Bodies, DAY, HOUR, MeetingId, Timestamp};

/// Monday 23 November 2026, 10:00 in Morocco.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
const COORDINATOR: i64 = 1;
const MEMBERS: std::ops::RangeInclusive<i64> = 1..=41;

struct Town {
    rehearsal: Rehearsal,
    presses: usize,
    typed: usize,
}

impl Town {
    /// Presses the button whose label holds these words.
    async fn press(&mut self, chat: i64, label: &str) {
        let rows = self.rehearsal.screen(chat).unwrap().rows.concat();
        let button = rows.iter().find(|button| button.label.contains(label));
        let labels = || rows.iter().map(|button| button.label.as_str()).collect::<Vec<_>>();
        let press = button.unwrap_or_else(|| panic!("no {label} among {:?}", labels())).press.clone();
        self.rehearsal.press(chat, press).await;
        self.presses += 1;
    }

    async fn say(&mut self, chat: i64, words: &str) {
        self.rehearsal.say(chat, words).await;
        self.typed += 1;
    }

    /// Begins a job at the menu.
    async fn begin(&mut self, chat: i64) {
        self.rehearsal.press(chat, Press::Go(Route::Menu)).await;
        (self.presses, self.typed) = (0, 0);
    }

    /// Ends a job, which may take at most so many presses and typed messages.
    fn end(&self, job: &str, most: usize, most_typed: usize) {
        println!("{job:<62} {:>2} presses, {} typed", self.presses, self.typed);
        assert!(self.presses <= most && self.typed <= most_typed, "{job} takes {} presses", self.presses);
    }
}

/// A body with 41 members; the first coordinates all bodies.
async fn town(folder: &std::path::Path) -> Town {
    let settings =
        takafou::config::Settings { controller: "مجلس".into(), contact: "contact".into(), ..Default::default() };
    let mut rehearsal = Rehearsal::new(settings, folder.join("t.db"), NOW, [9; 32]).await.unwrap();
    let (_, code) = rehearsal.body("مكناس", "Meknès").await.unwrap();
    rehearsal.body("بوفكران", "Boufakrane").await.unwrap();
    let coordinator = rehearsal.coordinator().await.unwrap();
    for chat in MEMBERS {
        rehearsal.sign_up(chat, "fr", &code, &format!("Membre {chat:02}"), "member", Some("f")).await;
    }
    rehearsal.appoint(COORDINATOR, &coordinator).await;
    Town { rehearsal, presses: 0, typed: 0 }
}

/// A workshop of everybody, which begins then.
async fn convene(town: &Rehearsal, at: Timestamp) -> MeetingId {
    let begins = dates::wall(at);
    let answers = [
        ("kind", Value::Picks(vec!["workshop".into()])),
        ("days", Value::Numbers(vec![1])),
        ("day", Value::Date(begins.date())),
        ("hour", Value::Time(begins.time())),
        ("place", Value::Text("Siège".into())),
        ("whom", Value::Picks(vec!["all".into()])),
    ];
    let (version, localized) = town.bot.library.latest("meeting").unwrap();
    let answers = answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect();
    let about = MeetingForm { localized, answers };
    let mut db = town.store.write().await.unwrap();
    let author = people::find_by_address(&mut db, Address::telegram(COORDINATOR)).await.unwrap().unwrap().id;
    let id = meetings::add(&mut db, &about.description(version), author, &Bodies::All, NOW - DAY).await.unwrap();
    meetings::set_days(&mut db, id, &about.stored_days(), dates::ZONE).await.unwrap();
    let members = invitations::list_members(&mut db, &Bodies::All).await.unwrap();
    invitations::invite(&mut db, id, &members).await.unwrap();
    db.commit().await.unwrap();
    id
}

#[tokio::test]
async fn no_job_takes_more_presses_than_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(folder.path()).await;

    town.begin(COORDINATOR).await;
    for label in ["Instances", "Chercher"] {
        town.press(COORDINATOR, label).await;
    }
    town.say(COORDINATOR, "membre 12").await;
    for label in ["Membre 12", "Corriger", "Le nom"] {
        town.press(COORDINATOR, label).await;
    }
    town.say(COORDINATOR, "Nom juste").await;
    town.end("Correct the name of one of 41 members", 5, 2);

    town.begin(COORDINATOR).await;
    for label in ["Instances", "Chercher"] {
        town.press(COORDINATOR, label).await;
    }
    town.say(COORDINATOR, "membre 13").await;
    for label in ["Membre 13", "Corriger", "Déplacer", "Boufakrane", "Oui"] {
        town.press(COORDINATOR, label).await;
    }
    town.end("Move a member to another body", 7, 1);

    town.begin(COORDINATOR).await;
    for label in ["Annonces", "Nouvelle annonce", "Passer"] {
        town.press(COORDINATOR, label).await;
    }
    town.say(COORDINATOR, "Rencontre ouverte").await;
    for label in ["Passer", "Toutes les personnes", "Maintenant", "Passer", "Confirmer", "Envoyer"] {
        town.press(COORDINATOR, label).await;
    }
    town.end("Announce something to everybody, now", 9, 1);

    town.begin(2).await;
    town.say(2, "Quand commence la formation ?").await;
    town.press(2, "L'envoyer").await;
    town.end("A member asks the coordinators", 1, 1);

    town.begin(COORDINATOR).await;
    for label in ["Messages (1)", "Membre 02", "Répondre"] {
        town.press(COORDINATOR, label).await;
    }
    town.say(COORDINATOR, "Lundi à 10 h").await;
    town.press(COORDINATOR, "Envoyer").await;
    town.end("Answer a member's question (from its letter: two fewer)", 4, 1);

    convene(&town.rehearsal, NOW + 3 * DAY).await;
    town.begin(COORDINATOR).await;
    for label in ["Gérer les réunions", "26 novembre", "Voir qui n'a pas répondu", "Rappeler"] {
        town.press(COORDINATOR, label).await;
    }
    town.end("Remind those who have not replied to a meeting", 4, 0);

    town.begin(COORDINATOR).await;
    for label in ["Gérer les réunions", "26 novembre", "Réunion semblable"] {
        town.press(COORDINATOR, label).await;
    }
    town.say(COORDINATOR, "10 décembre").await;
    for label in ["Confirmer", "Envoyer"] {
        town.press(COORDINATOR, label).await;
    }
    town.end("Call a meeting like a former one", 5, 1);

    convene(&town.rehearsal, NOW + HOUR).await;
    town.begin(COORDINATOR).await;
    for label in ["Gérer les réunions", "23 novembre", "Présence", "Noter à la main", "Meknès", "les autres personnes"]
    {
        town.press(COORDINATOR, label).await;
    }
    for label in ["Membre 05", "Membre 17"] {
        town.press(COORDINATOR, label).await;
    }
    town.press(COORDINATOR, "Page suivante").await;
    town.press(COORDINATOR, "Membre 33").await;
    town.end("Mark a roll of 41 of whom 38 came", 10, 0);

    let mut db = town.rehearsal.store.write().await.unwrap();
    surveys::open(&mut db, "diagnostic", true, &Bodies::All, NOW, NOW + 9 * DAY).await.unwrap();
    db.commit().await.unwrap();
    town.begin(3).await;
    town.press(3, "fonctionnement").await;
    town.press(3, "commence").await;
    for _ in 0..20 {
        let rows = town.rehearsal.screen(3).unwrap().rows.concat();
        if rows.iter().any(|button| button.label.contains("Envoyer")) {
            break;
        }
        town.press(3, "Passer").await;
    }
    town.press(3, "Envoyer").await;
    town.end("A member's shortest diagnostic", 20, 0);
}
