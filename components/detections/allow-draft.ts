import {
  type AllowEntryRow,
  type AllowSelector,
  allowSelector,
} from '#server/services/allow-entries/schema.ts'
import type { HitRow } from '#server/services/detections/schema.ts'

/** An entry's selector as it is typed. */
export type AllowDraft = {
  detections: string
  account: string
  principal: string
  tool: string
  network: string
  functionName: string
}

export const NO_ALLOW_DRAFT: AllowDraft = {
  detections: '',
  account: '',
  principal: '',
  tool: '',
  network: '',
  functionName: '',
}

/** Every session of the role behind a session's ARN; null for an actor that is no session. */
export function roleSessions(actorArn: string): string | null {
  const found = /^(arn:[\w-]+:sts::\d{12}:assumed-role\/[^/]+)\/.+$/.exec(actorArn)
  return found?.[1] ? `${found[1]}/*` : null
}

/** What a hit suggests: this detection, for the role of who did it, or for that very user. */
export function draftOf(hit: Pick<HitRow, 'detectionId' | 'actorArn'>): AllowDraft {
  return {
    ...NO_ALLOW_DRAFT,
    detections: hit.detectionId,
    principal: roleSessions(hit.actorArn) ?? hit.actorArn,
  }
}

const given = (text: string) => (text.trim() === '' ? null : text.trim())

/** What was typed as a selector, or what is wrong with it in words. */
export function allowSelectorOf(
  draft: AllowDraft,
): { selector: AllowSelector; problem: null } | { selector: null; problem: string } {
  const parsed = allowSelector.safeParse({
    detectionIds: draft.detections
      .split(/[\s,]+/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    accountId: given(draft.account),
    principal: given(draft.principal),
    tool: given(draft.tool),
    network: given(draft.network),
    functionName: given(draft.functionName),
  })
  return parsed.success
    ? { selector: parsed.data, problem: null }
    : { selector: null, problem: parsed.error.issues[0]?.message ?? 'Incomplete.' }
}

/** What an entry expects, in words. */
export function selectorWords(selector: AllowEntryRow['selector']): string {
  const { detectionIds, accountId, principal, tool, network, functionName } = selector
  const what = detectionIds.length === 0 ? 'every detection' : detectionIds.join(', ')
  const parts = [
    principal && `by ${principal}`,
    tool && `with ${tool}`,
    network && `from ${network}`,
    functionName && `on ${functionName}`,
    accountId && `in account ${accountId}`,
  ]
  return [what, ...parts.filter(Boolean)].join(' ')
}
