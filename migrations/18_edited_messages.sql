-- Somebody who changes a message in Telegram changes the answer that it gave, as long as that is the last one.

-- Telegram's number of the message that gave the answer; NULL: it was pressed.
ALTER TABLE answers ADD COLUMN message INTEGER;

-- The last message that was no answer, and the revision at which it was sent: changed, it may become one.
ALTER TABLE runs ADD COLUMN refused_message INTEGER;
ALTER TABLE runs ADD COLUMN refused_revision INTEGER;
