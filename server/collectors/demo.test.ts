import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials, roleCredentials } from '#server/aws/credentials.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import { contentHash } from '#server/domain/records/content-hash.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { summaryOf } from '#server/domain/records/summary-of.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { accountSettings } from './account-settings.ts'
import { activeMetrics } from './active-metrics.ts'
import { billingMetrics } from './billing-metrics.ts'
import type { Collector } from './define-collector.ts'
import { eventSourceMappings } from './event-source-mappings.ts'
import { functions } from './functions.ts'
import { lambdaMetrics } from './lambda-metrics.ts'
import { accountSeries, functionSeries } from './lambda-series.ts'
import { regions } from './regions.ts'
import { roles } from './roles.ts'
import { runForTest } from './run-for-test.ts'
import { stsIdentity } from './sts-identity.ts'
import { trailEvents } from './trail-events.ts'

const REGION = 'eu-west-1'
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
let aws: DemoAws
let clients: ClientPool
beforeAll(async () => {
  aws = await startDemoAws({
    functions: 60,
    accounts: 1,
    rateScale: 0,
    hostile: true,
    disabledRegions: ['me-south-1'],
  })
  const credentials = new AccountCredentials(async () => aws.credentials)
  clients = new ClientPool({
    endpoint: aws.endpoint,
    credentialsFor: () => credentials,
    share: 1,
    maxAttempts: 2,
    limiter: { take: async () => undefined },
  })
})
afterEach(() => aws.setFaults([]))
afterAll(async () => {
  clients.close()
  await aws.close()
})

type Options = { region?: string; previous?: Map<string, ResourceRecord> }

function run<Item, Input>(collector: Collector<Item, Input>, input: Input, options: Options = {}) {
  return runForTest(collector, input, { clients, accountId: aws.accounts[0]?.id ?? '', ...options })
}

/** How many there are of what in the region, as the demo itself counts. */
async function counts(): Promise<Record<string, unknown>> {
  const answer: unknown = await (await fetch(`${aws.endpoint}/__demo/estate`)).json()
  const account = asObject(asArray(asObject(answer).accounts)[0])
  return { roles: account.roles, ...asObject(asObject(account.regions)[REGION]) }
}

describe('a sweep of the demo AWS', () => {
  it('sees every function, role and mapping, whatever hostile text they hold', async () => {
    const expected = await counts()
    const found = await run(functions, undefined)
    expect(found.problems).toEqual([])
    expect(found).toMatchObject({ status: 'ok', complete: true, items: { length: expected.functions } })
    expect(found.items.filter(({ urls }) => urls.state === 'known')).toHaveLength(Number(expected.urls))
    expect(found.items.filter(({ policy }) => policy.state === 'known')).toHaveLength(
      Number(expected.policies),
    )
    expect(JSON.stringify(found.items)).not.toContain('Variables')
    for (const record of found.items) {
      expect(contentHash(record)).toMatch(/^[0-9a-f]{64}$/)
      expect(JSON.stringify(summaryOf(record))).toBeTypeOf('string')
    }
    expect((await run(eventSourceMappings, undefined)).items).toHaveLength(Number(expected.mappings))
    expect(await run(roles, undefined)).toMatchObject({
      complete: true,
      problems: [],
      items: { length: expected.roles },
    })
    expect(await run(accountSettings, undefined)).toMatchObject({ status: 'ok', items: { length: 1 } })
    expect((await run(stsIdentity, undefined)).items[0]?.accountId).toBe(aws.accounts[0]?.id)
    expect((await run(regions, undefined)).items).toContainEqual({
      region: 'me-south-1',
      enabled: false,
      optInStatus: 'not-opted-in',
    })
  })

  it('reuses what it knows of unchanged functions, to the same hash', async () => {
    const first = await run(functions, undefined)
    const previous = new Map(first.items.map((record) => [record.arn, record]))
    const second = await run(functions, undefined, { previous })
    expect(second.calls).toBeLessThan(first.calls / 10)
    const hashes = (items: FunctionRecord[]) => items.map((record) => record.arn + contentHash(record)).sort()
    expect(hashes(second.items)).toEqual(hashes(first.items))
  })

  it('reads metrics, charges and events', async () => {
    const place = { accountId: aws.accounts[0]?.id ?? '', region: REGION }
    const active = await run(activeMetrics, undefined)
    expect(active.items.length).toBeGreaterThan(0)
    const [busy] = active.items.filter(({ functionName }) => functionName !== '')
    const series = [...accountSeries(place), ...functionSeries(place, busy?.functionName ?? '')]
    const now = Date.now()
    const window = { series, periodSeconds: 300, from: new Date(now - HOUR_MS), to: new Date(now) }
    const points = await run(lambdaMetrics, [window])
    expect(points).toMatchObject({ status: 'ok', complete: true, calls: 1 })
    expect(points.items.some(({ key }) => key.stat === 'p95')).toBe(true)
    expect(points.costUsd).toBeCloseTo(17 * 0.00001)
    const charges = await run(billingMetrics, { from: new Date(now - 48 * HOUR_MS), to: new Date(now) })
    expect(charges.items.map(({ key }) => key.dimension)).toContain('')
    const events = await run(trailEvents, { cursor: null, initialLookbackMs: 6 * HOUR_MS })
    expect(events.complete).toBe(true)
    expect(events.problems.every(({ code }) => code === 'UnreadableEvent')).toBe(true)
    const ids = events.items.flatMap(({ records }) => records.map(({ eventId }) => eventId))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(0)
  })
})

describe('faults of AWS', () => {
  it('throttling is waited out and counted', async () => {
    aws.setFaults([{ service: 'lambda', operation: 'ListFunctions', kind: 'throttle', times: 1 }])
    expect(await run(functions, undefined)).toMatchObject({ status: 'ok', throttles: 1, complete: true })
  })

  it.each(['error500', 'html', 'malformed', 'truncated', 'denied'] as const)(
    'a listing with %s is not complete',
    async (kind) => {
      aws.setFaults([{ service: 'lambda', operation: 'ListFunctions', kind }])
      const result = await run(functions, undefined)
      expect(result).toMatchObject({ complete: false, items: [] })
      expect(result.status).toBe(kind === 'denied' ? 'denied' : 'failed')
      expect(result.problems.map(({ operation }) => operation)).toContain('ListFunctions')
    },
  )

  it('a paging token that repeats ends the listing, which is not complete', async () => {
    aws.setFaults([{ service: 'lambda', operation: 'ListFunctions', kind: 'repeat-token' }])
    const result = await run(functions, undefined)
    expect(result).toMatchObject({ complete: false, status: 'partial' })
    expect(result.problems).toMatchObject([{ state: 'malformed', message: 'paging token repeats' }])
  })

  it.each([
    ['GetPolicy', 'policy', 'lambda:GetPolicy'],
    ['ListFunctionUrlConfigs', 'urls', 'lambda:ListFunctionUrlConfigs'],
    ['GetFunction', 'tags', 'lambda:GetFunction'],
    ['ListAliases', 'aliases', 'lambda:ListAliases'],
  ] as const)(
    'a denied %s leaves %s denied and everything else known',
    async (operation, field, permission) => {
      aws.setFaults([{ service: 'lambda', operation, kind: 'denied' }])
      const result = await run(functions, undefined)
      expect(result).toMatchObject({ complete: true, status: 'partial' })
      for (const record of result.items) {
        expect(record[field]).toEqual({ state: 'denied', permission })
        expect(record.runtime.state).not.toBe('denied')
      }
      expect(result.problems).toMatchObject([{ operation, permission, state: 'denied' }])
      expect(result.problems[0]?.resources).toHaveLength(10)
    },
  )

  it('policies that are malformed are failed, and nothing else is', async () => {
    aws.setFaults([{ service: 'lambda', operation: 'GetPolicy', kind: 'malformed' }])
    const result = await run(functions, undefined)
    expect(result.complete).toBe(true)
    expect(result.items.some(({ policy }) => policy.state === 'failed')).toBe(true)
    expect(result.items.some(({ policy }) => policy.state === 'known')).toBe(false)
    expect(result.items.every(({ tags }) => tags.state !== 'failed')).toBe(true)
  })

  it('credentials that expire in the middle are renewed', async () => {
    aws.setFaults([{ service: 'lambda', operation: 'GetPolicy', kind: 'expired-credentials', times: 1 }])
    expect(await run(functions, undefined)).toMatchObject({ status: 'ok', complete: true, problems: [] })
  })

  it('a disabled region is told as such', async () => {
    const result = await run(functions, undefined, { region: 'me-south-1' })
    expect(result).toMatchObject({ status: 'failed', complete: false, items: [] })
    expect(result.problems).toMatchObject([{ code: 'RegionDisabled' }])
  })

  it('events whose reading fails leave the cursor where it is stored', async () => {
    aws.setFaults([{ service: 'cloudtrail', operation: 'LookupEvents', kind: 'repeat-token' }])
    const result = await run(trailEvents, { cursor: null, initialLookbackMs: 24 * HOUR_MS })
    expect(result.complete).toBe(false)
    expect(result.items.every(({ coveredTo }) => coveredTo === null)).toBe(true)
  })
})

it('a clock that is twenty minutes off is corrected for', async () => {
  const skewed = await startDemoAws({ functions: 5, accounts: 1, rateScale: 0, clockSkewMs: 20 * MINUTE_MS })
  const credentials = new AccountCredentials(async () => skewed.credentials)
  const pool = new ClientPool({ endpoint: skewed.endpoint, credentialsFor: () => credentials })
  const accountId = skewed.accounts[0]?.id ?? ''
  expect(await runForTest(accountSettings, undefined, { clients: pool, accountId })).toMatchObject({
    status: 'ok',
    problems: [],
  })
  pool.close()
  await skewed.close()
})

it('a member account is read by its role', async () => {
  const organisation = await startDemoAws({ functions: 20, accounts: 2, rateScale: 0 })
  const member = organisation.accounts.find(({ home }) => !home)
  const base = new AccountCredentials(async () => organisation.credentials)
  const role = { via: 'role' as const, region: REGION, roleArn: member?.roleArn ?? '' }
  const pools = [member?.externalId, 'not the external id'].map((externalId) => {
    const credentials = roleCredentials({ ...role, externalId }, base, organisation.endpoint)
    return new ClientPool({ endpoint: organisation.endpoint, credentialsFor: () => credentials })
  })
  const [right, wrong] = await Promise.all(
    pools.map((pool) => runForTest(stsIdentity, undefined, { clients: pool, accountId: member?.id ?? '' })),
  )
  expect(right?.items[0]?.accountId).toBe(member?.id)
  expect(wrong).toMatchObject({ status: 'denied', problems: [{ permission: 'sts:AssumeRole' }] })
  for (const pool of pools) pool.close()
  await organisation.close()
})
