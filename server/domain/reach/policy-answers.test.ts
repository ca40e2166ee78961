import { describe, expect, test } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import * as make from '#server/testing/source-records.ts'
import { anyone, policy, service, when } from '#server/testing/statements.ts'

describe('the level that a resource policy gives', () => {
  test.each<[string, Partial<FunctionRecord>, string, string?]>([
    ['nothing', {}, 'nobody'],
    ['everyone', policy(anyone()), 'internet-authenticated', 'certain'],
    ['every AWS principal', policy({ Principal: { AWS: '*' } }), 'internet-authenticated', 'certain'],
    [
      'everyone but one',
      policy({ NotPrincipal: { AWS: 'arn:aws:iam::333333333333:root' } }),
      'internet-authenticated',
      'certain',
    ],
    [
      'everyone by NotAction',
      policy({ Principal: '*', Action: undefined, NotAction: 'lambda:GetFunction' }),
      'internet-authenticated',
      'certain',
    ],
    [
      'everyone from an address',
      policy(anyone(when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))),
      'internet-authenticated',
      'conditional',
    ],
    [
      'everyone in a VPC',
      policy(anyone(when('StringEquals', 'aws:SourceVpc', 'vpc-1'))),
      'account',
      'conditional',
    ],
    [
      'its organisation',
      policy(anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))),
      'organization',
      'certain',
    ],
    [
      'another organisation',
      policy(anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-other00000'))),
      'other-accounts',
      'certain',
    ],
    [
      'a part of its organisation',
      policy(anyone(when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-own0000000/*'))),
      'organization',
      'conditional',
    ],
    ['another account', policy({ Principal: { AWS: '333333333333' } }), 'other-accounts', 'certain'],
    [
      'another account by condition',
      policy(anyone(when('StringEquals', 'aws:PrincipalAccount', '333333333333'))),
      'other-accounts',
      'certain',
    ],
    [
      'an account of its organisation',
      policy({ Principal: { AWS: 'arn:aws:iam::222222222222:role/app' } }),
      'organization',
      'certain',
    ],
    [
      'a role of its own account',
      policy({ Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } }),
      'account',
      'certain',
    ],
    [
      'any account, unless it is its own',
      policy(anyone(when('StringNotEquals', 'aws:PrincipalAccount', '111122223333'))),
      'internet-authenticated',
      'certain',
    ],
    [
      'a role by its name',
      policy(anyone(when('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/app'))),
      'account',
      'certain',
    ],
    [
      'a role of that name in any account',
      policy(anyone(when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/app'))),
      'internet-authenticated',
      'certain',
    ],
    [
      'everyone by an endpoint of a VPC',
      policy(
        anyone({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1' } } }),
      ),
      'account',
      'conditional',
    ],
    [
      'everyone in some VPC',
      policy(anyone(when('Null', 'aws:SourceVpc', 'false'))),
      'internet-authenticated',
      'conditional',
    ],
    [
      'everyone but outside a VPC',
      policy(anyone(), { ...anyone(when('StringNotEquals', 'aws:SourceVpc', 'vpc-1')), Effect: 'Deny' }),
      'account',
      'conditional',
    ],
    [
      'everyone but for one role',
      policy(anyone(), {
        ...anyone(when('ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::333333333333:role/app')),
        Effect: 'Deny',
      }),
      'other-accounts',
      'certain',
    ],
    ['another action', policy({ Principal: '*', Action: 'lambda:GetFunction' }), 'nobody'],
    ['everyone, denied', policy(anyone(), { ...anyone(), Effect: 'Deny' }), 'nobody'],
    [
      'everyone, denied outside the organisation',
      policy(anyone(), {
        ...anyone(when('StringNotEquals', 'aws:PrincipalOrgID', 'o-own0000000')),
        Effect: 'Deny',
      }),
      'organization',
      'certain',
    ],
    [
      'everyone, denied but for one account',
      policy(anyone(), { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::333333333333:root' } }),
      'other-accounts',
      'certain',
    ],
    [
      "everyone's topics",
      policy(anyone(when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*'))),
      'other-accounts',
      'certain',
    ],
    [
      'whatever comes of a partner',
      policy(anyone(when('StringEquals', 'aws:SourceAccount', '333333333333'))),
      'other-accounts',
      'certain',
    ],
    [
      'whatever comes of its own account',
      policy(anyone(when('StringEquals', 'aws:SourceAccount', '111122223333'))),
      'account',
      'certain',
    ],
    ['S3 for anybody', policy(service('s3')), 'other-accounts', 'certain'],
    [
      'S3 for one account',
      policy(service('s3', when('StringEquals', 'aws:SourceAccount', '111122223333'))),
      'account',
      'certain',
    ],
    [
      'S3 for a bucket of which nobody knows',
      policy(service('s3', when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::gone'))),
      'other-accounts',
      'conditional',
    ],
    [
      'SNS for its own topics',
      policy(service('sns', when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:111122223333:*'))),
      'account',
      'certain',
    ],
    [
      'SNS for topics of any account',
      policy(service('sns', when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:*:orders'))),
      'other-accounts',
      'certain',
    ],
    [
      'SNS for any topic',
      policy(service('sns', when('ArnLike', 'aws:SourceArn', '*'))),
      'other-accounts',
      'certain',
    ],
    [
      'SNS for its organisation',
      policy(service('sns', when('StringEquals', 'aws:SourceOrgID', 'o-own0000000'))),
      'organization',
      'certain',
    ],
    [
      'an alias open to everyone',
      { qualifiedPolicies: known({ live: make.makePolicy(anyone()) }) },
      'internet-authenticated',
      'certain',
    ],
  ])('%s', (_, values, level, certainty) => {
    const result = reachOf(values)
    expect(result.level).toBe(level)
    expect(result.answers[0]?.certainty).toBe(certainty)
    if (level !== 'nobody') expect(result.answers[0]?.decidedBy[0]?.quote).toContain('"Effect"')
  })
})
