-- What stops the sending of money, and what was learned about the gateway's words and ways.

CREATE TABLE breaker (
    name         TEXT    NOT NULL PRIMARY KEY CHECK (name <> ''),
    kind         TEXT    NOT NULL CHECK (kind IN (
        'disarmed', 'history', 'invariant', 'surplus', 'clock', 'doubts', 'credentials', 'disk',
        'velocity')),
    subscription TEXT    REFERENCES subscription (id),   -- NULL: the whole house
    state        TEXT    NOT NULL CHECK (state IN ('tripped', 'released')),
    why          TEXT    NOT NULL CHECK (why <> ''),
    tripped_at   INTEGER NOT NULL,
    released_at  INTEGER,
    released_by  TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    CHECK (name = kind || coalesce(':' || subscription, '')),
    CHECK ((state = 'released') = (released_at IS NOT NULL)),
    CHECK ((state = 'released') = (released_by <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX breaker_tripped ON breaker (name) WHERE state = 'tripped';

CREATE TRIGGER breaker_keeps_rows BEFORE DELETE ON breaker
BEGIN SELECT RAISE(ABORT, 'breaker: nothing is taken out'); END;
CREATE TRIGGER breaker_keeps_identity BEFORE UPDATE ON breaker
WHEN NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'breaker: its name does not change'); END;
CREATE TRIGGER breaker_counts_versions BEFORE UPDATE ON breaker
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'breaker: the version rises by one'); END;

CREATE INDEX receipt_paid_at ON receipt (paid_at, id);
CREATE INDEX gateway_call_intent_at ON gateway_call (intent_at);

CREATE TABLE gateway_code (
    call     TEXT    NOT NULL CHECK (call <> ''),
    code     TEXT    NOT NULL CHECK (code <> ''),
    meaning  TEXT    NOT NULL CHECK (meaning IN ('unknown', 'refused', 'declined')),
    seen     INTEGER NOT NULL CHECK (seen >= 0),
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    reason   TEXT    NOT NULL CHECK (meaning = 'unknown' OR reason <> ''),
    version  INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (call, code)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER gateway_code_keeps_rows BEFORE DELETE ON gateway_code
BEGIN SELECT RAISE(ABORT, 'gateway_code: nothing is taken out'); END;
CREATE TRIGGER gateway_code_counts_versions BEFORE UPDATE ON gateway_code
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'gateway_code: the version rises by one'); END;

CREATE TABLE finding (
    question TEXT    NOT NULL PRIMARY KEY CHECK (question <> ''),
    answer   TEXT    NOT NULL CHECK (answer <> ''),
    evidence TEXT    NOT NULL,
    found_at INTEGER NOT NULL,
    version  INTEGER NOT NULL CHECK (version >= 1)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER finding_keeps_rows BEFORE DELETE ON finding
BEGIN SELECT RAISE(ABORT, 'finding: nothing is taken out'); END;
CREATE TRIGGER finding_counts_versions BEFORE UPDATE ON finding
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'finding: the version rises by one'); END;
