import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { urlHost } from '#server/domain/triggers/url-host.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { distributionSurface } from './distribution-surface.ts'
import { functionOfUrlHost, isUrlHost } from './functions-behind-distribution.ts'

function evaluate(record: DistributionRecord, around: Surroundings): Verdict {
  const surface = distributionSurface(record, around)
  if (surface.state === 'none') return surface.verdict
  const used = new Set(surface.behind.map(({ behaviour }) => behaviour.originId))
  const origins = (valueOr(record.origins, []) ?? []).filter(
    ({ id, domainName }) => used.has(id) && isUrlHost(domainName),
  )
  if (origins.length === 0) return notApplicable('None of its origins is a function URL.')
  const bare = origins.filter(({ originAccessControlId }) => !originAccessControlId)
  if (bare.length === 0)
    return pass(
      ...origins.map(({ domainName, originAccessControlId }) => ({
        label: domainName,
        value: originAccessControlId ?? '',
      })),
    )
  const found = bare.map((origin) => {
    const host = origin.domainName.toLowerCase()
    const fn = functionOfUrlHost(host, record.accountId, around)
    const url = fn && (valueOr(fn.urls, []) ?? []).find((one) => urlHost(one.url) === host)
    return { origin, fn, authType: url?.authType }
  })
  const refused = found.every(({ authType }) => authType === 'AWS_IAM')
  return {
    state: 'fail',
    severity: refused ? 'low' : 'medium',
    summary: refused
      ? `Distribution ${record.domainName} does not sign its requests to ${listed(bare.map(({ domainName }) => domainName))}, which refuses them.`
      : `Distribution ${record.domainName} does not sign its requests to ${listed(bare.map(({ domainName }) => domainName))}, so the URL has to be open for all.`,
    evidence: found.map(({ origin, authType }) => ({
      label: origin.domainName,
      value: `No origin access control, AuthType ${authType ?? 'not seen'}`,
    })),
    affects: found.flatMap(({ fn }) => (fn ? [fn.arn] : [])),
  }
}

/** Source: CloudFront Developer Guide, "Restrict access to an AWS Lambda function URL origin". */
export const originWithoutAccessControl = defineCheck({
  id: 'origin-without-access-control',
  title: 'Function URL origin without origin access control',
  group: 'front-doors',
  kind: 'distribution',
  severity: 'medium',
  severityNote: 'Low where the URL asks for IAM authentication: it is broken then and not open.',
  why: 'With origin access control CloudFront signs what it sends, and the URL can refuse everybody else. Without it the URL has to be open, and the distribution can be gone around.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html',
  ],
  needs: ['distributions', 'functions'],
  elsewhere: ['Checkov CKV2_AWS_46'],
  risks: ['broken-authentication', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: `Make an origin access control of type lambda, set it on the origin of distribution ${record.name}, and let cloudfront.amazonaws.com call the URL for this distribution; only then have the URL ask for IAM authentication.`,
    cli: `aws cloudfront create-origin-access-control ${regionOf(record)} --origin-access-control-config ${shellWord('Name=lambda,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=lambda')}`,
    cloudformation: properties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: {
        Name: 'lambda',
        OriginAccessControlOriginType: 'lambda',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    }),
    terraform: argumentsOf('aws_cloudfront_origin_access_control', {
      name: 'lambda',
      origin_access_control_origin_type: 'lambda',
      signing_behavior: 'always',
      signing_protocol: 'sigv4',
    }),
  }),
})
