import { notApplicable, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Behind, behaviourToFunctions } from './functions-behind-distribution.ts'

/** The ways of a distribution to functions, or why there is nothing to judge. */
export function distributionSurface(
  record: DistributionRecord,
  around: Surroundings,
): { state: 'open'; behind: Behind[] } | { state: 'none'; verdict: Verdict } {
  const { enabled, origins, behaviours } = record
  if (enabled.state === 'known' && !enabled.value)
    return { state: 'none', verdict: notApplicable('The distribution is disabled.') }
  const hidden = whyUnseen('Its origins', origins) ?? whyUnseen('Its behaviours', behaviours)
  if (hidden) return { state: 'none', verdict: unknown(hidden) }
  const behind = behaviourToFunctions(record, around)
  if (behind.length === 0)
    return { state: 'none', verdict: notApplicable('No function was found behind it.') }
  return { state: 'open', behind }
}

export const affected = (behind: readonly Behind[]): string[] =>
  [...new Set(behind.flatMap(({ functions }) => functions))].sort()
