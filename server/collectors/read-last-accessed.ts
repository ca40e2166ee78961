import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asArray, asObject, asText, asTime, type JsonObject } from '#server/domain/json.ts'

/**
 * Reads a report's services, sorted. A time that cannot be read makes the whole unknown: nobody may take it for "never".
 */
export function readLastAccessed(items: readonly unknown[]): Field<LastAccessedService[]> {
  const services: LastAccessedService[] = []
  for (const item of items.map(asObject)) {
    const service = asText(item.ServiceNamespace)
    const lastAccessedAt = readTime(item, 'LastAuthenticated')
    const actions = asArray(item.TrackedActionsLastAccessed).map((action) => readAction(asObject(action)))
    if (service === undefined || lastAccessedAt === undefined) return failed('unreadable service')
    const readable = actions.filter((action) => action !== undefined)
    if (readable.length < actions.length) return failed(`unreadable action of ${service}`)
    services.push({
      service,
      lastAccessedAt,
      actions: readable.sort((a, b) => (a.action < b.action ? -1 : 1)),
    })
  }
  return known(services.sort((a, b) => (a.service < b.service ? -1 : 1)))
}

function readAction(from: JsonObject): LastAccessedService['actions'][number] | undefined {
  const action = asText(from.ActionName)
  const lastAccessedAt = readTime(from, 'LastAccessedTime')
  if (action === undefined || lastAccessedAt === undefined) return undefined
  return { action: action.slice(action.indexOf(':') + 1), lastAccessedAt }
}

/** Null where there is none, undefined where there is one that is no time. */
function readTime(from: JsonObject, name: string): string | null | undefined {
  const value = from[name]
  if (value === undefined || value === null || value === '') return null
  const time = asTime(value)
  return time !== undefined && Number.isFinite(Date.parse(time)) ? time : undefined
}
