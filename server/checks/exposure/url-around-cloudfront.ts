import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { shellWord } from '#server/domain/text.ts'
import { urlHost } from '#server/domain/triggers/url-host.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { openUrls, stateOfUrl } from './open-urls.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

function frontsOf(record: FunctionRecord, host: string, around: Surroundings) {
  const triggers = around.triggers(record.arn)
  const sources = (triggers.state === 'known' ? triggers.value : [])
    .filter(
      ({ kind, live, detail }) =>
        kind === 'cloudfront' && live !== false && detail.endsWith(`origin ${host}`),
    )
    .map(({ source }) => source)
  return [...new Set(sources)].flatMap((arn) => {
    const found = around.find('distribution', arn)
    if (found.state !== 'known') return []
    const origin = (valueOr(found.value.origins, []) ?? []).find(
      (one) => one.domainName.toLowerCase() === host,
    )
    return [{ distribution: found.value, headers: origin?.customHeaderNames ?? [] }]
  })
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const hidden = whyUnseen('Function URLs', record.urls)
  if (hidden) return unknown(hidden)
  const urls = valueOr(record.urls, []) ?? []
  if (urls.length === 0) return notApplicable('It has no URL.')
  const place = { accountId: record.accountId, region: GLOBAL_REGION }
  const fronted = urls.map((url) => ({ url, fronts: frontsOf(record, urlHost(url.url), around) }))
  const behind = fronted.filter(({ fronts }) => fronts.length > 0)
  const open = openUrls(record).filter((one) => stateOfUrl(one) !== 'dead')
  const [found] = behind.filter(({ url }) => open.some((one) => one.url === url))
  if (found) {
    const { url, fronts } = found
    if (open.some((one) => one.url === url && stateOfUrl(one) === 'unknown'))
      return unknown(
        'Its URL asks for no authentication, but the resource policy that decides could not be read.',
      )
    const [first] = fronts
    const headers = first?.headers ?? []
    const hasAcl = first?.distribution.webAclArn.state === 'known'
    return {
      state: 'fail',
      severity: headers.length > 0 ? 'low' : hasAcl ? 'high' : 'medium',
      summary: `Its URL answers anyone without distribution ${first?.distribution.domainName}${hasAcl ? ' and past its web ACL' : ''}.`,
      evidence: [
        { label: url.url, value: 'AuthType NONE' },
        ...fronts.map(({ distribution }) => ({ label: distribution.arn, value: distribution.domainName })),
        ...(headers.length > 0
          ? [
              {
                label: 'Headers that CloudFront adds',
                value: `${headers.join(', ')}: whether the code asks for them cannot be seen`,
              },
            ]
          : []),
      ],
      since: url.lastModifiedAt ?? url.createdAt,
    }
  }
  const all = around.all('distribution', place)
  if (all.state !== 'known' && open.length > 0)
    return unknown(
      'Whether a distribution stands before its URL cannot be told: distributions were not collected.',
    )
  if (behind.length === 0) return notApplicable('No distribution stands before its URL.')
  return pass(
    ...behind.map(({ url }) => ({
      label: url.url,
      value: `AuthType ${url.authType}: it refuses what CloudFront did not sign`,
    })),
  )
}

/** Source: CloudFront Developer Guide, "Restrict access to an AWS Lambda function URL origin". */
export const urlAroundCloudfront = defineCheck({
  id: 'url-around-cloudfront',
  title: 'Function URL can be called around its CloudFront',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote:
    'High where the distribution has a web ACL that is gone around; low where CloudFront sends a header that the code may ask for.',
  why: 'What the distribution filters, signs or caches does not hold for requests that go to the URL itself. Its address leaks in answers, logs and code.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html',
  ],
  needs: ['functions', 'distributions'],
  elsewhere: [],
  risks: ['broken-authentication', 'denial-of-service'],
  evaluate,
  remediate: (record) => {
    const qualifier = openUrls(record)[0]?.url.qualifier
    const at = qualifier ? ` --qualifier ${shellWord(qualifier)}` : ''
    return {
      text: 'Give the distribution’s origin an origin access control of type lambda and let cloudfront.amazonaws.com call the URL for this distribution; only then have the URL ask for IAM authentication.',
      cli: `aws lambda update-function-url-config ${regionOf(record)} --function-name ${shellWord(record.name)}${at} --auth-type AWS_IAM`,
      cloudformation: properties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' }),
      terraform: argumentsOf('aws_lambda_function_url', { authorization_type: 'AWS_IAM' }),
    }
  },
})
