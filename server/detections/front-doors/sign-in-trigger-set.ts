import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { foreignAccount } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const MAX_TRIGGERS = 50
const update = (account: string, more = {}) =>
  callTo('cognito-idp')(
    'UpdateUserPool',
    {
      userPoolId: 'eu-west-1_AbCdEfGhI',
      lambdaConfig: { postAuthentication: `arn:aws:lambda:eu-west-1:${account}:function:audit` },
    },
    more,
  )

/** Some triggers are ARNs, some have a version beside theirs. Source: Cognito API, LambdaConfigType. */
function triggersIn(record: TrailRecord): [string, string][] {
  const config = asObject(field(requestOf(record), 'lambdaConfig'))
  return Object.entries(config)
    .slice(0, MAX_TRIGGERS)
    .flatMap(([name, value]) => {
      const arn = asText(value) ?? asText(field(value, 'lambdaArn'))
      return arn?.includes(':function:') ? [[name, arn] as [string, string]] : []
    })
}

export const signInTriggerSet = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'sign-in-trigger-set',
  title: 'Functions set that run when customers sign in',
  severity: 'medium',
  severityNote: "High where a function is of an account that is not the organisation's.",
  why: 'Triggers of a user pool see who signs in, and decide who may and with which claims. One more function there reads along or lets somebody in.',
  sources: ['cognito-idp.amazonaws.com'],
  names: ['CreateUserPool', 'UpdateUserPool'],
  techniques: ['T1556', 'T1546'],
  falsePositives:
    'A change by hand of another setting of a pool that has triggers; what a pipeline sets is left out.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See the triggers of the pool.',
      "aws cognito-idp describe-user-pool --user-pool-id '<pool>' --query UserPool.LambdaConfig",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html',
  ],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['broken-authentication', 'execution-flow-manipulation'],
  examples: {
    fires: [
      example('a person sets a trigger', update('111122223333')),
      example('a function of an unknown account', update('444455556666', { by: 'pipeline' })),
    ],
    quiet: [
      example('the pipeline sets a trigger', update('111122223333', { by: 'pipeline' })),
      example(
        'a pool without triggers',
        callTo('cognito-idp')('UpdateUserPool', { userPoolId: 'eu-west-1_AbCdEfGhI' }),
      ),
      example('it is denied', update('444455556666', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const triggers = happened(record) ? triggersIn(record) : []
    const foreign = triggers.find(([, arn]) => foreignAccount(arn, record, context))
    const account = foreignAccount(foreign?.[1], record, context)
    if (triggers.length === 0 || (account === undefined && !isByPerson(record))) return undefined
    const pool = brief(textOf(record, 'userPoolId') ?? textOf(record, 'poolName') ?? 'a user pool', 140)
    const what = (foreign ? [foreign] : triggers).map(([name, arn]) => `${name} runs ${arn}`).join(', ')
    return actMatch(record, {
      of: `${pool} ${account ?? ''}`,
      title: `Triggers of ${pool} set by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${brief(what, 400)}.`,
      resources: [pool, ...triggers.map(([, arn]) => arn)],
      evidence: account === undefined ? [] : [accountEvidence(account, context)],
      ...(account === undefined
        ? {}
        : { severity: 'high', severityNote: 'A function is outside the organisation, as far as is known.' }),
    })
  },
})
