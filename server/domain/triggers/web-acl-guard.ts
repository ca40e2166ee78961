import { valueOr } from '#server/domain/field.ts'
import type { SourceIndex } from './source-index.ts'
import type { Guard } from './trigger.ts'

/** A web ACL as a guard of what `before` names. It filters requests; it does not ask who sends them. */
export function webAclGuard(arn: string, index: SourceIndex, before: string): Guard[] {
  const acl = index.webAcl(arn)
  const name = acl?.name ?? arn.split('/').at(-2) ?? arn
  if (!acl)
    return [{ kind: 'web-acl', name, authenticates: false, note: `${before}; its rules were not seen` }]
  const rules = valueOr(acl.rules, [])
  const action = valueOr<string>(acl.defaultAction, 'not told') ?? 'not seen'
  const acting = rules?.filter((rule) => rule.action !== 'COUNT')
  const words = acting
    ? `${acting.length} rules that act${acting.length < (rules?.length ?? 0) ? ', others only count' : ''}`
    : 'rules not seen'
  return [{ kind: 'web-acl', name, authenticates: false, note: `${before}; ${words}, otherwise ${action}` }]
}
