import type { Pool } from 'pg'
import { CheckSwitches } from '#server/assess/check-switches.ts'
import { evaluateCheck } from '#server/checks/evaluate-check.ts'
import { known } from '#server/domain/field.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { Estate } from '#server/domain/posture/estate.ts'
import { GLOBAL_REGION, RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { workOutAccount } from '#server/jobs/derive-account.ts'
import { evaluateChecks } from '#server/jobs/evaluate-checks.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { openStore } from '#server/store/store.ts'
import {
  LARGE_REGIONS,
  largeAccount,
  largeAccountIds,
  seedLargeEstate,
} from '#server/testing/seed/large-estate.ts'
import { atMost, type Bench, type Measure } from './define-bench.ts'
import { withTempDir } from './product.ts'

const ACCOUNTS = 20
const FUNCTIONS = 10_000
const WARM_UP = 5
const CHANGES = 45

const plain = (figure: string, value: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: '',
  met: true,
})

function collectedOf(ids: string[]): Set<string> {
  const regions = [...LARGE_REGIONS, GLOBAL_REGION]
  return new Set(
    ids.flatMap((id) => regions.flatMap((region) => RESOURCE_KINDS.map((kind) => `${id}/${region}/${kind}`))),
  )
}

/** Every check on every resource in memory, with reach, triggers and access worked out before: what the checks alone take. */
async function measurePure(ids: string[]): Promise<Measure[]> {
  const table = await loadActionTable()
  const switches = new CheckSwitches()
  let verdicts = 0
  let cpuMicros = 0
  for (const id of ids) {
    const records: ResourceRecord[] = largeAccount(id, FUNCTIONS / ids.length)
    const estate = new Estate({ records, collected: collectedOf([id]), now: Date.now(), table })
    for (const record of records) {
      if (record.kind === 'role') estate.access(record.arn)
      if (record.kind !== 'function') continue
      estate.reach(record.arn)
      estate.takeovers(record.arn)
    }
    const cpu = process.cpuUsage()
    for (const record of records)
      for (const check of switches.checksOf(record.kind)) {
        evaluateCheck(check, record, estate)
        verdicts += 1
      }
    const { user, system } = process.cpuUsage(cpu)
    cpuMicros += user + system
  }
  return [
    atMost(`all checks on ${FUNCTIONS.toLocaleString('en')} functions, one core`, cpuMicros / 1e6, 10, 's'),
    plain('  verdicts', verdicts, ''),
  ]
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

/** The same out of the store, findings and counts written; then one function changes. */
async function measureStored(pool: Pool, ids: string[]): Promise<Measure[]> {
  for (const id of ids) await workOutAccount(pool, id, new Date())
  const everyone = async (now: Date) => {
    for (const id of ids) await evaluateChecks(pool, id, now)
  }
  const nowMs = Date.now()
  const first = await seconds(() => everyone(new Date(nowMs)))
  const again = await seconds(() => everyone(new Date(nowMs + 7 * 3_600_000)))
  const quiet = await seconds(() => everyone(new Date(nowMs + 7.5 * 3_600_000)))
  const [id = ''] = ids
  const fn = largeAccount(id, FUNCTIONS / ids.length).find((record) => record.kind === 'function')
  if (fn?.kind !== 'function') throw new Error('there is no function')
  const times: number[] = []
  for (let i = 1; i <= CHANGES; i++) {
    const now = new Date(nowMs + 8 * 3_600_000 + i * 330_000)
    await saveResources(pool, [{ ...fn, memoryMb: known(512 + i) }], { id: null, now })
    const took = await seconds(() => evaluateChecks(pool, id, new Date(now.getTime() + 1000)))
    if (i > WARM_UP) times.push(took)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const quantile = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 1000
  return [
    plain('  out of the store, the first time: findings, counts and alerts written', first, 's'),
    plain('  everything judged again with nothing changed', again, 's'),
    plain('  all accounts looked at with nothing changed', quiet, 's'),
    atMost('  one function changed: to its verdicts, median', quantile(0.5), 50, 'ms'),
    plain('  the same, p95', quantile(0.95), 'ms'),
  ]
}

export const posture: Bench = {
  name: 'posture',
  run: () =>
    withTempDir(async (dir) => {
      const pure = await measurePure(largeAccountIds(ACCOUNTS))
      const postgres = await startPostgres(dir)
      const store = openStore(postgres.url)
      try {
        await migrate(store.pool)
        const ids = await seedLargeEstate(store.pool, {
          accounts: ACCOUNTS,
          functions: FUNCTIONS,
          nowMs: Date.now() - 3_600_000,
        })
        return [...pure, ...(await measureStored(store.pool, ids))]
      } finally {
        await store.close()
        await postgres.stop()
      }
    }),
}
