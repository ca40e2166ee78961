import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import { serviceCaller } from './admission.ts'
import { asynchronous } from './delivery.ts'
import { type Assembly, type Draft, live, quote } from './draft.ts'
import { inWords } from './duration-words.ts'
import { grantSides, settingSides } from './grant-sides.ts'
import type { LogLink, RuleLink, ScheduleLink, SourceLink } from './source-link.ts'
import type { Guard } from './trigger.ts'

type With<L extends SourceLink['kind']> = Extract<SourceLink, { kind: L }>

const SHOWN_PATTERN = 300
/** EventBridge's and Scheduler's own tries until Lambda accepts an event. Source: EventBridge user guide, retry policy. */
const BRIDGE_DEFAULTS = { retries: 185, ageSeconds: 86_400 }

const filter = (name: string, note: string): Guard => ({ kind: 'filter', name, authenticates: false, note })

function bridgeRetries(service: string, retries: number | undefined, ageSeconds: number | undefined): string {
  const { retries: most, ageSeconds: age } = BRIDGE_DEFAULTS
  return `${service}: up to ${retries ?? most} tries within ${inWords(ageSeconds ?? age)} until Lambda accepts it`
}

export function fromBucket({ record, notification, qualifier }: With<'bucket'>, assembly: Assembly): Draft {
  const { events, prefix, suffix } = notification
  const limits = [prefix && `prefix ${prefix}`, suffix && `suffix ${suffix}`].filter(
    (one) => one !== undefined && one !== '',
  )
  const setting = {
    text: `notification ${notification.id} of bucket ${record.name}`,
    quote: quote(notification),
  }
  return {
    kind: 's3',
    source: record.arn,
    sourceName: record.name,
    sourceAccountId: record.accountId,
    detail: [events.join(', '), ...limits].join('; '),
    qualifier,
    ...asynchronous(assembly, qualifier),
    ...live(true, 'the bucket has the notification'),
    ...grantSides(
      assembly,
      qualifier,
      [serviceCaller('s3.amazonaws.com', record.arn, record.accountId)],
      setting,
    ),
    guards: limits.length > 0 ? [filter('object keys', limits.join('; '))] : [],
  }
}

export function fromTopic({ record, qualifier }: With<'topic'>, assembly: Assembly): Draft {
  const { topicArn, filterPolicy, pendingConfirmation } = record
  const account = parseArn(topicArn)?.accountId ?? null
  const policy = valueOr<string | null>(filterPolicy, null)
  const pending = valueOr(pendingConfirmation, false)
  const setting = {
    text: `subscription ${record.arn}`,
    quote: quote({ topicArn, functionArn: record.functionArn, filterPolicy: policy }),
  }
  return {
    kind: 'sns',
    source: topicArn,
    sourceName: topicArn.split(':').at(-1) ?? record.name,
    sourceAccountId: account,
    detail: policy ? 'messages that pass its filter policy' : 'every message',
    qualifier,
    ...asynchronous(assembly, qualifier, {
      retries: 'SNS: 100,015 tries over 23 days until Lambda accepts it',
      deadLetterArn: valueOr<string | null>(record.deadLetterArn, null),
    }),
    ...(pending
      ? live(false, 'the subscription waits to be confirmed')
      : live(true, 'the subscription is there')),
    ...grantSides(assembly, qualifier, [serviceCaller('sns.amazonaws.com', topicArn, account)], setting),
    guards: policy ? [filter('filter policy', policy.slice(0, SHOWN_PATTERN))] : [],
  }
}

export function fromRule(
  { record, target, qualifier }: RuleLink & { qualifier: string | null },
  assembly: Assembly,
): Draft {
  const state = valueOr<string>(record.state, '')
  const schedule = valueOr<string | null>(record.schedule, null)
  const pattern = valueOr<string | null>(record.pattern, null)
  const setting = {
    text: `target ${target.id} of rule ${record.name} on bus ${record.bus}`,
    quote: quote(target),
  }
  const isOn = state?.startsWith('ENABLED')
  return {
    kind: 'event-rule',
    source: record.arn,
    sourceName: record.name,
    sourceAccountId: record.accountId,
    detail: schedule ?? (pattern ? `events like ${pattern.slice(0, SHOWN_PATTERN)}` : `target ${target.id}`),
    qualifier,
    ...asynchronous(assembly, qualifier, {
      retries: bridgeRetries('EventBridge', target.maximumRetryAttempts, target.maximumEventAgeSeconds),
      deadLetterArn: target.deadLetterArn ?? null,
    }),
    ...(state === undefined
      ? live(null, 'the state of the rule was not seen')
      : live(
          isOn === true,
          isOn ? 'the rule is enabled' : `the rule is ${state.toLowerCase() || 'in no state that is told'}`,
        )),
    ...grantSides(
      assembly,
      qualifier,
      [serviceCaller('events.amazonaws.com', record.arn, record.accountId)],
      setting,
    ),
    guards: pattern && !schedule ? [filter('event pattern', pattern.slice(0, SHOWN_PATTERN))] : [],
  }
}

export function fromSchedule(
  { record, qualifier }: ScheduleLink & { qualifier: string | null },
  assembly: Assembly,
): Draft {
  const state = valueOr<string>(record.state, '')
  const role = valueOr<string | null>(record.roleArn, null)
  const expression = valueOr<string>(record.expression, 'no expression') ?? 'its expression was not seen'
  return {
    kind: 'schedule',
    source: record.arn,
    sourceName: `${record.group}/${record.name}`,
    sourceAccountId: record.accountId,
    detail: expression,
    qualifier,
    ...asynchronous(assembly, qualifier, {
      retries: bridgeRetries(
        'Scheduler',
        valueOr<number | undefined>(record.maximumRetryAttempts, undefined),
        valueOr<number | undefined>(record.maximumEventAgeSeconds, undefined),
      ),
      deadLetterArn: valueOr<string | null>(record.deadLetterArn, null),
    }),
    ...(state === undefined
      ? live(null, 'the state of the schedule was not seen')
      : live(
          state === 'ENABLED',
          state === 'ENABLED' ? 'the schedule is enabled' : `the schedule is ${state.toLowerCase()}`,
        )),
    ...settingSides({
      text: `schedule ${record.name}, which calls as ${role ?? (role === null ? 'no role' : 'a role that was not seen')}`,
      quote: quote({ target: valueOr<string | null>(record.targetArn, null), role, expression }),
    }),
    guards: [],
  }
}

export function fromLogs(
  { record, qualifier }: LogLink & { qualifier: string | null },
  assembly: Assembly,
): Draft {
  const pattern = valueOr<string>(record.pattern, '')
  const partition = parseArn(record.arn)?.partition ?? 'aws'
  const group = `arn:${partition}:logs:${record.region}:${record.accountId}:log-group:${record.logGroup}`
  const callers = ['logs.amazonaws.com', `logs.${record.region}.amazonaws.com`].flatMap((service) =>
    [`${group}:*`, group].map((arn) => serviceCaller(service, arn, record.accountId)),
  )
  const setting = {
    text: `subscription filter ${record.name} of ${record.logGroup}`,
    quote: quote({ functionArn: record.functionArn, pattern }),
  }
  return {
    kind: 'logs',
    source: group,
    sourceName: record.logGroup,
    sourceAccountId: record.accountId,
    detail: pattern
      ? `events like ${pattern.slice(0, SHOWN_PATTERN)}`
      : pattern === undefined
        ? `filter ${record.name}`
        : 'every log event',
    qualifier,
    ...asynchronous(assembly, qualifier, {
      retries: 'CloudWatch Logs: for up to 24 hours until Lambda accepts it',
    }),
    ...live(true, 'the subscription filter is there'),
    ...grantSides(assembly, qualifier, callers, setting),
    guards: pattern ? [filter('filter pattern', pattern.slice(0, SHOWN_PATTERN))] : [],
  }
}
