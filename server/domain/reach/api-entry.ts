import { valueOr } from '#server/domain/field.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import type { ApiLink } from '#server/domain/triggers/source-link.ts'

export type ApiAddress = { address: string; via: 'domain' | 'execute-api'; mutualTls: boolean }

const join = (...parts: string[]) =>
  parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/')

function scheme(api: ApiRecord): string {
  return api.protocol === 'WEBSOCKET' ? 'wss' : 'https'
}

/** The host of the API's own endpoint, as distributions have it for an origin. */
export function executeApiHost(api: ApiRecord): string {
  const given = /^(?:[a-z]+:\/\/)?([^/]+)/i.exec(api.endpoint)?.[1]
  return (given ?? `${api.apiId}.execute-api.${api.region}.amazonaws.com`).toLowerCase()
}

/** Every address of a route in its stages, domain names first; the API's own endpoint unless it is disabled. */
export function apiAddresses({ record, route, stages }: ApiLink): ApiAddress[] {
  const path = route.path.startsWith('/') ? route.path : ''
  const found: ApiAddress[] = []
  for (const stage of stages ?? []) {
    for (const domain of valueOr(record.domains, []) ?? []) {
      if (domain.stage !== stage.name && domain.stage !== '') continue
      const base = domain.basePath === '(none)' ? '' : domain.basePath
      found.push({
        address: `${scheme(record)}://${join(domain.domainName, base, path)}`,
        via: 'domain',
        mutualTls: domain.mutualTls,
      })
    }
  }
  if (valueOr(record.executeApiDisabled, false) === true) return found
  return [...found, ...(stages ?? []).map((stage) => ownAddress(record, stage, path))]
}

function ownAddress(api: ApiRecord, stage: ApiStage, path: string): ApiAddress {
  const inPath = stage.name === '$default' ? '' : stage.name
  return {
    address: `${scheme(api)}://${join(executeApiHost(api), inPath, path)}`,
    via: 'execute-api',
    mutualTls: false,
  }
}
