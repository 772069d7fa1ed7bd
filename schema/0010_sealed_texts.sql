-- Texts that name people: what is sent with the payments of a subscription, and what the gateway
-- tells of a reservation. Sealed, and outside of the journal.

CREATE TABLE sealed_text (
    name   TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
