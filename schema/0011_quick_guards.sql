-- The same guards, each as quick in a book of ten years as in a new one.

-- A receipt is booked after the attempt that it pays for: without this, each one made SQLite look
-- through all attempts for whoever already names it.
CREATE INDEX attempt_receipt ON attempt (receipt) WHERE receipt IS NOT NULL;

-- Counts the slots that are held, not all that the key was ever used for.
DROP TRIGGER attempt_finds_a_slot;
CREATE TRIGGER attempt_finds_a_slot AFTER UPDATE ON attempt
WHEN NEW.method = 'reservation'
    AND NEW.state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
    AND OLD.state NOT IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
    AND (SELECT count(*) FROM attempt INDEXED BY attempt_slot WHERE billing_key = NEW.billing_key
         AND state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
         AND method = 'reservation') > 10
BEGIN SELECT RAISE(ABORT, 'attempt: ten slots of this key are taken'); END;

-- Periods are numbered from 0 without a gap, so the last one says how many there are.
DROP TRIGGER charge_periods_are_contiguous;
CREATE TRIGGER charge_periods_are_contiguous BEFORE INSERT ON charge
WHEN NEW.period <> (SELECT coalesce(max(period) + 1, 0) FROM charge
                     WHERE subscription = NEW.subscription)
BEGIN SELECT RAISE(ABORT, 'charge: the next period is the number of periods there are'); END;
