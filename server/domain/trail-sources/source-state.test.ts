import { expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { sourceState } from './source-state.ts'

const NOW = Date.parse('2026-11-20T06:17:00.000Z')
const ago = (ms: number) => new Date(NOW - ms)
const told = {
  enabled: true,
  isLive: true,
  status: 'ok' as const,
  checkedAt: ago(5000),
  lastRecordAt: ago(MINUTE_MS),
}

it.each([
  ['receiving', {}],
  ['off', { enabled: false, status: 'denied' as const }],
  ['denied', { status: 'denied' as const }],
  ['failed', { status: 'failed' as const, checkedAt: ago(HOUR_MS) }],
  ['waiting', { status: 'new' as const, checkedAt: null }],
  ['stopped', { checkedAt: ago(20 * MINUTE_MS) }],
  ['silent', { lastRecordAt: ago(4 * HOUR_MS) }],
  ['silent', { lastRecordAt: null }],
  ['ready', { isLive: false, checkedAt: null, lastRecordAt: null }],
])('a source is %s: %j', (state, more) => {
  expect(sourceState({ ...told, ...more }, NOW)).toBe(state)
})
