import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { foreignAccount } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, REMOVE_PERMISSION, SEE_FUNCTION_POLICY } from '#server/detections/facts/response-steps.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { grantedStatements } from './granted-statement.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const SOURCE = /:source(arn|account)$/i
const grant = (more: object, other = {}) =>
  lambda(
    'AddPermission20150331v2',
    {
      functionName: 'orders-api',
      statementId: 'x',
      action: 'lambda:InvokeFunction',
      principal: 'sns.amazonaws.com',
      ...more,
    },
    other,
  )
const topic = (account: string) => ({ sourceArn: `arn:aws:sns:eu-west-1:${account}:orders` })

/** The things, or the account, for which a service may invoke a function or hand it records. */
function sourcesOf(record: TrailRecord): string[] {
  if (record.eventName === 'CreateEventSourceMapping')
    return [textOf(record, 'eventSourceArn')].filter((arn) => arn !== undefined)
  const conditions = grantedStatements(record).flatMap((one) => one.conditions)
  return conditions.filter(({ key }) => SOURCE.test(key)).flatMap(({ values }) => values)
}

export const functionTriggeredFromOtherAccount = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-triggered-from-other-account',
  title: 'Function started by what another account owns',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: "A topic, bucket, queue or rule of an account that is not the organisation's starts the function, with data of its choice. The principal is a service of AWS, so it looks harmless in the policy.",
  sources: LAMBDA,
  names: ['AddPermission', 'PutResourcePolicy', 'CreateEventSourceMapping'],
  techniques: ['T1546', 'T1199'],
  falsePositives: 'Partners that send events; accounts of the organisation that are not watched.',
  response: [ASK_ACTOR, SEE_FUNCTION_POLICY, REMOVE_PERMISSION],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['event-data-injection', 'execution-flow-manipulation'],
  examples: {
    fires: [
      example('a topic of an unknown account', grant(topic('444455556666'))),
      example(
        'any bucket of an unknown account',
        grant({ principal: 's3.amazonaws.com', sourceAccount: '444455556666' }),
      ),
      example(
        'a queue of an unknown account',
        lambda('CreateEventSourceMapping20150331', {
          functionName: 'orders-api',
          eventSourceArn: 'arn:aws:sqs:eu-west-1:444455556666:orders',
        }),
      ),
    ],
    quiet: [
      example('a topic of the account', grant(topic('111122223333'))),
      within({ isOwnAccount: () => true }, example('of the organisation', grant(topic('444455556666')))),
      example('it is denied', grant(topic('444455556666'), { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const source = sourcesOf(record).find((one) => foreignAccount(one, record, context))
    const account = foreignAccount(source, record, context)
    if (source === undefined || account === undefined) return undefined
    return actMatch(record, {
      of: `${functionName} ${account}`,
      title: `${functionName} started from account ${account}, by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} is started by ${brief(source, 300)}.`,
      resources: [source],
      evidence: [accountEvidence(account, context)],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
