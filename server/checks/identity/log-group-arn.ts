import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import { type Decision, evaluate } from '#server/domain/iam/evaluate.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'

/** ARN, without `:*`, of the log group that a function writes to; undefined where its setting was not seen. */
export function logGroupArn(fn: FunctionRecord): string | undefined {
  const name = valueOr(fn.logGroup, `/aws/lambda/${fn.name}`)
  const partition = parseArn(fn.arn)?.partition ?? 'aws'
  return name && `arn:${partition}:logs:${fn.region}:${fn.accountId}:log-group:${name}`
}

/**
 * Whether a principal may do something to a log group or its streams. Policies write the group with or without `:*`, and
 * CloudWatch Logs takes either, so that one of both is enough.
 */
export function onLogGroup(principal: PrincipalPolicies, action: string, group: string): Decision {
  const decisions = [`${group}:log-stream:any`, group].map((resource) =>
    evaluate(principal, { action, resource }),
  )
  const of = (effect: Decision['effect']) => decisions.find((one) => one.effect === effect)
  return of('explicit deny') ?? of('allowed') ?? of('unknown') ?? NOTHING
}

const NOTHING: Decision = { effect: 'implicit deny', conditional: false, by: [] }
