import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { valueOr } from '#server/domain/field.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import { buildSourceIndex, type SourceIndex } from '#server/domain/triggers/source-index.ts'
import { loadSources, type StoredSource } from '#server/store/derive-inputs.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { mergeDerived } from '#server/store/save-derived.ts'
import type { HashOf } from './derive-trace.ts'

export type Sources = {
  index: SourceIndex
  /** Content hash of a record that the index gives. */
  hashOf: HashOf
  /** Resources by what a trigger calls its source: an ARN, a topic, a log group. */
  idOf: (source: string) => number | null
  organization: OrganizationRecord | undefined
  settingsOf: (region: string) => AccountSettingsRecord | undefined
  stateMachines: StateMachineRecord[]
  /** Accounts of others whose functions a changed source names. */
  touched: string[]
  /** Changes with the account's sources that every account looks at. */
  sharedHash: string
}

const FUNCTION_ARN = /arn:aws[\w-]*:lambda:[\w-]*:(\d{12}):function:/g

/** Other accounts whose functions a record names. */
function namedAccounts(text: string, accountId: string): string[] {
  const named = new Set([...text.matchAll(FUNCTION_ARN)].map((match) => match[1] ?? ''))
  named.delete(accountId)
  return [...named].sort()
}

/** Notes at each own source that is new or changed which other accounts' functions it names, so that theirs finds it. */
async function noteNames(pool: Pool, accountId: string, sources: StoredSource[]): Promise<string[]> {
  const changed = sources.filter((one) => one.accountId === accountId && one.namesOf !== one.hash)
  const touched = new Set<string>()
  const rows = changed.flatMap(({ id, hash, record, names: before }) => {
    const names = namedAccounts(JSON.stringify(record), accountId)
    for (const name of [...names, ...(before ?? [])]) touched.add(name)
    if (names.length === 0 && !before) return []
    return [{ id, derived: { names, namesOf: hash } }]
  })
  await inTransaction(pool, (db) => mergeDerived(db, rows))
  return [...touched]
}

function isMember(organization: OrganizationRecord, accountId: string): boolean {
  return (
    organization.managementAccountId === accountId ||
    (valueOr(organization.accounts, []) ?? []).some((one) => one.id === accountId)
  )
}

function isShared({ kind, region }: ResourceRecord): boolean {
  return (
    kind === 'distribution' || kind === 'organization' || (kind === 'web-acl' && region === GLOBAL_REGION)
  )
}

/** Reads and indexes all that may invoke an account's functions or stand before them. */
export async function readSources(
  pool: Pool,
  accountId: string,
  collected: ReadonlySet<string>,
): Promise<Sources> {
  const stored = await loadSources(pool, accountId)
  const hashes = new WeakMap<object, string>(stored.map((one) => [one.record, one.hash]))
  const ids = new Map<string, number>()
  const settings = new Map<string, AccountSettingsRecord>()
  const shared = createHash('sha256')
  let organization: OrganizationRecord | undefined
  for (const { id, record, hash, accountId: of } of stored) {
    ids.set(record.arn, id)
    if (record.kind === 'topic-subscription') ids.set(record.topicArn, id)
    if (record.kind === 'log-subscription') ids.set(record.arn.split(':subscription-filter:')[0] ?? '', id)
    if (record.kind === 'account-settings') settings.set(record.region, record)
    if (accountId === of && isShared(record)) shared.update(`${id} ${hash} `)
    if (record.kind === 'organization' && isMember(record, accountId)) organization = record
  }
  return {
    index: buildSourceIndex(
      stored.map((one) => one.record),
      collected,
    ),
    hashOf: (record) => hashes.get(record),
    idOf: (source) => ids.get(source) ?? null,
    organization,
    stateMachines: stored.flatMap(({ record }) => (record.kind === 'state-machine' ? [record] : [])),
    settingsOf: (region) => settings.get(region),
    touched: await noteNames(pool, accountId, stored),
    sharedHash: shared.digest('hex'),
  }
}
