import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const DONE: Record<string, string> = {
  CreateSAMLProvider: 'created',
  UpdateSAMLProvider: 'changed',
  DeleteSAMLProvider: 'deleted',
}

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record) || isByAws(record)) return undefined
  const provider = textOf(record, 'sAMLProviderArn') ?? textOf(record, 'name') ?? 'a provider'
  return actMatch(record, {
    of: provider,
    title: `SAML provider ${provider.split('/').at(-1)} ${DONE[record.eventName] ?? 'changed'} by ${whoIn(record)}`,
    summary: `${ranIn(record)}: it decides who may sign in as whom.`,
    resources: [provider],
    ...loweredForAutomation(record, 'low'),
  })
}

export const samlProviderChanged = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'saml-provider-changed',
  title: 'SAML provider created, changed or deleted',
  severity: 'medium',
  severityNote: 'Low where a pipeline did it.',
  why: 'Whoever controls the identity provider signs in as anybody whom it vouches for. Its certificate is exchanged when it expires and hardly ever else.',
  sources: ['iam.amazonaws.com'],
  names: ['CreateSAMLProvider', 'UpdateSAMLProvider', 'DeleteSAMLProvider'],
  techniques: ['T1484.002'],
  falsePositives: 'Certificates that are renewed; IAM Identity Center, which is left out.',
  response: [
    {
      text: 'Compare the metadata with that of your identity provider.',
      command: "aws iam get-saml-provider --saml-provider-arn '<arn>'",
    },
    { text: 'List the sign-ins with it since, on the Events page: AssumeRoleWithSAML.', command: null },
  ],
  references: ['https://attack.mitre.org/techniques/T1484/002/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Suspicious.SAML.Activity',
    'Sigma aws_susp_saml_activity',
    'Sigma aws_delete_saml_provider',
    'Elastic persistence_iam_saml_provider_created',
    'Splunk aws_saml_update_identity_provider',
    'Chronicle aws_saml_identity_provider_changes',
  ],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'a person changes the metadata',
        records: [
          {
            source: 'iam',
            name: 'UpdateSAMLProvider',
            request: { sAMLProviderArn: 'arn:aws:iam::111122223333:saml-provider/okta' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'IAM Identity Center makes its own',
        records: [
          {
            source: 'iam',
            name: 'CreateSAMLProvider',
            request: { name: 'AWSSSO_0123_DO_NOT_DELETE' },
            more: {
              userIdentity: {
                type: 'AssumedRole',
                arn: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForSSO/AWS-SSO',
                accountId: '111122223333',
                invokedBy: 'sso.amazonaws.com',
              },
            },
          },
        ],
      },
      {
        title: 'the call is denied',
        records: [{ source: 'iam', name: 'DeleteSAMLProvider', error: 'AccessDenied' }],
      },
    ],
  },
  evaluate,
})
