import type { AnyCheck } from '#server/checks/define-check.ts'
import { syncFunctionChain } from './sync-function-chain.ts'

export const GOVERNANCE_CHECKS: readonly AnyCheck[] = [syncFunctionChain]
