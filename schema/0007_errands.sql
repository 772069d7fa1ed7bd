-- What the gateway was asked to do beside charges and refunds: keys, shipping, cash receipts.

CREATE TABLE errand (
    id           TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    kind         TEXT    NOT NULL CHECK (kind IN (
        'register_card', 'ask_for_account', 'publish_account', 'delete_key', 'ship',
        'publish_cash_receipt', 'cancel_cash_receipt', 'publish_lone_cash_receipt',
        'cancel_lone_cash_receipt')),
    subject      TEXT    NOT NULL CHECK (subject <> ''),
    customer     TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN (
        'sending', 'doubt', 'done', 'refused', 'dropped', 'absent')),
    told         TEXT    NOT NULL,
    code         TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    closed_at    INTEGER,
    next_look_at INTEGER,
    looks        INTEGER NOT NULL CHECK (looks >= 0),
    version      INTEGER NOT NULL CHECK (version >= 1),
    CHECK ((closed_at IS NULL) = (state IN ('sending', 'doubt'))),
    CHECK (next_look_at IS NULL OR state = 'doubt')
) STRICT, WITHOUT ROWID;
CREATE INDEX errand_state ON errand (state, id);
CREATE INDEX errand_due ON errand (next_look_at, id) WHERE next_look_at IS NOT NULL;
-- The same thing is not asked for twice at one time.
CREATE UNIQUE INDEX errand_under_way ON errand (kind, subject) WHERE state IN ('sending', 'doubt');

CREATE TABLE errand_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO errand_edge VALUES
    ('sending', 'done'), ('sending', 'refused'), ('sending', 'dropped'), ('sending', 'doubt'),
    ('doubt', 'done'), ('doubt', 'absent');
CREATE TRIGGER errand_edge_is_full BEFORE INSERT ON errand_edge
BEGIN SELECT RAISE(ABORT, 'errand_edge: only a migration changes the edges'); END;
CREATE TRIGGER errand_edge_stays BEFORE UPDATE ON errand_edge
BEGIN SELECT RAISE(ABORT, 'errand_edge: only a migration changes the edges'); END;
CREATE TRIGGER errand_edge_keeps_rows BEFORE DELETE ON errand_edge
BEGIN SELECT RAISE(ABORT, 'errand_edge: only a migration changes the edges'); END;

CREATE TRIGGER errand_keeps_rows BEFORE DELETE ON errand
BEGIN SELECT RAISE(ABORT, 'errand: nothing is taken out'); END;
CREATE TRIGGER errand_begins_sending BEFORE INSERT ON errand
WHEN NEW.state <> 'sending'
BEGIN SELECT RAISE(ABORT, 'errand: a new one is being sent'); END;
CREATE TRIGGER errand_keeps_terms BEFORE UPDATE ON errand
WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject
    OR NEW.customer <> OLD.customer OR NEW.created_at <> OLD.created_at
BEGIN SELECT RAISE(ABORT, 'errand: what was asked for does not change'); END;
CREATE TRIGGER errand_takes_legal_edges BEFORE UPDATE ON errand
WHEN NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM errand_edge WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'errand: this change of state is not legal'); END;
CREATE TRIGGER errand_counts_versions BEFORE UPDATE ON errand
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'errand: the version rises by one'); END;
