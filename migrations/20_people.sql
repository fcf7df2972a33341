-- What a form is about, besides a meeting or results: a member whose name is corrected, a body that is renamed.
ALTER TABLE runs ADD COLUMN member INTEGER REFERENCES persons (id) ON DELETE CASCADE;
ALTER TABLE runs ADD COLUMN body INTEGER REFERENCES bodies (id) ON DELETE CASCADE;
CREATE INDEX runs_by_member ON runs (member) WHERE member IS NOT NULL;

-- The office in the bureau of the body, once a coordinator has confirmed it. The role of the sign-up is only said.
ALTER TABLE persons ADD COLUMN office TEXT;

-- When a body ceased to exist. It is offered nowhere any more; what happened in it stays.
ALTER TABLE bodies ADD COLUMN archived_at INTEGER;
