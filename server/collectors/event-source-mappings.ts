import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda'
import type { Operation } from '#server/aws/operation.ts'
import { paginate } from '#server/aws/paginate.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { type Completion, defineCollector } from './define-collector.ts'
import { readEventSourceMapping } from './read-event-source-mapping.ts'

const listMappings: Operation = {
  service: 'lambda',
  name: 'ListEventSourceMappings',
  permission: 'lambda:ListEventSourceMappings',
  costUsd: 0,
  hides: 'queue and stream triggers of functions',
}

export const eventSourceMappings = defineCollector<EventSourceMappingRecord>({
  id: 'event-source-mappings',
  title: 'Event source mappings',
  scope: 'region',
  kind: 'event-source-mapping',
  operations: [listMappings],
  async *collect(context): AsyncGenerator<EventSourceMappingRecord[], Completion> {
    const pages = paginate(context, {
      operation: listMappings,
      command: (Marker) => new ListEventSourceMappingsCommand({ Marker, MaxItems: 100 }),
      items: 'EventSourceMappings',
      token: 'NextMarker',
    })
    let allRead = true
    for (;;) {
      const page = await pages.next()
      if (page.done) return { complete: page.value.complete && allRead }
      const records: EventSourceMappingRecord[] = []
      for (const item of page.value) {
        const mapping = asObject(item)
        if (asText(mapping.UUID) === undefined) {
          const message = 'an event source mapping has no UUID'
          context.report.addProblem(listMappings, { state: 'malformed', code: 'UnreadableMapping', message })
          allRead = false
        } else
          records.push(readEventSourceMapping(mapping, context.account, context.region, context.fingerprint))
      }
      yield records
    }
  },
})
