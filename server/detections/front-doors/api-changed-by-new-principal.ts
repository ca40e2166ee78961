import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { API_GATEWAY, apiGateway, apiIn } from './api-gateway-source.ts'

const DAY = 24 * 60
const route = (by: 'user' | 'pipeline', minute: number) =>
  apiGateway('CreateRoute', { apiId: 'a1b2c3', routeKey: 'GET /export' }, { by, minute })

export const apiChangedByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'front-doors',
  id: 'api-changed-by-new-principal',
  title: 'API changed by a principal that never did',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'A new route, integration or stage gives the internet a way to code. Few principals make them, and they are the same ones every week.',
  sources: API_GATEWAY,
  names: [
    'CreateApi',
    'CreateDeployment',
    'CreateIntegration',
    'CreateResource',
    'CreateRestApi',
    'CreateRoute',
    'CreateStage',
    'ImportApi',
    'ImportRestApi',
    'PutIntegration',
    'PutMethod',
    'PutRestApi',
    'UpdateIntegration',
    'UpdateRoute',
  ],
  techniques: ['T1190', 'T1133', 'T1078.004'],
  falsePositives: 'New pipelines and new colleagues.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/cloudtrail.html'],
  needs: ['trail-events'],
  elsewhere: [
    'TrailDiscover APIGateway/CreateApi',
    'TrailDiscover APIGateway/CreateIntegration',
    'TrailDiscover APIGateway/CreateRoute',
    'TrailDiscover APIGateway/CreateStage',
  ],
  risks: ['ungoverned-assets', 'out-of-band-deployment'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks of one pipeline, a user',
        route('pipeline', 0),
        route('pipeline', 9 * DAY),
        route('user', 15 * DAY),
      ),
    ],
    quiet: [
      example('the same pipeline', route('pipeline', 0), route('pipeline', 15 * DAY)),
      example('the account is not known for long enough', route('pipeline', 0), route('user', 5 * DAY)),
    ],
  },
  select: (record) =>
    happened(record) && record.actorType !== 'service'
      ? { subject: principalOf(record), value: 'changes APIs' }
      : undefined,
  describe: (record, { subject, learnedSince }) =>
    actMatch(record, {
      of: subject,
      key: subject,
      title: `An API changed by ${whoIn(record)}, which never changed one before`,
      summary: `${ranIn(record)} on ${apiIn(record)}. It changed no API since ${learnedSince.toISOString().slice(0, 10)}.`,
      ...loweredForAutomation(record, 'low'),
    }),
})
