import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const WHAT: Record<string, string> = {
  CreateServiceSpecificCredential: 'a password or key for one service',
  ResetServiceSpecificCredential: 'a new password for one service',
  UploadSigningCertificate: 'a signing certificate',
  UploadSSHPublicKey: 'an SSH key',
}
const BEDROCK = { userName: 'backup', serviceName: 'bedrock.amazonaws.com' }

export const otherCredentialCreated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'other-credential-created',
  title: 'Seldom used kind of credential created',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Certificates, SSH keys and keys for one service work without an access key, and few reviews list them. That makes them a quiet way to come back.',
  sources: IAM,
  names: Object.keys(WHAT),
  techniques: ['T1098.001', 'T1098.004'],
  falsePositives: 'Developers who use CodeCommit, Amazon Keyspaces or keys of Amazon Bedrock.',
  response: [
    ASK_ACTOR,
    step('See what the user has.', "aws iam list-service-specific-credentials --user-name '<user>'"),
    step('See the certificates of the user.', "aws iam list-signing-certificates --user-name '<user>'"),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      example('a key for Bedrock', iam('CreateServiceSpecificCredential', BEDROCK)),
      example('a signing certificate', iam('UploadSigningCertificate', { userName: 'backup' })),
    ],
    quiet: [
      example('it is denied', iam('CreateServiceSpecificCredential', BEDROCK, { error: 'AccessDenied' })),
      example('they are listed', iam('ListServiceSpecificCredentials', { userName: 'backup' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const user = textOf(record, 'userName') ?? whoIn(record)
    const what = WHAT[record.eventName] ?? 'a credential'
    return actMatch(record, {
      of: `${user} ${record.eventName}`,
      title: `${user} got ${what} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${user} has ${what}.`,
      resources: [user],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
