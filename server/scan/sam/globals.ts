import { isObject } from '#server/domain/json.ts'
import { copyPlaces } from '#server/scan/source/places.ts'

const isIntrinsic = (value: Record<string, unknown>) => {
  const keys = Object.keys(value)
  return keys.length === 1 && /^(Ref$|Fn::)/.test(keys[0] ?? '')
}

/** Own properties over those of Globals: maps are merged, lists joined. Source: AWS SAM, "Globals section". */
export function withGlobals(globals: unknown, own: unknown): unknown {
  if (globals === undefined) return own
  if (own === undefined) return globals
  if (Array.isArray(globals) && Array.isArray(own)) return [...globals, ...own]
  if (!isObject(globals) || !isObject(own) || isIntrinsic(globals) || isIntrinsic(own)) return own
  const merged: Record<string, unknown> = {}
  copyPlaces(globals, merged)
  copyPlaces(own, merged)
  for (const key of new Set([...Object.keys(globals), ...Object.keys(own)]))
    merged[key] = withGlobals(
      Object.hasOwn(globals, key) ? globals[key] : undefined,
      Object.hasOwn(own, key) ? own[key] : undefined,
    )
  return merged
}
