//! The program reads single questions of its own forms: `takafou check` says when a file no longer has what is read.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A copy of the dialogs and languages, of which some files are changed.
fn copied(folder: &Path) -> [PathBuf; 2] {
    ["dialogs", "locales"].map(|name| {
        let to = folder.join(name);
        assert!(Command::new("cp").arg("-r").arg(name).arg(&to).status().unwrap().success());
        to
    })
}

/// Replaces words in a dialog and in its texts, and returns what `check` finds then.
fn found_after(dialog: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let [dialogs, locales] = copied(folder.path());
    let languages =
        std::fs::read_dir(&locales).unwrap().map(|entry| entry.unwrap().path().join(format!("{dialog}.ftl")));
    for path in languages.chain([dialogs.join(format!("{dialog}.toml"))]) {
        let before = std::fs::read_to_string(&path).unwrap();
        let after = changes.iter().fold(before, |text, (from, to)| text.replace(from, to));
        std::fs::write(&path, after).unwrap();
    }
    takafou::check::files(&dialogs, &locales).iter().map(|(finding, text)| finding.render(text)).collect()
}

/// One finding at least names the file with its line, says what the program misses, and how to fix it.
fn assert_told(found: &[String], file: &str, words: &[&str]) {
    let told = found.iter().any(|one| {
        let line =
            one.split(&format!("{file}:")).nth(1).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        line && words.iter().all(|word| one.contains(word))
    });
    assert!(told, "{file} {words:?}:\n{}", found.join("\n"));
}

#[test]
fn a_renamed_question_is_missed_with_its_new_name() {
    let found = found_after("meeting", &[("\"until\"", "\"ends\""), ("\nuntil =", "\nends =")]);
    assert_told(&found, "dialogs/meeting.toml", &["`until`", "`ends`"]);
    let found = found_after("evaluation", &[("B1 ", "B99 "), ("\"B1\"", "\"B99\"")]);
    assert_told(&found, "dialogs/evaluation.toml", &["`B1`", "`B99`"]);
    let found = found_after("summary", &[("\"points\"\nkind", "\"steps\"\nkind"), ("\npoints =", "\nsteps =")]);
    assert_told(&found, "dialogs/summary.toml", &["`points`"]);
}

#[test]
fn a_renamed_option_is_missed() {
    let found = found_after("signup", &[("\"f=f\"", "\"w=f\""), (".f =", ".w =")]);
    assert_told(&found, "dialogs/signup.toml", &["`sex`", "`f`"]);
    let found = found_after("opening", &[("\"all\"", "\"everybody\""), (".all =", ".everybody =")]);
    assert_told(&found, "dialogs/opening.toml", &["`all`"]);
}

#[test]
fn a_wider_limit_and_another_source_are_told() {
    let found = found_after("meeting", &[("to = 5", "to = 10")]);
    assert_told(&found, "dialogs/meeting.toml", &["`days`", "10"]);
    let found = found_after("meeting", &[("source = \"bodies\"", "source = \"surveys\"")]);
    assert_told(&found, "dialogs/meeting.toml", &["`bodies`"]);
}

#[test]
fn a_form_that_is_gone_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let [dialogs, locales] = copied(folder.path());
    std::fs::remove_file(dialogs.join("signup.toml")).unwrap();
    let found = takafou::check::files(&dialogs, &locales);
    assert!(found.iter().any(|(finding, _)| finding.file == "dialogs/signup.toml"), "{found:?}");
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_takafou");

/// `takafou` with these settings, in the folder of the shipped files.
fn takafou(settings: &str, folder: &Path, arguments: &[&str]) -> Command {
    let file = folder.join("takafou.toml");
    std::fs::write(&file, settings).unwrap();
    let mut command = Command::new(PROGRAM);
    command.arg("--settings").arg(file).args(arguments).stdin(Stdio::null());
    command
}

fn checked(settings: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let ended = takafou(settings, folder.path(), &["check"]).output().unwrap();
    assert!(ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
    let said = String::from_utf8(ended.stdout).unwrap();
    (ended.status.success(), said.replace(&folder.path().display().to_string(), ""))
}

#[test]
fn check_reads_the_settings_and_counts_in_english() {
    let (well, said) = checked("");
    assert!(well && said.starts_with("No mistakes"), "{said}");
    let (well, said) = checked("controller = \"x\"\nterm_ends = \"2027-02-30\"\n");
    assert!(!well && said.contains("/takafou.toml:2: term_ends: `2027-02-30` is no day"), "{said}");
    assert!(said.ends_with("\n1 mistake.\n"), "{said}");
    let (well, said) = checked("term_ends = \"soon\"\nfewest_shown = 2\n");
    assert!(!well && said.contains("/takafou.toml:2: fewest_shown: 2 answers"), "{said}");
    assert!(said.ends_with("\n2 mistakes.\n"), "{said}");
    // Settings that cannot be read hide no other mistake, and are one themselves.
    for settings in ["fewest_shown = \"five\"\n", "fewest = 5\n", "= 5\n", "fewest_shown = -1\n"] {
        let (well, said) = checked(settings);
        assert!(!well && said.contains("/takafou.toml:1: ") && said.ends_with("\n1 mistake.\n"), "{said}");
    }
}

#[test]
fn other_commands_name_the_settings_file_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = takafou("\nfewest_shown = 2\n", folder.path(), &["run"]);
    let ended = command.env("TELOXIDE_TOKEN", "100:test").output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && said.contains("takafou.toml:2: fewest_shown: 2 answers"), "{said}");
}

/// Runs a command whose output nobody reads; returns whether it ended well, and what it complains of.
fn unread(mut command: Command) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take()); // as `head` that has seen enough
    let ended = child.wait_with_output().unwrap();
    (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
}

#[test]
fn an_output_that_nobody_reads_is_no_reason_to_complain() {
    let folder = tempfile::tempdir().unwrap();
    let [dialogs, locales] = copied(folder.path());
    assert_eq!(unread(takafou("", folder.path(), &["check"])), (Some(0), String::new()));
    std::fs::remove_dir_all(locales.join("fr")).unwrap();
    std::fs::create_dir(locales.join("fr")).unwrap();
    let settings = format!("dialogs = '{}'\nlocales = '{}'\n", dialogs.display(), locales.display());
    let (code, said) = unread(takafou(&settings, folder.path(), &["check"]));
    assert_eq!((code, said), (Some(1), String::new()), "the mistakes are still mistakes");
    for arguments in [&["try", "needs"][..], &["export", "--xlsform", "needs"]] {
        assert_eq!(unread(takafou("", folder.path(), arguments)), (Some(0), String::new()), "{arguments:?}");
    }
}
