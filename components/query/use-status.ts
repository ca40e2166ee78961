'use client'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { hasRole, type UserRole } from '#server/domain/user-role.ts'
import type { Status } from '#server/services/status/schema.ts'
import { useApi } from './use-api.ts'

/**
 * What the shell shows on every page: mode, user, data age, firing counts. Nothing until the server's HTML is taken over:
 * what may be pressed would else stay as the server wrote it, where the answer was there sooner.
 */
export function useStatus() {
  const { data, isError } = useApi<Status>('/status', undefined, { refreshMs: 10_000 })
  return { data: useHydrated() ? data : undefined, isError }
}

/** Null where the user may; else the reason to show beside the disabled action. */
export function useRoleReason(needed: UserRole): string | null {
  const { data } = useStatus()
  if (!data) return 'Loading who you are…'
  if (hasRole(data.user.role, needed)) return null
  return `Needs the ${needed} role; you are ${data.user.role}.`
}
