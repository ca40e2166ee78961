import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Fronting } from '#server/domain/triggers/source-link.ts'

const kept = new WeakMap<Surroundings, Map<string, Map<string, Fronting[]> | undefined>>()

function look(accountId: string, around: Surroundings): Map<string, Fronting[]> | undefined {
  const all = around.all('distribution', { accountId, region: GLOBAL_REGION })
  if (all.state !== 'known') return undefined
  const fronts = new Map<string, Fronting[]>()
  for (const record of all.value) {
    if (valueOr(record.enabled, false) === false) continue
    for (const origin of valueOr(record.origins, []) ?? []) {
      const behaviours = (valueOr(record.behaviours, []) ?? []).filter(
        ({ originId }) => originId === origin.id,
      )
      const host = origin.domainName.toLowerCase()
      if (behaviours.length > 0)
        fronts.set(host, [...(fronts.get(host) ?? []), { record, origin, behaviours }])
    }
  }
  return fronts
}

/** Distributions of an account that are switched on and lead to one of the hosts; undefined where they were not collected. */
export function frontsAround(
  hosts: readonly string[],
  accountId: string,
  around: Surroundings,
): Fronting[] | undefined {
  const accounts = kept.get(around) ?? new Map<string, Map<string, Fronting[]> | undefined>()
  kept.set(around, accounts)
  if (!accounts.has(accountId)) accounts.set(accountId, look(accountId, around))
  const fronts = accounts.get(accountId)
  return fronts && hosts.flatMap((host) => fronts.get(host.toLowerCase()) ?? [])
}
