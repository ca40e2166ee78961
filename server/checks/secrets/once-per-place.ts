import type { Place, Surroundings } from '#server/domain/posture/surroundings.ts'

/** Works something out once for all resources of an account and region that are judged in the same surroundings. */
export function oncePerPlace<T>(
  work: (around: Surroundings, place: Place) => T,
): (around: Surroundings, place: Place) => T {
  const kept = new WeakMap<Surroundings, Map<string, T>>()
  return (around, place) => {
    const places = kept.get(around) ?? new Map<string, T>()
    kept.set(around, places)
    const key = `${place.accountId}/${place.region}`
    const before = places.get(key)
    if (before !== undefined) return before
    const now = work(around, place)
    places.set(key, now)
    return now
  }
}
