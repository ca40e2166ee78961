import type { AnyCheck } from '#server/checks/define-check.ts'
import { architectureX86 } from './architecture-x86.ts'
import { codeStorageNearLimit } from './code-storage-near-limit.ts'
import { logStorageUnbounded } from './log-storage-unbounded.ts'
import { memoryMaximum } from './memory-maximum.ts'
import { provisionedConcurrencyIdle } from './provisioned-concurrency-idle.ts'
import { versionsMany } from './versions-many.ts'

export const COST_CHECKS: readonly AnyCheck[] = [
  architectureX86,
  codeStorageNearLimit,
  logStorageUnbounded,
  memoryMaximum,
  provisionedConcurrencyIdle,
  versionsMany,
]
