import { expect, it } from 'vitest'
import { matchesPattern } from './matches-pattern.ts'

const ACTION = 'lambda:InvokeFunctionUrl'

it.each([
  ['*', true],
  ['lambda:*', true],
  ['LAMBDA:invokefunctionurl', true],
  ['lambda:Invoke*Url', true],
  ['lambda:*Function???', true],
  ['lambda:InvokeFunctionUrl*', true],
  ['*on*on*', false],
  ['*nv*nct*', true],
  ['lambda:InvokeFunction', false],
  ['lambda:InvokeFunctionUrl?', false],
  ['lambda.InvokeFunctionUrl', false],
  ['', false],
])('%s covers lambda:InvokeFunctionUrl: %s', (pattern, covers) => {
  expect(matchesPattern(pattern, ACTION)).toBe(covers)
})

it('is quick with a pattern that is made to be slow', () => {
  const beganMs = performance.now()
  expect(matchesPattern(`lambda:${'*'.repeat(20_000)}x`, ACTION)).toBe(false)
  expect(matchesPattern(`${'*?'.repeat(12)}*x`, ACTION)).toBe(false)
  expect(performance.now() - beganMs).toBeLessThan(500)
})
