import { frontDoorOf } from '#demo/estate/front-door/front-door.ts'
import type { ApiDomainSpec, ApiSpec } from '#demo/estate/front-door/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { type Call, partitionOf } from '#demo/services/call.ts'

type Mapping = { api: ApiSpec; domain: ApiDomainSpec }

/** A region's custom domains, each with the APIs that it leads to. */
export function domainsOf(call: Call): Map<string, Mapping[]> {
  const byName = new Map<string, Mapping[]>()
  for (const api of frontDoorOf(partitionOf(call)).apis) {
    const { domain } = api
    if (domain) byName.set(domain.name, [...(byName.get(domain.name) ?? []), { api, domain }])
  }
  return byName
}

const mutualTls = ({ mutualTls }: ApiDomainSpec) =>
  mutualTls ? { mutualTlsAuthentication: { truststoreUri: 's3://shop-trust/clients.pem' } } : {}

export function restDomain({ region }: Call, name: string, [first]: Mapping[]): Record<string, unknown> {
  const type = first?.domain.endpointType ?? 'REGIONAL'
  return {
    domainName: name,
    endpointConfiguration: { types: [type], ipAddressType: 'ipv4' },
    ...(type === 'EDGE'
      ? { distributionDomainName: `d${hexFrom(13, name)}.cloudfront.net` }
      : { regionalDomainName: `d-${hexFrom(10, name)}.execute-api.${region}.amazonaws.com` }),
    domainNameStatus: 'AVAILABLE',
    securityPolicy: 'TLS_1_2',
    ...(first ? mutualTls(first.domain) : {}),
  }
}

export function httpDomain({ region }: Call, name: string, [first]: Mapping[]): Record<string, unknown> {
  return {
    domainName: name,
    domainNameConfigurations: [
      {
        apiGatewayDomainName: `d-${hexFrom(10, name)}.execute-api.${region}.amazonaws.com`,
        domainNameStatus: 'AVAILABLE',
        endpointType: first?.domain.endpointType ?? 'REGIONAL',
        ipAddressType: 'ipv4',
        securityPolicy: 'TLS_1_2',
      },
    ],
    routingMode: 'API_MAPPING_ONLY',
    ...(first ? mutualTls(first.domain) : {}),
  }
}

export const basePathMapping = ({ api, domain }: Mapping) => ({
  basePath: domain.basePath || '(none)',
  restApiId: api.id,
  stage: domain.stage,
})

export const apiMapping = ({ api, domain }: Mapping) => ({
  apiId: api.id,
  apiMappingId: hexFrom(6, api.id, domain.name),
  apiMappingKey: domain.basePath,
  stage: domain.stage,
})
