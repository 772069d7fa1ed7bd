-- Who pays, for what, and what is owed.

CREATE TABLE billing_key (
    id          TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    customer    TEXT    NOT NULL CHECK (customer <> ''),
    shown       TEXT    NOT NULL,
    method      TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('usable', 'dead')),
    added_at    INTEGER NOT NULL,
    sealed      BLOB    NOT NULL,         -- the key itself: nonce and ciphertext, lib/sqlite/vault.hpp
    fingerprint BLOB    NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
    version     INTEGER NOT NULL CHECK (version >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_key_customer ON billing_key (customer, id);

CREATE TRIGGER billing_key_keeps_rows BEFORE DELETE ON billing_key
BEGIN SELECT RAISE(ABORT, 'billing_key: nothing is taken out'); END;
CREATE TRIGGER billing_key_keeps_identity BEFORE UPDATE ON billing_key
WHEN NEW.id <> OLD.id OR NEW.customer <> OLD.customer OR NEW.fingerprint <> OLD.fingerprint
    OR NEW.added_at <> OLD.added_at
BEGIN SELECT RAISE(ABORT, 'billing_key: another key is another row'); END;
CREATE TRIGGER billing_key_counts_versions BEFORE UPDATE ON billing_key
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'billing_key: the version rises by one'); END;

CREATE TABLE plan (
    version        INTEGER NOT NULL PRIMARY KEY CHECK (version >= 1),
    id             TEXT    NOT NULL CHECK (id <> ''),
    name           TEXT    NOT NULL,
    price          INTEGER NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
    tax_free       INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND price),
    unit           TEXT    NOT NULL CHECK (unit IN ('day', 'week', 'month', 'year')),
    unit_count     INTEGER NOT NULL CHECK (unit_count BETWEEN 1 AND 24),
    trial_days     INTEGER NOT NULL CHECK (trial_days >= 0),
    periods        INTEGER NOT NULL CHECK (periods >= 0),
    dunning_name   TEXT    NOT NULL,
    dunning_waits  TEXT    NOT NULL,      -- seconds, with commas between
    dunning_end    TEXT    NOT NULL CHECK (dunning_end IN ('cancel', 'pause', 'leave_past_due')),
    cancel_after   INTEGER NOT NULL CHECK (cancel_after >= 0),
    reserve_lead   INTEGER NOT NULL CHECK (reserve_lead >= 0),
    reserve_ahead  INTEGER NOT NULL CHECK (reserve_ahead BETWEEN 1 AND 10),
    catch_up       TEXT    NOT NULL CHECK (catch_up IN ('bill_each', 'bill_latest')),
    on_sale        INTEGER NOT NULL CHECK (on_sale IN (0, 1))
) STRICT;
CREATE INDEX plan_id ON plan (id, version);

CREATE TRIGGER plan_keeps_rows BEFORE DELETE ON plan
BEGIN SELECT RAISE(ABORT, 'plan: nothing is taken out'); END;
CREATE TRIGGER plan_keeps_terms
BEFORE UPDATE OF version, id, name, price, tax_free, unit, unit_count, trial_days, periods,
    dunning_name, dunning_waits, dunning_end, cancel_after, reserve_lead, reserve_ahead, catch_up
ON plan
BEGIN SELECT RAISE(ABORT, 'plan: other terms are another version'); END;

CREATE TABLE subscription (
    id             TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    customer       TEXT    NOT NULL CHECK (customer <> ''),
    plan           INTEGER NOT NULL REFERENCES plan (version),
    billing_key    TEXT    NOT NULL REFERENCES billing_key (id),
    anchor_local   TEXT    NOT NULL CHECK (anchor_local <> ''),   -- as it was given
    anchor_zone    TEXT    NOT NULL CHECK (anchor_zone <> ''),
    starts_at      INTEGER NOT NULL,
    anchor_at      INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    periods_made   INTEGER NOT NULL CHECK (periods_made >= 0),
    cancel_at      INTEGER,
    cancel_reason  TEXT    NOT NULL CHECK (cancel_reason = '' OR cancel_at IS NOT NULL),
    paused_at      INTEGER,
    past_due_until INTEGER,
    status         TEXT    NOT NULL CHECK (status IN (
        'scheduled', 'trialing', 'active', 'past_due', 'paused', 'canceling', 'canceled', 'ended')),
    next_step_at   INTEGER CHECK (next_step_at IS NULL OR status NOT IN ('canceled', 'ended')),
    version        INTEGER NOT NULL CHECK (version >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_customer ON subscription (customer, id);
CREATE INDEX subscription_status ON subscription (status, id);
CREATE INDEX subscription_plan ON subscription (plan, id);
CREATE INDEX subscription_key ON subscription (billing_key, id);
CREATE INDEX subscription_due ON subscription (next_step_at, id) WHERE next_step_at IS NOT NULL;

CREATE TRIGGER subscription_keeps_rows BEFORE DELETE ON subscription
BEGIN SELECT RAISE(ABORT, 'subscription: nothing is taken out'); END;
CREATE TRIGGER subscription_keeps_identity BEFORE UPDATE ON subscription
WHEN NEW.id <> OLD.id OR NEW.customer <> OLD.customer OR NEW.created_at <> OLD.created_at
BEGIN SELECT RAISE(ABORT, 'subscription: another customer is another subscription'); END;
CREATE TRIGGER subscription_stays_over BEFORE UPDATE ON subscription
WHEN OLD.status IN ('canceled', 'ended') AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'subscription: what is over stays over'); END;
CREATE TRIGGER subscription_counts_versions BEFORE UPDATE ON subscription
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'subscription: the version rises by one'); END;

CREATE TABLE charge (
    number       INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    subscription TEXT    NOT NULL REFERENCES subscription (id),
    period       INTEGER NOT NULL CHECK (period >= 0),
    period_start INTEGER NOT NULL,
    period_end   INTEGER NOT NULL CHECK (period_end > period_start),
    amount       INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
    tax_free     INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    state        TEXT    NOT NULL CHECK (state IN (
        'owed', 'past_due', 'paid', 'voided', 'waived', 'uncollectible')),
    declines     INTEGER NOT NULL CHECK (declines >= 0),
    needs_key    INTEGER NOT NULL CHECK (needs_key IN (0, 1)),
    late         TEXT    NOT NULL CHECK (late IN ('none', 'want_of_slot', 'placed_late')),
    receipt      TEXT    REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
    settled_at   INTEGER,
    version      INTEGER NOT NULL CHECK (version >= 1),
    CHECK (state <> 'paid' OR (receipt IS NOT NULL AND settled_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX charge_period ON charge (subscription, period);
CREATE UNIQUE INDEX charge_receipt ON charge (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX charge_unsettled ON charge (subscription, period)
WHERE state IN ('owed', 'past_due');
CREATE INDEX charge_state ON charge (state, number);
CREATE INDEX charge_due ON charge (period_start);
CREATE INDEX charge_late ON charge (number) WHERE late <> 'none';
CREATE INDEX charge_needs_key ON charge (number) WHERE needs_key = 1;

-- Every legal change of a charge's state. voided, waived and uncollectible are left only by money
-- that came all the same and was kept.
CREATE TABLE charge_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO charge_edge VALUES
    ('owed', 'past_due'), ('owed', 'paid'), ('owed', 'voided'), ('owed', 'waived'),
    ('owed', 'uncollectible'),
    ('past_due', 'paid'), ('past_due', 'voided'), ('past_due', 'waived'),
    ('past_due', 'uncollectible'),
    ('voided', 'paid'), ('waived', 'paid'), ('uncollectible', 'paid');
CREATE TRIGGER charge_edge_is_full BEFORE INSERT ON charge_edge
BEGIN SELECT RAISE(ABORT, 'charge_edge: only a migration changes the edges'); END;
CREATE TRIGGER charge_edge_stays BEFORE UPDATE ON charge_edge
BEGIN SELECT RAISE(ABORT, 'charge_edge: only a migration changes the edges'); END;
CREATE TRIGGER charge_edge_keeps_rows BEFORE DELETE ON charge_edge
BEGIN SELECT RAISE(ABORT, 'charge_edge: only a migration changes the edges'); END;

CREATE TRIGGER charge_keeps_rows BEFORE DELETE ON charge
BEGIN SELECT RAISE(ABORT, 'charge: nothing is taken out'); END;
CREATE TRIGGER charge_counts_by_one BEFORE INSERT ON charge
WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM charge), 0)
BEGIN SELECT RAISE(ABORT, 'charge: numbers rise by one'); END;
CREATE TRIGGER charge_periods_are_contiguous BEFORE INSERT ON charge
WHEN NEW.period <> (SELECT count(*) FROM charge WHERE subscription = NEW.subscription)
BEGIN SELECT RAISE(ABORT, 'charge: the next period is the number of periods there are'); END;
CREATE TRIGGER charge_is_not_born_paid BEFORE INSERT ON charge
WHEN NEW.state IN ('paid', 'uncollectible')
BEGIN SELECT RAISE(ABORT, 'charge: a new one is not settled'); END;
CREATE TRIGGER charge_keeps_identity BEFORE UPDATE ON charge
WHEN NEW.number <> OLD.number OR NEW.subscription <> OLD.subscription OR NEW.period <> OLD.period
BEGIN SELECT RAISE(ABORT, 'charge: number, subscription and period do not change'); END;
CREATE TRIGGER charge_takes_legal_edges BEFORE UPDATE ON charge
WHEN NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM charge_edge WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'charge: this change of state is not legal'); END;
CREATE TRIGGER charge_stays_paid BEFORE UPDATE ON charge
WHEN OLD.state = 'paid'
    AND (NEW.receipt IS NOT OLD.receipt OR NEW.settled_at IS NOT OLD.settled_at)
BEGIN SELECT RAISE(ABORT, 'charge: what settled it does not change'); END;
CREATE TRIGGER charge_counts_versions BEFORE UPDATE ON charge
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'charge: the version rises by one'); END;
