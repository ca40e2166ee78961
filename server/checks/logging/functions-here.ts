import { notApplicable } from '#server/checks/reliability/verdicts.ts'
import type { Place, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** The verdict on a region of which Lambda says that there is no function in it; null where there are or may be some. */
export function noFunctionsHere({ accountId, region }: Place, around: Surroundings): Verdict | null {
  const settings = around.all('account-settings', { accountId, region })
  if (settings.state !== 'known') return null
  const isEmpty = settings.value.some(
    ({ functionCount }) => functionCount.state === 'known' && functionCount.value === 0,
  )
  return isEmpty ? notApplicable('There is no function in this region.') : null
}
