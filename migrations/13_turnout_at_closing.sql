-- How many were invited to a survey, began and submitted it, body by body, as they were when it closed. Before, these numbers
-- were counted anew at each look, so that whoever joined, left or moved later changed what a report had stated.
--
-- Surveys that closed before get the numbers that they have now.

CREATE TABLE closing_turnout (
    survey INTEGER NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    body INTEGER NOT NULL,              -- 0: people without a body
    invited INTEGER NOT NULL,
    started INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    PRIMARY KEY (survey, body)
) STRICT, WITHOUT ROWID;

INSERT INTO closing_turnout (survey, body, invited, started, submitted)
SELECT survey, body, SUM(invited), SUM(started), SUM(submitted) FROM (
    SELECT s.id AS survey, b.id AS body, 0 AS started, 0 AS submitted,
           (SELECT COUNT(*) FROM persons m WHERE m.body = b.id AND m.joined_at IS NOT NULL) AS invited
    FROM surveys s, bodies b
    WHERE s.closed_at IS NOT NULL
      AND (NOT EXISTS (SELECT 1 FROM survey_bodies o WHERE o.survey = s.id)
           OR b.id IN (SELECT o.body FROM survey_bodies o WHERE o.survey = s.id))
    UNION ALL
    SELECT p.survey, COALESCE(m.body, 0), COUNT(*), SUM(p.submitted), 0
    FROM participations p JOIN persons m ON m.id = p.person JOIN surveys s ON s.id = p.survey AND s.closed_at IS NOT NULL
    GROUP BY 1, 2
    UNION ALL
    SELECT t.survey, t.body, t.started, t.submitted, 0
    FROM tallies t JOIN surveys s ON s.id = t.survey AND s.closed_at IS NOT NULL)
GROUP BY survey, body;
