import { expect, it } from 'vitest'
import { type DayFacts, reconcileDay } from './reconcile.ts'

const line = (recordType: string, amount: number, changes = {}) => ({
  recordType,
  currency: 'USD',
  amount,
  estimated: false,
  ...changes,
})
const day = (changes: Partial<DayFacts>): DayFacts => ({
  day: '2026-11-19',
  ownUsd: 10,
  unpriced: 0,
  billed: [line('Usage', 10)],
  chargesUsd: null,
  ...changes,
})

it.each<[string, Partial<DayFacts>, number | null, string[]]>([
  ['what agrees', {}, 0, []],
  ['a cent', { billed: [line('Usage', 10.1)] }, 0.1, []],
  ['a bill of less', { billed: [line('Usage', 4)] }, -6, ['free tier']],
  ['a bill of more', { billed: [line('Usage', 14)] }, 4, ['metrics incomplete', 'not counted']],
  [
    'functions without a price',
    { billed: [line('Usage', 14)], unpriced: 3 },
    4,
    ['unpriced functions', 'metrics incomplete', 'not counted'],
  ],
  [
    'a day that is not settled',
    { billed: [line('Usage', 4, { estimated: true })] },
    -6,
    ['not settled', 'free tier'],
  ],
  [
    'a savings plan, whose usage counts and whose negation does not',
    { billed: [line('Usage', 4), line('SavingsPlanCoveredUsage', 6), line('SavingsPlanNegation', -6)] },
    0,
    [],
  ],
  ['another currency', { billed: [line('Usage', 9, { currency: 'EUR' })] }, null, ['other currency']],
  ['EstimatedCharges alone', { billed: null, chargesUsd: 10 }, 0, []],
  ['nothing to compare with', { billed: null }, null, []],
  ['nothing worked out', { ownUsd: null }, null, []],
])('of %s says', (_what, changes, difference, reasons) => {
  const found = reconcileDay(day(changes))
  expect(found.differenceUsd === null ? null : Number(found.differenceUsd.toFixed(6))).toBe(difference)
  expect(found.reasons).toEqual(reasons)
})

it('shows another currency as it is and adds it to nothing', () => {
  const found = reconcileDay(day({ billed: [line('Usage', 9, { currency: 'EUR' })] }))
  expect(found).toMatchObject({ billedUsd: null, otherCurrency: { currency: 'EUR', amount: 9 } })
})
