import type { Store } from '#server/store/store.ts'
import { seedManyPoints } from '#server/testing/seed/many-points.ts'
import { seedStore } from '#server/testing/seed-store.ts'
import { type SeededWeb, startSeededWeb } from './api-latency.ts'
import { atLeast, atMost, type Bench, percentile } from './define-bench.ts'
import { withTempDir } from './product.ts'

const FUNCTIONS = 200
/** With 8 series a function, of which a day has 313 points each. */
const DAYS = 41
const ROUNDS = 60
const POINTS = 20_000_000

async function functionIds(web: SeededWeb): Promise<number[]> {
  const response = await fetch(`${web.base}/api/v1/functions?pageSize=200&sort=name`, {
    headers: { cookie: web.cookie },
  })
  const { items } = (await response.json()) as { items: { id: number }[] }
  return items.map((item) => item.id)
}

async function readMs(web: SeededWeb, path: string): Promise<number> {
  const startedAt = performance.now()
  const response = await fetch(`${web.base}/api/v1/${path}`, { headers: { cookie: web.cookie } })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return performance.now() - startedAt
}

/** A function's charts over 30 days with bands, anomalies and marks, where the table of points is large. Each function is asked for once. */
export const functionChart: Bench = {
  name: 'function-chart',
  run: () =>
    withTempDir(async (dir) => {
      let stored = 0
      const web = await startSeededWeb(dir, async (store: Store) => {
        await seedStore(store, { functions: FUNCTIONS, days: 1, now: Date.now() })
        stored = await seedManyPoints(store.pool, DAYS, Date.now())
      })
      try {
        const ids = await functionIds(web)
        const p95 = async (query: string, from: number) => {
          const times: number[] = []
          for (let i = 0; i < ROUNDS; i++)
            times.push(await readMs(web, `functions/${ids[(from + i) % ids.length]}/metrics?${query}`))
          return percentile(times, 0.95)
        }
        await readMs(web, `functions/${ids.at(-1)}/metrics?range=30d`)
        return [
          atLeast('points in the table', stored, POINTS, 'points'),
          atMost('charts of one function over 30 days, p95', await p95('range=30d', 0), 60, 'ms'),
          {
            figure: '  with the week before, p95',
            value: await p95('range=30d&compare=week', ROUNDS),
            unit: 'ms',
            goal: '',
            met: true,
          },
          {
            figure: '  over 24 hours, p95',
            value: await p95('range=24h', 2 * ROUNDS),
            unit: 'ms',
            goal: '',
            met: true,
          },
        ]
      } finally {
        await web.stop()
      }
    }),
}
