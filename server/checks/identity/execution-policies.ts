import type { AccessRisk } from '#server/domain/access/access.ts'
import { grantsOf } from './risk-verdict.ts'

const OF_LAMBDA =
  /^arn:[^:]+:iam::aws:policy\/service-role\/(?:AWSLambda\w*ExecutionRole|AWSLambdaRole|AmazonS3ObjectLambdaExecutionRolePolicy)$/

/**
 * Whether a risk comes out of AWS's own policies for triggers alone, such as AWSLambdaSQSQueueExecutionRole: they name no
 * resource, and AWS tells everyone to use them.
 */
export function isOfExecutionPolicy(risk: AccessRisk): boolean {
  const grants = grantsOf(risk)
  return grants.length > 0 && grants.every(({ policyArn }) => OF_LAMBDA.test(policyArn ?? ''))
}
