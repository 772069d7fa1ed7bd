// What a merchant's web application does with maedal, in Node without any package.
//
//   MAEDAL_SOCKET=/run/maedal/admin.sock node shop.mjs register-key CUSTOMER RECEIPT_ID
//   ... node shop.mjs subscribe CUSTOMER PLAN BILLING_KEY_ID SUBSCRIPTION_ID
//   ... node shop.mjs prepare-order ORDER_ID AMOUNT NAME
//   ... node shop.mjs verify-order ORDER_ID RECEIPT_ID
//   ... node shop.mjs confirm-payment ORDER_ID RECEIPT_ID
//
// Each function below is what the route of a shop would call; the last lines only make a command
// line of them.
import http from 'node:http'
import { pathToFileURL } from 'node:url'

const socketPath = process.env.MAEDAL_SOCKET ?? '/run/maedal/admin.sock'

/** One call of the admin API. Throws an Error with `status` and the stable `code` of a refusal. */
function call(method, path, body, idempotencyKey) {
  const text = JSON.stringify(body ?? {})
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path, headers, timeout: 60_000 }, (answer) => {
      let said = ''
      answer.setEncoding('utf8')
      answer.on('data', (part) => { said += part })
      answer.on('end', () => {
        const value = said ? JSON.parse(said) : {}
        if (answer.statusCode < 300) return resolve({ status: answer.statusCode, ...value })
        const refusal = new Error(value.detail ?? `HTTP ${answer.statusCode}`)
        reject(Object.assign(refusal, { status: answer.statusCode, code: value.code }))
      })
    })
    request.on('timeout', () => request.destroy(new Error('maedal does not answer')))
    request.on('error', reject)
    request.end(text)
  })
}

/** The browser came back from Bootpay.requestSubscription() with this receipt_id. */
export function registerKey(customerId, receiptId) {
  return call('POST', '/v1/billing-keys', { customer_id: customerId, receipt_id: receiptId })
}

/** Your own subscription id makes it safe to ask again. */
export function subscribe(customerId, planId, billingKeyId, subscriptionId) {
  return call('POST', '/v1/subscriptions', {
    subscription_id: subscriptionId, customer_id: customerId, plan_id: planId,
    billing_key_id: billingKeyId
  }, `subscribe-${subscriptionId}`)
}

/** Before the payment window opens: what is to be paid, by your own reckoning. */
export function prepareOrder(orderId, amount, name) {
  return call('POST', '/v1/orders', { order_id: orderId, amount, name })
}

/** The browser says that it paid. Only what Bootpay says of the receipt counts. */
export function verifyOrder(orderId, receiptId) {
  return call('POST', `/v1/orders/${encodeURIComponent(orderId)}/verify`, { receipt_id: receiptId })
}

/** The browser's `confirm` event: take the money now, once, if the order allows it.
 *  `state` is settled (200), or the answer is not known yet (202): ask again. */
export function confirmPayment(orderId, receiptId) {
  return call('POST', `/v1/orders/${encodeURIComponent(orderId)}/confirm`, { receipt_id: receiptId })
}

const words = {
  'register-key': registerKey,
  'subscribe': subscribe,
  'prepare-order': (id, amount, name) => prepareOrder(id, Number(amount), name),
  'verify-order': verifyOrder,
  'confirm-payment': confirmPayment
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [word, ...given] = process.argv.slice(2)
  if (!words[word]) {
    console.error(`one of: ${Object.keys(words).join(', ')}`)
    process.exit(64)
  }
  try {
    console.log(JSON.stringify(await words[word](...given)))
  } catch (refusal) {
    console.log(JSON.stringify({ code: refusal.code ?? 'error', detail: refusal.message }))
    process.exit(1)
  }
}
