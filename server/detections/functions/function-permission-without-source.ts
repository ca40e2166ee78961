import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { REMOVE_PERMISSION, SEE_FUNCTION_POLICY, step } from '#server/detections/facts/response-steps.ts'
import { grantedStatement } from './granted-statement.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

/** Services in which a customer chooses whose function is called, so that another customer can choose this one. */
const CALLS_WHAT_CUSTOMERS_NAME =
  /^(s3|sns|apigateway|events|logs|ses|iot|iotevents|cognito-idp|config|elasticloadbalancing|codecommit|lexv?2?|alexa-appkit|cloudfront|vpc-lattice|scheduler)\.amazonaws\.com(\.cn)?$/
const BINDING = /:(sourcearn|sourceaccount|sourceorgid|sourceorgpaths|eventsourcetoken|principalorgid)$/i

const S3 = {
  functionName: 'orders-api',
  statementId: 's3',
  action: 'lambda:InvokeFunction',
  principal: 's3.amazonaws.com',
}

export const functionPermissionWithoutSource = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-permission-without-source',
  title: 'Service granted a function without naming the source',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code wrote the grant.',
  why: "The service may invoke the function for any of its customers, not for this account alone. Somebody else's bucket, topic or API can then start it.",
  sources: LAMBDA,
  names: ['AddPermission'],
  techniques: ['T1546'],
  falsePositives: 'Templates that have not been changed since the conditions exist.',
  response: [
    SEE_FUNCTION_POLICY,
    step(
      'Add the grant again with a source, and remove the one without.',
      "aws lambda add-permission --function-name <name> --statement-id '<new-id>' --action lambda:InvokeFunction --principal '<service>' --source-arn '<source-arn>'",
    ),
    REMOVE_PERMISSION,
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html'],
  needs: ['trail-events'],
  elsewhere: ['TrailDiscover Lambda/AddPermission20150331v2'],
  risks: ['broken-authentication', 'event-data-injection'],
  examples: {
    fires: [example('S3, whoever the bucket belongs to', lambda('AddPermission20150331v2', S3))],
    quiet: [
      example(
        'S3 for one bucket',
        lambda('AddPermission20150331v2', { ...S3, sourceArn: 'arn:aws:s3:::uploads' }),
      ),
      example(
        'S3 for one account',
        lambda('AddPermission20150331v2', { ...S3, sourceAccount: '111122223333' }),
      ),
      example(
        'a role',
        lambda('AddPermission20150331v2', { ...S3, principal: 'arn:aws:iam::111122223333:role/x' }),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    const statement = happened(record) && functionName !== null ? grantedStatement(record) : undefined
    const service = statement?.principals.find(({ value }) => CALLS_WHAT_CUSTOMERS_NAME.test(value))?.value
    if (!statement || !service || statement.conditions.some(({ key }) => BINDING.test(key))) return undefined
    return actMatch(record, {
      of: `${functionName} ${service}`,
      title: `${service} may invoke ${functionName} for anybody, by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${service} may invoke ${functionName}, and neither a source nor an account narrows for whom.`,
      evidence: [{ label: 'Statement', value: statement.sid ?? 'without a name' }],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
