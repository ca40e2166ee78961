import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { statementsOf } from '#server/detections/facts/statements-of.ts'
import { asText } from '#server/domain/json.ts'

const call = callTo('sts')
const ADMINISTRATOR = /:aws:policy\/AdministratorAccess$/

export const federationTokenMade = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'federation-token-made',
  title: 'Federation token made',
  severity: 'medium',
  severityNote: 'High where its policy allows everything.',
  why: 'A token of this kind goes on for up to 36 hours after the key that made it was switched off. So intruders make one to outlast you.',
  sources: ['sts.amazonaws.com'],
  names: ['GetFederationToken'],
  techniques: ['T1550.001', 'T1098.001'],
  falsePositives: 'Older applications that hand out tokens.',
  response: [
    ASK_ACTOR,
    step(
      'Deny everything to the user; this holds for the tokens too.',
      "aws iam attach-user-policy --user-name '<user>' --policy-arn arn:aws:iam::aws:policy/AWSDenyAll",
    ),
  ],
  references: ['https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic defense_evasion_sts_get_federation_token',
    'Elastic privilege_escalation_sts_get_federation_token_administrator_access',
    'Stratus Red Team aws.persistence.sts-federation-token',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      example('a key makes a token', call('GetFederationToken', { name: 'app' })),
      example(
        'a token for everything',
        call('GetFederationToken', {
          name: 'x',
          policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
        }),
      ),
    ],
    quiet: [
      example('the call is denied', call('GetFederationToken', { name: 'app' }, { error: 'AccessDenied' })),
      example('somebody asks who they are', call('GetCallerIdentity')),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const name = textOf(record, 'name') ?? 'a token'
    const statements = statementsOf(field(requestOf(record), 'policy'))
    const arns = itemsOf(field(requestOf(record), 'policyArns')).map(
      (one) => asText(field(one, 'arn')) ?? asText(one) ?? '',
    )
    const isEverything =
      arns.some((arn) => ADMINISTRATOR.test(arn)) ||
      statements.some(({ effect, actions }) => effect === 'Allow' && actions.includes('*'))
    return actMatch(record, {
      of: name,
      title: `Federation token ${name} made by ${whoIn(record)}`,
      summary: `${ranIn(record)}: the token goes on without the key that made it.`,
      ...(isEverything ? { severity: 'high' as const, severityNote: 'Its policy allows everything.' } : {}),
    })
  },
})
