'use strict'
// The Commerce client: token, products, payment links, orders, and subscriptions that Bootpay bills.
const assert = require('node:assert/strict')
const { after, before, test } = require('node:test')
const { Sandbox, basic } = require('./sandbox')
const { hasShape, refused } = require('./shapes')
const shapes = require('./commerce_shapes')

const nobody = '0123456789abcdef01234567'
let sandbox, commerce

before(async () => {
  sandbox = await Sandbox.start()
  commerce = sandbox.commerce(basic)
})
after(() => sandbox.stop())

const sells = (more = {}) =>
  sandbox.control('POST', '/products', { name: 'Professional 플랜', price: 29900, ex_uid: 'EX-1', ...more })
const link = (id, more = {}) => ({
  name: 'Professional 플랜 구독',
  title: 'Professional 플랜 구독',
  price: 29900,
  order_id: id,
  request_id: `request-${id}`,
  expired_at: '2026-12-31T23:59:59+09:00',
  use_notification: true,
  send_types: [1, 2],
  metadata: { plan_key: 'professional' },
  user: { email: 'user@example.com', phone: '01012345678' },
  ...more
})
/// A checkout of a product that is billed every month, as the browser does it.
const subscribes = async () => {
  const product = await sells({ use_subscription: true })
  const lines = [{ product_id: product.product_id, quantity: 1, duration: -1 }]
  return sandbox.control('POST', '/checkouts', { name: 'Pro', price: 29900, products: lines })
}

test('a token is given for the key pair, and for no other', async () => {
  const token = await commerce.getAccessToken()
  hasShape(token, { access_token: 'text', expire_in: 'number', expired_at: 'time' })
  assert.equal(token.expire_in, 1800)
  assert.ok((await commerce.withToken()).hasToken())
  await refused(sandbox.commerce({ ...basic, secret_key: 'x' }).getAccessToken(), 'APP_SK_NOT_MATCHED')
})

test('products are listed and shown', async () => {
  const { product_id: id } = await sells()
  const page = await commerce.product.list({ page: 1, limit: 20, keyword: 'Professional' })
  assert.equal(page.count, page.list.length)
  const listed = page.list.find((product) => product.product_id === id)
  hasShape(listed, shapes.product)
  assert.deepEqual(await commerce.product.detail(id), listed)
  assert.equal((await commerce.product.list({ keyword: 'nothing of the kind' })).count, 0)
  await refused(commerce.product.detail(nobody), 'PRODUCT_NOT_FOUND')
})

test('a payment link is made, found, sent again, paid', async () => {
  const made = await commerce.invoice.create(link('link-1'))
  hasShape(made, shapes.made)
  assert.equal(made.expired_at, '2026-12-31T23:59:59+09:00')
  const shown = await commerce.invoice.detail(made.invoice_id)
  hasShape(shown, shapes.invoice)
  assert.deepEqual(shown.send_types, [1, 2])
  assert.deepEqual(shown.metadata, { plan_key: 'professional' })
  const page = await commerce.invoice.list({ keyword: 'link-1' })
  assert.deepEqual(page.list, [shown])
  await commerce.invoice.notify(made.invoice_id, [1])
  const order = await sandbox.control('POST', `/invoices/${made.invoice_id}/pay`, {})
  assert.equal((await commerce.invoice.detail(made.invoice_id)).order_number, order.order_number)
  await refused(commerce.invoice.detail(nobody), 'INVOICE_NOT_FOUND')
})

test('a link ends by seconds as well; nobody is told without an address; some are denied', async () => {
  const { expired_at: no, ...endless } = link('link-2')
  const made = await commerce.invoice.create({ ...endless, expire_in: 7200 })
  assert.equal(made.expired_at, '2026-11-30T11:00:00+09:00')
  const unreachable = link('link-3', { user: { email: 'user@example.com' } })
  await refused(commerce.invoice.create(unreachable), 'INVOICE_TARGET_NOT_FOUND')
  const { price, ...free } = link('link-4')
  await refused(commerce.invoice.create(free), 'API_PARAM_INVALID')
  await sandbox.control('POST', `/invoices/${made.invoice_id}/deny`)
  await refused(commerce.invoice.detail(made.invoice_id), 'INVOICE_DENIED')
})

test('an empty metadata is the server error that it is at Bootpay', async () => {
  await refused(commerce.invoice.create(link('link-5', { metadata: {} })), 'SERVER_ERROR')
})

test('an order is paid at the price that its request was prepared with', async () => {
  await commerce.invoice.create(link('order-1', { price: 23900, use_notification: false, send_types: [] }))
  const bought = await sandbox.control('POST', '/checkouts', {
    name: 'Pro', price: 29900, request_id: 'request-order-1'
  })
  const order = await commerce.order.detail(bought.order_number)
  hasShape(order, shapes.order)
  assert.equal(order.price, 23900)
  assert.equal(order.status, 'order_completed')
  assert.equal(order.receipt_status, 'receipt_paid')
  const page = await commerce.order.list({ keyword: bought.order_number })
  assert.deepEqual(page.list, [order])
  await refused(commerce.order.detail('1'), 'ORDER_NOT_FOUND')
})

test('a subscription order runs: it is shown, paused, resumed, terminated', async () => {
  const order = await subscribes()
  assert.equal(order.status, 'subscription_request_completed')
  const id = order.order_subscriptions[0].order_subscription_id
  hasShape(await commerce.orderSubscription.detail(id), shapes.subscription)
  const page = await commerce.orderSubscription.list({ order_number: order.order_number })
  assert.equal(page.list.length, 1)
  const paused = await commerce.orderSubscription.supervisorPause(id, { reason: 'holiday', paused_at: '2026-12-01 00:00:00' })
  assert.equal(paused.status, -2)
  const running = await commerce.orderSubscription.supervisorResume(id, { reason: 'back' })
  assert.equal(running.status, 1)
  const over = await commerce.orderSubscription.supervisorTerminate(id, { reason: 'moved away' })
  assert.equal(over.status, 20)
  await refused(commerce.orderSubscription.supervisorResume(id, { reason: 'again' }), 'ORDER_SUBSCRIPTION_RESUME_UNABLE')
  await refused(commerce.orderSubscription.detail(nobody), 'ORDER_SUBSCRIPTION_NOT_FOUND')
})

test('the member asks for the same by way of requests', async () => {
  const order = await subscribes()
  const id = order.order_subscriptions[0].order_subscription_id
  const { requestIng } = commerce.orderSubscription
  const fee = await requestIng.calculateTerminationFee(id)
  hasShape(fee, { termination_fee: 'number', refund_amount: 'number', last_bill_refund_price: 'number', final_fee: 'number' })
  await requestIng.pause({ order_subscription_id: id, reason: 'holiday', paused_at: '2026-12-01 00:00:00' })
  const resumed = await requestIng.resume({ order_subscription_id: id, reason: 'back' })
  assert.equal(resumed.id, id)
  assert.equal(resumed.request_type, 2)
  await requestIng.termination({ order_subscription_id: id, reason: 'moved away' })
  assert.equal((await commerce.orderSubscription.detail(id)).status, 20)
})

test('the bills of a subscription are listed by their state, and shown', async () => {
  const order = await subscribes()
  const id = order.order_subscriptions[0].order_subscription_id
  const bills = await commerce.orderSubscriptionBill.list({ order_subscription_id: id })
  assert.equal(bills.list.length, 2)
  bills.list.forEach((bill) => hasShape(bill, shapes.bill))
  const done = await commerce.orderSubscriptionBill.list({ order_subscription_id: id, status: [1] })
  assert.equal(done.list.length, 1)
  const one = await commerce.orderSubscriptionBill.detail(done.list[0].order_subscription_bill_id)
  assert.deepEqual(one, done.list[0])
})
