import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import type { ExampleActor } from '#server/detections/example-record.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const push = (by: ExampleActor, minute: number, region = 'eu-west-1') =>
  callTo('ecr')('PutImage', { repositoryName: 'orders', imageTag: 'latest' }, { by, minute, region })

export const imagePushedByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'data',
  id: 'image-pushed-by-new-principal',
  title: 'Image pushed by a principal that never did',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'A function that runs a container image runs what is pushed under its tag. So pushing an image is changing code, and the same few pipelines do it every day.',
  sources: ['ecr.amazonaws.com'],
  names: ['PutImage'],
  techniques: ['T1525'],
  falsePositives: 'New pipelines and new regions.',
  response: [
    ASK_ACTOR,
    step(
      'Compare the digest with that of the last release.',
      "aws ecr describe-images --repository-name '<repository>' --query 'imageDetails[].[imageDigest,imagePushedAt]'",
    ),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1525/'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.ECR.CRUD', 'Panther AWS.ECR.EVENTS'],
  risks: ['out-of-band-deployment', 'insecure-dependencies'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'account',
  examples: {
    fires: [
      example('after two weeks, a user', push('pipeline', 0), push('user', 15 * DAY)),
      example(
        'after two weeks, another region',
        push('pipeline', 0),
        push('pipeline', 15 * DAY, 'us-east-1'),
      ),
    ],
    quiet: [
      example('the same pipeline', push('pipeline', 0), push('pipeline', 15 * DAY)),
      example('the call is denied', push('pipeline', 0), {
        ...push('user', 15 * DAY),
        error: 'AccessDenied',
      }),
    ],
  },
  select: (record) =>
    happened(record) && !isByAws(record) && record.actorArn
      ? { subject: principalOf(record), value: record.region }
      : undefined,
  describe: (record, { subject, value, learnedSince }) => {
    const repository = textOf(record, 'repositoryName') ?? 'a repository'
    return actMatch(record, {
      of: repository,
      key: subject,
      title: `Image of ${repository} pushed by ${whoIn(record)}, which never did in ${value}`,
      summary: `${ranIn(record)}; it pushed none in ${value} since ${dayOf(learnedSince)}.`,
      resources: [repository],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
