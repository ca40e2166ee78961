import { callTo } from '#server/detections/example-call.ts'
import { deepTextOf } from '#server/detections/facts/deep-field.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

export const API_GATEWAY = ['apigateway.amazonaws.com'] as const

/** A call to API Gateway in an example. */
export const apiGateway = callTo('apigateway')

/** The API that a call is about, of either generation. */
export function apiIn(record: TrailRecord): string {
  const id = deepTextOf(record, 'restApiId') ?? deepTextOf(record, 'apiId')
  return id === undefined ? 'an API' : `API ${id}`
}
