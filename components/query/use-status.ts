'use client'
import { hasRole, type UserRole } from '#server/domain/user-role.ts'
import type { Status } from '#server/services/status/schema.ts'
import { useApi } from './use-api.ts'

/** What the shell shows on every page: mode, user, data age, firing counts. */
export function useStatus() {
  return useApi<Status>('/status', undefined, { refreshMs: 10_000 })
}

/** Null where the user may; else the reason to show beside the disabled action. */
export function useRoleReason(needed: UserRole): string | null {
  const { data } = useStatus()
  if (!data) return 'Loading who you are…'
  if (hasRole(data.user.role, needed)) return null
  return `Needs the ${needed} role; you are ${data.user.role}.`
}
