-- What members and the coordinators of their body write to each other. Deleted ninety days after the last message.
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    member INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    body INTEGER NOT NULL REFERENCES bodies (id),
    meeting INTEGER REFERENCES meetings (id) ON DELETE SET NULL, -- it was begun from the card of this meeting
    opened_at INTEGER NOT NULL,
    closed_at INTEGER                   -- one of both sides has ended it
) STRICT;
CREATE UNIQUE INDEX conversations_open ON conversations (member) WHERE closed_at IS NULL;
CREATE INDEX conversations_by_member ON conversations (member);

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    author INTEGER REFERENCES persons (id) ON DELETE SET NULL,
    from_member INTEGER NOT NULL,       -- 0: a coordinator wrote it
    text TEXT NOT NULL,
    sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_by_conversation ON messages (conversation);
CREATE INDEX messages_by_author ON messages (author);

CREATE VIEW conversations_listed AS
    SELECT c.id, c.member, COALESCE(p.name, '') AS name, c.body, c.meeting, c.closed_at,
        (SELECT COUNT(*) FROM messages m WHERE m.conversation = c.id) AS messages,
        COALESCE((SELECT from_member FROM messages m WHERE m.conversation = c.id ORDER BY m.id DESC LIMIT 1), 0) AS asked,
        COALESCE((SELECT MAX(sent_at) FROM messages m WHERE m.conversation = c.id), c.opened_at) AS last_at
    FROM conversations c JOIN persons p ON p.id = c.member;

-- The conversation that a coordinator's answer belongs to.
ALTER TABLE runs ADD COLUMN conversation INTEGER REFERENCES conversations (id) ON DELETE CASCADE;
CREATE INDEX runs_by_conversation ON runs (conversation) WHERE conversation IS NOT NULL;

-- The next number of a table whose numbers stand under buttons; conversations are among them now.
DROP VIEW next_ids;
CREATE VIEW next_ids AS
    SELECT 'persons' AS of, MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM persons)) AS id FROM numbering
    UNION ALL SELECT 'bodies', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM bodies)) FROM numbering
    UNION ALL SELECT 'links', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM links)) FROM numbering
    UNION ALL SELECT 'surveys', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM surveys)) FROM numbering
    UNION ALL SELECT 'meetings', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM meetings)) FROM numbering
    UNION ALL SELECT 'summaries', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM summaries)) FROM numbering
    UNION ALL SELECT 'broadcasts', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM broadcasts)) FROM numbering
    UNION ALL SELECT 'shares', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM shares)) FROM numbering
    UNION ALL SELECT 'imports', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM imports)) FROM numbering
    UNION ALL SELECT 'versions', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM versions)) FROM numbering
    UNION ALL SELECT 'conversations', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM conversations)) FROM numbering;
