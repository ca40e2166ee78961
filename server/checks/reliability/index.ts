import type { AnyCheck } from '#server/checks/define-check.ts'

export const RELIABILITY_CHECKS: readonly AnyCheck[] = []
