import { restServices } from '#demo/services/rest-services.ts'
import { AwsError } from './aws-error.ts'
import { decodeCbor } from './cbor.ts'
import { parseQueryInput } from './query-input.ts'
import { isServiceId, type Protocol, type ServiceId, serviceFacts } from './service-ids.ts'
import { parseScope, type SignedRequest } from './sigv4.ts'

export type Routed = {
  service: ServiceId
  protocol: Protocol
  operation: string
  readInput: () => Record<string, unknown>
}

function serviceOf(request: SignedRequest): ServiceId | undefined {
  const scoped = parseScope(request.headers.authorization)?.service
  if (scoped === 'apigateway' && request.rawPath.startsWith('/v2/')) return 'apigatewayv2'
  if (scoped !== undefined) return isServiceId(scoped) ? scoped : undefined
  const target = request.headers['x-amz-target'] ?? ''
  if (target.includes('CloudTrail')) return 'cloudtrail'
  if (target.startsWith('Granite') || request.rawPath.startsWith('/service/Granite')) return 'monitoring'
  if (request.method === 'GET' && /^\/20\d\d-\d\d-\d\d\//.test(request.rawPath)) return 'lambda'
  const version = new URLSearchParams(request.body.toString('utf8')).get('Version')
  const found = Object.entries(serviceFacts).find(
    ([, facts]) => facts.apiVersion !== undefined && facts.apiVersion === version,
  )
  return found && isServiceId(found[0]) ? found[0] : undefined
}

function jsonInput(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    throw new AwsError('SerializationException', 400, 'Unable to parse the request body')
  }
  throw new AwsError('SerializationException', 400, 'Start of structure or map expected')
}

function cborInput(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  try {
    return decodeCbor(body) as Record<string, unknown>
  } catch {
    throw new AwsError('SerializationException', 400, 'Unable to parse the request body')
  }
}

/** Finds out which service, protocol and operation a request is for; undefined when it is for none served here. */
export function routeRequest(request: SignedRequest): Routed | undefined {
  const service = serviceOf(request)
  if (!service) return undefined
  const { protocol: usual } = serviceFacts[service]
  if (usual === 'rest-json' || usual === 'rest-xml') {
    const query = new URLSearchParams(request.rawQuery)
    const match = restServices[service]?.(request.method, request.rawPath, query)
    return {
      service,
      protocol: usual,
      operation: match?.operation ?? `${request.method} ${request.rawPath}`,
      readInput: () => ({ ...(request.method === 'POST' ? jsonInput(request.body) : {}), ...match?.input }),
    }
  }
  const rpc = /^\/service\/[^/]+\/operation\/(\w+)$/.exec(request.rawPath)
  if (rpc)
    return { service, protocol: 'cbor', operation: rpc[1] ?? '', readInput: () => cborInput(request.body) }
  const target = request.headers['x-amz-target']
  if (target !== undefined) {
    const protocol = serviceFacts[service].protocol === 'json1.1' ? 'json1.1' : 'json1.0'
    return {
      service,
      protocol,
      operation: target.split('.').at(-1) ?? '',
      readInput: () => jsonInput(request.body),
    }
  }
  const form = new URLSearchParams(
    request.method === 'GET' ? request.rawQuery : request.body.toString('utf8'),
  )
  const protocol = service === 'ec2' ? 'ec2' : service === 'cloudtrail' ? 'json1.1' : 'query'
  return { service, protocol, operation: form.get('Action') ?? '', readInput: () => parseQueryInput(form) }
}
