import { callTo } from '#server/detections/example-call.ts'

export const LAMBDA = ['lambda.amazonaws.com'] as const

/** A call to Lambda in an example. */
export const lambda = callTo('lambda')
