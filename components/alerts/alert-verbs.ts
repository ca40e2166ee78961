import type { AlertRow } from '#server/services/alerts/schema.ts'

export type AlertVerb = 'acknowledge' | 'unacknowledge' | 'snooze' | 'resolve' | 'assign' | 'comment'

/** Null where the action can be done; else why not, in a sentence. `roleReason` is what the viewer's role forbids. */
export function verbReason(
  verb: AlertVerb,
  state: AlertRow['state'],
  roleReason: string | null,
): string | null {
  if (roleReason) return roleReason
  if (verb === 'acknowledge' && state === 'acknowledged') return 'It is acknowledged already.'
  if (verb === 'unacknowledge' && state !== 'acknowledged') return 'It is not acknowledged.'
  if (state === 'resolved' && verb !== 'comment' && verb !== 'assign') return 'It is resolved.'
  return null
}

export const SNOOZE_CHOICES = [
  { minutes: 30, label: '30 min' },
  { minutes: 60, label: '1 h' },
  { minutes: 240, label: '4 h' },
  { minutes: 24 * 60, label: '1 day' },
  { minutes: 7 * 24 * 60, label: '1 week' },
] as const
