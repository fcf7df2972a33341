-- Texts that a coordinator has taken out of sight because they name a person. The key of an anonymous response is random.

CREATE TABLE masked (
    response INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (response, question, item)
) STRICT, WITHOUT ROWID;
