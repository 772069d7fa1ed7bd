-- What this ledger is, and all that ever happened to it. Times are seconds since 1970-01-01 UTC,
-- amounts whole won. The triggers are the last guard: they refuse what no program may do.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER meta_keeps_rows BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'meta: nothing is taken out'); END;
-- Order ids are made of the installation: with another one an old id would be given twice.
CREATE TRIGGER meta_keeps_identity BEFORE UPDATE ON meta
WHEN OLD.name IN ('installation', 'key_check')
BEGIN SELECT RAISE(ABORT, 'meta: the identity of a ledger does not change'); END;

-- The last number of each kind that the ledger gives.
CREATE TABLE counter (
    name  TEXT    NOT NULL PRIMARY KEY CHECK (name <> ''),
    value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('id', 0);

CREATE TRIGGER counter_keeps_rows BEFORE DELETE ON counter
BEGIN SELECT RAISE(ABORT, 'counter: nothing is taken out'); END;
CREATE TRIGGER counter_rises BEFORE UPDATE ON counter
WHEN NEW.name <> OLD.name OR NEW.value <= OLD.value
BEGIN SELECT RAISE(ABORT, 'counter: a number is given once'); END;

-- One entry for each change, never changed or taken out. The hash covers the entry and the hash
-- before it (32 zero bytes before the first); lib/sqlite/journal_rows.cpp says how.
CREATE TABLE journal (
    number  INTEGER NOT NULL PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL CHECK (actor <> ''),
    event   TEXT    NOT NULL CHECK (event <> ''),
    subject TEXT    NOT NULL CHECK (subject <> ''),
    image   TEXT    NOT NULL,
    hash    BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX journal_subject ON journal (subject, number);

CREATE TRIGGER journal_counts_by_one BEFORE INSERT ON journal
WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM journal), 0)
BEGIN SELECT RAISE(ABORT, 'journal: numbers rise by one'); END;
CREATE TRIGGER journal_keeps_entries BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: an entry does not change'); END;
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: nothing is taken out'); END;
