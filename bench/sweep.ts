import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Pool } from 'pg'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore } from '#server/store/store.ts'
import { atMost, type Bench, type Measure } from './define-bench.ts'
import { ROOT, until, withTempDir } from './product.ts'
import { type Calls, callsOf, callTable, lowerBoundSeconds, since, sweepCalls, total } from './sweep-calls.ts'

const FUNCTIONS = Number(process.env.SIGHTLINE_DEMO_FUNCTIONS ?? 10_000)
const ACCOUNTS = Number(process.env.SIGHTLINE_DEMO_ACCOUNTS ?? 20)
/** The promise is made against AWS's own rates, so nearly all of them are used; the product's usual share is 0.6. */
const SHARE = 0.95
const FIRST_LIMIT_MS = 900_000
const CYCLE_MS = 300_000

type Demo = {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  accounts: { home: boolean; roleArn: string; externalId?: string }[]
}

async function startDemo(): Promise<{ demo: Demo; child: ChildProcess }> {
  const args = ['demo/main.ts', '--functions', String(FUNCTIONS), '--accounts', String(ACCOUNTS)]
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  return { demo: JSON.parse(String(line)) as Demo, child }
}

function startWorker(demo: Demo, databaseUrl: string): ChildProcess {
  const roles = demo.accounts
    .filter((account) => !account.home)
    .map(({ roleArn, externalId }) => (externalId ? `${roleArn}#${externalId}` : roleArn))
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=1024',
    DATABASE_URL: databaseUrl,
    AWS_ENDPOINT_URL: demo.endpoint,
    AWS_ACCESS_KEY_ID: demo.accessKeyId,
    AWS_SECRET_ACCESS_KEY: demo.secretAccessKey,
    AWS_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    SIGHTLINE_ACCOUNT_ROLES: roles.join(','),
    SIGHTLINE_RATE_SHARE: String(SHARE),
    SIGHTLINE_LOG_LEVEL: 'warn',
  }
  const flags = process.env.SIGHTLINE_BENCH_NODE_FLAGS?.split(' ').filter(Boolean) ?? []
  const args = [...flags, 'server/cli.ts', 'worker']
  return spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

type Usage = { peakMb: number; cpuSeconds: number }

async function usageOf(child: ChildProcess): Promise<Usage> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return {
    peakMb: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
  }
}

type Span = { startedAt: Date; endedAt: Date }

/** From the first listing until functions, their mappings and roles were read in every account and region. */
async function functionsRead(pool: Pool): Promise<Span | undefined> {
  const { rows } = await pool.query<Span & { open: number; accounts: number }>(
    `WITH target AS (
       SELECT id AS account_id, unnest(enabled_regions) AS region FROM aws_account WHERE status = 'ok'
     ), wanted AS (
       SELECT account_id, region, collector FROM target
         CROSS JOIN unnest(ARRAY['account-settings', 'functions', 'event-source-mappings']) AS collector
       UNION ALL SELECT DISTINCT account_id, 'global', 'roles' FROM target
     ), first AS (
       SELECT w.*, min(r.started_at) AS started_at, min(r.finished_at) AS finished_at FROM wanted w
       LEFT JOIN collector_run r USING (collector, account_id, region) GROUP BY 1, 2, 3
     )
     SELECT count(*) FILTER (WHERE finished_at IS NULL)::int AS open, count(DISTINCT account_id)::int AS accounts,
       min(started_at) AS "startedAt", max(finished_at) AS "endedAt" FROM first`,
  )
  const row = rows[0]
  return row && row.accounts === ACCOUNTS && row.open === 0 ? row : undefined
}

/** Whether everything that is due was gone through in every region and account. */
async function sourcesRead(pool: Pool): Promise<true | undefined> {
  const { rows } = await pool.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM (
       SELECT id AS account_id, unnest(enabled_regions || 'global'::text) AS region FROM aws_account WHERE status = 'ok'
       EXCEPT SELECT account_id, region FROM collector_cursor WHERE collector = 'sweep-sources') missing`,
  )
  return rows[0]?.open === 0 ? true : undefined
}

/** Whether nothing is left out any more of what decides who can reach a function. */
async function reachRead(pool: Pool): Promise<true | undefined> {
  const { rows } = await pool.query<{ left: boolean }>(
    `SELECT EXISTS (SELECT FROM resource r JOIN resource_version v ON v.id = r.current_version_id
       WHERE r.kind = 'function' AND v.record->'aliases'->>'reason' = 'not read yet') AS left`,
  )
  return rows[0]?.left === false ? true : undefined
}

async function countFunctions(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM resource WHERE kind = 'function' AND deleted_at IS NULL",
  )
  return rows[0]?.n ?? 0
}

const plain = (figure: string, value: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: '',
  met: true,
})

/** The real worker, all its jobs running, on a fresh database and a demo AWS that keeps AWS's documented rates. */
export const sweep: Bench = {
  name: 'sweep',
  run: () =>
    withTempDir(async (dir) => {
      const postgres = await startPostgres(dir)
      const store = openStore(postgres.url)
      await migrate(store.pool)
      const { demo, child: aws } = await startDemo()
      const calls = async () => (await (await fetch(`${demo.endpoint}/__demo/calls`)).json()) as Calls
      const worker = startWorker(demo, postgres.url)
      try {
        const first = await until('the functions', FIRST_LIMIT_MS, () => functionsRead(store.pool))
        const bound = lowerBoundSeconds(callsOf('lambda', await calls()))
        const firstUsage = await usageOf(worker)
        const functions = await countFunctions(store.pool)
        const seconds = (first.endedAt.getTime() - first.startedAt.getTime()) / 1000
        await until('all sources', FIRST_LIMIT_MS, () => sourcesRead(store.pool))
        const allSeconds = (Date.now() - first.startedAt.getTime()) / 1000
        const firstCalls = sweepCalls(await calls())
        await until('what decides reach', FIRST_LIMIT_MS, () => reachRead(store.pool))
        const reachSeconds = (Date.now() - first.startedAt.getTime()) / 1000
        const before = await calls()
        await new Promise((resolve) => setTimeout(resolve, CYCLE_MS))
        const quietCalls = sweepCalls(since(before, await calls()))
        const usage = await usageOf(worker)
        const demoUsage = await usageOf(aws)
        console.log(callTable({ 'first sweep': firstCalls, 'five minutes after': quietCalls }))
        const ofFunctions = total(callsOf('lambda', firstCalls)) / functions
        const quietShare = (100 * total(quietCalls)) / total(firstCalls)
        return [
          plain(`functions found, ${ACCOUNTS} accounts`, functions, ''),
          plain(`functions and mappings read, at ${SHARE} of AWS's rates`, seconds, 's'),
          plain("what AWS's own rates allow for these calls", bound, 's'),
          atMost('first sweep against what the rates allow', seconds / bound, 1.2, '×'),
          plain('whatever starts functions or stands before them read as well', allSeconds, 's'),
          plain('everything that decides reach read', reachSeconds, 's'),
          plain('calls of the first sweep', total(firstCalls), ''),
          plain('  of Lambda, for each function', ofFunctions, ''),
          atMost('calls of five quiet minutes, of the first sweep', quietShare, 5, '%'),
          atMost('worker, peak resident', usage.peakMb, 700, 'MB'),
          plain('worker: CPU until the functions were read', firstUsage.cpuSeconds, 's'),
          plain('worker: CPU afterwards', usage.cpuSeconds - firstUsage.cpuSeconds, 's'),
          plain('demo AWS: CPU in all', demoUsage.cpuSeconds, 's'),
        ]
      } finally {
        await stop(worker)
        await stop(aws)
        await store.close()
        await postgres.stop()
      }
    }),
}
