import { type FunctionSpec, minuteMs } from '#demo/estate/model.ts'
import { people } from '#demo/estate/names.ts'
import { at as elementAt } from '#demo/estate/prng.ts'
import type { Act, Actor } from './act.ts'
import { personSession, pipelineSession, signInActs } from './actors.ts'
import { configurationOf, functionResource, lambdaWrite } from './lambda-acts.ts'

/** What was called when a function was made: by the pipeline, or by a person in the console. */
export function creationActs(fn: FunctionSpec): Act[] {
  const { accountId, createdMs, region } = fn
  const byHand = fn.createdBy === 'console'
  const creator: Actor = byHand
    ? personSession(accountId, elementAt(people, fn.key), createdMs - 10 * minuteMs)
    : pipelineSession(accountId, 5_000_000_000 + fn.index, createdMs - 30_000)
  const later = (afterMs: number): Actor => {
    if (afterMs < 30 * minuteMs) return creator
    return pipelineSession(accountId, 5_500_000_000 + fn.index, createdMs + afterMs - 30_000)
  }
  const resource = functionResource(fn)
  const write = (afterMs: number, name: string, parameters: unknown, response: unknown = null) =>
    lambdaWrite(later(afterMs), region, createdMs + afterMs, name, resource, parameters, response)
  const made = configurationOf(fn, createdMs, 'deploy-0')
  const { role, runtime, handler, timeout, memorySize } = made
  const acts = byHand ? signInActs(creator, region) : []
  acts.push(
    write(
      0,
      'CreateFunction20150331',
      { functionName: fn.name, role, runtime, handler, timeout, memorySize, code: {}, publish: false },
      made,
    ),
  )
  fn.statements.forEach((statement, i) => {
    const { Sid, Principal, Action } = statement
    const principal =
      (Principal as { Service?: string; AWS?: string }).Service ?? (Principal as { AWS?: string }).AWS ?? '*'
    acts.push(
      write(
        2 * minuteMs + i * 1_000,
        'AddPermission20150331v2',
        { functionName: fn.name, statementId: Sid, action: Action, principal },
        { statement: JSON.stringify(statement) },
      ),
    )
  })
  if (fn.reserved !== undefined) {
    acts.push(
      write(
        4 * minuteMs,
        'PutFunctionConcurrency20171031',
        { functionName: fn.name, reservedConcurrentExecutions: fn.reserved },
        { reservedConcurrentExecutions: fn.reserved },
      ),
    )
  }
  for (const mapping of fn.mappings) {
    const { uuid, sourceArn, batchSize, functionArn, modifiedMs } = mapping
    acts.push(
      write(
        modifiedMs - createdMs,
        'CreateEventSourceMapping20150331',
        { eventSourceArn: sourceArn, functionName: fn.name, batchSize, enabled: true },
        { uUID: uuid, batchSize, eventSourceArn: sourceArn, functionArn, state: 'Creating' },
      ),
    )
  }
  if (fn.url) {
    const { authType, createdMs: urlMs } = fn.url
    acts.push(
      write(
        urlMs - createdMs,
        'CreateFunctionUrlConfig',
        { functionName: fn.name, authType },
        { functionArn: fn.arn, authType },
      ),
    )
  }
  return acts
}
