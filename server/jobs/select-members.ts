import type { OrganizationAccount, OrganizationRecord } from '#server/domain/records/organization-record.ts'

export type MemberFilter = {
  /** Ids of roots and units; what is below them counts. Empty means all. */
  units: string[]
  /** `key` or `key=value`; one of them is enough. Empty means all. */
  tags: string[]
}

export type Member = {
  id: string
  name: string
  /** Names from the root down, as `Root/Workloads/Prod`; null where the units could not be read. */
  ouPath: string | null
  /** Null where they could not be read. */
  tags: Record<string, string> | null
  /** Whether it is to be watched; undefined where what decides could not be read. */
  watched: boolean | undefined
  /** Why it is not, or may not be, watched. */
  reason: string | null
}

const GONE = {
  suspended: (status: string) => `AWS says that the account is ${status.toLowerCase()}.`,
  units: 'It is in none of the chosen units.',
  tags: 'It has none of the chosen tags.',
}

function hasTag(tags: Record<string, string>, wanted: string): boolean {
  const cut = wanted.indexOf('=')
  if (cut < 0) return Object.hasOwn(tags, wanted)
  const key = wanted.slice(0, cut)
  return Object.hasOwn(tags, key) && tags[key] === wanted.slice(cut + 1)
}

/** Ids from the account's own parent up to the root, and the names of the same from the root down. */
function ancestry(
  record: OrganizationRecord,
  account: OrganizationAccount,
): { ids: string[]; names: string[] } {
  const units = record.units.state === 'known' ? record.units.value : []
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const ids: string[] = []
  const names: string[] = []
  for (let id: string | null = account.parentId; id !== null && !ids.includes(id); ) {
    ids.push(id)
    const unit = byId.get(id)
    names.unshift(unit?.name ?? id)
    id = unit?.parentId ?? null
  }
  return { ids, names }
}

/** The accounts of an organization, and for each whether it is to be watched. Undefined where they could not be listed. */
export function selectMembers(record: OrganizationRecord, filter: MemberFilter): Member[] | undefined {
  if (record.accounts.state !== 'known') return undefined
  const seesUnits = record.units.state === 'known'
  return record.accounts.value.map((account) => {
    const { ids, names } = ancestry(record, account)
    const tags =
      account.tags.state === 'known' ? account.tags.value : account.tags.state === 'absent' ? {} : null
    const inUnits =
      filter.units.length === 0 ||
      ids.some((id) => filter.units.includes(id)) ||
      (seesUnits ? false : undefined)
    const tagged =
      filter.tags.length === 0 ||
      (tags === null ? undefined : filter.tags.some((wanted) => hasTag(tags, wanted)))
    const isActive = account.status === 'ACTIVE'
    const verdicts = [isActive, inUnits, tagged]
    const watched = verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true
    const reason = !isActive ? GONE.suspended(account.status) : inUnits === false ? GONE.units : GONE.tags
    const ouPath = seesUnits ? names.join('/') : null
    return { id: account.id, name: account.name, ouPath, tags, watched, reason: watched ? null : reason }
  })
}
