import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, accountIn, isOutside } from '#server/detections/facts/outside-accounts.ts'
import {
  FOLLOW_SESSION,
  REMOVE_PERMISSION,
  SEE_FUNCTION_POLICY,
} from '#server/detections/facts/response-steps.ts'
import { asObject, asText } from '#server/domain/json.ts'
import { INVOCATIONS, invocation } from './invocation.ts'
import { LAMBDA } from './lambda-source.ts'

export const functionInvokedFromOtherAccount = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-invoked-from-other-account',
  title: 'Function invoked from another account',
  severity: 'medium',
  why: "Somebody in an account that is not the organisation's ran the function, so its policy lets them. Whatever the function's role may do was done for them.",
  sources: LAMBDA,
  names: INVOCATIONS,
  techniques: ['T1648', 'T1199'],
  falsePositives:
    'Partners that are meant to call the function; accounts of the organisation that are not watched.',
  response: [FOLLOW_SESSION, SEE_FUNCTION_POLICY, REMOVE_PERMISSION],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic execution_lambda_function_invoked_cross_account'],
  risks: ['broken-authentication'],
  examples: {
    fires: [example('a principal of an unknown account', invocation({ by: 'other-account' }))],
    quiet: [
      example('a principal of the same account', invocation()),
      within(
        { isOwnAccount: () => true },
        example('of the organisation', invocation({ by: 'other-account' })),
      ),
      example('it is denied', invocation({ by: 'other-account', error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || record.invokedBy !== null) return undefined
    const identity = asObject(record.raw.userIdentity)
    const account = asText(identity.accountId) ?? accountIn(record.actorArn)
    if (!/^\d{12}$/.test(account ?? '') || !isOutside(account, record, context)) return undefined
    return actMatch(record, {
      of: functionName,
      title: `${functionName} invoked from account ${account}`,
      summary: `${whoIn(record)} of account ${account} invoked ${functionName}.`,
      key: `${functionName} ${account}`,
      evidence: [accountEvidence(account, context)],
    })
  },
})
