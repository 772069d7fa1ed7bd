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
