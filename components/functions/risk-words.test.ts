import { describe, expect, it } from 'vitest'
import { statementsOf } from '#components/roles/policy-statements.ts'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { reachOf, roleRisks } from './risk-words.ts'

function role(statement: unknown, more: Partial<RoleRecord> = {}): RoleRecord {
  const parsed = { Version: '2012-10-17', Statement: statement }
  return {
    kind: 'role',
    arn: 'arn:aws:iam::111122223333:role/r',
    name: 'r',
    accountId: '111122223333',
    region: 'global',
    path: '/',
    roleId: 'AROA',
    createdAt: absent(),
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

const facts = (patch: Partial<Parameters<typeof reachOf>[0]>): Parameters<typeof reachOf>[0] => ({
  reach: 'unknown',
  reachCertainty: 'certain',
  urlAuth: 'none',
  publicPolicy: false,
  ...patch,
})

describe('reachOf', () => {
  it.each([
    [{ reach: 'internet' }, 'reachable from the internet without authentication'],
    [
      { reach: 'internet', reachCertainty: 'conditional' },
      'reachable from the internet without authentication, under a condition that cannot be settled from here',
    ],
    [{ reach: 'internet-authenticated' }, 'reachable from the internet with authentication'],
    [
      { reach: 'other-accounts', reachCertainty: 'unknown' },
      'reachable from other accounts, as far as could be read',
    ],
    [{ reach: 'organization' }, undefined],
    [{ reach: 'account', urlAuth: 'NONE' }, undefined],
    [{ reach: 'nobody' }, undefined],
  ] as const)('%j', (patch, text) => expect(reachOf(facts(patch))?.text).toBe(text))

  it.each([
    [{ urlAuth: 'NONE' }, 'critical'],
    [{ urlAuth: 'AWS_IAM', publicPolicy: true }, 'critical'],
    [{ publicPolicy: null }, 'unknown'],
    [{}, 'unknown'],
  ] as const)('falls back on what URL and policy tell where it was not worked out: %j', (patch, tone) =>
    expect(reachOf(facts(patch))?.tone).toBe(tone),
  )
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
