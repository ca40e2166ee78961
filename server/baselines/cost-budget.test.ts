import { describe, expect, it } from 'vitest'
import type { BudgetWindow } from '#server/domain/money/cost-window.ts'
import { budgetWindow } from '#server/testing/records/cost-windows.ts'
import { costBudget } from './cost-budget.ts'

const over = { usd: 140, lowUsd: 120, highUsd: 160 }
const perhaps = { usd: 105, lowUsd: 90, highUsd: 120 }

describe('cost-budget', () => {
  it.each<[string, string, Partial<BudgetWindow>]>([
    ['quiet', 'a month that will fit', {}],
    ['quiet', 'a month without a forecast', { forecast: null }],
    ['breach', 'a month that will not', { forecast: over }],
    ['breach', 'four fifths', { toDateUsd: 80 }],
    ['breach', 'all of it', { toDateUsd: 100, forecast: null }],
    ['unknown', 'a month of which nothing is known', { isKnown: false, toDateUsd: 0 }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(costBudget.evaluate(budgetWindow(changes)).state).toBe(state)
  })

  it.each<[string, Partial<BudgetWindow>, string]>([
    ['low', { forecast: perhaps }, 'Lambda budget of 111122223333 will be exceeded'],
    ['medium', { forecast: over }, 'Lambda budget of 111122223333 will be exceeded'],
    ['medium', { toDateUsd: 85 }, 'Lambda budget of 111122223333 is used to 85 %'],
    ['high', { toDateUsd: 120 }, 'Lambda budget of 111122223333 is used up'],
    [
      'high',
      { toDateUsd: 120, budget: { id: 'b', scope: 'owner', name: 'payments', monthlyUsd: 100 } },
      'Lambda budget of payments is used up',
    ],
  ])('is %s', (severity, changes, title) => {
    expect(costBudget.evaluate(budgetWindow(changes))).toMatchObject({ breach: { severity, title } })
  })
})
