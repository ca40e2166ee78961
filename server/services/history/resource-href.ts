import type { ResourceKind } from '#server/domain/records/resource-kind.ts'

/** Page of a resource: functions and roles have their own, everything else its timeline. */
export function resourceHref(kind: ResourceKind, id: number): string {
  if (kind === 'function') return `/functions/${id}`
  return kind === 'role' ? `/roles/${id}` : `/changes/${id}`
}
