//! Summaries of meetings: their texts by language, who has read how far, and what was answered at the end.

use sqlx::SqliteConnection;

use super::{Millis, Result, responses};
use crate::dialog::{Key, Value};

/// A published summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Our own id.
    pub id: i64,
    /// The meeting it is about.
    pub meeting: i64,
    /// The day of it; 0: the whole meeting.
    pub n: i64,
    /// When it was published.
    pub published_at: Millis,
    /// Grows with every correction.
    pub edition: i64,
}

/// Its text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The language, `ar`.
    pub language: String,
    /// The version of the dialog `summary` that it was written with.
    pub version: i64,
    /// What was said.
    pub answers: Vec<(Key, Value)>,
}

/// How far somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// They were absent.
    pub missed: bool,
    /// The furthest point they have opened; 0: none.
    pub point: i64,
    /// The edition they read last.
    pub edition: i64,
    /// When they had finished.
    pub finished_at: Option<Millis>,
}

/// Somebody and how far they are, as coordinators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Our own id.
    pub person: i64,
    /// The name they chose.
    pub name: String,
    /// Their body; 0 for none.
    pub body: i64,
    /// `f` or `m`, if said.
    pub sex: Option<String>,
    /// Cannot be written to.
    pub unreachable: bool,
    /// They were absent.
    pub missed: bool,
    /// The furthest point they have opened.
    pub point: i64,
    /// When they had finished.
    pub finished_at: Option<Millis>,
}

/// Publishes a summary of a day (0: of all) that has none yet; its texts are set apart.
///
/// # Errors
/// When the database refuses.
pub async fn add(db: &mut SqliteConnection, meeting: i64, n: i64, person: i64, now: Millis) -> Result<i64> {
    let insert = sqlx::query!(
        "INSERT INTO summaries (meeting, n, person, published_at) VALUES (?, ?, ?, ?)",
        meeting,
        n,
        person,
        now
    );
    Ok(insert.execute(db).await?.last_insert_rowid())
}

/// Writes a text, over the one there was, which is kept as what was said before this edition. `words` are what a search
/// finds.
///
/// # Errors
/// When the database refuses.
pub async fn set_text(db: &mut SqliteConnection, summary: i64, text: &Text, words: &str) -> Result<()> {
    let keep = sqlx::query!(
        "INSERT INTO summary_changes (summary, language, edition, answers)
         SELECT t.summary, t.language, s.edition + 1, t.answers FROM summary_texts t JOIN summaries s ON s.id = t.summary
         WHERE t.summary = ? AND t.language = ?",
        summary,
        text.language
    );
    if keep.execute(&mut *db).await?.rows_affected() > 0 {
        sqlx::query!("UPDATE summaries SET edition = edition + 1 WHERE id = ?", summary).execute(&mut *db).await?;
    }
    let answers = responses::encode(&text.answers)?;
    let upsert = sqlx::query!(
        "INSERT INTO summary_texts (summary, language, version, answers) VALUES (?, ?, ?, ?)
         ON CONFLICT (summary, language) DO UPDATE SET version = excluded.version, answers = excluded.answers",
        summary,
        text.language,
        text.version,
        answers
    );
    upsert.execute(&mut *db).await?;
    let forget =
        sqlx::query("DELETE FROM summary_search WHERE summary = ?").bind(format!("{summary}:{}", text.language));
    forget.execute(&mut *db).await?;
    let index = sqlx::query("INSERT INTO summary_search (words, summary) VALUES (?, ?)");
    index.bind(words).bind(format!("{summary}:{}", text.language)).execute(db).await?;
    Ok(())
}

/// One summary.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, id: i64) -> Result<Option<Summary>> {
    let row = sqlx::query_as!(Summary, "SELECT id, meeting, n, published_at, edition FROM summaries WHERE id = ?", id);
    Ok(row.fetch_optional(db).await?)
}

/// The summaries of a meeting, by day.
///
/// # Errors
/// When the database refuses.
pub async fn of_meeting(db: &mut SqliteConnection, meeting: i64) -> Result<Vec<Summary>> {
    let rows = sqlx::query_as!(
        Summary,
        r#"SELECT id AS "id!", meeting, n, published_at, edition FROM summaries WHERE meeting = ? ORDER BY n"#,
        meeting
    );
    Ok(rows.fetch_all(db).await?)
}

/// All summaries, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<Summary>> {
    let rows = sqlx::query_as!(
        Summary,
        r#"SELECT id AS "id!", meeting, n, published_at, edition FROM summaries ORDER BY published_at DESC, id DESC"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// Its texts, by language.
///
/// # Errors
/// When the database refuses, or a row cannot be read.
pub async fn texts(db: &mut SqliteConnection, summary: i64) -> Result<Vec<Text>> {
    let rows = sqlx::query!(
        "SELECT language, version, answers FROM summary_texts WHERE summary = ? ORDER BY language",
        summary
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| Ok(Text { language: row.language, version: row.version, answers: responses::decode(&row.answers)? }))
        .collect()
}

/// What a text said in this edition; none if it has not changed since.
///
/// # Errors
/// When the database refuses, or the row cannot be read.
pub async fn text_at(
    db: &mut SqliteConnection,
    summary: i64,
    language: &str,
    edition: i64,
) -> Result<Option<Vec<(Key, Value)>>> {
    let row = sqlx::query_scalar!(
        "SELECT answers FROM summary_changes WHERE summary = ? AND language = ? AND edition > ? ORDER BY edition LIMIT 1",
        summary,
        language,
        edition
    );
    row.fetch_optional(db).await?.map(|answers| responses::decode(&answers)).transpose()
}

/// The summaries in which words begin with all of these (in the spelling of searches), the best first. Of each, any of its
/// forms will do.
///
/// # Errors
/// When the database refuses.
pub async fn search(db: &mut SqliteConnection, words: &[Vec<String>]) -> Result<Vec<i64>> {
    let begins = |form: &String| format!("\"{}\"*", form.replace('"', ""));
    let any = |forms: &Vec<String>| format!("({})", forms.iter().map(begins).collect::<Vec<_>>().join(" OR "));
    let query: Vec<String> = words.iter().map(any).collect();
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT summary FROM summary_search WHERE summary_search MATCH ? ORDER BY rank LIMIT 50")
            .bind(query.join(" AND "))
            .fetch_all(db)
            .await?;
    let mut found = Vec::new();
    for id in rows.iter().filter_map(|row| row.split(':').next()?.parse().ok()) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Who was absent, as far as attendance has been closed, and who was not, of those invited: each gets a reading that says
/// so. A day of 0: whoever missed any day. Returns the people who are new to it, those who missed it first.
///
/// # Errors
/// When the database refuses.
pub async fn enrol(db: &mut SqliteConnection, summary: i64, meeting: i64, n: i64) -> Result<(Vec<i64>, Vec<i64>)> {
    let before: Vec<(i64, bool)> = {
        let rows = sqlx::query!(
            r#"SELECT person AS "person!", missed AS "missed!: bool" FROM readings WHERE summary = ?"#,
            summary
        );
        rows.fetch_all(&mut *db).await?.into_iter().map(|row| (row.person, row.missed)).collect()
    };
    let upsert = sqlx::query!(
        "INSERT INTO readings (summary, person, missed)
         SELECT ?1, i.person, EXISTS (SELECT 1 FROM attendance a JOIN meeting_days d ON d.meeting = a.meeting AND d.n = a.n
                                      WHERE a.meeting = ?2 AND (?3 = 0 OR a.n = ?3) AND a.person = i.person
                                        AND d.closed_at IS NOT NULL AND a.status <> 'present')
         FROM invitations i WHERE i.meeting = ?2
         ON CONFLICT (summary, person) DO UPDATE SET missed = excluded.missed",
        summary,
        meeting,
        n
    );
    upsert.execute(&mut *db).await?;
    let rows = sqlx::query!(
        r#"SELECT person AS "person!", missed AS "missed!: bool" FROM readings WHERE summary = ? ORDER BY person"#,
        summary
    );
    let (mut missed, mut record) = (Vec::new(), Vec::new());
    for row in rows.fetch_all(db).await? {
        let known = before.iter().find(|(person, _)| *person == row.person).map(|(_, missed)| *missed);
        match (row.missed, known) {
            (true, None | Some(false)) => missed.push(row.person),
            (false, None) => record.push(row.person),
            _ => {}
        }
    }
    Ok((missed, record))
}

/// How far somebody is.
///
/// # Errors
/// When the database refuses.
pub async fn reading(db: &mut SqliteConnection, summary: i64, person: i64) -> Result<Option<Reading>> {
    let row = sqlx::query_as!(
        Reading,
        r#"SELECT missed AS "missed: bool", point, edition, finished_at FROM readings WHERE summary = ? AND person = ?"#,
        summary,
        person
    );
    Ok(row.fetch_optional(db).await?)
}

/// Somebody has opened a point: how far they are only grows.
///
/// # Errors
/// When the database refuses.
pub async fn opened(db: &mut SqliteConnection, summary: i64, person: i64, point: i64, edition: i64) -> Result<()> {
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

/// Somebody has finished.
///
/// # Errors
/// When the database refuses.
pub async fn finished(db: &mut SqliteConnection, summary: i64, person: i64, now: Millis) -> Result<()> {
    let update = sqlx::query!(
        "UPDATE readings SET finished_at = COALESCE(finished_at, ?) WHERE summary = ? AND person = ?",
        now,
        summary,
        person
    );
    update.execute(db).await?;
    Ok(())
}

/// A check question was answered; only the first try counts, and only for the share of all.
///
/// # Errors
/// When the database refuses.
pub async fn answered(db: &mut SqliteConnection, summary: i64, person: i64, n: i64, right: bool) -> Result<()> {
    let insert = sqlx::query!(
        "INSERT INTO check_answers (summary, person, n, first_right) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        summary,
        person,
        n,
        right
    );
    insert.execute(db).await?;
    Ok(())
}

/// The check questions that somebody has answered.
///
/// # Errors
/// When the database refuses.
pub async fn checks_of(db: &mut SqliteConnection, summary: i64, person: i64) -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT n AS "n!" FROM check_answers WHERE summary = ? AND person = ? ORDER BY n"#,
        summary,
        person
    );
    Ok(rows.fetch_all(db).await?)
}

/// Of each check question: how many have answered, and how many rightly at the first try.
///
/// # Errors
/// When the database refuses.
pub async fn understood(db: &mut SqliteConnection, summary: i64) -> Result<Vec<(i64, i64, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT n AS "n!", COUNT(*) AS "all!: i64", SUM(first_right) AS "right!: i64" FROM check_answers
           WHERE summary = ? GROUP BY n ORDER BY n"#,
        summary
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.n, row.all, row.right)).collect())
}

/// Everyone who has a reading of it, by body and name.
///
/// # Errors
/// When the database refuses.
pub async fn readers(db: &mut SqliteConnection, summary: i64) -> Result<Vec<Reader>> {
    let rows = sqlx::query_as!(
        Reader,
        r#"SELECT r.person AS "person!", COALESCE(p.name, '') AS "name!: String", COALESCE(p.body, 0) AS "body!: i64", p.sex,
             p.unreachable AS "unreachable!: bool", r.missed AS "missed!: bool", r.point AS "point!", r.finished_at
           FROM readings r JOIN persons p ON p.id = r.person WHERE r.summary = ? ORDER BY 3, 2, 1"#,
        summary
    );
    Ok(rows.fetch_all(db).await?)
}

/// Who missed it, has not finished, and has been reminded fewer than `most` times (letters under way included).
///
/// # Errors
/// When the database refuses.
pub async fn to_remind(db: &mut SqliteConnection, summary: i64, most: i64) -> Result<Vec<i64>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT r.person AS "person!" FROM readings r
           WHERE r.summary = ?1 AND r.missed = 1 AND r.finished_at IS NULL
             AND (SELECT COUNT(*) FROM outbox o JOIN broadcasts b ON b.id = o.broadcast
                  WHERE o.person = r.person AND b.kind = 'summary-reminder' AND b.subject = ?1
                    AND o.state IN ('waiting', 'held', 'sending', 'sent')) < ?2
           ORDER BY r.person"#,
        summary,
        most
    );
    Ok(rows.fetch_all(db).await?)
}

/// A person's readings: summary and how far. For /training and /mydata.
///
/// # Errors
/// When the database refuses.
pub async fn of_person(db: &mut SqliteConnection, person: i64) -> Result<Vec<(i64, Reading)>> {
    let rows = sqlx::query!(
        r#"SELECT summary AS "summary!", missed AS "missed!: bool", point AS "point!", edition AS "edition!", finished_at
           FROM readings WHERE person = ? ORDER BY summary DESC"#,
        person
    );
    let reading = |missed, point, edition, finished_at| Reading { missed, point, edition, finished_at };
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.summary, reading(row.missed, row.point, row.edition, row.finished_at))).collect())
}

/// A person's answers to check questions: summary, question, right at the first try. For /mydata.
///
/// # Errors
/// When the database refuses.
pub async fn answers_of(db: &mut SqliteConnection, person: i64) -> Result<Vec<(i64, i64, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT summary AS "summary!", n AS "n!", first_right AS "right!: bool" FROM check_answers
           WHERE person = ? ORDER BY summary, n"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.summary, row.n, row.right)).collect())
}
