//! The program reads single questions of its own forms: `takafou check` says when a file no longer has what is read.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

/// A copy of the dialogs and languages, of which some files are changed.
fn copied(folder: &Path) -> [PathBuf; 2] {
    ["dialogs", "locales"].map(|name| {
        let to = folder.join(name);
        assert!(std::process::Command::new("cp").arg("-r").arg(name).arg(&to).status().unwrap().success());
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
