-- "You said, we did": charts of a closed survey that were published, with a sentence, to those who answered it. They are kept
-- as they were shown: what somebody erases later does not change what a council was told, and nothing is counted again for
-- each of the readers.

CREATE TABLE shares (
    id INTEGER PRIMARY KEY,
    survey INTEGER NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    words TEXT NOT NULL,  -- JSON: the sentence by language
    charts TEXT NOT NULL  -- JSON: by language, the charts in their order
) STRICT;
CREATE INDEX shares_by_survey ON shares (survey);

-- The survey whose results a coordinator's form is about.
ALTER TABLE runs ADD COLUMN results INTEGER REFERENCES surveys (id) ON DELETE CASCADE;
