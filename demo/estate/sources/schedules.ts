import type { Partition } from '#demo/estate/model.ts'
import { fate } from './grants.ts'

export type ScheduleSpec = {
  name: string
  group: string
  arn: string
  state: string
  expression: string
  timezone: string
  createdMs: number
  target: {
    Arn: string
    RoleArn: string
    Input?: string
    DeadLetterConfig?: { Arn: string }
    RetryPolicy: { MaximumRetryAttempts: number; MaximumEventAgeInSeconds: number }
  }
}

/** Schedules of EventBridge Scheduler: some functions have one besides, and one schedule sends to a queue. */
export function makeSchedules({ account, region, functions }: Partition): ScheduleSpec[] {
  const role = `arn:aws:iam::${account.id}:role/scheduler-invoke`
  const make = (group: string, name: string, target: string, draw: number): ScheduleSpec => ({
    name,
    group,
    arn: `arn:aws:scheduler:${region}:${account.id}:schedule/${group}/${name}`,
    state: draw < 0.02 ? 'DISABLED' : 'ENABLED',
    expression: draw < 0.05 ? 'cron(0 3 * * ? *)' : 'rate(5 minutes)',
    timezone: 'Europe/Berlin',
    createdMs: Date.UTC(2025, 5, 2),
    target: {
      Arn: target,
      RoleArn: role,
      RetryPolicy: { MaximumRetryAttempts: draw < 0.06 ? 0 : 185, MaximumEventAgeInSeconds: 86_400 },
      ...(draw < 0.04
        ? { DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:${account.id}:scheduler-failed` } }
        : {}),
    },
  })
  const schedules = functions.flatMap((fn) => {
    const draw = fate(fn.arn, 'schedule')
    return draw < 0.08 && !fn.cast
      ? [make(draw < 0.03 ? fn.team : 'default', `${fn.name}-every`, fn.arn, draw)]
      : []
  })
  if (functions.length > 0) {
    const queue = `arn:aws:sqs:${region}:${account.id}:health-events`
    schedules.push(make('default', 'heartbeat', queue, 0.9))
  }
  return schedules
}
