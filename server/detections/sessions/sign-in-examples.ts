import { callTo } from '#server/detections/example-call.ts'
import type { ExampleRecord } from '#server/detections/example-record.ts'

const signIn = callTo('signin')

/** In examples, somebody who signs in to the console with MFA. */
export function signedIn(more: Partial<ExampleRecord> = {}): ExampleRecord {
  return signIn('ConsoleLogin', null, {
    by: 'console',
    response: { ConsoleLogin: 'Success' },
    more: { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'Yes' } },
    ...more,
  })
}

/** In examples, a password that is wrong. */
export function failedSignIn(userName: string, more: Partial<ExampleRecord> = {}): ExampleRecord {
  return signIn('ConsoleLogin', null, {
    by: 'console',
    errorMessage: 'Failed authentication',
    response: { ConsoleLogin: 'Failure' },
    ...more,
    more: {
      eventType: 'AwsConsoleSignIn',
      errorMessage: 'Failed authentication',
      userIdentity: { type: 'IAMUser', accountId: '111122223333', userName },
    },
  })
}
