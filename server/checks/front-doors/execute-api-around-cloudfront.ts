import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { executeApiHost } from '#server/domain/reach/api-entry.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Fronting } from '#server/domain/triggers/source-link.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, surfaceOf } from './api-surface.ts'
import { frontsAround } from './fronts-around.ts'
import { internetGate } from './route-openness.ts'

const hostsOf = (api: ApiRecord) => [
  executeApiHost(api),
  ...(valueOr(api.domains, []) ?? []).map(({ domainName }) => domainName.toLowerCase()),
]

const sendsKey = ({ origin }: Fronting) =>
  origin.customHeaderNames.some((name) => name.toLowerCase() === 'x-api-key')

function evaluate(record: ApiRecord, around: Surroundings): Verdict {
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const fronts = frontsAround(hostsOf(record), record.accountId, around)
  if (!fronts)
    return unknown(
      'Whether a distribution stands before it cannot be told: distributions were not collected.',
    )
  const [front] = fronts
  if (!front) return notApplicable('No distribution of its account stands before it.')
  const hidden = whyUnseen('Whether its own endpoint is disabled', record.executeApiDisabled)
  if (hidden) return unknown(hidden)
  if (valueOr(record.executeApiDisabled, false) === true)
    return pass({ label: 'Default endpoint', value: 'Disabled' })
  const gated = surface.doors.map((door) => ({ door, gate: internetGate(door, around) }))
  const open = gated.filter(
    ({ door, gate }) => gate.state === 'open' && !(door.route.apiKeyRequired && fronts.every(sendsKey)),
  )
  if (open.length > 0) {
    const headers = front.origin.customHeaderNames
    const hasAcl =
      front.record.webAclArn.state === 'known' &&
      surface.stages.some(({ webAclArn }) => webAclArn === undefined)
    return {
      state: 'fail',
      severity: headers.length > 0 ? 'low' : hasAcl ? 'high' : 'medium',
      summary: `API ${record.name} answers at its own endpoint, without distribution ${front.record.domainName}${hasAcl ? ' and past its web ACL' : ''}.`,
      evidence: [
        { label: 'Default endpoint', value: record.endpoint || executeApiHost(record) },
        ...fronts.map((one) => ({ label: one.record.arn, value: `origin ${one.origin.domainName}` })),
        ...(headers.length > 0
          ? [
              {
                label: 'Headers that CloudFront adds',
                value: `${headers.join(', ')}: whether an authorizer asks for them cannot be seen`,
              },
            ]
          : []),
      ],
      affects: functionsOf(open.map(({ door }) => door)),
    }
  }
  const unclear = gated.find(({ gate }) => gate.state === 'unclear')
  if (unclear)
    return unknown(`Whether its own endpoint answers strangers cannot be told: ${unclear.gate.why}.`)
  const keyed = gated.some(({ gate }) => gate.state === 'open')
  return pass({
    label: 'Default endpoint',
    value: keyed ? 'Asks for the API key that CloudFront adds' : (gated[0]?.gate.why ?? ''),
  })
}

/** Source: API Gateway Developer Guide, "Disable the default endpoint for REST APIs". */
export const executeApiAroundCloudfront = defineCheck({
  id: 'execute-api-around-cloudfront',
  title: 'API can be called around its CloudFront',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote:
    'High where the distribution has a web ACL and the stage has none; low where CloudFront sends a header that an authorizer may ask for.',
  why: 'Web ACL, geographic limits, signed URLs and the cache of the distribution hold for none who calls the execute-api address, which anyone can find.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html',
  ],
  needs: ['apis', 'distributions'],
  elsewhere: [],
  risks: ['broken-authentication', 'denial-of-service'],
  evaluate,
  remediate: (record) => {
    const hasDomain = (valueOr(record.domains, []) ?? []).length > 0
    const isRest = record.protocol === 'REST'
    const cli = isRest
      ? `aws apigateway update-rest-api ${regionOf(record)} --rest-api-id ${shellWord(record.apiId)} --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=true`
      : `aws apigatewayv2 update-api ${regionOf(record)} --api-id ${shellWord(record.apiId)} --disable-execute-api-endpoint`
    return {
      text: hasDomain
        ? 'Let the distribution use the domain name as its origin, then disable the default endpoint; the domain name has to be closed to others too, by a header that the API asks for. Whoever uses the execute-api address loses it.'
        : 'Give the API a domain name and let the distribution use it as its origin; only then disable the default endpoint, or the distribution loses its origin.',
      cli: hasDomain ? cli : null,
      cloudformation: properties(isRest ? 'AWS::ApiGateway::RestApi' : 'AWS::ApiGatewayV2::Api', {
        DisableExecuteApiEndpoint: true,
      }),
      terraform: argumentsOf(isRest ? 'aws_api_gateway_rest_api' : 'aws_apigatewayv2_api', {
        disable_execute_api_endpoint: true,
      }),
    }
  },
})
