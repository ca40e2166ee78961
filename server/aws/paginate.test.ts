import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestAws, type TestAnswer, type TestAws, testPool } from './aws-test-server.ts'
import type { CallContext } from './call.ts'
import type { ClientPool } from './client-pool.ts'
import type { Operation } from './operation.ts'
import { paginateAll } from './paginate.ts'
import { RunReport } from './run-report.ts'

const listFunctions: Operation = {
  service: 'lambda',
  name: 'ListFunctions',
  permission: 'lambda:ListFunctions',
  costUsd: 0,
  hides: '',
}
let aws: TestAws
let clients: ClientPool
let report: RunReport
beforeAll(async () => {
  aws = await startTestAws()
  clients = testPool(aws.url)
})
beforeEach(() => {
  report = new RunReport()
  aws.requests.length = 0
})
afterAll(async () => {
  clients.close()
  await aws.close()
})

function list(maxPages?: number) {
  const context: CallContext = {
    account: { id: '1', partition: 'aws' },
    region: 'eu-west-1',
    clients,
    clock: Date.now,
    signal: new AbortController().signal,
    report,
    operations: new Set([listFunctions]),
  }
  return paginateAll(context, {
    operation: listFunctions,
    command: (Marker) => new ListFunctionsCommand({ Marker }),
    items: 'Functions',
    token: 'NextMarker',
    maxPages,
  })
}
const serve = (pages: Record<string, TestAnswer>) => {
  aws.answer = ({ query }) => pages[query.get('Marker') ?? ''] ?? { status: 400, body: {} }
}

it('reads all pages', async () => {
  serve({
    '': { body: { Functions: [1, 2], NextMarker: 'b' } },
    b: { body: { Functions: [], NextMarker: 'c' } },
    c: { body: { Functions: [3] } },
  })
  expect(await list()).toEqual({ complete: true, items: [1, 2, 3] })
})

it('ends when a token repeats, keeps what was read and says so', async () => {
  serve({
    '': { body: { Functions: [1], NextMarker: 'b' } },
    b: { body: { Functions: [2], NextMarker: 'c' } },
    c: { body: { Functions: [3], NextMarker: 'b' } },
  })
  expect(await list()).toMatchObject({ complete: false, items: [1, 2, 3] })
  expect(report.problems).toMatchObject([{ state: 'malformed', message: 'paging token repeats' }])
  expect(aws.requests).toHaveLength(3)
})

it.each([
  ['is denied', { status: 403, headers: { 'x-amzn-errortype': 'AccessDenied' }, body: {} }, 'denied'],
  ['has no list', { body: { Nothing: [] } }, 'failed'],
  ['has null for a list', { body: { Functions: null } }, 'failed'],
  ['has text for a list', { body: { Functions: 'all' } }, 'failed'],
  ['is broken', { body: '{"Functions": [1' }, 'failed'],
  ['is cut off', 'truncate', 'failed'],
] as [string, TestAnswer, string][])('keeps the pages before one that %s', async (_, answer, state) => {
  serve({ '': { body: { Functions: [1], NextMarker: 'b' } }, b: answer })
  expect(await list()).toMatchObject({ complete: false, items: [1], failure: { state } })
  expect(report.problems).toHaveLength(1)
})

it('is incomplete when more pages come than the cap', async () => {
  let page = 0
  aws.answer = () => ({ body: { Functions: [page], NextMarker: `t${page++}` } })
  expect(await list(3)).toMatchObject({ complete: false, items: [0, 1, 2] })
})

it('ends and loses nothing, whatever the pages hold', async () => {
  const page = fc.record({
    Functions: fc.array(fc.nat(9)),
    NextMarker: fc.constantFrom(null, '', 'a', 'b', 'c', 7),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 6 }), async (pages) => {
      report = new RunReport()
      let at = 0
      const served: number[] = []
      aws.answer = () => {
        const body = pages[at++ % pages.length] ?? { Functions: [], NextMarker: null }
        served.push(...body.Functions)
        return { body }
      }
      const result = await list(10)
      expect(result.items).toEqual(served)
      expect(report.problems).toHaveLength(result.complete ? 0 : 1)
    }),
    { numRuns: 50 },
  )
})
