//! Surveys that were opened: to which bodies, until when, and how many people have begun and submitted them.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::letter_kind::LetterKind;
use super::{Result, respondents};
use crate::types::{Bodies, BodyId, MeetingId, PersonId, SurveyId, Timestamp};

/// A row of `surveys`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Operators name a survey by it: `takafou export N`.
    pub id: SurveyId,
    /// The name of its dialog.
    pub name: String,
    /// Nothing links its responses to people.
    pub anonymous: bool,
    /// The moment of the opening.
    pub opened_at: Timestamp,
    /// Answers are taken until this moment.
    pub closes_at: Timestamp,
    /// The moment at which a coordinator closed it, or the bot noticed that `closes_at` had passed. None: open, or not
    /// yet noticed.
    pub closed_at: Option<Timestamp>,
    /// The answers of each person are given to nobody.
    pub withholds_rows: bool,
}

impl Survey {
    /// Whether answers are taken at this moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.closed_at.is_none() && now < self.closes_at
    }
}

/// An open survey in a member's list, with the member's own state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberSurvey {
    /// The row of `surveys`.
    pub survey: SurveyId,
    /// The name of its dialog.
    pub name: String,
    /// Answers are taken until this moment.
    pub closes_at: Timestamp,
    /// The member has begun it.
    pub started: bool,
    /// The member has submitted it.
    pub submitted: bool,
}

/// Adds a survey that is open to these bodies. `name` is the name of its dialog.
pub async fn open(
    db: &mut SqliteConnection,
    name: &str,
    anonymous: bool,
    bodies: &Bodies,
    opened_at: Timestamp,
    closes_at: Timestamp,
) -> Result<SurveyId> {
    let insert = sqlx::query!(
        "INSERT INTO surveys (id, name, anonymous, opened_at, closes_at)
         VALUES ((SELECT id FROM next_ids WHERE of = 'surveys'), ?, ?, ?, ?)",
        name,
        anonymous,
        opened_at,
        closes_at
    );
    let id = SurveyId(insert.execute(&mut *db).await?.last_insert_rowid());
    for body in bodies.rows() {
        sqlx::query!("INSERT OR IGNORE INTO survey_bodies (survey, body) VALUES (?, ?)", id, body)
            .execute(&mut *db)
            .await?;
    }
    Ok(id)
}

/// The survey with this id. None: there is no such survey.
pub async fn find(db: &mut SqliteConnection, id: SurveyId) -> Result<Option<Survey>> {
    let row = sqlx::query_as!(
        Survey,
        r#"SELECT id, name, anonymous AS "anonymous: bool", opened_at, closes_at, closed_at AS "closed_at: Timestamp",
             withholds_rows AS "withholds_rows: bool" FROM surveys WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// All surveys, newest first.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<Survey>> {
    let rows = sqlx::query_as!(
        Survey,
        r#"SELECT id, name, anonymous AS "anonymous: bool", opened_at, closes_at, closed_at AS "closed_at: Timestamp",
             withholds_rows AS "withholds_rows: bool" FROM surveys ORDER BY id DESC"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// The surveys that are open to any of these bodies, newest first.
pub async fn list_in_scope(db: &mut SqliteConnection, scope: &Bodies) -> Result<Vec<Survey>> {
    let (all, list) = (*scope == Bodies::All, serde_json::json!(scope.rows()).to_string());
    let rows = sqlx::query_as!(
        Survey,
        r#"SELECT id, name, anonymous AS "anonymous: bool", opened_at, closes_at, closed_at AS "closed_at: Timestamp",
             withholds_rows AS "withholds_rows: bool" FROM surveys s
           WHERE ?1 OR NOT EXISTS (SELECT 1 FROM survey_bodies b WHERE b.survey = s.id)
             OR EXISTS (SELECT 1 FROM survey_bodies b WHERE b.survey = s.id AND b.body IN (SELECT value FROM json_each(?2)))
           ORDER BY id DESC"#,
        all,
        list
    );
    Ok(rows.fetch_all(db).await?)
}

/// The bodies that a survey is open to.
pub async fn find_bodies(db: &mut SqliteConnection, survey: SurveyId) -> Result<Bodies> {
    let rows = sqlx::query_scalar!(r#"SELECT body AS "body: BodyId" FROM survey_bodies WHERE survey = ?"#, survey);
    Ok(Bodies::of_rows(rows.fetch_all(db).await?))
}

/// The bodies that each of these surveys is open to.
pub async fn find_bodies_of_each(
    db: &mut SqliteConnection,
    surveys: impl IntoIterator<Item = SurveyId>,
) -> Result<HashMap<SurveyId, Bodies>> {
    let mut found: HashMap<SurveyId, Vec<BodyId>> = surveys.into_iter().map(|id| (id, Vec::new())).collect();
    let list = serde_json::json!(found.keys().collect::<Vec<_>>()).to_string();
    let rows = sqlx::query!(
        r#"SELECT survey AS "survey: SurveyId", body AS "body: BodyId" FROM survey_bodies
           WHERE survey IN (SELECT value FROM json_each(?))"#,
        list
    );
    for row in rows.fetch_all(db).await? {
        found.entry(row.survey).or_default().push(row.body);
    }
    Ok(found.into_iter().map(|(id, bodies)| (id, Bodies::of_rows(bodies))).collect())
}

/// The surveys that are open to a member of `body` at `now`, oldest first.
pub async fn list_open_to(
    db: &mut SqliteConnection,
    person: PersonId,
    body: BodyId,
    now: Timestamp,
) -> Result<Vec<MemberSurvey>> {
    let rows = sqlx::query!(
        r#"SELECT s.id AS "id!: SurveyId", s.name AS "name!", s.closes_at AS "closes_at!: Timestamp", p.submitted AS "submitted?" FROM surveys s
           LEFT JOIN participations p ON p.survey = s.id AND p.person = ?
           WHERE s.closed_at IS NULL AND s.closes_at > ?
             AND (NOT EXISTS (SELECT 1 FROM survey_bodies b WHERE b.survey = s.id)
                  OR EXISTS (SELECT 1 FROM survey_bodies b WHERE b.survey = s.id AND b.body = ?))
           ORDER BY s.id"#,
        person,
        now,
        body
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| MemberSurvey {
            survey: row.id,
            name: row.name,
            closes_at: row.closes_at,
            started: row.submitted.is_some(),
            submitted: row.submitted == Some(1),
        })
        .collect())
}

/// The members of the bodies that a survey is open to.
pub async fn list_invited(db: &mut SqliteConnection, survey: SurveyId) -> Result<Vec<PersonId>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT id AS "id!: PersonId" FROM persons WHERE joined_at IS NOT NULL AND body IS NOT NULL
             AND (NOT EXISTS (SELECT 1 FROM survey_bodies WHERE survey = ?1)
                  OR body IN (SELECT body FROM survey_bodies WHERE survey = ?1))
           ORDER BY id"#,
        survey
    );
    Ok(rows.fetch_all(db).await?)
}

/// The members of the bodies that a survey is open to and that are in `scope`, who have not submitted it, and who have been
/// reminded fewer than `most` times. Letters that are waiting or being sent count.
pub async fn list_to_remind(
    db: &mut SqliteConnection,
    survey: SurveyId,
    scope: &Bodies,
    most: i64,
) -> Result<Vec<PersonId>> {
    let reminder = LetterKind::SurveyReminder(survey).word();
    let (all, list) = (*scope == Bodies::All, serde_json::json!(scope.rows()).to_string());
    let rows = sqlx::query_scalar!(
        r#"SELECT m.id AS "id!: PersonId" FROM persons m WHERE m.joined_at IS NOT NULL AND m.body IS NOT NULL
             AND (NOT EXISTS (SELECT 1 FROM survey_bodies WHERE survey = ?1)
                  OR m.body IN (SELECT body FROM survey_bodies WHERE survey = ?1))
             AND NOT EXISTS (SELECT 1 FROM participations p WHERE p.survey = ?1 AND p.person = m.id AND p.submitted = 1)
             AND (SELECT COUNT(*) FROM letters_not_given_up o JOIN broadcasts b ON b.id = o.broadcast
                  WHERE o.person = m.id AND b.kind = ?3 AND b.subject = ?1) < ?2
             AND (?4 OR m.body IN (SELECT value FROM json_each(?5)))
           ORDER BY m.id"#,
        survey,
        most,
        reminder,
        all,
        list
    );
    Ok(rows.fetch_all(db).await?)
}

/// Moves the closing date of a survey. It does nothing to a survey that is closed.
pub async fn set_closes_at(db: &mut SqliteConnection, survey: SurveyId, closes_at: Timestamp) -> Result<()> {
    let update = sqlx::query!("UPDATE surveys SET closes_at = ? WHERE id = ? AND closed_at IS NULL", closes_at, survey);
    update.execute(db).await?;
    Ok(())
}

/// From now on the answers of each person are given to nobody. It does nothing to a survey that is closed.
pub async fn withhold_rows(db: &mut SqliteConnection, survey: SurveyId) -> Result<()> {
    let update = sqlx::query!("UPDATE surveys SET withholds_rows = 1 WHERE id = ? AND closed_at IS NULL", survey);
    update.execute(db).await?;
    Ok(())
}

/// Closes a survey and stores its turnout. Of an anonymous one, the participations are then deleted, because they name
/// people. For the same reason drafts are deleted, which can no longer be submitted, and notices. The runs stay until
/// their people have been told. A survey that is closed stays as it is.
pub async fn close(db: &mut SqliteConnection, survey: SurveyId, now: Timestamp) -> Result<()> {
    let closing = sqlx::query_scalar!(
        r#"UPDATE surveys SET closed_at = ? WHERE id = ? AND closed_at IS NULL RETURNING closes_at AS "closes_at!: Timestamp""#,
        now,
        survey
    );
    let Some(closes_at) = closing.fetch_optional(&mut *db).await? else { return Ok(()) };
    freeze_turnout(db, survey, closes_at.min(now)).await?;
    let forget = sqlx::query!(
        "DELETE FROM participations WHERE survey = ? AND (SELECT anonymous FROM surveys WHERE id = participations.survey) = 1",
        survey
    );
    forget.execute(&mut *db).await?;
    respondents::delete_of_survey(db, survey).await?;
    // A letter that was dropped shows who had answered before it was sent.
    let [opened, reminder] =
        [LetterKind::SurveyOpened(survey), LetterKind::SurveyReminder(survey)].map(LetterKind::word);
    let notices = sqlx::query!(
        "DELETE FROM broadcasts WHERE kind IN (?2, ?3) AND subject = ?1 AND (SELECT anonymous FROM surveys WHERE id = ?1) = 1",
        survey,
        opened,
        reminder
    );
    notices.execute(&mut *db).await?;
    let drafts = sqlx::query!(
        "DELETE FROM answers WHERE run IN (SELECT r.id FROM runs r JOIN surveys s ON s.id = r.survey AND s.anonymous = 1
         WHERE r.survey = ?)",
        survey
    );
    drafts.execute(db).await?;
    Ok(())
}

/// Surveys that are open in the table although their closing date has passed.
pub async fn list_overdue(db: &mut SqliteConnection, now: Timestamp) -> Result<Vec<Survey>> {
    let rows = sqlx::query_as!(
        Survey,
        r#"SELECT id, name, anonymous AS "anonymous: bool", opened_at, closes_at, closed_at AS "closed_at: Timestamp",
             withholds_rows AS "withholds_rows: bool" FROM surveys
           WHERE closed_at IS NULL AND closes_at <= ?"#,
        now
    );
    Ok(rows.fetch_all(db).await?)
}

/// Adds the participation of a person who begins a survey; nothing if there is one.
pub async fn add_participation(db: &mut SqliteConnection, survey: SurveyId, person: PersonId) -> Result<()> {
    let insert = sqlx::query!(
        "INSERT OR IGNORE INTO participations (survey, person, body) SELECT ?, id, body FROM persons WHERE id = ?",
        survey,
        person
    );
    insert.execute(db).await?;
    Ok(())
}

/// Whether the person has submitted the survey. False after an anonymous survey has closed: who submitted it is deleted
/// then.
pub async fn has_submitted(db: &mut SqliteConnection, survey: SurveyId, person: PersonId) -> Result<bool> {
    let row =
        sqlx::query_scalar!("SELECT submitted FROM participations WHERE survey = ? AND person = ?", survey, person);
    Ok(row.fetch_optional(db).await? == Some(1))
}

/// The surveys that a person has begun: name of the dialog, and whether they submitted it. For /mydata.
pub async fn list_of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(String, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT s.name, p.submitted AS "submitted: bool" FROM participations p JOIN surveys s ON s.id = p.survey
           WHERE p.person = ? ORDER BY s.id"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.name, row.submitted)).collect())
}

/// How many people of one body were invited to a survey, have begun and submitted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyTurnout {
    /// None: people without a body.
    pub body: Option<BodyId>,
    /// Members of the body, and people who answered and have erased themselves since.
    pub invited: i64,
    /// How many have begun, those who submitted included.
    pub started: i64,
    /// How many have submitted.
    pub submitted: i64,
}

/// The turnout of a survey by body, in the order in which bodies were added. Of a closed survey it is what it was at the
/// closing, whoever joins, moves or leaves afterwards.
pub async fn count_turnout(db: &mut SqliteConnection, survey: SurveyId) -> Result<Vec<BodyTurnout>> {
    let closed = sqlx::query_as!(
        BodyTurnout,
        r#"SELECT NULLIF(body, 0) AS "body?: BodyId", invited, started, submitted FROM closing_turnout WHERE survey = ?
           ORDER BY body = 0, body"#,
        survey
    );
    let closed = closed.fetch_all(&mut *db).await?;
    if closed.is_empty() { count_current_turnout(db, survey, Timestamp::MAX).await } else { Ok(closed) }
}

/// The turnout as it is now. People who joined after `until` were not invited, unless they took part.
async fn count_current_turnout(
    db: &mut SqliteConnection,
    survey: SurveyId,
    until: Timestamp,
) -> Result<Vec<BodyTurnout>> {
    let rows = sqlx::query!(
        r#"SELECT NULLIF(body, 0) AS "body?: BodyId", SUM(invited) AS "invited!: i64", SUM(started) AS "started!: i64",
             SUM(submitted) AS "submitted!: i64" FROM (
             SELECT b.id AS body, 0 AS started, 0 AS submitted,
               (SELECT COUNT(*) FROM persons m WHERE m.body = b.id AND m.joined_at <= ?2
                  AND NOT EXISTS (SELECT 1 FROM participations p WHERE p.survey = ?1 AND p.person = m.id)) AS invited
             FROM bodies b
             WHERE NOT EXISTS (SELECT 1 FROM survey_bodies o WHERE o.survey = ?1)
                OR b.id IN (SELECT o.body FROM survey_bodies o WHERE o.survey = ?1)
             UNION ALL
             SELECT COALESCE(p.body, 0), COUNT(*), SUM(p.submitted), COUNT(*) FROM participations p WHERE p.survey = ?1 GROUP BY 1
             UNION ALL SELECT body, started, submitted, submitted FROM tallies WHERE survey = ?1)
           GROUP BY body ORDER BY body = 0, body"#,
        survey,
        until
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| BodyTurnout { body: row.body, invited: row.invited, started: row.started, submitted: row.submitted })
        .collect())
}

/// Stores the turnout at the closing, unless it is stored.
async fn freeze_turnout(db: &mut SqliteConnection, survey: SurveyId, closes_at: Timestamp) -> Result<()> {
    for row in count_current_turnout(db, survey, closes_at).await? {
        let body = row.body.unwrap_or(BodyId(0));
        let insert = sqlx::query!(
            "INSERT INTO closing_turnout (survey, body, invited, started, submitted) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO NOTHING",
            survey,
            body,
            row.invited,
            row.started,
            row.submitted
        );
        insert.execute(&mut *db).await?;
    }
    Ok(())
}

/// The meetings that are not cancelled, whose last day began between `from` and `to`, and for which it has not been
/// decided whether an evaluation is opened.
pub async fn list_unevaluated(db: &mut SqliteConnection, from: Timestamp, to: Timestamp) -> Result<Vec<MeetingId>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT m.id AS "id!: MeetingId" FROM meetings m WHERE m.cancelled_at IS NULL AND m.evaluation IS NULL
             AND (SELECT MAX(d.starts_at) FROM meeting_days d WHERE d.meeting = m.id) BETWEEN ? AND ? ORDER BY m.id"#,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?)
}

/// The meeting that a survey evaluates. None: the survey is no evaluation.
pub async fn find_evaluated_meeting(db: &mut SqliteConnection, survey: SurveyId) -> Result<Option<MeetingId>> {
    let row = sqlx::query_scalar!(r#"SELECT id AS "id!: MeetingId" FROM meetings WHERE evaluation = ?"#, survey);
    Ok(row.fetch_optional(db).await?)
}

/// Stores the survey that evaluates a meeting. None: no evaluation is needed.
pub async fn set_evaluation(db: &mut SqliteConnection, meeting: MeetingId, survey: Option<SurveyId>) -> Result<()> {
    let survey = survey.unwrap_or(SurveyId(0));
    sqlx::query!("UPDATE meetings SET evaluation = ? WHERE id = ?", survey, meeting).execute(db).await?;
    Ok(())
}
