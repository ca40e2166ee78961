import type { DetectionContext } from '#server/detections/define-detection.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** The name of the function whose role's session made the call, from inside Lambda or with its credentials elsewhere. */
export function functionBehind(record: TrailRecord, context: DetectionContext): string | undefined {
  if (record.actorType !== 'role') return undefined
  const session = record.actorArn.split('/').at(-1) ?? ''
  const isFromLambda = /exec-env\/AWS_Lambda_/.test(record.userAgent ?? '')
  if (isFromLambda || record.invokedBy === 'lambda.amazonaws.com') return session || undefined
  const functions = record.roleArn === null ? [] : context.functionsOfRole(record.roleArn)
  return functions.some(({ name }) => name === session) ? session : undefined
}
