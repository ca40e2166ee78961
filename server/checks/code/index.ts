import type { AnyCheck } from '#server/checks/define-check.ts'

export const CODE_CHECKS: readonly AnyCheck[] = []
