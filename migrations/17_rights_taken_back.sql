-- Rights can be taken back: links are listed and revoked, members are confirmed or removed.

-- Links get a number, because buttons name them, and a count of those who joined with them. Links from before were counted
-- only if they work once.
CREATE TABLE numbered_links (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('member', 'coordinator')),
    body INTEGER NOT NULL,              -- 0: all bodies (coordinators only)
    once INTEGER NOT NULL,
    person INTEGER REFERENCES persons (id) ON DELETE SET NULL, -- who made it; NULL: the command line, or unknown
    created_at INTEGER,                 -- NULL: before this was stored
    expires_at INTEGER NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,    -- people who joined or became coordinators with it
    revoked_at INTEGER
) STRICT;
INSERT INTO numbered_links (hash, purpose, body, once, expires_at, uses)
    SELECT hash, purpose, body, once, expires_at, used_at IS NOT NULL FROM links ORDER BY expires_at;
DROP TABLE links;
ALTER TABLE numbered_links RENAME TO links;

-- Whether a coordinator confirms every new member of the body.
ALTER TABLE bodies ADD COLUMN confirms_members INTEGER NOT NULL DEFAULT 0;

-- When they finished the sign-up of a body that confirms its members; `joined_at` follows when they are confirmed.
ALTER TABLE persons ADD COLUMN requested_at INTEGER;
-- When a coordinator removed them from their body, or did not confirm them, and why. They are erased some time later,
-- unless they join again.
ALTER TABLE persons ADD COLUMN removed_at INTEGER;
ALTER TABLE persons ADD COLUMN removed_for TEXT;

-- The body for which a person takes part or is invited. It stays when the person leaves that body.
ALTER TABLE participations ADD COLUMN body INTEGER;
UPDATE participations SET body = (SELECT body FROM persons WHERE id = person);
ALTER TABLE invitations ADD COLUMN body INTEGER;
UPDATE invitations SET body = (SELECT body FROM persons WHERE id = person);

-- The next number of a table whose numbers stand under buttons; links are among them now.
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
    UNION ALL SELECT 'versions', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM versions)) FROM numbering;
