import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import { judge, remedyOf } from '#server/testing/judge.ts'
import { OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { urlWithoutGrant } from './url-without-grant.ts'

describe('url-without-grant', () => {
  it.each<[string, string, Parameters<typeof judge>[1]]>([
    ['fail', 'an open URL without policy', url('NONE')],
    [
      'fail',
      'an open URL with a Deny',
      { ...url('NONE'), ...policy(OPEN_URL, { ...OPEN_URL, Effect: 'Deny' }) },
    ],
    [
      'pass',
      'a new URL with one of two statements, which is public as far as anybody can tell',
      { ...url('NONE', '2026-01-01T00:00:00Z'), ...policy(OPEN_URL) },
    ],
    [
      'fail',
      'a new URL with a Deny of the second statement',
      {
        ...url('NONE', '2026-01-01T00:00:00Z'),
        ...policy(OPEN_URL, { ...THROUGH_URL, Effect: 'Deny', Action: 'lambda:InvokeFunction' }),
      },
    ],
    [
      'pass',
      'an old URL with one statement',
      { ...url('NONE', '2024-01-01T00:00:00Z'), ...policy(OPEN_URL) },
    ],
    [
      'pass',
      'a new URL with both',
      { ...url('NONE', '2026-01-01T00:00:00Z'), ...policy(OPEN_URL, THROUGH_URL) },
    ],
    ['not applicable', 'a signed URL', url('AWS_IAM')],
    ['not applicable', 'no URL', { urls: absent() }],
    ['unknown', 'a policy that was denied', { ...url('NONE'), policy: denied('lambda:GetPolicy') }],
    ['unknown', 'URLs that were denied', { urls: denied('lambda:ListFunctionUrlConfigs') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judge(urlWithoutGrant, values).state).toBe(state)
  })

  it('tells how to delete the URL', () => {
    expect(remedyOf(urlWithoutGrant, url('NONE')).cli).toContain('delete-function-url-config')
  })
})
