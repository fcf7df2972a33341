-- The first schema: who takes part, what is asked, and what was said.
--
-- Why it is so: an answer under way belongs to a run and with it to a person; a submitted one is a response. Both kinds of
-- survey go through `responses`; for an anonymous one every column that could lead back to a person stays NULL, and the
-- drafts are deleted in the same transaction (the database is opened with secure_delete, so they are overwritten too).
-- Times are milliseconds since 1970 in UTC. Random keys are drawn by the bot.

CREATE TABLE bodies (
    id INTEGER PRIMARY KEY,
    name_ar TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Whoever has agreed to the use of their data; a member once `joined_at` is set. The least that the bot needs (law 09-08).
CREATE TABLE persons (
    id INTEGER PRIMARY KEY,
    telegram INTEGER NOT NULL UNIQUE,
    language TEXT NOT NULL,
    consent TEXT NOT NULL,              -- fingerprint of the consent text they agreed to
    consented_at INTEGER NOT NULL,
    body INTEGER REFERENCES bodies (id),
    name TEXT,
    role TEXT,
    sex TEXT,
    area TEXT,
    age TEXT,
    joined_at INTEGER,
    stopped INTEGER NOT NULL DEFAULT 0,
    unreachable INTEGER NOT NULL DEFAULT 0,
    screen INTEGER,                     -- Telegram's id of the message that shows where they are
    run INTEGER                         -- the run that typed words belong to
) STRICT;
CREATE INDEX persons_by_body ON persons (body);

CREATE TABLE coordinators (
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    body INTEGER NOT NULL,              -- 0: all bodies
    PRIMARY KEY (person, body)
) STRICT, WITHOUT ROWID;

-- Invitations. Only the code's SHA-256 is kept, so that the database opens no door.
CREATE TABLE links (
    hash BLOB PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('member', 'coordinator')),
    body INTEGER NOT NULL,              -- 0: all bodies (coordinators only)
    once INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;

-- Every version of a dialog that somebody has begun, with its words, so that open runs finish on what they began with.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    fingerprint BLOB NOT NULL UNIQUE,
    structure TEXT NOT NULL,
    words TEXT NOT NULL                 -- JSON: language -> Fluent text
) STRICT;

CREATE TABLE surveys (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    anonymous INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

-- The bodies a survey is open to; none means all.
CREATE TABLE survey_bodies (
    survey INTEGER NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    body INTEGER NOT NULL REFERENCES bodies (id),
    PRIMARY KEY (survey, body)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    version INTEGER NOT NULL REFERENCES versions (id),
    survey INTEGER REFERENCES surveys (id),
    seed INTEGER NOT NULL,              -- order of shuffled options
    revision INTEGER NOT NULL DEFAULT 0 -- grows whenever the person moves; a button of an older one is stale
) STRICT;
CREATE INDEX runs_by_person ON runs (person, survey);

CREATE TABLE answers (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    item TEXT NOT NULL,
    value TEXT NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (run, question, item)
) STRICT, WITHOUT ROWID;

-- A finished answer, or one taken back, moves the person: buttons shown before are stale. Ticks of a draft do not.
CREATE TRIGGER answered AFTER INSERT ON answers WHEN NEW.done = 1
BEGIN
    UPDATE runs SET revision = revision + 1 WHERE id = NEW.run;
END;
CREATE TRIGGER answered_again AFTER UPDATE ON answers WHEN NEW.done = 1 OR OLD.done = 1
BEGIN
    UPDATE runs SET revision = revision + 1 WHERE id = NEW.run;
END;

-- Who has begun and who has submitted: no time, and the row is written over in place, so that its order tells nothing.
CREATE TABLE participations (
    survey INTEGER NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    submitted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (survey, person)
) STRICT, WITHOUT ROWID;

-- Counts that outlive their participations: an anonymous survey's when it closes, a person's when they erase themselves.
CREATE TABLE tallies (
    survey INTEGER NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    body INTEGER NOT NULL,
    started INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    PRIMARY KEY (survey, body)
) STRICT, WITHOUT ROWID;

CREATE TABLE responses (
    id INTEGER PRIMARY KEY,             -- random
    survey INTEGER NOT NULL REFERENCES surveys (id),
    version INTEGER NOT NULL REFERENCES versions (id),
    answers TEXT NOT NULL,              -- JSON: [[question, item, value], …]
    person INTEGER REFERENCES persons (id) ON DELETE CASCADE,
    body INTEGER,
    role TEXT,
    sex TEXT,
    area TEXT,
    age TEXT,
    submitted_at INTEGER
) STRICT;
CREATE INDEX responses_by_survey ON responses (survey);
CREATE INDEX responses_by_person ON responses (person) WHERE person IS NOT NULL;

-- Answers that a question keeps apart, with the person's name: "I want to join the working group on …".
CREATE TABLE wishes (
    survey INTEGER NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    item TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (survey, person, question, item)
) STRICT, WITHOUT ROWID;

-- What coordinators did; no answers, no texts.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    person INTEGER,
    action TEXT NOT NULL,
    subject INTEGER
) STRICT;

-- Updates that Telegram has handed over: none is handled twice, and `chat` stays until the reply has gone out.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    chat INTEGER
) STRICT;
CREATE INDEX inbox_unanswered ON inbox (chat) WHERE chat IS NOT NULL;
