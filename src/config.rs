//! The settings: a commented TOML file that the environment overrides. Secrets come from the environment only.
//!
//! Every key has a doc comment here and a line in `takafou.example.toml`. A test compares that file with this struct.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
            Ok(text) => Settings::parse(&path.display().to_string(), &text)?,
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

    /// The settings that the privacy notice and the disclosure rules need.
    ///
    /// # Errors
    /// When `term_ends` is no day, or `fewest_shown` is below five.
    pub fn notice(&self) -> Result<PrivacyNotice, String> {
        let term_ends = match self.term_ends.trim() {
            "" => None,
            day => Some(day.parse().map_err(|_| format!("term_ends: `{day}` is no day; write it as 2027-09-30"))?),
        };
        if self.fewest_shown < MIN_GROUP_SIZE {
            let given = self.fewest_shown;
            return Err(format!(
                "fewest_shown: {given} answers would say what a few people said; it may only be raised from {MIN_GROUP_SIZE}"
            ));
        }
        Ok(PrivacyNotice {
            min_group_size: self.fewest_shown,
            term_ends,
            controller: self.controller.clone(),
            controller_fr: self.controller_fr.clone(),
            contact: self.contact.clone(),
            receipt: self.cndp_receipt.clone(),
        })
    }
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
}
