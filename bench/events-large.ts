import type { Store } from '#server/store/store.ts'
import { seedManyEvents } from '#server/testing/seed/many-events.ts'
import { type SeededWeb, startSeededWeb } from './api-latency.ts'
import { atMost, type Bench, type Measure, percentile } from './define-bench.ts'
import { withTempDir } from './product.ts'

const EVENTS = 5_000_000
const DAYS = 90
const ACCOUNTS = 20
const ROUNDS = 30
const GOAL_MS = 200

type Asked = { shown: string; query: (round: number) => Record<string, string> }

const day = (ms: number) => new Date(ms).toISOString()

/** What people ask of the page. Nothing is asked twice: what is measured is not a cache of answers. */
function questions(nowMs: number): Asked[] {
  const all = { from: day(nowMs - (DAYS - 1) * 86_400_000), to: day(nowMs) }
  const account = (i: number) => String(400_000_000_000 + (i % ACCOUNTS))
  const arn = (i: number) => `arn:aws:sts::${account(i)}:assumed-role/Monitoring/monitoring`
  return [
    {
      shown: 'a day',
      query: (i) => ({ to: day(nowMs - i * 1_000_000), from: day(nowMs - 86_400_000 - i * 1_000_000) }),
    },
    { shown: '14 days', query: (i) => ({ range: '14d', limit: String(50 + i) }) },
    { shown: '89 days', query: (i) => ({ ...all, limit: String(50 + i) }) },
    { shown: 'writes', query: (i) => ({ ...all, kind: 'write', limit: String(50 + i) }) },
    {
      shown: 'one call that failed',
      query: (i) => ({ ...all, name: 'UpdateFunctionCode', outcome: 'error', limit: String(50 + i) }),
    },
    { shown: 'one function', query: (i) => ({ ...all, function: `orders-${i * 3}-0${i % 10}` }) },
    { shown: 'one account', query: (i) => ({ ...all, accounts: account(i) }) },
    { shown: 'one busy actor', query: (i) => ({ ...all, actor: arn(i) }) },
    { shown: 'one address', query: (i) => ({ ...all, ip: `198.51.100.${i * 2}` }) },
    { shown: 'a word that is everywhere', query: (i) => ({ ...all, q: 'lambda', limit: String(50 + i) }) },
    { shown: 'a word that is rare', query: (i) => ({ ...all, q: `run-${i * 97}` }) },
    { shown: 'a person', query: (i) => ({ ...all, q: `user${i}@example.com` }) },
    { shown: 'two words', query: (i) => ({ ...all, q: `orders-${i * 3} accessdenied` }) },
    { shown: 'a word that nothing has', query: (i) => ({ ...all, q: `nothing${i}` }) },
  ]
}

async function read(web: SeededWeb, path: string): Promise<void> {
  const response = await fetch(`${web.base}/api/v1/${path}`, { headers: { cookie: web.cookie } })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
}

/** The list and the histogram are asked for at once, as the page does. */
async function pageMs(web: SeededWeb, query: Record<string, string>): Promise<number> {
  const { limit: _, ...filter } = query
  const startedAt = performance.now()
  await Promise.all([
    read(web, `events?${new URLSearchParams(query)}`),
    read(web, `events/histogram?${new URLSearchParams(filter)}`),
  ])
  return performance.now() - startedAt
}

/** The events page, list and histogram, over five million records of 90 days. */
export const eventsLarge: Bench = {
  name: 'events-large',
  run: () =>
    withTempDir(async (dir) => {
      const nowMs = Date.now()
      const seed = ({ pool }: Store) =>
        seedManyEvents(pool, { count: EVENTS, days: DAYS, accounts: ACCOUNTS, nowMs })
      const web = await startSeededWeb(dir, seed)
      try {
        const measures: Measure[] = []
        const every: number[] = []
        for (const { shown, query } of questions(nowMs)) {
          await pageMs(web, query(ROUNDS))
          const times: number[] = []
          for (let i = 0; i < ROUNDS; i++) times.push(await pageMs(web, query(i)))
          every.push(...times)
          measures.push({
            figure: `  ${shown}, p95`,
            value: percentile(times, 0.95),
            unit: 'ms',
            goal: '',
            met: true,
          })
        }
        const all = atMost(
          'events page over 5,000,000 records, list and histogram, p95',
          percentile(every, 0.95),
          GOAL_MS,
          'ms',
        )
        return [all, ...measures]
      } finally {
        await web.stop()
      }
    }),
}
