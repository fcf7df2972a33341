//! What members and the coordinators of their body write to each other. A member has one open conversation at most.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{Bodies, BodyId, ConversationId, MeetingId, PersonId, Timestamp};

/// A conversation of a member with the coordinators of their body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Buttons carry it.
    pub id: ConversationId,
    /// The member.
    pub member: PersonId,
    /// The name that the member has.
    pub name: String,
    /// The body whose coordinators read it.
    pub body: BodyId,
    /// The meeting from which it was begun.
    pub meeting: Option<MeetingId>,
    /// When one of both sides ended it. None: it is open.
    pub closed_at: Option<Timestamp>,
    /// How many messages it holds.
    pub messages: i64,
    /// The last message is the member's: it waits for an answer, if the conversation is open.
    pub asked: bool,
    /// When the last message was written.
    pub last_at: Timestamp,
}

impl Conversation {
    /// It waits for an answer of a coordinator.
    pub fn is_waiting(&self) -> bool {
        self.asked && self.closed_at.is_none()
    }
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The member wrote it; if not, a coordinator did.
    pub from_member: bool,
    /// The name of whoever wrote it. None: they have erased their data.
    pub author: Option<String>,
    /// The words, as they were typed.
    pub text: String,
    /// When it was sent.
    pub at: Timestamp,
}

/// Begins a conversation. A message must follow in the same transaction.
pub async fn open(
    db: &mut SqliteConnection,
    member: PersonId,
    body: BodyId,
    meeting: Option<MeetingId>,
    at: Timestamp,
) -> Result<ConversationId> {
    let insert = sqlx::query!(
        "INSERT INTO conversations (id, member, body, meeting, opened_at)
         VALUES ((SELECT id FROM next_ids WHERE of = 'conversations'), ?, ?, ?, ?)",
        member,
        body,
        meeting,
        at
    );
    Ok(ConversationId(insert.execute(db).await?.last_insert_rowid()))
}

/// Adds a message. Returns how many messages the conversation holds now.
pub async fn add_message(
    db: &mut SqliteConnection,
    conversation: ConversationId,
    author: PersonId,
    from_member: bool,
    text: &str,
    at: Timestamp,
) -> Result<i64> {
    let insert = sqlx::query!(
        "INSERT INTO messages (conversation, author, from_member, text, sent_at) VALUES (?, ?, ?, ?, ?)",
        conversation,
        author,
        from_member,
        text,
        at
    );
    insert.execute(&mut *db).await?;
    let count =
        sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n!: i64" FROM messages WHERE conversation = ?"#, conversation);
    Ok(count.fetch_one(db).await?)
}

/// Ends a conversation. Returns false if it had ended before.
pub async fn close(db: &mut SqliteConnection, conversation: ConversationId, at: Timestamp) -> Result<bool> {
    let update =
        sqlx::query!("UPDATE conversations SET closed_at = ? WHERE id = ? AND closed_at IS NULL", at, conversation);
    Ok(update.execute(db).await?.rows_affected() > 0)
}

/// The conversation with this id. None: it was deleted.
pub async fn find(db: &mut SqliteConnection, id: ConversationId) -> Result<Option<Conversation>> {
    let row = sqlx::query_as!(
        Conversation,
        r#"SELECT id AS "id!: ConversationId", member AS "member!: PersonId", name AS "name!: String", body AS "body!: BodyId",
             meeting AS "meeting: MeetingId", closed_at AS "closed_at: Timestamp", messages AS "messages!: i64",
             asked AS "asked!: bool", last_at AS "last_at!: Timestamp" FROM conversations_listed WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The open conversation of a member. None: there is none.
pub async fn find_open_of(db: &mut SqliteConnection, member: PersonId) -> Result<Option<ConversationId>> {
    let row = sqlx::query_scalar!(
        r#"SELECT id AS "id!: ConversationId" FROM conversations WHERE member = ? AND closed_at IS NULL"#,
        member
    );
    Ok(row.fetch_optional(db).await?)
}

/// The conversations of these bodies: first those that wait for an answer, the oldest first; then the others, the newest
/// first.
pub async fn list(db: &mut SqliteConnection, bodies: &Bodies) -> Result<Vec<Conversation>> {
    let rows = sqlx::query_as!(
        Conversation,
        r#"SELECT id AS "id!: ConversationId", member AS "member!: PersonId", name AS "name!: String", body AS "body!: BodyId",
             meeting AS "meeting: MeetingId", closed_at AS "closed_at: Timestamp", messages AS "messages!: i64",
             asked AS "asked!: bool", last_at AS "last_at!: Timestamp" FROM conversations_listed
           ORDER BY closed_at IS NULL AND asked DESC, IIF(closed_at IS NULL AND asked, last_at, -last_at)"#
    );
    Ok(rows.fetch_all(db).await?.into_iter().filter(|found| bodies.cover(found.body)).collect())
}

/// How many conversations of these bodies wait for an answer.
pub async fn count_waiting(db: &mut SqliteConnection, bodies: &Bodies) -> Result<usize> {
    Ok(list(db, bodies).await?.iter().filter(|conversation| conversation.is_waiting()).count())
}

/// The messages of a conversation, the oldest first.
pub async fn list_messages(db: &mut SqliteConnection, conversation: ConversationId) -> Result<Vec<Message>> {
    let rows = sqlx::query_as!(
        Message,
        r#"SELECT m.from_member AS "from_member!: bool", p.name AS "author: String", m.text AS "text!: String",
             m.sent_at AS "at!: Timestamp"
           FROM messages m LEFT JOIN persons p ON p.id = m.author WHERE m.conversation = ? ORDER BY m.id"#,
        conversation
    );
    Ok(rows.fetch_all(db).await?)
}

/// How many messages a member has sent since this moment.
pub async fn count_sent_since(db: &mut SqliteConnection, member: PersonId, since: Timestamp) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "n!: i64" FROM messages WHERE author = ? AND from_member = 1 AND sent_at > ?"#,
        member,
        since
    );
    Ok(count.fetch_one(db).await?)
}

/// Every message of a member's conversations, for /mydata, the oldest first.
pub async fn list_of_person(db: &mut SqliteConnection, member: PersonId) -> Result<Vec<Message>> {
    let rows = sqlx::query_as!(
        Message,
        r#"SELECT m.from_member AS "from_member!: bool", p.name AS "author: String", m.text AS "text!: String",
             m.sent_at AS "at!: Timestamp"
           FROM conversations c JOIN messages m ON m.conversation = c.id LEFT JOIN persons p ON p.id = m.author
           WHERE c.member = ?1 OR (m.author = ?1 AND m.from_member = 0) ORDER BY m.id"#,
        member
    );
    Ok(rows.fetch_all(db).await?)
}

/// Deletes the conversations whose last message is older than this. Returns their number.
pub async fn delete_before(db: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    let delete = sqlx::query!(
        "DELETE FROM conversations WHERE id IN (SELECT id FROM conversations_listed WHERE last_at < ?)",
        before
    );
    Ok(delete.execute(db).await?.rows_affected())
}
