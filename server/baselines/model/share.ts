import { HOUR_MS } from '#server/domain/time.ts'

/** Share of a memory of `hours` that the time since the point before takes; all of it where there is no memory. */
export function share(stepMs: number, hours: number): number {
  return hours === 0 ? 1 : 1 - Math.exp(-stepMs / (hours * HOUR_MS))
}
