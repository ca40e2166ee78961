import type { AnyCheck } from '#server/checks/define-check.ts'

export const COMBINED_CHECKS: readonly AnyCheck[] = []
