import { workOutAccount } from '#server/jobs/derive-account.ts'
import type { Store } from '#server/store/store.ts'
import { seedLargeEstate } from '#server/testing/seed/large-estate.ts'
import { type SeededWeb, startSeededWeb } from './api-latency.ts'
import { atMost, type Bench, type Measure, percentile } from './define-bench.ts'
import { withTempDir } from './product.ts'

const ACCOUNTS = 20
const FUNCTIONS = 10_000
const ROUNDS = 40

async function seed({ pool }: Store): Promise<void> {
  const ids = await seedLargeEstate(pool, { accounts: ACCOUNTS, functions: FUNCTIONS, nowMs: Date.now() })
  for (const id of ids) await workOutAccount(pool, id, new Date())
}

async function get(web: SeededWeb, path: string): Promise<{ ms: number; body: unknown }> {
  const startedAt = performance.now()
  const response = await fetch(`${web.base}/api/v1/${path}`, { headers: { cookie: web.cookie } })
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return { ms: performance.now() - startedAt, body }
}

/** Nothing is asked for twice, and the database was just started: what is measured is a cold cache. */
async function time(web: SeededWeb, shown: string, pathOf: (round: number) => string): Promise<Measure> {
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i++) times.push((await get(web, pathOf(i))).ms)
  return atMost(`GET /api/v1/${shown} at 10,000 functions, p95`, percentile(times, 0.95), 60, 'ms')
}

async function idsOf(web: SeededWeb, list: string): Promise<number[]> {
  const { body } = await get(
    web,
    `${list}?pageSize=200&page=3&sort=${list === 'triggers' ? 'source' : 'name'}`,
  )
  return (body as { items: { id: number }[] }).items.map((item) => item.id)
}

/** Lists and pages of an estate of 10,000 functions in 20 accounts. */
export const apiLarge: Bench = {
  name: 'api-large',
  run: () =>
    withTempDir(async (dir) => {
      const web = await startSeededWeb(dir, seed)
      try {
        const lists: [string, (round: number) => string][] = [
          ['functions', (i) => `functions?page=${i + 1}`],
          ['functions, by reach', (i) => `functions?sort=reach&reach=internet&trigger=api&page=${i + 1}`],
          ['functions, searched', (i) => `functions?q=orders owner:team-${i}`],
          ['triggers', (i) => `triggers?page=${i + 1}`],
          ['triggers, searched', (i) => `triggers?q=kind:sqs fn-${i}`],
          ['roles', (i) => `roles?page=${i + 1}`],
          ['roles, searched', (i) => `roles?q=risk:privilege-escalation role-${i}`],
        ]
        const measures: Measure[] = []
        for (const [shown, pathOf] of lists) measures.push(await time(web, shown, pathOf))
        const [functions, triggers, roles] = [
          await idsOf(web, 'functions'),
          await idsOf(web, 'triggers'),
          await idsOf(web, 'roles'),
        ]
        const pages: [string, (round: number) => string][] = [
          ['functions/{id}', (i) => `functions/${functions[i]}`],
          ['functions/{id}/reach', (i) => `functions/${functions[ROUNDS + i]}/reach`],
          ['triggers/{id}', (i) => `triggers/${triggers[i]}`],
          ['roles/{id}', (i) => `roles/${roles[i]}`],
          ['roles/{id}/policy', (i) => `roles/${roles[ROUNDS + i]}/policy`],
          ['overview', (i) => `overview?accounts=${300_000_000_000 + (i % ACCOUNTS)}`],
        ]
        for (const [shown, pathOf] of pages) measures.push(await time(web, shown, pathOf))
        return measures
      } finally {
        await web.stop()
      }
    }),
}
