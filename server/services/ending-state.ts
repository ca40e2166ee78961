import { DAY_MS } from '#server/domain/time.ts'

/** What ends within this time is shown as ending, and its people are reminded. */
export const ENDING_MS = 14 * DAY_MS

type Ending = { expiresAt: Date; endedAt: Date | null }

/** Of what holds until a time or until somebody ends it: where it stands, and when it ended. */
export function endingState({ expiresAt, endedAt }: Ending, nowMs: number) {
  const hasEnded = endedAt !== null || expiresAt.getTime() <= nowMs
  const isEnding = expiresAt.getTime() - nowMs <= ENDING_MS
  return {
    state: hasEnded ? ('ended' as const) : isEnding ? ('ending' as const) : ('active' as const),
    endedAt: (endedAt ?? (hasEnded ? expiresAt : null))?.toISOString() ?? null,
  }
}

/** Prisma's condition on such rows. `current`: active or ending. */
export function whereEnding(state: 'current' | 'active' | 'ending' | 'ended', now: Date) {
  const ending = new Date(now.getTime() + ENDING_MS)
  switch (state) {
    case 'current':
      return { endedAt: null, expiresAt: { gt: now } }
    case 'active':
      return { endedAt: null, expiresAt: { gt: ending } }
    case 'ending':
      return { endedAt: null, expiresAt: { gt: now, lte: ending } }
    case 'ended':
      return { OR: [{ endedAt: { not: null } }, { expiresAt: { lte: now } }] }
  }
}
