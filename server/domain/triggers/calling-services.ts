import type { Invocation, TriggerKind } from './trigger.ts'
import type { NamingKind } from './unseen-sources.ts'

export type CallingService = {
  kind: TriggerKind
  invocation: Invocation
  /** The collected kind that shows what the service calls; undefined where none is collected. */
  shownBy?: NamingKind
  /**
   * Anyone with an AWS account can make the service call a function of another account that lets it in. False where the
   * service calls functions of its own account alone, or as a role.
   */
  deputy: boolean
}

/** How a service invokes a function. Source: Lambda developer guide, "Invoking Lambda with events from other AWS services". */
const SERVICES: Record<string, CallingService> = {
  apigateway: { kind: 'api', invocation: 'synchronous', shownBy: 'api', deputy: true },
  elasticloadbalancing: { kind: 'elb', invocation: 'synchronous', shownBy: 'load-balancer', deputy: false },
  'cognito-idp': { kind: 'cognito', invocation: 'synchronous', shownBy: 'user-pool', deputy: true },
  cloudfront: { kind: 'cloudfront', invocation: 'synchronous', shownBy: 'distribution', deputy: true },
  edgelambda: { kind: 'cloudfront', invocation: 'synchronous', shownBy: 'distribution', deputy: false },
  'replicator.lambda': {
    kind: 'cloudfront',
    invocation: 'synchronous',
    shownBy: 'distribution',
    deputy: false,
  },
  s3: { kind: 's3', invocation: 'asynchronous', shownBy: 'bucket', deputy: true },
  sns: { kind: 'sns', invocation: 'asynchronous', shownBy: 'topic-subscription', deputy: true },
  events: { kind: 'event-rule', invocation: 'asynchronous', shownBy: 'event-rule', deputy: true },
  scheduler: { kind: 'schedule', invocation: 'asynchronous', shownBy: 'schedule', deputy: false },
  states: { kind: 'step-functions', invocation: 'unknown', shownBy: 'state-machine', deputy: false },
  logs: { kind: 'logs', invocation: 'asynchronous', shownBy: 'log-subscription', deputy: false },
  iot: { kind: 'iot', invocation: 'asynchronous', deputy: true },
  config: { kind: 'config', invocation: 'asynchronous', deputy: true },
  codepipeline: { kind: 'codepipeline', invocation: 'asynchronous', deputy: false },
  ses: { kind: 'service', invocation: 'asynchronous', deputy: true },
  secretsmanager: { kind: 'service', invocation: 'asynchronous', deputy: true },
  codecommit: { kind: 'service', invocation: 'asynchronous', deputy: true },
  cloudformation: { kind: 'service', invocation: 'asynchronous', deputy: false },
  lex: { kind: 'service', invocation: 'synchronous', deputy: true },
  lexv2: { kind: 'service', invocation: 'synchronous', deputy: true },
  connect: { kind: 'service', invocation: 'synchronous', deputy: true },
  bedrock: { kind: 'service', invocation: 'synchronous', deputy: true },
  appsync: { kind: 'service', invocation: 'synchronous', deputy: false },
  'vpc-lattice': { kind: 'service', invocation: 'synchronous', deputy: false },
  'alexa-appkit': { kind: 'service', invocation: 'synchronous', deputy: true },
  'alexa-connectedhome': { kind: 'service', invocation: 'synchronous', deputy: true },
}

/** What is known of a service principal; one that is not known is taken for one that others can make call. */
export function callingService(principal: string): CallingService {
  const name = principal.toLowerCase().replace(/\.(amazonaws\.com(\.cn)?|amazon\.com)$/, '')
  const plain = /^(.+)\.[a-z]{2}(-[a-z]+)+-\d$/.exec(name)?.[1] ?? name
  const found = Object.hasOwn(SERVICES, plain) ? SERVICES[plain] : undefined
  return found ?? { kind: 'service', invocation: 'unknown', deputy: true }
}
