//! The rules of the house as tests: which module may use which, every text that the code uses exists, and the shipped
//! files have no mistakes.

#![expect(clippy::unwrap_used, reason = "tests")]

mod imports;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use imports::Imports;

/// Each module with the modules that it may use. `app`, `cli`, `check`, `crowd` and `rehearsal` put the others together
/// and may use all.
const ROOMS: [(&str, &[&str]); 14] = [
    ("types", &["types"]),
    ("backoff", &[]),
    ("typed", &["typed"]),
    ("dialog", &["dialog", "typed", "types"]),
    ("text", &["text", "dialog", "typed", "types"]),
    ("chat", &["dialog", "types"]),
    ("store", &["store", "dialog", "types"]),
    ("report", &["report", "dialog", "text", "types"]),
    ("schedule", &["schedule", "dialog", "text", "types"]),
    ("xlsform", &["xlsform", "dialog", "text", "typed"]),
    ("bot", &["bot", "dialog", "chat", "text", "store", "report", "schedule", "typed", "xlsform", "backoff", "types"]),
    ("delivery", &["delivery", "bot", "chat", "store", "telegram", "backoff", "types"]),
    ("telegram", &["telegram", "chat", "bot", "store", "xlsform", "backoff", "types"]),
    ("sandbox", &["sandbox"]),
];

/// The modules of `report`, with those that each may use.
const ROOMS_OF_REPORT: [(&str, &[&str]); 3] =
    [("stats", &["stats"]), ("disclosure", &["disclosure", "stats"]), ("render", &["render"])];

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn room(path: &Path) -> String {
    path.strip_prefix("src").unwrap().components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "")
}

#[test]
fn rooms_know_only_whom_they_may() {
    for path in files(Path::new("src"), ".rs") {
        let Some((name, allowed)) = ROOMS.iter().find(|(name, _)| *name == room(&path)) else {
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("crate::") {
            let used: String = text[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(allowed.contains(&used.as_str()), "{}: {name} must not know {used}", path.display());
        }
        // `telegram` may use the store's copies of files, and no table.
        let tables = text.matches("crate::store").count() - text.matches("crate::store::files").count();
        assert!(*name != "telegram" || tables == 0, "{}: telegram must not know the store's tables", path.display());
        for (word, homes) in [("sqlx::query", &["store"][..]), ("teloxide::", &["telegram"])] {
            assert!(homes.contains(name) || !text.contains(word), "{}: {word} has no place here", path.display());
        }
    }
}

#[test]
fn rooms_of_report_know_only_whom_they_may() {
    for (name, allowed) in ROOMS_OF_REPORT {
        for path in files(&Path::new("src/report").join(name), ".rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, way) in text.match_indices("crate::report::") {
                let used: String = text[at + way.len()..].chars().take_while(char::is_ascii_lowercase).collect();
                assert!(allowed.contains(&used.as_str()), "{}: {name} must not know {used}", path.display());
            }
            assert!(!text.contains("super::super"), "{}: write the whole path", path.display());
        }
    }
}

#[test]
fn no_files_of_a_room_need_each_other_in_a_circle() {
    for room in ["bot", "dialog", "report", "telegram", "typed", "xlsform", "store", "chat", "text", "schedule"] {
        if let Some(circle) = Imports::read(room).circle() {
            panic!("a circle: {}", circle.join(" → "));
        }
    }
}

#[test]
fn a_circle_is_found_through_names_that_are_passed_on() {
    let texts = [
        ("bot", "mod dispatch;\nmod menu;\npub use dispatch::go;\n"),
        ("bot::dispatch", "use super::menu::{self, screen};\nfn go() {}\n"),
        ("bot::menu", "use crate::bot;\nfn screen() { bot::go() }\n"),
        ("bot::ui", "use super::menu::screen;\nfn row() {}\n"),
    ];
    let texts = texts.map(|(module, text)| (module.to_owned(), text.to_owned())).into();
    let circle = Imports::of(&texts).circle().unwrap();
    assert_eq!(circle, ["bot::dispatch", "bot::menu", "bot::dispatch"]);
}

/// The features of the bot, each a folder of `src/bot/`.
const FEATURES: [&str; 8] =
    ["account", "announcements", "bodies", "surveys", "meetings", "messages", "summaries", "results"];

/// The files of `src/bot/` outside the features that know them: they lead to a feature's screens, letters and files, or do
/// what time alone brings.
const ABOVE: [&str; 9] =
    ["dispatch", "exports", "inputs", "letters", "live", "outbox", "reminders", "submissions", "upkeep"];

/// What one feature may need of another: the file that needs, and what it needs.
const ARROWS: [(&str, &str); 28] = [
    ("account::joining", "bodies::newcomers"),
    ("account::menu", "announcements::show"),
    ("account::menu", "surveys::member"),
    ("account::mydata", "meetings::form"),
    ("account::mydata", "surveys::export"),
    ("announcements::audience", "meetings::audience"),
    ("announcements::audience", "meetings::form"),
    ("bodies::audit", "announcements::form"),
    ("bodies::audit", "meetings::form"),
    ("bodies::audit", "surveys::rounds"),
    ("bodies::moving", "meetings::time"),
    ("bodies::newcomers", "meetings::time"),
    ("bodies::records", "meetings::form"),
    ("messages::wording", "meetings::form"),
    ("results::comments", "surveys::manage"),
    ("results::load", "surveys::rounds"),
    ("results::load", "surveys::turnout"),
    ("results::overview", "surveys::manage"),
    ("results::overview", "surveys::turnout"),
    ("results::share", "surveys::manage"),
    ("results::topic", "surveys::manage"),
    ("results::workbook", "surveys::turnout"),
    ("summaries::publish", "meetings::form"),
    ("summaries::search", "messages::write"),
    ("summaries::text", "meetings::form"),
    ("surveys::evaluation", "meetings::audience"),
    ("surveys::evaluation", "meetings::form"),
    ("surveys::rounds", "meetings::form"),
];

#[test]
fn features_know_the_kernel_and_little_of_each_other() {
    let needs = Imports::read("bot").needs;
    let feature = |module: &str| FEATURES.into_iter().find(|name| module.split("::").nth(1) == Some(name));
    for (module, needed) in &needs {
        let above = ABOVE.iter().any(|name| *module == format!("bot::{name}"));
        for other in needed {
            let Some(of) = feature(other) else {
                let upwards = feature(module).is_some() && ABOVE.iter().any(|name| *other == format!("bot::{name}"));
                assert!(!upwards, "{module} is below {other} and must not know it");
                continue;
            };
            let allowed = above
                || feature(module) == Some(of)
                || ARROWS.iter().any(|(from, to)| *module == format!("bot::{from}") && *other == format!("bot::{to}"));
            assert!(allowed, "{module} must not know {other}: it can say which route to go to");
        }
    }
    for (from, to) in ARROWS {
        let found = needs[&format!("bot::{from}")].contains(&format!("bot::{to}"));
        assert!(found, "{from} no longer needs {to}: take the arrow out of the list");
    }
}

#[test]
fn files_stay_readable() {
    for path in files(Path::new("src"), ".rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.lines().count() <= 450, "{} is too long: split it", path.display());
        assert!(text.starts_with("//!"), "{} does not say what it is for", path.display());
    }
}

#[test]
fn every_text_that_is_said_exists_and_every_text_is_said() {
    let mut code = String::new();
    for path in files(Path::new("src"), ".rs") {
        code.push_str(&std::fs::read_to_string(path).unwrap());
    }
    let ids: BTreeSet<String> = std::fs::read_to_string("locales/ar/bot.ftl")
        .unwrap()
        .lines()
        .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
        .filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        .collect();
    for opening in ["ctx.say(\"", "self.say(\"", "locale.say(\"", "to(ctx, \"", "to(locale, \""] {
        for (at, _) in code.match_indices(opening) {
            let id = code[at + opening.len()..].split('"').next().unwrap();
            assert!(ids.contains(id), "the code says {id}, which is in no language");
        }
    }
    for id in &ids {
        assert!(code.contains(&format!("\"{id}\"")), "{id} is said nowhere");
    }
}

#[test]
fn the_shipped_dialogs_and_languages_have_no_mistake() {
    let found = takafou::check::files(Path::new("dialogs"), Path::new("locales"));
    let told: Vec<String> = found.iter().map(|(finding, text)| finding.render(text)).collect();
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}

#[test]
fn french_signs_never_begin_a_line() {
    for path in files(Path::new("locales/fr"), ".ftl") {
        for (n, line) in
            std::fs::read_to_string(&path).unwrap().lines().enumerate().filter(|(_, l)| !l.starts_with('#'))
        {
            for loose in [" :", " ;", " ?", " !", " »", "« "] {
                assert!(!line.contains(loose), "{}:{}: a plain space at «{loose}»", path.display(), n + 1);
            }
        }
    }
}
