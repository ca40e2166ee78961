import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const SCANNER = /trufflehog|gitleaks|keyhacks|nosey[- ]?parker|titus\//i

export const secretScannerTriedKey = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'secret-scanner-tried-key',
  title: 'Key tried by a tool that looks for secrets',
  severity: 'high',
  why: 'TruffleHog and the like try every key that they find. If it was not your own scan, somebody has found a key of yours and knows now that it works.',
  sources: ['sts.amazonaws.com', 'iam.amazonaws.com'],
  names: ['GetCallerIdentity', 'GetUser', 'ListAttachedUserPolicies'],
  techniques: ['T1552.001', 'T1087.004'],
  falsePositives: 'Scans of your own pipelines.',
  response: [
    step(
      'Switch the key off.',
      "aws iam update-access-key --user-name '<user>' --access-key-id '<key>' --status Inactive",
    ),
    step('Find where the key was published.'),
    FOLLOW_SESSION,
  ],
  references: ['https://trufflesecurity.com/blog/how-trufflehog-verifies-secrets'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.STS.GetCallerIdentity.TruffleHog',
    'Sigma aws_sts_getcalleridentity_trufflehog',
    'Sigma aws_cloudtrail_pua_trufflehog',
  ],
  risks: ['leaked-credentials', 'insecure-secrets'],
  examples: {
    fires: [
      example(
        'TruffleHog asks who the key is',
        callTo('sts')('GetCallerIdentity', null, { agent: 'TruffleHog' }),
      ),
    ],
    quiet: [
      example('a user asks', callTo('sts')('GetCallerIdentity')),
      example(
        'the key is switched off already',
        callTo('sts')('GetCallerIdentity', null, { agent: 'TruffleHog', error: 'InvalidClientTokenId' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (record.errorCode === 'InvalidClientTokenId' || !SCANNER.test(record.userAgent ?? '')) return undefined
    return actMatch(record, {
      of: record.accessKeyId ?? 'key',
      key: record.accessKeyId ?? record.actorArn,
      title: `Key of ${whoIn(record)} tried by a tool that looks for secrets`,
      summary: `${brief(record.userAgent ?? '', 120)} asked from ${record.sourceIp ?? 'an address that is not recorded'} whose key it is.`,
      resources: record.accessKeyId ? [record.accessKeyId] : [],
    })
  },
})
