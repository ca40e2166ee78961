import { expect, it } from 'vitest'
import { exampleRecord } from '#server/detections/example-record.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import type { JsonObject } from '#server/domain/json.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { grantedStatement } from './granted-statement.ts'

function granted(request: JsonObject, response: JsonObject | null = null) {
  const raw = exampleRecord({ source: 'lambda', name: 'AddPermission20150331v2', request, response })
  const record = readRawRecord(raw, { accountId: '111122223333', region: 'eu-west-1' })
  const statement = record && grantedStatement(record)
  if (!statement) return undefined
  const whom = statement.principals.map(({ type, value }) => `${type} ${value}`).join(', ')
  return `${whom}${isPublicStatement(statement) ? ', public' : ''}`
}

const FN = { functionName: 'orders-api', statementId: 'x', action: 'lambda:InvokeFunction' }
const answer = (statement: object) => ({ statement: JSON.stringify(statement) })

it.each<[string, JsonObject, JsonObject | null, string | undefined]>([
  ['anybody', { ...FN, principal: '*' }, null, '* *, public'],
  ['anybody with a URL', { ...FN, principal: '*', functionUrlAuthType: 'NONE' }, null, '* *, public'],
  ['the organisation', { ...FN, principal: '*', principalOrgID: 'o-a1b2c3d4e5' }, null, '* *'],
  [
    'a service',
    { ...FN, principal: 's3.amazonaws.com', sourceAccount: '1' },
    null,
    'Service s3.amazonaws.com',
  ],
  ['an account', { ...FN, principal: '444455556666' }, null, 'AWS 444455556666'],
  [
    'what Lambda answers, rather than what was asked for',
    { ...FN, principal: '444455556666' },
    answer({ Sid: 'x', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' }),
    '* *, public',
  ],
  [
    'what was asked for, where the answer is cut off',
    { ...FN, principal: '*' },
    { statement: '{"Sid":"x","Eff' },
    '* *, public',
  ],
  ['nothing', FN, null, undefined],
])('reads %s', (_what, request, response, expected) => expect(granted(request, response)).toBe(expected))
