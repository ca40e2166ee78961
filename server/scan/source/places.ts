/** Line and column begin at 1. `file` is set where it is another one than that which is scanned. */
export type Place = { line: number; column: number; file?: string }

/** Where the members of a map or list are written. Kept beside the values, so that they stay plain. */
const PLACES = new WeakMap<object, Map<string, Place>>()

export function setPlace(container: object, key: string | number, place: Place): void {
  const places = PLACES.get(container) ?? new Map<string, Place>()
  places.set(String(key), place)
  PLACES.set(container, places)
}

export function placeOf(container: object, key: string | number): Place | undefined {
  return PLACES.get(container)?.get(String(key))
}

/** Lets a copy of a map or list tell the same places as what it was made of. */
export function copyPlaces(from: object, to: object): void {
  const places = PLACES.get(from)
  if (places) PLACES.set(to, new Map([...(PLACES.get(to) ?? []), ...places]))
}
