import { expect, it } from 'vitest'
import { binFailures } from './bin-failures.ts'
import type { FailedInvocation } from './sample-failures.ts'

const PERIOD = 300_000
const failed = (
  atMs: number,
  kind: FailedInvocation['kind'],
  durationMs: number | null = null,
): FailedInvocation => ({
  of: 'invocation',
  requestId: null,
  stream: 's',
  kind,
  errorType: null,
  atMs,
  durationMs,
  memoryMb: null,
  maxMemoryMb: null,
})

it('counts failures where their invocations began', () => {
  const bins = binFailures(
    [failed(310_000, 'timeout', 20_000), failed(310_000, 'out-of-memory', 5000), failed(400_000, 'crash')],
    { fromMs: 0, searchedToMs: 600_000, periodMs: PERIOD },
  )
  expect(bins).toMatchObject([
    { atMs: 0, counts: { FailuresRead: 1, ConfirmedTimeouts: 1 } },
    { atMs: PERIOD, counts: { FailuresRead: 2, OutOfMemory: 1, ApplicationFailures: 0 } },
  ])
})

it('has what was seen of a period that was searched in part, and nothing of one that was not', () => {
  const bins = binFailures([failed(650_000, 'init')], {
    fromMs: 100_000,
    searchedToMs: 650_000,
    periodMs: PERIOD,
  })
  expect(bins).toMatchObject([{ atMs: PERIOD }, { atMs: 2 * PERIOD, counts: { InitFailures: 1 } }])
})

it('leaves out initialisations, which are tried again', () => {
  const init = { ...failed(10_000, 'init'), of: 'initialisation' as const }
  const bins = binFailures([init, failed(11_000, 'init')], {
    fromMs: 0,
    searchedToMs: PERIOD,
    periodMs: PERIOD,
  })
  expect(bins).toMatchObject([{ counts: { FailuresRead: 1, InitFailures: 1 } }])
})
