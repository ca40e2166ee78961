import type { FunctionSpec, Partition } from '#demo/estate/model.ts'
import { hash32 } from '#demo/estate/prng.ts'
import { grantedSources } from '#demo/estate/sources/grants.ts'
import { type ApiParts, shapeApi } from './api-profiles.ts'
import type { ApiSpec } from './model.ts'

type Place = Pick<Partition, 'account' | 'region' | 'functions'>

const executeApi = /^arn:aws:execute-api:[^:]+:\d+:([a-z0-9]+)\/(?:authorizers\/([a-z0-9]+))?/

/** The APIs that functions' resource policies speak of, an API for each service; one of them is gone. */
export function makeApis(partition: Place): ApiSpec[] {
  const byApi = new Map<string, ApiParts>()
  for (const fn of partition.functions) {
    for (const source of grantedSources(fn, 'apigateway')) {
      const [, id, authorizerId] = executeApi.exec(source) ?? []
      if (id === undefined) continue
      const parts = byApi.get(id) ?? {
        id,
        service: fn.service,
        partition,
        handlers: [],
        authorizers: [],
        ungranted: ungrantedFor(partition, id),
      }
      byApi.set(id, parts)
      if (authorizerId === undefined) parts.handlers.push(fn)
      else parts.authorizers.push({ id: authorizerId, fn })
    }
  }
  return inOrder([...byApi.values()])
    .map((parts, rank) => shapeApi(parts, rank))
    .filter((api) => api !== undefined)
}

/** The services of the incidents come first, so that they are behind the same kind of API in every estate. */
function inOrder(all: ApiParts[]): ApiParts[] {
  const first = ['checkout', 'shipping']
  const place = ({ service }: ApiParts) => (first.includes(service) ? first.indexOf(service) : first.length)
  return all.sort((a, b) => place(a) - place(b))
}

/** A function that an API could call, had its policy a statement for it. */
function ungrantedFor({ functions }: Place, id: string): FunctionSpec | undefined {
  const without = functions.filter((fn) => fn.url && grantedSources(fn, 'apigateway').length === 0)
  return without[hash32(id) % Math.max(1, without.length)]
}

/** A WebSocket API has no methods and paths that a grant could name. */
export function widenWebSocketGrants(place: Place): void {
  const webSockets = new Map(
    makeApis(place)
      .filter(({ protocol }) => protocol === 'WEBSOCKET')
      .map(({ id }) => [id, `arn:aws:execute-api:${place.region}:${place.account.id}:${id}/*`]),
  )
  for (const { Condition } of place.functions.flatMap(({ statements }) => statements)) {
    const source = String(Condition?.ArnLike?.['AWS:SourceArn'])
    const [, id = '', authorizerId] = executeApi.exec(source) ?? []
    const wide = webSockets.get(id)
    if (Condition?.ArnLike && wide && authorizerId === undefined) Condition.ArnLike['AWS:SourceArn'] = wide
  }
}
