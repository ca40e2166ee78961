import { functionBill } from '#demo/life/lambda-bill.ts'
import { startDemoAws } from '#demo/server.ts'
import { World } from '#demo/world.ts'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials, roleCredentials } from '#server/aws/credentials.ts'
import { functions } from '#server/collectors/functions.ts'
import { lambdaMetrics } from '#server/collectors/lambda-metrics.ts'
import { functionSeries } from '#server/collectors/lambda-series.ts'
import { runForTest } from '#server/collectors/run-for-test.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { totalCosts } from '#server/store/cost-totals.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { deriveCostDays } from '#server/store/function-cost-days.ts'
import { migrate } from '#server/store/migrate.ts'
import { savePoints } from '#server/store/save-points.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { openStore, type Store } from '#server/store/store.ts'
import { seedLargeEstate } from '#server/testing/seed/large-estate.ts'
import { type SeededWeb, startSeededWeb } from './api-latency.ts'
import { atMost, type Bench, type Measure, percentile } from './define-bench.ts'
import { withTempDir } from './product.ts'

const DAYS = 7
const ESTATE = { functions: 212, accounts: 2, seed: 1 }
const WANTED = new Set(['Invocations', 'Errors', 'Duration', 'AsyncEventsReceived'])
/** Of a function that costs more than a dollar in the period. */
const WORTH_USD = 1
const LARGE = { accounts: 20, functions: 10_000, days: 35 }
const ROUNDS = 40

/** Collects functions and their metrics over the wire, as the worker does, and works out their costs. */
async function estimate(store: Store, nowMs: number): Promise<Map<string, number>> {
  const anchorMs = floorTo(nowMs, 600_000)
  const aws = await startDemoAws({ ...ESTATE, rateScale: 0, now: () => nowMs, anchorMs })
  const home = new AccountCredentials(async () => aws.credentials)
  const toMs = floorTo(nowMs, DAY_MS)
  const fromMs = toMs - DAYS * DAY_MS
  for (const account of aws.accounts) {
    const role = {
      via: 'role' as const,
      region: 'eu-west-1',
      roleArn: account.roleArn,
      externalId: account.externalId,
    }
    const credentials = account.home ? home : roleCredentials(role, home, aws.endpoint)
    const limiter = { take: async () => undefined }
    const clients = new ClientPool({ endpoint: aws.endpoint, credentialsFor: () => credentials, limiter })
    for (const region of account.regions) {
      const run = { clients, accountId: account.id, region, overrides: { thoroughUpTo: 10_000 } }
      const { items } = await runForTest(functions, undefined, run)
      await saveResources(store.pool, items, { id: null, now: new Date(fromMs) })
      const place = { accountId: account.id, region }
      const series = items.flatMap(({ name }) =>
        functionSeries(place, name, WANTED).filter(({ stat }) => stat === 'Sum'),
      )
      const window = { periodSeconds: 3600 as const, from: new Date(fromMs), to: new Date(toMs) }
      const points = await runForTest(lambdaMetrics, [{ series, ...window }], run)
      await savePoints(
        store.pool,
        points.items.map((item) => ({ ...item, periodSeconds: 3600 as const })),
      )
    }
    clients.close()
    await deriveCostDays(store.pool, account.id, fromMs, toMs)
  }
  await aws.close()
  const { rows } = await store.pool.query<{ key: string; usd: number }>(
    `SELECT s.account_id || ' ' || s.region || ' ' || s.dimension AS key, sum(d.usd) AS usd
     FROM function_cost_day d JOIN metric_series s ON s.id = d.series_id GROUP BY 1`,
  )
  return new Map(rows.map((row) => [row.key, row.usd]))
}

/** The same days by hand: what each minute's calls cost at the published prices, straight from the demo's world. */
function billByHand(nowMs: number): Map<string, number> {
  const options = { ...ESTATE, hostile: false, disabledRegions: [], anchorMs: floorTo(nowMs, 600_000) }
  const world = new World(options, () => nowMs)
  const toMs = floorTo(nowMs, DAY_MS)
  const bills = new Map<string, number>()
  for (const account of world.estate.accounts)
    for (const region of account.regions) {
      const partition = world.estate.partition(account, region)
      for (const fn of partition.functions) {
        const usd = functionBill(world, partition, fn, toMs - DAYS * DAY_MS, toMs)
        bills.set(`${account.id} ${region} ${fn.name}`, usd)
      }
    }
  return bills
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

async function compare(): Promise<Measure[]> {
  return withTempDir(async (dir) => {
    const nowMs = Date.UTC(2026, 10, 20, 12)
    const postgres = await startPostgres(dir)
    const store = openStore(postgres.url)
    try {
      await migrate(store.pool)
      const ours = await estimate(store, nowMs)
      const byHand = billByHand(nowMs)
      const [own, bill] = [sum(ours.values()), sum(byHand.values())]
      const worst = [...byHand]
        .filter(([, usd]) => usd >= WORTH_USD)
        .map(([key, usd]) => Math.abs((ours.get(key) ?? 0) - usd) / usd)
      const what = `${ESTATE.functions} functions, ${DAYS} days, $${bill.toFixed(2)} by hand`
      return [
        atMost(`Cost estimate off the bill by hand (${what})`, (100 * Math.abs(own - bill)) / bill, 1, '%'),
        atMost('The same of the function furthest off, of those over $1', 100 * Math.max(...worst), 1, '%'),
      ]
    } finally {
      await store.close()
      await postgres.stop()
    }
  })
}

/** 10,000 functions with what they cost on each of 35 days. */
async function seed({ pool }: Store): Promise<void> {
  await seedLargeEstate(pool, { accounts: LARGE.accounts, functions: LARGE.functions, nowMs: Date.now() })
  await pool.query(
    `INSERT INTO metric_series (account_id, region, namespace, metric, stat, dimension, last_point_at)
     SELECT account_id, region, 'AWS/Lambda', 'Invocations', 'Sum', name, now() FROM resource WHERE kind = 'function' ON CONFLICT DO NOTHING`,
  )
  await pool.query(
    `INSERT INTO function_cost_day (series_id, day, requests, duration_ms, gb_seconds, usd, request_usd, compute_usd, storage_usd, provisioned_usd,
       unused_usd, errors_usd, timeouts_usd, retries_usd, arm_saving_usd, memory_mb, architecture)
     SELECT s.id, current_date - n, 1000 + s.id % 997, 100000, 50, (s.id % 97 + n % 7) / 50.0, 0.01, 0.5, 0, 0, 0, 0.001, 0.001, 0, 0.1, 512, 'x86_64'
     FROM metric_series s, generate_series(0, $1::int - 1) n WHERE s.metric = 'Invocations' AND s.dimension <> ''`,
    [LARGE.days],
  )
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM aws_account')
  for (const { id } of rows) await totalCosts(pool, id, Date.now() - LARGE.days * DAY_MS, Date.now())
  await pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at) SELECT 'derive-costs', id, 'global', '{}', now() FROM aws_account`,
  )
}

async function time(web: SeededWeb, shown: string, pathOf: (round: number) => string): Promise<Measure> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now()
    const response = await fetch(`${web.base}/api/v1/${pathOf(round)}`, { headers: { cookie: web.cookie } })
    await response.text()
    if (!response.ok) throw new Error(`${shown} answered ${response.status}`)
    times.push(performance.now() - startedAt)
  }
  return atMost(
    `GET /api/v1/${shown} at 10,000 functions × ${LARGE.days} days, p95`,
    percentile(times, 0.95),
    200,
    'ms',
  )
}

/** The estimate against a bill by hand, and how long the cost page's answers take on a large estate. */
export const costEstimate: Bench = {
  name: 'cost-estimate',
  run: async () => {
    const measures = await compare()
    const latency = await withTempDir(async (dir) => {
      const web = await startSeededWeb(dir, seed)
      try {
        return [
          await time(web, 'cost', (i) => `cost?group=${['function', 'account', 'owner', 'region'][i % 4]}`),
          await time(web, 'cost/functions', (i) => `cost/functions?page=${i + 1}`),
        ]
      } finally {
        await web.stop()
      }
    })
    return [...measures, ...latency]
  },
}
