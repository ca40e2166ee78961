import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, REMOVE_PERMISSION, SEE_FUNCTION_POLICY } from '#server/detections/facts/response-steps.ts'
import { grantedStatements } from './granted-statement.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const GRANT = {
  functionName: 'orders-api',
  statementId: 'uploads',
  action: 'lambda:InvokeFunction',
  principal: 's3.amazonaws.com',
  sourceArn: 'arn:aws:s3:::uploads',
}

export const functionPermissionAdded = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-permission-added',
  title: 'Permission added to a function',
  severity: 'info',
  why: 'Somebody or something may now act on the function that could not before. Here for the record: what is dangerous about a grant has detections of its own.',
  sources: LAMBDA,
  names: ['AddPermission', 'PutResourcePolicy'],
  techniques: ['T1098', 'T1546'],
  falsePositives: 'Every new trigger adds a permission.',
  response: [ASK_ACTOR, SEE_FUNCTION_POLICY, REMOVE_PERMISSION],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Potential.Backdoor.Lambda',
    'easttimor ct-service-lambda',
    'TrailDiscover Lambda/AddPermission20150331v2',
  ],
  risks: ['insecure-deployment-configuration'],
  examples: {
    fires: [example('a bucket becomes a trigger', lambda('AddPermission20150331v2', GRANT))],
    quiet: [
      example('it is denied', lambda('AddPermission20150331v2', GRANT, { error: 'AccessDenied' })),
      example(
        'a permission is removed',
        lambda('RemovePermission20150331v2', { functionName: 'orders-api', statementId: 'uploads' }),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const principals = grantedStatements(record).flatMap((one) => one.principals.map(({ value }) => value))
    const whom = principals.slice(0, 10).join(', ') || 'a principal that was not recorded'
    return actMatch(record, {
      of: `${functionName} ${whom}`,
      title: `Permission on ${functionName} for ${whom} added by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${whom} may now act on ${functionName}.`,
    })
  },
})
