-- What is over is asked for again in the night, by when it ended: money may have come under it.

CREATE INDEX attempt_end ON attempt (closed_at, order_id)
    WHERE closed_at IS NOT NULL AND sent_at IS NOT NULL;
