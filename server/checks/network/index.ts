import type { AnyCheck } from '#server/checks/define-check.ts'

export const NETWORK_CHECKS: readonly AnyCheck[] = []
