import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { isFunctionArn } from '#server/domain/arn.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { ScheduleRecord } from '#server/domain/records/schedule-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readIn, readNumber, readText, type Shape, unknownMembers, unseen } from './read-field.ts'

const listSchedules: Operation = {
  service: 'scheduler',
  name: 'ListSchedules',
  permission: 'scheduler:ListSchedules',
  costUsd: 0,
  hides: 'which schedules of EventBridge Scheduler start a function',
}
const getSchedule: Operation = {
  service: 'scheduler',
  name: 'GetSchedule',
  permission: 'scheduler:GetSchedule',
  costUsd: 0,
  hides: 'when a schedule starts its function, as which role, and where failures go',
}

const SCHEDULE: Shape = {
  Arn: true,
  GroupName: true,
  Name: true,
  ScheduleExpression: true,
  StartDate: true,
  EndDate: true,
  Description: true,
  ScheduleExpressionTimezone: true,
  State: true,
  CreationDate: true,
  LastModificationDate: true,
  KmsKeyArn: true,
  Target: { Arn: true, RoleArn: true, DeadLetterConfig: true, RetryPolicy: true, Input: true },
  FlexibleTimeWindow: true,
  ActionAfterCompletion: true,
}

/** Schedules of EventBridge Scheduler whose target is a function; those that call anything else are left out. */
export const schedules = defineCollector<ScheduleRecord>({
  id: 'schedules',
  title: 'Schedules',
  scope: 'region',
  kind: 'schedule',
  changedBy: ['scheduler.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [listSchedules, getSchedule],
  async *collect(context): Batches<ScheduleRecord> {
    const paging = {
      operation: listSchedules,
      command: (NextToken: string | undefined) => new ListSchedulesCommand({ NextToken, MaxResults: 100 }),
      items: 'Schedules',
      token: 'NextToken',
    }
    const { complete } = yield* readEach(context, paging, (item) => readSchedule(context, item))
    return { complete }
  },
})

async function readSchedule(
  context: CollectorContext,
  listed: JsonObject,
): Promise<ScheduleRecord | undefined> {
  const arn = asText(listed.Arn)
  const name = asText(listed.Name)
  if (arn === undefined || name === undefined) throw unreadable('a schedule')
  const targetArn = asText(asObject(listed.Target).Arn)
  if (!isFunctionArn(targetArn)) return undefined
  const group = asText(listed.GroupName) ?? 'default'
  const details = await readDetails(context, name, group)
  if (details.state === 'absent') return undefined
  const field = <T>(read: (from: JsonObject) => Field<T>): Field<T> =>
    details.state === 'known' ? read(details.value) : details
  const inTarget = <T>(read: (target: JsonObject) => Field<T>) =>
    field((from) => readIn(from, 'Target', read))
  const retries = (member: string) =>
    inTarget((target) => readIn(target, 'RetryPolicy', (policy) => readNumber(policy, member)))
  return {
    kind: 'schedule',
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    group,
    state: details.state === 'known' ? readText(details.value, 'State') : readText(listed, 'State'),
    expression: field((from) => readText(from, 'ScheduleExpression')),
    targetArn: details.state === 'known' ? inTarget((target) => readText(target, 'Arn')) : known(targetArn),
    roleArn: inTarget((target) => readText(target, 'RoleArn')),
    deadLetterArn: inTarget((target) =>
      readIn(target, 'DeadLetterConfig', (config) => readText(config, 'Arn')),
    ),
    maximumRetryAttempts: retries('MaximumRetryAttempts'),
    maximumEventAgeSeconds: retries('MaximumEventAgeInSeconds'),
    unknownFields: details.state === 'known' ? unknownMembers(details.value, SCHEDULE) : [],
  }
}

/** Absent where the schedule has gone since it was listed. */
async function readDetails(
  context: CollectorContext,
  Name: string,
  GroupName: string,
): Promise<Field<JsonObject>> {
  const command = new GetScheduleCommand({ Name, GroupName })
  const result = await call(context, getSchedule, command, { resource: `${GroupName}/${Name}` })
  if (result.state !== 'ok') return unseen(result)
  const details = asObject(result.output)
  if (asText(details.Name) === Name) return known(details)
  const message = 'the answer is of no schedule'
  context.report.addProblem(getSchedule, { state: 'malformed', code: 'MalformedAnswer', message }, Name)
  return failed('MalformedAnswer')
}
