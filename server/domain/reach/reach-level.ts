import { isUnseen, valueOr } from '#server/domain/field.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import { INVOKE_URL } from '#server/domain/triggers/admission.ts'
import { callingService } from '#server/domain/triggers/calling-services.ts'
import { collectedKey, NAMING_KINDS, type NamingKind } from '#server/domain/triggers/unseen-sources.ts'
import { AUDIENCES, type Audience, type ReachAnswer, type ReachLevel } from './reach.ts'
import type { ReachContext } from './reach-input.ts'

const rank = (audience: Audience) => AUDIENCES.indexOf(audience)

/** Widest first, then the surest. */
export function widestFirst(answers: ReachAnswer[]): ReachAnswer[] {
  const order = ['certain', 'conditional', 'unknown']
  return answers.toSorted(
    (a, b) => rank(a.audience) - rank(b.audience) || order.indexOf(a.certainty) - order.indexOf(b.certainty),
  )
}

/** Kinds of sources that could stand on the internet before this function, though they were not seen. */
function hiddenKinds(context: ReachContext): NamingKind[] {
  const { fn, index, invokers, policies } = context
  const hidden = index.unseenKinds(fn.accountId, fn.region)
  const services = new Set(
    policies.all.flatMap(({ policy }) =>
      policy.state === 'read'
        ? policy.compiled.statements
            .filter((statement) => statement.effect === 'Allow')
            .flatMap((statement) => statement.principals)
            .map(({ type, value }) =>
              type === 'Service' ? callingService(value).shownBy : value === '*' ? 'anyone' : undefined,
            )
        : ['anyone' as const],
    ),
  )
  const lets = (kind: NamingKind) => services.has(kind) || services.has('anyone')
  const kinds = Object.keys(NAMING_KINDS) as NamingKind[]
  return kinds.filter((kind) => {
    if (index.collected.has(collectedKey(fn.accountId, fn.region, kind)) && !hidden.has(kind)) return false
    if (kind === 'api') return lets(kind) || invokers === null || invokers.length > 0
    if (kind === 'load-balancer' || kind === 'user-pool') return lets(kind)
    if (kind !== 'distribution') return false
    return (
      lets(kind) ||
      (fn.region === 'us-east-1' && valueOr(fn.versions, []) !== undefined && fn.versions.state !== 'absent')
    )
  })
}

/** Whether an address for the internet may exist that was not seen: a URL counts where some statement would open it. */
function mayHideUrl({ fn, policies }: ReachContext): boolean {
  if (!isUnseen(fn.urls)) return false
  return policies.all.some(
    ({ policy }) =>
      policy.state !== 'read' ||
      policy.compiled.statements.some(
        (one) => one.effect === 'Allow' && matchesAction(one, INVOKE_URL.toLowerCase()),
      ),
  )
}

function mayHideStatement({ fn, policies }: ReachContext): boolean {
  return (
    isUnseen(fn.policy) ||
    isUnseen(fn.qualifiedPolicies) ||
    policies.all.some(({ policy }) => policy.state === 'unseen')
  )
}

/**
 * The widest audience that is certain or conditional. `unknown` where the internet was not found and something that was
 * not seen could widen the answer: what is hidden never narrows it. Whom strangers with credentials reach stays theirs
 * unless an open door of its own is in doubt.
 */
export function reachLevel(answers: ReachAnswer[], context: ReachContext): ReachLevel {
  const sure = answers.filter((answer) => answer.certainty !== 'unknown')
  const widest = Math.min(rank('nobody'), ...sure.map((answer) => rank(answer.audience)))
  if (widest === rank('internet')) return 'internet'
  const mayBeWider = answers.some((one) => one.certainty === 'unknown' && rank(one.audience) < widest)
  if (mayBeWider || mayHideUrl(context)) return 'unknown'
  if (widest === rank('internet-authenticated')) return 'internet-authenticated'
  if (mayHideStatement(context) || hiddenKinds(context).length > 0) return 'unknown'
  const isEmpty = widest === rank('nobody')
  if (isEmpty && (context.invokers === null || context.triggersUnseen.length > 0)) return 'unknown'
  return AUDIENCES[widest] ?? 'unknown'
}
