import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { Deployment } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { createdInConsole as check } from './created-in-console.ts'

const by = (tool: string): Deployment => ({
  tool,
  actor: 'ann',
  at: '2026-11-01T10:00:00.000Z',
  eventId: 'e1',
})
const tagged = (key: string, value: string) => ({ tags: known({ [key]: value }) })
const STACK = tagged('aws:cloudformation:stack-name', 'shop')
const CONSOLE_ROLE = {
  roleArn: known('arn:aws:iam::111122223333:role/service-role/orders-api-role-a1b2c3d4'),
}

function judge(created: Deployment | null | undefined, changes: Partial<FunctionRecord> = {}) {
  const fn = makeFunctionRecord(changes)
  const origins = new Map(created === undefined ? [] : [[fn.arn, { created, lastCodeChange: null }]])
  return check.evaluate(fn, estateOf([fn], { origins }))
}

describe('created-in-console', () => {
  it.each<[string, string, Deployment | null | undefined, Partial<FunctionRecord>?]>([
    ['fail medium', 'the console', by('console')],
    ['fail low', 'the console, and a stack that took it over', by('console'), STACK],
    ['pass', 'infrastructure as code', by('iac')],
    ['pass', 'the CLI', by('cli')],
    ['pass', 'a stack, though the event is too old', null, STACK],
    ['pass', 'a tag of Terraform', undefined, tagged('ManagedBy', 'Terraform')],
    ['fail low', 'the role that the console makes', null, CONSOLE_ROLE],
    ['fail low', 'a blueprint of the console', undefined, tagged('lambda-console:blueprint', 'hello-world')],
    ['pass', 'infrastructure as code with such a role', by('iac'), CONSOLE_ROLE],
    ['unknown', 'an event that is too old', null],
    ['unknown', 'events that were not read', undefined],
    ['unknown', 'a tool that nobody knows', by('unknown')],
    [
      'not applicable',
      'a canary of Synthetics',
      by('console'),
      { name: 'cwsyn-a-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f' },
    ],
  ])('says %s of %s', (said, _, created, changes) => {
    const verdict = judge(created, changes)
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })

  it('says who, and since when', () => {
    expect(judge(by('console'))).toMatchObject({
      summary: 'ann created it in the console.',
      since: '2026-11-01T10:00:00.000Z',
    })
  })
})
