import type { Pool } from 'pg'
import { known } from '#server/domain/field.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { workOutAccount } from '#server/jobs/derive-account.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { openStore } from '#server/store/store.ts'
import { largeAccount, seedLargeEstate } from '#server/testing/seed/large-estate.ts'
import { atMost, type Bench, type Measure } from './define-bench.ts'
import { withTempDir } from './product.ts'

const ACCOUNTS = 20
const FUNCTIONS = 10_000

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; cpuSeconds: number }> {
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { result, seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6 }
}

async function everyAccount(pool: Pool, ids: string[]): Promise<number> {
  let functions = 0
  for (const id of ids) functions += (await workOutAccount(pool, id, new Date())).functions
  return functions
}

/** Access, triggers and reach of a large estate, worked out by one process one account after the other. */
export async function measureDerive(pool: Pool, ids: string[], functions: number): Promise<Measure[]> {
  await loadActionTable()
  const plain = (figure: string, value: number, unit: string): Measure => ({
    figure,
    value,
    unit,
    goal: '',
    met: true,
  })
  const first = await timed(() => everyAccount(pool, ids))
  if (first.result !== functions) throw new Error(`${first.result} functions were worked out`)
  const quiet = await timed(() => everyAccount(pool, ids))
  const [id = ''] = ids
  const rule = largeAccount(id, functions / ids.length).find((record) => record.kind === 'event-rule')
  if (rule?.kind !== 'event-rule') throw new Error('there is no rule')
  await saveResources(pool, [{ ...rule, state: known('DISABLED') }], { id: null, now: new Date() })
  const change = await timed(() => everyAccount(pool, ids))
  return [
    atMost(
      `reach and access of ${functions.toLocaleString('en')} functions worked out`,
      first.seconds,
      30,
      's',
    ),
    plain('  of that, processor time of the worker', first.cpuSeconds, 's'),
    plain('  all accounts looked at with nothing changed', quiet.seconds, 's'),
    atMost('  functions worked out after one rule changed', change.result, 1, ''),
    plain('  time for that, all accounts', change.seconds, 's'),
    atMost('  memory of the worker', process.memoryUsage().rss / 2 ** 20, 700, 'MB'),
  ]
}

export const derive: Bench = {
  name: 'derive',
  run: () =>
    withTempDir(async (dir) => {
      const postgres = await startPostgres(dir)
      const store = openStore(postgres.url)
      try {
        await migrate(store.pool)
        const ids = await seedLargeEstate(store.pool, {
          accounts: ACCOUNTS,
          functions: FUNCTIONS,
          nowMs: Date.now(),
        })
        return await measureDerive(store.pool, ids, FUNCTIONS)
      } finally {
        await store.close()
        await postgres.stop()
      }
    }),
}
