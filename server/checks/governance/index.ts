import type { AnyCheck } from '#server/checks/define-check.ts'

export const GOVERNANCE_CHECKS: readonly AnyCheck[] = []
