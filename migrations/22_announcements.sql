-- Announcements: free messages of coordinators to members, now or at a later hour.
CREATE TABLE announcements (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (id), -- of the dialog `announcement`
    answers TEXT NOT NULL,              -- JSON: [[question, item, value], …]
    edition INTEGER NOT NULL DEFAULT 0, -- grows with every correction
    person INTEGER REFERENCES persons (id) ON DELETE SET NULL, -- who wrote it
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,            -- when it is sent
    until INTEGER,                      -- it stays in the menu until then, and is of no use afterwards
    sent_at INTEGER,                    -- when its letters were written
    cancelled_at INTEGER,               -- before it was sent
    taken_back_at INTEGER               -- after it was sent
) STRICT;
CREATE INDEX announcements_scheduled ON announcements (due_at) WHERE sent_at IS NULL AND cancelled_at IS NULL;

-- To whom an announcement was sent.
CREATE TABLE announcement_recipients (
    announcement INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    PRIMARY KEY (announcement, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_recipients_by_person ON announcement_recipients (person);

-- The announcement that a form changes or corrects.
ALTER TABLE runs ADD COLUMN announcement INTEGER REFERENCES announcements (id) ON DELETE CASCADE;
CREATE INDEX runs_by_announcement ON runs (announcement) WHERE announcement IS NOT NULL;

-- The next number of a table whose numbers stand under buttons; announcements are among them now.
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
    UNION ALL SELECT 'conversations', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM conversations)) FROM numbering
    UNION ALL SELECT 'announcements', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM announcements)) FROM numbering;
