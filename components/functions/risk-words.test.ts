import { describe, expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { statementsOf } from './policy-statements.ts'
import { reachOf, roleRisks } from './risk-words.ts'

function role(statement: unknown, more: Partial<RoleRecord> = {}): RoleRecord {
  const parsed = { Version: '2012-10-17', Statement: statement }
  return {
    kind: 'role',
    arn: 'arn:aws:iam::111111111111:role/r',
    name: 'r',
    accountId: '111111111111',
    region: 'global',
    path: '/',
    roleId: 'AROA',
    createdAt: absent(),
    description: absent(),
    maxSessionSeconds: absent(),
    trustPolicy: absent(),
    inlinePolicies: known([{ name: 'p', document: known({ raw: '', parsed }) }]),
    attachedPolicies: known([]),
    permissionsBoundary: absent(),
    lastUsedAt: absent(),
    lastUsedRegion: absent(),
    tags: absent(),
    unknownFields: [],
    ...more,
  }
}

describe('reachOf', () => {
  it.each([
    [{ urlAuth: 'NONE', publicPolicy: false }, 'open to everyone through its URL'],
    [{ urlAuth: 'AWS_IAM', publicPolicy: true }, 'open to everyone through its policy'],
    [{ urlAuth: 'none', publicPolicy: null }, 'who may invoke is unknown'],
    [{ urlAuth: 'unknown', publicPolicy: false }, 'whether it has a URL is unknown'],
    [{ urlAuth: 'none', publicPolicy: false }, undefined],
  ])('%j', (row, text) => expect(reachOf(row)?.text).toBe(text))
})

describe('roleRisks', () => {
  it.each([
    [{ Effect: 'Allow', Action: '*', Resource: '*' }, ['its role may do everything']],
    [[{ Effect: 'Allow', Action: ['iam:PassRole'], Resource: ['*'] }], ['its role may pass any role']],
    [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, ['its role has wildcard permissions']],
    [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }, []],
    [{ Effect: 'Deny', Action: '*', Resource: '*' }, []],
    ['not a statement', []],
  ])('%j', (statement, texts) => expect(roleRisks(role(statement)).map((one) => one.text)).toEqual(texts))

  it('says what it could not read instead of passing it', () => {
    const unseen = role([], {
      attachedPolicies: denied('iam:GetAccountAuthorizationDetails'),
      inlinePolicies: failed('answer cut short'),
    })
    expect(roleRisks(unseen).map((one) => one.tone)).toEqual(['unknown', 'unknown'])
  })
})

describe('statementsOf', () => {
  it.each([null, 'text', 3, [], {}, { Statement: null }, { Statement: ['x', 4] }])(
    'reads nothing from %j',
    (document) => expect(statementsOf(document)).toEqual([]),
  )
  it('reads lists, single values, principals and conditions', () => {
    const [one] = statementsOf({
      Statement: {
        Sid: 's',
        Effect: 'Allow',
        Principal: { AWS: ['1', '2'], Service: 'sns' },
        NotAction: 'iam:*',
        Resource: 'r',
        Condition: { StringEquals: { 'aws:SourceAccount': '1' } },
      },
    })
    expect(one).toEqual({
      at: 0,
      sid: 's',
      effect: 'Allow',
      principals: ['AWS: 1', 'AWS: 2', 'Service: sns'],
      actions: ['all but iam:*'],
      resources: ['r'],
      conditions: ['StringEquals aws:SourceAccount 1'],
    })
  })
})
