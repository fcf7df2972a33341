//! An announcement as its form describes it: words, files, audience and hours.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::session::Session;
use crate::bot::ui::limits::{CAPTION, units};
use crate::dialog::{Attached, Key, Media, Value, walk};
use crate::store::announcements::AnnouncementRow;
use crate::text::{Arg, dates};
use crate::types::Timestamp;

/// The answers to the form `announcement`.
#[derive(Debug, Clone)]
pub struct AnnouncementForm {
    pub answers: Vec<(Key, Value)>,
}

/// The questions and options of the form that the code reads.
impl AnnouncementForm {
    pub const NAME: &'static str = "announcement";
    /// The form that corrects the words of an announcement that was sent.
    pub const CORRECTION: &'static str = "announcement-correction";
    pub(super) const WORDS_AR: &'static str = "words-ar";
    pub(super) const WORDS_FR: &'static str = "words-fr";
    const FILES: &'static str = "files";
    pub(super) const WHOM: &'static str = "whom";
    pub(super) const BODIES: &'static str = "bodies";
    pub(super) const ROLES: &'static str = "roles";
    pub(super) const LISTS: &'static str = "lists";
    pub(super) const MEETING: &'static str = "meeting";
    pub(super) const SURVEY: &'static str = "survey";
    const WHEN: &'static str = "when";
    const LATER: &'static str = "later";
    pub(super) const DAY: &'static str = "day";
    const HOUR: &'static str = "hour";
    pub(super) const UNTIL: &'static str = "until";
    const URGENT: &'static str = "urgent";

    /// `takafou check` compares the files with these.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: AnnouncementForm::NAME,
        questions: &[
            RequiredQuestion::new(AnnouncementForm::WORDS_AR, RequiredAnswer::Text),
            RequiredQuestion::new(AnnouncementForm::WORDS_FR, RequiredAnswer::Text),
            RequiredQuestion::new(AnnouncementForm::FILES, RequiredAnswer::Files),
            RequiredQuestion::new(
                AnnouncementForm::WHOM,
                RequiredAnswer::Options(&["all", "some", "roles", "list", "unreplied", "unfinished"]),
            ),
            RequiredQuestion::new(AnnouncementForm::BODIES, RequiredAnswer::Source("bodies")),
            RequiredQuestion::new(AnnouncementForm::ROLES, RequiredAnswer::Source("roles")),
            RequiredQuestion::new(AnnouncementForm::LISTS, RequiredAnswer::Source("lists")),
            RequiredQuestion::new(AnnouncementForm::MEETING, RequiredAnswer::Source("coming-meetings")),
            RequiredQuestion::new(AnnouncementForm::SURVEY, RequiredAnswer::Source("open-surveys")),
            RequiredQuestion::new(
                AnnouncementForm::WHEN,
                RequiredAnswer::Options(&[AnnouncementForm::URGENT, AnnouncementForm::LATER]),
            ),
            RequiredQuestion::new(AnnouncementForm::DAY, RequiredAnswer::Date),
            RequiredQuestion::new(AnnouncementForm::HOUR, RequiredAnswer::Time),
            RequiredQuestion::new(AnnouncementForm::UNTIL, RequiredAnswer::Date),
        ],
    };
    pub const REQUIRED_CORRECTION: RequiredDialog = RequiredDialog {
        name: AnnouncementForm::CORRECTION,
        questions: &[
            RequiredQuestion::new(AnnouncementForm::WORDS_AR, RequiredAnswer::Text),
            RequiredQuestion::new(AnnouncementForm::WORDS_FR, RequiredAnswer::Text),
        ],
    };

    /// What was answered so far.
    pub fn from_session(session: &Session) -> AnnouncementForm {
        AnnouncementForm { answers: walk::submission(&session.localized.dialog, &session.answers) }
    }

    pub fn from_row(row: &AnnouncementRow) -> AnnouncementForm {
        AnnouncementForm { answers: row.answers.clone() }
    }

    /// The same with other words.
    pub fn with_words_of(mut self, correction: &AnnouncementForm) -> AnnouncementForm {
        let is_words = |key: &Key| [Self::WORDS_AR, Self::WORDS_FR].contains(&key.question.as_str());
        self.answers.retain(|(key, _)| !is_words(key));
        self.answers.extend(correction.answers.iter().filter(|(key, _)| is_words(key)).cloned());
        self
    }

    fn value(&self, question: &str) -> Option<&Value> {
        self.answers.iter().find(|(key, _)| key.question == question).map(|(_, value)| value)
    }

    fn text(&self, question: &str) -> Option<&str> {
        match self.value(question) {
            Some(Value::Text(words)) => Some(words),
            _ => None,
        }
    }

    pub fn picks(&self, question: &str) -> &[String] {
        match self.value(question) {
            Some(Value::Picks(picks)) => picks,
            _ => &[],
        }
    }

    fn is(&self, question: &str, option: &str) -> bool {
        self.picks(question).first().is_some_and(|pick| pick == option)
    }

    fn date(&self, question: &str) -> Option<NaiveDate> {
        match self.value(question) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// The words in the reader's language, or in the other one if it is written in one language only.
    pub fn words(&self, language: &str) -> &str {
        let (ar, fr) = (self.text(Self::WORDS_AR), self.text(Self::WORDS_FR));
        let (first, second) = if language == "ar" { (ar, fr) } else { (fr, ar) };
        first.or(second).unwrap_or_default()
    }

    pub fn files(&self) -> &[Attached] {
        match self.value(Self::FILES) {
            Some(Value::Files(files)) => files,
            _ => &[],
        }
    }

    /// The picture that is sent with the words; the words must fit under it in every language. Other files are sent to
    /// whoever asks for them, because connections are costly.
    pub fn picture(&self) -> Option<&Attached> {
        let fits = ["ar", "fr"].iter().all(|language| units(self.words(language)) <= CAPTION - MARGIN);
        self.files().first().filter(|file| file.media == Media::Picture && fits)
    }

    pub fn is_urgent(&self) -> bool {
        self.is(Self::WHEN, Self::URGENT)
    }

    /// The wall time at which it is sent; none for now.
    pub fn scheduled(&self) -> Option<NaiveDateTime> {
        if !self.is(Self::WHEN, Self::LATER) {
            return None;
        }
        let hour = match self.value(Self::HOUR) {
            Some(Value::Time(time)) => *time,
            _ => NaiveTime::MIN,
        };
        self.date(Self::DAY).map(|day| day.and_time(hour))
    }

    pub fn due_at(&self, now: Timestamp) -> Timestamp {
        self.scheduled().map_or(now, dates::instant)
    }

    /// Until when it stays in the menu.
    pub fn until(&self) -> Option<Timestamp> {
        self.date(Self::UNTIL).map(dates::end_of)
    }

    /// The first words, for a button or a list.
    pub fn title(&self, language: &str) -> String {
        let first = self.words(language).lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        crate::bot::ui::limits::shorten(first.trim(), TITLE)
    }
}

/// UTF-16 units that stand above or under the words: that it was corrected, for example.
const MARGIN: usize = 120;
/// Letters of an announcement's title.
const TITLE: usize = 40;

/// What is wrong with an announcement, and the question to correct. Nothing can be sent until it is corrected.
pub fn find_mistake(locale: &Locale<'_>, about: &AnnouncementForm, people: usize) -> Option<(String, &'static str)> {
    if about.words("ar").is_empty() {
        return Some((locale.say("announcement-empty", &[]), AnnouncementForm::WORDS_AR));
    }
    let due = about.due_at(locale.now);
    if due < locale.now {
        return Some((locale.say("announcement-past", &[]), AnnouncementForm::DAY));
    }
    if about.until().is_some_and(|until| until <= due) {
        return Some((locale.say("announcement-over", &[]), AnnouncementForm::UNTIL));
    }
    (people == 0).then(|| (locale.say("announcement-nobody", &[]), AnnouncementForm::WHOM))
}

/// The text as a member reads it: corrected or not, words, files.
pub fn text_for_reader(ctx: &Ctx<'_>, about: &AnnouncementForm, edition: i64) -> String {
    let mut text = ctx.say("announcement-words", &[("words", Arg::words(about.words(&ctx.locale.language)))]);
    if edition > 0 {
        text = format!("{}\n{text}", ctx.say("announcement-corrected", &[]));
    }
    text
}

/// A stored announcement with its form. None: it was deleted.
pub async fn load(
    ctx: &mut Ctx<'_>,
    id: crate::types::AnnouncementId,
) -> Result<Option<(AnnouncementRow, AnnouncementForm)>> {
    let row = crate::store::announcements::find(ctx.db, id).await?;
    Ok(row.map(|row| {
        let about = AnnouncementForm::from_row(&row);
        (row, about)
    }))
}
