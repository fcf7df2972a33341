//! How far each member has read a summary, and how they answered its check questions.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::Result;
use super::letter_kind::LetterKind;
use super::summaries::{Summary, WHOLE_MEETING};
use crate::types::{Attendance, BodyId, CheckNumber, PersonId, PointNumber, SummaryId, Timestamp};

/// How far one member has read one summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The member was absent from the day (of a summary of the whole meeting: from any day).
    pub missed: bool,
    /// The furthest point that was opened; 0: none.
    pub point: PointNumber,
    /// The edition that was read last; 0: none.
    pub edition: i64,
    /// None: not finished.
    pub finished_at: Option<Timestamp>,
}

/// A reading in which nothing was opened.
impl Default for Reading {
    fn default() -> Reading {
        Reading { missed: false, point: PointNumber(0), edition: 0, finished_at: None }
    }
}

/// A member with their reading, as coordinators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The row of `persons`.
    pub person: PersonId,
    /// The name that the person chose at sign-up; empty before.
    pub name: String,
    /// The body for which they were invited. None: a person without a body.
    pub body: Option<BodyId>,
    /// `f` or `m`, if said.
    pub sex: Option<String>,
    /// The person cannot be written to.
    pub unreachable: bool,
    /// As in [`Reading`], and so are the two that follow.
    pub missed: bool,
    /// The furthest point that was opened; 0: none.
    pub point: PointNumber,
    /// None: not finished.
    pub finished_at: Option<Timestamp>,
}

/// The people who are new to a summary, or whose attendance turned out to be another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Enrolment {
    /// They were absent, or their attendance was corrected to absent.
    pub missed: Vec<PersonId>,
    /// Nothing is known of an absence.
    pub attended: Vec<PersonId>,
    /// They counted as absent until now: their attendance was corrected.
    pub corrected: Vec<PersonId>,
}

/// Gives everybody who is invited a reading that says whether they were absent, as far as attendance has been closed. A
/// summary of the whole meeting counts people as absent who missed any day. Returns the people for whom something
/// is new.
pub async fn enrol(db: &mut SqliteConnection, summary: &Summary) -> Result<Enrolment> {
    let (summary, meeting, day) = (summary.id, summary.meeting, summary.day.unwrap_or(WHOLE_MEETING));
    let before: HashMap<PersonId, bool> = {
        let rows = sqlx::query!(
            r#"SELECT person AS "person!: PersonId", missed AS "missed!: bool" FROM readings WHERE summary = ?"#,
            summary
        );
        rows.fetch_all(&mut *db).await?.into_iter().map(|row| (row.person, row.missed)).collect()
    };
    let upsert = sqlx::query!(
        "INSERT INTO readings (summary, person, missed)
         SELECT ?1, i.person, EXISTS (SELECT 1 FROM attendance a JOIN meeting_days d ON d.meeting = a.meeting AND d.n = a.n
                                      WHERE a.meeting = ?2 AND (?3 = 0 OR a.n = ?3) AND a.person = i.person
                                        AND d.closed_at IS NOT NULL AND a.status <> ?4)
         FROM invitations i WHERE i.meeting = ?2
         ON CONFLICT (summary, person) DO UPDATE SET missed = excluded.missed",
        summary,
        meeting,
        day,
        Attendance::Present
    );
    upsert.execute(&mut *db).await?;
    let rows = sqlx::query!(
        r#"SELECT person AS "person!: PersonId", missed AS "missed!: bool" FROM readings WHERE summary = ? ORDER BY person"#,
        summary
    );
    let mut enrolled = Enrolment::default();
    for row in rows.fetch_all(db).await? {
        match (row.missed, before.get(&row.person)) {
            (true, None | Some(false)) => enrolled.missed.push(row.person),
            (false, None) => enrolled.attended.push(row.person),
            (false, Some(true)) => enrolled.corrected.push(row.person),
            _ => {}
        }
    }
    Ok(enrolled)
}

/// How far a person has read a summary. None: the person has no reading of it.
pub async fn find(db: &mut SqliteConnection, summary: SummaryId, person: PersonId) -> Result<Option<Reading>> {
    let row = sqlx::query_as!(
        Reading,
        r#"SELECT missed AS "missed: bool", point, edition, finished_at AS "finished_at: Timestamp" FROM readings WHERE summary = ? AND person = ?"#,
        summary,
        person
    );
    Ok(row.fetch_optional(db).await?)
}

/// Stores that a person has opened a point. The furthest point never goes back.
pub async fn set_point(
    db: &mut SqliteConnection,
    summary: SummaryId,
    person: PersonId,
    point: PointNumber,
    edition: i64,
) -> Result<()> {
    let upsert = sqlx::query!(
        "INSERT INTO readings (summary, person, point, edition) VALUES (?, ?, ?, ?)
         ON CONFLICT (summary, person) DO UPDATE SET point = MAX(point, excluded.point), edition = excluded.edition",
        summary,
        person,
        point,
        edition
    );
    upsert.execute(db).await?;
    Ok(())
}

/// Stores that a person has finished. The first time counts.
pub async fn set_finished(
    db: &mut SqliteConnection,
    summary: SummaryId,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE readings SET finished_at = COALESCE(finished_at, ?) WHERE summary = ? AND person = ?",
        now,
        summary,
        person
    );
    update.execute(db).await?;
    Ok(())
}

/// Adds the answer to a check question. Only the first try counts, and it is only used for the share of right answers.
pub async fn add_check_answer(
    db: &mut SqliteConnection,
    summary: SummaryId,
    person: PersonId,
    check: CheckNumber,
    right: bool,
) -> Result<()> {
    let insert = sqlx::query!(
        "INSERT INTO check_answers (summary, person, n, first_right) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        summary,
        person,
        check,
        right
    );
    insert.execute(db).await?;
    Ok(())
}

/// The check questions that a person has answered.
pub async fn list_answered_checks(
    db: &mut SqliteConnection,
    summary: SummaryId,
    person: PersonId,
) -> Result<Vec<CheckNumber>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT n AS "n!: CheckNumber" FROM check_answers WHERE summary = ? AND person = ? ORDER BY n"#,
        summary,
        person
    );
    Ok(rows.fetch_all(db).await?)
}

/// The answers to one check question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckCount {
    /// Questions are numbered from 1.
    pub check: CheckNumber,
    /// How many people have answered it.
    pub answered: i64,
    /// How many of these were right at the first try.
    pub right: i64,
}

/// The answers to each check question that anybody has answered.
pub async fn count_correct_answers(db: &mut SqliteConnection, summary: SummaryId) -> Result<Vec<CheckCount>> {
    let rows = sqlx::query_as!(
        CheckCount,
        r#"SELECT n AS "check!: CheckNumber", COUNT(*) AS "answered!: i64", SUM(first_right) AS "right!: i64" FROM check_answers
           WHERE summary = ? GROUP BY n ORDER BY n"#,
        summary
    );
    Ok(rows.fetch_all(db).await?)
}

/// Everybody who has a reading of a summary, by body and name.
pub async fn list_readers(db: &mut SqliteConnection, summary: SummaryId) -> Result<Vec<Reader>> {
    let rows = sqlx::query_as!(
        Reader,
        r#"SELECT r.person AS "person!: PersonId", COALESCE(p.name, '') AS "name!: String",
             COALESCE(i.body, p.body) AS "body: BodyId", p.sex, p.unreachable AS "unreachable!: bool",
             r.missed AS "missed!: bool", r.point AS "point!: PointNumber", r.finished_at AS "finished_at: Timestamp"
           FROM readings r JOIN persons p ON p.id = r.person JOIN summaries s ON s.id = r.summary
           LEFT JOIN invitations i ON i.meeting = s.meeting AND i.person = r.person WHERE r.summary = ? ORDER BY 3, 2, 1"#,
        summary
    );
    Ok(rows.fetch_all(db).await?)
}

/// The people who were absent, have not finished, and have been reminded fewer than `most` times. Letters that are
/// waiting or being sent count.
pub async fn list_to_remind(db: &mut SqliteConnection, summary: SummaryId, most: i64) -> Result<Vec<PersonId>> {
    let reminder = LetterKind::SummaryReminder(summary).word();
    let rows = sqlx::query_scalar!(
        r#"SELECT r.person AS "person!: PersonId" FROM readings r JOIN persons p ON p.id = r.person
           WHERE r.summary = ?1 AND r.missed = 1 AND r.finished_at IS NULL AND p.joined_at IS NOT NULL
             AND (SELECT COUNT(*) FROM letters_not_given_up o JOIN broadcasts b ON b.id = o.broadcast
                  WHERE o.person = r.person AND b.kind = ?3 AND b.subject = ?1) < ?2
           ORDER BY r.person"#,
        summary,
        most,
        reminder
    );
    Ok(rows.fetch_all(db).await?)
}

/// All readings of a person, the newest summary first. For /training and /mydata.
pub async fn list_of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(SummaryId, Reading)>> {
    let rows = sqlx::query!(
        r#"SELECT summary AS "summary!: SummaryId", missed AS "missed!: bool", point AS "point!: PointNumber",
             edition AS "edition!", finished_at AS "finished_at: Timestamp"
           FROM readings WHERE person = ? ORDER BY summary DESC"#,
        person
    );
    let reading = |missed, point, edition, finished_at| Reading { missed, point, edition, finished_at };
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.summary, reading(row.missed, row.point, row.edition, row.finished_at))).collect())
}

/// All answers of a person to check questions: summary, question, whether right at the first try. For /mydata.
pub async fn list_check_answers_of_person(
    db: &mut SqliteConnection,
    person: PersonId,
) -> Result<Vec<(SummaryId, CheckNumber, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT summary AS "summary!: SummaryId", n AS "n!: CheckNumber", first_right AS "right!: bool" FROM check_answers
           WHERE person = ? ORDER BY summary, n"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.summary, row.n, row.right)).collect())
}

/// The summaries that a person may read, newest first: those of meetings that they were invited to or that were
/// announced to their body.
pub async fn list_readable(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<SummaryId>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT s.id AS "id!: SummaryId" FROM summaries s JOIN meetings m ON m.id = s.meeting JOIN persons p ON p.id = ?
           WHERE EXISTS (SELECT 1 FROM invitations i WHERE i.meeting = m.id AND i.person = p.id)
             OR (m.invited_only = 0 AND p.joined_at IS NOT NULL AND p.body IS NOT NULL
                 AND (NOT EXISTS (SELECT 1 FROM meeting_bodies b WHERE b.meeting = m.id)
                      OR p.body IN (SELECT b.body FROM meeting_bodies b WHERE b.meeting = m.id)))
           ORDER BY s.published_at DESC, s.id DESC"#,
        person
    );
    Ok(rows.fetch_all(db).await?)
}
