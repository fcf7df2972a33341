//! The settings: a commented TOML file that the environment overrides. Secrets come from the environment only.
//!
//! Every key has a doc comment here and a line in `takafou.example.toml`. A test compares that file with this struct.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::bot::PrivacyNotice;
use crate::report::disclosure::MIN_GROUP_SIZE;

/// The settings with their defaults filled in.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The database file. Environment: `TAKAFOU_DATABASE`.
    pub database: PathBuf,
    /// The folder of the dialogs. Environment: `TAKAFOU_DIALOGS`.
    pub dialogs: PathBuf,
    /// The folder of the languages. Environment: `TAKAFOU_LOCALES`.
    pub locales: PathBuf,
    /// The controller (law 09-08), who answers for the data: usually the council. Environment: `TAKAFOU_CONTROLLER`.
    pub controller: String,
    /// The controller's name in French and other languages; empty: as above. Environment: `TAKAFOU_CONTROLLER_FR`.
    pub controller_fr: String,
    /// How to reach the controller. Environment: `TAKAFOU_CONTACT`.
    pub contact: String,
    /// The number of the CNDP's declaration receipt or authorisation. Environment: `TAKAFOU_CNDP_RECEIPT`.
    pub cndp_receipt: String,
    /// The last day of the councils' term, `2027-09-30`; empty if it is not known. Environment: `TAKAFOU_TERM_ENDS`.
    pub term_ends: String,
    /// The public https address that Telegram posts updates to; empty for long polling. Environment:
    /// `TAKAFOU_WEBHOOK_URL`.
    pub webhook_url: String,
    /// The local address that the webhook listens on. Environment: `TAKAFOU_WEBHOOK_LISTEN`.
    pub webhook_listen: String,
    /// The number of new messages a second over all chats. Telegram accepts 30, and more from bots that pay for it.
    /// Environment: `TAKAFOU_MESSAGES_PER_SECOND`.
    pub messages_per_second: u32,
    /// Files that coordinators hand out are copied beside the database up to this size, in MB; 0: no copies. Telegram
    /// gives bots no more than 20. Environment: `TAKAFOU_COPY_UP_TO_MB`.
    pub copy_up_to_mb: u64,
    /// The smallest group whose answers are shown: 5 or more. Environment: `TAKAFOU_FEWEST_SHOWN`.
    pub fewest_shown: usize,
    /// The bot's token from @BotFather. Environment only: `TELOXIDE_TOKEN`.
    #[serde(skip)]
    pub token: String,
    /// The address of another Bot API server. Environment only: `TELOXIDE_API_URL`.
    #[serde(skip)]
    pub api_url: Option<String>,
    /// A secret that Telegram repeats with every webhook call. Environment only: `TAKAFOU_WEBHOOK_SECRET`.
    #[serde(skip)]
    pub webhook_secret: String,
    /// Where each setting that was given stands: `takafou.toml:3`, or the name of the variable.
    #[serde(skip)]
    pub places: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            database: "data/takafou.db".into(),
            dialogs: "dialogs".into(),
            locales: "locales".into(),
            controller: String::new(),
            controller_fr: String::new(),
            contact: String::new(),
            cndp_receipt: String::new(),
            term_ends: String::new(),
            webhook_url: String::new(),
            webhook_listen: "127.0.0.1:8443".into(),
            messages_per_second: 30,
            copy_up_to_mb: 20,
            fewest_shown: MIN_GROUP_SIZE,
            token: String::new(),
            api_url: None,
            webhook_secret: String::new(),
            places: BTreeMap::new(),
        }
    }
}

/// The settings file, unless the command line names another.
pub const DEFAULT_FILE: &str = "takafou.toml";

impl Settings {
    /// Reads `file` (or [`DEFAULT_FILE`], if it exists) and the environment.
    ///
    /// # Errors
    /// One line that names the file or variable, and says what is wrong with it.
    pub fn load(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Settings, String> {
        let path = file.unwrap_or(Path::new(DEFAULT_FILE));
        let mut settings = match std::fs::read_to_string(path) {
            Ok(text) => {
                let path = path.display().to_string();
                let mut settings = Settings::parse(&path, &text)?;
                settings.places = find_keys(&path, &text);
                settings
            }
            Err(_) if file.is_none() => Settings::default(),
            Err(error) => return Err(format!("{}: cannot be read: {error}", path.display())),
        };
        settings.overrule(environment)?;
        Ok(settings)
    }

    fn parse(path: &str, text: &str) -> Result<Settings, String> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let problem = error.message().replace('\n', " ");
            format!("{path}:{line}: {problem}")
        })
    }

    fn overrule(&mut self, environment: &BTreeMap<String, String>) -> Result<(), String> {
        for (name, value) in environment {
            if let Some(key) = name.strip_prefix("TAKAFOU_") {
                self.places.insert(key.to_lowercase(), name.clone());
            }
            let path = match name.as_str() {
                "TAKAFOU_DATABASE" => Some(&mut self.database),
                "TAKAFOU_DIALOGS" => Some(&mut self.dialogs),
                "TAKAFOU_LOCALES" => Some(&mut self.locales),
                _ => None,
            };
            if let Some(path) = path {
                *path = value.into();
                continue;
            }
            let wrong = |_| format!("{name}: `{value}` is no number");
            match name.as_str() {
                "TAKAFOU_MESSAGES_PER_SECOND" => self.messages_per_second = value.parse().map_err(wrong)?,
                "TAKAFOU_COPY_UP_TO_MB" => self.copy_up_to_mb = value.parse().map_err(wrong)?,
                "TAKAFOU_FEWEST_SHOWN" => self.fewest_shown = value.parse().map_err(wrong)?,
                _ => {}
            }
            let field = match name.as_str() {
                "TAKAFOU_CONTROLLER" => &mut self.controller,
                "TAKAFOU_CONTROLLER_FR" => &mut self.controller_fr,
                "TAKAFOU_CONTACT" => &mut self.contact,
                "TAKAFOU_CNDP_RECEIPT" => &mut self.cndp_receipt,
                "TAKAFOU_TERM_ENDS" => &mut self.term_ends,
                "TAKAFOU_WEBHOOK_URL" => &mut self.webhook_url,
                "TAKAFOU_WEBHOOK_LISTEN" => &mut self.webhook_listen,
                "TAKAFOU_WEBHOOK_SECRET" => &mut self.webhook_secret,
                "TELOXIDE_TOKEN" => &mut self.token,
                "TELOXIDE_API_URL" => self.api_url.insert(String::new()),
                "TAKAFOU_MESSAGES_PER_SECOND" | "TAKAFOU_COPY_UP_TO_MB" | "TAKAFOU_FEWEST_SHOWN" => continue,
                name if name.starts_with("TAKAFOU_") => {
                    return Err(format!("there is no setting {name}: takafou.example.toml names those there are"));
                }
                _ => continue,
            };
            field.clone_from(value);
        }
        Ok(())
    }

    /// Checks the settings that `takafou run` needs.
    ///
    /// # Errors
    /// One line that says what is missing, and how to give it.
    pub fn ready_to_run(&self) -> Result<(), String> {
        if self.token.trim().is_empty() {
            return Err("TELOXIDE_TOKEN is not set: get a token from @BotFather and put it in the environment".into());
        }
        if !self.webhook_url.is_empty() && self.webhook_secret.len() < 16 {
            return Err("TAKAFOU_WEBHOOK_SECRET is not set: give at least 16 letters, digits, _ or -".into());
        }
        self.notice().map(|_| ())
    }

    /// Every setting whose value cannot be used: one line each, with its place, what is wrong, and how to fix it.
    pub fn mistakes(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut wrong = |key: &str, problem: String| match self.places.get(key) {
            Some(place) if place.starts_with("TAKAFOU_") => found.push(format!("{place}: {problem}")),
            Some(place) => found.push(format!("{place}: {key}: {problem}")),
            None => found.push(format!("{key}: {problem}")),
        };
        let day = self.term_ends.trim();
        if !day.is_empty() && day.parse::<NaiveDate>().is_err() {
            wrong("term_ends", format!("`{day}` is no day; write it as 2027-09-30"));
        }
        if self.fewest_shown < MIN_GROUP_SIZE {
            let given = self.fewest_shown;
            let problem = "would say what a few people said; it may only be raised from";
            wrong("fewest_shown", format!("{given} answers {problem} {MIN_GROUP_SIZE}"));
        }
        if self.messages_per_second == 0 {
            wrong("messages_per_second", "with 0 nothing would be sent; Telegram accepts 30".to_owned());
        }
        let url = self.webhook_url.as_str();
        // Telegram posts to https only; a Bot API server of one's own also to http.
        let rest = url.strip_prefix("https://").or_else(|| self.api_url.as_ref().and(url.strip_prefix("http://")));
        let host = rest.map(|rest| rest.split('/').next().unwrap_or_default());
        if !url.is_empty() && (host.is_none_or(str::is_empty) || url.contains(char::is_whitespace)) {
            let problem = "is no address that Telegram posts to; write it as https://example.org/takafou";
            wrong("webhook_url", format!("`{url}` {problem}"));
        }
        let listen = self.webhook_listen.as_str();
        let port = listen.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port.parse::<u16>());
        if !matches!(port, Some(Ok(_))) {
            wrong("webhook_listen", format!("`{listen}` is no address with a port; write it as 127.0.0.1:8443"));
        }
        found
    }

    /// The settings that the privacy notice and the disclosure rules need.
    ///
    /// # Errors
    /// When a setting cannot be used: the first of [`Settings::mistakes`].
    pub fn notice(&self) -> Result<PrivacyNotice, String> {
        if let Some(mistake) = self.mistakes().into_iter().next() {
            return Err(mistake);
        }
        Ok(PrivacyNotice {
            min_group_size: self.fewest_shown,
            term_ends: self.term_ends.trim().parse().ok(),
            controller: self.controller.clone(),
            controller_fr: self.controller_fr.clone(),
            contact: self.contact.clone(),
            receipt: self.cndp_receipt.clone(),
        })
    }
}

/// The line of each key in a settings file.
fn find_keys(path: &str, text: &str) -> BTreeMap<String, String> {
    let keys = text.lines().zip(1..).filter_map(|(line, n)| {
        let (key, _) = line.split_once('=')?;
        Some((key.trim().trim_matches('"').to_owned(), format!("{path}:{n}")))
    });
    keys.collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_example_names_every_key_with_its_default() {
        let example = include_str!("../takafou.example.toml");
        let uncommented: String =
            example.lines().map(|line| line.strip_prefix("#= ").unwrap_or(line)).collect::<Vec<_>>().join("\n");
        let given: toml::Table = uncommented.parse().unwrap();
        let defaults = Settings::parse("example", &uncommented).unwrap();
        assert_eq!(format!("{defaults:?}"), format!("{:?}", Settings::default()));
        assert_eq!(given.len(), 13, "a new key needs a line in takafou.example.toml");
    }

    #[test]
    fn mistakes_are_one_line_with_file_and_line() {
        let error = Settings::parse("takafou.toml", "database = \"a.db\"\ncontroler = \"x\"\n").unwrap_err();
        assert!(error.starts_with("takafou.toml:2: unknown field `controler`"), "{error}");
        assert!(!error.contains('\n'));
    }

    #[test]
    fn the_environment_wins() {
        let mut settings = Settings::default();
        let variable = |name: &str| BTreeMap::from([(name.to_owned(), "bureau d'ordre".to_owned())]);
        settings.overrule(&variable("TAKAFOU_CONTACT")).unwrap();
        assert_eq!(settings.contact, "bureau d'ordre");
        assert!(settings.overrule(&variable("TAKAFOU_CONTCAT")).unwrap_err().contains("TAKAFOU_CONTCAT"));
        assert!(settings.ready_to_run().unwrap_err().contains("TELOXIDE_TOKEN"));
        let few = Settings { fewest_shown: 4, ..Settings::default() };
        assert!(few.notice().unwrap_err().contains("only be raised"));
    }

    #[test]
    fn values_that_cannot_be_used_are_told_with_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("t.toml");
        let text = "# the term\nterm_ends = \"2027-02-30\"\n\nfewest_shown = 2\nmessages_per_second = 0\n\
                    webhook_url = \"http://example.org\"\nwebhook_listen = \"8443\"\n";
        std::fs::write(&file, text).unwrap();
        let given = BTreeMap::from([("TAKAFOU_FEWEST_SHOWN".to_owned(), "3".to_owned())]);
        let settings = Settings::load(Some(&file), &given).unwrap();
        let (mistakes, file) = (settings.mistakes(), file.display());
        assert_eq!(mistakes.len(), 5, "{mistakes:?}");
        assert!(mistakes[0].starts_with(&format!("{file}:2: term_ends: `2027-02-30` is no day")), "{mistakes:?}");
        assert!(mistakes[1].starts_with("TAKAFOU_FEWEST_SHOWN: 3 answers"), "{mistakes:?}");
        assert!(mistakes[2].starts_with(&format!("{file}:5: messages_per_second: ")), "{mistakes:?}");
        assert!(mistakes[3].starts_with(&format!("{file}:6: webhook_url: ")), "{mistakes:?}");
        assert!(mistakes[4].starts_with(&format!("{file}:7: webhook_listen: ")), "{mistakes:?}");
        assert_eq!(settings.notice().unwrap_err(), mistakes[0]);
        for day in ["31/12/2027", "2027-9-31", "tomorrow", "2027-13-01", "2027"] {
            let settings = Settings { term_ends: day.into(), ..Settings::default() };
            assert_eq!(settings.mistakes().len(), 1, "{day}");
        }
        for url in ["https://", "https:///x", "example.org", "https://example.org/a b"] {
            let settings = Settings { webhook_url: url.into(), ..Settings::default() };
            assert_eq!(settings.mistakes().len(), 1, "{url}");
        }
        let own_server = Settings {
            webhook_url: "http://127.0.0.1:8080/".into(),
            api_url: Some("http://127.0.0.1:8081".into()),
            ..Settings::default()
        };
        assert_eq!(own_server.mistakes(), [] as [String; 0]);
        let right = Settings {
            term_ends: " 2027-09-30 ".into(),
            webhook_url: "https://example.org/hook".into(),
            webhook_listen: "[::1]:80".into(),
            fewest_shown: 10,
            ..Settings::default()
        };
        assert_eq!(right.mistakes(), [] as [String; 0]);
        assert!(right.notice().unwrap().term_ends.is_some());
    }
}
