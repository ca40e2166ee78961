import { valueOr } from '#server/domain/field.ts'
import { serviceCaller } from './admission.ts'
import { asynchronous, synchronous } from './delivery.ts'
import { type Assembly, type Draft, live, quote } from './draft.ts'
import { grantSides, settingSides } from './grant-sides.ts'
import type { StateMachineLink, UserPoolLink } from './source-link.ts'

export function fromUserPool(
  { record, trigger, qualifier }: UserPoolLink & { qualifier: string | null },
  assembly: Assembly,
): Draft {
  const caller = serviceCaller('cognito-idp.amazonaws.com', record.arn, record.accountId)
  const setting = { text: `${trigger} trigger of user pool ${record.name}`, quote: quote({ trigger }) }
  const signUp = valueOr(record.selfSignUp, false) ? '; anyone may sign up' : ''
  return {
    kind: 'cognito',
    source: record.arn,
    sourceName: record.name,
    sourceAccountId: record.accountId,
    detail: trigger,
    qualifier,
    ...synchronous(
      'Cognito tries three times within its 5 seconds',
      'Cognito tries again at once, then the sign-in or sign-up fails; nothing is kept.',
    ),
    ...live(true, `the user pool has the trigger${signUp}`),
    ...grantSides(assembly, qualifier, [caller], setting),
    guards: [],
  }
}

export function fromStateMachine(
  { record, call, qualifier }: StateMachineLink & { qualifier: string | null },
  assembly: Assembly,
): Draft {
  const status = valueOr<string>(record.status, 'ACTIVE')
  const role = valueOr<string | null>(record.roleArn, null)
  const retries =
    call.retries > 0 ? `${call.retries} by the state's own Retry` : 'none: the state has no Retry'
  const fails = call.catches ? 'the state catches the error' : 'the execution fails'
  return {
    kind: 'step-functions',
    source: record.arn,
    sourceName: record.name,
    sourceAccountId: record.accountId,
    detail: `state ${call.state}`,
    qualifier,
    ...(call.synchronous
      ? synchronous(retries, `The state gets a throttling error: ${retries}; then ${fails}.`)
      : asynchronous(assembly, qualifier, { retries: `Step Functions: ${retries}` })),
    ...(status === undefined
      ? live(null, 'the status of the state machine was not seen')
      : live(status === 'ACTIVE', `the state machine is ${status.toLowerCase()}`)),
    ...settingSides({
      text: `state ${call.state} of ${record.name}, which calls as ${role ?? (role === null ? 'no role' : 'a role that was not seen')}`,
      quote: quote(call),
    }),
    guards: [],
  }
}
