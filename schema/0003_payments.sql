-- How it is collected and given back: attempts, receipts, refunds, and the gateway calls of them.

CREATE TABLE attempt (
    order_id       TEXT    NOT NULL PRIMARY KEY CHECK (order_id <> ''),
    charge         INTEGER NOT NULL REFERENCES charge (number),
    number         INTEGER NOT NULL CHECK (number >= 1),
    state          TEXT    NOT NULL CHECK (state IN (
        'planned', 'sending', 'doubt', 'quarantined', 'reserved', 'open', 'revoking',
        'paid', 'declined', 'refused', 'dropped', 'absent', 'revoked', 'lapsed')),
    billing_key    TEXT    NOT NULL REFERENCES billing_key (id),
    amount         INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
    tax_free       INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    execute_at     INTEGER NOT NULL,
    reserve_id     TEXT    CHECK (reserve_id <> ''),
    receipt        TEXT    REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
    next_act       TEXT    NOT NULL CHECK (next_act IN ('send', 'look')),
    next_look_at   INTEGER,
    looks          INTEGER NOT NULL CHECK (looks >= 0),
    waits_for_slot INTEGER NOT NULL CHECK (waits_for_slot IN (0, 1)),
    sent_at        INTEGER,
    closed_at      INTEGER,
    code           TEXT    NOT NULL,
    version        INTEGER NOT NULL CHECK (version >= 1),
    CHECK (state <> 'planned' OR next_look_at IS NOT NULL),
    CHECK (state NOT IN ('reserved', 'revoking') OR reserve_id IS NOT NULL),
    CHECK (state <> 'paid' OR receipt IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX attempt_number ON attempt (charge, number);
-- The first promise: a charge never has two live attempts.
CREATE UNIQUE INDEX attempt_live ON attempt (charge) WHERE state IN (
    'planned', 'sending', 'doubt', 'quarantined', 'reserved', 'open', 'revoking');
CREATE INDEX attempt_slot ON attempt (billing_key, execute_at, order_id)
WHERE state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking');
CREATE INDEX attempt_waiting ON attempt (billing_key, execute_at, order_id)
WHERE state = 'planned' AND waits_for_slot = 1;
CREATE INDEX attempt_due ON attempt (next_look_at, order_id) WHERE next_look_at IS NOT NULL;
CREATE INDEX attempt_state ON attempt (state, order_id);
CREATE INDEX attempt_key ON attempt (billing_key, order_id);

CREATE TABLE attempt_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO attempt_edge VALUES
    ('planned', 'sending'), ('planned', 'dropped'),
    ('sending', 'reserved'), ('sending', 'open'), ('sending', 'paid'), ('sending', 'declined'),
    ('sending', 'refused'), ('sending', 'dropped'), ('sending', 'doubt'),
    ('doubt', 'reserved'), ('doubt', 'open'), ('doubt', 'paid'), ('doubt', 'declined'),
    ('doubt', 'absent'), ('doubt', 'quarantined'),
    ('quarantined', 'reserved'), ('quarantined', 'open'), ('quarantined', 'paid'),
    ('quarantined', 'declined'), ('quarantined', 'absent'),
    ('reserved', 'paid'), ('reserved', 'declined'), ('reserved', 'revoking'),
    ('reserved', 'revoked'), ('reserved', 'quarantined'),
    ('open', 'paid'), ('open', 'lapsed'), ('open', 'quarantined'),
    ('revoking', 'revoked'), ('revoking', 'paid'), ('revoking', 'declined'),
    ('revoking', 'quarantined');
CREATE TRIGGER attempt_edge_is_full BEFORE INSERT ON attempt_edge
BEGIN SELECT RAISE(ABORT, 'attempt_edge: only a migration changes the edges'); END;
CREATE TRIGGER attempt_edge_stays BEFORE UPDATE ON attempt_edge
BEGIN SELECT RAISE(ABORT, 'attempt_edge: only a migration changes the edges'); END;
CREATE TRIGGER attempt_edge_keeps_rows BEFORE DELETE ON attempt_edge
BEGIN SELECT RAISE(ABORT, 'attempt_edge: only a migration changes the edges'); END;

CREATE TRIGGER attempt_keeps_rows BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempt: nothing is taken out'); END;
CREATE TRIGGER attempt_begins_planned BEFORE INSERT ON attempt
WHEN NEW.state <> 'planned'
BEGIN SELECT RAISE(ABORT, 'attempt: a new one is planned'); END;
CREATE TRIGGER attempt_counts_by_one BEFORE INSERT ON attempt
WHEN NEW.number <> 1 + (SELECT count(*) FROM attempt WHERE charge = NEW.charge)
BEGIN SELECT RAISE(ABORT, 'attempt: numbers of a charge rise by one'); END;
CREATE TRIGGER attempt_keeps_terms BEFORE UPDATE ON attempt
WHEN NEW.order_id <> OLD.order_id OR NEW.charge <> OLD.charge OR NEW.number <> OLD.number
    OR NEW.amount <> OLD.amount OR NEW.tax_free <> OLD.tax_free
BEGIN SELECT RAISE(ABORT, 'attempt: order id, charge, number and amounts do not change'); END;
CREATE TRIGGER attempt_keeps_intent BEFORE UPDATE ON attempt
WHEN OLD.state <> 'planned'
    AND (NEW.execute_at <> OLD.execute_at OR NEW.billing_key <> OLD.billing_key)
BEGIN SELECT RAISE(ABORT, 'attempt: execution time and key are fixed by the intent'); END;
CREATE TRIGGER attempt_keeps_evidence BEFORE UPDATE ON attempt
WHEN (OLD.reserve_id IS NOT NULL AND NEW.reserve_id IS NOT OLD.reserve_id)
    OR (OLD.state = 'paid' AND NEW.receipt IS NOT OLD.receipt)
BEGIN SELECT RAISE(ABORT, 'attempt: its reservation and its payment do not change'); END;
CREATE TRIGGER attempt_takes_legal_edges BEFORE UPDATE ON attempt
WHEN NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM attempt_edge WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'attempt: this change of state is not legal'); END;
CREATE TRIGGER attempt_sends_only_what_is_owed BEFORE UPDATE ON attempt
WHEN NEW.state = 'sending' AND OLD.state <> 'sending'
    AND (SELECT state FROM charge WHERE number = NEW.charge) NOT IN ('owed', 'past_due')
BEGIN SELECT RAISE(ABORT, 'attempt: its charge is settled, nothing may be sent'); END;
CREATE TRIGGER attempt_counts_versions BEFORE UPDATE ON attempt
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'attempt: the version rises by one'); END;
CREATE TRIGGER attempt_finds_a_slot AFTER UPDATE ON attempt
WHEN NEW.state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
    AND OLD.state NOT IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')
    AND (SELECT count(*) FROM attempt WHERE billing_key = NEW.billing_key
         AND state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')) > 10
BEGIN SELECT RAISE(ABORT, 'attempt: ten slots of this key are taken'); END;
-- The price of a period is frozen while someone is asked for it, and once it is closed.
CREATE TRIGGER charge_keeps_terms BEFORE UPDATE ON charge
WHEN (NEW.amount <> OLD.amount OR NEW.tax_free <> OLD.tax_free
      OR NEW.period_start <> OLD.period_start OR NEW.period_end <> OLD.period_end)
    AND (OLD.state NOT IN ('owed', 'past_due') OR EXISTS (
        SELECT 1 FROM attempt WHERE charge = OLD.number AND state IN (
            'planned', 'sending', 'doubt', 'quarantined', 'reserved', 'open', 'revoking')))
BEGIN SELECT RAISE(ABORT, 'charge: its terms are frozen by a live attempt or its end'); END;

CREATE TABLE receipt (
    id           TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    order_id     TEXT    NOT NULL REFERENCES attempt (order_id),
    role         TEXT    NOT NULL CHECK (role IN ('settles', 'surplus')),
    paid         INTEGER NOT NULL CHECK (paid BETWEEN 0 AND 1000000000000),
    refunded     INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND paid),
    paid_at      INTEGER NOT NULL,
    next_look_at INTEGER,
    version      INTEGER NOT NULL CHECK (version >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_order ON receipt (order_id, id);
CREATE INDEX receipt_surplus ON receipt (id) WHERE role = 'surplus';
CREATE INDEX receipt_due ON receipt (next_look_at, id) WHERE next_look_at IS NOT NULL;

CREATE TRIGGER receipt_keeps_rows BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipt: nothing is taken out'); END;
CREATE TRIGGER receipt_keeps_payment BEFORE UPDATE ON receipt
WHEN NEW.id <> OLD.id OR NEW.order_id <> OLD.order_id OR NEW.paid <> OLD.paid
BEGIN SELECT RAISE(ABORT, 'receipt: what was paid for does not change'); END;
CREATE TRIGGER receipt_keeps_refunds BEFORE UPDATE ON receipt
WHEN NEW.refunded < OLD.refunded
BEGIN SELECT RAISE(ABORT, 'receipt: what was given back does not shrink'); END;
CREATE TRIGGER receipt_settles_alone BEFORE INSERT ON receipt
WHEN NEW.role = 'settles' AND EXISTS (
    SELECT 1 FROM attempt AS mine JOIN attempt AS sibling ON sibling.charge = mine.charge
    JOIN receipt AS other ON other.order_id = sibling.order_id
    WHERE mine.order_id = NEW.order_id AND other.role = 'settles')
BEGIN SELECT RAISE(ABORT, 'receipt: another one settles this charge'); END;
CREATE TRIGGER receipt_comes_to_settle_alone BEFORE UPDATE ON receipt
WHEN NEW.role = 'settles' AND OLD.role <> 'settles' AND EXISTS (
    SELECT 1 FROM attempt AS mine JOIN attempt AS sibling ON sibling.charge = mine.charge
    JOIN receipt AS other ON other.order_id = sibling.order_id
    WHERE mine.order_id = NEW.order_id AND other.role = 'settles' AND other.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'receipt: another one settles this charge'); END;
CREATE TRIGGER receipt_counts_versions BEFORE UPDATE ON receipt
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'receipt: the version rises by one'); END;

CREATE TABLE refund (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    receipt         TEXT    NOT NULL REFERENCES receipt (id),
    amount          INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
    reason          TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN (
        'planned', 'sending', 'doubt', 'done', 'refused')),
    refunded_before INTEGER NOT NULL CHECK (refunded_before >= 0),
    next_look_at    INTEGER,
    next_act        TEXT    NOT NULL CHECK (next_act IN ('send', 'look')),
    looks           INTEGER NOT NULL CHECK (looks >= 0),
    created_at      INTEGER NOT NULL,
    closed_at       INTEGER,
    code            TEXT    NOT NULL,
    version         INTEGER NOT NULL CHECK (version >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_receipt ON refund (receipt, id);
CREATE UNIQUE INDEX refund_under_way ON refund (receipt)
WHERE state IN ('planned', 'sending', 'doubt');
CREATE INDEX refund_state ON refund (state, id);
CREATE INDEX refund_due ON refund (next_look_at, id) WHERE next_look_at IS NOT NULL;

CREATE TABLE refund_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO refund_edge VALUES
    ('planned', 'sending'),
    ('sending', 'done'), ('sending', 'refused'), ('sending', 'doubt'),
    ('sending', 'planned'),               -- when no byte left this machine
    ('doubt', 'sending'),                 -- the same cancel id is not carried out twice
    ('doubt', 'done'), ('doubt', 'refused');
CREATE TRIGGER refund_edge_is_full BEFORE INSERT ON refund_edge
BEGIN SELECT RAISE(ABORT, 'refund_edge: only a migration changes the edges'); END;
CREATE TRIGGER refund_edge_stays BEFORE UPDATE ON refund_edge
BEGIN SELECT RAISE(ABORT, 'refund_edge: only a migration changes the edges'); END;
CREATE TRIGGER refund_edge_keeps_rows BEFORE DELETE ON refund_edge
BEGIN SELECT RAISE(ABORT, 'refund_edge: only a migration changes the edges'); END;

CREATE TRIGGER refund_keeps_rows BEFORE DELETE ON refund
BEGIN SELECT RAISE(ABORT, 'refund: nothing is taken out'); END;
CREATE TRIGGER refund_begins_planned BEFORE INSERT ON refund
WHEN NEW.state <> 'planned'
BEGIN SELECT RAISE(ABORT, 'refund: a new one is planned'); END;
CREATE TRIGGER refund_gives_back_what_came BEFORE INSERT ON refund
WHEN NEW.amount > (SELECT paid - refunded FROM receipt WHERE id = NEW.receipt)
BEGIN SELECT RAISE(ABORT, 'refund: more than is left of the receipt'); END;
CREATE TRIGGER refund_keeps_terms BEFORE UPDATE ON refund
WHEN NEW.id <> OLD.id OR NEW.receipt <> OLD.receipt OR NEW.amount <> OLD.amount
    OR NEW.created_at <> OLD.created_at
BEGIN SELECT RAISE(ABORT, 'refund: cancel id, receipt and amount do not change'); END;
CREATE TRIGGER refund_takes_legal_edges BEFORE UPDATE ON refund
WHEN NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM refund_edge WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'refund: this change of state is not legal'); END;
CREATE TRIGGER refund_counts_versions BEFORE UPDATE ON refund
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'refund: the version rises by one'); END;

-- Every write at the gateway, written down before it is sent and closed once.
CREATE TABLE gateway_call (
    number    INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    kind      TEXT    NOT NULL CHECK (kind <> ''),
    subject   TEXT    NOT NULL CHECK (subject <> ''),
    intent_at INTEGER NOT NULL,
    closed_at INTEGER,
    outcome   TEXT    NOT NULL,
    code      TEXT    NOT NULL,
    CHECK ((closed_at IS NULL) = (outcome = ''))
) STRICT;
CREATE INDEX gateway_call_subject ON gateway_call (subject, number);
CREATE INDEX gateway_call_open ON gateway_call (number) WHERE closed_at IS NULL;

CREATE TRIGGER gateway_call_keeps_rows BEFORE DELETE ON gateway_call
BEGIN SELECT RAISE(ABORT, 'gateway_call: nothing is taken out'); END;
CREATE TRIGGER gateway_call_keeps_intent BEFORE UPDATE ON gateway_call
WHEN NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject
    OR NEW.intent_at <> OLD.intent_at
BEGIN SELECT RAISE(ABORT, 'gateway_call: what was sent does not change'); END;
CREATE TRIGGER gateway_call_closes_once BEFORE UPDATE ON gateway_call
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'gateway_call: it is closed already'); END;
