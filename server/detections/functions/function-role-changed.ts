import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import {
  ASK_ACTOR,
  FOLLOW_SESSION,
  SEE_CONFIGURATION,
  step,
} from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const change = (more: object) =>
  lambda(
    'UpdateFunctionConfiguration20150331v2',
    {
      functionName: 'orders-api',
      role: 'arn:aws:iam::111122223333:role/admin',
    },
    more,
  )

export const functionRoleChanged = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-role-changed',
  title: 'Role of a function set by a person',
  severity: 'medium',
  severityNote: 'Low where the inventory has this role for the function already.',
  why: 'The code of the function has the rights of the other role from now on. An intruder who may pass a role gets its rights that way, with code that is there already.',
  sources: LAMBDA,
  names: ['UpdateFunctionConfiguration'],
  techniques: ['T1098.003', 'T1548.005'],
  falsePositives: 'The console sends the role along when another setting is saved.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    SEE_CONFIGURATION,
    step('See what the new role may do.', "aws iam list-attached-role-policies --role-name '<role>'"),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  needs: ['trail-events'],
  elsewhere: ['TrailDiscover Lambda/UpdateFunctionConfiguration20150331v2'],
  risks: ['over-privileged-roles', 'out-of-band-deployment'],
  examples: {
    fires: [example('a person sets another role', change({}))],
    quiet: [
      example('the pipeline sets it', change({ by: 'pipeline' })),
      example('it may not be passed', change({ error: 'AccessDeniedException' })),
      example(
        'another setting',
        lambda('UpdateFunctionConfiguration20150331v2', { functionName: 'orders-api', timeout: 30 }),
      ),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    const role = textOf(record, 'role')
    if (!happened(record) || functionName === null || role === undefined || !isByPerson(record))
      return undefined
    const facts = context.functionOf(record.accountId, record.region, functionName)
    return actMatch(record, {
      of: `${functionName} ${role}`,
      title: `Role of ${functionName} set by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} runs with the role ${role}.`,
      resources: [role],
      evidence: [
        { label: 'Role now', value: role },
        { label: 'Role in the inventory', value: facts?.roleArn ?? 'not known' },
      ],
      ...(facts?.roleArn === role
        ? { severity: 'low', severityNote: 'The inventory has this role for the function already.' }
        : {}),
    })
  },
})
