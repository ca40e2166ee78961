import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const isHttp = (type: string | undefined) => type === 'HTTP' || type === 'HTTP_PROXY'

function evaluate(record: ApiRecord): Verdict {
  if (record.protocol !== 'REST') return notApplicable('REST APIs alone show a client certificate.')
  const hidden = whyUnseen('Its routes', record.routes) ?? whyUnseen('Its stages', record.stages)
  if (hidden) return unknown(hidden)
  const routes = (record.routes.state === 'known' ? record.routes.value : []).filter(({ integration }) =>
    isHttp(integration?.type),
  )
  if (routes.length === 0)
    return notApplicable(
      'The certificate is shown to HTTP backends, and it has none: functions know API Gateway by their policy.',
    )
  const stages = record.stages.state === 'known' ? record.stages.value : []
  const bare = stages.filter(({ clientCertificateId }) => clientCertificateId === undefined)
  const evidence = stages.map(({ name, clientCertificateId }) => ({
    label: `Stage ${name}`,
    value: clientCertificateId ?? 'No client certificate',
  }))
  if (bare.length === 0) return pass(...evidence)
  return {
    state: 'fail',
    severity: 'low',
    summary: `Stage ${listed(bare.map(({ name }) => name))} of API ${record.name} shows no certificate to its HTTP backends.`,
    evidence: [
      ...evidence,
      { label: 'Routes to HTTP backends', value: listed(routes.map(({ key }) => key)) },
    ],
    affects: [],
  }
}

/** Source: API Gateway Developer Guide, "Generate and configure an SSL certificate for backend authentication". */
export const apiClientCertificateMissing = defineCheck({
  id: 'api-client-certificate-missing',
  title: 'API shows no certificate to its HTTP backends',
  group: 'front-doors',
  kind: 'api',
  severity: 'low',
  severityNote: null,
  off: 'It says nothing about functions, which know API Gateway by their policy; switch it on for APIs with HTTP backends.',
  why: 'An HTTP backend that does not ask for the certificate answers whoever finds its address, past the API’s authorizers.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html',
  ],
  needs: ['apis'],
  elsewhere: [
    'Prowler apigateway_restapi_client_certificate_enabled',
    'Security Hub APIGateway.2',
    'AWS Config api-gw-ssl-enabled',
    'Checkov CKV2_AWS_51',
  ],
  risks: ['broken-authentication'],
  evaluate,
  remediate: (record) => ({
    text: 'Make a client certificate, set it on the stages, and have the backends ask for it.',
    cli: `aws apigateway generate-client-certificate ${regionOf(record)}`,
    cloudformation: properties('AWS::ApiGateway::Stage', { ClientCertificateId: 'CERTIFICATE' }),
    terraform: argumentsOf('aws_api_gateway_stage', { client_certificate_id: 'CERTIFICATE' }),
  }),
})
