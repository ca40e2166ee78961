import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type DemoAws, type DemoOptions, startDemoAws } from '#demo/server.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { pollBilling } from './poll-billing.ts'
import { pollTrail } from './poll-trail.ts'
import { sweepRegion } from './sweep-region.ts'
import { sweepAccountSources } from './sweep-sources.ts'
import { tick } from './tick.ts'

/** Fourteen minutes after the demo's incidents are anchored: what they did is in its trail. */
const ANCHOR_MS = Date.UTC(2026, 9, 14, 10)
const NOW_MS = ANCHOR_MS + 14 * 60_000
const REGION = 'eu-west-1'

let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let home = ''
let member = ''
beforeAll(async () => {
  aws = await startDemoAws({
    functions: 40,
    accounts: 2,
    rateScale: 0,
    hostile: true,
    anchorMs: ANCHOR_MS,
    now: () => NOW_MS,
  })
  home = aws.accounts[0]?.id ?? ''
  member = aws.accounts[1]?.id ?? ''
  db = await createTestDatabase()
})
beforeEach(async () => {
  aws.setFaults([])
  await db.pool.query(
    `TRUNCATE aws_account, resource, resource_version, trail_event, alert, alert_entry, finding, collector_run,
       collector_cursor, metric_point CASCADE`,
  )
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

function workerOf(demo: DemoAws, nowMs = NOW_MS) {
  const members = demo.accounts.filter((account) => !account.home)
  const env = {
    SIGHTLINE_REGIONS: 'eu-west-1,us-east-1',
    SIGHTLINE_ACCOUNT_ROLES: members
      .map(({ roleArn, externalId }) => (externalId ? `${roleArn}#${externalId}` : roleArn))
      .join(','),
  }
  return createWorker(db, { clock: () => nowMs, env, aws: demoAccess(demo) })
}
const worker = () => workerOf(aws)

/** As if all sources had last been listed, and tried, half a day ago. */
async function makeSourcesDue(): Promise<void> {
  const then = new Date(NOW_MS - 43_200_000).toISOString()
  await query(
    `UPDATE collector_cursor SET cursor = cursor || '{"sweptTo":"${then}"}' WHERE collector LIKE 'sweep-%'`,
  )
  await query(`UPDATE collector_run SET started_at = '${then}'`)
}
/** A demo of its own for one test. */
async function startDemo(options: DemoOptions): Promise<DemoAws> {
  const demo = await startDemoAws({ rateScale: 0, anchorMs: ANCHOR_MS, now: () => NOW_MS, ...options })
  onTestFinished(() => demo.close())
  return demo
}

/** What the demo itself counts, as "account region kind" to number. */
async function expected(): Promise<Record<string, number>> {
  const answer = asObject(await (await fetch(`${aws.endpoint}/__demo/estate?hours=6`)).json())
  const counts: [string, number][] = []
  for (const account of asArray(answer.accounts).map(asObject)) {
    counts.push([`${account.id} global role`, Number(account.roles)])
    for (const [region, partition] of Object.entries(asObject(account.regions))) {
      const { functions, mappings } = asObject(partition)
      counts.push([`${account.id} ${region} function`, Number(functions)])
      counts.push([`${account.id} ${region} event-source-mapping`, Number(mappings)])
    }
  }
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

async function storedResources(): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ key: string; n: number }>(
    `SELECT account_id || ' ' || region || ' ' || kind AS key, count(*)::int AS n FROM resource
     WHERE kind IN ('function', 'event-source-mapping', 'role') AND deleted_at IS NULL GROUP BY 1`,
  )
  return Object.fromEntries(rows.map(({ key, n }) => [key, n]))
}

const ofAccount = (counts: Record<string, number>, id: string) =>
  Object.fromEntries(Object.entries(counts).filter(([key]) => key.startsWith(id)))
const query = async (text: string, values: unknown[] = []) => (await db.pool.query(text, values)).rows
const runsOf = (collector: string, accountId: string, region = REGION) =>
  query('SELECT * FROM collector_run WHERE collector = $1 AND account_id = $2 AND region = $3 ORDER BY id', [
    collector,
    accountId,
    region,
  ])
const withoutBackfill = (name: string) => !name.startsWith('backfill')

describe('the worker on the demo AWS', () => {
  it('finds the accounts, sweeps, polls and evaluates: what is stored is what there is', async () => {
    const { run, drain } = worker()
    await run(discoverAccounts, {})
    await drain(withoutBackfill)
    expect(await query('SELECT id, home, status FROM aws_account ORDER BY home DESC, id')).toEqual(
      aws.accounts.map(({ id }) => ({ id, home: id === home, status: 'ok' })),
    )
    expect(await storedResources()).toEqual(await expected())
    expect(await query("SELECT * FROM collector_run WHERE status NOT IN ('ok', 'partial')")).toEqual([])
    const counts = () =>
      query(
        `SELECT (SELECT count(*)::int FROM trail_event) AS events, (SELECT count(*)::int FROM resource) AS resources,
           (SELECT count(*)::int FROM resource_version) AS versions, (SELECT count(*)::int FROM alert) AS alerts`,
      )
    // What was worked out last is not judged yet.
    for (const { id } of aws.accounts) await run(evaluateAccount, { accountId: id })
    const first = await counts()
    expect(first[0].versions).toBe(first[0].resources)
    expect(first[0].events).toBeGreaterThan(50)
    const points = await query(
      'SELECT count(DISTINCT s.dimension)::int AS n FROM metric_point p JOIN metric_series s ON s.id = p.series_id',
    )
    expect(points[0].n).toBeGreaterThan(10)
    const again = worker()
    await again.run(discoverAccounts, {})
    for (const { id } of aws.accounts) {
      for (const region of [REGION, 'us-east-1']) {
        await again.run(sweepRegion, { accountId: id, region })
        await again.run(pollTrail, { accountId: id, region })
      }
      await makeSourcesDue()
      await again.run(sweepAccountSources, { accountId: id })
      await again.run(evaluateAccount, { accountId: id })
    }
    expect(await storedResources()).toEqual(await expected())
    expect(await counts()).toEqual(first)
  }, 90_000)

  it('stores just the events that the trail holds', async () => {
    const demo = await startDemo({ functions: 40, accounts: 1 })
    const { run } = workerOf(demo)
    await run(discoverAccounts, {})
    await run(pollTrail, { accountId: home, region: REGION })
    await run(pollTrail, { accountId: home, region: REGION })
    const answer = asObject(await (await fetch(`${demo.endpoint}/__demo/estate?hours=6`)).json())
    const [account] = asArray(answer.accounts).map(asObject)
    const { events } = asObject(asObject(account?.regions)[REGION])
    expect(events).toBeGreaterThan(0)
    expect(await query('SELECT count(*)::int AS n FROM trail_event')).toEqual([{ n: events }])
  })

  it('opens alerts for what is open to everyone and for code that a person changed', async () => {
    const { run } = worker()
    await run(discoverAccounts, {})
    await run(sweepRegion, { accountId: home, region: REGION })
    await run(pollTrail, { accountId: home, region: REGION })
    await run(pollBilling, { accountId: home })
    await run(evaluateAccount, { accountId: home })
    await run(evaluateAccount, { accountId: home })
    const alerts = await query(
      'SELECT rule_id, resource_id IS NOT NULL AS linked FROM alert ORDER BY rule_id',
    )
    const open = await query(
      `SELECT f.resource_id, (SELECT count(*)::int FROM alert a WHERE a.resource_id = f.resource_id AND a.rule_kind = 'check' AND a.state = 'firing') AS told
       FROM finding f WHERE f.status = 'open' AND f.check_id = 'function-url-public'`,
    )
    expect(open.length).toBeGreaterThan(0)
    expect(open.filter((row) => row.told !== 1)).toEqual([])
    expect(alerts).toContainEqual({ rule_id: 'code-changed-by-person', linked: true })
  })

  it('makes one alert of a leaked credential, and none of what functions do by themselves', async () => {
    const later = NOW_MS + 40 * 60_000
    const demo = await startDemo({ functions: 60, accounts: 1, now: () => later })
    const { run } = workerOf(demo, later)
    await run(discoverAccounts, {})
    for (const region of [REGION, 'us-east-1']) await run(sweepRegion, { accountId: home, region })
    for (const region of [REGION, 'us-east-1']) await run(pollTrail, { accountId: home, region })
    const alerts = await query(
      "SELECT severity, resource_id IS NOT NULL AS linked, occurrences > 5 AS often FROM alert WHERE rule_id = 'function-role-used-elsewhere'",
    )
    expect(alerts).toEqual([{ severity: 'critical', linked: true, often: true }])
    const byRole = await query(
      "SELECT count(*)::int AS n FROM trail_event WHERE user_agent LIKE '%exec-env/AWS_Lambda%'",
    )
    expect(byRole[0].n).toBeGreaterThan(0)
  })

  it('records a denied operation as a partial run, and what it hides as denied', async () => {
    aws.setFaults([{ service: 'lambda', operation: 'GetPolicy', kind: 'denied', account: home }])
    const { run } = worker()
    await run(discoverAccounts, {})
    for (const accountId of [home, member]) await run(sweepRegion, { accountId, region: REGION })
    expect(await runsOf('functions', home)).toMatchObject([
      {
        status: 'partial',
        problems: [{ operation: 'GetPolicy', permission: 'lambda:GetPolicy', state: 'denied' }],
      },
    ])
    const states = await query(
      `SELECT r.account_id AS account, v.record->'policy'->>'state' = 'denied' AS denied FROM resource r
       JOIN resource_version v ON v.id = r.current_version_id WHERE r.kind = 'function' GROUP BY 1, 2`,
    )
    expect(states).toEqual(
      expect.arrayContaining([
        { account: home, denied: true },
        { account: member, denied: false },
      ]),
    )
    expect(states).toHaveLength(2)
    const counts = await expected()
    expect((await storedResources())[`${home} ${REGION} function`]).toBe(counts[`${home} ${REGION} function`])
  })

  it('leaves one account whole while another cannot be reached', async () => {
    aws.setFaults([
      { account: member, kind: 'denied' },
      { service: 'sts', operation: 'AssumeRole', kind: 'denied' },
    ])
    const { run, drain } = worker()
    await run(discoverAccounts, {})
    await drain((name) => name.startsWith('sweep') || name === 'tick')
    expect(await query('SELECT id, status FROM aws_account ORDER BY home DESC, id')).toEqual(
      aws.accounts.map(({ id }) => ({ id, status: id === home ? 'ok' : 'denied' })),
    )
    expect(await storedResources()).toEqual(ofAccount(await expected(), home))
    aws.setFaults([])
    const again = worker()
    await again.run(discoverAccounts, {})
    await again.drain((name) => name.startsWith('sweep') || name === 'tick')
    expect(await storedResources()).toEqual(await expected())
  })

  it('says of an account that the credentials no longer belong to it, and leaves it alone', async () => {
    await query(
      `INSERT INTO aws_account (id, name, home, status, updated_at) VALUES ('999988887777', 'before', true, 'ok', now())`,
    )
    const { run, take } = worker()
    await run(discoverAccounts, {})
    take()
    expect(
      await query("SELECT home, status, status_reason FROM aws_account WHERE id = '999988887777'"),
    ).toEqual([
      {
        home: false,
        status: 'failed',
        status_reason: `The program's own credentials now belong to account ${home}.`,
      },
    ])
    await run(tick, {})
    expect(take().filter((sent) => sent.includes('999988887777'))).toEqual([])
  })

  it('takes nothing for deleted when a listing fails', async () => {
    const { run } = worker()
    await run(discoverAccounts, {})
    await run(sweepRegion, { accountId: home, region: REGION })
    await run(sweepAccountSources, { accountId: home })
    const before = await storedResources()
    for (const kind of ['denied', 'error500', 'truncated', 'repeat-token'] as const) {
      aws.setFaults([
        { service: 'lambda', kind },
        { service: 'iam', kind },
      ])
      const { run: again } = worker()
      await again(sweepRegion, { accountId: home, region: REGION })
      await makeSourcesDue()
      await again(sweepAccountSources, { accountId: home })
    }
    expect(await storedResources()).toEqual(before)
  })

  it('goes on with new credentials when they expire in the middle', async () => {
    const { run } = worker()
    await run(discoverAccounts, {})
    aws.setFaults([
      { service: 'lambda', operation: 'GetFunction', kind: 'expired-credentials', times: 1 },
      { service: 'lambda', operation: 'GetPolicy', kind: 'expired-credentials', times: 2 },
    ])
    await run(sweepRegion, { accountId: member, region: REGION })
    expect(await runsOf('functions', member)).toMatchObject([{ status: 'ok', problems: [] }])
    const counts = await expected()
    expect((await storedResources())[`${member} ${REGION} function`]).toBe(
      counts[`${member} ${REGION} function`],
    )
  })
})

it('is content with an account that has no functions', async () => {
  const { run, drain } = workerOf(await startDemo({ functions: 0, accounts: 1 }))
  await run(discoverAccounts, {})
  await drain(withoutBackfill)
  expect(await query("SELECT count(*)::int AS n FROM resource WHERE kind = 'function'")).toEqual([{ n: 0 }])
  expect(await query("SELECT collector, problems FROM collector_run WHERE status <> 'ok'")).toEqual([])
  expect(await query("SELECT rule_id FROM alert WHERE rule_kind <> 'detection'")).toEqual([])
})
