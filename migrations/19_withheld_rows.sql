-- A coordinator decided, before the closing, that the answers of each person are given to nobody, not even without names.
ALTER TABLE surveys ADD COLUMN withholds_rows INTEGER NOT NULL DEFAULT 0;
