-- Also what a lost ledger may have sent is asked for once it is over, though no send of it is known.

DROP INDEX attempt_end;
CREATE INDEX attempt_end ON attempt (closed_at, order_id)
    WHERE closed_at IS NOT NULL AND (sent_at IS NOT NULL OR code = 'presumed_sent');
