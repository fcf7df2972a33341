//! Published summaries of meetings, with their texts by language and the index for the search.

use sqlx::SqliteConnection;

use super::{Result, responses};
use crate::dialog::{Key, Value};
use crate::types::{DayNumber, MeetingId, PersonId, SummaryId, Timestamp, VersionId};

/// A row of `summaries`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Buttons and letters carry it.
    pub id: SummaryId,
    /// The row of `meetings`.
    pub meeting: MeetingId,
    /// None: the summary is about the whole meeting.
    pub day: Option<DayNumber>,
    /// The moment of the first publication. Corrections do not change it.
    pub published_at: Timestamp,
    /// Grows with every correction.
    pub edition: i64,
}

/// The text of a summary in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The code of the language, `ar`.
    pub language: String,
    /// The version of the dialog `summary` that the coordinator answered.
    pub version: VersionId,
    /// The coordinator's answers, in the order of the dialog.
    pub answers: Vec<(Key, Value)>,
}

/// Stands for the whole meeting in a column that says which day a summary is about.
pub(super) const WHOLE_MEETING: DayNumber = DayNumber(0);

/// Adds a summary without texts. There must be none of this day (or of the whole meeting) yet.
pub async fn add(
    db: &mut SqliteConnection,
    meeting: MeetingId,
    day: Option<DayNumber>,
    person: PersonId,
    now: Timestamp,
) -> Result<SummaryId> {
    let day = day.unwrap_or(WHOLE_MEETING);
    let insert = sqlx::query!(
        "INSERT INTO summaries (id, meeting, n, person, published_at)
         VALUES ((SELECT id FROM next_ids WHERE of = 'summaries'), ?, ?, ?, ?)",
        meeting,
        day,
        person,
        now
    );
    Ok(SummaryId(insert.execute(db).await?.last_insert_rowid()))
}

/// Stores a text. If there is an earlier one in this language, the edition grows and the earlier text is stored for
/// [`find_text_at`]. The search finds `words`.
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

/// The summary with this id. None: there is no such summary.
pub async fn find(db: &mut SqliteConnection, id: SummaryId) -> Result<Option<Summary>> {
    let row = sqlx::query_as!(
        Summary,
        r#"SELECT id, meeting, NULLIF(n, 0) AS "day: DayNumber", published_at, edition FROM summaries WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The summaries of a meeting, by day; that of the whole meeting first.
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

/// The texts of a summary, by language.
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

/// A text as it was in this edition. None: it has not changed since.
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

/// The summaries that hold, for each element of `words`, a word that begins with one of its spellings (search keys, as
/// the texts were indexed). The best are first, and at most 50 texts are searched for them.
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

/// These summaries, in the order of their ids. Ids without a row are left out.
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
