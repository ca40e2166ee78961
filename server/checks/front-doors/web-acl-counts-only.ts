import { defineCheck } from '#server/checks/define-check.ts'
import { pass } from '#server/checks/exposure/verdicts.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { ruleEvidence, webAclUse } from './web-acl-use.ts'

const HARMLESS = new Set(['COUNT', 'ALLOW'])

function evaluate(record: WebAclRecord, around: Surroundings): Verdict {
  const use = webAclUse(record, around)
  if (use.state === 'none') return use.verdict
  const action = valueOr<string>(record.defaultAction, 'ALLOW') ?? ''
  const evidence = [{ label: 'Default action', value: action }, ...ruleEvidence(use.rules)]
  if (action === 'BLOCK' || use.rules.some((rule) => !HARMLESS.has(rule.action))) return pass(...evidence)
  return {
    state: 'fail',
    severity: 'medium',
    summary:
      use.rules.length === 0
        ? `Web ACL ${record.name} has no rule: it lets everything through.`
        : `Web ACL ${record.name} blocks nothing: its ${use.rules.length} rules only count or allow.`,
    evidence: [...evidence, ...use.resources.map((arn) => ({ label: 'Stands before', value: arn }))],
  }
}

/** Source: AWS WAF Developer Guide, "Testing and tuning your AWS WAF protections": count first, then block. */
export const webAclCountsOnly = defineCheck({
  id: 'web-acl-counts-only',
  title: 'Web ACL blocks nothing',
  group: 'front-doors',
  kind: 'web-acl',
  severity: 'medium',
  severityNote: null,
  why: 'Counting is how a web ACL begins. Left at that, it looks like protection in every list, and stops no request.',
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-testing.html'],
  needs: ['web-acls', 'distributions'],
  elsewhere: ['Security Hub WAF.10', 'Prowler wafv2_webacl_with_rules', 'AWS Config wafv2-webacl-not-empty'],
  risks: ['insecure-deployment-configuration', 'event-data-injection'],
  evaluate,
  remediate: (record) => ({
    text: 'Look at what its rules have counted, exclude what was right, then take the count override away rule by rule. Watch for refused customers after each.',
    cli: `aws wafv2 get-web-acl ${regionOf(record)} --scope ${record.scope} --name ${shellWord(record.name)} --id ${shellWord(record.arn.split('/').at(-1) ?? '')}`,
    cloudformation: null,
    terraform: null,
  }),
})
