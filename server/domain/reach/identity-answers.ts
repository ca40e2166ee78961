import { admission, INVOKE } from '#server/domain/triggers/admission.ts'
import type { ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'
import { ownCaller } from './representative-callers.ts'

const NAMED = 5
const QUOTED = 20

/** Principals of the account that their own policies let invoke the function, as one answer. */
export function identityAnswers({ invokers, fn, policies, neighbourhood }: ReachContext): ReachAnswer[] {
  if (!invokers || invokers.length === 0) return []
  const { admitted } = admission(policies.of(null), fn.arn, INVOKE, ownCaller(neighbourhood))
  if (admitted === 'denied') return []
  const names = invokers.slice(0, NAMED).map((one) => one.name)
  const more = invokers.length - names.length
  return [
    {
      audience: 'account',
      certainty: invokers.some((one) => !one.conditional) ? 'certain' : 'conditional',
      via: 'identity',
      who: `${names.join(', ')}${more > 0 ? ` and ${more} more principals of the account` : ''}`,
      entry: fn.arn,
      triggerKey: null,
      decidedBy: invokers.slice(0, QUOTED).map(({ name, conditional, quote }) => ({
        what: `${name} may invoke it by its own policies${conditional ? ', under conditions' : ''}`,
        quote,
      })),
      guards: [
        {
          kind: 'iam',
          name: 'AWS signature',
          authenticates: true,
          note: 'a call of the Lambda API is signed',
        },
      ],
    },
  ]
}
