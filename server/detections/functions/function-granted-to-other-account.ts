import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { OTHER_ACCOUNT } from '#server/detections/example-record.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, accountIn, outsideAccounts } from '#server/detections/facts/outside-accounts.ts'
import { ASK_ACTOR, REMOVE_PERMISSION, SEE_FUNCTION_POLICY } from '#server/detections/facts/response-steps.ts'
import { grantedStatements } from './granted-statement.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const FN = { functionName: 'orders-api', statementId: 'x', action: 'lambda:InvokeFunction' }

export const functionGrantedToOtherAccount = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-granted-to-other-account',
  title: 'Function granted to another account',
  severity: 'high',
  why: "Principals of an account that is not the organisation's can act on the function from then on. Nothing that happens in that account is seen here.",
  sources: LAMBDA,
  names: ['AddPermission', 'PutResourcePolicy'],
  techniques: ['T1546', 'T1578.005'],
  falsePositives:
    'Partners that are meant to call the function; accounts of the organisation that are not watched.',
  response: [ASK_ACTOR, SEE_FUNCTION_POLICY, REMOVE_PERMISSION],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic persistence_lambda_cross_account_invocation_backdoor',
    'Stratus Red Team aws.persistence.lambda-backdoor-function',
  ],
  risks: ['broken-authentication', 'over-privileged-roles'],
  examples: {
    fires: [
      example('an account by its id', lambda('AddPermission20150331v2', { ...FN, principal: OTHER_ACCOUNT })),
      example(
        'a role of another account',
        lambda('AddPermission20150331v2', { ...FN, principal: `arn:aws:iam::${OTHER_ACCOUNT}:role/caller` }),
      ),
    ],
    quiet: [
      within(
        { isOwnAccount: () => true },
        example(
          'an account of the organisation',
          lambda('AddPermission20150331v2', { ...FN, principal: OTHER_ACCOUNT }),
        ),
      ),
      example(
        'a role of the same account',
        lambda('AddPermission20150331v2', { ...FN, principal: 'arn:aws:iam::111122223333:role/caller' }),
      ),
      example(
        'a service for another account',
        lambda('AddPermission20150331v2', {
          ...FN,
          principal: 'sns.amazonaws.com',
          sourceAccount: OTHER_ACCOUNT,
        }),
      ),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const statements = grantedStatements(record)
    const [account] = outsideAccounts(statements, record, context)
    const statement = statements.find(({ principals }) =>
      principals.some(({ value }) => accountIn(value) === account),
    )
    if (!statement || account === undefined) return undefined
    return actMatch(record, {
      of: `${functionName} ${account}`,
      title: `${functionName} granted to account ${account} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: principals of account ${account} may now do ${statement.actions.join(', ')} on ${functionName}.`,
      resources: statement.principals.map(({ value }) => value).slice(0, 10),
      evidence: [
        accountEvidence(account, context),
        { label: 'Statement', value: statement.sid ?? 'without a name' },
      ],
    })
  },
})
