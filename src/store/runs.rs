//! Runs. A run is one person's way through one dialog, with the answers so far.

use std::collections::{BTreeSet, HashMap};

use sqlx::SqliteConnection;

use super::{Error, Result};
use crate::dialog::{Answers, Entry, Key, Value};
use crate::types::{
    AnnouncementId, BodyId, ConversationId, MeetingId, MessageId, PersonId, RunId, SurveyId, Timestamp, VersionId,
};

/// Run ids are at most this, so that a button's code stays under Telegram's 64 bytes (see `check`).
pub const LARGEST_ID: i64 = 1 << 36;

/// A row of `runs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Buttons carry it.
    pub id: RunId,
    /// The row of `persons`.
    pub person: PersonId,
    /// The version of the dialog that the run began with. It does not change.
    pub version: VersionId,
    /// None: a form.
    pub survey: Option<SurveyId>,
    /// Shuffled options are ordered by it.
    pub seed: i64,
    /// Grows whenever the person moves forward or back.
    pub revision: i64,
    /// The moment at which the survey stops taking answers. None: a form.
    pub closes_at: Option<Timestamp>,
    /// The meeting that a form is about. None: another form, or a survey.
    pub meeting: Option<MeetingId>,
    /// The meeting's sequence when the change was begun. None: the form changes no meeting.
    pub sequence: Option<i64>,
    /// The survey whose results a form is about.
    pub results: Option<SurveyId>,
    /// The member that a coordinator's form is about.
    pub member: Option<PersonId>,
    /// The body that a form is about.
    pub body: Option<BodyId>,
    /// The conversation in which a coordinator answers.
    pub conversation: Option<ConversationId>,
    /// The announcement that a form changes or corrects.
    pub announcement: Option<AnnouncementId>,
}

/// Begins a run. Its id is drawn from the random `seed`, so that a button of a run that has ended belongs to no later
/// run.
pub async fn begin(
    db: &mut SqliteConnection,
    person: PersonId,
    version: VersionId,
    survey: Option<SurveyId>,
    seed: i64,
) -> Result<Run> {
    let id = RunId(1 + (seed >> 8) % LARGEST_ID);
    let insert = sqlx::query!(
        "INSERT INTO runs (id, person, version, survey, seed) VALUES (?, ?, ?, ?, ?)",
        id,
        person,
        version,
        survey,
        seed
    );
    insert.execute(&mut *db).await?;
    find(db, id).await?.ok_or(Error::Row { table: "runs", cause: "a run just begun is gone".into() })
}

/// The run with this id. None: it has ended.
pub async fn find(db: &mut SqliteConnection, id: RunId) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        Run,
        r#"SELECT r.id, r.person, r.version, r.survey AS "survey: SurveyId", r.seed, r.revision,
             COALESCE(s.closed_at, s.closes_at) AS "closes_at?: Timestamp", r.meeting AS "meeting: MeetingId", r.sequence,
             r.results AS "results: SurveyId", r.member AS "member: PersonId", r.body AS "body: BodyId",
             r.conversation AS "conversation: ConversationId", r.announcement AS "announcement: AnnouncementId"
           FROM runs r LEFT JOIN surveys s ON s.id = r.survey WHERE r.id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// These runs with their answers. Runs that have ended are left out.
///
/// Each run comes as one row, its answers as JSON: a row for each answer takes three times as long, because every cell
/// is copied on its way from the database's thread.
pub async fn list_by_id(db: &mut SqliteConnection, runs: &BTreeSet<RunId>) -> Result<HashMap<RunId, (Run, Answers)>> {
    let list = serde_json::json!(runs).to_string();
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id: RunId", r.person AS "person: PersonId", r.version AS "version: VersionId",
             r.survey AS "survey: SurveyId", r.seed, r.revision,
             COALESCE(s.closed_at, s.closes_at) AS "closes_at?: Timestamp", r.meeting AS "meeting: MeetingId", r.sequence,
             r.results AS "results: SurveyId", r.member AS "member: PersonId", r.body AS "body: BodyId",
             r.conversation AS "conversation: ConversationId", r.announcement AS "announcement: AnnouncementId",
             (SELECT json_group_array(json_array(question, item, json(value), json(iif(done, 'true', 'false'))))
              FROM answers WHERE run = r.id) AS "answers!: String"
           FROM json_each(?) wanted JOIN runs r ON r.id = wanted.value LEFT JOIN surveys s ON s.id = r.survey"#,
        list
    );
    let mut found = HashMap::new();
    for row in rows.fetch_all(db).await? {
        let run = Run {
            id: row.id,
            person: row.person,
            version: row.version,
            survey: row.survey,
            seed: row.seed,
            revision: row.revision,
            closes_at: row.closes_at,
            meeting: row.meeting,
            sequence: row.sequence,
            results: row.results,
            member: row.member,
            body: row.body,
            conversation: row.conversation,
            announcement: row.announcement,
        };
        let answers: Vec<(String, String, Value, bool)> = serde_json::from_str(&row.answers).map_err(unreadable)?;
        let answers =
            answers.into_iter().map(|(question, item, value, done)| (Key { question, item }, Entry { value, done }));
        found.insert(run.id, (run, answers.collect()));
    }
    Ok(found)
}

/// The run with this id and its answers. None: it has ended.
pub async fn find_with_answers(db: &mut SqliteConnection, id: RunId) -> Result<Option<(Run, Answers)>> {
    Ok(list_by_id(db, &BTreeSet::from([id])).await?.remove(&id))
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Row { table: "answers", cause: error.to_string() }
}

fn read(question: String, item: String, value: &str, done: bool) -> Result<(Key, Entry)> {
    let value = serde_json::from_str(value).map_err(unreadable)?;
    Ok((Key { question, item }, Entry { value, done }))
}

/// The person's run of a survey. None: not begun, or submitted.
pub async fn find_of_survey(db: &mut SqliteConnection, person: PersonId, survey: SurveyId) -> Result<Option<Run>> {
    let id =
        sqlx::query_scalar!(r#"SELECT id AS "id!: RunId" FROM runs WHERE person = ? AND survey = ?"#, person, survey);
    match id.fetch_optional(&mut *db).await? {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// All runs of a person that have not ended, with the names of their dialogs.
pub async fn list_of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(RunId, String)>> {
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id!: RunId", v.name FROM runs r JOIN versions v ON v.id = r.version WHERE r.person = ? ORDER BY v.name"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The person's forms that have not ended and are about nothing in particular, with the names of their dialogs.
pub async fn list_forms(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(RunId, String)>> {
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id!: RunId", v.name FROM runs r JOIN versions v ON v.id = r.version
           WHERE r.person = ? AND r.survey IS NULL AND r.meeting IS NULL AND r.results IS NULL
             AND r.member IS NULL AND r.body IS NULL AND r.conversation IS NULL AND r.announcement IS NULL"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Stores which meeting a form is about; `sequence` is the meeting's when a change of it was begun.
pub async fn set_meeting(
    db: &mut SqliteConnection,
    run: RunId,
    meeting: MeetingId,
    sequence: Option<i64>,
) -> Result<()> {
    sqlx::query!("UPDATE runs SET meeting = ?, sequence = ? WHERE id = ?", meeting, sequence, run).execute(db).await?;
    Ok(())
}

/// Ends the forms of this name that a person has begun about a meeting.
pub async fn end_drafts(db: &mut SqliteConnection, person: PersonId, meeting: MeetingId, form: &str) -> Result<()> {
    for run in list_drafts(db, person, meeting, form).await? {
        end(db, run).await?;
    }
    Ok(())
}

/// The forms of this name that a person has begun about a meeting and not ended.
pub async fn list_drafts(
    db: &mut SqliteConnection,
    person: PersonId,
    meeting: MeetingId,
    form: &str,
) -> Result<Vec<RunId>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT r.id AS "id!: RunId" FROM runs r JOIN versions v ON v.id = r.version
           WHERE r.person = ? AND r.meeting = ? AND v.name = ? ORDER BY r.rowid"#,
        person,
        meeting,
        form
    );
    Ok(rows.fetch_all(db).await?)
}

/// What a coordinator's form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormSubject {
    /// A member, whose profile is corrected.
    Member(PersonId),
    /// A body, which is renamed.
    Body(BodyId),
    /// A conversation, in which a coordinator answers.
    Conversation(ConversationId),
    /// An announcement, which is changed or corrected.
    Announcement(AnnouncementId),
}

/// Stores what a form is about. Other forms of this name that the person has begun end.
pub async fn set_subject(db: &mut SqliteConnection, run: &Run, subject: FormSubject) -> Result<()> {
    let same = sqlx::query_scalar!(
        r#"SELECT id AS "id!: RunId" FROM runs WHERE person = ? AND version IN (
             SELECT id FROM versions WHERE name = (SELECT name FROM versions WHERE id = ?)) AND id <> ?"#,
        run.person,
        run.version,
        run.id
    );
    for other in same.fetch_all(&mut *db).await? {
        sqlx::query!("DELETE FROM runs WHERE id = ?", other).execute(&mut *db).await?;
    }
    let (mut member, mut body, mut conversation, mut announcement) = (None, None, None, None);
    match subject {
        FormSubject::Member(id) => member = Some(id),
        FormSubject::Body(id) => body = Some(id),
        FormSubject::Conversation(id) => conversation = Some(id),
        FormSubject::Announcement(id) => announcement = Some(id),
    }
    let update = sqlx::query!(
        "UPDATE runs SET member = ?, body = ?, conversation = ?, announcement = ? WHERE id = ?",
        member,
        body,
        conversation,
        announcement,
        run.id
    );
    update.execute(db).await?;
    Ok(())
}

/// Stores that a form is about the results of this survey.
pub async fn set_results(db: &mut SqliteConnection, run: RunId, survey: SurveyId) -> Result<()> {
    sqlx::query!("UPDATE runs SET results = ? WHERE id = ?", survey, run).execute(db).await?;
    Ok(())
}

/// The form about the results of this survey that a person has begun and not ended.
pub async fn find_of_results(db: &mut SqliteConnection, person: PersonId, survey: SurveyId) -> Result<Option<RunId>> {
    let run =
        sqlx::query_scalar!(r#"SELECT id AS "id: RunId" FROM runs WHERE person = ? AND results = ?"#, person, survey);
    Ok(run.fetch_optional(db).await?)
}

/// All answers of a run, drafts included.
pub async fn find_answers(db: &mut SqliteConnection, run: RunId) -> Result<Answers> {
    let rows = sqlx::query!(r#"SELECT question, item, value, done AS "done: bool" FROM answers WHERE run = ?"#, run);
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| read(row.question, row.item, &row.value, row.done)).collect()
}

/// An answer to be stored.
#[derive(Debug, Clone)]
pub struct GivenAnswer {
    /// The row of `runs`.
    pub run: RunId,
    /// The question that it answers.
    pub key: Key,
    /// The answer, or the draft.
    pub entry: Entry,
    /// Telegram's number of the message that gave it. None: it was pressed.
    pub message: Option<MessageId>,
}

/// Stores answers, over earlier ones to the same question. One call must not hold two answers to one question. An
/// answer that becomes finished or a draft again raises the revision of its run (by trigger).
pub async fn set_answers(db: &mut SqliteConnection, answers: &[GivenAnswer]) -> Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let row = |given: &GivenAnswer| {
        let GivenAnswer { run, key, entry, message } = given;
        let value = serde_json::to_string(&entry.value).map_err(unreadable)?;
        Ok(serde_json::json!([run, key.question, key.item, value, i64::from(entry.done), message]))
    };
    let rows = answers.iter().map(row).collect::<Result<Vec<_>>>()?;
    let rows = serde_json::Value::from(rows).to_string();
    let upsert = sqlx::query!(
        "INSERT INTO answers (run, question, item, value, done, message)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?) WHERE true
         ON CONFLICT (run, question, item)
         DO UPDATE SET value = excluded.value, done = excluded.done, message = excluded.message",
        rows
    );
    upsert.execute(db).await?;
    Ok(())
}

/// The questions that this message answered.
pub async fn list_answered_by(db: &mut SqliteConnection, run: RunId, message: MessageId) -> Result<Vec<Key>> {
    let rows = sqlx::query!("SELECT question, item FROM answers WHERE run = ? AND message = ?", run, message);
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| Key { question: row.question, item: row.item }).collect())
}

/// Notes that a message was no answer to the current question of a run.
pub async fn set_refused(db: &mut SqliteConnection, run: &Run, message: MessageId) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE runs SET refused_message = ?, refused_revision = ? WHERE id = ?",
        message,
        run.revision,
        run.id
    );
    update.execute(db).await?;
    Ok(())
}

/// Whether this message was no answer to the question that is still the current one.
pub async fn is_refused(db: &mut SqliteConnection, run: &Run, message: MessageId) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM runs WHERE id = ? AND refused_message = ? AND refused_revision = ?) AS "found!: bool""#,
        run.id,
        message,
        run.revision
    );
    Ok(found.fetch_one(db).await?)
}

/// Ends a run. Its answers are deleted and overwritten.
pub async fn end(db: &mut SqliteConnection, run: RunId) -> Result<()> {
    // Found through the person, because there is no index on persons.run, which changes at every turn.
    let leave = sqlx::query!(
        "UPDATE persons SET run = NULL WHERE id = (SELECT person FROM runs WHERE id = ?1) AND run = ?1",
        run
    );
    leave.execute(&mut *db).await?;
    sqlx::query!("DELETE FROM runs WHERE id = ?", run).execute(db).await?;
    Ok(())
}
