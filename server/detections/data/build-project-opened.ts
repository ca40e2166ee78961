import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('codebuild')

export const buildProjectOpened = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'build-project-opened',
  title: 'Build project made public',
  severity: 'high',
  why: 'Anybody reads the builds, with their logs and what was printed there: names, addresses, and often secrets.',
  sources: ['codebuild.amazonaws.com'],
  names: ['UpdateProjectVisibility'],
  techniques: ['T1567', 'T1552.001'],
  falsePositives: 'Projects of open source.',
  response: [
    ASK_ACTOR,
    step(
      'Make it private again.',
      "aws codebuild update-project-visibility --project-arn '<arn>' --project-visibility PRIVATE",
    ),
  ],
  references: ['https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.CodebuildProjectMadePublic',
    'Tailpipe codebuild_project_visibility_set_public',
  ],
  risks: ['insecure-secrets'],
  examples: {
    fires: [
      example(
        'a project is made public',
        call('UpdateProjectVisibility', {
          projectArn: 'arn:aws:codebuild:eu-west-1:111122223333:project/orders',
          projectVisibility: 'PUBLIC_READ',
        }),
      ),
    ],
    quiet: [
      example('a project is made private', call('UpdateProjectVisibility', { projectVisibility: 'PRIVATE' })),
      example(
        'the call is denied',
        call(
          'UpdateProjectVisibility',
          { projectVisibility: 'PUBLIC_READ' },
          { error: 'AccessDeniedException' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    if (textOf(record, 'projectVisibility') !== 'PUBLIC_READ') return undefined
    const target = nameAtEnd(textOf(record, 'projectArn') ?? 'a project')
    return actMatch(record, {
      of: target,
      title: `Build project ${target} made public by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
    })
  },
})
