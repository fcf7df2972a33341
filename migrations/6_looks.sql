-- What a person asked to see with a button that changes nothing, until it has been shown: after a kill it is shown, not
-- the menu.

ALTER TABLE inbox ADD COLUMN message INTEGER; -- whose button was pressed
ALTER TABLE inbox ADD COLUMN look TEXT;       -- the button's code
