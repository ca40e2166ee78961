import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { beginRun } from '#server/store/runs.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { tick } from './tick.ts'

const NOW = Date.UTC(2026, 10, 20, 9)
const ago = (minutes: number) => new Date(NOW - minutes * MINUTE_MS)
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE aws_account, resource, resource_version, collector_run, collector_cursor CASCADE',
  )
  await addAccount(ACCOUNT, { home: true })
})
afterAll(() => db.drop())

type Account = { home?: boolean; status?: string; enabled?: boolean; chosen?: string[] }

const addAccount = (id: string, { home = false, status = 'ok', enabled = true, chosen = [] }: Account = {}) =>
  db.pool.query(
    `INSERT INTO aws_account (id, name, home, status, enabled, regions, enabled_regions, updated_at)
     VALUES ($1, $1, $2, $3, $4, $5, '{eu-west-1,us-east-1,ap-south-1}', now())`,
    [id, home, status, enabled, chosen],
  )
const ran = (collector: string, region: string, minutes: number) =>
  beginRun(db.pool, { collector, accountId: ACCOUNT, region }, ago(minutes))
const hasFunction = () => saveResources(db.pool, [functionRecord('a')], { id: null, now: ago(60) })

async function due(env: Record<string, string> = {}): Promise<string[]> {
  const { run, take } = createWorker(db, { clock: () => NOW, env })
  await run(tick, {})
  return take()
}

describe('each minute', () => {
  it('sends everything for an account that nobody looked at yet, the likeliest regions first', async () => {
    const regions = ['us-east-1', 'eu-west-1', 'ap-south-1']
    expect(await due()).toEqual([
      ...regions.map((region) => `sweep-region ${ACCOUNT}/${region}`),
      ...regions.map((region) => `poll-trail ${ACCOUNT}/${region}`),
      `poll-billing ${ACCOUNT}`,
      `sweep-account-sources ${ACCOUNT}`,
      `evaluate-account ${ACCOUNT}`,
    ])
  })

  it('puts the likeliest regions of all accounts before the others', async () => {
    await addAccount('222233334444')
    const sweeps = (await due()).filter((name) => name.startsWith('sweep-region '))
    expect(sweeps.map((name) => name.split('/')[1])).toEqual([
      'us-east-1',
      'us-east-1',
      'eu-west-1',
      'eu-west-1',
      'ap-south-1',
      'ap-south-1',
    ])
  })

  it('looks for sources where functions were looked for, oftener where there are some', async () => {
    await hasFunction()
    const cursor = (collector: string, region: string, minutes: number) =>
      moveCursor(
        db.pool,
        { collector, accountId: ACCOUNT, region },
        { lookedAt: ago(minutes).toISOString() },
        ago(0),
      )
    const looks = async () => (await due()).filter((name) => name.startsWith('sweep-region-sources'))
    for (const region of ['eu-west-1', 'ap-south-1']) await cursor('sweep-function', region, 0)
    const both = ['eu-west-1', 'ap-south-1'].map((region) => `sweep-region-sources ${ACCOUNT}/${region}`)
    expect(await looks()).toEqual(both)
    for (const region of ['eu-west-1', 'ap-south-1']) await cursor('sweep-sources', region, 20)
    expect(await looks()).toEqual(both.slice(0, 1))
  })

  it.each([
    ['sweep-region', 'functions', 'eu-west-1', 4, 5],
    ['sweep-region', 'functions', 'ap-south-1', 29, 30],
    ['poll-trail', 'trail-events', 'eu-west-1', 0.5, 1],
    ['poll-trail', 'trail-events', 'us-east-1', 0.5, 1],
    ['poll-trail', 'trail-events', 'ap-south-1', 4, 5],
    ['poll-metrics', 'lambda-metrics', 'eu-west-1', 0.5, 1],
  ])(
    'sends %s (%s in %s) not %d but %d minutes after the last',
    async (job, collector, region, early, late) => {
      await hasFunction()
      const name = `${job} ${ACCOUNT}/${region}`
      await ran(collector, region, early)
      expect(await due()).not.toContain(name)
      await db.pool.query('TRUNCATE collector_run')
      await ran(collector, region, late)
      expect(await due()).toContain(name)
    },
  )

  it('asks for metrics only where there are functions', async () => {
    await hasFunction()
    const polls = (await due()).filter((name) => name.startsWith('poll-metrics'))
    expect(polls).toEqual([`poll-metrics ${ACCOUNT}/eu-west-1`])
  })

  it('passes over accounts that are switched off or cannot be reached, and looks at the others', async () => {
    await addAccount('222233334444', { status: 'denied' })
    await addAccount('333344445555', { enabled: false })
    await addAccount('444455556666', { chosen: ['eu-north-1'] })
    const names = await due()
    expect(names.filter((name) => /222233334444|333344445555/.test(name))).toEqual([])
    expect(names.filter((name) => name.includes('444455556666/'))).toEqual([
      'sweep-region 444455556666/eu-north-1',
      'poll-trail 444455556666/eu-north-1',
    ])
  })

  it('keeps to the regions of the settings', async () => {
    const names = await due({ SIGHTLINE_REGIONS: 'eu-west-1' })
    expect(names.filter((name) => name.includes('/'))).toEqual([
      `sweep-region ${ACCOUNT}/eu-west-1`,
      `poll-trail ${ACCOUNT}/eu-west-1`,
    ])
  })

  it('fetches the past once the present was looked at, and only until it is there', async () => {
    await hasFunction()
    for (const collector of ['trail-events', 'lambda-metrics']) await ran(collector, 'eu-west-1', 0)
    const done = (collector: string, cursor: object) =>
      moveCursor(db.pool, { collector, accountId: ACCOUNT, region: 'eu-west-1' }, cursor, ago(0))
    const backfills = async () => (await due()).filter((name) => name.startsWith('backfill'))
    for (const region of ['eu-west-1', 'us-east-1', 'ap-south-1']) {
      expect(await backfills()).toEqual([])
      await ran('functions', region, 0)
      await db.pool.query('UPDATE collector_run SET finished_at = started_at')
    }
    expect(await backfills()).toEqual([`backfill-trail ${ACCOUNT}/eu-west-1`])
    await done('poll-metrics', { functionsUntil: ago(0).toISOString() })
    expect(await backfills()).toEqual([
      `backfill-trail ${ACCOUNT}/eu-west-1`,
      `backfill-metrics ${ACCOUNT}/eu-west-1`,
    ])
    await done('backfill-metrics', { functions: ['a'] })
    const startedAt = ago(60).toISOString()
    await done('backfill-trail', { startedAt, coveredFrom: ago(60 + 89 * 1440).toISOString() })
    expect(await backfills()).toEqual([
      `backfill-trail ${ACCOUNT}/eu-west-1`,
      `backfill-five-minutes ${ACCOUNT}/eu-west-1`,
    ])
    await done('backfill-five-minutes', { finished: true })
    expect(await backfills()).toEqual([`backfill-trail ${ACCOUNT}/eu-west-1`])
    await done('backfill-trail', { startedAt, coveredFrom: ago(60 + 90 * 1440).toISOString() })
    expect(await backfills()).toEqual([])
  })
})
