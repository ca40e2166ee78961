import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import type { ExampleActor } from '#server/detections/example-record.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { isPipelineByName } from '#server/detections/facts/by-person.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const ask = (by: ExampleActor, minute: number, other?: ExampleActor) =>
  callTo('sts')('GetCallerIdentity', null, { by: other ?? by, minute })

export const identityAskedFirstTime = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'identity-asked-first-time',
  title: 'Caller asks who it is for the first time',
  severity: 'low',
  severityNote: 'Medium where the role of a function asks.',
  why: 'The first thing that somebody does with a key that they found is to ask whose it is. Programs that ask do so from their first day on.',
  sources: ['sts.amazonaws.com'],
  names: ['GetCallerIdentity'],
  techniques: ['T1087.004'],
  falsePositives: 'New versions of tools that begin to ask.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1087/004/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic discovery_new_terms_sts_getcalleridentity', 'Leonidas discovery/get-identity'],
  risks: ['leaked-credentials'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'account',
  examples: {
    fires: [
      example(
        'a user that worked for a month asks',
        callTo('s3')('ListBuckets'),
        ask('user', 0.5, 'pipeline'),
        ask('user', 30 * DAY),
      ),
    ],
    quiet: [
      example('it always asked', ask('user', 0), ask('user', 16 * DAY)),
      example('it asks while the account is learned', ask('pipeline', 0), ask('user', DAY)),
    ],
  },
  select: (record) =>
    happened(record) &&
    !isThroughService(record) &&
    record.tool !== 'console' &&
    record.tool !== 'iac' &&
    !isPipelineByName(record) &&
    record.actorArn
      ? { subject: principalOf(record), value: 'asks' }
      : undefined,
  describe: (record, { learnedSince }, context) => {
    const name = functionBehind(record, context)
    return actMatch(record, {
      of: 'identity',
      key: principalOf(record),
      functionName: name ?? null,
      title: `${whoIn(record)} asks who it is, for the first time`,
      summary: `${ranIn(record)} from ${record.sourceIp ?? 'an address that is not recorded'}; it never did since ${dayOf(learnedSince)}.`,
      ...(name
        ? {
            severity: 'medium' as const,
            severityNote: 'It is the role of a function: its code has no reason to begin to ask.',
          }
        : {}),
    })
  },
})
