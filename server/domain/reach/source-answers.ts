import { valueOr } from '#server/domain/field.ts'
import { functionOff } from '#server/domain/triggers/function-off.ts'
import type { Trigger, TriggerKind } from '#server/domain/triggers/trigger.ts'
import type { ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'

/** Kinds that have answers of their own, from their routes, addresses or statements. */
const ELSEWHERE: ReadonlySet<TriggerKind> = new Set(['url', 'api', 'elb', 'account', 'anyone'])
const FRONT_DOORS: ReadonlySet<TriggerKind> = new Set(['api', 'elb', 'cloudfront', 'cognito'])

const evidenceOf = (trigger: Trigger) => trigger.evidence.map(({ text, quote }) => ({ what: text, quote }))

/** Dead for reasons of the source: a function that is switched off for now keeps its audience. */
function isDead(trigger: Trigger, { fn }: ReachContext): boolean {
  const off = functionOff(fn, trigger.qualifier)
  return trigger.live === false && (off === null || trigger.liveReason !== off)
}

function fromCloudFront(trigger: Trigger): Partial<ReachAnswer> {
  const signed = trigger.guards.some((guard) => guard.authenticates)
  return {
    audience: signed ? 'internet-authenticated' : 'internet',
    via: 'cloudfront',
    who: signed
      ? 'viewers with a signed URL or cookie'
      : 'anyone on the internet, by way of the distribution',
  }
}

/** Called for people who have signed in or confirmed who they are; the others for anyone who tries. Source: Cognito developer guide. */
const AFTER_SIGN_IN = new Set(['PostAuthentication', 'PostConfirmation', 'PreTokenGeneration'])

function fromUserPool(trigger: Trigger, { index }: ReachContext): Partial<ReachAnswer> {
  const pool = index.userPool(trigger.source)
  const open = pool ? valueOr(pool.selfSignUp, false) : undefined
  if (open && AFTER_SIGN_IN.has(trigger.detail))
    return { audience: 'internet-authenticated', who: 'anyone who signs up to the user pool, once signed in' }
  if (open) return { audience: 'internet', who: 'anyone who signs up to the user pool or tries to sign in' }
  if (open === false)
    return { audience: 'internet-authenticated', who: 'people of the user pool who sign in' }
  return { audience: 'internet', certainty: 'unknown', who: 'whether anyone may sign up was not seen' }
}

function specialsOf(trigger: Trigger, context: ReachContext): Partial<ReachAnswer> {
  if (trigger.kind === 'cloudfront') return fromCloudFront(trigger)
  return trigger.kind === 'cognito' ? fromUserPool(trigger, context) : {}
}

/** A grant to a front door of which the other side could not be seen: the internet may stand there. */
function hiddenFrontDoor(trigger: Trigger): ReachAnswer[] {
  if (trigger.sides !== 'unknown' || !FRONT_DOORS.has(trigger.kind)) return []
  return [
    {
      audience: 'internet',
      certainty: 'unknown',
      via:
        trigger.kind === 'api' || trigger.kind === 'elb' || trigger.kind === 'cloudfront'
          ? trigger.kind
          : 'source',
      who: `whoever ${trigger.sourceName} lets in: ${trigger.liveReason}`,
      entry: null,
      triggerKey: trigger.key,
      decidedBy: evidenceOf(trigger),
      guards: trigger.guards,
    },
  ]
}

function answersOf(trigger: Trigger, context: ReachContext): ReachAnswer[] {
  const isGrantAlone =
    !trigger.evidence.some((one) => one.side === 'source') || trigger.sides === 'grant only'
  if (isGrantAlone) return hiddenFrontDoor(trigger)
  if (ELSEWHERE.has(trigger.kind) || trigger.sides === 'source only' || isDead(trigger, context)) return []
  const { fn, neighbourhood } = context
  const accountId = trigger.sourceAccountId ?? fn.accountId
  const isOwn = accountId === fn.accountId
  const special = specialsOf(trigger, context)
  const answer: ReachAnswer = {
    audience: neighbourhood.audienceOf(accountId),
    certainty: 'certain',
    via: 'source',
    who: `whoever can make ${trigger.sourceName} send events${isOwn ? '' : `, in account ${accountId}`}`,
    entry: trigger.source,
    triggerKey: trigger.key,
    decidedBy: evidenceOf(trigger),
    guards: trigger.guards,
    ...special,
  }
  return [trigger.sides === 'unknown' || trigger.live === null ? { ...answer, certainty: 'unknown' } : answer]
}

/** Who reaches the function through queues, streams, buckets, topics, rules and other sources. */
export function sourceAnswers(context: ReachContext): ReachAnswer[] {
  return context.triggers.flatMap((trigger) => answersOf(trigger, context))
}
