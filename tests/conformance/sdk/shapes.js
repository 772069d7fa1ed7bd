'use strict'
// What the answers have to look like, field by field.
const assert = require('node:assert/strict')

const korean = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+09:00$/
const objectId = /^[0-9a-f]{24}$/

const kinds = {
  text: (value) => typeof value === 'string' && value !== '',
  number: (value) => Number.isInteger(value),
  flag: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: (value) => Array.isArray(value),
  id: (value) => objectId.test(value),
  time: (value) => korean.test(value),
  timeOrNull: (value) => value === null || korean.test(value),
  textOrNull: (value) => value === null || typeof value === 'string',
  idOrNull: (value) => value === null || objectId.test(value)
}

// `shape` names a kind for every field that has to be there; "field?" may be absent.
function hasShape(value, shape, where = 'answer') {
  assert.ok(kinds.object(value), `${where} is an object`)
  for (const [name, kind] of Object.entries(shape)) {
    const field = name.replace(/\?$/, '')
    if (field !== name && value[field] === undefined) continue
    if (typeof kind === 'object') hasShape(value[field], kind, `${where}.${field}`)
    else assert.ok(kinds[kind](value[field]), `${where}.${field} is no ${kind}: ${JSON.stringify(value[field])}`)
  }
}

// Fields that no answer has that its documentation does not name.
function hasNoOther(value, shape, where = 'answer') {
  const known = Object.keys(shape).map((name) => name.replace(/\?$/, ''))
  const others = Object.keys(value).filter((name) => !known.includes(name))
  assert.deepEqual(others, [], `${where} has fields that are not documented`)
}

// The SDK rejects with the body of the error.
async function refused(promise, code) {
  const error = await promise.then(
    (value) => assert.fail(`${code} was expected, not ${JSON.stringify(value)}`),
    (reason) => reason
  )
  assert.equal(error.error_code, code, JSON.stringify(error))
  assert.ok(kinds.text(error.message))
  return error
}

module.exports = { hasShape, hasNoOther, refused }
