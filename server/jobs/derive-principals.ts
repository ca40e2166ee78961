import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Means } from '#server/domain/access/means.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { evaluate } from '#server/domain/iam/evaluate.ts'
import { type PrincipalPolicies, principalPolicies } from '#server/domain/iam/principal-policies.ts'
import { type ScpLevels, scpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import {
  lastAccessedOf,
  loadRecords,
  type PrincipalHead,
  principalHeads,
  roleFunctions,
} from '#server/store/derive-inputs.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { type Derived, saveInsights } from '#server/store/save-derived.ts'
import type { RoleUse } from '#server/store/seen-by-trail.ts'
import { assessPrincipal } from './assess-principal.ts'
import type { Sources } from './derive-sources.ts'

const CHUNK = 100

/** What functions need to know of a principal. */
export type PrincipalFacts = {
  id: number
  arn: string
  name: string
  level: string
  means: Means
  /** Some of its own policies could not be read: it may do more. */
  blind: boolean
  /** The same as long as its record and these facts are. */
  factsHash: string
}

export type Principals = {
  byArn: ReadonlyMap<string, PrincipalFacts>
  /** Those that may invoke some function. */
  invokers: readonly PrincipalFacts[]
  /** Whether all roles of the account were read. */
  complete: boolean
  /** Whoever else may invoke functions by policies that were not seen, in words. */
  unseen: readonly string[]
  /** How many were worked out anew. */
  derived: number
  /** Whether the principal's own policies let it invoke the function; null where they do not. */
  mayInvoke: (
    principal: PrincipalFacts,
    functionArn: string,
  ) => Promise<{ conditional: boolean; quote: string | null } | null>
}

type Inputs = {
  accountId: string
  sources: Sources
  use: RoleUse
  complete: boolean
  usersComplete: boolean
  revision: string
  now: Date
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function factsOf(
  { id, arn, name, hash }: PrincipalHead,
  { level, means, blind }: Pick<PrincipalFacts, 'level' | 'means' | 'blind'>,
  around: string,
): PrincipalFacts {
  const { invokes, starts, resources } = means
  const text = JSON.stringify([
    hash,
    around,
    ...[...invokes, ...starts].map((one) => [one.pattern, one.conditional]),
    ...resources.map((one) => [one.service, one.name, one.arn]),
  ])
  return { id, arn, name, level, means, blind, factsHash: sha256(text) }
}

/** The days on which services were last used, in an order of their own. */
export function daysOfUse(services: Record<string, string>): string {
  return Object.entries(services)
    .map(([source, at]) => `${source} ${at.slice(0, 10)}`)
    .sort()
    .join(' ')
}

const storedMeans = ({ invokes, starts, resources }: PrincipalHead): Means => ({
  invokes: invokes ?? [],
  starts: starts ?? [],
  resources: resources ?? [],
})

/** Works out what roles and users may do where their inputs changed, and gives what functions need to know of all of them. */
export async function derivePrincipals(
  pool: Pool,
  inputs: Inputs,
  signal?: AbortSignal,
): Promise<Principals> {
  const { accountId, sources, use } = inputs
  const [heads, functions] = await Promise.all([
    principalHeads(pool, accountId),
    roleFunctions(pool, accountId),
  ])
  const around = (sources.organization && sources.hashOf(sources.organization)) ?? ''
  const scps = scpLevels(accountId, sources.organization)
  const facts = new Map<string, PrincipalFacts>()
  const due: { head: PrincipalHead; inputsHash: string }[] = []
  for (const head of heads) {
    const used = head.kind === 'role' ? daysOfUse(use[head.name] ?? {}) : ''
    const runs = (functions.get(head.arn) ?? []).map((one) => one.arn).join(' ')
    const inputsHash = sha256([inputs.revision, head.hash, around, head.lastAccessed, used, runs].join('|'))
    if (head.inputsHash === inputsHash) {
      const { level, blind } = head
      const stored = { level: level ?? 'unknown', means: storedMeans(head), blind: blind === true }
      facts.set(head.arn, factsOf(head, stored, around))
    } else due.push({ head, inputsHash })
  }
  const table = due.length > 0 ? await loadActionTable() : undefined
  for (let i = 0; table && i < due.length; i += CHUNK) {
    signal?.throwIfAborted()
    const chunk = due.slice(i, i + CHUNK)
    const ids = chunk.map(({ head }) => head.id)
    const [records, accessed] = await Promise.all([
      loadRecords<RoleRecord | UserRecord>(pool, ids),
      lastAccessedOf(
        pool,
        chunk.map(({ head }) => head.arn),
      ),
    ])
    const rows: Derived[] = []
    for (const { head, inputsHash } of chunk) {
      const record = records.get(head.id)
      if (!record) continue
      const found = assessPrincipal(record, {
        scps,
        organization: sources.organization,
        table,
        use: use[head.name] ?? {},
        lastAccessed: accessed.get(head.arn),
        functions: functions.get(head.arn) ?? [],
      })
      rows.push({ id: head.id, inputsHash, body: found.body, derived: found.derived })
      facts.set(head.arn, factsOf(head, found, around))
    }
    await inTransaction(pool, (db) => saveInsights(db, rows, inputs.now))
  }
  const invokers = [...facts.values()].filter((one) => one.means.invokes.length > 0)
  return {
    byArn: facts,
    invokers,
    complete: inputs.complete,
    unseen: unseenOf([...facts.values()], inputs.usersComplete),
    derived: due.length,
    mayInvoke: invocationJudge(pool, scps),
  }
}

function unseenOf(facts: PrincipalFacts[], usersComplete: boolean): string[] {
  const blind = facts.filter((one) => one.blind).map((one) => one.name)
  const [first] = blind.sort()
  return [
    ...(usersComplete ? [] : ['Not all IAM users were read: some may invoke it by their own policies.']),
    ...(first === undefined
      ? []
      : [
          `Not all policies of ${blind.length} roles and users, among them ${first}, could be read: they may invoke it.`,
        ]),
  ]
}

const INVOKE = 'lambda:InvokeFunction'

/** Judges by the policies themselves, which are read once for each principal that is asked about. */
function invocationJudge(pool: Pool, scps: ScpLevels): Principals['mayInvoke'] {
  const read = new Map<number, PrincipalPolicies | null>()
  return async ({ id }, functionArn) => {
    if (!read.has(id)) {
      const record = (await loadRecords<RoleRecord | UserRecord>(pool, [id])).get(id)
      read.set(id, record ? principalPolicies(record, scps) : null)
    }
    const policies = read.get(id)
    if (!policies) return null
    const { effect, conditional, by } = evaluate(policies, { action: INVOKE, resource: functionArn })
    if (effect !== 'allowed' && effect !== 'unknown') return null
    return { conditional: conditional || effect === 'unknown', quote: by[0]?.quote ?? null }
  }
}
