import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown } from '#server/checks/exposure/verdicts.ts'
import { code, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { WebAclRecord, WebAclRule } from '#server/domain/records/web-acl-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { ruleEvidence, webAclUse } from './web-acl-use.ts'

/** AWS's managed group against floods limits rates by itself. */
const MANAGED_LIMITS = /anti-?ddos/i

const limits = ({ type, action, name }: WebAclRule) =>
  action !== 'COUNT' && (type === 'rate-based' || (type === 'managed' && MANAGED_LIMITS.test(name)))

function evaluate(record: WebAclRecord, around: Surroundings): Verdict {
  const use = webAclUse(record, around)
  if (use.state === 'none') return use.verdict
  if (use.rules.some(limits)) return pass(...ruleEvidence(use.rules.filter(limits)))
  if (valueOr<string>(record.defaultAction, '') === 'BLOCK')
    return pass({ label: 'Default action', value: 'BLOCK: it lets only those in whom a rule allows' })
  const group = use.rules.find(({ type, action }) => type === 'group' && action !== 'COUNT')
  if (group) return unknown(`Rule group ${group.name} may limit rates: what is in it was not read.`)
  const counting = use.rules.some(({ type }) => type === 'rate-based')
  return {
    state: 'fail',
    severity: 'low',
    summary: counting
      ? `Web ACL ${record.name} counts floods and lets them through.`
      : `Web ACL ${record.name} has no rate-based rule.`,
    evidence: [
      ...ruleEvidence(use.rules),
      ...use.resources.map((arn) => ({ label: 'Stands before', value: arn })),
    ],
  }
}

/** Source: AWS WAF Developer Guide, "Using rate-based rule statements". */
export const webAclWithoutRateRule = defineCheck({
  id: 'web-acl-without-rate-rule',
  title: 'Web ACL limits no rates',
  group: 'front-doors',
  kind: 'web-acl',
  severity: 'low',
  severityNote: null,
  why: 'A rate-based rule stops one address from running functions thousands of times a minute: the cheapest guard there is against a bill made by a stranger.',
  references: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html',
  ],
  needs: ['web-acls', 'distributions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Add a rule that blocks addresses above a rate that no customer reaches; 2,000 requests in five minutes stand for it here. Callers behind one large proxy share its address: count first.',
    cli: null,
    cloudformation: properties('AWS::WAFv2::WebACL', {
      Name: record.name,
      Rules: [
        {
          Name: 'rate',
          Priority: 0,
          Action: { Block: code('{}') },
          Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } },
          VisibilityConfig: {
            CloudWatchMetricsEnabled: true,
            MetricName: 'rate',
            SampledRequestsEnabled: true,
          },
        },
      ],
    }),
    terraform: null,
  }),
})
