-- Files that coordinators hand out (summaries, meetings): where each one is, besides at Telegram.
--
-- Why it is so: Telegram's id of a file is enough to send it on, until it is not (another bot's token, a file that Telegram
-- has dropped). A copy lies in the data folder then, under its checksum. `file` is the id that stands in what was said, and
-- never changes; what it is sent by can.

CREATE TABLE files (
    file TEXT PRIMARY KEY,  -- Telegram's id, as it was when the file was sent to the bot
    checksum TEXT,          -- SHA-256 of the copy, in hex, which is also its name; NULL: not copied yet
    refused TEXT,           -- why there will be no copy
    instead TEXT,           -- the id that works now, since the copy was sent
    lost INTEGER NOT NULL DEFAULT 0 -- Telegram no longer has it, and neither have we
) STRICT, WITHOUT ROWID;
CREATE INDEX files_to_copy ON files (file) WHERE checksum IS NULL AND refused IS NULL;
