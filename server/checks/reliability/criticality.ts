import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'

const CRITICAL = /^(?:critical|high|mission[- ]critical|tier[- ]?[01]|[01]|p[01])$/i
const PRODUCTION = /^(?:prd|prod|production|live)\b/i

/** Whether a function is labelled as one that matters most. */
export function isCritical(functionArn: string, around: Surroundings): boolean {
  const labels = valueOr(around.labels(functionArn), undefined)
  return CRITICAL.test(labels?.criticality?.trim() ?? '')
}

/** Whether a function runs in production by its label; null where none says. */
export function isProduction(functionArn: string, around: Surroundings): boolean | null {
  const env = valueOr(around.labels(functionArn), undefined)?.env
  return env === null || env === undefined ? null : PRODUCTION.test(env.trim())
}
