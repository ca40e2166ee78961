import type { AnyCheck } from '#server/checks/define-check.ts'

export const COST_CHECKS: readonly AnyCheck[] = []
