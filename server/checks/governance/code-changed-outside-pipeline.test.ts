import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionOrigin } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { codeChangedOutsidePipeline as check } from './code-changed-outside-pipeline.ts'

const by = (tool: string) => ({ tool, actor: 'ann', at: '2026-11-10T10:00:00.000Z', eventId: 'e2' })
const changed = (tool: string, created = 'iac'): FunctionOrigin => ({
  created: by(created),
  lastCodeChange: by(tool),
})
const STACK = { tags: known({ 'aws:cloudformation:stack-name': 'shop' }) }

function judge(origin: FunctionOrigin | undefined, changes: Partial<FunctionRecord> = {}) {
  const fn = makeFunctionRecord(changes)
  return check.evaluate(fn, estateOf([fn], { origins: new Map(origin ? [[fn.arn, origin]] : []) }))
}

describe('code-changed-outside-pipeline', () => {
  it.each<[string, string, FunctionOrigin | undefined, Partial<FunctionRecord>?]>([
    ['fail medium', 'the console, of a function of a stack', changed('console', 'unknown'), STACK],
    ['fail medium', 'the console, of a function that code created', changed('console')],
    ['fail low', 'the CLI', changed('cli')],
    ['pass', 'infrastructure as code', changed('iac')],
    ['pass', 'an SDK, as pipelines use it', changed('sdk')],
    ['unknown', 'a tool that nobody knows', changed('unknown')],
    ['unknown', 'a change that is too old', { created: by('iac'), lastCodeChange: null }],
    ['unknown', 'events that were not read', undefined, STACK],
    ['unknown', 'tags that were not read', changed('console', 'cli'), { tags: denied('lambda:ListTags') }],
    ['not applicable', 'a function that is made by hand', changed('console', 'console')],
    [
      'not applicable',
      'the forwarder of Control Tower',
      changed('console'),
      { name: 'aws-controltower-NotificationForwarder' },
    ],
  ])('says %s of %s', (said, _, origin, changes) => {
    const verdict = judge(origin, changes)
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })

  it('names the person, the event and the time', () => {
    expect(judge(changed('console'))).toMatchObject({
      summary: 'ann changed its code in the console, past the tool that manages it.',
      since: '2026-11-10T10:00:00.000Z',
    })
  })
})
