-- One person, one response, also for somebody who erases their data and joins again while an anonymous survey is open. Kept
-- is a keyed hash of the address; key and hashes are deleted when the survey closes. Backups leave both out.

CREATE TABLE respondent_keys (
    survey INTEGER PRIMARY KEY REFERENCES surveys (id) ON DELETE CASCADE,
    key BLOB NOT NULL
) STRICT;

CREATE TABLE respondent_hashes (
    survey INTEGER NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    PRIMARY KEY (survey, hash)          -- in the order of the hashes, which tells nothing of the order of the responses
) STRICT, WITHOUT ROWID;
