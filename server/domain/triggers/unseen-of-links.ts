import { type Field, valueOr } from '#server/domain/field.ts'
import type { SourceIndex } from './source-index.ts'
import type { SourceLink } from './source-link.ts'

type Named = [what: string, field: Field<unknown>]

function fieldsOf(link: SourceLink, index: SourceIndex): { of: string; fields: Named[] } {
  const { record } = link
  switch (record.kind) {
    case 'api':
      return {
        of: `API ${record.name}`,
        fields: [
          ['stages', record.stages],
          ['resource policy', record.policy],
          ['authorizers', record.authorizers],
          ['endpoint types', record.endpointTypes],
          ['domain names', record.domains],
          ['whether its own endpoint is disabled', record.executeApiDisabled],
        ],
      }
    case 'load-balancer':
      return {
        of: `load balancer ${record.name}`,
        fields: [
          ['listeners', record.listeners],
          ['scheme', record.scheme],
          ['state', record.state],
        ],
      }
    case 'event-rule':
      return { of: `rule ${record.name}`, fields: [['state', record.state]] }
    case 'schedule':
      return { of: `schedule ${record.name}`, fields: [['state', record.state]] }
    case 'event-source-mapping': {
      const arn = valueOr<string | null>(record.eventSourceArn, null)
      const source = arn ? index.eventSource(arn) : undefined
      const own: Named[] = [['state', record.state]]
      return {
        of: source ? `mapping ${record.uuid} and its source ${source.name}` : `mapping ${record.uuid}`,
        fields: source
          ? [...own, ['existence', source.exists], ['redrive policy', source.deadLetterTargetArn]]
          : own,
      }
    }
    default:
      return { of: record.name, fields: [] }
  }
}

/** What of a function's own sources was denied or failed, in words. */
export function unseenOfLinks(links: readonly SourceLink[], index: SourceIndex): string[] {
  const sources = new Map(links.map((link) => [link.record.arn, link]))
  return [...sources.values()].flatMap((link) => {
    const { of, fields } = fieldsOf(link, index)
    return fields.flatMap(([what, field]) => {
      if (field.state === 'denied') return [`${of}, ${what}: ${field.permission} is denied`]
      return field.state === 'failed' ? [`${of}, ${what}: ${field.reason}`] : []
    })
  })
}
