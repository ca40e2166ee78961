import { expect, it } from 'vitest'
import type { Status } from '#server/services/status/schema.ts'
import { liveState } from './live-state.ts'

const nowMs = Date.parse('2026-11-20T12:00:00Z')
const status = (patch: Partial<Status> = {}): Status => ({
  now: '2026-11-20T12:00:00Z',
  mode: 'demo',
  version: '0.1.0',
  user: { id: 'u', name: 'n', email: 'e', role: 'viewer' },
  dataAt: '2026-11-20T11:59:48Z',
  workerAlive: true,
  firing: { total: 0, critical: 0, high: 0 },
  accounts: [],
  regions: [],
  envs: [],
  firstSweepDone: true,
  partial: [],
  ...patch,
})

it.each([
  ['fresh', { status: status() }, 'live', '12 s ago'],
  ['paused', { status: status(), paused: true }, 'quiet', 'paused · 12 s ago'],
  ['no answer', { status: status(), failed: true, paused: true }, 'bad', 'offline · 12 s ago'],
  ['never an answer', { status: undefined, failed: true }, 'bad', 'offline'],
  ['first load', { status: undefined }, 'quiet', 'loading'],
  [
    'no worker',
    { status: status({ workerAlive: false }), paused: true },
    'bad',
    'worker not running · 12 s ago',
  ],
  ['nothing yet', { status: status({ dataAt: null }) }, 'quiet', 'first data on the way'],
  ['old', { status: status({ dataAt: '2026-11-20T11:43:00Z' }) }, 'warn', 'stale · 17 min ago'],
  ['clock ahead', { status: status({ dataAt: '2026-11-20T12:00:30Z' }) }, 'live', '0 s ago'],
])('%s', (_, input, tone, label) => {
  expect(liveState({ failed: false, paused: false, nowMs, ...input })).toMatchObject({ tone, label })
})
