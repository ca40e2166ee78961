import { createHash } from 'node:crypto'
import type { Actor, Context } from '#server/services/context.ts'
import type { Store, Transaction } from '#server/store/store.ts'
import { canonicalJson } from './canonical-json.ts'

const LOCK = 7_316_520_412

export type AuditInput = {
  action: string
  entity: string
  entityId: string
  details?: Record<string, unknown>
  /** Who, where the request had no actor: set-up and the command line. */
  actor?: Pick<Actor, 'userId' | 'name'>
}

type Content = {
  at: Date
  actorId: string | null
  actor: string
  action: string
  entity: string
  entityId: string
  details: unknown
}

/** sha256 over the hash before it and the canonical JSON of the entry. */
export function auditHash(prevHash: string, content: Content): string {
  const { at, actorId, actor, action, entity, entityId, details } = content
  const text = canonicalJson({ at: at.toISOString(), actorId, actor, action, entity, entityId, details })
  return createHash('sha256').update(`${prevHash}\n${text}`).digest('hex')
}

/** Appends to the audit log inside the caller's transaction; writers wait for each other until they commit. */
export async function recordAudit(tx: Transaction, context: Context, input: AuditInput): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`
  const last = await tx.auditEntry.findFirst({ orderBy: { id: 'desc' }, select: { hash: true } })
  const prevHash = last?.hash ?? ''
  const who = input.actor ?? context.actor
  const content = {
    at: new Date(context.clock()),
    actorId: who?.userId ?? null,
    actor: who?.name ?? 'Sightline',
    action: input.action,
    entity: input.entity,
    entityId: input.entityId,
    details: JSON.parse(JSON.stringify(input.details ?? {})),
  }
  await tx.auditEntry.create({ data: { ...content, prevHash, hash: auditHash(prevHash, content) } })
}

const PAGE = 1000

/** Walks the whole chain; the id of the first entry that does not fit, or null when all do. */
export async function verifyAudit(store: Store): Promise<{ entries: number; brokenAt: number | null }> {
  let prevHash = ''
  let entries = 0
  let after = 0
  for (;;) {
    const page = await store.prisma.auditEntry.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: PAGE,
    })
    for (const entry of page) {
      if (entry.prevHash !== prevHash || entry.hash !== auditHash(prevHash, entry))
        return { entries, brokenAt: entry.id }
      prevHash = entry.hash
      after = entry.id
      entries++
    }
    if (page.length < PAGE) return { entries, brokenAt: null }
  }
}
