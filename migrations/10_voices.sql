-- Whether anybody spoke is asked at each look at a survey, and what they said is listened to apart: reading what all the others
-- said for it took half a second at the size of the country.

CREATE INDEX responses_with_voice ON responses (survey) WHERE instr(answers, '{"voice":') > 0;
