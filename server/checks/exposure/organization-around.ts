import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { type Neighbourhood, neighbourhoodOf } from '#server/domain/reach/neighbourhood.ts'

/** Whether the organisation of an account was seen: where not, nobody can tell which accounts are in it. */
export function organizationState(accountId: string, around: Surroundings): 'seen' | 'none' | 'unseen' {
  const { state } = around.organization(accountId)
  return state === 'known' ? 'seen' : state === 'absent' ? 'none' : 'unseen'
}

/** How far other accounts are from one of ours. */
export function neighbourhoodAround(accountId: string, around: Surroundings): Neighbourhood {
  const found = around.organization(accountId)
  return neighbourhoodOf(accountId, found.state === 'known' ? found.value : undefined)
}
