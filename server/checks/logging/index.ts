import type { AnyCheck } from '#server/checks/define-check.ts'

export const LOGGING_CHECKS: readonly AnyCheck[] = []
