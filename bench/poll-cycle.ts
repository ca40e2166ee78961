import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MINUTE_MS } from '#server/domain/time.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore } from '#server/store/store.ts'
import { atMost, type Bench, type Measure } from './define-bench.ts'
import { startStubCloudWatch } from './poll-cycle/stub-cloudwatch.ts'
import { withTempDir } from './product.ts'

const FUNCTIONS = 10_000
const METRICS = [
  'Invocations',
  'Errors',
  'Throttles',
  'Duration',
  'ConcurrentExecutions',
  'AsyncEventsReceived',
  'AsyncEventAge',
  'IteratorAge',
]
/** Of Duration there are three statistics. */
const QUERIES_A_FUNCTION = METRICS.length + 2
const ACCOUNT_QUERIES = 8
const A_CALL = 500
const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'
const NOW_MS = Date.UTC(2026, 10, 20, 12)
/** As `npm start` starts its worker. */
const AS_PRODUCT = ['--max-semi-space-size=8', '--max-old-space-size=1024']
const CYCLES = 4
const CYCLE_MS = 5 * MINUTE_MS

const plain = (figure: string, value: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: '',
  met: true,
})

/** The real job on 10,000 busy functions that were polled before, in a process of its own, against a CloudWatch over HTTP. */
export const pollCycle: Bench = {
  name: 'poll-cycle',
  run: () =>
    withTempDir(async (dir) => {
      const postgres = await startPostgres(dir)
      const store = openStore(postgres.url)
      const names = Array.from({ length: FUNCTIONS }, (_, i) => `function-${String(i).padStart(5, '0')}`)
      const stub = await startStubCloudWatch(names, METRICS)
      await migrate(store.pool)
      await store.pool.query(
        `INSERT INTO aws_account (id, name, status, enabled_regions, updated_at) VALUES ($1, 'bench', 'ok', ARRAY[$2], now())`,
        [ACCOUNT, REGION],
      )
      await store.pool.query(
        `INSERT INTO watch_budget (account_id, month_usd, set_by, set_at) VALUES ($1, 100000, 'bench', now())`,
        [ACCOUNT],
      )
      await store.pool.query(
        `INSERT INTO metric_watch (account_id, region, function_name, metrics, active_at, per_hour, core_until, rare_until, core_asked_at, rare_asked_at)
         SELECT $1, $2, name, $4, $5, 1000, $6, $6, $6, $6 FROM unnest($3::text[]) AS name`,
        [ACCOUNT, REGION, names, METRICS, new Date(NOW_MS), new Date(NOW_MS - CYCLE_MS)],
      )
      const args = [stub.url, postgres.url, ACCOUNT, REGION]
      const worker = fork(join(import.meta.dirname, 'poll-cycle/worker.ts'), args, { execArgv: AS_PRODUCT })
      try {
        const seconds: number[] = []
        const perCycle: ReturnType<typeof stub.calls>[] = []
        for (let i = 0; i < CYCLES; i += 1) {
          const before = stub.calls()
          worker.send(String(NOW_MS + i * CYCLE_MS))
          const [ms] = await once(worker, 'message')
          seconds.push(Number(ms) / 1000)
          const after = stub.calls()
          perCycle.push({
            data: after.data - before.data,
            lists: after.lists - before.lists,
            queries: after.queries - before.queries,
          })
        }
        const status = await readFile(`/proc/${worker.pid}/status`, 'utf8')
        const last = perCycle.at(-1) ?? { data: 0, lists: 0, queries: 0 }
        const least = Math.ceil((FUNCTIONS * QUERIES_A_FUNCTION + ACCOUNT_QUERIES) / A_CALL)
        const { rows } = await store.pool.query('SELECT count(*)::float8 AS points FROM metric_point')
        return [
          plain('series of 10,000 functions × 8 metrics, asked in a cycle', last.queries, ''),
          plain('calls of a cycle', last.data, ''),
          atMost(
            'calls of a cycle, over the least that 500 queries a call allow',
            100 * (last.data / least - 1),
            5,
            '%',
          ),
          plain('calls of ListMetrics, twice an hour', perCycle[0]?.lists ?? 0, ''),
          plain('first cycle, with ListMetrics', seconds[0] ?? 0, 's'),
          plain('a cycle, asked and stored', seconds.at(-1) ?? 0, 's'),
          plain('points in the table afterwards', rows[0].points, ''),
          atMost('worker, peak resident', Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024, 700, 'MB'),
        ]
      } finally {
        worker.send('end')
        await once(worker, 'exit')
        await stub.close()
        await store.close()
        await postgres.stop()
      }
    }),
}
