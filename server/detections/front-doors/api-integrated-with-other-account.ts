import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { deepTextOf, patchesOf } from '#server/detections/facts/deep-field.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { foreignAccount } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { API_GATEWAY, apiGateway, apiIn } from './api-gateway-source.ts'

const uri = (account: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:${account}:function:x/invocations`
const put = (account: string, more = {}) =>
  apiGateway(
    'PutIntegration',
    { restApiId: 'a1b2c3', putIntegrationInput: { type: 'AWS_PROXY', uri: uri(account) } },
    more,
  )

export const apiIntegratedWithOtherAccount = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'api-integrated-with-other-account',
  title: 'API leads to a function of another account',
  severity: 'high',
  why: "What customers send to the API, their tokens among it, goes to code that somebody outside owns. The address and the certificate stay the organisation's.",
  sources: API_GATEWAY,
  names: ['CreateIntegration', 'PutIntegration', 'UpdateIntegration', 'CreateAuthorizer', 'UpdateAuthorizer'],
  techniques: ['T1557', 'T1565', 'T1537'],
  falsePositives: 'Accounts of the organisation that are not watched.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See where the API leads.', "aws apigatewayv2 get-integrations --api-id '<api>'"),
  ],
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-cross-account-lambda-integrations.html',
  ],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation'],
  examples: {
    fires: [
      example('a REST API', put('444455556666')),
      example(
        'an HTTP API',
        apiGateway('CreateIntegration', {
          apiId: 'a1b2c3',
          integrationUri: 'arn:aws:lambda:eu-west-1:444455556666:function:x',
        }),
      ),
    ],
    quiet: [
      example('a function of the account', put('111122223333')),
      within({ isOwnAccount: () => true }, example('of the organisation', put('444455556666'))),
      example('it is denied', put('444455556666', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    const target =
      deepTextOf(record, 'integrationUri') ??
      deepTextOf(record, 'authorizerUri') ??
      deepTextOf(record, 'uri') ??
      patchesOf(record).find(({ path }) => /^\/(uri|authorizerUri)$/i.test(path))?.value
    const arn = /arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+/.exec(brief(target ?? '', 2_000))?.[0]
    const account = foreignAccount(arn, record, context)
    if (arn === undefined || account === undefined) return undefined
    const api = apiIn(record)
    return actMatch(record, {
      of: `${api} ${account}`,
      title: `${api} leads to account ${account}, by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${api} hands its requests to ${arn}.`,
      resources: [api, arn],
      evidence: [accountEvidence(account, context)],
    })
  },
})
