import { describe, expect, test } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import { OPEN_URL, policy, THROUGH_URL, url, when } from '#server/testing/statements.ts'

describe('the level that a function URL gives', () => {
  test.each<[string, Partial<FunctionRecord>, string, string]>([
    [
      'open with both statements',
      { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) },
      'internet',
      'certain',
    ],
    [
      'open with the first alone',
      { ...url('NONE', '2026-01-01T00:00:00.000Z'), ...policy(OPEN_URL) },
      'internet',
      'conditional',
    ],
    ['open with the second alone', { ...url('NONE'), ...policy(THROUGH_URL) }, 'nobody', 'certain'],
    ['open without a policy', url('NONE'), 'nobody', 'certain'],
    [
      'open with a statement for signed URLs',
      {
        ...url('NONE'),
        ...policy({ ...OPEN_URL, ...when('StringEquals', 'lambda:FunctionUrlAuthType', 'AWS_IAM') }),
      },
      'nobody',
      'certain',
    ],
    [
      'open from an address',
      {
        ...url('NONE'),
        ...policy({ ...OPEN_URL, ...when('IpAddress', 'aws:SourceIp', '203.0.113.7') }, THROUGH_URL),
      },
      'internet',
      'conditional',
    ],
    [
      'open to an organisation',
      {
        ...url('NONE'),
        ...policy(
          { ...OPEN_URL, ...when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000') },
          THROUGH_URL,
        ),
      },
      'nobody',
      'certain',
    ],
    [
      'open with an unseen policy',
      { ...url('NONE'), policy: denied('lambda:GetPolicy') },
      'unknown',
      'unknown',
    ],
    ['signed', url('AWS_IAM'), 'account', 'conditional'],
    [
      'signed, and denied to everyone',
      {
        ...url('AWS_IAM'),
        ...policy({ Effect: 'Deny', Principal: '*', Action: 'lambda:InvokeFunctionUrl' }),
      },
      'nobody',
      'certain',
    ],
    [
      'signed, and denied to everyone but one',
      {
        ...url('AWS_IAM'),
        ...policy({
          Effect: 'Deny',
          Principal: '*',
          Action: 'lambda:InvokeFunctionUrl',
          ...when('ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/caller'),
        }),
      },
      'account',
      'conditional',
    ],
    [
      'signed, for everyone',
      { ...url('AWS_IAM'), ...policy({ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }, THROUGH_URL) },
      'internet-authenticated',
      'certain',
    ],
    [
      'signed, for a partner',
      {
        ...url('AWS_IAM'),
        ...policy({ Principal: { AWS: '333333333333' }, Action: 'lambda:InvokeFunctionUrl' }),
      },
      'other-accounts',
      'conditional',
    ],
  ])('%s', (_, values, level, certainty) => {
    const result = reachOf(values)
    expect(result.level).toBe(level)
    expect(result.answers[0]).toMatchObject({ via: 'url', certainty })
  })

  test('names the statement that is missing', () => {
    const { answers } = reachOf({ ...url('NONE'), ...policy(OPEN_URL) })
    expect(JSON.stringify(answers[0]?.decidedBy)).toContain(
      'no statement allows lambda:InvokeFunction through the URL',
    )
  })
})

test('CORS in words', () => {
  const cors = {
    allowOrigins: ['*'],
    allowMethods: ['GET'],
    allowHeaders: [],
    exposeHeaders: [],
    allowCredentials: true,
  }
  const { cors: words } = reachOf({ urls: known([{ url: 'https://x/', authType: 'AWS_IAM', cors }]) })
  expect(words).toBe('https://x/: pages of any origin may send GET, with credentials')
  expect(reachOf({ urls: absent() }).cors).toBeNull()
})
