-- Forms that coordinators send (XLSForm): fetched from Telegram, read, and answered by a letter; what became of each is kept so
-- that a restart goes on with it. A dialog that came so is offered for surveys once its coordinator has taken it.

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    file TEXT NOT NULL,                             -- Telegram's id
    name TEXT NOT NULL,                             -- the file's name
    at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',          -- waiting, refused (no form), wrong (mistakes), lost (not to be had), ready
    report TEXT NOT NULL DEFAULT '[]',              -- JSON: why it was refused, or remarks
    version INTEGER REFERENCES versions (id)        -- the dialog, if it is ready
) STRICT;
CREATE INDEX imports_waiting ON imports (id) WHERE state = 'waiting';

CREATE TABLE offered (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (id),
    person INTEGER REFERENCES persons (id) ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
