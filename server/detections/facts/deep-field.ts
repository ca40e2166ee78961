import { asText, isObject } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { field, itemsOf, requestOf } from './parameters.ts'

const MAX_DEPTH = 3
const MAX_KEYS = 100

/** The value of a key at the top of a request or within it: API Gateway puts a body beside the path or below a name of its own. */
export function deepField(value: unknown, name: string, depth = MAX_DEPTH): unknown {
  if (!isObject(value)) return undefined
  const found = field(value, name)
  if (found !== undefined || depth === 0) return found
  for (const inner of Object.values(value).slice(0, MAX_KEYS)) {
    const below = deepField(inner, name, depth - 1)
    if (below !== undefined) return below
  }
  return undefined
}

/** A text of the request, wherever it stands in it. */
export function deepTextOf(record: TrailRecord, name: string): string | undefined {
  return asText(deepField(requestOf(record), name))
}

type Patch = { op: string; path: string; value: string | undefined }

/** What a PATCH of API Gateway changes. Source: API Gateway API reference, PatchOperation. */
export function patchesOf(record: TrailRecord): Patch[] {
  return itemsOf(deepField(requestOf(record), 'patchOperations'))
    .slice(0, MAX_KEYS)
    .map((patch) => ({
      op: asText(field(patch, 'op')) ?? '',
      path: asText(field(patch, 'path')) ?? '',
      value: asText(field(patch, 'value')),
    }))
}
