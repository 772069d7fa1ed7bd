-- What the doors have to remember: notices that came in, and answers that were given.

CREATE TABLE notice (
    number       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    digest       TEXT    NOT NULL UNIQUE CHECK (digest <> ''),
    receipt_id   TEXT    NOT NULL,
    order_id     TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    received_at  INTEGER NOT NULL,
    next_look_at INTEGER,
    looks        INTEGER NOT NULL CHECK (looks >= 0)
) STRICT;
CREATE INDEX notice_due ON notice (next_look_at, number) WHERE next_look_at IS NOT NULL;
CREATE INDEX notice_received ON notice (received_at) WHERE next_look_at IS NULL;

CREATE TRIGGER notice_keeps_what_waits BEFORE DELETE ON notice
WHEN OLD.next_look_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'notice: it still waits for a look'); END;
CREATE TRIGGER notice_keeps_words BEFORE UPDATE ON notice
WHEN NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.receipt_id <> OLD.receipt_id
    OR NEW.order_id <> OLD.order_id OR NEW.type <> OLD.type OR NEW.received_at <> OLD.received_at
BEGIN SELECT RAISE(ABORT, 'notice: what came in does not change'); END;

CREATE TABLE kept_answer (
    key     TEXT    NOT NULL PRIMARY KEY CHECK (key <> ''),
    request TEXT    NOT NULL,
    status  INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_answer_at ON kept_answer (at);

CREATE TRIGGER kept_answer_stays BEFORE UPDATE ON kept_answer
BEGIN SELECT RAISE(ABORT, 'kept_answer: an answer does not change'); END;
