import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { isOwnRead } from '#server/domain/trail/own-agent.ts'

const lambda = callTo('lambda')
const CANARY = { functionName: 'payroll-export' }
const marked = {
  canaryOf: (kind: string, _accountId: string, name: string) =>
    kind === 'function' && name === 'payroll-export' ? 'Nobody calls it.' : undefined,
}

export const canaryFunctionTouched = defineDetection({
  kind: 'single',
  group: 'canaries',
  id: 'canary-function-touched',
  title: 'Canary function touched',
  severity: 'critical',
  severityNote: 'High where it was only read, or where the call was denied.',
  why: 'Nobody has a reason to touch this function: it is there to be found. Whoever does is looking around with credentials that they should not have.',
  sources: ['lambda.amazonaws.com'],
  names: ['*'],
  techniques: ['T1526', 'T1648'],
  falsePositives:
    "Scanners and deployments that go through all functions: put their roles on the allow-list. Reads by AWS services and Sightline's own are left out.",
  response: [
    FOLLOW_SESSION,
    step(
      'See what else the credentials did, in all regions, and switch them off if nobody stands up for it.',
    ),
    step('Find out from where they are: the function behind the role, or the user whose key it is.'),
  ],
  references: ['https://attack.mitre.org/techniques/T1526/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      within(marked, example('it is invoked', lambda('Invoke', CANARY))),
      within(marked, example('its code is downloaded', lambda('GetFunction20150331v2', CANARY))),
      within(
        marked,
        example(
          'a try that is denied',
          lambda('UpdateFunctionCode20150331v2', CANARY, { error: 'AccessDenied' }),
        ),
      ),
    ],
    quiet: [
      within(marked, example('another function', lambda('Invoke', { functionName: 'orders-api' }))),
      within(
        marked,
        example(
          'Sightline reads it',
          lambda('GetFunction20150331v2', CANARY, {
            by: 'role',
            agent: 'aws-sdk-js/3.1150.0 api/lambda#3.1150.0 app/sightline',
          }),
        ),
      ),
      within(
        marked,
        example('AWS Config reads it', lambda('GetFunction20150331v2', CANARY, { by: 'service' })),
      ),
      example('nothing is marked', lambda('Invoke', CANARY)),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    const note =
      functionName === null ? undefined : context.canaryOf('function', record.accountId, functionName)
    if (functionName === null || note === undefined) return undefined
    const isRead = record.readOnly === true || /^(Get|List)/.test(record.eventName)
    if (isOwnRead(record) || (isRead && isThroughService(record))) return undefined
    const isMild = isRead || record.errorCode !== null
    return actMatch(record, {
      of: functionName,
      title: `Canary function ${functionName} touched by ${whoIn(record)}`,
      summary: `${ranIn(record)} on ${functionName}${record.errorCode === null ? '' : `, which failed: ${brief(record.errorCode, 80)}`}.`,
      evidence: [{ label: 'Note of the canary', value: note }],
      ...(isMild ? { severity: 'high', severityNote: 'It was only read, or the call failed.' } : {}),
    })
  },
})
