import type { AnyCheck } from '#server/checks/define-check.ts'

export const IDENTITY_CHECKS: readonly AnyCheck[] = []
