import type { Operation } from '#server/aws/operation.ts'
import { FUNCTION_OPERATIONS } from '#server/collectors/function-operations.ts'

/** What tells where a zip may be downloaded from. */
export const CODE_OPERATIONS = {
  getFunction: FUNCTION_OPERATIONS.getFunction,
  getLayerVersion: {
    service: 'lambda',
    name: 'GetLayerVersionByArn',
    permission: 'lambda:GetLayerVersion',
    costUsd: 0,
    hides: 'packages, vulnerabilities and secrets inside layers, where downloading code is allowed',
  } satisfies Operation,
} as const
