import { expect, it } from 'vitest'
import { gapWord, monthBeside, monthWord, triggerWord } from './cost-words.ts'

it.each([
  ['2026-11', -1, '2026-10'],
  ['2026-12', 1, '2027-01'],
  ['2026-01', -1, '2025-12'],
])('beside %s at %d is %s', (month, step, expected) => {
  expect(monthBeside(month, step)).toBe(expected)
})

it('says months, triggers and gaps in words', () => {
  expect(monthWord('2026-11')).toBe('November 2026')
  expect(triggerWord('sqs')).toBe('SQS queue')
  expect(triggerWord('none')).toBe('No trigger found')
  expect(gapWord('region')).toBe('no price for this region')
  expect(gapWord('toString')).toBe('unknown')
})
