-- What a restore needs to know. `first_free_id`: rows that are added get numbers from here on. After a restore it is raised,
-- so that a button under a letter of the time that was lost never acts on another meeting.

CREATE TABLE numbering (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    first_free_id INTEGER NOT NULL,
    copied_at INTEGER                   -- in a backup: when it was made
) STRICT;
INSERT INTO numbering (only, first_free_id) VALUES (1, 1);

-- The next number of a table whose numbers stand under buttons.
CREATE VIEW next_ids AS
    SELECT 'persons' AS of, MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM persons)) AS id FROM numbering
    UNION ALL SELECT 'bodies', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM bodies)) FROM numbering
    UNION ALL SELECT 'surveys', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM surveys)) FROM numbering
    UNION ALL SELECT 'meetings', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM meetings)) FROM numbering
    UNION ALL SELECT 'summaries', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM summaries)) FROM numbering
    UNION ALL SELECT 'broadcasts', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM broadcasts)) FROM numbering
    UNION ALL SELECT 'shares', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM shares)) FROM numbering
    UNION ALL SELECT 'imports', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM imports)) FROM numbering
    UNION ALL SELECT 'versions', MAX(first_free_id, (SELECT COALESCE(MAX(id), 0) + 1 FROM versions)) FROM numbering;
