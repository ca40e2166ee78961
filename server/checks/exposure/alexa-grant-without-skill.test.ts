import { describe, expect, it } from 'vitest'
import { denied } from '#server/domain/field.ts'
import { judge, policyOf, remedyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { service, when } from '#server/testing/statements.ts'
import { alexaGrantWithoutSkill } from './alexa-grant-without-skill.ts'

const ALEXA = { Principal: { Service: 'alexa-appkit.amazon.com' } }
const HOME = { Principal: { Service: 'alexa-connectedhome.amazon.com' } }
const SKILL = when('StringEquals', 'lambda:EventSourceToken', 'amzn1.ask.skill.1')

describe('alexa-grant-without-skill', () => {
  it.each<[string, string, object]>([
    ['fail', 'any skill', ALEXA],
    ['fail', 'any smart home skill', HOME],
    ['pass', 'one skill', { ...ALEXA, ...SKILL }],
    ['not applicable', 'a rule', service('events')],
  ])('says %s of %s', (state, _what, statement) => {
    expect(judge(alexaGrantWithoutSkill, { policy: policyOf(statement) }).state).toBe(state)
  })

  it('says unknown where the policy was denied', () => {
    expect(judge(alexaGrantWithoutSkill, { policy: denied('lambda:GetPolicy') }).state).toBe('unknown')
  })

  it('asks for the token in the templates', () => {
    expect(remedyOf(alexaGrantWithoutSkill, { policy: policyOf(HOME) }).cloudformation).toContain(
      'EventSourceToken',
    )
  })

  itKeepsOrder(
    ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    (statements) => judge(alexaGrantWithoutSkill, { policy: policyOf(...statements) }).state,
  )
})
