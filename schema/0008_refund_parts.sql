-- A refund may name its tax-free part, and the bank account that a deposit goes back to.

ALTER TABLE refund ADD COLUMN tax_free INTEGER CHECK (tax_free BETWEEN 0 AND amount);
CREATE TRIGGER refund_keeps_parts BEFORE UPDATE ON refund
WHEN NEW.tax_free IS NOT OLD.tax_free
BEGIN SELECT RAISE(ABORT, 'refund: its tax-free part does not change'); END;

-- Personal data: sealed, and outside of the journal.
CREATE TABLE refund_account (
    refund TEXT NOT NULL PRIMARY KEY REFERENCES refund (id),
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER refund_account_keeps_words BEFORE UPDATE ON refund_account
BEGIN SELECT RAISE(ABORT, 'refund_account: it does not change'); END;
