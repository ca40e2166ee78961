import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { type SeriesPoints, savePoints } from '#server/store/save-points.ts'
import { openStore } from '#server/store/store.ts'
import { atLeast, type Bench } from './define-bench.ts'
import { withTempDir } from './product.ts'

const SERIES = 1000
const POINTS = 500
const SERIES_A_CALL = 50

function batches(): SeriesPoints[] {
  const now = Math.floor(Date.now() / 300_000) * 300_000
  return Array.from({ length: SERIES }, (_, i) => ({
    key: {
      accountId: '111122223333',
      region: 'eu-west-1',
      namespace: 'AWS/Lambda',
      metric: 'Invocations',
      stat: 'Sum' as const,
      dimension: `function-${i}`,
    },
    periodSeconds: 300 as const,
    points: Array.from({ length: POINTS }, (_, k) => ({
      at: new Date(now - k * 300_000),
      value: (i * 31 + k) % 997,
    })),
  }))
}

/** Half a million points by the same statement that the worker uses, into a fresh embedded Postgres with its usual safety. */
export const pointIngest: Bench = {
  name: 'ingest',
  run: () =>
    withTempDir(async (dir) => {
      const postgres = await startPostgres(dir)
      const store = openStore(postgres.url)
      try {
        await migrate(store.pool)
        const all = batches()
        const rates: number[] = []
        for (let round = 0; round < 3; round++) {
          const startedAt = performance.now()
          let stored = 0
          for (let i = 0; i < all.length; i += SERIES_A_CALL) {
            stored += await savePoints(store.pool, all.slice(i, i + SERIES_A_CALL))
          }
          rates.push(stored / ((performance.now() - startedAt) / 1000))
        }
        return [
          atLeast('points stored, first time', rates[0] ?? 0, 50_000, '/s'),
          atLeast('points stored again (late corrections)', rates[2] ?? 0, 50_000, '/s'),
        ]
      } finally {
        await store.close()
        await postgres.stop()
      }
    }),
}
