import { describe, expect, it } from 'vitest'
import { absent, denied, type Field, failed, known } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { contentHash } from './content-hash.ts'
import type { FunctionRecord } from './function-record.ts'
import type { RoleRecord } from './role-record.ts'
import { summaryOf } from './summary-of.ts'

const FIELDS = [
  'description',
  'runtime',
  'packageType',
  'handler',
  'architectures',
  'memoryMb',
  'ephemeralStorageMb',
  'timeoutSeconds',
  'codeSha256',
  'codeSizeBytes',
  'lastModifiedAt',
  'revisionId',
  'state',
  'stateReason',
  'lastUpdateStatus',
  'roleArn',
  'layers',
  'environment',
  'vpc',
  'deadLetterTargetArn',
  'tracingMode',
  'kmsKeyArn',
  'snapStart',
  'fileSystems',
  'imageUri',
  'signingProfileVersionArn',
  'logGroup',
  'logFormat',
  'runtimeVersionArn',
  'tags',
  'reservedConcurrency',
  'provisionedConcurrency',
  'policy',
  'qualifiedPolicies',
  'urls',
  'eventInvokeConfigs',
  'aliases',
  'versions',
  'recursiveLoop',
] as const

function record(more: Partial<FunctionRecord> = {}, rest: Field<never> = absent()): FunctionRecord {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, rest])) as Record<
    (typeof FIELDS)[number],
    Field<never>
  >
  const identity = { arn: 'arn:f', name: 'f', accountId: '1', region: 'r' }
  return { kind: 'function', ...identity, ...fields, unknownFields: [], ...more }
}
const policy = (statement: unknown) => known(parsePolicyDocument(JSON.stringify({ Statement: statement })))
const url = (authType: string) => ({ url: 'https://x', authType })

describe('summaryOf a function', () => {
  it('has null for what is absent or was not seen, and never a zero for what was not seen', () => {
    expect(summaryOf(record({}, denied('lambda:X')))).toMatchObject({
      runtime: null,
      versions: null,
      layers: null,
      urlAuth: 'unknown',
      publicPolicy: null,
      vpc: null,
      deadLetter: null,
      reservedConcurrency: null,
      tags: [],
    })
    expect(summaryOf(record())).toMatchObject({
      versions: 0,
      layers: 0,
      urlAuth: 'none',
      publicPolicy: false,
      vpc: false,
      deadLetter: false,
    })
  })

  it.each([
    [known([url('AWS_IAM'), url('NONE')]), 'NONE'],
    [known([url('AWS_IAM')]), 'AWS_IAM'],
    [known([url('SOMETHING_NEW')]), 'unknown'],
    [failed('x'), 'unknown'],
    [absent(), 'none'],
  ] as [FunctionRecord['urls'], string][])('URLs %j are %s', (urls, urlAuth) => {
    expect(summaryOf(record({ urls })).urlAuth).toBe(urlAuth)
  })

  it.each([
    [{ policy: policy({ Effect: 'Allow', Principal: '*' }) }, true],
    [{ policy: policy({ Effect: 'Allow', Principal: '*' }), qualifiedPolicies: failed('x') }, true],
    [{ policy: policy([]) }, false],
    [{ policy: policy([]), qualifiedPolicies: denied('lambda:GetPolicy') }, null],
    [{ policy: known({ raw: 'what?', parsed: undefined }) }, null],
    [
      {
        qualifiedPolicies: known({
          live: parsePolicyDocument('{"Statement":{"Effect":"Allow","Principal":{"AWS":"*"}}}'),
        }),
      },
      true,
    ],
  ] as [Partial<FunctionRecord>, boolean | null][])('policies %j are public: %s', (more, publicPolicy) => {
    expect(summaryOf(record(more)).publicPolicy).toBe(publicPolicy)
  })

  it.each([
    [{ Owner: 'ann', env: 'prod' }, 'ann', 'prod'],
    [{ team: 'pay', Stage: 'dev' }, 'pay', 'dev'],
    [{ owner: '', team: 'pay', environment: 'x' }, 'pay', 'x'],
    [{ other: 'x' }, null, null],
  ])('tags %j name owner %s and environment %s', (tags, owner, env) => {
    expect(summaryOf(record({ tags: known(tags) }))).toMatchObject({ owner, env })
  })

  it('has fifty tags at most', () => {
    const tags = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`k${i}`, 'v']))
    expect(summaryOf(record({ tags: known(tags) })).tags).toHaveLength(50)
  })
})

describe('contentHash', () => {
  const hash = (more: Partial<FunctionRecord>) => contentHash(record(more))

  it('is the same for policies that differ in order only', () => {
    const one = parsePolicyDocument('{"Statement":[{"Effect":"Allow","Action":["a","b"]},{"Effect":"Deny"}]}')
    const two = parsePolicyDocument(
      '{ "Statement": [{"Effect":"Deny"},{"Action":["b","a"],"Effect":"Allow"}] }',
    )
    expect(hash({ policy: known(one) })).toBe(hash({ policy: known(two) }))
  })

  it.each([
    ['a value', { runtime: known('x') }],
    ['a denial', { runtime: denied('lambda:GetFunction') }],
    ['the order of layers', { layers: known(['b', 'a']) }],
    ['a policy that cannot be read', { policy: known({ raw: 'x', parsed: undefined }) }],
    ['an unknown field', { unknownFields: ['New'] }],
  ] as [string, Partial<FunctionRecord>][])('tells %s', (_, more) => {
    const plain = record({ layers: known(['a', 'b']), policy: known({ raw: 'y', parsed: undefined }) })
    expect(contentHash({ ...plain, ...more })).not.toBe(contentHash(plain))
  })

  it('does not tell when a role was last used', () => {
    const role: RoleRecord = {
      kind: 'role',
      arn: 'arn:r',
      name: 'r',
      accountId: '1',
      region: 'global',
      path: '/',
      roleId: 'A',
      createdAt: absent(),
      trustPolicy: absent(),
      inlinePolicies: absent(),
      attachedPolicies: absent(),
      permissionsBoundary: absent(),
      lastUsedAt: absent(),
      lastUsedRegion: absent(),
      tags: absent(),
      unknownFields: [],
    }
    const used = { ...role, lastUsedAt: known('2026-01-01'), lastUsedRegion: known('r') }
    expect(contentHash(used)).toBe(contentHash(role))
    expect(contentHash({ ...role, path: '/x/' })).not.toBe(contentHash(role))
    expect(summaryOf(used)).toMatchObject({ lastUsedAt: '2026-01-01', inlinePolicies: 0 })
  })
})
