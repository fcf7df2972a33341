//! Surveys that were opened: to whom, until when, and how many have begun and submitted.

use sqlx::SqliteConnection;

use super::{Millis, Result};

/// A survey as opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Our own id.
    pub id: i64,
    /// The dialog's name.
    pub name: String,
    /// Nothing links its responses to people.
    pub anonymous: bool,
    /// When it was opened.
    pub opened_at: Millis,
    /// Answers are taken until then.
    pub closes_at: Millis,
    /// When a coordinator closed it, or the closing date was noticed.
    pub closed_at: Option<Millis>,
}

impl Survey {
    /// Whether answers are taken at this moment.
    pub fn is_open(&self, now: Millis) -> bool {
        self.closed_at.is_none() && now < self.closes_at
    }
}

/// A survey as a member sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The survey.
    pub survey: i64,
    /// The dialog's name.
    pub name: String,
    /// Answers are taken until then.
    pub closes_at: Millis,
    /// The person has begun it.
    pub started: bool,
    /// The person has submitted it.
    pub submitted: bool,
}

/// Opens a survey to these bodies; to all if there are none.
///
/// # Errors
/// When the database refuses.
pub async fn open(
    db: &mut SqliteConnection,
    name: &str,
    anonymous: bool,
    bodies: &[i64],
    opened_at: Millis,
    closes_at: Millis,
) -> Result<i64> {
    let insert = sqlx::query!(
        "INSERT INTO surveys (name, anonymous, opened_at, closes_at) VALUES (?, ?, ?, ?)",
        name,
        anonymous,
        opened_at,
        closes_at
    );
    let id = insert.execute(&mut *db).await?.last_insert_rowid();
    for body in bodies {
        sqlx::query!("INSERT OR IGNORE INTO survey_bodies (survey, body) VALUES (?, ?)", id, body)
            .execute(&mut *db)
            .await?;
    }
    Ok(id)
}

/// One survey.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, id: i64) -> Result<Option<Survey>> {
    let row = sqlx::query_as!(
        Survey,
        r#"SELECT id, name, anonymous AS "anonymous: bool", opened_at, closes_at, closed_at FROM surveys WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// All surveys, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<Survey>> {
    let rows = sqlx::query_as!(
        Survey,
        r#"SELECT id, name, anonymous AS "anonymous: bool", opened_at, closes_at, closed_at FROM surveys ORDER BY id DESC"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// The bodies a survey is open to; none means all.
///
/// # Errors
/// When the database refuses.
pub async fn bodies(db: &mut SqliteConnection, survey: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!("SELECT body FROM survey_bodies WHERE survey = ?", survey).fetch_all(db).await?)
}

/// The surveys open to a member of `body` at `now`, oldest first, with how far this person is.
///
/// # Errors
/// When the database refuses.
pub async fn open_to(db: &mut SqliteConnection, person: i64, body: i64, now: Millis) -> Result<Vec<Standing>> {
    let rows = sqlx::query!(
        r#"SELECT s.id AS "id!", s.name AS "name!", s.closes_at AS "closes_at!", p.submitted AS "submitted?" FROM surveys s
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
        .map(|row| Standing {
            survey: row.id,
            name: row.name,
            closes_at: row.closes_at,
            started: row.submitted.is_some(),
            submitted: row.submitted == Some(1),
        })
        .collect())
}

/// The members whom a survey is open to, by our own ids.
///
/// # Errors
/// When the database refuses.
pub async fn invited(db: &mut SqliteConnection, survey: i64) -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM persons WHERE joined_at IS NOT NULL AND body IS NOT NULL
             AND (NOT EXISTS (SELECT 1 FROM survey_bodies WHERE survey = ?1)
                  OR body IN (SELECT body FROM survey_bodies WHERE survey = ?1))
           ORDER BY id"#,
        survey
    );
    Ok(rows.fetch_all(db).await?)
}

/// The members whom a survey is open to, who have not submitted, and who have been reminded fewer than `most` times (letters
/// under way included).
///
/// # Errors
/// When the database refuses.
pub async fn to_remind(db: &mut SqliteConnection, survey: i64, most: i64) -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT m.id AS "id!" FROM persons m WHERE m.joined_at IS NOT NULL AND m.body IS NOT NULL
             AND (NOT EXISTS (SELECT 1 FROM survey_bodies WHERE survey = ?1)
                  OR m.body IN (SELECT body FROM survey_bodies WHERE survey = ?1))
             AND NOT EXISTS (SELECT 1 FROM participations p WHERE p.survey = ?1 AND p.person = m.id AND p.submitted = 1)
             AND (SELECT COUNT(*) FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
                  WHERE o.person = m.id AND b.kind = 'survey-reminder' AND b.subject = ?1
                    AND o.state IN ('waiting', 'held', 'sending', 'sent')) < ?2
           ORDER BY m.id"#,
        survey,
        most
    );
    Ok(rows.fetch_all(db).await?)
}

/// Moves the closing date.
///
/// # Errors
/// When the database refuses.
pub async fn extend(db: &mut SqliteConnection, survey: i64, closes_at: Millis) -> Result<()> {
    let update = sqlx::query!("UPDATE surveys SET closes_at = ? WHERE id = ? AND closed_at IS NULL", closes_at, survey);
    update.execute(db).await?;
    Ok(())
}

/// Closes a survey. For an anonymous one "who has answered" becomes a count by body and is forgotten, and drafts that can
/// no longer be submitted are erased: they name people. So are its notices. The runs stay until their people have been told.
///
/// # Errors
/// When the database refuses.
pub async fn close(db: &mut SqliteConnection, survey: i64, now: Millis) -> Result<()> {
    sqlx::query!("UPDATE surveys SET closed_at = ? WHERE id = ? AND closed_at IS NULL", now, survey)
        .execute(&mut *db)
        .await?;
    let fold = sqlx::query!(
        "INSERT INTO tallies (survey, body, started, submitted)
         SELECT p.survey, COALESCE(m.body, 0), COUNT(*), SUM(p.submitted) FROM participations p
         JOIN persons m ON m.id = p.person JOIN surveys s ON s.id = p.survey AND s.anonymous = 1
         WHERE p.survey = ? GROUP BY 1, 2
         ON CONFLICT (survey, body) DO UPDATE SET started = started + excluded.started, submitted = submitted + excluded.submitted",
        survey
    );
    fold.execute(&mut *db).await?;
    let forget = sqlx::query!(
        "DELETE FROM participations WHERE survey = ? AND (SELECT anonymous FROM surveys WHERE id = participations.survey) = 1",
        survey
    );
    forget.execute(&mut *db).await?;
    // Whom the notice no longer concerned had answered before it came.
    let notices = sqlx::query!(
        "DELETE FROM broadcasts WHERE kind IN ('survey-opened', 'survey-reminder') AND subject = ?1 AND (SELECT anonymous FROM surveys WHERE id = ?1) = 1",
        survey
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

/// Surveys whose closing date has passed unnoticed.
///
/// # Errors
/// When the database refuses.
pub async fn overdue(db: &mut SqliteConnection, now: Millis) -> Result<Vec<Survey>> {
    let rows = sqlx::query_as!(
        Survey,
        r#"SELECT id, name, anonymous AS "anonymous: bool", opened_at, closes_at, closed_at FROM surveys
           WHERE closed_at IS NULL AND closes_at <= ?"#,
        now
    );
    Ok(rows.fetch_all(db).await?)
}

/// The person has begun; true the first time.
///
/// # Errors
/// When the database refuses.
pub async fn begun(db: &mut SqliteConnection, survey: i64, person: i64) -> Result<()> {
    sqlx::query!("INSERT OR IGNORE INTO participations (survey, person) VALUES (?, ?)", survey, person)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether the person has submitted.
///
/// # Errors
/// When the database refuses.
pub async fn has_submitted(db: &mut SqliteConnection, survey: i64, person: i64) -> Result<bool> {
    let row =
        sqlx::query_scalar!("SELECT submitted FROM participations WHERE survey = ? AND person = ?", survey, person);
    Ok(row.fetch_optional(db).await? == Some(1))
}

/// The surveys a person has taken part in: dialog's name, and whether they submitted. For /mydata.
///
/// # Errors
/// When the database refuses.
pub async fn of_person(db: &mut SqliteConnection, person: i64) -> Result<Vec<(String, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT s.name, p.submitted AS "submitted: bool" FROM participations p JOIN surveys s ON s.id = p.survey
           WHERE p.person = ? ORDER BY s.id"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.name, row.submitted)).collect())
}

/// How many of one body have begun and submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turnout {
    /// The body; 0 for people without one.
    pub body: i64,
    /// Have begun, those who submitted included.
    pub started: i64,
    /// Have submitted.
    pub submitted: i64,
}

/// Turnout by body.
///
/// # Errors
/// When the database refuses.
pub async fn turnout(db: &mut SqliteConnection, survey: i64) -> Result<Vec<Turnout>> {
    let rows = sqlx::query!(
        r#"SELECT body AS "body!: i64", SUM(started) AS "started!: i64", SUM(submitted) AS "submitted!: i64" FROM (
             SELECT COALESCE(m.body, 0) AS body, COUNT(*) AS started, SUM(p.submitted) AS submitted
             FROM participations p JOIN persons m ON m.id = p.person WHERE p.survey = ? GROUP BY 1
             UNION ALL SELECT body, started, submitted FROM tallies WHERE survey = ?)
           GROUP BY body ORDER BY body"#,
        survey,
        survey
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| Turnout { body: row.body, started: row.started, submitted: row.submitted }).collect())
}

/// The meetings that stand, whose last day began within this time, and whose evaluation has not been thought of.
///
/// # Errors
/// When the database refuses.
pub async fn unevaluated(db: &mut SqliteConnection, from: Millis, to: Millis) -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT m.id AS "id!" FROM meetings m WHERE m.cancelled_at IS NULL AND m.evaluation IS NULL
             AND (SELECT MAX(d.starts_at) FROM meeting_days d WHERE d.meeting = m.id) BETWEEN ? AND ? ORDER BY m.id"#,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?)
}

/// The meeting that a survey was opened to evaluate, if it was.
///
/// # Errors
/// When the database refuses.
pub async fn evaluates(db: &mut SqliteConnection, survey: i64) -> Result<Option<i64>> {
    let row = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM meetings WHERE evaluation = ?"#, survey);
    Ok(row.fetch_optional(db).await?)
}

/// The survey that was opened as the evaluation of a meeting; 0: none was needed.
///
/// # Errors
/// When the database refuses.
pub async fn evaluated(db: &mut SqliteConnection, id: i64, survey: i64) -> Result<()> {
    sqlx::query!("UPDATE meetings SET evaluation = ? WHERE id = ?", survey, id).execute(db).await?;
    Ok(())
}
