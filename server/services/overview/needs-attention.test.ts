import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Severity } from '#server/domain/severity.ts'
import type { RuleKind, Signal } from '#server/domain/signal.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getOverview } from './get-overview.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

function signal(ruleKind: RuleKind, severity: Severity, nth: number): Signal {
  const at = new Date(NOW - (nth + 1) * MINUTE_MS)
  return {
    ruleId: `${ruleKind}-${nth}`,
    ruleKind,
    severity,
    fingerprint: `${ruleKind} ${nth}`,
    title: `${ruleKind} ${nth}`,
    summary: '',
    accountId: '111111111111',
    region: 'eu-west-1',
    functionName: null,
    resourceId: null,
    startedAt: at,
    seenAt: at,
    evidence: { items: [], eventIds: [], metric: null },
  }
}

it('has the worst of what is set wrong, of what was done and of what breaks, however much there is of one', async () => {
  const many = (kind: RuleKind, severity: Severity, count: number) =>
    Array.from({ length: count }, (_, nth) => signal(kind, severity, nth))
  const signals = [
    ...many('check', 'critical', 20),
    ...many('detection', 'high', 20),
    ...many('baseline', 'medium', 2),
  ]
  await inTransaction(db.pool, (client) => recordSignals(client, signals, new Date(NOW)))
  const { attention } = await getOverview(makeContext(db, 'viewer', NOW), {})
  expect(attention.map(({ title }) => title)).toEqual([
    'check 0',
    'check 1',
    'check 2',
    'detection 0',
    'detection 1',
    'baseline 0',
    'baseline 1',
  ])
})

it('leaves the first places to what breaks: what costs more stands beside the charges', async () => {
  const dear = { ...signal('baseline', 'critical', 9), ruleId: 'cost-spike', fingerprint: 'cost-spike:fn' }
  await inTransaction(db.pool, (client) => recordSignals(client, [dear], new Date(NOW)))
  const { attention } = await getOverview(makeContext(db, 'viewer', NOW), {})
  expect(attention.map(({ ruleId }) => ruleId)).not.toContain('cost-spike')
  expect(attention.map(({ title }) => title)).toEqual(expect.arrayContaining(['baseline 0', 'baseline 1']))
})
