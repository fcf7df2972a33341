-- Summaries of meetings: what was said, for those who were not there.
--
-- Why it is so: like a meeting, a summary is what was said in a form (`summary`), once for each language, so that a
-- correction is the same form filled in. What a person has read is one number that only grows; what they were told of
-- corrections follows from the edition they read last.

CREATE TABLE summaries (
    id INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    n INTEGER NOT NULL,                 -- the day; 0: the whole meeting
    person INTEGER REFERENCES persons (id) ON DELETE SET NULL, -- who published it
    published_at INTEGER NOT NULL,
    edition INTEGER NOT NULL DEFAULT 0, -- grows with every correction
    UNIQUE (meeting, n)
) STRICT;

CREATE TABLE summary_texts (
    summary INTEGER NOT NULL REFERENCES summaries (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES versions (id),
    answers TEXT NOT NULL,              -- JSON: [[question, item, value], …]
    PRIMARY KEY (summary, language)
) STRICT, WITHOUT ROWID;

-- What a text was before each correction.
CREATE TABLE summary_changes (
    summary INTEGER NOT NULL REFERENCES summaries (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    edition INTEGER NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (summary, language, edition)
) STRICT, WITHOUT ROWID;

CREATE TABLE readings (
    summary INTEGER NOT NULL REFERENCES summaries (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    missed INTEGER NOT NULL DEFAULT 0,  -- was absent: reminded until they have finished
    point INTEGER NOT NULL DEFAULT 0,   -- the furthest that was opened
    edition INTEGER NOT NULL DEFAULT 0, -- that they read last
    finished_at INTEGER,
    PRIMARY KEY (summary, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_by_person ON readings (person);

-- Answers to check questions: nothing is graded but the first try, and that only for the share of all.
CREATE TABLE check_answers (
    summary INTEGER NOT NULL REFERENCES summaries (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    first_right INTEGER NOT NULL,
    PRIMARY KEY (summary, person, n)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE summary_search USING fts5 (words, summary UNINDEXED);
