//! Summaries of meetings: their texts by language, who has read how far, and what was answered at the end.

use sqlx::SqliteConnection;

use super::{Result, responses};
use crate::dialog::{Key, Value};
use crate::types::{DayNumber, MeetingId, PersonId, SummaryId, Timestamp, VersionId};

/// A published summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Our own id.
    pub id: SummaryId,
    /// The meeting it is about.
    pub meeting: MeetingId,
    /// The day of it; none: the whole meeting.
    pub day: Option<DayNumber>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Grows with every correction.
    pub edition: i64,
}

/// Its text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The language, `ar`.
    pub language: String,
    /// The version of the dialog `summary` that it was written with.
    pub version: VersionId,
    /// What was said.
    pub answers: Vec<(Key, Value)>,
}

/// Stands for the whole meeting where a row says which day a summary is about.
pub(super) const WHOLE_MEETING: DayNumber = DayNumber(0);

/// Publishes a summary of a day, or of the whole meeting, that has none yet; its texts are set apart.
pub async fn add(
    db: &mut SqliteConnection,
    meeting: MeetingId,
    day: Option<DayNumber>,
    person: PersonId,
    now: Timestamp,
) -> Result<SummaryId> {
    let day = day.unwrap_or(WHOLE_MEETING);
    let insert = sqlx::query!(
        "INSERT INTO summaries (meeting, n, person, published_at) VALUES (?, ?, ?, ?)",
        meeting,
        day,
        person,
        now
    );
    Ok(SummaryId(insert.execute(db).await?.last_insert_rowid()))
}

/// Writes a text, over the one there was, which is kept as what was said before this edition. `words` are what a search
/// finds.
pub async fn set_text(db: &mut SqliteConnection, summary: SummaryId, text: &Text, words: &str) -> Result<()> {
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
pub async fn find(db: &mut SqliteConnection, id: SummaryId) -> Result<Option<Summary>> {
    let row = sqlx::query_as!(
        Summary,
        r#"SELECT id, meeting, NULLIF(n, 0) AS "day: DayNumber", published_at, edition FROM summaries WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The summaries of a meeting, by day.
pub async fn list_of_meeting(db: &mut SqliteConnection, meeting: MeetingId) -> Result<Vec<Summary>> {
    let rows = sqlx::query_as!(
        Summary,
        r#"SELECT id AS "id!", meeting, NULLIF(n, 0) AS "day: DayNumber", published_at, edition FROM summaries WHERE meeting = ? ORDER BY n"#,
        meeting
    );
    Ok(rows.fetch_all(db).await?)
}

/// All summaries, newest first.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<Summary>> {
    let rows = sqlx::query_as!(
        Summary,
        r#"SELECT id AS "id!", meeting, NULLIF(n, 0) AS "day: DayNumber", published_at, edition FROM summaries ORDER BY published_at DESC, id DESC"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// Its texts, by language.
pub async fn list_texts(db: &mut SqliteConnection, summary: SummaryId) -> Result<Vec<Text>> {
    Ok(list_texts_of_each(db, &[summary]).await?.into_iter().map(|(_, text)| text).collect())
}

/// The texts of these summaries, by summary and language.
pub async fn list_texts_of_each(db: &mut SqliteConnection, summaries: &[SummaryId]) -> Result<Vec<(SummaryId, Text)>> {
    let list = serde_json::json!(summaries).to_string();
    let rows = sqlx::query!(
        r#"SELECT summary AS "summary: SummaryId", language, version AS "version: VersionId", answers FROM summary_texts
           WHERE summary IN (SELECT value FROM json_each(?)) ORDER BY summary, language"#,
        list
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        let answers = responses::decode(&row.answers)?;
        Ok((row.summary, Text { language: row.language, version: row.version, answers }))
    })
    .collect()
}

/// What a text said in this edition; none if it has not changed since.
pub async fn find_text_at(
    db: &mut SqliteConnection,
    summary: SummaryId,
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
pub async fn search(db: &mut SqliteConnection, words: &[Vec<String>]) -> Result<Vec<SummaryId>> {
    let begins = |form: &String| format!("\"{}\"*", form.replace('"', ""));
    let any = |forms: &Vec<String>| format!("({})", forms.iter().map(begins).collect::<Vec<_>>().join(" OR "));
    let query: Vec<String> = words.iter().map(any).collect();
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT summary FROM summary_search WHERE summary_search MATCH ? ORDER BY rank LIMIT 50")
            .bind(query.join(" AND "))
            .fetch_all(db)
            .await?;
    let mut found = Vec::new();
    for id in rows.iter().filter_map(|row| row.split(':').next()?.parse().ok()).map(SummaryId) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// These summaries, in the order of their ids.
pub async fn list_by_id(db: &mut SqliteConnection, ids: &[SummaryId]) -> Result<Vec<Summary>> {
    let list = serde_json::json!(ids).to_string();
    let rows = sqlx::query_as!(
        Summary,
        r#"SELECT id AS "id!", meeting, NULLIF(n, 0) AS "day: DayNumber", published_at, edition FROM summaries
           WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"#,
        list
    );
    Ok(rows.fetch_all(db).await?)
}
