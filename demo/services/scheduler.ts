import type { ScheduleSpec } from '#demo/estate/sources/schedules.ts'
import { schedulesOf } from '#demo/estate/sources/sources.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, notFound, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'scheduler', perSecond: 50 }
const bad = () => new AwsError('ValidationException', 400, 'Invalid NextToken or MaxResults')

export const matchScheduler = matchReads([
  ['ListSchedules', '/schedules'],
  ['GetSchedule', '/schedules/{Name}'],
])

const summary = (schedule: ScheduleSpec) => ({
  Arn: schedule.arn,
  Name: schedule.name,
  GroupName: schedule.group,
  State: schedule.state,
  CreationDate: new Date(schedule.createdMs),
  LastModificationDate: new Date(schedule.createdMs),
})

function listSchedules(call: Call): unknown {
  const size = boundedInt(call.input.MaxResults, 100, 1, 100, bad)
  const { items, token } = page(call, schedulesOf(partitionOf(call)), call.input.NextToken, size, bad)
  return {
    Schedules: items.map((schedule) => ({ ...summary(schedule), Target: { Arn: schedule.target.Arn } })),
    NextToken: token,
  }
}

function getSchedule(call: Call): unknown {
  const { Name, groupName = 'default' } = call.input
  const found = schedulesOf(partitionOf(call)).find(({ name, group }) => name === Name && group === groupName)
  if (!found) throw notFound(`Schedule ${String(Name)} does not exist.`)
  return {
    ...summary(found),
    ScheduleExpression: found.expression,
    ScheduleExpressionTimezone: found.timezone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: found.target,
  }
}

export const schedulerOperations: Record<string, Operation> = {
  ListSchedules: { bucket, run: listSchedules },
  GetSchedule: { bucket, run: getSchedule },
}
