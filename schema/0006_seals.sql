-- Rows that do not stand in the journal carry a hash of their values, so that a fallen bit is seen:
-- lib/sqlite/seals.hpp. The triggers that keep these rows from changing are put back below.

ALTER TABLE meta        ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter     ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE billing_key ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice      ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE kept_answer ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER meta_keeps_identity;
DROP TRIGGER counter_rises;
DROP TRIGGER billing_key_counts_versions;
DROP TRIGGER kept_answer_stays;

UPDATE meta        SET seal = seal_of('meta', name, value);
UPDATE counter     SET seal = seal_of('counter', name, value);
UPDATE billing_key SET seal = seal_of('billing_key', id, shown, method);
UPDATE notice      SET seal = seal_of('notice', digest, receipt_id, order_id, type, received_at,
                                      next_look_at, looks);
UPDATE kept_answer SET seal = seal_of('kept_answer', key, request, status, body, at);

CREATE TRIGGER meta_keeps_identity BEFORE UPDATE ON meta
WHEN OLD.name IN ('installation', 'key_check')
BEGIN SELECT RAISE(ABORT, 'meta: the identity of a ledger does not change'); END;
CREATE TRIGGER counter_rises BEFORE UPDATE ON counter
WHEN NEW.name <> OLD.name OR NEW.value <= OLD.value
BEGIN SELECT RAISE(ABORT, 'counter: a number is given once'); END;
CREATE TRIGGER billing_key_counts_versions BEFORE UPDATE ON billing_key
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'billing_key: the version rises by one'); END;
CREATE TRIGGER kept_answer_stays BEFORE UPDATE ON kept_answer
BEGIN SELECT RAISE(ABORT, 'kept_answer: an answer does not change'); END;
