import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('codebuild')

export const buildProjectChanged = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'build-project-changed',
  title: 'Build project given another source or role',
  severity: 'medium',
  why: 'What is built is what is deployed. Another source, role or set of commands runs with the rights of the pipeline, past review.',
  sources: ['codebuild.amazonaws.com'],
  names: ['UpdateProject', 'CreateWebhook', 'ImportSourceCredentials'],
  techniques: ['T1195', 'T1098', 'T1648'],
  falsePositives: 'Pipelines that are changed by hand.',
  response: [
    ASK_ACTOR,
    step(
      'Compare the project with what is in version control.',
      "aws codebuild batch-get-projects --names '<project>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Tailpipe codebuild_project_service_role_updated',
    'Tailpipe codebuild_project_source_repository_updated',
    'Tailpipe codebuild_project_environment_variable_updated',
  ],
  risks: ['out-of-band-deployment', 'insecure-dependencies'],
  examples: {
    fires: [
      example(
        'another role',
        call('UpdateProject', { name: 'orders', serviceRole: 'arn:aws:iam::111122223333:role/admin' }),
      ),
      example(
        'another source',
        call('UpdateProject', {
          name: 'orders',
          source: { type: 'GITHUB', location: 'https://example.com/x.git' },
        }),
      ),
    ],
    quiet: [
      example('another description', call('UpdateProject', { name: 'orders', description: 'x' })),
      example(
        'infrastructure as code',
        call('UpdateProject', { name: 'orders', serviceRole: 'x' }, { by: 'pipeline' }),
      ),
      example(
        'the call is denied',
        call('UpdateProject', { name: 'orders', serviceRole: 'x' }, { error: 'AccessDeniedException' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    const parts = ['source', 'serviceRole', 'environment', 'secondarySources', 'buildBatchConfig'].filter(
      (name) => field(requestOf(record), name) !== undefined,
    )
    if (!isByPerson(record) || (record.eventName === 'UpdateProject' && parts.length === 0)) return undefined
    const target = textOf(record, 'name') ?? textOf(record, 'projectName') ?? 'a project'
    return actMatch(record, {
      of: target,
      title: `Build project ${target} changed by ${whoIn(record)}`,
      summary: `${ranIn(record)}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`,
      resources: [target],
    })
  },
})
