import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForDeclared } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, REMOVE_PERMISSION, SEE_FUNCTION_POLICY } from '#server/detections/facts/response-steps.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import { grantedStatements } from './granted-statement.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const FN = { functionName: 'orders-api', statementId: 'x', action: 'lambda:InvokeFunction' }
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api'
const ANYONE = { ...FN, principal: '*' }

export const functionOpenedToAnyone = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-opened-to-anyone',
  title: 'Function opened to anyone',
  severity: 'high',
  severityNote: 'Low where the organisation declared the function a public API.',
  why: 'Whoever has an AWS account, or the function URL, can run the function from then on. It is also how an intruder keeps a way back in.',
  sources: LAMBDA,
  names: ['AddPermission', 'PutResourcePolicy'],
  techniques: ['T1546', 'T1190'],
  falsePositives: 'Functions that are meant to be public behind a function URL: declare them public.',
  response: [ASK_ACTOR, SEE_FUNCTION_POLICY, REMOVE_PERMISSION],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic persistence_lambda_backdoor_invoke_function_for_any_principal',
    'Stratus Red Team aws.persistence.lambda-backdoor-function',
    'Tailpipe lambda_function_granted_public_access',
  ],
  risks: ['broken-authentication', 'insecure-deployment-configuration'],
  examples: {
    fires: [
      example(
        'a whole policy is written',
        lambda('PutResourcePolicy', {
          resourceArn: ARN,
          policy: JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*', Action: 'lambda:*' } }),
        }),
      ),
      example('anyone may invoke', lambda('AddPermission20150331v2', ANYONE)),
      example(
        'a pipeline opens a URL',
        lambda('AddPermission20150331v2', { ...ANYONE, functionUrlAuthType: 'NONE' }, { by: 'pipeline' }),
      ),
    ],
    quiet: [
      example(
        'a policy for one bucket',
        lambda('PutResourcePolicy', {
          resourceArn: ARN,
          policy: JSON.stringify({
            Statement: { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'lambda:*' },
          }),
        }),
      ),
      example(
        'one bucket may invoke',
        lambda('AddPermission20150331v2', {
          ...FN,
          principal: 's3.amazonaws.com',
          sourceArn: 'arn:aws:s3:::uploads',
        }),
      ),
      example(
        'anyone of the organisation',
        lambda('AddPermission20150331v2', { ...ANYONE, principalOrgID: 'o-a1b2c3d4e5' }),
      ),
      example('it is denied', lambda('AddPermission20150331v2', ANYONE, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const statement = grantedStatements(record).find(isPublicStatement)
    if (!statement) return undefined
    return actMatch(record, {
      of: functionName,
      title: `${functionName} opened to anyone by ${whoIn(record)}`,
      summary: `${ranIn(record)}: the policy of ${functionName} now lets any principal do ${statement.actions.join(', ')}.`,
      evidence: [{ label: 'Statement', value: statement.sid ?? 'without a name' }],
      ...loweredForDeclared(record, context, 'low'),
    })
  },
})
