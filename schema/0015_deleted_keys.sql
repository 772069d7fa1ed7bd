-- Which billing keys are deleted at the gateway, or may be: asked for at each commit that touches a
-- key.

CREATE INDEX errand_deletes_key ON errand (subject)
    WHERE kind = 'delete_key' AND state IN ('sending', 'doubt', 'done');
