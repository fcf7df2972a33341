-- Why a meeting was cancelled, as the people invited are told. NULL: no reason was given.
ALTER TABLE meetings ADD COLUMN cancelled_for TEXT;
