import { parseArn } from '#server/domain/arn.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { functionOff, inactiveNote } from './function-off.ts'
import type { FunctionPolicies } from './function-policies.ts'
import type { SourceIndex } from './source-index.ts'
import type { Trigger } from './trigger.ts'
import { triggerKey } from './trigger-key.ts'

/** What the families of triggers work with. */
export type Assembly = {
  fn: FunctionRecord
  index: SourceIndex
  policies: FunctionPolicies
  /** Statements that let a collected source in, as `qualifier/index`: the others are left over. */
  used: Set<string>
}

export type Live = Pick<Trigger, 'live' | 'liveReason'>

/** A trigger as its source has it, before the state of the function is looked at. */
export type Draft = Omit<Trigger, 'key' | 'functionArn' | 'sourceAccountId'> & {
  sourceAccountId?: string | null
}

/** Words for what deploys and lives; `null` is not known. */
export const live = (value: boolean | null, liveReason: string): Live => ({ live: value, liveReason })

/** Adds what every trigger has, and takes it for dead where the function or qualifier runs nothing. */
export function finish(draft: Draft, fn: FunctionRecord): Trigger {
  const off = functionOff(fn, draft.qualifier)
  const reason = draft.live === false ? draft.liveReason : `${draft.liveReason}${inactiveNote(fn)}`
  return {
    key: triggerKey(draft),
    ...draft,
    functionArn: fn.arn,
    sourceAccountId: draft.sourceAccountId ?? (parseArn(draft.source)?.accountId || null),
    live: off ? false : draft.live,
    liveReason: off ? `${off}${draft.live === false ? `; ${reason}` : ''}` : reason,
  }
}

/** A setting as the evidence shows it. */
export function quote(setting: unknown): string {
  return JSON.stringify(setting) ?? 'null'
}
