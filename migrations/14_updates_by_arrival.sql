-- Updates are remembered by the time of their arrival. After a week without updates Telegram begins anew with any number,
-- perhaps a lower one, so that numbers do not say which update is older.

CREATE TABLE arrived (
    arrival INTEGER PRIMARY KEY,        -- grows from update to update
    id INTEGER NOT NULL UNIQUE,         -- Telegram's number
    arrived_at INTEGER NOT NULL,
    chat INTEGER,                       -- until the reply has gone out
    message INTEGER,                    -- whose button was pressed
    look TEXT                           -- the code of what is to be shown, if showing it again changes nothing
) STRICT;

INSERT INTO arrived (id, arrived_at, chat, message, look)
    SELECT id, CAST(strftime('%s', 'now') AS INTEGER) * 1000, chat, message, look FROM inbox ORDER BY id;

DROP TABLE inbox;
ALTER TABLE arrived RENAME TO inbox;
CREATE INDEX inbox_unanswered ON inbox (chat) WHERE chat IS NOT NULL;
