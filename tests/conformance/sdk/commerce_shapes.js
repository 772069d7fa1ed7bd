'use strict'
// The objects of the Commerce API as Bootpay documents them.

const product = {
  product_id: 'id',
  name: 'text',
  display_price: 'number',
  tax_free_price: 'number',
  use_subscription: 'flag',
  status_sale: 'flag',
  status_display: 'flag',
  ex_uid: 'text'
}

const made = { payment_url: 'text', invoice_id: 'id', request_id: 'text', expired_at: 'time' }

const invoice = {
  ...made,
  name: 'text',
  title: 'text',
  price: 'number',
  tax_free_price: 'number',
  order_id: 'text',
  send_types: 'list',
  send_status: 'number',
  sent_at: 'timeOrNull',
  pay_at: 'timeOrNull',
  metadata: 'object',
  user: 'object',
  products: 'list',
  status: 'number'
}

const order = {
  order_id: 'id',
  order_number: 'text',
  order_name: 'text',
  price: 'number',
  tax_free_price: 'number',
  status: 'text',
  receipt_status: 'text',
  purchased_at: 'timeOrNull',
  created_at: 'time',
  user: 'object',
  result_data: { receipt_id: 'id', method_name: 'text', card_name: 'text', card_no: 'text' },
  products: 'list',
  order_subscriptions: 'list'
}

const subscription = {
  order_subscription_id: 'id',
  order_id: 'id',
  order_name: 'text',
  price: 'number',
  tax_free_price: 'number',
  quantity: 'number',
  status: 'number',
  subscription_billing_type: 'number',
  subscription_payment_cycle_type: 'number',
  current_duration: 'number',
  total_subscription_duration: 'number',
  service_start_at: 'time',
  payment_next_at: 'timeOrNull'
}

const bill = {
  order_subscription_bill_id: 'id',
  order_subscription_id: 'id',
  duration: 'number',
  price: 'number',
  status: 'number',
  reserve_payment_at: 'timeOrNull',
  purchased_at: 'timeOrNull'
}

module.exports = { product, made, invoice, order, subscription, bill }
