-- A ledger as the first release left it (schema 4), billed from 1 to 10 January 2028: payments, a
-- decline, a refund, revokes, and a reservation that is in quarantine. For the tests of migrations.
PRAGMA application_id = 1835295084;
PRAGMA user_version = 4;
BEGIN TRANSACTION;
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
INSERT INTO "attempt" VALUES('it-c00000001-a1',1,1,'declined','bk_000001',800,0,1830384000,'b56b015a8ce6ae4500000003',NULL,'look',NULL,0,0,1830265200,1830384010,'',4);
INSERT INTO "attempt" VALUES('it-c00000001-a2',1,2,'paid','bk_000001',800,0,1830470400,'f46c3dd1e61263ff00000007','4883b54e1da0b38d00000009','look',NULL,0,0,1830450773,1830470400,'',6);
INSERT INTO "attempt" VALUES('it-c00000002-a1',2,1,'paid','bk_000001',800,0,1830470400,'f59ae825f27ee2f200000004','ec9872fc2c36799500000008','look',NULL,0,0,1830265200,1830470400,'',5);
INSERT INTO "attempt" VALUES('it-c00000003-a1',3,1,'paid','bk_000001',800,0,1830556800,'fa0d91a5282364ec00000006','dc3c4c9c3f85c50a0000000b','look',NULL,0,0,1830384000,1830556800,'',5);
INSERT INTO "attempt" VALUES('it-c00000004-a1',4,1,'revoked','bk_000001',800,0,1830643200,'652b782b3e2015400000000a',NULL,'look',NULL,0,0,1830470400,1830607200,'',6);
INSERT INTO "attempt" VALUES('it-c00000005-a1',5,1,'revoked','bk_000001',800,0,1830729600,'4388337d6973372b0000000c',NULL,'look',NULL,0,0,1830556800,1830607200,'',6);
INSERT INTO "attempt" VALUES('it-c00000006-a1',6,1,'quarantined','bk_000001',9900,0,1830610800,NULL,NULL,'look',NULL,0,0,1830567600,NULL,'no_answer',10);
INSERT INTO "attempt" VALUES('it-c00000007-a1',7,1,'planned','bk_000001',9900,0,1833289200,NULL,NULL,'send',1833214098,0,0,NULL,NULL,'',1);
CREATE TABLE attempt_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO "attempt_edge" VALUES('doubt','absent');
INSERT INTO "attempt_edge" VALUES('doubt','declined');
INSERT INTO "attempt_edge" VALUES('doubt','open');
INSERT INTO "attempt_edge" VALUES('doubt','paid');
INSERT INTO "attempt_edge" VALUES('doubt','quarantined');
INSERT INTO "attempt_edge" VALUES('doubt','reserved');
INSERT INTO "attempt_edge" VALUES('open','lapsed');
INSERT INTO "attempt_edge" VALUES('open','paid');
INSERT INTO "attempt_edge" VALUES('open','quarantined');
INSERT INTO "attempt_edge" VALUES('planned','dropped');
INSERT INTO "attempt_edge" VALUES('planned','sending');
INSERT INTO "attempt_edge" VALUES('quarantined','absent');
INSERT INTO "attempt_edge" VALUES('quarantined','declined');
INSERT INTO "attempt_edge" VALUES('quarantined','open');
INSERT INTO "attempt_edge" VALUES('quarantined','paid');
INSERT INTO "attempt_edge" VALUES('quarantined','reserved');
INSERT INTO "attempt_edge" VALUES('reserved','declined');
INSERT INTO "attempt_edge" VALUES('reserved','paid');
INSERT INTO "attempt_edge" VALUES('reserved','quarantined');
INSERT INTO "attempt_edge" VALUES('reserved','revoked');
INSERT INTO "attempt_edge" VALUES('reserved','revoking');
INSERT INTO "attempt_edge" VALUES('revoking','declined');
INSERT INTO "attempt_edge" VALUES('revoking','paid');
INSERT INTO "attempt_edge" VALUES('revoking','quarantined');
INSERT INTO "attempt_edge" VALUES('revoking','revoked');
INSERT INTO "attempt_edge" VALUES('sending','declined');
INSERT INTO "attempt_edge" VALUES('sending','doubt');
INSERT INTO "attempt_edge" VALUES('sending','dropped');
INSERT INTO "attempt_edge" VALUES('sending','open');
INSERT INTO "attempt_edge" VALUES('sending','paid');
INSERT INTO "attempt_edge" VALUES('sending','refused');
INSERT INTO "attempt_edge" VALUES('sending','reserved');
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
INSERT INTO "billing_key" VALUES('bk_000001','hana','…0001','국민 55704204****2465','usable',1830265200,X'52C142F2F3E34560257B4FB8479AA44A4C1197F7F1CAC1FD7EA4619A56D8984715B02F517FD59B5EF7A2E5B308E1E7810DF5244E6B3EAC5D399900915E7F783B',X'119064DE3A871069A8489B6B699F03CFEFF249DDEE644811FEA9B9EFDDAC6F3A',1);
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
INSERT INTO "charge" VALUES(1,'hana-daily',0,1830384000,1830470400,800,0,'paid',1,0,'none','4883b54e1da0b38d00000009',1830470400,3);
INSERT INTO "charge" VALUES(2,'hana-daily',1,1830470400,1830556800,800,0,'paid',0,0,'none','ec9872fc2c36799500000008',1830470400,2);
INSERT INTO "charge" VALUES(3,'hana-daily',2,1830556800,1830643200,800,0,'paid',0,0,'none','dc3c4c9c3f85c50a0000000b',1830556800,2);
INSERT INTO "charge" VALUES(4,'hana-daily',3,1830643200,1830729600,800,0,'voided',0,0,'none',NULL,NULL,2);
INSERT INTO "charge" VALUES(5,'hana-daily',4,1830729600,1830816000,800,0,'voided',0,0,'none',NULL,NULL,2);
INSERT INTO "charge" VALUES(6,'hana-basic',0,1830610800,1833289200,9900,0,'owed',0,0,'none',NULL,NULL,1);
INSERT INTO "charge" VALUES(7,'hana-basic',1,1833289200,1835794800,9900,0,'owed',0,0,'none',NULL,NULL,1);
CREATE TABLE charge_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO "charge_edge" VALUES('owed','paid');
INSERT INTO "charge_edge" VALUES('owed','past_due');
INSERT INTO "charge_edge" VALUES('owed','uncollectible');
INSERT INTO "charge_edge" VALUES('owed','voided');
INSERT INTO "charge_edge" VALUES('owed','waived');
INSERT INTO "charge_edge" VALUES('past_due','paid');
INSERT INTO "charge_edge" VALUES('past_due','uncollectible');
INSERT INTO "charge_edge" VALUES('past_due','voided');
INSERT INTO "charge_edge" VALUES('past_due','waived');
INSERT INTO "charge_edge" VALUES('uncollectible','paid');
INSERT INTO "charge_edge" VALUES('voided','paid');
INSERT INTO "charge_edge" VALUES('waived','paid');
CREATE TABLE counter (
    name  TEXT    NOT NULL PRIMARY KEY CHECK (name <> ''),
    value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO "counter" VALUES('id',1);
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
INSERT INTO "gateway_call" VALUES(1,'reserve','it-c00000001-a1',1830265200,1830265200,'done','');
INSERT INTO "gateway_call" VALUES(2,'reserve','it-c00000002-a1',1830265200,1830265200,'done','');
INSERT INTO "gateway_call" VALUES(3,'reserve','it-c00000003-a1',1830384000,1830384000,'done','');
INSERT INTO "gateway_call" VALUES(4,'reserve','it-c00000001-a2',1830450773,1830450773,'done','');
INSERT INTO "gateway_call" VALUES(5,'reserve','it-c00000004-a1',1830470400,1830470400,'done','');
INSERT INTO "gateway_call" VALUES(6,'reserve','it-c00000005-a1',1830556800,1830556800,'done','');
INSERT INTO "gateway_call" VALUES(7,'refund','it-r-4883b54e1da0b38d00000009-1',1830567600,1830567600,'done','');
INSERT INTO "gateway_call" VALUES(8,'reserve','it-c00000006-a1',1830567600,1830567600,'in_doubt','no_answer');
INSERT INTO "gateway_call" VALUES(9,'revoke','it-c00000004-a1',1830607200,1830607200,'done','');
INSERT INTO "gateway_call" VALUES(10,'revoke','it-c00000005-a1',1830607200,1830607200,'done','');
CREATE TABLE journal (
    number  INTEGER NOT NULL PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL CHECK (actor <> ''),
    event   TEXT    NOT NULL CHECK (event <> ''),
    subject TEXT    NOT NULL CHECK (subject <> ''),
    image   TEXT    NOT NULL,
    hash    BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO "journal" VALUES(1,1830265200,'config','plan.loaded','plan:1','{"version":1,"id":"daily","name":"Daily","price":800,"tax_free":0,"unit":"day","unit_count":1,"trial_days":0,"periods":0,"dunning_name":"default","dunning_waits":"86400,259200","dunning_end":"cancel","cancel_after":0,"reserve_lead":259200,"reserve_ahead":2,"catch_up":"bill_each","on_sale":1}',X'610EB09374839E56CB6257ABA84CF662373C79E691656F1AE1CD4A947CD883CD');
INSERT INTO "journal" VALUES(2,1830265200,'config','plan.loaded','plan:2','{"version":2,"id":"basic","name":"Basic","price":9900,"tax_free":0,"unit":"month","unit_count":1,"trial_days":0,"periods":0,"dunning_name":"default","dunning_waits":"86400,259200","dunning_end":"cancel","cancel_after":0,"reserve_lead":86400,"reserve_ahead":1,"catch_up":"bill_each","on_sale":1}',X'8266AF6DF78A2B0100462DD91FA47F46C4DB631A38512554FD978C9E7B975CDC');
INSERT INTO "journal" VALUES(3,1830265200,'uid:0','billing_key.added','billing_key:bk_000001','{"id":"bk_000001","customer":"hana","state":"usable","added_at":1830265200,"fingerprint":"119064de3a871069a8489b6b699f03cfeff249ddee644811fea9b9efddac6f3a","version":1}',X'2280E684C64139D68734AA46C214218BB6DBDA2666503F2E821D9BC9EFCBAF82');
INSERT INTO "journal" VALUES(4,1830265200,'uid:0','subscription.created','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":0,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"scheduled","next_step_at":1830265200,"version":1}',X'A8B1E719B55CC7797CEE6B21796A6EE5BA10D90DA701B8CDE6B23403E48A4C29');
INSERT INTO "journal" VALUES(5,1830265200,'uid:0','charge.owed','charge:1','{"number":1,"subscription":"hana-daily","period":0,"period_start":1830384000,"period_end":1830470400,"amount":800,"tax_free":0,"state":"owed","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":1}',X'960FCF46C6CF8E94F9CF536EE4EC5D8C2488C02C7E668925A5ACBC27A6ABB3F3');
INSERT INTO "journal" VALUES(6,1830265200,'uid:0','attempt.planned','attempt:it-c00000001-a1','{"order_id":"it-c00000001-a1","charge":1,"number":1,"state":"planned","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830384000,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1830265200,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'2722B099379D7191FF9666F7F51D9D97D9A0FBB273E06D0FF895944582E3B492');
INSERT INTO "journal" VALUES(7,1830265200,'uid:0','charge.owed','charge:2','{"number":2,"subscription":"hana-daily","period":1,"period_start":1830470400,"period_end":1830556800,"amount":800,"tax_free":0,"state":"owed","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":1}',X'371ACE7625801E063B8EDB545162804AC2E386B37121F04F3632EC74725B2D64');
INSERT INTO "journal" VALUES(8,1830265200,'uid:0','attempt.planned','attempt:it-c00000002-a1','{"order_id":"it-c00000002-a1","charge":2,"number":1,"state":"planned","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1830265200,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'9C1FFF6491C52402E50457B554AFB36DF2A6D07E7E2970F5CA1A1A7460426BA0');
INSERT INTO "journal" VALUES(9,1830265200,'uid:0','subscription.planned','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":2,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"scheduled","next_step_at":1830384000,"version":2}',X'9152B22845F52072B2081598E45BE0D04E07BBA349CE1E7808492014001044C1');
INSERT INTO "journal" VALUES(10,1830265200,'clock','attempt.sending','attempt:it-c00000001-a1','{"order_id":"it-c00000001-a1","charge":1,"number":1,"state":"sending","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830384000,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830265200,"closed_at":null,"code":"","version":2}',X'CF3F7DBAD3A8E9EA4DC0F183E168996C15E367FAD1BFF07D7AAC55FF877CFDBC');
INSERT INTO "journal" VALUES(11,1830265200,'clock','call.reserve','gateway_call:1','{"number":1,"kind":"reserve","subject":"it-c00000001-a1","intent_at":1830265200,"closed_at":null,"outcome":"","code":""}',X'30C5E2323FC1AC3194F888EB4402C5843ABB805E78CAB02B9E626B4C5ADD8147');
INSERT INTO "journal" VALUES(12,1830265200,'clock','attempt.sending','attempt:it-c00000002-a1','{"order_id":"it-c00000002-a1","charge":2,"number":1,"state":"sending","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830265200,"closed_at":null,"code":"","version":2}',X'C48F22547DC70A0182BEDDDD758712BB04E74FC8AEFD944B2C587F80E4326C51');
INSERT INTO "journal" VALUES(13,1830265200,'clock','call.reserve','gateway_call:2','{"number":2,"kind":"reserve","subject":"it-c00000002-a1","intent_at":1830265200,"closed_at":null,"outcome":"","code":""}',X'659467FA4EE081E41E430F71ABEFD9A5BC685408FF3C746EEBD491533A161201');
INSERT INTO "journal" VALUES(14,1830265200,'gateway','call.done','gateway_call:1','{"number":1,"kind":"reserve","subject":"it-c00000001-a1","intent_at":1830265200,"closed_at":1830265200,"outcome":"done","code":""}',X'6FB8355BF9321819906AA0D7BC77BE29B890646E5A3B7525C6F9C5B19C184692');
INSERT INTO "journal" VALUES(15,1830265200,'gateway','attempt.reserved','attempt:it-c00000001-a1','{"order_id":"it-c00000001-a1","charge":1,"number":1,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830384000,"reserve_id":"b56b015a8ce6ae4500000003","receipt":null,"next_act":"look","next_look_at":1830384010,"looks":0,"waits_for_slot":0,"sent_at":1830265200,"closed_at":null,"code":"","version":3}',X'D55C38C5FC65AF4DDF4A7EFBCF78D05B9B6245BE5F4CFF4710E4D6F3A8E59BBA');
INSERT INTO "journal" VALUES(16,1830265200,'gateway','call.done','gateway_call:2','{"number":2,"kind":"reserve","subject":"it-c00000002-a1","intent_at":1830265200,"closed_at":1830265200,"outcome":"done","code":""}',X'815AF1900D28122F5C07F594567584718162B40F8E078313642EAAF2F5408F69');
INSERT INTO "journal" VALUES(17,1830265200,'gateway','attempt.reserved','attempt:it-c00000002-a1','{"order_id":"it-c00000002-a1","charge":2,"number":1,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":"f59ae825f27ee2f200000004","receipt":null,"next_act":"look","next_look_at":1830470410,"looks":0,"waits_for_slot":0,"sent_at":1830265200,"closed_at":null,"code":"","version":3}',X'F24DDEB0B86522D22FD0366F8D51AD465395161C055239AFFE4216EA38418B43');
INSERT INTO "journal" VALUES(18,1830384000,'clock','charge.owed','charge:3','{"number":3,"subscription":"hana-daily","period":2,"period_start":1830556800,"period_end":1830643200,"amount":800,"tax_free":0,"state":"owed","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":1}',X'D8AE497A04CCB232AE3BFACD2EE011951E190618EE7BB56D7F5CB248AE6DA4EF');
INSERT INTO "journal" VALUES(19,1830384000,'clock','attempt.planned','attempt:it-c00000003-a1','{"order_id":"it-c00000003-a1","charge":3,"number":1,"state":"planned","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830556800,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1830384000,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'765B14775F13EEB29ECFCAEFDDE6FE9BB58FE63B21FE309C5A9DCE2EAFF7EC1A');
INSERT INTO "journal" VALUES(20,1830384000,'clock','subscription.planned','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":3,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"active","next_step_at":1830470400,"version":3}',X'CFF90E5C5ABD6D1F32795C9EAA437D138CE542EE41649C956ED4A23F19C77248');
INSERT INTO "journal" VALUES(21,1830384000,'clock','attempt.sending','attempt:it-c00000003-a1','{"order_id":"it-c00000003-a1","charge":3,"number":1,"state":"sending","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830556800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830384000,"closed_at":null,"code":"","version":2}',X'36F55149E6FA95C14C22A946BE18783F597B4336533F654D26D70E3259D79752');
INSERT INTO "journal" VALUES(22,1830384000,'clock','call.reserve','gateway_call:3','{"number":3,"kind":"reserve","subject":"it-c00000003-a1","intent_at":1830384000,"closed_at":null,"outcome":"","code":""}',X'90A62ECB1F66531E328A75D0566D6FBFD4D2DC664B66D126E0FE593DC4C285D4');
INSERT INTO "journal" VALUES(23,1830384000,'gateway','call.done','gateway_call:3','{"number":3,"kind":"reserve","subject":"it-c00000003-a1","intent_at":1830384000,"closed_at":1830384000,"outcome":"done","code":""}',X'63164F63C86215152A9AF77CC74F19A731624FEACC6E3BE69318890883DF75C4');
INSERT INTO "journal" VALUES(24,1830384000,'gateway','attempt.reserved','attempt:it-c00000003-a1','{"order_id":"it-c00000003-a1","charge":3,"number":1,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830556800,"reserve_id":"fa0d91a5282364ec00000006","receipt":null,"next_act":"look","next_look_at":1830556810,"looks":0,"waits_for_slot":0,"sent_at":1830384000,"closed_at":null,"code":"","version":3}',X'312E7C14722B68ED940AFF523C143531DE13068D8A8E2B2385E8905B938ECA7F');
INSERT INTO "journal" VALUES(25,1830384010,'gateway','attempt.declined','attempt:it-c00000001-a1','{"order_id":"it-c00000001-a1","charge":1,"number":1,"state":"declined","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830384000,"reserve_id":"b56b015a8ce6ae4500000003","receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830265200,"closed_at":1830384010,"code":"","version":4}',X'E44A2FA46C8FEB69ADD6DA593C9CCAFE6961CA6156D9FBCE943CC37B5AF1C508');
INSERT INTO "journal" VALUES(26,1830384010,'gateway','charge.failed','charge:1','{"number":1,"subscription":"hana-daily","period":0,"period_start":1830384000,"period_end":1830470400,"amount":800,"tax_free":0,"state":"past_due","declines":1,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":2}',X'913FFD26A0522EA6D3228C45EE289E5E1687C0063A60CE4CC8D49B2603F1F99B');
INSERT INTO "journal" VALUES(27,1830384010,'gateway','attempt.planned','attempt:it-c00000001-a2','{"order_id":"it-c00000001-a2","charge":1,"number":2,"state":"planned","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830450773,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'726969F35A33860139E908A9A61A913FC706548DFD22D946B834DCE99FA53114');
INSERT INTO "journal" VALUES(28,1830384010,'gateway','subscription.changed','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":3,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"past_due","next_step_at":1830470400,"version":4}',X'974FEF00107E8CFC39D269A80644F748CE3A03A37B9ABF93845C0DF4CE796A4A');
INSERT INTO "journal" VALUES(29,1830450773,'gateway','attempt.look_planned','attempt:it-c00000001-a2','{"order_id":"it-c00000001-a2","charge":1,"number":2,"state":"planned","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1830450773,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":2}',X'4253F73AB0891D0DDB59193F39DF5BD02D1F73CAD31EA6B61EF25635C3D15D7C');
INSERT INTO "journal" VALUES(30,1830450773,'clock','attempt.sending','attempt:it-c00000001-a2','{"order_id":"it-c00000001-a2","charge":1,"number":2,"state":"sending","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830450773,"closed_at":null,"code":"","version":3}',X'BFBF8204B9668AD937A75AE9F1BEE03FE49DD364C018F1E668845FF9F083A31C');
INSERT INTO "journal" VALUES(31,1830450773,'clock','call.reserve','gateway_call:4','{"number":4,"kind":"reserve","subject":"it-c00000001-a2","intent_at":1830450773,"closed_at":null,"outcome":"","code":""}',X'B153FBC47CDC98823884C013BD9C52CBB508CEE3C2E609F247DD2684C129F813');
INSERT INTO "journal" VALUES(32,1830450773,'gateway','call.done','gateway_call:4','{"number":4,"kind":"reserve","subject":"it-c00000001-a2","intent_at":1830450773,"closed_at":1830450773,"outcome":"done","code":""}',X'659B6D0F6CA4AFD483A9455DF5F0E69051F95EF0C0716E589242F8F020E3CAAD');
INSERT INTO "journal" VALUES(33,1830450773,'gateway','attempt.reserved','attempt:it-c00000001-a2','{"order_id":"it-c00000001-a2","charge":1,"number":2,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":"f46c3dd1e61263ff00000007","receipt":null,"next_act":"look","next_look_at":1830470410,"looks":0,"waits_for_slot":0,"sent_at":1830450773,"closed_at":null,"code":"","version":4}',X'472E47CC3758A174E3D48ED0E9E40588CFF960005B12736110D0B467E7300E7F');
INSERT INTO "journal" VALUES(34,1830450773,'webhook','attempt.noticed','attempt:it-c00000002-a1','{"order_id":"it-c00000002-a1","charge":2,"number":1,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":"f59ae825f27ee2f200000004","receipt":null,"next_act":"look","next_look_at":1830450773,"looks":0,"waits_for_slot":0,"sent_at":1830265200,"closed_at":null,"code":"","version":4}',X'CEE507709D335359A1171103E3C566B06A3B2EDFD0C8760167FB19D4A185AAA8');
INSERT INTO "journal" VALUES(35,1830450773,'webhook','attempt.noticed','attempt:it-c00000001-a2','{"order_id":"it-c00000001-a2","charge":1,"number":2,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":"f46c3dd1e61263ff00000007","receipt":null,"next_act":"look","next_look_at":1830450773,"looks":0,"waits_for_slot":0,"sent_at":1830450773,"closed_at":null,"code":"","version":5}',X'61C0B798B86795DBE947B698745A842D6F6BD0AC0237F5642537F69D917D60F5');
INSERT INTO "journal" VALUES(36,1830470400,'clock','charge.owed','charge:4','{"number":4,"subscription":"hana-daily","period":3,"period_start":1830643200,"period_end":1830729600,"amount":800,"tax_free":0,"state":"owed","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":1}',X'05B0597B45BC330384AA12CCDAD362DB79D0C761E7731392EEA7B46445D03A79');
INSERT INTO "journal" VALUES(37,1830470400,'clock','attempt.planned','attempt:it-c00000004-a1','{"order_id":"it-c00000004-a1","charge":4,"number":1,"state":"planned","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830643200,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1830470400,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'DD3E1B9F67B106063E266100B20E7477D3398FDDAAD810BA43334AC19F5D18BF');
INSERT INTO "journal" VALUES(38,1830470400,'clock','subscription.planned','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":4,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"past_due","next_step_at":1830556800,"version":5}',X'AD0820421A76C828B17F3EE497A64031C7EEF29717A8E3046B5F250B1EAAFC03');
INSERT INTO "journal" VALUES(39,1830470400,'gateway','attempt.paid','attempt:it-c00000001-a2','{"order_id":"it-c00000001-a2","charge":1,"number":2,"state":"paid","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":"f46c3dd1e61263ff00000007","receipt":"4883b54e1da0b38d00000009","next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830450773,"closed_at":1830470400,"code":"","version":6}',X'9212A30DF3A2A2861CBF802B7450F8A031D97FD70B6B3A95919F174A548AF77E');
INSERT INTO "journal" VALUES(40,1830470400,'gateway','receipt.paid','receipt:4883b54e1da0b38d00000009','{"id":"4883b54e1da0b38d00000009","order_id":"it-c00000001-a2","role":"settles","paid":800,"refunded":0,"paid_at":1830470400,"next_look_at":null,"version":1}',X'E45F13F60248983342A7599B1DE3BC8F8B389F059810DE5E350FD3D211710D71');
INSERT INTO "journal" VALUES(41,1830470400,'gateway','charge.paid','charge:1','{"number":1,"subscription":"hana-daily","period":0,"period_start":1830384000,"period_end":1830470400,"amount":800,"tax_free":0,"state":"paid","declines":1,"needs_key":0,"late":"none","receipt":"4883b54e1da0b38d00000009","settled_at":1830470400,"version":3}',X'C6FA30B91ADBD21DA49B39C080762FD4F8F19E1D45E7ED4D5EC10242F42ABA01');
INSERT INTO "journal" VALUES(42,1830470400,'gateway','subscription.renewed','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":4,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"active","next_step_at":1830556800,"version":6}',X'DC033019286AD39876E99C76ED390F8E1FA22BB8FF4FCCBB56D5EB7DCC9C9C24');
INSERT INTO "journal" VALUES(43,1830470400,'clock','attempt.sending','attempt:it-c00000004-a1','{"order_id":"it-c00000004-a1","charge":4,"number":1,"state":"sending","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830643200,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830470400,"closed_at":null,"code":"","version":2}',X'2FEB0F1EB3DE59BCB8BCCAD5680D254D5F6AEF4157D02906FBA57353DD029817');
INSERT INTO "journal" VALUES(44,1830470400,'clock','call.reserve','gateway_call:5','{"number":5,"kind":"reserve","subject":"it-c00000004-a1","intent_at":1830470400,"closed_at":null,"outcome":"","code":""}',X'3A37B0776A78C337E28C2507BFED0566D59AAA09EB84AA206421BDFAB3F8E254');
INSERT INTO "journal" VALUES(45,1830470400,'gateway','attempt.paid','attempt:it-c00000002-a1','{"order_id":"it-c00000002-a1","charge":2,"number":1,"state":"paid","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830470400,"reserve_id":"f59ae825f27ee2f200000004","receipt":"ec9872fc2c36799500000008","next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830265200,"closed_at":1830470400,"code":"","version":5}',X'B6DD3975A443F8EFC4006A5D004CC433B535750405F44EA5D1CF789E6205A860');
INSERT INTO "journal" VALUES(46,1830470400,'gateway','receipt.paid','receipt:ec9872fc2c36799500000008','{"id":"ec9872fc2c36799500000008","order_id":"it-c00000002-a1","role":"settles","paid":800,"refunded":0,"paid_at":1830470400,"next_look_at":null,"version":1}',X'1CA8B82FA8CD9C967F77D1F37D913BE3DBD67AAFA6BA99CA4428A7EB40B5ED7C');
INSERT INTO "journal" VALUES(47,1830470400,'gateway','charge.paid','charge:2','{"number":2,"subscription":"hana-daily","period":1,"period_start":1830470400,"period_end":1830556800,"amount":800,"tax_free":0,"state":"paid","declines":0,"needs_key":0,"late":"none","receipt":"ec9872fc2c36799500000008","settled_at":1830470400,"version":2}',X'BECCF68B7B0C033B0C52C9E3444E40B63A2F9D3487D6ADDA29836F489227F38F');
INSERT INTO "journal" VALUES(48,1830470400,'gateway','call.done','gateway_call:5','{"number":5,"kind":"reserve","subject":"it-c00000004-a1","intent_at":1830470400,"closed_at":1830470400,"outcome":"done","code":""}',X'9744BE86D0FAD27D26EA5F968CC9FEA292468DCC2A7C8C30EC3E099EA860B760');
INSERT INTO "journal" VALUES(49,1830470400,'gateway','attempt.reserved','attempt:it-c00000004-a1','{"order_id":"it-c00000004-a1","charge":4,"number":1,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830643200,"reserve_id":"652b782b3e2015400000000a","receipt":null,"next_act":"look","next_look_at":1830643210,"looks":0,"waits_for_slot":0,"sent_at":1830470400,"closed_at":null,"code":"","version":3}',X'AA159C0D55D3EBF0510423406D552525D93D17F25D21B38BBBCB6B365EA7D787');
INSERT INTO "journal" VALUES(50,1830470400,'webhook','attempt.noticed','attempt:it-c00000003-a1','{"order_id":"it-c00000003-a1","charge":3,"number":1,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830556800,"reserve_id":"fa0d91a5282364ec00000006","receipt":null,"next_act":"look","next_look_at":1830470400,"looks":0,"waits_for_slot":0,"sent_at":1830384000,"closed_at":null,"code":"","version":4}',X'04E5AF97C5417DCAC871AAAAF42DDB8B8832612C852F01C5F3016A545F5B9D88');
INSERT INTO "journal" VALUES(51,1830556800,'clock','charge.owed','charge:5','{"number":5,"subscription":"hana-daily","period":4,"period_start":1830729600,"period_end":1830816000,"amount":800,"tax_free":0,"state":"owed","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":1}',X'CED3E9BA44A1E08824FEAD16B5BB2A162E5D4253B5064590DBE8EDE17F332068');
INSERT INTO "journal" VALUES(52,1830556800,'clock','attempt.planned','attempt:it-c00000005-a1','{"order_id":"it-c00000005-a1","charge":5,"number":1,"state":"planned","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830729600,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1830556800,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'C6503E46C0BDACDE2721F92D79A1E36751F92B894A28573EC0BFD1DEF34B822C');
INSERT INTO "journal" VALUES(53,1830556800,'clock','subscription.planned','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":5,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"active","next_step_at":1830643200,"version":7}',X'9C24B2B43F8E15C3EDD6B4D00EA75166AE0E32292E57CF1B61C7B6A3FE8F22FB');
INSERT INTO "journal" VALUES(54,1830556800,'gateway','attempt.paid','attempt:it-c00000003-a1','{"order_id":"it-c00000003-a1","charge":3,"number":1,"state":"paid","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830556800,"reserve_id":"fa0d91a5282364ec00000006","receipt":"dc3c4c9c3f85c50a0000000b","next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830384000,"closed_at":1830556800,"code":"","version":5}',X'F0145EAB49DF244516EEFA5BFD7D8F53F0F1F6782C84FC1D741806AD08BF3CBF');
INSERT INTO "journal" VALUES(55,1830556800,'gateway','receipt.paid','receipt:dc3c4c9c3f85c50a0000000b','{"id":"dc3c4c9c3f85c50a0000000b","order_id":"it-c00000003-a1","role":"settles","paid":800,"refunded":0,"paid_at":1830556800,"next_look_at":null,"version":1}',X'7544A25A7D43CD7F7F32459D7BE4D27CF0F3A2280F43AA6D77FE811041F4B3C8');
INSERT INTO "journal" VALUES(56,1830556800,'gateway','charge.paid','charge:3','{"number":3,"subscription":"hana-daily","period":2,"period_start":1830556800,"period_end":1830643200,"amount":800,"tax_free":0,"state":"paid","declines":0,"needs_key":0,"late":"none","receipt":"dc3c4c9c3f85c50a0000000b","settled_at":1830556800,"version":2}',X'9914962415BD96C312D36323F81C1CF2BB07576E75C592517C36CC67A676D3E4');
INSERT INTO "journal" VALUES(57,1830556800,'clock','attempt.sending','attempt:it-c00000005-a1','{"order_id":"it-c00000005-a1","charge":5,"number":1,"state":"sending","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830729600,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830556800,"closed_at":null,"code":"","version":2}',X'38B7249FE3F1BE4D3D5681C86D7BAA953DCE1260FC2FD81860B315276C188251');
INSERT INTO "journal" VALUES(58,1830556800,'clock','call.reserve','gateway_call:6','{"number":6,"kind":"reserve","subject":"it-c00000005-a1","intent_at":1830556800,"closed_at":null,"outcome":"","code":""}',X'E068C8409F074D5C36F8FE88833F4B5C89ABE7159113F64943C3343A8F637C7D');
INSERT INTO "journal" VALUES(59,1830556800,'gateway','call.done','gateway_call:6','{"number":6,"kind":"reserve","subject":"it-c00000005-a1","intent_at":1830556800,"closed_at":1830556800,"outcome":"done","code":""}',X'5787D74CBAA4837793D2E6C603646F00011C2D73FAEBCE31C7A9B1BB5A82A7F3');
INSERT INTO "journal" VALUES(60,1830556800,'gateway','attempt.reserved','attempt:it-c00000005-a1','{"order_id":"it-c00000005-a1","charge":5,"number":1,"state":"reserved","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830729600,"reserve_id":"4388337d6973372b0000000c","receipt":null,"next_act":"look","next_look_at":1830729610,"looks":0,"waits_for_slot":0,"sent_at":1830556800,"closed_at":null,"code":"","version":3}',X'DAF99E128AC7E8E4F9CE22E86B9E42D314ADC8407E3FF577ACAD910174F40722');
INSERT INTO "journal" VALUES(61,1830567600,'uid:0','refund.planned','refund:it-r-4883b54e1da0b38d00000009-1','{"id":"it-r-4883b54e1da0b38d00000009-1","receipt":"4883b54e1da0b38d00000009","amount":800,"reason":"the day","state":"planned","refunded_before":0,"next_look_at":1830567600,"next_act":"send","looks":0,"created_at":1830567600,"closed_at":null,"code":"","version":1}',X'F50CE3DA3558EDF1E179BCA0D3168587672A96D4C46F1324C7D929F696658ED7');
INSERT INTO "journal" VALUES(62,1830567600,'clock','refund.sending','refund:it-r-4883b54e1da0b38d00000009-1','{"id":"it-r-4883b54e1da0b38d00000009-1","receipt":"4883b54e1da0b38d00000009","amount":800,"reason":"the day","state":"sending","refunded_before":0,"next_look_at":null,"next_act":"send","looks":0,"created_at":1830567600,"closed_at":null,"code":"","version":2}',X'41BEE0242D9A7A41C3D4DD0552F872F81D6862F86927097C9E6E1A046A3676E4');
INSERT INTO "journal" VALUES(63,1830567600,'clock','call.refund','gateway_call:7','{"number":7,"kind":"refund","subject":"it-r-4883b54e1da0b38d00000009-1","intent_at":1830567600,"closed_at":null,"outcome":"","code":""}',X'665479998A9CC7850F37213EE945629F7755766FEA58E7860C57ED59C564A8CC');
INSERT INTO "journal" VALUES(64,1830567600,'webhook','receipt.noticed','receipt:4883b54e1da0b38d00000009','{"id":"4883b54e1da0b38d00000009","order_id":"it-c00000001-a2","role":"settles","paid":800,"refunded":0,"paid_at":1830470400,"next_look_at":1830567600,"version":2}',X'0623106B8D8D4BE7D806DF98C79693BC330D11B859F444B983F347EBB2FC9306');
INSERT INTO "journal" VALUES(65,1830567600,'gateway','call.done','gateway_call:7','{"number":7,"kind":"refund","subject":"it-r-4883b54e1da0b38d00000009-1","intent_at":1830567600,"closed_at":1830567600,"outcome":"done","code":""}',X'15F4ABFED86FC86BB0646EB0F654B6BA2E20FE3B939FA1D127A3400747E55D09');
INSERT INTO "journal" VALUES(66,1830567600,'gateway','receipt.refunded','receipt:4883b54e1da0b38d00000009','{"id":"4883b54e1da0b38d00000009","order_id":"it-c00000001-a2","role":"settles","paid":800,"refunded":800,"paid_at":1830470400,"next_look_at":null,"version":3}',X'6C11EBB5049F46DF4855B6711FE8C5B6D10B8DA715D1976FF95C9135B7700C23');
INSERT INTO "journal" VALUES(67,1830567600,'gateway','refund.done','refund:it-r-4883b54e1da0b38d00000009-1','{"id":"it-r-4883b54e1da0b38d00000009-1","receipt":"4883b54e1da0b38d00000009","amount":800,"reason":"the day","state":"done","refunded_before":0,"next_look_at":null,"next_act":"send","looks":0,"created_at":1830567600,"closed_at":1830567600,"code":"","version":3}',X'53BD4F586D5FE33A2844E928E14BAC2A4E02F469A4E4CFB09A3601570F49195D');
INSERT INTO "journal" VALUES(68,1830567600,'uid:0','subscription.created','subscription:hana-basic','{"id":"hana-basic","customer":"hana","plan":2,"billing_key":"bk_000001","anchor_local":"2028-01-05T00:00:00","anchor_zone":"Asia/Seoul","starts_at":1830610800,"anchor_at":1830610800,"created_at":1830567600,"periods_made":0,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"scheduled","next_step_at":1830567600,"version":1}',X'0E0E258A2E10B615D230CC5A436A1CC4074A682424A7E9FEFCA5540E3E2C4188');
INSERT INTO "journal" VALUES(69,1830567600,'uid:0','charge.owed','charge:6','{"number":6,"subscription":"hana-basic","period":0,"period_start":1830610800,"period_end":1833289200,"amount":9900,"tax_free":0,"state":"owed","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":1}',X'9A98B26C70223E640F5A8877A3F0577EE63466664D9BF23E7E4157C5003ECBB0');
INSERT INTO "journal" VALUES(70,1830567600,'uid:0','attempt.planned','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"planned","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1830567600,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'A1BDB290EA524CDA138FDA86849589C89EFA4BE2C57FD55CEAA4D7C935BA132E');
INSERT INTO "journal" VALUES(71,1830567600,'uid:0','subscription.planned','subscription:hana-basic','{"id":"hana-basic","customer":"hana","plan":2,"billing_key":"bk_000001","anchor_local":"2028-01-05T00:00:00","anchor_zone":"Asia/Seoul","starts_at":1830610800,"anchor_at":1830610800,"created_at":1830567600,"periods_made":1,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"scheduled","next_step_at":1830610800,"version":2}',X'5F8F2373FC53BC0D5ADFD6D17435055C056C236EE3678FB0D6160F8B5C7E37E4');
INSERT INTO "journal" VALUES(72,1830567600,'clock','attempt.sending','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"sending","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"","version":2}',X'32E12B04739BCAE55DA8831F41E18A81E813D448A6393455A513856CC72B9082');
INSERT INTO "journal" VALUES(73,1830567600,'clock','call.reserve','gateway_call:8','{"number":8,"kind":"reserve","subject":"it-c00000006-a1","intent_at":1830567600,"closed_at":null,"outcome":"","code":""}',X'1984CFBD636C41C70B258B9D8AD86B3A6094CFA7C4BEC8FF95D99D9B3A3CAB41');
INSERT INTO "journal" VALUES(74,1830567600,'gateway','call.in_doubt','gateway_call:8','{"number":8,"kind":"reserve","subject":"it-c00000006-a1","intent_at":1830567600,"closed_at":1830567600,"outcome":"in_doubt","code":"no_answer"}',X'05296B8B4C1A985AE74DCAFCAEEE1EDBF5DB3DCAC8562D9F2A949F6795087A15');
INSERT INTO "journal" VALUES(75,1830567600,'gateway','attempt.doubt','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"doubt","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830610860,"looks":0,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":3}',X'4E4C1ADE1D244544B1260969C49CF3590DD9A8DDAB0FC642B9E00BCD07B1EF75');
INSERT INTO "journal" VALUES(76,1830607200,'uid:0','attempt.revoking','attempt:it-c00000004-a1','{"order_id":"it-c00000004-a1","charge":4,"number":1,"state":"revoking","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830643200,"reserve_id":"652b782b3e2015400000000a","receipt":null,"next_act":"send","next_look_at":1830607200,"looks":0,"waits_for_slot":0,"sent_at":1830470400,"closed_at":null,"code":"","version":4}',X'DE75F05E2BA36BD05C9236AC7CD09E554779818F3FA5A857B14356D2475561C9');
INSERT INTO "journal" VALUES(77,1830607200,'uid:0','charge.voided','charge:4','{"number":4,"subscription":"hana-daily","period":3,"period_start":1830643200,"period_end":1830729600,"amount":800,"tax_free":0,"state":"voided","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":2}',X'70FB6A23F5CD534E5311893B68DA86E75A755A773DAB9A704E496CC89E3D136C');
INSERT INTO "journal" VALUES(78,1830607200,'uid:0','attempt.revoking','attempt:it-c00000005-a1','{"order_id":"it-c00000005-a1","charge":5,"number":1,"state":"revoking","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830729600,"reserve_id":"4388337d6973372b0000000c","receipt":null,"next_act":"send","next_look_at":1830607200,"looks":0,"waits_for_slot":0,"sent_at":1830556800,"closed_at":null,"code":"","version":4}',X'AFCEE48428B8D731846B62FC45E400B827F0CEF2D3897E40FEDB546037A9BA5E');
INSERT INTO "journal" VALUES(79,1830607200,'uid:0','charge.voided','charge:5','{"number":5,"subscription":"hana-daily","period":4,"period_start":1830729600,"period_end":1830816000,"amount":800,"tax_free":0,"state":"voided","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":2}',X'5F61AA8965BF4BF4F26E3FD451C502F9F1262E12F99BAF748CE1D3AF95816B69');
INSERT INTO "journal" VALUES(80,1830607200,'uid:0','subscription.canceled','subscription:hana-daily','{"id":"hana-daily","customer":"hana","plan":1,"billing_key":"bk_000001","anchor_local":"2028-01-02T09:00:00","anchor_zone":"Asia/Seoul","starts_at":1830384000,"anchor_at":1830384000,"created_at":1830265200,"periods_made":5,"cancel_at":1830607200,"cancel_reason":"requested","paused_at":null,"past_due_until":null,"status":"canceled","next_step_at":null,"version":8}',X'71C947DC8A1E6845DCD10004FE45B9E24119823E68F6789DE346F18831DBF37F');
INSERT INTO "journal" VALUES(81,1830607200,'clock','call.revoke','gateway_call:9','{"number":9,"kind":"revoke","subject":"it-c00000004-a1","intent_at":1830607200,"closed_at":null,"outcome":"","code":""}',X'FE475F5EC99F15F194653EB428F64E0D558B180B1B62FDB06D7D8674E1BE0CE2');
INSERT INTO "journal" VALUES(82,1830607200,'clock','call.revoke','gateway_call:10','{"number":10,"kind":"revoke","subject":"it-c00000005-a1","intent_at":1830607200,"closed_at":null,"outcome":"","code":""}',X'8211A052F1ECDF7744285BB62216E5E737122AA89C1DE53FE24DDDD5949AE562');
INSERT INTO "journal" VALUES(83,1830607200,'gateway','call.done','gateway_call:9','{"number":9,"kind":"revoke","subject":"it-c00000004-a1","intent_at":1830607200,"closed_at":1830607200,"outcome":"done","code":""}',X'92A150D2E3F8E0FDB618C68759949F8B519C117564DFEF400C4160ECBC8B221D');
INSERT INTO "journal" VALUES(84,1830607200,'gateway','attempt.look_planned','attempt:it-c00000004-a1','{"order_id":"it-c00000004-a1","charge":4,"number":1,"state":"revoking","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830643200,"reserve_id":"652b782b3e2015400000000a","receipt":null,"next_act":"look","next_look_at":1830607200,"looks":0,"waits_for_slot":0,"sent_at":1830470400,"closed_at":null,"code":"","version":5}',X'3D3A8B2BAB4FC80FA7927493AB58400732479FB2F28D9E23C0ADB0DB78BCBC27');
INSERT INTO "journal" VALUES(85,1830607200,'gateway','call.done','gateway_call:10','{"number":10,"kind":"revoke","subject":"it-c00000005-a1","intent_at":1830607200,"closed_at":1830607200,"outcome":"done","code":""}',X'F5FAA201B37D0FABEF111A1540D35B35712720A9CF14365907E8F5560C7296A7');
INSERT INTO "journal" VALUES(86,1830607200,'gateway','attempt.look_planned','attempt:it-c00000005-a1','{"order_id":"it-c00000005-a1","charge":5,"number":1,"state":"revoking","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830729600,"reserve_id":"4388337d6973372b0000000c","receipt":null,"next_act":"look","next_look_at":1830607200,"looks":0,"waits_for_slot":0,"sent_at":1830556800,"closed_at":null,"code":"","version":5}',X'666D9E400F7E776EE4301A50580798138FFDB360817C57FCA2F694C4BB8499E8');
INSERT INTO "journal" VALUES(87,1830607200,'gateway','attempt.revoked','attempt:it-c00000004-a1','{"order_id":"it-c00000004-a1","charge":4,"number":1,"state":"revoked","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830643200,"reserve_id":"652b782b3e2015400000000a","receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830470400,"closed_at":1830607200,"code":"","version":6}',X'1D85E862B6126C226F9BA8F0BB4C3D9E1DDFB5355BE26151A4B853049C9ED980');
INSERT INTO "journal" VALUES(88,1830607200,'gateway','attempt.revoked','attempt:it-c00000005-a1','{"order_id":"it-c00000005-a1","charge":5,"number":1,"state":"revoked","billing_key":"bk_000001","amount":800,"tax_free":0,"execute_at":1830729600,"reserve_id":"4388337d6973372b0000000c","receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830556800,"closed_at":1830607200,"code":"","version":6}',X'2EF3C438A37EBABD803C9B917E2DCF83251847B81837AD3B7989C3DFCF76224B');
INSERT INTO "journal" VALUES(89,1830610800,'clock','charge.owed','charge:7','{"number":7,"subscription":"hana-basic","period":1,"period_start":1833289200,"period_end":1835794800,"amount":9900,"tax_free":0,"state":"owed","declines":0,"needs_key":0,"late":"none","receipt":null,"settled_at":null,"version":1}',X'4E018DBB78B0A4BE6BF6130AC4E9629E7B61E3D314DE4083AE7825708B7FE75A');
INSERT INTO "journal" VALUES(90,1830610800,'clock','attempt.planned','attempt:it-c00000007-a1','{"order_id":"it-c00000007-a1","charge":7,"number":1,"state":"planned","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1833289200,"reserve_id":null,"receipt":null,"next_act":"send","next_look_at":1833214098,"looks":0,"waits_for_slot":0,"sent_at":null,"closed_at":null,"code":"","version":1}',X'5039F30C9028D343B8E03DB17AD097D0801B50F7F94735E04C539B7B681BE26F');
INSERT INTO "journal" VALUES(91,1830610800,'clock','subscription.planned','subscription:hana-basic','{"id":"hana-basic","customer":"hana","plan":2,"billing_key":"bk_000001","anchor_local":"2028-01-05T00:00:00","anchor_zone":"Asia/Seoul","starts_at":1830610800,"anchor_at":1830610800,"created_at":1830567600,"periods_made":2,"cancel_at":null,"cancel_reason":"","paused_at":null,"past_due_until":null,"status":"active","next_step_at":1833289200,"version":3}',X'0036894E6022BDB34512ECB51C968363094291BE989A193A439965EB29AC4229');
INSERT INTO "journal" VALUES(92,1830610860,'gateway','attempt.look_planned','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"doubt","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830610920,"looks":1,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":4}',X'B6982574FC709D10314C52C8371EE8DCDACA9C1106D9987E83E4635ED470BC90');
INSERT INTO "journal" VALUES(93,1830610920,'gateway','attempt.look_planned','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"doubt","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830611400,"looks":2,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":5}',X'0EFC85BF8DD060E8C1DF1043D90164D78183008F9D6C1795B1EA37B7FF02B6BC');
INSERT INTO "journal" VALUES(94,1830611400,'gateway','attempt.look_planned','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"doubt","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830614400,"looks":3,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":6}',X'4D8E81DE3A5C66907314FEE0CD61D72080AA0939CA5C62E11B3789CA89A98558');
INSERT INTO "journal" VALUES(95,1830614400,'gateway','attempt.look_planned','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"doubt","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830632400,"looks":4,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":7}',X'7B09DF156A90F6FF959549BC586A3B74F14E139633C842F422250BA3BA58A2D9');
INSERT INTO "journal" VALUES(96,1830632400,'gateway','attempt.look_planned','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"doubt","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830697200,"looks":5,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":8}',X'C6B1FAF647E9A7918323E86DA17C2A515508A0C4145542891420DDD359C2D4FE');
INSERT INTO "journal" VALUES(97,1830697200,'gateway','attempt.look_planned','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"doubt","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":1830783600,"looks":6,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":9}',X'983CE151B6058657BDC3B83E35AEA83157B6FBB807EE18AC06E983ECEEBD55B3');
INSERT INTO "journal" VALUES(98,1830783600,'gateway','attempt.quarantined','attempt:it-c00000006-a1','{"order_id":"it-c00000006-a1","charge":6,"number":1,"state":"quarantined","billing_key":"bk_000001","amount":9900,"tax_free":0,"execute_at":1830610800,"reserve_id":null,"receipt":null,"next_act":"look","next_look_at":null,"looks":0,"waits_for_slot":0,"sent_at":1830567600,"closed_at":null,"code":"no_answer","version":10}',X'A1C1E838FA3BAD7837CAC1E5CC3FA57306466AA7C05DB82348A27FE074371E82');
CREATE TABLE kept_answer (
    key     TEXT    NOT NULL PRIMARY KEY CHECK (key <> ''),
    request TEXT    NOT NULL,
    status  INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('installation','it');
INSERT INTO "meta" VALUES('key_check','a71f3989d270f8f2a4d03d875bce3fd3cd75fb0023c80f08faa383f52ef2cf0c');
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
INSERT INTO "notice" VALUES(1,'fe0d1a00829c6b0d4fc89e9835f1dd187b45dbbaf11224685b1817f856b7929f','ec9872fc2c36799500000008','it-c00000002-a1','PAYMENT_COMPLETED',1830450773,NULL,0);
INSERT INTO "notice" VALUES(2,'e482f23d8ee8f9b18cbea95cb6bf45f2e42f314647dbc62baee0174c4c5fa09a','4883b54e1da0b38d00000009','it-c00000001-a2','PAYMENT_COMPLETED',1830450773,NULL,0);
INSERT INTO "notice" VALUES(3,'ff9b06bca3dcb72dd40a854895d299a1732cd7788b8f7f3fc62a605c25ecbded','dc3c4c9c3f85c50a0000000b','it-c00000003-a1','PAYMENT_COMPLETED',1830470400,NULL,0);
INSERT INTO "notice" VALUES(4,'514a39af97be07e4ae2b3533fdc6913d2d4129ec8912a2d24f724baf45649f86','4883b54e1da0b38d00000009','it-c00000001-a2','PAYMENT_CANCELLED',1830567600,NULL,0);
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
INSERT INTO "plan" VALUES(1,'daily','Daily',800,0,'day',1,0,0,'default','86400,259200','cancel',0,259200,2,'bill_each',1);
INSERT INTO "plan" VALUES(2,'basic','Basic',9900,0,'month',1,0,0,'default','86400,259200','cancel',0,86400,1,'bill_each',1);
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
INSERT INTO "receipt" VALUES('4883b54e1da0b38d00000009','it-c00000001-a2','settles',800,800,1830470400,NULL,3);
INSERT INTO "receipt" VALUES('dc3c4c9c3f85c50a0000000b','it-c00000003-a1','settles',800,0,1830556800,NULL,1);
INSERT INTO "receipt" VALUES('ec9872fc2c36799500000008','it-c00000002-a1','settles',800,0,1830470400,NULL,1);
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
INSERT INTO "refund" VALUES('it-r-4883b54e1da0b38d00000009-1','4883b54e1da0b38d00000009',800,'the day','done',0,NULL,'send',0,1830567600,1830567600,'',3);
CREATE TABLE refund_edge (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO "refund_edge" VALUES('doubt','done');
INSERT INTO "refund_edge" VALUES('doubt','refused');
INSERT INTO "refund_edge" VALUES('doubt','sending');
INSERT INTO "refund_edge" VALUES('planned','sending');
INSERT INTO "refund_edge" VALUES('sending','done');
INSERT INTO "refund_edge" VALUES('sending','doubt');
INSERT INTO "refund_edge" VALUES('sending','planned');
INSERT INTO "refund_edge" VALUES('sending','refused');
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
INSERT INTO "subscription" VALUES('hana-basic','hana',2,'bk_000001','2028-01-05T00:00:00','Asia/Seoul',1830610800,1830610800,1830567600,2,NULL,'',NULL,NULL,'active',1833289200,3);
INSERT INTO "subscription" VALUES('hana-daily','hana',1,'bk_000001','2028-01-02T09:00:00','Asia/Seoul',1830384000,1830384000,1830265200,5,1830607200,'requested',NULL,NULL,'canceled',NULL,8);
CREATE TRIGGER meta_keeps_rows BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'meta: nothing is taken out'); END;
CREATE TRIGGER meta_keeps_identity BEFORE UPDATE ON meta
WHEN OLD.name IN ('installation', 'key_check')
BEGIN SELECT RAISE(ABORT, 'meta: the identity of a ledger does not change'); END;
CREATE TRIGGER counter_keeps_rows BEFORE DELETE ON counter
BEGIN SELECT RAISE(ABORT, 'counter: nothing is taken out'); END;
CREATE TRIGGER counter_rises BEFORE UPDATE ON counter
WHEN NEW.name <> OLD.name OR NEW.value <= OLD.value
BEGIN SELECT RAISE(ABORT, 'counter: a number is given once'); END;
CREATE INDEX journal_subject ON journal (subject, number);
CREATE TRIGGER journal_counts_by_one BEFORE INSERT ON journal
WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM journal), 0)
BEGIN SELECT RAISE(ABORT, 'journal: numbers rise by one'); END;
CREATE TRIGGER journal_keeps_entries BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: an entry does not change'); END;
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: nothing is taken out'); END;
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
CREATE INDEX plan_id ON plan (id, version);
CREATE TRIGGER plan_keeps_rows BEFORE DELETE ON plan
BEGIN SELECT RAISE(ABORT, 'plan: nothing is taken out'); END;
CREATE TRIGGER plan_keeps_terms
BEFORE UPDATE OF version, id, name, price, tax_free, unit, unit_count, trial_days, periods,
    dunning_name, dunning_waits, dunning_end, cancel_after, reserve_lead, reserve_ahead, catch_up
ON plan
BEGIN SELECT RAISE(ABORT, 'plan: other terms are another version'); END;
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
CREATE UNIQUE INDEX charge_period ON charge (subscription, period);
CREATE UNIQUE INDEX charge_receipt ON charge (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX charge_unsettled ON charge (subscription, period)
WHERE state IN ('owed', 'past_due');
CREATE INDEX charge_state ON charge (state, number);
CREATE INDEX charge_due ON charge (period_start);
CREATE INDEX charge_late ON charge (number) WHERE late <> 'none';
CREATE INDEX charge_needs_key ON charge (number) WHERE needs_key = 1;
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
CREATE UNIQUE INDEX attempt_number ON attempt (charge, number);
CREATE UNIQUE INDEX attempt_live ON attempt (charge) WHERE state IN (
    'planned', 'sending', 'doubt', 'quarantined', 'reserved', 'open', 'revoking');
CREATE INDEX attempt_slot ON attempt (billing_key, execute_at, order_id)
WHERE state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking');
CREATE INDEX attempt_waiting ON attempt (billing_key, execute_at, order_id)
WHERE state = 'planned' AND waits_for_slot = 1;
CREATE INDEX attempt_due ON attempt (next_look_at, order_id) WHERE next_look_at IS NOT NULL;
CREATE INDEX attempt_state ON attempt (state, order_id);
CREATE INDEX attempt_key ON attempt (billing_key, order_id);
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
CREATE TRIGGER charge_keeps_terms BEFORE UPDATE ON charge
WHEN (NEW.amount <> OLD.amount OR NEW.tax_free <> OLD.tax_free
      OR NEW.period_start <> OLD.period_start OR NEW.period_end <> OLD.period_end)
    AND (OLD.state NOT IN ('owed', 'past_due') OR EXISTS (
        SELECT 1 FROM attempt WHERE charge = OLD.number AND state IN (
            'planned', 'sending', 'doubt', 'quarantined', 'reserved', 'open', 'revoking')))
BEGIN SELECT RAISE(ABORT, 'charge: its terms are frozen by a live attempt or its end'); END;
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
CREATE INDEX refund_receipt ON refund (receipt, id);
CREATE UNIQUE INDEX refund_under_way ON refund (receipt)
WHERE state IN ('planned', 'sending', 'doubt');
CREATE INDEX refund_state ON refund (state, id);
CREATE INDEX refund_due ON refund (next_look_at, id) WHERE next_look_at IS NOT NULL;
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
CREATE INDEX notice_due ON notice (next_look_at, number) WHERE next_look_at IS NOT NULL;
CREATE INDEX notice_received ON notice (received_at) WHERE next_look_at IS NULL;
CREATE TRIGGER notice_keeps_what_waits BEFORE DELETE ON notice
WHEN OLD.next_look_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'notice: it still waits for a look'); END;
CREATE TRIGGER notice_keeps_words BEFORE UPDATE ON notice
WHEN NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.receipt_id <> OLD.receipt_id
    OR NEW.order_id <> OLD.order_id OR NEW.type <> OLD.type OR NEW.received_at <> OLD.received_at
BEGIN SELECT RAISE(ABORT, 'notice: what came in does not change'); END;
CREATE INDEX kept_answer_at ON kept_answer (at);
CREATE TRIGGER kept_answer_stays BEFORE UPDATE ON kept_answer
BEGIN SELECT RAISE(ABORT, 'kept_answer: an answer does not change'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('notice',4);
COMMIT;
