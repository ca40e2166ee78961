import { callTo } from '#server/detections/example-call.ts'

export const IAM = ['iam.amazonaws.com'] as const

/** A call to IAM in an example. */
export const iam = callTo('iam')

/** A policy document in an example: one Allow. */
export function policyOf(Action: string | string[], Resource = '*'): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })
}

/** A trust policy in an example. */
export function trustOf(Principal: unknown, Condition: object = {}): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }],
  })
}
