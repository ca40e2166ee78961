import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { type Neighbourhood, neighbourhoodOf } from '#server/domain/reach/neighbourhood.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'

export type Around = {
  /** `unseen`: whether another account is in the organisation cannot be told. */
  state: 'seen' | 'none' | 'unseen'
  record: OrganizationRecord | undefined
}

const kept = new WeakMap<Surroundings, Around>()

function look(around: Surroundings): Around {
  const accounts = around.organizationAccounts()
  if (accounts.state === 'absent') return { state: 'none', record: undefined }
  if (accounts.state !== 'known') return { state: 'unseen', record: undefined }
  for (const accountId of accounts.value) {
    const found = around.all('organization', { accountId, region: GLOBAL_REGION })
    const record = found.state === 'known' ? found.value[0] : undefined
    if (record) return { state: 'seen', record }
  }
  return { state: 'unseen', record: undefined }
}

/** The organisation as far as it was seen, looked up once. */
export function organizationAround(around: Surroundings): Around {
  const found = kept.get(around) ?? look(around)
  kept.set(around, found)
  return found
}

/** How far other accounts are from one of ours. */
export function neighbourhoodAround(accountId: string, around: Surroundings): Neighbourhood {
  return neighbourhoodOf(accountId, organizationAround(around).record)
}
