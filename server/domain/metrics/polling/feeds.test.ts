import { expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { whatIsFed } from './feeds.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 12)
const CORE = ['Invocations', 'Errors', 'Throttles', 'Duration']
const came = (metrics: string[], agoMs: number, ofAccount = false) =>
  metrics.map((metric) => ({ metric, ofAccount, newestMs: NOW_MS - agoMs }))
const fed = (...rows: ReturnType<typeof came>[]) => whatIsFed(new Date(NOW_MS), rows.flat(), NOW_MS)

it.each([
  ['all four', [came(CORE, 4 * MINUTE_MS)], true],
  [
    'all four, in files that do not end together',
    [came(CORE.slice(1), 9 * MINUTE_MS), came(['Invocations'], 0)],
    true,
  ],
  ['invocations alone', [came(['Invocations', 'Duration'], 0)], false],
  [
    'errors until half an hour ago',
    [came(['Invocations', 'Throttles', 'Duration'], 0), came(['Errors'], HOUR_MS / 2)],
    false,
  ],
  ['nothing of it for hours', [came(CORE, 3 * HOUR_MS), came(['IteratorAge'], 0)], false],
  ['those of the account', [came(CORE, 0, true)], false],
  ['nothing', [], false],
])('functions are fed by a stream that brought %s', (_, rows, isFed) => {
  expect(fed(...rows).core).toBe(isFed)
})

it('tells the account from its functions, and which metrics come', () => {
  const OF_ACCOUNT = [...CORE, 'ConcurrentExecutions']
  expect(fed(came(OF_ACCOUNT, 0, true))).toMatchObject({ account: true, core: false, metrics: new Set() })
  expect(fed(came(CORE, 0, true)).account).toBe(false)
  expect(fed(came(['IteratorAge'], 0), came(['AsyncEventAge'], 2 * HOUR_MS)).metrics).toEqual(
    new Set(['IteratorAge']),
  )
})
