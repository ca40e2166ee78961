import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import { CODE_CHECKS } from './code/index.ts'
import { COMBINED_CHECKS } from './combined/index.ts'
import { COST_CHECKS } from './cost/index.ts'
import type { AnyCheck } from './define-check.ts'
import { ENCRYPTION_CHECKS } from './encryption/index.ts'
import { EXPOSURE_CHECKS } from './exposure/index.ts'
import { FRONT_DOORS_CHECKS } from './front-doors/index.ts'
import { GOVERNANCE_CHECKS } from './governance/index.ts'
import { IDENTITY_CHECKS } from './identity/index.ts'
import { LOGGING_CHECKS } from './logging/index.ts'
import { NETWORK_CHECKS } from './network/index.ts'
import { RELIABILITY_CHECKS } from './reliability/index.ts'
import { SECRETS_CHECKS } from './secrets/index.ts'

/** The whole catalogue, by group. */
export const CHECKS: readonly AnyCheck[] = [
  ...COMBINED_CHECKS,
  ...EXPOSURE_CHECKS,
  ...FRONT_DOORS_CHECKS,
  ...IDENTITY_CHECKS,
  ...CODE_CHECKS,
  ...SECRETS_CHECKS,
  ...ENCRYPTION_CHECKS,
  ...NETWORK_CHECKS,
  ...RELIABILITY_CHECKS,
  ...LOGGING_CHECKS,
  ...GOVERNANCE_CHECKS,
  ...COST_CHECKS,
]

export const CHECKS_BY_KIND: ReadonlyMap<ResourceKind, AnyCheck[]> = Map.groupBy(
  CHECKS,
  (check) => check.kind,
)

export const CHECK_BY_ID: ReadonlyMap<string, AnyCheck> = new Map(CHECKS.map((check) => [check.id, check]))
