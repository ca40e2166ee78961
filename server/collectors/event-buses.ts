import { ListEventBusesCommand } from '@aws-sdk/client-eventbridge'
import type { Operation } from '#server/aws/operation.ts'
import { mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { EventBusRecord } from '#server/domain/records/event-bus-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readText, type Shape, unknownMembers } from './read-field.ts'

const listBuses: Operation = {
  service: 'events',
  name: 'ListEventBuses',
  permission: 'events:ListEventBuses',
  costUsd: 0,
  hides: 'which other accounts may send events to an event bus',
}

const BUS: Shape = {
  Name: true,
  Arn: true,
  Description: true,
  Policy: true,
  CreationTime: true,
  LastModifiedTime: true,
}

/** The event buses of the region with their policies, which the list has. */
export const eventBuses = defineCollector<EventBusRecord>({
  id: 'event-buses',
  title: 'Event buses',
  scope: 'region',
  kind: 'event-bus',
  changedBy: ['events.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [listBuses],
  async *collect(context): Batches<EventBusRecord> {
    const paging = {
      operation: listBuses,
      command: (NextToken: string | undefined) => new ListEventBusesCommand({ NextToken, Limit: 100 }),
      items: 'EventBuses',
      token: 'NextToken',
    }
    const { complete } = yield* readEach(context, paging, (bus) => readBus(context, bus))
    return { complete }
  },
})

function readBus({ account, region }: CollectorContext, from: JsonObject): EventBusRecord {
  const name = asText(from.Name)
  const arn = asText(from.Arn)
  if (name === undefined || arn === undefined) throw unreadable('an event bus')
  return {
    kind: 'event-bus',
    arn,
    name,
    accountId: account.id,
    region,
    policy: mapField(readText(from, 'Policy'), parsePolicyDocument),
    unknownFields: unknownMembers(from, BUS),
  }
}
