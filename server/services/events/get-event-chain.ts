import type { Hop } from '#server/domain/trail/chain/chain.ts'
import { askedFor, providerOf } from '#server/domain/trail/chain/read-identity.ts'
import { traceChain } from '#server/domain/trail/chain/trace-chain.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { findChainRecords, findChainStart } from '#server/store/chain-records.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { EventKey } from './event-keys.ts'
import { eventRowsOf } from './list-events.ts'
import type { EventChain, EventRow } from './schema.ts'
import { storedFrom } from './stored-from.ts'

/** A role's or the console's session lasts 12 hours at most: this far around the call its session is looked for. */
const SESSION_MS = 12 * 3_600_000
const CALLS_SHOWN = 200

type Calls = { calls: EventRow[]; hasMore: boolean }

/** What else was done with the same credentials, in order; the call itself is among them. */
async function callsOf(context: Context, { record }: Hop): Promise<Calls> {
  if (record.sessionKey === null) return { calls: [], hasMore: false }
  const atMs = record.eventTime.getTime()
  const near = sql`SELECT e.event_id, e.event_time, e.shape_id, e.actor_arn FROM trail_event e WHERE e.session_key = ${record.sessionKey}`
  const [before, after] = await Promise.all([
    queryRows<EventKey>(
      context.store.pool,
      sql`${near} AND e.event_time <= ${record.eventTime} AND e.event_time >= ${new Date(atMs - SESSION_MS)} ORDER BY e.event_time DESC, e.event_id DESC LIMIT ${CALLS_SHOWN / 2 + 1}`,
    ),
    queryRows<EventKey>(
      context.store.pool,
      sql`${near} AND e.event_time > ${record.eventTime} AND e.event_time <= ${new Date(atMs + SESSION_MS)} ORDER BY e.event_time, e.event_id LIMIT ${CALLS_SHOWN / 2 + 1}`,
    ),
  ])
  const half = CALLS_SHOWN / 2
  const rows = await eventRowsOf(context, [...before.slice(0, half), ...after.slice(0, half)])
  return { calls: rows.toReversed(), hasMore: before.length > half || after.length > half }
}

function factsOf({ kind, record }: Hop): {
  role: string | null
  session: string | null
  provider: string | null
} {
  const { role, session } = askedFor(record)
  const isFederated = kind === 'saml' || kind === 'web-identity'
  return {
    role: role ?? null,
    session: session ?? null,
    provider: isFederated ? (providerOf(record) ?? null) : null,
  }
}

/** The way from an event back to the login that began its session, and what else the session did. @throws NotFoundError */
export async function getEventChain(context: Context, input: { id: string }): Promise<EventChain> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const [start, oldest] = await Promise.all([findChainStart(pool, input.id), storedFrom(pool)])
  if (!start) throw new NotFoundError('This event')
  const { hops, end } = await traceChain(
    start,
    (clue) => findChainRecords(pool, clue),
    oldest?.getTime() ?? context.clock(),
  )
  const keys = hops.map(({ record }) => ({
    event_id: record.eventId,
    event_time: record.eventTime,
    shape_id: 0,
    actor_arn: record.actorArn,
  }))
  const [rows, session] = await Promise.all([
    eventRowsOf(context, keys),
    hops[0] ? callsOf(context, hops[0]) : { calls: [], hasMore: false },
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    hops: hops.flatMap((hop) => {
      const event = byId.get(hop.record.eventId)
      const { kind, certainty, mfa } = hop
      return event ? [{ kind, certainty, mfa, event, ...factsOf(hop) }] : []
    }),
    end,
    storedFrom: oldest?.toISOString() ?? null,
    ...session,
  }
}
