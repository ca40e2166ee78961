import { expect, it } from 'vitest'
import type { CoverageRow } from '#server/services/coverage/schema.ts'
import { cellInWords, groupProblems, matrixOf } from './coverage-words.ts'

const row = (more: Partial<CoverageRow>): CoverageRow => ({
  collector: 'functions',
  title: 'Functions',
  accountId: '111122223333',
  accountName: 'production',
  region: 'eu-west-1',
  status: 'partial',
  lastRunAt: '2026-11-20T00:00:00.000Z',
  lastOkAt: null,
  items: 4,
  calls: 9,
  throttles: 1,
  costUsd: 0,
  durationMs: 1500,
  problems: [],
  hides: [],
  ...more,
})
const denied = {
  operation: 'GetPolicy',
  permission: 'lambda:GetPolicy',
  state: 'denied' as const,
  code: 'AccessDeniedException',
  message: 'no',
  count: 3,
  resources: ['a'],
  hides: 'who may invoke',
}

it('brings the same problem of several places together', () => {
  const groups = groupProblems([
    row({ problems: [denied] }),
    row({ region: 'us-east-1', problems: [{ ...denied, resources: ['b'] }] }),
    row({ problems: [{ ...denied, state: 'failed', code: 'ServiceException', count: 99 }] }),
  ])
  expect(groups).toHaveLength(2)
  expect(groups[0]).toMatchObject({
    state: 'denied',
    count: 6,
    places: ['production · eu-west-1', 'production · us-east-1'],
    resources: ['a', 'b'],
    hides: ['who may invoke'],
  })
})

it('lays coverage out by place and collector; what does not exist stays undefined', () => {
  const matrix = matrixOf([row({}), row({ collector: 'roles', title: 'Roles', region: 'global' })])
  expect(matrix.collectors.map((one) => one.id)).toEqual(['functions', 'roles'])
  expect(matrix.places.map((one) => one.region)).toEqual(['eu-west-1', 'global'])
  const [first] = matrix.places
  expect(first && matrix.cell(first, 'functions')?.status).toBe('partial')
  expect(first && matrix.cell(first, 'roles')).toBeUndefined()
})

it('says a cell in words, never as complete when it was not', () => {
  const text = cellInWords(row({ problems: [denied] }), Date.parse('2026-11-20T00:05:00.000Z'))
  expect(text).toContain('last run 5 min ago, last complete never')
  expect(text).toContain('lambda:GetPolicy denied')
})
