//! Words that must not come back into the texts, because members read them as something else, and the typography that each
//! language needs. What is said well stays a matter of reading aloud.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use regex::Regex;

/// A message or an attribute of a file, with its own lines.
struct Message {
    place: String,
    text: String,
}

/// All messages of a language with their files.
fn messages(language: &str) -> Vec<Message> {
    let head = Regex::new(r"^-?[A-Za-z][\w-]* *=").unwrap();
    let mut found: Vec<Message> = Vec::new();
    for file in std::fs::read_dir(Path::new("locales").join(language)).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for line in std::fs::read_to_string(&path).unwrap().lines().filter(|line| !line.starts_with('#')) {
            if head.is_match(line) {
                let (id, text) = line.split_once('=').unwrap();
                found.push(Message { place: format!("{name}: {}", id.trim()), text: text.to_owned() });
            } else if let Some(message) = found.last_mut() {
                message.text.push('\n');
                message.text.push_str(line);
            }
        }
    }
    assert!(found.len() > 300, "{language}: {}", found.len());
    found
}

/// Every text of a language that has one of these, with the reason why it must not.
fn assert_none(language: &str, unwanted: &[(&str, &str)]) {
    let mut found = Vec::new();
    for (pattern, reason) in unwanted {
        let pattern = Regex::new(pattern).unwrap();
        for message in messages(language) {
            if let Some(hit) = pattern.find(&message.text) {
                found.push(format!("{language}/{}: «{}»: {reason}", message.place, hit.as_str()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn arabic_words_do_not_read_as_something_else() {
    assert_none(
        "ar",
        &[
            (r"شكرا لكن|نشكر لكن|ولكنّ ولكم|لكن ولكم", "it reads \"but\""),
            (r"(^|\s)(ال)?مسح(\s|$)", "it reads \"delete\", not \"scan\""),
            (r"اجتماع\S* (\S+ )?مقرر", "a planned meeting is مبرمج; مقرر is the rapporteur or the council's act"),
            (r"[تن]قررو?ن?(\s|$)", "the body advises, it does not decide"),
            (r"\d{2,3}-\d{2}\b", "after Arabic letters the two numbers change places: a dot"),
            ("تيليغرام", "تلغرام everywhere"),
            ("مجهولة? الهوية", "مجهول المصدر everywhere"),
            (
                r"(^|\s)(ابدأ|ابدؤوا|رتبوا|انظروا|اكتبوا|اضغطوا|أضيفوا|اختاروا)(\s|$)",
                "no imperatives: المرجو and a noun",
            ),
        ],
    );
}

#[test]
fn arabic_nouns_after_a_number_have_their_plurals() {
    let counted = "أجوبة|جوابا|جواب|أشخاص|شخصا|شخص|نقط|نقطة|أيام|يوما|يوم|أسئلة|سؤالا|سؤال|دقائق|دقيقة|هيئات|هيئة|اجتماعات|\
                   اجتماعا|استبيانات|استبيانا|رسائل|رسالة|حروف|حرفا|عضوات|أسماء|اسما|ملخصات|ملفات|نتائج";
    let after_a_number = Regex::new(&format!(r"\{{ \$([\w-]+) \}} ({counted})(\s|[.،:؟)]|$)")).unwrap();
    let mut found = Vec::new();
    for message in messages("ar") {
        for hit in after_a_number.captures_iter(&message.text) {
            let name = &hit[1];
            // A name, not a number, stands before "one answer only".
            let one = message.text[hit.get(0).unwrap().end()..].trim_start().starts_with("واحد");
            if !one && !message.text.contains(&format!("PLURAL(${name})")) {
                found.push(format!("{}: «{}»", message.place, &hit[0]));
            }
        }
    }
    assert!(found.is_empty(), "PLURAL, or words without a noun:\n{}", found.join("\n"));
}

#[test]
fn french_says_avis_of_opinions_only_and_names_women_first_in_full() {
    assert_none(
        "fr",
        &[
            (r"\w·\w|\w\((e|s|es|trice)\)", "a neutral word, or both forms, feminine first"),
            ("[Jj]e m'excuse", "who cannot come does not apologise for it"),
            (r"[Cc]lôture|[Cc]lore\b", "fermer, fermeture"),
            (r"[Cc]onvié", "personnes invitées"),
        ],
    );
    let of_the_bot = Regex::new(r"\bavis\b").unwrap();
    let of_the_body = Regex::new(r"avis consultatif|l'avis (des|de)|avis au conseil").unwrap();
    let forms = ["bot.ftl", "meeting.ftl", "opening.ftl", "sharing.ftl", "signup.ftl", "summary.ftl"];
    for message in messages("fr").iter().filter(|message| forms.iter().any(|form| message.place.starts_with(form))) {
        let rest = of_the_body.replace_all(&message.text, "");
        assert!(!of_the_bot.is_match(&rest), "{}: a message of the bot is no avis: {}", message.place, message.text);
    }
}

#[test]
fn french_has_its_spaces() {
    let (placeable, code) = (Regex::new(r"\{[^{}]*\}").unwrap(), Regex::new(r"<[^>]*>|https?:\S+").unwrap());
    let wrong = Regex::new(r" [;?!»%:](\s|$)|« |[\w)»][;?!]( |$)|\w:( |$)").unwrap();
    for message in messages("fr") {
        let text = code.replace_all(&message.text, "").into_owned();
        let text = placeable.replace_all(&text, "x");
        for line in text.lines() {
            assert!(!wrong.is_match(line), "{}: no-break spaces before : ; ? ! » and after «: {line}", message.place);
        }
    }
}

#[test]
fn buttons_say_what_happens() {
    for language in ["ar", "fr", "en"] {
        for message in messages(language) {
            let bare = ["لا", "نعم", "Non", "Oui", "No", "Yes"].contains(&message.text.trim());
            let answers = ["common.ftl"].iter().any(|file| message.place.starts_with(file)); // what a person answers
            assert!(
                !bare || answers,
                "{language}/{}: «{}» does not say what happens",
                message.place,
                message.text.trim()
            );
        }
    }
}
