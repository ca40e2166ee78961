import type { AnyCheck } from '#server/checks/define-check.ts'

export const SECRETS_CHECKS: readonly AnyCheck[] = []
