import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'

const CRITICAL = /^(?:critical|high|mission[- ]critical|tier[- ]?[01]|[01]|p[01])$/i
const PRODUCTION = /(?:^|[^a-z])(?:prd|prod|production|live)\d*(?:$|[^a-z])/i
const BESIDE_PRODUCTION = /(?:non|not|pre)[^a-z]*pro?d/i

/** Whether a function is labelled as one that matters most. */
export function isCritical(functionArn: string, around: Surroundings): boolean {
  const labels = valueOr(around.labels(functionArn), undefined)
  return CRITICAL.test(labels?.criticality?.trim() ?? '')
}

/** Whether a function runs in production by its label; null where none says. */
export function isProduction(functionArn: string, around: Surroundings): boolean | null {
  const env = valueOr(around.labels(functionArn), undefined)?.env
  if (env === null || env === undefined) return null
  return PRODUCTION.test(env) && !BESIDE_PRODUCTION.test(env)
}
