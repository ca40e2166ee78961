import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { responseOf, textOf } from '#server/detections/facts/parameters.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const DONE: Record<string, string> = {
  CreateOpenIDConnectProvider: 'created',
  DeleteOpenIDConnectProvider: 'deleted',
}

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record) || isByAws(record)) return undefined
  const provider =
    textOf(record, 'openIDConnectProviderArn') ??
    textOf(record, 'url') ??
    asText(responseOf(record).openIDConnectProviderArn) ??
    'a provider'
  return actMatch(record, {
    of: provider,
    title: `OpenID Connect provider ${provider} ${DONE[record.eventName] ?? 'changed'} by ${whoIn(record)}`,
    summary: `${ranIn(record)}: roles that trust it may be assumed with tokens that it signs.`,
    resources: [provider],
    ...loweredForAutomation(record, 'low'),
  })
}

export const oidcProviderChanged = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'oidc-provider-changed',
  title: 'OpenID Connect provider created, changed or deleted',
  severity: 'medium',
  severityNote: 'Low where a pipeline did it.',
  why: 'Pipelines deploy functions with tokens of such a provider. A provider that an intruder runs is a way back in that has no key to be found.',
  sources: ['iam.amazonaws.com'],
  names: [
    'CreateOpenIDConnectProvider',
    'DeleteOpenIDConnectProvider',
    'AddClientIDToOpenIDConnectProvider',
    'UpdateOpenIDConnectProviderThumbprint',
  ],
  techniques: ['T1484.002', 'T1098'],
  falsePositives: 'A pipeline or a cluster that is connected for the first time.',
  response: [
    {
      text: 'Look at the provider and delete it if nobody knows it.',
      command: "aws iam get-open-id-connect-provider --open-id-connect-provider-arn '<arn>'",
    },
    { text: 'Find the roles that trust it, on the Roles page.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic persistence_iam_oidc_provider_created', 'EastTimor ct-access-federation'],
  risks: ['broken-authentication', 'out-of-band-deployment'],
  examples: {
    fires: [
      {
        title: 'a person adds a provider',
        records: [
          {
            source: 'iam',
            name: 'CreateOpenIDConnectProvider',
            request: { url: 'https://token.example.net' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'the call is denied',
        records: [{ source: 'iam', name: 'CreateOpenIDConnectProvider', error: 'AccessDenied' }],
      },
      { title: 'somebody lists providers', records: [{ source: 'iam', name: 'ListOpenIDConnectProviders' }] },
    ],
  },
  evaluate,
})
