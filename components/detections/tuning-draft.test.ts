import { expect, it } from 'vitest'
import type { DetectionDetail } from '#server/services/detections/schema.ts'
import { changeOf, draftOfTuning } from './tuning-draft.ts'

const NAME = { name: 'functions', description: '', type: 'number', defaultValue: 5 } as const
const PARAMETERS: DetectionDetail['parameters'] = [{ ...NAME, value: 9 }]
const tuned = (enabled: boolean | null, severity: 'low' | null): Pick<DetectionDetail, 'tuning'> => ({
  tuning: { enabled, severity, reason: 'r', updatedBy: 'Ada', updatedAt: '2026-11-20T00:00:00.000Z' },
})

it.each([
  [{ tuning: null }, { enabled: null, severity: null }],
  [tuned(false, 'low'), { enabled: false, severity: 'low' }],
  [tuned(true, null), { enabled: true, severity: null }],
])('a draft that nobody touched changes nothing of %j', (detail, change) => {
  expect(changeOf(draftOfTuning(detail), { parameters: [] })).toEqual(change)
})

it('sends every parameter, typed or not', () => {
  const draft = draftOfTuning({ tuning: null })
  expect(changeOf(draft, { parameters: PARAMETERS }).parameters).toEqual({ functions: 9 })
  const typed = { ...draft, typed: { functions: '12' } }
  expect(changeOf(typed, { parameters: PARAMETERS }).parameters).toEqual({ functions: 12 })
})
