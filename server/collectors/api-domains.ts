import { GetBasePathMappingsCommand, GetDomainNamesCommand } from '@aws-sdk/client-api-gateway'
import {
  GetApiMappingsCommand,
  GetDomainNamesCommand as GetHttpDomainNamesCommand,
} from '@aws-sdk/client-apigatewayv2'
import { type Field, failed } from '#server/domain/field.ts'
import { asArray, asObject, asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { ApiDomain } from '#server/domain/records/api-record.ts'
import { API_OPERATIONS } from './api-operations.ts'
import type { CollectorContext } from './define-collector.ts'
import { listField, readList } from './read-list.ts'

type Domain = Omit<ApiDomain, 'basePath' | 'stage'> & { id?: string }
export type DomainsOf = (apiId: string) => Field<ApiDomain[]>

/**
 * The custom domains of a region by the API that they lead to. API Gateway's newer interface lists mappings of REST
 * APIs too, but those of edge and private domains are only in the older one.
 */
export async function readApiDomains(context: CollectorContext): Promise<DomainsOf> {
  const [older, newer] = await Promise.all([
    readList(context, {
      operation: API_OPERATIONS.restDomains,
      command: (position) => new GetDomainNamesCommand({ position, limit: 500 }),
      items: 'item',
      token: 'position',
      emptyAllowed: true,
    }),
    readList(context, {
      operation: API_OPERATIONS.httpDomains,
      command: (NextToken) => new GetHttpDomainNamesCommand({ NextToken, MaxResults: '500' }),
      items: 'items',
      token: 'nextToken',
      emptyAllowed: true,
    }),
  ])
  for (const list of [older, newer]) if (list.state === 'denied' || list.state === 'failed') return () => list

  const byApi = new Map<string, Map<string, ApiDomain>>()
  const add = (domain: Domain, apiId: unknown, basePath: string, stage: unknown) => {
    const { id: _, ...shown } = domain
    const entry = { ...shown, basePath, stage: asText(stage) ?? '' }
    const key = [entry.domainName, basePath, entry.stage].join('\n')
    const list = byApi.get(String(apiId)) ?? new Map<string, ApiDomain>()
    byApi.set(String(apiId), list.set(key, entry))
  }
  const listedNewer = new Set<string>()
  for (const domain of listOf(newer).map(readHttpDomain)) {
    if (domain.domainName === '') return () => failed('unreadable domain name')
    if (domain.endpointType === 'EDGE' || domain.endpointType === 'PRIVATE') continue
    listedNewer.add(domain.domainName)
    const mappings = await readList(context, {
      operation: API_OPERATIONS.apiMappings,
      command: (NextToken) =>
        new GetApiMappingsCommand({ DomainName: domain.domainName, NextToken, MaxResults: '500' }),
      items: 'items',
      token: 'nextToken',
      emptyAllowed: true,
      options: { resource: domain.domainName },
    })
    if (mappings.state === 'denied' || mappings.state === 'failed') return () => mappings
    for (const { apiId, apiMappingKey, stage } of listOf(mappings))
      add(domain, apiId, asText(apiMappingKey) ?? '', stage)
  }
  for (const domain of listOf(older).map(readRestDomain)) {
    if (domain.domainName === '') return () => failed('unreadable domain name')
    if (listedNewer.has(domain.domainName)) continue
    const mappings = await readList(context, {
      operation: API_OPERATIONS.basePathMappings,
      command: (position) =>
        new GetBasePathMappingsCommand({
          domainName: domain.domainName,
          domainNameId: domain.endpointType === 'PRIVATE' ? domain.id : undefined,
          position,
          limit: 500,
        }),
      items: 'item',
      token: 'position',
      emptyAllowed: true,
      options: { resource: domain.domainName },
    })
    if (mappings.state === 'denied' || mappings.state === 'failed') return () => mappings
    for (const { restApiId, basePath, stage } of listOf(mappings))
      add(domain, restApiId, basePath === '(none)' ? '' : (asText(basePath) ?? ''), stage)
  }
  return (apiId) => {
    const domains = [...(byApi.get(apiId)?.values() ?? [])]
    const name = (domain: ApiDomain) => `${domain.domainName}/${domain.basePath}`
    return listField(domains.sort((a, b) => (name(a) < name(b) ? -1 : 1)))
  }
}

const listOf = (field: Field<unknown[]>): JsonObject[] =>
  field.state === 'known' ? field.value.map(asObject) : []

function readRestDomain(from: JsonObject): Domain {
  return {
    domainName: asText(from.domainName) ?? '',
    id: asText(from.domainNameId),
    endpointType: asTexts(asObject(from.endpointConfiguration).types)[0],
    securityPolicy: asText(from.securityPolicy),
    mutualTls: asText(asObject(from.mutualTlsAuthentication).truststoreUri) !== undefined,
  }
}

function readHttpDomain(from: JsonObject): Domain {
  const configuration = asObject(asArray(from.domainNameConfigurations)[0])
  return {
    domainName: asText(from.domainName) ?? '',
    endpointType: asText(configuration.endpointType),
    securityPolicy: asText(configuration.securityPolicy),
    mutualTls: asText(asObject(from.mutualTlsAuthentication).truststoreUri) !== undefined,
  }
}
