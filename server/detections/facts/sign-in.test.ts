import { expect, it } from 'vitest'
import { type Raw, trailRecord } from '#server/testing/records/trail-record.ts'
import { hasMfa, signInOutcome, signInUser, usedMfa } from './sign-in.ts'

const signIn = (more: Raw = {}) =>
  trailRecord({
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    responseElements: { ConsoleLogin: 'Success' },
    ...more,
  })

it.each<[string, Raw, string | undefined]>([
  ['success', {}, 'success'],
  ['failure', { responseElements: { ConsoleLogin: 'Failure' } }, 'failure'],
  ['failure', { responseElements: null, errorMessage: 'Failed authentication' }, 'failure'],
  ['nothing', { responseElements: null }, undefined],
  ['nothing', { eventName: 'GetSigninToken' }, undefined],
  ['nothing', { responseElements: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, undefined],
])('reads %s', (_what, more, outcome) => expect(signInOutcome(signIn(more))).toBe(outcome))

it.each<[Raw, string]>([
  [{ type: 'IAMUser', userName: 'ann' }, 'ann'],
  [{ type: 'Root', accountId: '111122223333' }, 'root'],
  [{ type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'a name that does not exist'],
])('names the user of %j', (userIdentity, name) => expect(signInUser(signIn({ userIdentity }))).toBe(name))

it.each<[Raw, boolean]>([
  [{ additionalEventData: { MFAUsed: 'Yes' } }, true],
  [{ additionalEventData: { MFAUsed: 'No' } }, false],
  [{ additionalEventData: null }, false],
])('reads from %j whether MFA was used', (more, used) => expect(usedMfa(signIn(more))).toBe(used))

it.each<[unknown, boolean]>([
  ['true', true],
  [true, true],
  ['false', false],
  [undefined, false],
])('takes mfaAuthenticated %j for %j', (mfaAuthenticated, has) => {
  const sessionContext = { attributes: { mfaAuthenticated } }
  expect(hasMfa(signIn({ userIdentity: { type: 'IAMUser', userName: 'ann', sessionContext } }))).toBe(has)
})
