import { hourMs } from '#demo/estate/model.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { openToken, sealToken } from '#demo/protocol/paging.ts'
import type { Act } from '#demo/trail/act.ts'
import { type LookupEvent, spoil } from '#demo/trail/hostile-events.ts'
import { delayMsOf } from '#demo/trail/journal.ts'
import { eventIdOf, toRecord, usernameOf } from '#demo/trail/record.ts'
import { asList, boundedInt, type Call, type Operation, partitionOf, toMs } from './call.ts'
import { lakeOperations } from './lake.ts'
import { trailOperations } from './trails.ts'

const reachMs = 90 * 24 * hourMs
const attributes: Record<string, (act: Act, value: string) => boolean> = {
  EventId: (act, value) => eventIdOf(act) === value,
  EventName: (act, value) => act.name === value,
  ReadOnly: (act, value) => String(act.readOnly) === value,
  Username: (act, value) => usernameOf(act.actor) === value,
  ResourceType: (act, value) => act.resources.some((resource) => resource.type === value),
  ResourceName: (act, value) => act.resources.some((resource) => resource.name === value),
  EventSource: (act, value) => act.source === value,
  AccessKeyId: (act, value) => act.actor.accessKeyId === value,
}

function matcher(input: Call['input']): (act: Act) => boolean {
  const list = asList(input.LookupAttributes)
  if (list.length > 1) {
    throw new AwsError('InvalidLookupAttributesException', 400, 'You can specify only one lookup attribute.')
  }
  const [attribute] = list
  if (!attribute) return () => true
  const matches = attributes[String(attribute.AttributeKey)]
  if (!matches) {
    throw new AwsError(
      'InvalidLookupAttributesException',
      400,
      `Lookup attribute key ${String(attribute.AttributeKey)} is invalid.`,
    )
  }
  return (act) => matches(act, String(attribute.AttributeValue))
}

function toEvent(act: Act): LookupEvent {
  return {
    EventId: eventIdOf(act),
    EventName: act.name,
    ReadOnly: String(act.readOnly),
    AccessKeyId: act.actor.accessKeyId,
    EventTime: new Date(Math.floor(act.timeMs / 1000) * 1000),
    EventSource: act.source,
    Username: usernameOf(act.actor),
    Resources: act.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(toRecord(act)),
  }
}

/** Where a page begins: the hour, and how many of its events were read already. */
function readToken(call: Call, newestHour: number): { hour: number; skip: number } {
  const { NextToken } = call.input
  if (NextToken === undefined || NextToken === null) return { hour: newestHour, skip: 0 }
  const position = openToken(scopeOf(call), String(NextToken))
  const [hour, skip] = (position ?? '').split(':').map(Number)
  if (position === undefined || hour === undefined || skip === undefined) {
    throw new AwsError('InvalidNextTokenException', 400, 'Invalid token or token that was previously used.')
  }
  return { hour, skip }
}

function scopeOf(call: Call): string {
  const { StartTime, EndTime, LookupAttributes } = call.input
  return [
    'LookupEvents',
    call.account.id,
    call.region,
    StartTime,
    EndTime,
    JSON.stringify(LookupAttributes),
  ].join('|')
}

function lookupEvents(call: Call): unknown {
  const { input, world } = call
  const nowMs = world.now()
  const endMs = input.EndTime === undefined ? nowMs : toMs(input.EndTime)
  const startMs = Math.max(
    nowMs - reachMs,
    input.StartTime === undefined ? nowMs - reachMs : toMs(input.StartTime),
  )
  if (
    Number.isNaN(endMs) ||
    Number.isNaN(startMs) ||
    (input.StartTime !== undefined && toMs(input.StartTime) > endMs)
  ) {
    throw new AwsError(
      'InvalidTimeRangeException',
      400,
      'Invalid time range: the start time must be before the end time.',
    )
  }
  const size = boundedInt(
    input.MaxResults,
    50,
    1,
    50,
    () => new AwsError('InvalidMaxResultsException', 400, 'Max results must be between 1 and 50.'),
  )
  const wanted = matcher(input)
  const partition = partitionOf(call)
  const start = readToken(call, Math.floor(Math.min(endMs, nowMs) / hourMs))
  const oldestHour = Math.floor(startMs / hourMs)
  const events: LookupEvent[] = []
  for (let { hour, skip } = start; hour >= oldestHour; hour--, skip = 0) {
    const acts = world.journal.hour(partition, hour)
    for (let i = skip; i < acts.length; i++) {
      const act = acts[i]
      if (
        !act ||
        act.timeMs > endMs ||
        act.timeMs < startMs ||
        act.timeMs + delayMsOf(act) > nowMs ||
        !wanted(act)
      )
        continue
      if (events.length === size) {
        const position = call.repeatToken ? `${start.hour}:${start.skip}` : `${hour}:${i}`
        return { Events: events, NextToken: sealToken(scopeOf(call), position) }
      }
      events.push(call.hostile && !act.scripted ? spoil(toEvent(act)) : toEvent(act))
    }
  }
  return {
    Events: events,
    NextToken: call.repeatToken ? sealToken(scopeOf(call), `${start.hour}:${start.skip}`) : undefined,
  }
}

export const cloudtrailOperations: Record<string, Operation> = {
  LookupEvents: { bucket: { name: 'lookup', perSecond: 2 }, run: lookupEvents },
  ...trailOperations,
  ...lakeOperations,
}
