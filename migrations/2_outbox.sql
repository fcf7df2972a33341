-- The outbox: everything the bot sends on its own is a row here first, written in the transaction of its cause.
--
-- Why it is so: a crash then loses nothing. A row is `sending` from the commit before Telegram is asked until the one
-- after Telegram has answered; rows found `sending` at start were under way at a crash and go out again, so that only
-- they can arrive twice. Letters are composed when they are sent, from what the database says then.

-- Letters with one cause. `kind` says what they are, `subject` what they are about (a survey, a meeting).
CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    person INTEGER REFERENCES persons (id) ON DELETE SET NULL, -- the coordinator who sees its progress; NULL: sent by rule
    created_at INTEGER NOT NULL,
    urgent INTEGER NOT NULL DEFAULT 0,  -- quiet hours do not hold it
    paused INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,                   -- its final report has been shown
    message INTEGER,                    -- Telegram's id of the progress message
    shown TEXT                          -- what that message said last
) STRICT;
CREATE INDEX broadcasts_under_way ON broadcasts (id) WHERE ended_at IS NULL;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    broadcast INTEGER NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    key TEXT NOT NULL,                  -- the same notice never goes to the same person twice
    priority INTEGER NOT NULL,          -- higher goes first
    due_at INTEGER NOT NULL,            -- while `sending`: when the lease ends
    expires_at INTEGER,                 -- of no use from then on: dropped
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'held', 'sending', 'sent', 'failed', 'dropped')), -- held: its broadcast is paused
    tries INTEGER NOT NULL DEFAULT 0,
    cause TEXT,                         -- why it failed or was dropped
    sent_at INTEGER,
    message INTEGER,                    -- Telegram's id of the message
    text TEXT,                          -- what it said
    UNIQUE (person, key)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (priority DESC, due_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_under_way ON outbox (due_at) WHERE state = 'sending';
CREATE INDEX outbox_by_broadcast ON outbox (broadcast, state);
