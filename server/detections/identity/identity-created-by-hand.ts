import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { principalTarget } from '#server/detections/facts/iam-target.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

export const identityCreatedByHand = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'identity-created-by-hand',
  title: 'User, role or group created by hand',
  severity: 'medium',
  severityNote: 'Low for roles and groups, which give nobody a key.',
  why: 'What does not come out of a template was not reviewed, and the next review of the templates does not find it. Users that are made by hand are what intruders leave behind.',
  sources: IAM,
  names: ['CreateGroup', 'CreateRole', 'CreateUser'],
  techniques: ['T1136.003', 'T1136'],
  falsePositives:
    'Organisations that manage identities in the console; consoles that make a role for a new service.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1136/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.IAMEntityCreatedWithoutCloudFormation',
    'Panther AWS.IAM.CreateRole',
    'Tailpipe iam_identity_created_without_cloudformation',
  ],
  risks: ['ungoverned-assets', 'out-of-band-deployment'],
  examples: {
    fires: [
      example('a user, in the console', iam('CreateUser', { userName: 'backup' }, { by: 'console' })),
      example('a role, with the CLI', iam('CreateRole', { roleName: 'support' })),
    ],
    quiet: [
      example('by CloudFormation', iam('CreateUser', { userName: 'backup' }, { by: 'service' })),
      example('by the pipeline', iam('CreateRole', { roleName: 'support' }, { by: 'pipeline' })),
      example('it is denied', iam('CreateUser', { userName: 'backup' }, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !isByPerson(record)) return undefined
    const target = principalTarget(record)
    return actMatch(record, {
      of: target,
      title: `${target[0]?.toUpperCase()}${target.slice(1)} created by hand by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${target} does not come out of a template.`,
      resources: [target],
      ...(record.eventName === 'CreateUser'
        ? {}
        : { severity: 'low', severityNote: 'Roles and groups give nobody a key.' }),
    })
  },
})
