import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import type { ExampleActor } from '#server/detections/example-record.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const make = (by: ExampleActor, minute: number) =>
  callTo('cloudformation')('CreateStack', { stackName: 'orders' }, { by, minute })

export const stackCreatedByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'data',
  id: 'stack-created-by-new-principal',
  title: 'Stack made by a principal that never did',
  severity: 'low',
  severityNote: 'Medium where a person made it and passed a role.',
  why: 'A stack makes roles, functions and permissions in one call, with the rights of whoever may pass a role to it. The same few principals make them every day.',
  sources: ['cloudformation.amazonaws.com'],
  names: ['CreateStack', 'CreateChangeSet', 'CreateStackSet'],
  techniques: ['T1648', 'T1578'],
  falsePositives: 'New pipelines and new colleagues.',
  response: [
    ASK_ACTOR,
    step('See what the stack made.', "aws cloudformation describe-stack-resources --stack-name '<stack>'"),
  ],
  references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic execution_new_terms_cloudformation_createstack'],
  risks: ['out-of-band-deployment'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'account',
  examples: {
    fires: [example('after two weeks, a user', make('pipeline', 0), make('user', 15 * DAY))],
    quiet: [
      example('the same pipeline', make('pipeline', 0), make('pipeline', 15 * DAY)),
      example('the call is denied', make('pipeline', 0), {
        ...make('user', 15 * DAY),
        error: 'AccessDenied',
      }),
    ],
  },
  select: (record) =>
    happened(record) && record.actorType !== 'service' && record.actorArn
      ? { subject: principalOf(record), value: 'stacks' }
      : undefined,
  describe: (record, { subject, learnedSince }) => {
    const role = textOf(record, 'roleARN')
    return actMatch(record, {
      of: subject,
      key: subject,
      title: `Stack ${textOf(record, 'stackName') ?? textOf(record, 'stackSetName') ?? ''} made by ${whoIn(record)}, which never made one`,
      summary: `${ranIn(record)}; it made no stack since ${dayOf(learnedSince)}.`,
      resources: role ? [role] : [],
      ...(role && isByPerson(record)
        ? { severity: 'medium' as const, severityNote: 'A person made it and passed a role.' }
        : {}),
    })
  },
})
