-- Meetings: announced, answered, attended.
--
-- Why it is so: what a coordinator said of a meeting stays as the answers of the form `meeting`, so that a change is the
-- same form filled in, and what changed is a comparison of answers. Wall time is what counts (legal time has changed at
-- short notice): `meeting_days` keeps day and hour as the clocks show them, with the zone, and beside them the instants
-- computed from them, which are computed anew whenever the zone data changes. Whoever is concerned is written down when the
-- meeting is announced: who joins later is invited then.

CREATE TABLE meetings (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (id), -- of the dialog
    answers TEXT NOT NULL,              -- JSON: [[question, item, value], …]
    sequence INTEGER NOT NULL DEFAULT 0, -- grows with every change, as in RFC 5545
    person INTEGER REFERENCES persons (id) ON DELETE SET NULL, -- who announced it
    announced_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    cancelled_at INTEGER,
    evaluation INTEGER                  -- the survey that was opened for it by itself; 0: none was needed
) STRICT;

-- The days of a meeting, from 1 on.
CREATE TABLE meeting_days (
    meeting INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    begins TEXT NOT NULL,               -- 2026-03-03T10:00:00, wall time
    ends TEXT,
    zone TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER,
    secret INTEGER,                     -- check-in was opened: what its codes are made from
    closed_at INTEGER,                  -- its attendance is final, but for corrections
    PRIMARY KEY (meeting, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_days_by_start ON meeting_days (starts_at);

-- What was said of a meeting before each change: whoever is told of it is told old and new.
CREATE TABLE meeting_changes (
    meeting INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (meeting, sequence)
) STRICT, WITHOUT ROWID;

-- The bodies a meeting is announced to; none means all.
CREATE TABLE meeting_bodies (
    meeting INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    body INTEGER NOT NULL REFERENCES bodies (id),
    PRIMARY KEY (meeting, body)
) STRICT, WITHOUT ROWID;

-- Who is invited and what they answered (RSVP).
CREATE TABLE invitations (
    meeting INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    reply TEXT CHECK (reply IN ('yes', 'no', 'maybe')),
    reason TEXT,                        -- of an apology
    replied_at INTEGER,
    PRIMARY KEY (meeting, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitations_by_person ON invitations (person);

-- Who was there. `person_by`: the coordinator who marked or corrected it; none: by code, or when attendance was closed.
CREATE TABLE attendance (
    meeting INTEGER NOT NULL,
    n INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('present', 'excused', 'absent')),
    at INTEGER NOT NULL,
    person_by INTEGER REFERENCES persons (id) ON DELETE SET NULL,
    PRIMARY KEY (meeting, n, person),
    FOREIGN KEY (meeting, n) REFERENCES meeting_days (meeting, n) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_by_person ON attendance (person);

-- Messages that are edited as things change: a meeting's count of replies (`n` is 0), a day's check-in with its code.
CREATE TABLE boards (
    id INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    message INTEGER,                    -- Telegram's id
    shown TEXT,                         -- what it says
    wait_until INTEGER NOT NULL DEFAULT 0, -- Telegram has asked to wait
    UNIQUE (meeting, n, person)
) STRICT;

-- A form that changes a meeting, and what the meeting's sequence was when the change was begun.
ALTER TABLE runs ADD COLUMN meeting INTEGER REFERENCES meetings (id);
ALTER TABLE runs ADD COLUMN sequence INTEGER;

-- Which occasion of a reminder a broadcast is for: each is written once.
ALTER TABLE broadcasts ADD COLUMN key TEXT;
CREATE INDEX broadcasts_by_key ON broadcasts (key) WHERE key IS NOT NULL;

-- Which state of its subject a letter told: the sequence of a meeting.
ALTER TABLE outbox ADD COLUMN edition INTEGER;

-- The member whose attendance was corrected.
ALTER TABLE audit ADD COLUMN member INTEGER REFERENCES persons (id) ON DELETE SET NULL;
