import { whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Place, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'

type Seen = { byResource: Map<string, WebAclRecord[]>; hidden: string | undefined }

const kept = new WeakMap<Surroundings, Map<string, Seen>>()

function look({ accountId, region }: Place, around: Surroundings): Seen {
  const all = around.all('web-acl', { accountId, region })
  const byResource = new Map<string, WebAclRecord[]>()
  let hidden = whyUnseen('Web ACLs', all)
  for (const acl of all.state === 'known' ? all.value : []) {
    for (const arn of valueOr(acl.resources, []) ?? [])
      byResource.set(arn, [...(byResource.get(arn) ?? []), acl])
    hidden ??= whyUnseen(`What web ACL ${acl.name} stands before`, acl.resources)
  }
  return { byResource, hidden }
}

/** Web ACLs that say of themselves that they stand before a resource; `hidden`: why there may be more. */
export function webAclsBefore(
  resourceArn: string,
  place: Place,
  around: Surroundings,
): { acls: WebAclRecord[]; hidden: string | undefined } {
  const places = kept.get(around) ?? new Map<string, Seen>()
  kept.set(around, places)
  const key = `${place.accountId}/${place.region}`
  const seen = places.get(key) ?? look(place, around)
  places.set(key, seen)
  return { acls: seen.byResource.get(resourceArn) ?? [], hidden: seen.hidden }
}

/** Whether a web ACL lets only those in whom a rule allows. */
export function blocksByDefault(arn: string | undefined, around: Surroundings): boolean {
  const acl = arn === undefined ? undefined : around.find('web-acl', arn)
  return acl?.state === 'known' && valueOr<string>(acl.value.defaultAction, '') === 'BLOCK'
}
