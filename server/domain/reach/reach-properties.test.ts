import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { absent, denied, type Field, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { makeMapping } from '#server/testing/event-source-records.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import * as make from '#server/testing/source-records.ts'
import { AUDIENCES, type ReachLevel } from './reach.ts'

const RUNS = { numRuns: 150 }
const account = fc.constantFrom('111122223333', '222222222222', '333333333333')
const principal = fc.oneof(
  fc.constant('*'),
  account.map((id) => ({ AWS: id })),
  account.map((id) => ({ AWS: [`arn:aws:iam::${id}:role/app`, 'AROAGONE'] })),
  fc
    .constantFrom('s3', 'sns', 'apigateway', 'iot', 'newthing')
    .map((name) => ({ Service: `${name}.amazonaws.com` })),
)
const condition = fc.oneof(
  fc.constant({}),
  fc
    .tuple(
      fc.constantFrom(
        'StringEquals',
        'StringLike',
        'ArnLike',
        'StringNotEquals',
        'IpAddress',
        'Bool',
        'Null',
        'ForAnyValue:StringLike',
        'Odd',
      ),
      fc.constantFrom(
        'aws:SourceArn',
        'aws:SourceAccount',
        'aws:PrincipalOrgID',
        'aws:PrincipalAccount',
        'aws:SourceIp',
        'aws:SourceVpc',
        'lambda:FunctionUrlAuthType',
        'lambda:InvokedViaFunctionUrl',
        'aws:PrincipalArn',
        'x:y',
      ),
      fc.constantFrom(
        '*',
        'true',
        'NONE',
        '111122223333',
        '333333333333',
        'o-own0000000',
        'o-other00000',
        '203.0.113.0/24',
        make.TOPIC_ARN,
        'arn:aws:s3:::uploads',
        'arn:aws:iam::*:role/app',
      ),
    )
    .map(([operator, key, value]) => ({ Condition: { [operator]: { [key]: value } } })),
)
const statement = fc
  .tuple(
    principal,
    condition,
    fc.constantFrom('lambda:InvokeFunction', 'lambda:InvokeFunctionUrl', 'lambda:*', 'lambda:Get*'),
    fc.boolean(),
  )
  .map(([who, when, Action, not]) => ({
    ...(not && who !== '*' ? { NotPrincipal: who } : { Principal: who }),
    ...when,
    Action,
  }))
const statements = fc.array(statement, { maxLength: 5 })
const url = fc.constantFrom('NONE', 'AWS_IAM').map((authType) => known([{ url: 'https://x/', authType }]))
const urls: fc.Arbitrary<FunctionRecord['urls']> = fc.oneof(fc.constant(absent<never>()), url)
const SOURCES: ResourceRecord[] = [
  make.makeApi(),
  make.makeSubscription(),
  make.makeUserPool(),
  make.makeBucket(),
]
const sources = fc.subarray(SOURCES)

const width = (level: ReachLevel) => (level === 'unknown' ? undefined : AUDIENCES.indexOf(level))
const notWider = (after: ReachLevel, before: ReachLevel) => {
  const [a, b] = [width(after), width(before)]
  return a === undefined || b === undefined || a >= b
}
const levelOf = (list: object[], rest: Partial<FunctionRecord>, records: ResourceRecord[]) =>
  reachOf({ policy: known(make.makePolicy(...list)), ...rest }, records).level

describe('the level', () => {
  test('never widens by a Deny', () => {
    fc.assert(
      fc.property(statements, statement, urls, sources, (list, extra, one, records) => {
        const before = levelOf(list, { urls: one }, records)
        const after = levelOf([...list, { ...extra, Effect: 'Deny' }], { urls: one }, records)
        expect(notWider(after, before), `${before} → ${after}`).toBe(true)
      }),
      RUNS,
    )
  })

  test('never widens when an Allow is taken away', () => {
    fc.assert(
      fc.property(statements, urls, sources, fc.nat(), (list, one, records, at) => {
        const without = list.filter((_, i) => i !== at % Math.max(list.length, 1))
        const [before, after] = [
          levelOf(list, { urls: one }, records),
          levelOf(without, { urls: one }, records),
        ]
        expect(notWider(after, before), `${before} → ${after}`).toBe(true)
      }),
      RUNS,
    )
  })

  test('is not narrower for what is hidden than for what is known to be absent', () => {
    const hide = fc.constantFrom<keyof FunctionRecord>(
      'policy',
      'qualifiedPolicies',
      'urls',
      'aliases',
      'eventInvokeConfigs',
    )
    fc.assert(
      fc.property(statements, urls, sources, hide, (list, one, records, field) => {
        const values = { policy: known(make.makePolicy(...list)), urls: one }
        const level = (state: Field<never>) => reachOf({ ...values, [field]: state }, records).level
        const [hidden, gone] = [level(denied('x')), level(absent())]
        const [a, b] = [width(hidden), width(gone)]
        expect(a === undefined || (b !== undefined && a <= b), `hidden ${hidden}, absent ${gone}`).toBe(true)
      }),
      RUNS,
    )
  })
})

test('no policy, record or address makes it throw', () => {
  const junk = fc.oneof(
    fc.jsonValue().map((parsed) => ({ raw: '', parsed })),
    fc.jsonValue().map((Statement) => ({ raw: '', parsed: { Version: '2012-10-17', Statement } })),
  )
  fc.assert(
    fc.property(junk, fc.string(), fc.string(), fc.string(), (policy, text, arn, other) => {
      const route = make.makeRoute({
        path: text,
        key: other,
        authorization: text,
        integration: { type: '', functionArn: make.FUNCTION_ARN, invocation: 'synchronous' },
      })
      const records: ResourceRecord[] = [
        make.makeApi({
          arn,
          endpoint: text,
          policy: known(policy),
          routes: known([route]),
          domains: known([{ domainName: other, basePath: text, stage: 'prod', mutualTls: false }]),
        }),
        make.makeSubscription({ topicArn: arn }),
        makeMapping({ eventSourceArn: known(arn), sourceType: text }),
        make.makeLoadBalancer({ dnsName: text, scheme: known(other), state: known(text) }),
        make.makeStateMachine({
          calls: known([{ state: text, function: other, synchronous: true, retries: 1, catches: false }]),
        }),
        make.makeSchedule({ arn, state: known(text) }),
      ]
      const urls = known([{ url: text, authType: other, createdAt: text }])
      const result = reachOf(
        { policy: known(policy), qualifiedPolicies: known({ [text]: policy }), urls },
        records,
      )
      expect([...AUDIENCES, 'unknown']).toContain(result.level)
    }),
    { numRuns: 300 },
  )
})

test('the largest policies that AWS takes are judged quickly', () => {
  const ids = Array.from({ length: 300 }, (_, i) => String(300_000_000_000 + i))
  const policies = [
    [{ Principal: { AWS: ids } }],
    [
      {
        Principal: '*',
        Condition: {
          StringEquals: { 'aws:PrincipalAccount': ids },
          ArnLike: { 'aws:PrincipalArn': ids.map((id) => `arn:aws:iam::*:role/r${id}`) },
        },
      },
    ],
    [
      { Principal: '*', Condition: { StringEquals: { 'aws:SourceVpc': ids.map((id) => `vpc-${id}`) } } },
      { Effect: 'Deny', NotPrincipal: { AWS: ids } },
    ],
    ids.map((id) => ({
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${id}:*` } },
    })),
  ]
  const beganMs = performance.now()
  for (const list of policies)
    expect(reachOf({ policy: known(make.makePolicy(...list)) }).level).not.toBe('internet')
  expect(performance.now() - beganMs).toBeLessThan(5000)
})
