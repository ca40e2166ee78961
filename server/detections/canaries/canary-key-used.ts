import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn } from '#server/detections/facts/act-match.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asObject, asText } from '#server/domain/json.ts'

const marked = {
  canaryOf: (kind: string, _accountId: string, name: string) =>
    kind === 'access-key' && name === 'AKIAEXAMPLEALICE' ? 'It lies in the old repository.' : undefined,
}

export const canaryKeyUsed = defineDetection({
  kind: 'single',
  group: 'canaries',
  id: 'canary-key-used',
  title: 'Canary access key used',
  severity: 'critical',
  why: 'Nobody has a reason to use this key: it was left where only somebody finds it who looks where they should not. That place is in the hands of somebody else.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004', 'T1552.001'],
  falsePositives: 'Scanners for secrets that try what they find, and whoever tests the canary.',
  response: [
    step('Go to where the key was left: that place has been read by somebody, with all else that is there.'),
    FOLLOW_SESSION,
    step('See what else came from the same address.'),
    step(
      'The key may do nothing; if it may, switch it off.',
      "aws iam update-access-key --user-name '<user>' --access-key-id '<key>' --status Inactive",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1552/001/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['leaked-credentials', 'insecure-secrets'],
  examples: {
    fires: [
      within(marked, example('whose key is it', callTo('sts')('GetCallerIdentity'))),
      within(
        marked,
        example('a try that is denied', callTo('s3')('ListBuckets', null, { error: 'AccessDenied' })),
      ),
    ],
    quiet: [
      within(marked, example('another key', callTo('sts')('GetCallerIdentity', null, { by: 'role' }))),
      example('nothing is marked', callTo('sts')('GetCallerIdentity')),
    ],
  },
  evaluate: (record, context) => {
    const { accessKeyId } = record
    if (accessKeyId === null) return undefined
    const accountId = asText(asObject(record.raw.userIdentity).accountId) ?? record.accountId
    const note = context.canaryOf('access-key', accountId, accessKeyId)
    if (note === undefined) return undefined
    return actMatch(record, {
      of: accessKeyId,
      key: `${accessKeyId} ${record.sourceIp}`,
      title: `Canary key ${accessKeyId} used from ${brief(record.sourceIp ?? 'an address that was not recorded', 80)}`,
      summary: `${ranIn(record)} on ${record.eventSource}${record.errorCode === null ? '' : `, which failed: ${brief(record.errorCode, 80)}`}.`,
      resources: [accessKeyId],
      evidence: [{ label: 'Note of the canary', value: note }],
    })
  },
})
