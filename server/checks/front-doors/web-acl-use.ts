import { notApplicable, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { WebAclRecord, WebAclRule } from '#server/domain/records/web-acl-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const GUARDED = /^arn:[a-z-]+:(apigateway|elasticloadbalancing|appsync):/

/** What a web ACL stands before that can lead to functions. Distributions name their ACL themselves. */
export function guardedBy(
  acl: WebAclRecord,
  around: Surroundings,
): { resources: string[]; hidden: string | undefined } {
  if (acl.scope === 'CLOUDFRONT') {
    const all = around.all('distribution', { accountId: acl.accountId, region: GLOBAL_REGION })
    const own = (all.state === 'known' ? all.value : []).filter(
      ({ webAclArn, enabled }) => valueOr(webAclArn, '') === acl.arn && valueOr(enabled, false) !== false,
    )
    return { resources: own.map(({ arn }) => arn), hidden: whyUnseen('CloudFront distributions', all) }
  }
  const resources = (valueOr(acl.resources, []) ?? []).filter((arn) => GUARDED.test(arn))
  return { resources, hidden: whyUnseen('What it stands before', acl.resources) }
}

/** Resources and rules of a web ACL that is in use, or why there is nothing to judge. */
export function webAclUse(
  acl: WebAclRecord,
  around: Surroundings,
): { state: 'used'; resources: string[]; rules: WebAclRule[] } | { state: 'none'; verdict: Verdict } {
  const { resources, hidden } = guardedBy(acl, around)
  if (resources.length === 0) {
    const verdict = hidden
      ? unknown(hidden)
      : notApplicable('It stands before no API, load balancer or distribution.')
    return { state: 'none', verdict }
  }
  const why = whyUnseen('Its rules', acl.rules) ?? whyUnseen('Its default action', acl.defaultAction)
  if (why) return { state: 'none', verdict: unknown(why) }
  return { state: 'used', resources, rules: acl.rules.state === 'known' ? acl.rules.value : [] }
}

/** Rules as evidence, in the order in which they are tried. */
export const ruleEvidence = (rules: readonly WebAclRule[]) =>
  rules.slice(0, 20).map(({ name, type, action, rateLimit }) => ({
    label: `Rule ${name}`,
    value: `${type}, ${action}${rateLimit === undefined ? '' : `, ${rateLimit} requests`}`,
  }))
