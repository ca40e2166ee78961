import { onceAList } from '#server/checks/once-a-list.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Fronting } from '#server/domain/triggers/source-link.ts'

const byHost = onceAList((distributions: readonly DistributionRecord[]) => {
  const fronts = new Map<string, Fronting[]>()
  for (const record of distributions) {
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
})

/** Distributions of an account that are switched on and lead to one of the hosts; undefined where they were not collected. */
export function frontsAround(
  hosts: readonly string[],
  accountId: string,
  around: Surroundings,
): Fronting[] | undefined {
  const all = around.all('distribution', { accountId, region: GLOBAL_REGION })
  if (all.state !== 'known') return undefined
  const fronts = byHost(all.value)
  return hosts.flatMap((host) => fronts.get(host.toLowerCase()) ?? [])
}
