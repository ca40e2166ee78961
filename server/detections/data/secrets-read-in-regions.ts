import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  regions: z.number().int().min(2).max(30).default(3).describe('Different regions'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which they are read'),
})

const get = (secretId: string, more: object = {}) =>
  callTo('secretsmanager')('GetSecretValue', { secretId }, more)

export const secretsReadInRegions = defineDetection({
  kind: 'threshold',
  group: 'data',
  id: 'secrets-read-in-regions',
  title: 'Secrets read in several regions',
  severity: 'medium',
  why: 'What works reads secrets where it runs. One principal that reads them in three regions within an hour goes through the account.',
  sources: ['secretsmanager.amazonaws.com'],
  names: ['GetSecretValue', 'BatchGetSecretValue'],
  techniques: ['T1555.006'],
  falsePositives: 'Tools that copy secrets between regions.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.SecretsManager.RetrieveSecretsMultiRegion'],
  risks: ['insecure-secrets', 'leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example(
        'three regions',
        get('x'),
        get('x', { region: 'us-east-1' }),
        get('x', { region: 'us-west-2' }),
      ),
    ],
    quiet: [
      example('one region', get('x'), get('y'), get('z')),
      example(
        'a day apart',
        get('x'),
        get('x', { region: 'us-east-1', minute: 1440 }),
        get('x', { region: 'us-west-2', minute: 2880 }),
      ),
    ],
  },
  select: (record) =>
    happened(record) && !isByAws(record) && record.actorArn
      ? { key: callerOf(record), value: record.region }
      : undefined,
  limit: ({ regions, minutes }) => ({ count: regions, windowMs: minutes * 60_000 }),
  describe: (record, { values }, context) =>
    actMatch(record, {
      of: 'secrets',
      key: callerOf(record),
      functionName: functionBehind(record, context) ?? null,
      title: `Secrets read in ${values.length} regions by ${whoIn(record)}`,
      summary: `${whoIn(record)} read secrets in ${values.join(', ')}.`,
      evidence: [{ label: 'Regions', value: values.join(', ') }],
    }),
})
