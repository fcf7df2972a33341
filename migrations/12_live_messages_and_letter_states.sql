-- One table of messages that follow something and are edited as it changes: a meeting's count of replies, a day's check-in,
-- the progress of a broadcast. Before, boards and broadcasts each had their own way.
--
-- Views name the states of letters that queries look for, so that a state is spelt here and in the program's enum alone, and
-- the partial indexes still serve.

CREATE TABLE live_messages (
    id INTEGER PRIMARY KEY,
    meeting INTEGER REFERENCES meetings (id) ON DELETE CASCADE,
    day INTEGER,                        -- of the meeting; NULL: it counts replies
    broadcast INTEGER UNIQUE REFERENCES broadcasts (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE, -- the coordinator who sees it
    message INTEGER,                    -- Telegram's id
    shown TEXT,                         -- what it says; NULL: it must be shown again
    final INTEGER NOT NULL DEFAULT 0,   -- `shown` is the last that it says
    wait_until INTEGER NOT NULL DEFAULT 0, -- Telegram has asked to wait
    CHECK ((meeting IS NULL) <> (broadcast IS NULL))
) STRICT;
CREATE UNIQUE INDEX live_messages_by_meeting ON live_messages (meeting, COALESCE(day, 0), person) WHERE meeting IS NOT NULL;

INSERT INTO live_messages (meeting, day, person, message, shown, wait_until)
    SELECT meeting, NULLIF(n, 0), person, message, shown, wait_until FROM boards ORDER BY id;
INSERT INTO live_messages (broadcast, person, message, shown)
    SELECT id, person, message, shown FROM broadcasts WHERE ended_at IS NULL AND person IS NOT NULL ORDER BY id;
DROP TABLE boards;
ALTER TABLE broadcasts DROP COLUMN message;
ALTER TABLE broadcasts DROP COLUMN shown;

CREATE VIEW letters_waiting AS SELECT * FROM outbox WHERE state = 'waiting';
CREATE VIEW letters_sending AS SELECT * FROM outbox WHERE state = 'sending';
CREATE VIEW letters_sent AS SELECT * FROM outbox WHERE state = 'sent';
CREATE VIEW letters_unsent AS SELECT * FROM outbox WHERE state IN ('waiting', 'held');
CREATE VIEW letters_under_way AS SELECT * FROM outbox WHERE state IN ('waiting', 'held', 'sending');
CREATE VIEW letters_not_given_up AS SELECT * FROM outbox WHERE state IN ('waiting', 'held', 'sending', 'sent');
CREATE VIEW imports_waiting_to_be_read AS SELECT * FROM imports WHERE state = 'waiting';

-- The day that a letter is about, which until now only its key said.
ALTER TABLE broadcasts ADD COLUMN day INTEGER;
UPDATE broadcasts SET day = CAST(substr(key, length('meeting-eve:' || subject || ':') + 1) AS INTEGER) WHERE kind = 'meeting-eve';

-- Whether only those who were invited by name are concerned: a meeting of a working list.
ALTER TABLE meetings ADD COLUMN invited_only INTEGER NOT NULL DEFAULT 0;
UPDATE meetings SET invited_only = 1 WHERE instr(answers, '["whom","",{"picks":["list"]}]') > 0;
