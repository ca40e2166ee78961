import type { Severity } from '#server/domain/severity.ts'

/** Whether somebody with another account can make a service call a function that lets the service in without a source. */
export type Deputy = { severity: Severity | null; why: string }

const OWN_ROLE = 'it calls with a role of the function’s account, which the policy of that role bounds'
const SAME_ACCOUNT = 'it calls functions of the account that its resource is in, and of no other'

/** Source: Lambda Developer Guide, "Invoking Lambda with events from other AWS services", and each service's own guide. */
const DEPUTIES: Record<string, Deputy> = {
  apigateway: { severity: 'high', why: 'an API of any account can have the function as its integration' },
  s3: { severity: 'medium', why: 'a bucket of any account can notify the function' },
  sns: { severity: 'medium', why: 'a topic of any account can have the function as a subscriber' },
  events: { severity: 'medium', why: 'a rule of any account can have the function as a target' },
  'cognito-idp': { severity: 'medium', why: 'a user pool of any account can have the function as a trigger' },
  iot: { severity: 'medium', why: 'a topic rule of any account can have the function as an action' },
  config: { severity: 'low', why: 'a rule of any account can have the function as its evaluator' },
  ses: { severity: 'medium', why: 'a receipt rule of any account can have the function as an action' },
  secretsmanager: { severity: 'low', why: 'a secret of any account could name the function as its rotation' },
  codecommit: { severity: 'low', why: 'a repository of any account can have the function as a trigger' },
  lex: { severity: 'medium', why: 'a bot of any account can have the function as its code hook' },
  lexv2: { severity: 'medium', why: 'a bot of any account can have the function as its code hook' },
  connect: { severity: 'medium', why: 'a contact flow of any account could call the function' },
  bedrock: { severity: 'medium', why: 'an agent of any account could have the function as an action' },
  cloudfront: {
    severity: 'medium',
    why: 'a distribution of any account could have the function as its origin',
  },
  elasticloadbalancing: { severity: null, why: 'a target group takes functions of its own account alone' },
  edgelambda: { severity: null, why: SAME_ACCOUNT },
  'replicator.lambda': { severity: null, why: SAME_ACCOUNT },
  logs: { severity: null, why: 'a subscription filter asks its own account for the right to call' },
  scheduler: { severity: null, why: OWN_ROLE },
  states: { severity: null, why: OWN_ROLE },
  pipes: { severity: null, why: OWN_ROLE },
  codepipeline: { severity: null, why: OWN_ROLE },
  cloudformation: { severity: null, why: OWN_ROLE },
  appsync: { severity: null, why: OWN_ROLE },
  'vpc-lattice': { severity: null, why: SAME_ACCOUNT },
  'alexa-appkit': { severity: null, why: 'Alexa names its skill by an event source token' },
  'alexa-connectedhome': { severity: null, why: 'Alexa names its skill by an event source token' },
}

/** The service's plain name: `events` of `events.amazonaws.com` and `events.eu-west-1.amazonaws.com`. */
export function serviceName(principal: string): string {
  const name = principal.toLowerCase().replace(/\.(amazonaws\.com(\.cn)?|amazon\.com)$/, '')
  return /^(.+)\.[a-z]{2}(-[a-z]+)+-\d$/.exec(name)?.[1] ?? name
}

/** What is known of a service principal; of one that nobody knows it is taken that others can make it call. */
export function deputyOf(principal: string): Deputy {
  const name = serviceName(principal)
  const found = Object.hasOwn(DEPUTIES, name) ? DEPUTIES[name] : undefined
  return (
    found ?? { severity: 'low', why: 'whether other accounts can make this service call it is not known' }
  )
}

/** Alexa's services; they are bound by a token and not by a source. */
export const isAlexa = (principal: string): boolean => serviceName(principal).startsWith('alexa-')
