import { field, itemsOf, requestOf } from '#server/detections/facts/parameters.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** ARNs of the layers that a request gives to a function: CloudTrail writes them as texts or as objects. Lambda takes five. */
export function layersOf(record: TrailRecord): string[] {
  return itemsOf(field(requestOf(record), 'layers'))
    .map((layer) => asText(layer) ?? asText(field(layer, 'arn')) ?? asText(field(layer, 'layerVersionArn')))
    .filter((arn) => arn !== undefined)
    .slice(0, 10)
}
