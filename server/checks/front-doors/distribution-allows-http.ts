import { defineCheck } from '#server/checks/define-check.ts'
import { listed, pass } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { affected, distributionSurface } from './distribution-surface.ts'

function evaluate(record: DistributionRecord, around: Surroundings): Verdict {
  const surface = distributionSurface(record, around)
  if (surface.state === 'none') return surface.verdict
  const plain = surface.behind.filter(({ behaviour }) => behaviour.viewerProtocolPolicy === 'allow-all')
  const evidence = surface.behind.map(({ behaviour, what }) => ({
    label: `Behaviour ${behaviour.pathPattern}`,
    value: `${behaviour.viewerProtocolPolicy ?? 'protocol not told'}, to ${what}`,
  }))
  if (plain.length > 0) {
    return {
      state: 'fail',
      severity: 'medium',
      summary: `Distribution ${record.domainName} answers plain HTTP at ${listed(plain.map(({ behaviour }) => behaviour.pathPattern))}.`,
      evidence,
      affects: affected(plain),
    }
  }
  if (surface.behind.some(({ behaviour }) => behaviour.viewerProtocolPolicy === undefined))
    return { state: 'unknown', reason: 'The protocol of a behaviour was not told.' }
  return pass(...evidence)
}

/** Source: CloudFront Developer Guide, "Require HTTPS for communication between viewers and CloudFront". */
export const distributionAllowsHttp = defineCheck({
  id: 'distribution-allows-http',
  title: 'Distribution before a function allows plain HTTP',
  group: 'front-doors',
  kind: 'distribution',
  severity: 'medium',
  severityNote: null,
  why: 'Whoever is on the way reads and changes requests and answers: tokens, cookies and personal data.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html',
  ],
  needs: ['distributions'],
  elsewhere: [
    'Prowler cloudfront_distributions_https_enabled',
    'Security Hub CloudFront.3',
    'AWS Config cloudfront-viewer-policy-https',
    'Checkov CKV_AWS_34',
  ],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Have each behaviour redirect to HTTPS, or take HTTPS only where programs call it. An update of a distribution takes its whole configuration: read it, change ViewerProtocolPolicy, and send it back.',
    cli: `aws cloudfront get-distribution-config ${regionOf(record)} --id ${shellWord(record.name)}`,
    cloudformation: properties('AWS::CloudFront::Distribution', {
      DistributionConfig: { DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' } },
    }),
    terraform: argumentsOf('aws_cloudfront_distribution', {
      'default_cache_behavior {}': { viewer_protocol_policy: 'redirect-to-https' },
    }),
  }),
})
