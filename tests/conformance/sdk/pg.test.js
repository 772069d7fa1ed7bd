'use strict'
// Every method of the PG client, in the order in which a merchant comes to need it.
const assert = require('node:assert/strict')
const { after, before, test } = require('node:test')
const { Sandbox, basic, legacy } = require('./sandbox')
const { hasShape, hasNoOther, refused } = require('./shapes')
const shapes = require('./pg_shapes')

let sandbox, bootpay

before(async () => {
  sandbox = await Sandbox.start()
  bootpay = sandbox.pg(basic)
})
after(() => sandbox.stop())

const registered = (card = {}) => sandbox.control('POST', '/billing-keys', card)
const order = (key, id, price = 29900) => ({
  billing_key: key,
  order_name: '월간 이용권',
  order_id: id,
  price
})

test('a key pair needs no token; half a pair is refused before anything is sent', async () => {
  assert.deepEqual(await bootpay.getAccessToken(), { access_token: '', expire_in: 0 })
  await refused(sandbox.pg({ client_key: 'sandbox-client-key' }).receiptPayment('x'), -101)
})

test('the older pair is exchanged for a token of 30 minutes', async () => {
  const older = sandbox.pg(legacy)
  await refused(older.receiptPayment('x'), -101)
  const token = await older.getAccessToken()
  hasShape(token, { access_token: 'text', expire_in: 'number' })
  assert.equal(token.expire_in, 1800)
  assert.equal((await older.getAccessToken()).access_token, token.access_token)
  await refused(older.receiptPayment('0123456789abcdef01234567'), 'RC_NOT_FOUND')
  await refused(sandbox.pg({ ...legacy, private_key: 'x' }).getAccessToken(), 'APP_SK_NOT_MATCHED')
  await refused(sandbox.pg({ ...basic, secret_key: 'x' }).receiptPayment('x'), 'APP_SK_NOT_MATCHED')
})

test('a key that the browser registered is found by its receipt and by itself', async () => {
  const { billing_key: key, receipt_id: receipt } = await registered()
  const issued = await bootpay.lookupSubscribeBillingKey(receipt)
  hasShape(issued, shapes.issuing)
  hasNoOther(issued, shapes.issuing)
  hasShape(issued.billing_data, shapes.card)
  assert.equal(issued.status, 11)
  assert.equal(issued.billing_key, key)
  const itself = await bootpay.lookupBillingKey(key)
  hasShape(itself, shapes.keyItself)
  hasNoOther(itself, shapes.keyItself)
  assert.equal(itself.status, 1)
  await refused(bootpay.lookupSubscribeBillingKey('0123456789abcdef01234567'), 'RC_NOT_FOUND')
})

test('a charge is paid once; its receipt is found with and without the user', async () => {
  const { billing_key: key } = await registered()
  const asked = { ...order(key, 'pay-1'), tax_free: 900, user: { id: 'user_1001' }, metadata: { cycle: 3 } }
  const paid = await bootpay.requestSubscribePayment(asked)
  hasShape(paid, shapes.receipt)
  hasNoOther(paid, shapes.receipt)
  assert.equal(paid.status, 1)
  assert.deepEqual(paid.metadata, { cycle: 3 })
  assert.deepEqual(await bootpay.receiptPayment(paid.receipt_id), paid)
  assert.equal((await bootpay.receiptPayment(paid.receipt_id, true)).user.id, 'user_1001')
  await refused(bootpay.requestSubscribeCardPayment(asked), 'RC_ORDER_ID_DUPLICATED')
  await refused(bootpay.lookupSubscribeBillingKey(paid.receipt_id), 'RC_NOT_SUBSCRIBE')
  await refused(bootpay.requestSubscribePayment({ ...order(key, 'pay-2'), price: 0 }), 'PARAMETER_INVALID')
})

test('a declined card leaves the reason of the PG', async () => {
  const { billing_key: key } = await registered()
  await sandbox.control('POST', '/declines', { billing_key: key, times: 1, pg_error_code: '51' })
  const error = await refused(bootpay.requestSubscribePayment(order(key, 'declined-1')), 'RC_REQUEST_FAILED')
  assert.equal(error.pg_error_code, '51')
  assert.equal((await bootpay.requestSubscribePayment(order(key, 'declined-2'))).status, 1)
})

test('money goes back in parts, each cancel_id once', async () => {
  const { billing_key: key } = await registered()
  const { receipt_id } = await bootpay.requestSubscribePayment({ ...order(key, 'cancel-1'), tax_free: 5000 })
  const part = { receipt_id, cancel_price: 10000, cancel_tax_free: 2000, cancel_id: 'c-1' }
  const partly = await bootpay.cancelPayment({ ...part, cancel_username: '관리자', cancel_message: '부분 환불' })
  hasShape(partly, shapes.receipt)
  assert.deepEqual(
    [partly.status, partly.cancelled_price, partly.cancelled_tax_free],
    [1, 10000, 2000]
  )
  await refused(bootpay.cancelPayment(part), 'CANCEL_ID_DUPLICATED')
  await refused(bootpay.cancelPayment({ receipt_id, cancel_price: 19901 }), 'CANCEL_PRICE_OVER')
  const rest = await bootpay.cancelPayment({ receipt_id })
  assert.deepEqual([rest.status, rest.cancelled_price, rest.cancelled_tax_free], [20, 29900, 5000])
  await refused(bootpay.cancelPayment({ receipt_id }), 'RC_ALREADY_CANCELLED')
  await refused(bootpay.cancelPayment({ receipt_id: '0123456789abcdef01234567' }), 'RC_NOT_FOUND')
})

test('a reservation is carried out at its time, or taken back before', async () => {
  const { billing_key: key } = await registered()
  const reserve_execute_at = new Date('2026-11-30T01:00:00Z')
  const asked = {
    ...order(key, 'reserve-1'),
    reserve_execute_at,
    user: { id: 'user_1001', username: '홍길동' },
    items: [{ id: 'item-1', name: '월간 이용권', qty: 1, price: 29900 }],
    metadata: { cycle: 4 },
    feedback_url: 'https://merchant.example/webhook',
    content_type: 'application/json'
  }
  const made = await bootpay.subscribePaymentReserve(asked)
  hasShape(made, { reserve_id: 'id', reserve_execute_at: 'time' })
  assert.equal(new Date(made.reserve_execute_at).getTime(), reserve_execute_at.getTime())
  const waiting = await bootpay.subscribePaymentReserveLookup(made.reserve_id)
  hasShape(waiting, shapes.reservation)
  hasNoOther(waiting, shapes.reservation)
  assert.deepEqual(waiting.items, asked.items)
  assert.equal(waiting.status, 0)

  const other = await bootpay.subscribePaymentReserve({ ...asked, order_id: 'reserve-2' })
  assert.deepEqual(await bootpay.cancelSubscribeReserve(other.reserve_id), {
    reserve_id: other.reserve_id,
    success: true
  })
  assert.equal((await bootpay.subscribePaymentReserveLookup(other.reserve_id)).status, 3)
  await refused(bootpay.subscribePaymentReserve(asked), 'RC_ORDER_ID_DUPLICATED')
  await refused(
    bootpay.subscribePaymentReserve({ ...asked, order_id: 'reserve-3', reserve_execute_at: new Date(0) }),
    'RESERVE_EXECUTE_AT_PAST'
  )

  await sandbox.moveTo('2026-11-30T10:00:01+09:00')
  const done = await bootpay.subscribePaymentReserveLookup(made.reserve_id)
  hasShape(done, shapes.reservation)
  assert.equal(done.status, 1)
  assert.equal((await bootpay.receiptPayment(done.receipt_id)).order_id, 'reserve-1')
  await refused(bootpay.cancelSubscribeReserve(made.reserve_id), 'RESERVE_NOT_WAITING')
})

test('a deleted key charges nothing any more', async () => {
  const { billing_key: key } = await registered()
  assert.deepEqual(await bootpay.destroyBillingKey(key), { billing_key: key })
  await refused(bootpay.destroyBillingKey(key), 'SUBSCRIBE_BK_EXPIRED')
  await refused(bootpay.requestSubscribePayment(order(key, 'dead-1')), 'SUBSCRIBE_BK_EXPIRED')
})

const user = { id: 'user_1001', username: '홍길동', phone: '01012345678', email: 'user@example.com' }
const cardForm = {
  pg: '나이스페이',
  order_name: '정기결제 카드 등록',
  subscription_id: 'issue-1',
  card_no: '5570000000001074',
  card_pw: '12',
  card_identity_no: '861014',
  card_expire_year: '30',
  card_expire_month: '12',
  extra: { subscribe_test_payment: true },
  user,
  metadata: { plan: 'premium' }
}

test('a card is registered by the server, and charged at once when it has a price', async () => {
  const issued = await bootpay.requestSubscribeBillingKey(cardForm)
  hasShape(issued, shapes.issuing)
  assert.deepEqual(issued.metadata, { plan: 'premium' })
  assert.equal(issued.billing_data.card_no, '55700000****1074')
  assert.equal(issued.receipt_data, undefined)
  assert.deepEqual(await bootpay.lookupSubscribeBillingKey(issued.receipt_id), issued)
  assert.equal((await bootpay.requestSubscribePayment(order(issued.billing_key, 'issued-1'))).status, 1)

  const priced = await bootpay.requestSubscribeBillingKey({
    ...cardForm,
    subscription_id: 'issue-2',
    price: 1000,
    tax_free: 100
  })
  assert.equal(priced.receipt_data.price, 1000)
  assert.equal((await bootpay.receiptPayment(priced.receipt_data.receipt_id)).status, 1)
})

test('a card that cannot be is refused with its code', async () => {
  const wrong = (fields) => bootpay.requestSubscribeBillingKey({ ...cardForm, ...fields })
  await refused(wrong({ card_expire_month: '13' }), 'RC_INVALID_EXP_MONTH')
  await refused(wrong({ card_no: '5570' }), 'INVALID_CARD_NUMBER')
  await refused(wrong({ card_expire_year: '20' }), 'SUBSCRIBE_PUBLISH_FAILED')
  await refused(wrong({ card_pw: '1' }), 'SUBSCRIBE_REQUEST_FAILED')
  await sandbox.control('POST', '/declines', { registrations: 1, pg_error_code: 'F115' })
  assert.equal((await refused(wrong({}), 'SUBSCRIBE_PUBLISH_FAILED')).pg_error_code, 'F115')
})

test('a bank account is registered in two steps, with the consent of its holder between', async () => {
  const form = {
    pg: '나이스페이',
    order_name: '계좌 자동결제 등록',
    subscription_id: 'account-1',
    auth_type: 'ARS',
    username: '홍길동',
    bank_name: '국민',
    bank_account: '67560123412342',
    identity_no: '861014',
    cash_receipt_type: '소득공제',
    cash_receipt_identity_no: '01012345678',
    phone: '01012345678',
    extra: { subscribe_test_payment: false },
    user
  }
  await sandbox.control('POST', '/switches', { consents_at_once: false })
  const asked = await bootpay.requestSubscribeAutomaticTransferBillingKey(form)
  hasShape(asked, shapes.accountAsked)
  hasNoOther(asked, shapes.accountAsked)
  assert.equal(asked.status, 41)
  await refused(bootpay.publishAutomaticTransferBillingKey(asked.receipt_id), 'SUBSCRIBE_PUBLISH_NOT_READY')
  await sandbox.control('POST', '/consents', { receipt_id: asked.receipt_id })
  const issued = await bootpay.publishAutomaticTransferBillingKey(asked.receipt_id)
  hasShape(issued, shapes.issuing)
  hasShape(issued.billing_data, shapes.account)
  assert.equal(issued.status, 11)
  assert.deepEqual(await bootpay.lookupSubscribeBillingKey(asked.receipt_id), issued)
  const paid = await bootpay.requestSubscribePayment(order(issued.billing_key, 'account-pay-1'))
  hasShape(paid, { bank_data: 'object', status: 'number' })
  await sandbox.control('POST', '/switches', { consents_at_once: true })
  const other = await bootpay.requestSubscribeAutomaticTransferBillingKey(form)
  assert.equal((await bootpay.publishAutomaticTransferBillingKey(other.receipt_id)).status, 11)
  const nobody = { ...form, identity_no: '1' }
  await refused(bootpay.requestSubscribeAutomaticTransferBillingKey(nobody), 'SUBSCRIBE_AT_LOOKUP_USER_FAILED')
})

test('a payment that waits for the server is confirmed once', async () => {
  const window = { order_id: 'confirm-1', order_name: '상품', price: 5000, separately_confirmed: true }
  const { receipt_id, status } = await sandbox.control('POST', '/payments', window)
  assert.equal(status, 2)
  const confirmed = await bootpay.confirmPayment(receipt_id)
  hasShape(confirmed, shapes.receipt)
  assert.deepEqual([confirmed.status, confirmed.price], [1, 5000])
  await refused(bootpay.confirmPayment(receipt_id), 'RC_NOT_CONFIRM_READY')
  const stolen = { ...window, order_id: 'confirm-2', confirm_declined: '51' }
  const other = await sandbox.control('POST', '/payments', stolen)
  assert.equal((await refused(bootpay.confirmPayment(other.receipt_id), 'RC_CONFIRM_FAILED')).pg_error_code, '51')
})

test('a deposit to a virtual account goes back to a bank account', async () => {
  const window = { order_id: 'vbank-1', order_name: '상품', price: 5000, virtual_account: true }
  const { receipt_id, status } = await sandbox.control('POST', '/payments', window)
  assert.equal(status, 5)
  await sandbox.control('POST', `/payments/${receipt_id}/deposit`)
  const paid = await bootpay.receiptPayment(receipt_id)
  hasShape(paid, { ...shapes.receipt, vbank_data: shapes.receipt['vbank_data?'] })
  await refused(bootpay.cancelPayment({ receipt_id }), 'RC_CANCEL_SERVER_ERROR')
  const refund = { bank_account: '67560123412342', bank_username: '홍길동', bank_code: '004' }
  assert.equal((await bootpay.cancelPayment({ receipt_id, refund })).status, 20)
})

test('a person is checked by code, and the result can be read for thirty minutes', async () => {
  const form = {
    authentication_id: 'auth-1',
    pg: '다날',
    method: '본인인증',
    username: '홍길동',
    identity_no: '8610141',
    carrier: 'SKT',
    phone: '01012345678',
    client_ip: '203.0.113.7',
    authenticate_type: 'sms',
    order_name: '본인인증'
  }
  const { receipt_id, status } = await bootpay.requestAuthentication(form)
  assert.equal(status, 50)
  await refused(bootpay.requestAuthentication(form), 'AUTH_ALREADY_AUTHENTICATED')
  await refused(bootpay.certificate(receipt_id), 'AUTH_NOT_CONFIRMED')
  assert.equal((await bootpay.realarmAuthentication(receipt_id)).status, 50)
  await refused(bootpay.confirmAuthentication(receipt_id, '000000'), 'AUTH_NOT_CONFIRMED')
  const done = await bootpay.confirmAuthentication(receipt_id, '123456')
  hasShape(done, shapes.certificate)
  hasNoOther(done, shapes.certificate)
  assert.deepEqual(await bootpay.certificate(receipt_id), done)
  assert.equal(done.authenticate_data.birth, '1986-10-14')
  await refused(bootpay.realarmAuthentication(receipt_id), 'AUTH_NOT_READY')
  await refused(bootpay.confirmAuthentication(receipt_id, '123456'), 'AUTH_CONFIRM_READY_FAILED')
  await refused(bootpay.certificate('0123456789abcdef01234567'), 'RC_NOT_FOUND')
})

test('goods of an escrow payment go out', async () => {
  const window = { order_id: 'escrow-1', order_name: '상품', price: 5000, escrow: true }
  const { receipt_id, receipt_url } = await sandbox.control('POST', '/payments', window)
  const form = { receipt_id, receipt_url, tracking_number: '1234', delivery_corp: 'CJ대한통운', user }
  const shipped = await bootpay.shippingStart(form)
  hasShape(shipped, { ...shapes.receipt, escrow_data: shapes.receipt['escrow_data?'] })
  const { billing_key: key } = await registered()
  const card = await bootpay.requestSubscribePayment(order(key, 'no-escrow-1'))
  await refused(bootpay.shippingStart({ ...form, receipt_id: card.receipt_id }), 'RC_NOT_ESCROW')
})

test('cash receipts, on a payment and alone', async () => {
  const window = { order_id: 'cash-1', order_name: '상품', price: 5000, bank_transfer: true }
  const { receipt_id } = await sandbox.control('POST', '/payments', window)
  const form = { receipt_id, identity_no: '01012345678', cash_receipt_type: '소득공제', currency: 'WON' }
  const published = await bootpay.cashReceiptPublishOnReceipt(form)
  hasShape(published, { ...shapes.receipt, cash_receipt_data: shapes.receipt['cash_receipt_data?'] })
  await refused(bootpay.cashReceiptPublishOnReceipt(form), 'RC_CASH_RECEIPT_FAILED')
  const back = { receipt_id, cancel_username: '관리자', cancel_message: '취소' }
  assert.equal((await bootpay.cashReceiptCancelOnReceipt(back)).cash_receipt_data, undefined)
  await refused(bootpay.cashReceiptCancelOnReceipt(back), 'RC_CASH_RECEIPT_FAILED')

  const lone = await bootpay.requestCashReceipt({
    price: 1000,
    order_name: '오프라인 판매',
    cash_receipt_type: '지출증빙',
    identity_no: '1234567890',
    purchased_at: new Date('2026-11-29T15:00:00Z'),
    order_id: 'cash-alone-1',
    user
  })
  hasShape(lone, shapes.receipt)
  assert.deepEqual([lone.status, lone.cash_receipt_data.cash_receipt_type], [60, 2])
  const gone = await bootpay.cancelCashReceipt({ receipt_id: lone.receipt_id, cancel_message: '취소' })
  assert.equal(gone.status, 61)
  await refused(bootpay.cancelCashReceipt({ receipt_id: lone.receipt_id }), 'RC_ALREADY_CANCELLED')
})

test('user tokens and wallets take a token only; a customer pays by what is registered', async () => {
  const asked = { user_id: 'user_2002', username: '성춘향', gender: 0, birth: '900101' }
  await refused(bootpay.requestUserToken(asked), 'TOKEN_KEY_INVALID')
  await refused(bootpay.getUserWallets('user_2002', true), 'TOKEN_KEY_INVALID')
  const older = sandbox.pg(legacy)
  await older.getAccessToken()
  hasShape(await older.requestUserToken(asked), { user_token: 'text', expired_at: 'time' })

  const { billing_key: key } = await registered({ user_id: 'user_2002' })
  const wallets = await older.getUserWallets('user_2002', true)
  assert.equal(wallets.length, 1)
  hasShape(wallets[0], { wallet_id: 'text', type: 'number', sandbox: 'number', batch_data: 'object' })
  assert.deepEqual(await older.getUserWallets('user_2002', false), [])
  const paid = await older.requestWalletPayment({
    user_id: 'user_2002',
    order_name: '상품',
    price: 5000,
    order_id: 'wallet-1',
    sandbox: true
  })
  hasShape(paid, shapes.receipt)
  hasShape(paid.wallet_data, { success: 'object', failure: 'list' })
  const sequential = await bootpay.lookupSequentialBillingKey('widget', key, 'user_2002')
  assert.equal(sequential.billing_key, key)
  await refused(bootpay.lookupSequentialBillingKey('widget', key, 'user_1'), 'SUBSCRIBE_BK_NOT_FOUND')
})

test('every method of the client was called', () => {
  const { Bootpay } = require('@bootpay/backend-js')
  const source = require('node:fs').readFileSync(__filename, 'utf8')
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(Bootpay)).slice(1)
  const forgotten = methods.filter((name) => !source.includes(`.${name}(`))
  assert.ok(methods.length > 25)
  assert.deepEqual(forgotten, [])
})
