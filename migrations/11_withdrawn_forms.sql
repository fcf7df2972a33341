-- A dialog that came as a form can be taken out of the surveys that are offered, and put back. It is kept: surveys that were
-- opened from it have their title and questions from it.

ALTER TABLE offered ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
