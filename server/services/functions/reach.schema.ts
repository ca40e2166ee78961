import { z } from 'zod'
import { takeover } from '#server/domain/access/access.ts'
import { functionCall, functionReach } from '#server/domain/reach/reach.ts'
import { isoTime } from '#server/services/scope.schema.ts'
import { triggerRow } from '#server/services/triggers/schema.ts'

/** Who reaches a function, by what, what a flood does, who can take it over, and what calls what. */
export const functionReachDetail = z.object({
  /** Null until it was worked out after the first sweep. */
  reach: functionReach.nullable(),
  computedAt: isoTime.nullable(),
  triggers: z.array(triggerRow),
  takeovers: z.array(takeover),
  takeoversUnseen: z.array(z.string()),
  calls: z.object({
    /** Chains of functions that run through this one, each as ARNs; a cycle repeats its first. */
    chains: z.array(
      z.object({
        arns: z.array(z.string()),
        names: z.array(z.string()),
        cycle: z.boolean(),
        synchronous: z.boolean().nullable(),
      }),
    ),
    out: z.array(functionCall),
    in: z.array(functionCall),
  }),
})
export type FunctionReachDetail = z.infer<typeof functionReachDetail>
