import type { AnyCheck } from '#server/checks/define-check.ts'

export const FRONT_DOORS_CHECKS: readonly AnyCheck[] = []
