import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { webAclsBefore } from './web-acls-around.ts'

function evaluate(record: LoadBalancerRecord, around: Surroundings): Verdict {
  const { scheme, webAclArn, targets, state } = record
  if (scheme.state === 'known' && scheme.value === 'internal')
    return notApplicable('It is internal: the internet does not get to it.')
  if (state.state === 'known' && !state.value.startsWith('active'))
    return notApplicable(`It is ${state.value}.`)
  if (targets.state === 'known' && targets.value.length === 0)
    return notApplicable('It has no function among its targets.')
  if (webAclArn.state === 'known') return pass({ label: 'Web ACL', value: webAclArn.value })
  const { acls, hidden } = webAclsBefore(record.arn, record, around)
  const [first] = acls
  if (first) return pass({ label: 'Web ACL', value: first.arn })
  const why = whyUnseen('Its web ACL', webAclArn)
  if (why) return unknown(hidden ?? why)
  const unseen = whyUnseen('Whether it faces the internet', scheme)
  if (unseen) return unknown(`It has no web ACL. ${unseen}`)
  return {
    state: 'fail',
    severity: 'medium',
    summary: `Load balancer ${record.name} faces the internet with no web ACL before it.`,
    evidence: [
      { label: 'Scheme', value: valueOr<string>(scheme, '') ?? '' },
      { label: 'Web ACL', value: 'None' },
      { label: 'Address', value: record.dnsName },
    ],
  }
}

/** Source: AWS WAF Developer Guide, "Resources that you can protect with AWS WAF". */
export const loadBalancerWebAclMissing = defineCheck({
  id: 'load-balancer-web-acl-missing',
  title: 'Internet-facing load balancer without web ACL',
  group: 'front-doors',
  kind: 'load-balancer',
  severity: 'medium',
  severityNote: null,
  why: 'A load balancer has no throttling of its own: without a web ACL each request of a flood runs the function.',
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html'],
  needs: ['load-balancers', 'web-acls'],
  elsewhere: [
    'Prowler elbv2_waf_acl_attached',
    'Security Hub ELB.16',
    'AWS Config alb-waf-enabled',
    'Checkov CKV2_AWS_28',
  ],
  risks: ['denial-of-service', 'event-data-injection'],
  evaluate,
  remediate: (record) => ({
    text: 'Make a web ACL with a rate-based rule and AWS’s managed rules, let it count for some days, then associate it and block. Put its ARN in place of WEB_ACL_ARN.',
    cli: `aws wafv2 associate-web-acl ${regionOf(record)} --web-acl-arn WEB_ACL_ARN --resource-arn ${shellWord(record.arn)}`,
    cloudformation: properties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: record.arn,
      WebACLArn: 'WEB_ACL_ARN',
    }),
    terraform: argumentsOf('aws_wafv2_web_acl_association', {
      resource_arn: record.arn,
      web_acl_arn: 'WEB_ACL_ARN',
    }),
  }),
})
