'use strict'
// A bootpay-sandbox of its own for each file of tests: started, pointed at, ended.
const assert = require('node:assert/strict')
const { spawn } = require('node:child_process')
const { once } = require('node:events')
const readline = require('node:readline')

const program = process.env.MAEDAL_SANDBOX
const startMax = 20_000 // milliseconds

class Sandbox {
  constructor(child, origin) {
    this.child = child
    this.origin = origin
  }

  // With a clock that stands still at `start` until moveTo(): what is due then is executed.
  static async start(start = '2026-11-30T09:00:00+09:00') {
    assert.ok(program, 'MAEDAL_SANDBOX names the program')
    const words = ['--clock', 'moved', '--start', start, '--log-level', 'error']
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    const tooLate = setTimeout(() => child.kill('SIGKILL'), startMax)
    for await (const line of readline.createInterface({ input: child.stdout })) {
      const told = line.match(/^listening on (http:\S+)$/)
      if (!told) continue
      clearTimeout(tooLate)
      child.stdout.resume()
      return new Sandbox(child, told[1])
    }
    throw new Error('the sandbox ended before it listened')
  }

  async stop() {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await ended
  }

  // One of the sandbox's own controls, under /_sandbox.
  async control(method, path, body) {
    const answer = await fetch(`${this.origin}/_sandbox${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body)
    })
    const said = await answer.json()
    assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(said)}`)
    return said
  }
  moveTo(now) {
    return this.control('POST', '/clock', { now })
  }

  // A new client of the PG API, as the SDK's own documentation sets one up, pointed here.
  pg(credentials) {
    const { Bootpay } = require('@bootpay/backend-js')
    const client = new Bootpay.constructor()
    client.setConfiguration({ ...credentials })
    client.API_ENTRYPOINTS = { production: `${this.origin}/v2` }
    return client
  }

  // A new client of the Commerce API.
  commerce(credentials) {
    const { BootpayCommerce } = require('@bootpay/backend-js')
    const client = new BootpayCommerce({ ...credentials })
    client.API_ENTRYPOINTS = { production: `${this.origin}/v1` }
    return client
  }
}

const basic = { client_key: 'sandbox-client-key', secret_key: 'sandbox-secret-key' }
const legacy = { application_id: 'sandbox-application-id', private_key: 'sandbox-private-key' }

module.exports = { Sandbox, basic, legacy }
