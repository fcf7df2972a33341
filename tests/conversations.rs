//! Conversations as transcripts that a coordinator can read: `tests/conversations/*.txt`.
//!
//! Lines with `@` set the scene, `name> …` is what a person does (`[button]`, `(voice 4)`, `(file NAME MB)`, `(sticker)`,
//! `(edit 1: words)`: changes the last message in Telegram, `(code X)`: types the code that X shows, or words with `\\n` for a new line), all
//! else is what the bot shows. The whole bot is stopped and started again between every two lines, so each transcript is a
//! test of that too. `UPDATE=1 cargo test --test conversations` writes down what the bot shows now (`ONLY=name`: in one);
//! read the difference.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use takafou::bot::meetings::form::MeetingForm;
use takafou::bot::surveys::imports::Forms;
use takafou::chat::{Reply, UserInput};
use takafou::config::Settings;
use takafou::crowd;
use takafou::dialog::{Attached, Key, Media, Value};
use takafou::rehearsal::{Rehearsal, lined, named, transcript};
use takafou::store::invitations;
use takafou::store::responses::{self, Submission};
use takafou::store::{meetings, people, surveys};
use takafou::text::dates;
use takafou::types::{Address, Bodies, DAY, MINUTE, ResponseId, SurveyId, Timestamp};

#[path = "support/form.rs"]
mod form;
use form::{CHOICES, FORM, SETTINGS, workbook};

/// Monday 23 November 2026, 10:00 in Morocco.
const NOW: Timestamp = Timestamp(1_795_428_000_000);

/// The first Telegram id of members that the transcript does not name.
const CROWD: i64 = 10_000;

/// The bytes of an uploaded form, by its name. None: Telegram has dropped it.
fn fetched(file: &str) -> Option<Vec<u8>> {
    let sheets = |survey| workbook(&[("survey", survey), ("choices", CHOICES), ("settings", SETTINGS)]);
    let faulty: Vec<&[&str]> = FORM
        .iter()
        .copied()
        .chain([&["geopoint", "where", "أين؟", "Où ?"][..], &["text", "who", "من }best{$ ؟", "Qui ?"][..]])
        .collect();
    match file {
        "souk.xlsx" => Some(sheets(FORM)),
        "faulty.xlsx" => Some(sheets(&faulty)),
        "lost.xlsx" => None,
        _ => Some(b"no workbook".to_vec()),
    }
}

struct Talk {
    rehearsal: Rehearsal,
    people: HashMap<String, i64>,
    codes: HashMap<String, String>,
    opened: Vec<SurveyId>,
    /// How many members of each body were added by the scene `answers`, after those of `crowd`.
    crowd: i64,
}

impl Talk {
    async fn new(folder: &Path) -> Talk {
        let settings = Settings {
            controller: "مجلس عمالة مكناس".into(),
            controller_fr: "le conseil de la préfecture de Meknès".into(),
            contact: "contact@example.org".into(),
            ..Settings::default()
        };
        let rehearsal = Rehearsal::new(settings, folder.join("talk.db"), NOW, [7; 32]).await.unwrap();
        Talk { rehearsal, people: HashMap::new(), codes: HashMap::new(), opened: Vec::new(), crowd: 500 }
    }

    fn person(&mut self, name: &str) -> i64 {
        let next = 100 + i64::try_from(self.people.len()).unwrap();
        *self.people.entry(name.to_owned()).or_insert(next)
    }

    async fn code(&mut self, which: &str) -> String {
        if let Some(code) = self.codes.get(which) {
            return code.clone();
        }
        let code = match which {
            "coordinator" => self.rehearsal.coordinator().await.unwrap(),
            "boufakrane" => self.rehearsal.body("بوفكران", "Boufakrane").await.unwrap().1,
            _ => self.rehearsal.body("مكناس", "Meknès").await.unwrap().1,
        };
        self.codes.insert(which.to_owned(), code.clone());
        code
    }

    async fn scene(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["member", name, language] | ["coordinator", name, language] => {
                let code = self.code("member").await;
                let chat = self.person(name);
                self.rehearsal.sign_up(chat, language, &code, name, "member", Some("f")).await;
                if words[0] == "coordinator" {
                    let code = self.rehearsal.coordinator().await.unwrap();
                    self.rehearsal.appoint(chat, &code).await;
                }
            }
            ["body", name] => drop(self.code(name).await),
            ["survey", name] => {
                let (_, played) = self.rehearsal.bot.library.latest(name).unwrap();
                let anonymous = played.dialog.usage == takafou::dialog::Usage::Anonymous;
                let mut db = self.rehearsal.store.write().await.unwrap();
                let now = self.rehearsal.now;
                self.opened
                    .push(surveys::open(&mut db, name, anonymous, &Bodies::All, now, now + 14 * DAY).await.unwrap());
                db.commit().await.unwrap();
            }
            ["volunteer", name, item] => {
                let chat = self.person(name);
                let survey = *self.opened.last().expect("a survey was opened before");
                let mut db = self.rehearsal.store.write().await.unwrap();
                let person = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap();
                let (version, _) = self.rehearsal.bot.library.latest("priorities").unwrap();
                let key = Key { question: "D9".into(), item: (*item).into() };
                let submission = Submission {
                    survey,
                    version,
                    person: &person,
                    anonymous: false,
                    id: ResponseId(chat),
                    answers: Vec::new(),
                    apart: vec![(key, Value::Picks(vec!["yes".into()]))],
                    at: self.rehearsal.now,
                };
                responses::submit(&mut db, &submission).await.unwrap();
                db.commit().await.unwrap();
            }
            // A meeting of this many days, ten days from now, announced by the first coordinator to everybody.
            ["meeting", days, untitled @ ..] => {
                let chat = *self.people.values().min().unwrap();
                let mut db = self.rehearsal.store.write().await.unwrap();
                let coordinator = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap();
                let (version, played) = self.rehearsal.bot.library.latest("meeting").unwrap();
                let begins = dates::wall(self.rehearsal.now + 10 * DAY);
                let answers = [
                    ("kind", Value::Picks(vec!["training".into()])),
                    ("subject", Value::Text("Plan d'action · خطة العمل".into())),
                    ("days", Value::Numbers(vec![days.parse().unwrap()])),
                    ("day", Value::Date(begins.date())),
                    ("hour", Value::Time(begins.time())),
                    ("place", Value::Text("مقر المجلس".into())),
                ];
                let asked = answers.into_iter().filter(|(id, _)| untitled.is_empty() || *id != "subject");
                let answers: Vec<_> = asked.map(|(id, value)| (Key::once(id), value)).collect();
                let about = MeetingForm { localized: played, answers: answers.clone() };
                let now = self.rehearsal.now;
                let id = meetings::add(&mut db, &about.description(version), coordinator.id, &Bodies::All, now)
                    .await
                    .unwrap();
                meetings::set_days(&mut db, id, &about.stored_days(), dates::ZONE).await.unwrap();
                let everyone = invitations::list_members(&mut db, &Bodies::All).await.unwrap();
                invitations::invite(&mut db, id, &everyone).await.unwrap();
                db.commit().await.unwrap();
            }
            // This many more members in each body. Most of them answer the survey that was opened last.
            ["crowd", n] => {
                let n: i64 = n.parse().unwrap();
                let (survey, now) = (*self.opened.last().expect("a survey was opened before"), self.rehearsal.now);
                let mut random = StdRng::seed_from_u64(5);
                let mut db = self.rehearsal.store.write().await.unwrap();
                for body in takafou::store::bodies::list(&mut db).await.unwrap() {
                    let first = CROWD + 1000 * body.id.0;
                    let joined = crowd::join(&mut db, body.id, first..first + n, now, &mut random).await.unwrap();
                    for person in joined.iter().filter(|person| person.address.id % 8 != 0) {
                        let library = &self.rehearsal.bot.library;
                        crowd::answer(&mut db, library, survey, person, now, &mut random).await.unwrap();
                    }
                }
                db.commit().await.unwrap();
            }
            // This many more members of one sex (f, m) in each body answer the survey that was opened last, all of them so:
            // `C4=remote C3.law=5 C8=transport,care`.
            ["answers", n, sex, given @ ..] => {
                let n: i64 = n.parse().unwrap();
                let value = |words: &str| match words.parse() {
                    Ok(number) => Value::Numbers(vec![number]),
                    Err(_) => Value::Picks(words.split(',').map(str::to_owned).collect()),
                };
                let answer = |given: &&str| {
                    let (key, words) = given.split_once('=').expect("QUESTION=OPTION");
                    let (question, item) = key.split_once('.').unwrap_or((key, ""));
                    (Key { question: question.into(), item: item.into() }, value(words))
                };
                let answers: Vec<(Key, Value)> = given.iter().map(answer).collect();
                let (survey, now) = (*self.opened.last().expect("a survey was opened before"), self.rehearsal.now);
                let first = self.crowd;
                self.crowd += n;
                let mut random = StdRng::seed_from_u64(first.unsigned_abs());
                let mut db = self.rehearsal.store.write().await.unwrap();
                let name = surveys::find(&mut db, survey).await.unwrap().unwrap().name;
                let (version, _) = self.rehearsal.bot.library.latest(&name).unwrap();
                for body in takafou::store::bodies::list(&mut db).await.unwrap() {
                    let chats = CROWD + 1000 * body.id.0 + first;
                    let joined = crowd::join(&mut db, body.id, chats..chats + n, now, &mut random).await.unwrap();
                    for person in joined {
                        let person = people::Person { sex: Some((*sex).to_owned()), ..person };
                        let submission = Submission {
                            survey,
                            version,
                            person: &person,
                            anonymous: false,
                            id: ResponseId(random.random_range(1..1 << 62)),
                            answers: answers.clone(),
                            apart: Vec::new(),
                            at: now,
                        };
                        surveys::add_participation(&mut db, survey, person.id).await.unwrap();
                        responses::submit(&mut db, &submission).await.unwrap();
                    }
                }
                db.commit().await.unwrap();
            }
            ["blocks", name] => {
                let chat = self.person(name);
                self.rehearsal.block(chat);
            }
            ["days", n] => self.rehearsal.now += n.parse::<i64>().unwrap() * DAY,
            ["minutes", n] => self.rehearsal.now += n.parse::<i64>().unwrap() * MINUTE,
            _ => panic!("a scene is not understood: @{line}"),
        }
    }

    /// The messages that the bot sends on its own now: `-- name` and the letter; `-- name (edited)` if an earlier one
    /// changes.
    async fn letters(&mut self) -> String {
        let forms = Forms::new(&self.rehearsal.bot, &self.rehearsal.store);
        while let Some((id, file)) = forms.next_to_fetch().await.unwrap() {
            forms.read_fetched(self.rehearsal.now, id, fetched(&file)).await.unwrap();
        }
        let mut told = String::new();
        let letters = self.rehearsal.deliver().await.unwrap().into_iter();
        for letter in letters.filter(|letter| letter.to.id < CROWD) {
            let name = self.people.iter().find(|(_, chat)| **chat == letter.to.id).map_or("?", |(name, _)| name);
            let edited = if letter.edits.is_some() { " (edited)" } else { "" };
            let file = letter.file.as_ref().map_or_else(String::new, |file| format!("= {}\n", named(file)));
            told.push_str(&format!("-- {name}{edited}\n{file}{}", lined(&letter.screen)));
        }
        told
    }

    async fn act(&mut self, name: &str, done: &str) -> Reply {
        let chat = self.person(name);
        if let Some(label) = done.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let press = self.rehearsal.placed_button(chat, label);
            let shown = self
                .rehearsal
                .screen(chat)
                .map(|screen| format!("{:?}", screen.rows.concat().iter().map(|b| &b.label).collect::<Vec<_>>()));
            let missing = format!("{name} sees no button [{label}], but {shown:?}");
            let Some((message, press)) = press else {
                assert!(std::env::var_os("UPDATE").is_some(), "{missing}");
                return Reply { notice: Some(missing), ..Reply::default() }; // to be mended in the transcript
            };
            return self.rehearsal.press_on(chat, message, press).await;
        }
        if let Some(seconds) = done.strip_prefix("(voice ").and_then(|rest| rest.strip_suffix(')')) {
            return self.rehearsal.event(chat, UserInput::Voice("voice-file".into(), seconds.parse().unwrap())).await;
        }
        if let Some(file) = done.strip_prefix("(file ").and_then(|rest| rest.strip_suffix(')')) {
            let (name, megabytes) = file.rsplit_once(' ').unwrap();
            let media = match name.rsplit_once('.') {
                Some((_, "jpg")) => Media::Picture,
                Some((_, "mp4")) => Media::Video,
                _ => Media::Document,
            };
            let bytes = (megabytes.parse::<f64>().unwrap() * 1_048_576.0) as u64;
            let attached = Attached { media, file: name.into(), name: name.into(), bytes, seconds: 0 };
            return self.rehearsal.event(chat, UserInput::File(attached, String::new())).await;
        }
        // The last message is changed, or the one so many before it.
        if let Some(changed) = done.strip_prefix("(edit ").and_then(|rest| rest.strip_suffix(')')) {
            let (back, words) = changed.split_once(": ").unwrap();
            return self.rehearsal.edit(chat, back.parse().unwrap(), words).await;
        }
        if done == "(sticker)" {
            return self.rehearsal.event(chat, UserInput::Other).await;
        }
        if let Some(whose) = done.strip_prefix("(code ").and_then(|rest| rest.strip_suffix(')')) {
            let shown = self.person(whose);
            let code = self.rehearsal.shown_code(shown).unwrap_or_else(|| panic!("{whose} shows no code"));
            return self.rehearsal.say(chat, &code).await;
        }
        let mut words = done.replace("\\n", "\n");
        for which in ["member", "coordinator", "boufakrane"] {
            if words.contains(&format!("{{{which}}}")) {
                words = words.replace(&format!("{{{which}}}"), &self.code(which).await);
            }
        }
        if let Some((word, times)) =
            done.strip_prefix("(words ").and_then(|rest| rest.strip_suffix(')')).and_then(|r| r.split_once(" × "))
        {
            words = word.repeat(times.parse().unwrap());
        }
        self.rehearsal.say(chat, &words).await
    }
}

async fn replay(path: &Path) -> (String, String) {
    let script = std::fs::read_to_string(path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut talk = Talk::new(folder.path()).await;
    let mut told = String::new();
    for line in script.lines() {
        let action =
            line.split_once("> ").filter(|(name, _)| !name.is_empty() && name.chars().all(char::is_alphanumeric));
        if line.starts_with('#') || line.is_empty() {
            told.push_str(&format!("{line}\n"));
        } else if let Some(scene) = line.strip_prefix('@') {
            told.push_str(&format!("{line}\n"));
            talk.scene(scene).await;
            told.push_str(&talk.letters().await);
        } else if let Some((name, done)) = action {
            talk.rehearsal.restart().await.unwrap();
            let reply = talk.act(name, done).await;
            told.push_str(&format!("{line}\n{}", transcript(&reply)));
            told.push_str(&talk.letters().await);
        }
    }
    talk.rehearsal.store.close().await;
    (script, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_are_as_written_down() {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir("tests/conversations").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 4, "the transcripts are in tests/conversations");
    let update = std::env::var_os("UPDATE").is_some();
    if let Ok(only) = std::env::var("ONLY") {
        paths.retain(|path| path.file_stem().unwrap().to_str() == Some(&only));
    }
    let talks =
        paths.into_iter().map(|path| tokio::spawn(async move { (replay(&path).await, path) })).collect::<Vec<_>>();
    let mut wrong = Vec::new();
    for talk in talks {
        let ((written, told), path) = talk.await.unwrap();
        if update {
            std::fs::write(&path, &told).unwrap();
        } else if written != told {
            let (n, pair) = written
                .lines()
                .chain(std::iter::repeat("(end)"))
                .zip(told.lines().chain(["(end)"]))
                .enumerate()
                .find(|(_, (a, b))| a != b)
                .unwrap_or((0, ("", "")));
            wrong.push(format!("{}:{}: written «{}», shown «{}»", path.display(), n + 1, pair.0, pair.1));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 writes down what is shown now", wrong.join("\n"));
}

/// Every question of every shipped dialog occurs in a transcript, in Arabic and in French.
#[test]
fn every_question_is_asked_in_arabic_and_in_french() {
    let talks: Vec<String> = std::fs::read_dir("tests/conversations")
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let mut never = Vec::new();
    for entry in std::fs::read_dir("dialogs").unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.file_name().unwrap().to_str().unwrap().strip_suffix(".toml") else { continue };
        let dialog = takafou::dialog::parse::parse(name, &std::fs::read_to_string(&path).unwrap()).unwrap();
        for language in ["ar", "fr"] {
            let words = std::fs::read_to_string(format!("locales/{language}/{name}.ftl")).unwrap();
            for question in &dialog.questions {
                let start = format!("{} = ", question.id);
                let asked = words.lines().find_map(|line| line.strip_prefix(&start)).unwrap();
                let asked = format!("<b>{}", asked.split('{').next().unwrap().trim());
                if !talks.iter().any(|talk| talk.contains(&asked)) {
                    never.push(format!("{name} {} {language}", question.id));
                }
            }
        }
    }
    assert!(never.is_empty(), "in no transcript: {never:?}");
}

/// The shortest complete path through the diagnostic has at most 20 presses and no typed text.
#[test]
fn the_shortest_path_is_short() {
    let talk = std::fs::read_to_string("tests/conversations/diagnostic-short.txt").unwrap();
    let done: Vec<&str> = talk.lines().filter_map(|line| line.strip_prefix("ليلى> ")).collect();
    let end = done.iter().position(|what| *what == "[إرسال الأجوبة]").unwrap() + 1;
    assert_eq!(done[0], "/surveys");
    assert!(end - 1 <= 20 && done[1..end].iter().all(|what| what.starts_with('[')), "{end}: {done:?}");
}
