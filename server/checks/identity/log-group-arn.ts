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
  const onStreams = evaluate(principal, { action, resource: `${group}:log-stream:any` })
  if (onStreams.effect === 'allowed' || onStreams.effect === 'explicit deny') return onStreams
  const onGroup = evaluate(principal, { action, resource: group })
  return onGroup.effect === 'implicit deny' ? onStreams : onGroup
}
