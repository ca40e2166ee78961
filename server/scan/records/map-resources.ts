import { isObject } from '#server/domain/json.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { isUnknownText, WHEN_DEPLOYED, withPlaceholders } from '#server/scan/template/unknown.ts'
import { mapHttpApis, mapRestApis } from './map-apis.ts'
import { mapDistributions, mapLoadBalancers, mapStateMachines } from './map-callers.ts'
import { mapEventSources, mapMappings } from './map-event-sources.ts'
import {
  mapBuckets,
  mapEventBuses,
  mapLogSubscriptions,
  mapRules,
  mapSchedules,
  mapSubscriptions,
  mapTopics,
} from './map-events.ts'
import { mapFunctions } from './map-functions.ts'
import {
  mapCodeSigning,
  mapGraphqlApis,
  mapKmsKeys,
  mapLayers,
  mapLogGroups,
  mapRepositories,
  mapUserPools,
  mapWebAcls,
} from './map-others.ts'
import { mapRoles, mapUsers } from './map-roles.ts'
import type { Located, Mapped, Stack } from './stack.ts'

const MAPPERS: readonly ((stack: Stack) => Mapped[])[] = [
  mapFunctions,
  mapRoles,
  mapUsers,
  mapMappings,
  mapEventSources,
  mapRestApis,
  mapHttpApis,
  mapLoadBalancers,
  mapDistributions,
  mapStateMachines,
  mapRules,
  mapSchedules,
  mapBuckets,
  mapTopics,
  mapSubscriptions,
  mapLogSubscriptions,
  mapEventBuses,
  mapLogGroups,
  mapKmsKeys,
  mapLayers,
  mapCodeSigning,
  mapRepositories,
  mapUserPools,
  mapGraphqlApis,
  mapWebAcls,
]

/** The records that a template's resources stand for, each once, with where they are written. */
export function mapResources(stack: Stack): Located[] {
  const seen = new Set<string>()
  return MAPPERS.flatMap((map) => map(stack)).flatMap(({ record, of, also = [] }) => {
    const key = `${record.kind} ${record.arn}`
    if (seen.has(key)) return []
    seen.add(key)
    const written = [of, ...also].map((resource) => resource.written)
    return [{ record: settled(record), id: of.id, place: of.place, written }]
  })
}

/** Whatever unknown text is left: as a field it is failed, within a value it stands as `${Name}`. */
function settled(record: ResourceRecord): ResourceRecord {
  const entries = Object.entries(record).map(([key, value]) => {
    const isField = isObject(value) && value.state === 'known'
    if (isField && isUnknownText(value.value)) return [key, { state: 'failed', reason: WHEN_DEPLOYED }]
    return [key, withPlaceholders(value)]
  })
  return Object.fromEntries(entries) as ResourceRecord
}
