import type { AnyCheck } from '#server/checks/define-check.ts'

export const ENCRYPTION_CHECKS: readonly AnyCheck[] = []
