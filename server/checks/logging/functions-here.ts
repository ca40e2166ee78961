import { notApplicable, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import type { Place, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** The verdict on a region in which there is nothing to watch over, or of which that is not known; null where there is. */
export function noFunctionsHere(place: Place, around: Surroundings): Verdict | null {
  const functions = around.all('function', place)
  if (functions.state !== 'known')
    return unknown(unseen('Functions', functions) ?? 'Functions were not seen.')
  return functions.value.length === 0 ? notApplicable('There is no function in this region.') : null
}
