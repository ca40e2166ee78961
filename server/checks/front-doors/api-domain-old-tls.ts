import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { ApiDomain, ApiRecord } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { surfaceOf } from './api-surface.ts'

const isOld = ({ securityPolicy }: ApiDomain) => securityPolicy === 'TLS_1_0'
const domainsOf = (api: ApiRecord) => (api.domains.state === 'known' ? api.domains.value : [])

function evaluate(record: ApiRecord): Verdict {
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const hidden = whyUnseen('Its domain names', record.domains)
  if (hidden) return unknown(hidden)
  const domains = domainsOf(record)
  if (domains.length === 0) return notApplicable('It has no domain name of its own.')
  const evidence = domains.map(({ domainName, securityPolicy }) => ({
    label: domainName,
    value: securityPolicy ?? 'Security policy not told',
  }))
  const old = domains.filter(isOld)
  if (old.length > 0) {
    return {
      state: 'fail',
      severity: 'medium',
      summary: `Domain name ${listed([...new Set(old.map(({ domainName }) => domainName))])} still speaks TLS 1.0.`,
      evidence,
    }
  }
  if (domains.some(({ securityPolicy }) => securityPolicy === undefined))
    return unknown('The security policy of a domain name was not told.')
  return pass(...evidence)
}

/** Source: API Gateway Developer Guide, "Choose a security policy for your custom domain". */
export const apiDomainOldTls = defineCheck({
  id: 'api-domain-old-tls',
  title: 'API domain name accepts TLS 1.0',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: null,
  why: 'TLS 1.0 and 1.1 have known weaknesses and have been withdrawn (RFC 8996): whoever sits between can bring a client down to them.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html',
  ],
  needs: ['apis'],
  elsewhere: ['Checkov CKV_AWS_206', 'cfn_nag W64'],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => {
    const isRest = record.protocol === 'REST'
    const commands = [
      ...new Set(
        domainsOf(record)
          .filter(isOld)
          .map(({ domainName }) => domainName),
      ),
    ].map((name) =>
      isRest
        ? `aws apigateway update-domain-name ${regionOf(record)} --domain-name ${shellWord(name)} --patch-operations op=replace,path=/securityPolicy,value=TLS_1_2`
        : `aws apigatewayv2 get-domain-name ${regionOf(record)} --domain-name ${shellWord(name)}`,
    )
    return {
      text: 'Set the security policy to TLS 1.2. Clients that know only older versions are refused from then on: look into the access log for them first.',
      cli: commands.join('\n') || null,
      cloudformation: properties('AWS::ApiGateway::DomainName', { SecurityPolicy: 'TLS_1_2' }),
      terraform: argumentsOf('aws_api_gateway_domain_name', { security_policy: 'TLS_1_2' }),
    }
  },
})
