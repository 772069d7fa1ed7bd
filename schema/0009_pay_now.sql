-- A charge may be collected by an immediate payment in place of a reservation.

ALTER TABLE plan ADD COLUMN collect TEXT NOT NULL DEFAULT 'reserve'
    CHECK (collect IN ('reserve', 'pay_now'));
ALTER TABLE plan ADD COLUMN without_slot TEXT NOT NULL DEFAULT 'wait'
    CHECK (without_slot IN ('wait', 'pay_now'));

ALTER TABLE attempt ADD COLUMN method TEXT NOT NULL DEFAULT 'reservation'
    CHECK (method IN ('reservation', 'immediate'))
    CHECK (method = 'reservation' OR state NOT IN ('reserved', 'revoking', 'revoked'));
CREATE TRIGGER attempt_keeps_method BEFORE UPDATE ON attempt
WHEN OLD.state <> 'planned' AND NEW.method <> OLD.method
BEGIN SELECT RAISE(ABORT, 'attempt: how it is asked for is fixed by the intent'); END;

-- An immediate payment holds none of the ten slots of its key.
DROP TRIGGER attempt_finds_a_slot;
CREATE TRIGGER attempt_finds_a_slot AFTER UPDATE ON attempt
WHEN NEW.method = 'reservation'
    AND NEW.state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
    AND OLD.state NOT IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
    AND (SELECT count(*) FROM attempt WHERE billing_key = NEW.billing_key
         AND state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
         AND method = 'reservation') > 10
BEGIN SELECT RAISE(ABORT, 'attempt: ten slots of this key are taken'); END;
