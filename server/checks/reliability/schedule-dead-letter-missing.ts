import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { ScheduleRecord } from '#server/domain/records/schedule-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

function evaluate(record: ScheduleRecord): Verdict {
  if (valueOr<string>(record.state, '') === 'DISABLED') return notApplicable('The schedule is switched off.')
  const hidden = unseen('Dead-letter queue', record.deadLetterArn)
  if (hidden) return unknown(hidden)
  const to = valueOr<string | null>(record.deadLetterArn, null)
  const evidence = [{ label: 'DeadLetterConfig', value: to ?? 'not set' }]
  if (to) return pass(...evidence)
  const summary =
    'A run that Lambda does not accept is skipped without a trace: the schedule has no dead-letter queue.'
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const scheduleDeadLetterMissing = defineCheck({
  id: 'schedule-dead-letter-missing',
  title: 'Schedule without a dead-letter queue',
  group: 'reliability',
  kind: 'schedule',
  severity: 'low',
  severityNote: null,
  why: 'A run that cannot be handed over, because a permission is missing or the function is gone, is dropped after the retries. Nobody sees a job that did not begin.',
  references: ['https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html'],
  needs: ['schedules'],
  elsewhere: [],
  risks: ['inadequate-monitoring', 'improper-exception-handling'],
  evaluate,
  remediate: (record) => ({
    text: 'Name a dead-letter queue in the schedule’s target; the schedule’s role must be allowed to send to it. update-schedule replaces the schedule as a whole: take the other settings over from what the command shows.',
    cli: `aws scheduler get-schedule ${regionOf(record)} --group-name ${shellWord(record.group)} --name ${shellWord(record.name)}`,
    cloudformation: properties('AWS::Scheduler::Schedule', {
      Target: { DeadLetterConfig: { Arn: 'QUEUE_ARN' } },
    }),
    terraform: argumentsOf('aws_scheduler_schedule', {
      'target {}': code('{\n    dead_letter_config {\n      arn = "QUEUE_ARN"\n    }\n  }'),
    }),
  }),
})
