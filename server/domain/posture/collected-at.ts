import { parseArn } from '#server/domain/arn.ts'
import type { FindingSource } from '#server/domain/records/external-finding-record.ts'
import { GLOBAL_REGION, type ResourceKind } from '#server/domain/records/resource-kind.ts'

/** Kinds that are stored under the global region whatever their ARN says. */
const GLOBAL_KINDS: ReadonlySet<ResourceKind> = new Set([
  'role',
  'user',
  'bucket',
  'distribution',
  'organization',
])

/** Account ids that ARNs of these kinds do not hold: any account that collected the kind will do. */
const WITHOUT_ACCOUNT: ReadonlySet<ResourceKind> = new Set(['bucket', 'api'])

/** Whether everything of a kind was collected where an ARN would be. */
export function collectedAt(collected: ReadonlySet<string>, kind: ResourceKind, arn: string): boolean {
  const parts = parseArn(arn)
  if (!parts) return false
  const region = GLOBAL_KINDS.has(kind) ? GLOBAL_REGION : parts.region
  if (!WITHOUT_ACCOUNT.has(kind)) return collected.has(`${parts.accountId}/${region}/${kind}`)
  for (const key of collected) if (key.endsWith(`/${region}/${kind}`)) return true
  return false
}

/**
 * Whether a service's findings were read where a resource is. Roles have no region and APIs no account in their ARNs: for
 * those, one region or account that was read will do.
 */
export function findingsReadAt(
  collected: ReadonlySet<string>,
  source: FindingSource,
  { accountId, region }: { accountId: string; region: string },
): boolean {
  for (const key of collected) {
    const [account, place, kind] = key.split('/')
    if (kind !== 'external-finding' && kind !== `external-finding:${source}`) continue
    if ((accountId === '' || account === accountId) && (region === '' || place === region)) return true
  }
  return false
}
