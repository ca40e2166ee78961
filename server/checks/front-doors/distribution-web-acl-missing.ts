import { defineCheck } from '#server/checks/define-check.ts'
import { listed, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { affected, distributionSurface } from './distribution-surface.ts'

function evaluate(record: DistributionRecord, around: Surroundings): Verdict {
  const surface = distributionSurface(record, around)
  if (surface.state === 'none') return surface.verdict
  if (record.webAclArn.state === 'known') return pass({ label: 'Web ACL', value: record.webAclArn.value })
  const hidden = whyUnseen('Its web ACL', record.webAclArn)
  if (hidden) return unknown(hidden)
  const signed = surface.behind.every(({ behaviour }) => behaviour.restrictsViewers)
  return {
    state: 'fail',
    severity: signed ? 'low' : 'medium',
    summary: `Distribution ${record.domainName} has no web ACL before ${listed([...new Set(surface.behind.map(({ what }) => what))])}.`,
    evidence: [
      { label: 'Web ACL', value: 'None' },
      ...surface.behind.map(({ behaviour, what }) => ({
        label: `Behaviour ${behaviour.pathPattern}`,
        value: what,
      })),
    ],
    affects: affected(surface.behind),
  }
}

/** Source: CloudFront Developer Guide, "Use AWS WAF protections". */
export const distributionWebAclMissing = defineCheck({
  id: 'distribution-web-acl-missing',
  title: 'Distribution before a function without web ACL',
  group: 'front-doors',
  kind: 'distribution',
  severity: 'medium',
  severityNote: 'Low where viewers need a signed URL or cookie.',
  why: 'The distribution is the one place where HTTP APIs and function URLs can be filtered. Without a web ACL each request of a flood that is not cached runs the function.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html',
  ],
  needs: ['distributions'],
  elsewhere: [
    'Prowler cloudfront_distributions_using_waf',
    'Security Hub CloudFront.6',
    'AWS Config cloudfront-associated-with-waf',
    'Checkov CKV_AWS_68',
  ],
  risks: ['denial-of-service', 'event-data-injection'],
  evaluate,
  remediate: (record) => ({
    text: 'Make a web ACL of scope CLOUDFRONT with a rate-based rule and AWS’s managed rules, let it count for some days, then name it in the distribution. An update takes the whole configuration: read it, set WebACLId, and send it back.',
    cli: `aws cloudfront get-distribution-config ${regionOf(record)} --id ${shellWord(record.name)}`,
    cloudformation: properties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: 'WEB_ACL_ARN' },
    }),
    terraform: argumentsOf('aws_cloudfront_distribution', { web_acl_id: 'WEB_ACL_ARN' }),
  }),
})
