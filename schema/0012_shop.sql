-- Payment links, orders, and subscriptions that the gateway bills.

-- What is collected by links has no billing key, and a receipt may be of an order or of a link that
-- stands alone. Both only take a constraint off, which changes no stored byte: SQLite documents this
-- way for it (lang_altertable, section 7). The other way, to copy the three tables, would rewrite
-- most of a book and every trigger on it, with foreign keys off. lib/sqlite opens the schema for
-- this while it migrates; triggers below guard what the constraints did.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
   SET sql = replace(sql, 'billing_key    TEXT    NOT NULL REFERENCES billing_key (id)',
                          'billing_key    TEXT    REFERENCES billing_key (id)')
 WHERE type = 'table' AND name IN ('attempt', 'subscription');
UPDATE sqlite_schema
   SET sql = replace(sql, 'order_id     TEXT    NOT NULL REFERENCES attempt (order_id)',
                          'order_id     TEXT    NOT NULL CHECK (order_id <> '''')')
 WHERE type = 'table' AND name = 'receipt';
PRAGMA writable_schema = RESET;

CREATE TABLE payment_link (
    order_id     TEXT    NOT NULL PRIMARY KEY CHECK (order_id <> ''),
    charge       INTEGER REFERENCES charge (number),
    customer     TEXT    CHECK (customer <> ''),
    name         TEXT    NOT NULL CHECK (name <> ''),
    amount       INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
    tax_free     INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    send_by      TEXT    NOT NULL,
    lives        INTEGER CHECK (lives > 0),
    expires_at   INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN (
        'planned', 'sending', 'doubt', 'quarantined', 'open', 'paid', 'lapsed', 'refused', 'absent',
        'dropped')),
    link_id      TEXT    CHECK (link_id <> ''),
    url          TEXT    NOT NULL,
    request_id   TEXT    NOT NULL,
    order_number TEXT    NOT NULL,
    receipt      TEXT    REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
    times_sent   INTEGER NOT NULL CHECK (times_sent >= 0),
    remind_at    INTEGER,
    next_act     TEXT    NOT NULL CHECK (next_act IN ('send', 'look')),
    next_look_at INTEGER,
    looks        INTEGER NOT NULL CHECK (looks >= 0),
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER,
    closed_at    INTEGER,
    code         TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    CHECK (state <> 'open' OR link_id IS NOT NULL),
    CHECK (state <> 'paid' OR receipt IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_link_state ON payment_link (state, order_id);
CREATE INDEX payment_link_due ON payment_link (next_look_at, order_id)
WHERE next_look_at IS NOT NULL;
-- A charge never has two links that may be paid.
CREATE UNIQUE INDEX payment_link_live ON payment_link (charge) WHERE charge IS NOT NULL
    AND state IN ('planned', 'sending', 'doubt', 'quarantined', 'open');

CREATE TABLE payment_link_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO payment_link_edge VALUES
    ('planned', 'sending'), ('planned', 'dropped'),
    ('sending', 'open'), ('sending', 'paid'), ('sending', 'doubt'), ('sending', 'refused'),
    ('sending', 'dropped'), ('sending', 'planned'),
    ('doubt', 'open'), ('doubt', 'paid'), ('doubt', 'absent'), ('doubt', 'quarantined'),
    ('quarantined', 'open'), ('quarantined', 'paid'), ('quarantined', 'absent'),
    ('open', 'paid'), ('open', 'lapsed'), ('open', 'quarantined');
CREATE TRIGGER payment_link_edge_is_full BEFORE INSERT ON payment_link_edge
BEGIN SELECT RAISE(ABORT, 'payment_link_edge: only a migration changes the edges'); END;
CREATE TRIGGER payment_link_edge_stays BEFORE UPDATE ON payment_link_edge
BEGIN SELECT RAISE(ABORT, 'payment_link_edge: only a migration changes the edges'); END;
CREATE TRIGGER payment_link_edge_keeps_rows BEFORE DELETE ON payment_link_edge
BEGIN SELECT RAISE(ABORT, 'payment_link_edge: only a migration changes the edges'); END;

CREATE TRIGGER payment_link_keeps_rows BEFORE DELETE ON payment_link
BEGIN SELECT RAISE(ABORT, 'payment_link: nothing is taken out'); END;
CREATE TRIGGER payment_link_begins_planned BEFORE INSERT ON payment_link
WHEN NEW.state <> 'planned'
BEGIN SELECT RAISE(ABORT, 'payment_link: a new one is planned'); END;
CREATE TRIGGER payment_link_keeps_terms BEFORE UPDATE ON payment_link
WHEN NEW.order_id <> OLD.order_id OR NEW.charge IS NOT OLD.charge OR NEW.amount <> OLD.amount
    OR NEW.tax_free <> OLD.tax_free OR NEW.created_at <> OLD.created_at
    OR (OLD.link_id IS NOT NULL AND NEW.link_id IS NOT OLD.link_id)
    OR (OLD.state = 'paid' AND NEW.receipt IS NOT OLD.receipt)
BEGIN SELECT RAISE(ABORT, 'payment_link: order id, charge, amounts and proofs do not change'); END;
CREATE TRIGGER payment_link_takes_legal_edges BEFORE UPDATE ON payment_link
WHEN NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM payment_link_edge WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'payment_link: this change of state is not legal'); END;
CREATE TRIGGER payment_link_counts_versions BEFORE UPDATE ON payment_link
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'payment_link: the version rises by one'); END;

-- Outside the journal: they name people, and may be taken out on request.
CREATE TABLE payment_link_details (
    order_id TEXT NOT NULL PRIMARY KEY REFERENCES payment_link (order_id),
    details  TEXT NOT NULL,
    seal     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE subscription_contact (
    subscription TEXT NOT NULL PRIMARY KEY REFERENCES subscription (id),
    contact      TEXT NOT NULL,
    seal         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shop_order (
    id           TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    customer     TEXT    CHECK (customer <> ''),
    name         TEXT    NOT NULL CHECK (name <> ''),
    amount       INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
    tax_free     INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    expires_at   INTEGER,
    request_id   TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('open', 'confirming', 'doubt', 'settled')),
    receipt      TEXT    CHECK (receipt <> ''),
    checked      TEXT    CHECK (checked <> ''),
    order_number TEXT    NOT NULL,
    hosted       TEXT    NOT NULL,
    next_look_at INTEGER,
    looks        INTEGER NOT NULL CHECK (looks >= 0),
    created_at   INTEGER NOT NULL,
    settled_at   INTEGER,
    code         TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    CHECK (state NOT IN ('confirming', 'doubt') OR receipt IS NOT NULL),
    CHECK ((state = 'settled') = (settled_at IS NOT NULL)),
    CHECK (state <> 'settled' OR receipt IS NOT NULL OR order_number <> '')
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_order_state ON shop_order (state, id);
CREATE INDEX shop_order_due ON shop_order (next_look_at, id) WHERE next_look_at IS NOT NULL;
-- One receipt, and one number of the gateway's shop, settles one order.
CREATE UNIQUE INDEX shop_order_receipt ON shop_order (receipt) WHERE receipt IS NOT NULL;
CREATE UNIQUE INDEX shop_order_number ON shop_order (order_number) WHERE order_number <> '';

CREATE TRIGGER shop_order_keeps_rows BEFORE DELETE ON shop_order
BEGIN SELECT RAISE(ABORT, 'shop_order: nothing is taken out'); END;
CREATE TRIGGER shop_order_begins_open BEFORE INSERT ON shop_order
WHEN NEW.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'shop_order: a new one is open'); END;
CREATE TRIGGER shop_order_keeps_terms BEFORE UPDATE ON shop_order
WHEN NEW.id <> OLD.id OR NEW.amount <> OLD.amount OR NEW.tax_free <> OLD.tax_free
    OR NEW.created_at <> OLD.created_at
BEGIN SELECT RAISE(ABORT, 'shop_order: its id and its amounts do not change'); END;
CREATE TRIGGER shop_order_stays_settled BEFORE UPDATE ON shop_order
WHEN OLD.state = 'settled' AND (NEW.state <> 'settled' OR NEW.receipt IS NOT OLD.receipt
    OR NEW.settled_at <> OLD.settled_at)
BEGIN SELECT RAISE(ABORT, 'shop_order: what settled it does not change'); END;
-- A confirm that may have been carried out is not left but by a proof, or by its definite no.
CREATE TRIGGER shop_order_keeps_its_doubt BEFORE UPDATE ON shop_order
WHEN OLD.state = 'doubt' AND NEW.state = 'confirming'
BEGIN SELECT RAISE(ABORT, 'shop_order: a doubt is not sent again'); END;
CREATE TRIGGER shop_order_counts_versions BEFORE UPDATE ON shop_order
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'shop_order: the version rises by one'); END;

CREATE TABLE hosted_subscription (
    id           TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    name         TEXT    NOT NULL,
    price        INTEGER NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
    status       TEXT    NOT NULL CHECK (status IN (
        'pending', 'trial', 'active', 'paused', 'on_hold', 'ended', 'terminated', 'unknown')),
    order_id     TEXT    REFERENCES shop_order (id),
    wish         TEXT    NOT NULL CHECK (wish IN ('none', 'pause', 'resume', 'terminate')),
    wish_state   TEXT    NOT NULL CHECK (wish_state IN (
        'none', 'sending', 'doubt', 'done', 'refused')),
    reason       TEXT    NOT NULL,
    next_look_at INTEGER,
    looks        INTEGER NOT NULL CHECK (looks >= 0),
    told_at      INTEGER NOT NULL,
    code         TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    CHECK ((wish = 'none') = (wish_state = 'none'))
) STRICT, WITHOUT ROWID;
CREATE INDEX hosted_subscription_due ON hosted_subscription (next_look_at, id)
WHERE next_look_at IS NOT NULL;

CREATE INDEX hosted_subscription_doubt ON hosted_subscription (id) WHERE wish_state = 'doubt';

CREATE TRIGGER hosted_subscription_keeps_rows BEFORE DELETE ON hosted_subscription
BEGIN SELECT RAISE(ABORT, 'hosted_subscription: nothing is taken out'); END;
CREATE TRIGGER hosted_subscription_counts_versions BEFORE UPDATE ON hosted_subscription
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'hosted_subscription: the version rises by one'); END;

-- In the place of the constraints that were taken off.
CREATE TRIGGER attempt_goes_its_own_way BEFORE UPDATE ON attempt
WHEN (NEW.billing_key IS NULL AND NEW.state IN ('reserved', 'revoking'))
    OR (OLD.state <> 'planned' AND NEW.billing_key IS NOT OLD.billing_key)
BEGIN SELECT RAISE(ABORT, 'attempt: by a key or by a link, as its intent says'); END;
CREATE TRIGGER receipt_is_of_something_of_ours BEFORE INSERT ON receipt
WHEN NOT EXISTS (SELECT 1 FROM attempt WHERE order_id = NEW.order_id)
    AND NOT EXISTS (SELECT 1 FROM shop_order WHERE id = NEW.order_id)
    AND NOT EXISTS (SELECT 1 FROM payment_link WHERE order_id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'receipt: no attempt, order or link of ours has this order id'); END;
CREATE TRIGGER receipt_settles_an_order_alone BEFORE INSERT ON receipt
WHEN NEW.role = 'settles' AND EXISTS (
    SELECT 1 FROM receipt WHERE order_id = NEW.order_id AND role = 'settles')
BEGIN SELECT RAISE(ABORT, 'receipt: another one settles this order id'); END;
