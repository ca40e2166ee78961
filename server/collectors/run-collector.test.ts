import { describe, expect, it } from 'vitest'
import { testPool } from '#server/aws/aws-test-server.ts'
import type { CollectorProblem } from '#server/domain/collector-problem.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { runCollector } from './run-collector.ts'
import { runForTest } from './run-for-test.ts'
import { UnseenProbes } from './unseen-probes.ts'

const clients = testPool('http://127.0.0.1:1')
const run = { clients, accountId: '1' }

function collector(collect: (context: CollectorContext) => AsyncGenerator<number[], Completion>) {
  return defineCollector<number>({ id: 'x', title: 'X', scope: 'region', operations: [], collect })
}
const problem = (context: CollectorContext, state: CollectorProblem['state']) =>
  context.report.addProblem({ name: 'X', permission: 'a:X' }, { state, code: state, message: '' })

describe('runCollector', () => {
  it.each([
    ['ok', [1], true, []],
    ['partial', [1], false, ['failed']],
    ['partial', [1], true, ['denied']],
    ['partial', [], true, ['denied']],
    ['denied', [], false, ['denied']],
    ['failed', [], false, ['failed']],
    ['failed', [], false, ['denied', 'malformed']],
    ['ok', [], true, []],
  ] as const)('is %s for items %j, complete %s, problems %j', async (status, items, complete, states) => {
    const made = collector(async function* (context) {
      for (const state of states) problem(context, state)
      if (items.length > 0) yield [...items]
      return { complete }
    })
    expect(await runForTest(made, undefined, run)).toMatchObject({ status, complete, items })
  })

  it('keeps what was handed on before a throw', async () => {
    const made = collector(async function* () {
      yield [1, 2]
      throw new Error('bug')
    })
    expect(await runForTest(made, undefined, run)).toMatchObject({
      status: 'partial',
      complete: false,
      items: [1, 2],
      problems: [{ code: 'InternalError', message: 'Error: bug' }],
    })
  })

  it('rejects with the error of the one who stores, and closes the collector', async () => {
    let closed = false
    const made = collector(async function* () {
      try {
        yield [1]
        yield [2]
        return { complete: true }
      } finally {
        closed = true
      }
    })
    const context = {
      account: { id: '1', partition: 'aws' },
      region: 'eu-west-1',
      clients,
      clock: Date.now,
      signal: new AbortController().signal,
      previous: () => undefined,
      refresh: new Set<string>(),
      verify: () => false,
      fingerprint: () => '',
    }
    const fail = () => Promise.reject(new Error('database is full'))
    await expect(runCollector(made, context, undefined, fail)).rejects.toThrow('database is full')
    expect(closed).toBe(true)
  })
})

it('what stays unseen is asked for five times, and freely once it was answered', () => {
  const probes = new UnseenProbes()
  const denied = { state: 'denied', permission: 'a:B' } as const
  const asked = () => Array.from({ length: 8 }, () => probes.mayAsk('policy')).filter(Boolean).length
  expect(asked()).toBe(5)
  probes.note('policy', denied, denied)
  expect(asked()).toBe(0)
  probes.note('policy', denied, { state: 'absent' })
  expect(asked()).toBe(8)
})
