import {
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge'
import type { Operation } from '#server/aws/operation.ts'
import { paginateAll } from '#server/aws/paginate.ts'
import { isFunctionArn } from '#server/domain/arn.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asNumber, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { EventRuleRecord, EventRuleTarget } from '#server/domain/records/event-rule-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readText, type Shape, unknownMembers, unseen } from './read-field.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'events',
  name,
  permission: `events:${name}`,
  costUsd: 0,
  hides,
})
const listBuses = operation('ListEventBuses', 'rules on event buses other than the default one')
const listRules = operation('ListRules', 'which EventBridge rules and schedules start a function')
const listTargets = operation('ListTargetsByRule', 'which functions an EventBridge rule starts')

const RULE: Shape = {
  Name: true,
  Arn: true,
  EventPattern: true,
  State: true,
  Description: true,
  ScheduleExpression: true,
  RoleArn: true,
  ManagedBy: true,
  EventBusName: true,
  CreatedBy: true,
}

/** EventBridge rules of all buses that have a function among their targets, or whose targets could not be read. */
export const eventRules = defineCollector<EventRuleRecord>({
  id: 'event-rules',
  title: 'EventBridge rules',
  scope: 'region',
  kind: 'event-rule',
  changedBy: ['events.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [listBuses, listRules, listTargets],
  async *collect(context): Batches<EventRuleRecord> {
    const buses = await paginateAll(context, {
      operation: listBuses,
      command: (NextToken) => new ListEventBusesCommand({ NextToken, Limit: 100 }),
      items: 'EventBuses',
      token: 'NextToken',
    })
    let { complete } = buses
    const names = buses.items.flatMap((bus) => asText(asObject(bus).Name) ?? [])
    for (const bus of names.length > 0 ? new Set(names) : ['default']) {
      const paging = {
        operation: listRules,
        command: (NextToken: string | undefined) =>
          new ListRulesCommand({ EventBusName: bus, NextToken, Limit: 100 }),
        items: 'Rules',
        token: 'NextToken',
        options: { resource: bus },
      }
      const end = yield* readEach(context, paging, (rule) => readRule(context, bus, rule))
      complete = end.complete && complete
    }
    return { complete }
  },
})

async function readRule(
  context: CollectorContext,
  bus: string,
  from: JsonObject,
): Promise<EventRuleRecord | undefined> {
  const name = asText(from.Name)
  const arn = asText(from.Arn)
  if (name === undefined || arn === undefined) throw unreadable('an EventBridge rule')
  const targets = await readTargets(context, bus, name)
  if (targets.state === 'known' && !targets.value.some((target) => isFunctionArn(target.arn)))
    return undefined
  return {
    kind: 'event-rule',
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    bus,
    state: readText(from, 'State'),
    schedule: readText(from, 'ScheduleExpression'),
    pattern: readText(from, 'EventPattern'),
    managedBy: readText(from, 'ManagedBy'),
    targets,
    unknownFields: unknownMembers(from, RULE),
  }
}

async function readTargets(
  context: CollectorContext,
  bus: string,
  Rule: string,
): Promise<Field<EventRuleTarget[]>> {
  const { items, complete, failure } = await paginateAll(context, {
    operation: listTargets,
    command: (NextToken) => new ListTargetsByRuleCommand({ Rule, EventBusName: bus, NextToken, Limit: 100 }),
    items: 'Targets',
    token: 'NextToken',
    options: { resource: Rule },
  })
  if (failure?.state === 'not-found') return known([])
  if (!complete) return failure ? unseen(failure) : failed('incomplete')
  const targets = items.map((item) => readTarget(asObject(item)))
  return known(targets.sort((a, b) => (a.id < b.id ? -1 : 1)))
}

function readTarget(from: JsonObject): EventRuleTarget {
  const retries = asObject(from.RetryPolicy)
  const deadLetterArn = asText(asObject(from.DeadLetterConfig).Arn)
  const maximumRetryAttempts = asNumber(retries.MaximumRetryAttempts)
  const maximumEventAgeSeconds = asNumber(retries.MaximumEventAgeInSeconds)
  return {
    id: asText(from.Id) ?? '',
    arn: asText(from.Arn) ?? '',
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    ...(maximumRetryAttempts === undefined ? {} : { maximumRetryAttempts }),
    ...(maximumEventAgeSeconds === undefined ? {} : { maximumEventAgeSeconds }),
  }
}
