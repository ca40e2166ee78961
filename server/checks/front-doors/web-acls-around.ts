import { whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { onceAList } from '#server/checks/once-a-list.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Place, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'

type Seen = { byResource: Map<string, WebAclRecord[]>; hidden: string | undefined }

const byResourceOf = onceAList((acls: readonly WebAclRecord[]): Seen => {
  const byResource = new Map<string, WebAclRecord[]>()
  let hidden: string | undefined
  for (const acl of acls) {
    for (const arn of valueOr(acl.resources, []) ?? [])
      byResource.set(arn, [...(byResource.get(arn) ?? []), acl])
    hidden ??= whyUnseen(`What web ACL ${acl.name} stands before`, acl.resources)
  }
  return { byResource, hidden }
})

/** Web ACLs that say of themselves that they stand before a resource; `hidden`: why there may be more. */
export function webAclsBefore(
  resourceArn: string,
  { accountId, region }: Place,
  around: Surroundings,
): { acls: WebAclRecord[]; hidden: string | undefined } {
  const all = around.all('web-acl', { accountId, region })
  if (all.state !== 'known') return { acls: [], hidden: whyUnseen('Web ACLs', all) }
  const { byResource, hidden } = byResourceOf(all.value)
  return { acls: byResource.get(resourceArn) ?? [], hidden }
}

/** Whether a web ACL lets only those in whom a rule allows. */
export function blocksByDefault(arn: string | undefined, around: Surroundings): boolean {
  const acl = arn === undefined ? undefined : around.find('web-acl', arn)
  return acl?.state === 'known' && valueOr<string>(acl.value.defaultAction, '') === 'BLOCK'
}
