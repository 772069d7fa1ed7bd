'use strict'
// The objects of the PG API as Bootpay documents them.

const receipt = {
  receipt_id: 'id',
  order_id: 'text',
  price: 'number',
  tax_free: 'number',
  cancelled_price: 'number',
  cancelled_tax_free: 'number',
  order_name: 'text',
  company_name: 'text',
  gateway_url: 'text',
  metadata: 'object',
  sandbox: 'flag',
  pg: 'text',
  method: 'text',
  method_symbol: 'text',
  method_origin: 'text',
  method_origin_symbol: 'text',
  requested_at: 'time',
  'purchased_at?': 'time',
  'cancelled_at?': 'time',
  status: 'number',
  status_locale: 'text',
  currency: 'text',
  'receipt_url?': 'text',
  'card_data?': {
    tid: 'text',
    card_approve_no: 'text',
    card_no: 'text',
    card_quota: 'text',
    card_company_code: 'text',
    card_company: 'text',
    card_interest: 'text',
    'card_type?': 'text'
  },
  'bank_data?': { tid: 'text', bank_code: 'text', bank_name: 'text', bank_username: 'text' },
  'vbank_data?': {
    tid: 'text',
    bank_code: 'text',
    bank_name: 'text',
    bank_username: 'text',
    bank_account: 'text',
    expired_at: 'time'
  },
  'escrow_data?': {
    status: 'number',
    status_locale: 'text',
    shipping_started_at: 'timeOrNull',
    receipt_confirmed_at: 'timeOrNull'
  },
  'cash_receipt_data?': {
    tid: 'text',
    cash_receipt_type: 'number',
    cash_receipt_no: 'text',
    receipt_url: 'text'
  }
}

const issuing = {
  receipt_id: 'id',
  subscription_id: 'text',
  gateway_url: 'text',
  metadata: 'object',
  pg: 'text',
  method: 'text',
  method_symbol: 'text',
  'method_origin?': 'text',
  'method_origin_symbol?': 'text',
  published_at: 'time',
  requested_at: 'time',
  status: 'number',
  status_locale: 'text',
  billing_key: 'id',
  billing_data: 'object',
  'receipt_data?': receipt,
  billing_expire_at: 'time'
}
const card = { card_no: 'text', card_company: 'text', card_company_code: 'text', card_type: 'number' }
const account = { bank_name: 'text', bank_code: 'text', bank_account: 'text', username: 'text' }

const keyItself = {
  billing_key: 'id',
  pg: 'text',
  method: 'text',
  method_symbol: 'text',
  billing_data: 'object',
  version: 'number',
  sandbox: 'number',
  expire_at: 'time',
  published_at: 'time',
  status: 'number'
}

const reservation = {
  reserve_id: 'id',
  receipt_id: 'idOrNull',
  billing_key: 'id',
  order_id: 'text',
  price: 'number',
  tax_free: 'number',
  order_name: 'text',
  user: 'object',
  items: 'list',
  feedback_url: 'textOrNull',
  content_type: 'textOrNull',
  metadata: 'object',
  extra: 'object',
  card_quota: 'text',
  version: 'number',
  reserve_requested_at: 'time',
  reserve_execute_at: 'time',
  reserve_started_at: 'timeOrNull',
  reserve_finished_at: 'timeOrNull',
  reserve_revoked_at: 'timeOrNull',
  status: 'number'
}

const accountAsked = {
  receipt_id: 'id',
  subscription_id: 'text',
  gateway_url: 'text',
  metadata: 'object',
  pg: 'text',
  method: 'text',
  method_symbol: 'text',
  'method_origin?': 'text',
  'method_origin_symbol?': 'text',
  requested_at: 'time',
  status: 'number',
  status_locale: 'text'
}

const certificate = {
  receipt_id: 'id',
  authenticate_id: 'text',
  pg: 'text',
  method: 'text',
  method_origin: 'text',
  method_origin_symbol: 'text',
  authenticated_at: 'time',
  requested_at: 'time',
  status: 'number',
  status_locale: 'text',
  authenticate_data: {
    name: 'text',
    phone: 'text',
    unique: 'text',
    birth: 'text',
    gender: 'number',
    foreigner: 'number',
    carrier: 'text',
    number_of_realarms: 'number',
    tid: 'text'
  }
}

module.exports = {
  receipt,
  issuing,
  card,
  account,
  accountAsked,
  certificate,
  keyItself,
  reservation
}
