import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { ADMIN, judge } from '#server/testing/judge.ts'
import { OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { openAdminSecrets } from './open-admin-secrets.ts'

const ROLE = { name: 'orders-api-role' }
const admin = roleForTest(ADMIN, ROLE)
const plain = roleForTest({ Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }, ROLE)
const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const secret = { where: 'KEY', detector: 'aws-access-key', confidence: 'certain' as const, fingerprint: 'f' }
const SECRETS = { environment: known({ names: ['KEY'], secrets: [secret] }) }

describe('open-admin-secrets', () => {
  it.each<[string, string, Partial<FunctionRecord>, RoleRecord[]]>([
    ['fail', 'all three', { ...OPEN, ...SECRETS }, [admin]],
    ['pass', 'an open URL and secrets with a plain role', { ...OPEN, ...SECRETS }, [plain]],
    ['pass', 'an open URL and an administrator without secrets', OPEN, [admin]],
    ['not applicable', 'a closed function', SECRETS, [admin]],
    [
      'unknown',
      'secrets that nobody could look for',
      { ...OPEN, environment: denied('lambda:GetFunction') },
      [admin],
    ],
    [
      'unknown',
      'a role that was not found',
      { ...OPEN, ...SECRETS, roleArn: denied('lambda:GetFunction') },
      [],
    ],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(judge(openAdminSecrets, values, others).state).toBe(state)
  })
})
