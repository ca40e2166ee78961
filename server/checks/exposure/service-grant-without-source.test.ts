import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import { judge, policyOf, remedyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { service, when } from '#server/testing/statements.ts'
import { serviceGrantWithoutSource } from './service-grant-without-source.ts'

const OWN_RULE = 'arn:aws:events:eu-west-1:111122223333:rule/nightly'

describe('service-grant-without-source', () => {
  it.each<[string, string, object[]]>([
    ['fail', 'events without a source', [service('events')]],
    [
      'fail',
      'a rule of any account',
      [service('events', when('ArnLike', 'aws:SourceArn', 'arn:aws:events:eu-west-1:*:rule/nightly'))],
    ],
    ['fail', 'S3 without anything', [service('s3')]],
    [
      'fail',
      'any bucket by pattern',
      [service('s3', when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::logs-*'))],
    ],
    ['fail', 'a service that nobody knows', [service('quantum')]],
    ['pass', 'a rule of this account', [service('events', when('ArnLike', 'aws:SourceArn', OWN_RULE))]],
    ['pass', 'a source account', [service('s3', when('StringEquals', 'aws:SourceAccount', '111122223333'))]],
    ['pass', 'its organisation', [service('sns', when('StringEquals', 'aws:SourceOrgID', 'o-own0000000'))]],
    [
      'pass',
      'the paths of its organisation',
      [service('sns', when('ForAnyValue:StringLike', 'aws:SourceOrgPaths', 'o-own0000000/*'))],
    ],
    [
      'pass',
      'a Deny of other accounts',
      [
        service('events'),
        { Effect: 'Deny', Principal: '*', ...when('StringNotEquals', 'aws:SourceAccount', '111122223333') },
      ],
    ],
    [
      'pass',
      'one bucket without account, which another check tells',
      [service('s3', when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::uploads'))],
    ],
    [
      'not applicable',
      'a load balancer, whose targets are of its own account',
      [service('elasticloadbalancing')],
    ],
    ['not applicable', 'logs, which ask their own account', [service('logs')]],
    ['not applicable', 'Alexa, which has a token', [service('alexa-appkit')]],
    ['not applicable', 'another account', [{ Principal: { AWS: '999988887777' } }]],
  ])('says %s of %s', (state, _what, statements) => {
    expect(judge(serviceGrantWithoutSource, { policy: policyOf(...statements) }).state).toBe(state)
  })

  it('says unknown where the policy was denied, and not applicable where there is none', () => {
    expect(judge(serviceGrantWithoutSource, { policy: denied('lambda:GetPolicy') }).state).toBe('unknown')
    expect(judge(serviceGrantWithoutSource, { policy: absent() }).state).toBe('not applicable')
  })

  it('is high for API Gateway, medium for events and low for what nobody knows', () => {
    const severity = (name: string) => judge(serviceGrantWithoutSource, { policy: policyOf(service(name)) })
    expect(severity('apigateway')).toMatchObject({ severity: 'high' })
    expect(severity('events')).toMatchObject({ severity: 'medium' })
    expect(severity('quantum')).toMatchObject({ severity: 'low' })
  })

  it('binds the grant to the account in the templates', () => {
    const { cloudformation, terraform } = remedyOf(serviceGrantWithoutSource, {
      policy: policyOf(service('events')),
    })
    expect(cloudformation).toContain('SourceAccount: "111122223333"')
    expect(terraform).toContain('source_account = "111122223333"')
  })

  itKeepsOrder(
    ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    (statements) => judge(serviceGrantWithoutSource, { policy: policyOf(...statements) }).state,
  )
})
