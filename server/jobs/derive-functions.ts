import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { isUnseen } from '#server/domain/field.ts'
import { compileGlob, matchesGlob } from '#server/domain/iam/glob.ts'
import { effectiveLabels, type LabelKeys } from '#server/domain/labels.ts'
import {
  AUDIENCES,
  type FunctionReach,
  type ReachAnswer,
  type ReachLevel,
} from '#server/domain/reach/reach.ts'
import type { Invoker } from '#server/domain/reach/reach-input.ts'
import { workOutReach } from '#server/domain/reach/work-out-reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { assembleTriggers } from '#server/domain/triggers/assemble-triggers.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { type FunctionHead, functionHeads, loadRecords } from '#server/store/derive-inputs.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { pack } from '#server/store/packed.ts'
import {
  type Derived,
  type FunctionTriggers,
  mergeDerived,
  saveInsights,
  saveTriggers,
} from '#server/store/save-derived.ts'
import type { PrincipalFacts, Principals } from './derive-principals.ts'
import type { Sources } from './derive-sources.ts'
import { hashAnswers, traceIndex } from './derive-trace.ts'

const CHUNK = 200

export type LabelContext = {
  account: { owner: string | null; environment: string | null; tags: Record<string, string> }
  keys: LabelKeys
}

type Inputs = {
  accountId: string
  sources: Sources
  principals: Principals
  labels: LabelContext
  revision: string
  now: Date
}

/** Functions without reserved concurrency by region: they share what the account has left. */
function neighboursByRegion(heads: FunctionHead[]): Map<string, { list: { name: string }[]; hash: string }> {
  const shared = heads.filter((head) => head.reservedConcurrency === null)
  return new Map(
    [...Map.groupBy(shared, (head) => head.region)].map(([region, group]) => {
      const list = group.map(({ name }) => ({ name })).sort((a, b) => (a.name < b.name ? -1 : 1))
      return [region, { list, hash: sha256(list.map(({ name }) => name).join('\n')) }]
    }),
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

type FindInvokers = (functionArn: string) => PrincipalFacts[]

/** Finds the principals that may have a function among what they may invoke. Their patterns are compiled once. */
function invokerFinder({ invokers }: Principals): FindInvokers {
  const compiled = invokers.map((facts) => ({
    facts,
    globs: facts.means.invokes.map(({ pattern }) => compileGlob(pattern.toLowerCase())),
  }))
  return (functionArn) => {
    const arn = functionArn.toLowerCase()
    return compiled.flatMap(({ facts, globs }) =>
      globs.some((glob) => matchesGlob(glob, arn) === 'true') ? facts : [],
    )
  }
}

/** Widest audience that comes in by a trigger; unknown where a wider one may. Nobody comes by what is dead or has one side. */
function audienceOf(trigger: Trigger, answers: ReachAnswer[]): ReachLevel {
  const own = answers.filter((answer) => answer.triggerKey === trigger.key)
  const widest = AUDIENCES.flatMap((audience) => own.find((answer) => answer.audience === audience) ?? [])[0]
  if (widest)
    return own.some((one) => one.audience === widest.audience && one.certainty !== 'unknown')
      ? widest.audience
      : 'unknown'
  return trigger.live === false || trigger.sides === 'grant only' || trigger.sides === 'source only'
    ? 'nobody'
    : 'unknown'
}

function certaintyOf({ level, answers }: FunctionReach): ReachAnswer['certainty'] {
  if (level === 'unknown') return 'unknown'
  const own = answers.filter((answer) => answer.audience === level).map((answer) => answer.certainty)
  return own.length === 0
    ? 'certain'
    : ((['certain', 'conditional'] as const).find((one) => own.includes(one)) ?? 'unknown')
}

/** `base`: hash of all inputs but what the index answers. */
type Due = { head: FunctionHead; base: string }

/** Works out triggers and reach of an account's functions whose inputs changed. Returns how many. */
export async function deriveFunctions(pool: Pool, inputs: Inputs, signal?: AbortSignal): Promise<number> {
  const { sources, principals, accountId } = inputs
  const heads = await functionHeads(pool, accountId)
  const neighbours = neighboursByRegion(heads)
  const organizationHash = sources.organization ? sources.hashOf(sources.organization) : ''
  const due: Due[] = []
  const findInvokers = invokerFinder(principals)
  for (const head of heads) {
    const role = head.roleArn ? principals.byArn.get(head.roleArn) : undefined
    const settings = sources.settingsOf(head.region)
    const inputsBut = [
      inputs.revision,
      head.hash,
      organizationHash,
      settings ? sources.hashOf(settings) : '',
      neighbours.get(head.region)?.hash ?? '',
      role?.factsHash ?? '',
      principals.complete,
      ...principals.unseen,
      ...findInvokers(head.arn).map((one) => one.factsHash),
    ]
    const base = sha256(inputsBut.join('|'))
    const isSame =
      head.trace && head.inputsHash === sha256(base + hashAnswers(sources.index, head.trace, sources.hashOf))
    if (!isSame) due.push({ head, base })
  }
  for (let i = 0; i < due.length; i += CHUNK) {
    signal?.throwIfAborted()
    await deriveChunk(pool, due.slice(i, i + CHUNK), inputs, { neighbours, findInvokers })
  }
  const isDue = new Set(due.map(({ head }) => head.id))
  const relabelled = heads.flatMap((head) => {
    const derived = standing(head, inputs)
    const isSame = Object.entries(derived).every(([key, value]) => head.derived[key] === value)
    return isDue.has(head.id) || isSame ? [] : [{ id: head.id, derived }]
  })
  for (let i = 0; i < relabelled.length; i += 1000)
    await inTransaction(pool, (db) => mergeDerived(db, relabelled.slice(i, i + 1000)))
  return due.length
}

/** What a row says of a function besides its reach: labels, and how risky its role is. */
function standing(head: FunctionHead, { labels, principals }: Inputs): Record<string, unknown> {
  const role = head.roleArn ? principals.byArn.get(head.roleArn) : undefined
  return {
    ...effectiveLabels(head.tags ?? {}, head.label, labels.account, labels.keys),
    roleLevel: role?.level ?? 'unknown',
  }
}

async function deriveChunk(
  pool: Pool,
  due: Due[],
  inputs: Inputs,
  {
    neighbours,
    findInvokers,
  }: { neighbours: ReturnType<typeof neighboursByRegion>; findInvokers: FindInvokers },
): Promise<void> {
  const { sources, principals, now, accountId } = inputs
  const roleIds = due.flatMap(({ head }) => principals.byArn.get(head.roleArn ?? '')?.id ?? [])
  const [records, roles] = await Promise.all([
    loadRecords<FunctionRecord>(
      pool,
      due.map(({ head }) => head.id),
    ),
    loadRecords<RoleRecord>(pool, roleIds),
  ])
  const { index, take } = traceIndex(sources.index)
  const rows: Derived[] = []
  const triggerRows: FunctionTriggers[] = []
  for (const { head, base } of due) {
    const fn = records.get(head.id)
    if (!fn) continue
    const facts = principals.byArn.get(head.roleArn ?? '')
    const { triggers, unseen } = assembleTriggers(fn, index)
    const isBlind = triggers.length === 0 && unseen.length > 0
    const reach = workOutReach({
      fn,
      triggers,
      triggersUnseen: [...unseen, ...principals.unseen],
      index,
      organization: sources.organization,
      invokers: principals.complete ? await invokersFor(principals, findInvokers(fn.arn), fn.arn) : null,
      settings: sources.settingsOf(head.region),
      neighbours: neighbours.get(head.region)?.list ?? [],
      role: facts && roles.get(facts.id),
      roleResources: facts?.means.resources ?? [],
    })
    const trace = take()
    rows.push({
      id: head.id,
      inputsHash: sha256(base + hashAnswers(sources.index, trace, sources.hashOf)),
      body: { reach: pack(reach), triggersUnseen: unseen, trace },
      derived: {
        ...standing(head, inputs),
        reach: reach.level,
        reachCertainty: certaintyOf(reach),
        // None seen is none only where everything was looked at.
        triggers: isBlind ? null : triggers.length,
        triggerKinds: isBlind ? null : [...new Set(triggers.map((one) => one.kind))].sort(),
      },
    })
    triggerRows.push({
      id: head.id,
      accountId,
      region: head.region,
      name: head.name,
      triggers: triggers.map((trigger) => ({
        trigger,
        audience: audienceOf(trigger, reach.answers),
        sourceId: sources.idOf(trigger.source),
      })),
      complete: ![fn.urls, fn.policy, fn.qualifiedPolicies].some((field) => isUnseen<unknown>(field)),
    })
  }
  await inTransaction(pool, async (db) => {
    await saveInsights(db, rows, now)
    await saveTriggers(db, triggerRows, now)
  })
}

/** Those whose own policies let them invoke the function, in the order of their names. */
async function invokersFor(
  principals: Principals,
  candidates: PrincipalFacts[],
  arn: string,
): Promise<Invoker[]> {
  const found: Invoker[] = []
  for (const candidate of candidates) {
    const decision = await principals.mayInvoke(candidate, arn)
    if (decision) found.push({ arn: candidate.arn, name: candidate.name, ...decision })
  }
  return found
}
