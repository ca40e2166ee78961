import type { Chain, ChainRecord, Clue, FindRecords, Hop } from './chain.ts'
import { nextClue } from './next-clue.ts'
import { pickOrigin } from './pick-origin.ts'
import { mfaOf } from './read-identity.ts'

const MAX_HOPS = 12

async function stepBack(
  clues: readonly Clue[],
  find: FindRecords,
  seen: Set<string>,
): Promise<Hop | undefined> {
  for (const clue of clues) {
    const found = await find(clue)
    const hop = pickOrigin(
      clue,
      found.filter((one) => !seen.has(one.eventId)),
    )
    if (hop) return hop
  }
  return undefined
}

/** A sign-in to the console with a role names no key, but the call after it has the one that came with the role. */
function heldKey(hops: readonly Hop[]): Clue[] {
  const [after, login] = hops.slice(-2)
  const isKeyless = login?.record.eventName === 'ConsoleLogin' && login.record.accessKeyId === null
  if (!isKeyless || !after?.record.accessKeyId || login.record.actorType === 'user') return []
  const atMs = login.record.eventTime.getTime()
  return [{ by: 'key', accessKeyId: after.record.accessKeyId, fromMs: 0, toMs: atMs, aimMs: atMs }]
}

/**
 * Goes from a call back to the login or to whatever else began its session, as far as `find` has records.
 * `storedFromMs`: how far back events are stored (epoch ms).
 */
export async function traceChain(
  record: ChainRecord,
  find: FindRecords,
  storedFromMs: number,
): Promise<Chain> {
  const hops: Hop[] = [{ kind: 'call', record, certainty: 'sure', mfa: mfaOf(record) }]
  const seen = new Set([record.eventId])
  for (let at = record; hops.length < MAX_HOPS; ) {
    const { clues, end } = nextClue(at, storedFromMs)
    const hop = await stepBack([...heldKey(hops), ...clues], find, seen)
    if (!hop) return { hops, end }
    hops.push(hop)
    if (hop.kind === 'key-made') return { hops, end }
    seen.add(hop.record.eventId)
    at = hop.record
  }
  return {
    hops,
    end: { kind: 'too-long', text: `The way back goes on for more than ${MAX_HOPS} steps.` },
  }
}
