import {
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-organizations'
import { type Paging, paginateAll } from '#server/aws/paginate.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { OrganizationAccount, OrganizationUnit } from '#server/domain/records/organization-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { ORGANIZATION_OPERATIONS } from './organization-operations.ts'
import { unseen } from './read-field.ts'
import { readTags } from './read-role.ts'

/** More than AWS lets an organisation have, so that a tree that loops ends. */
const MOST_UNITS = 5000

/** Roots and the units below them, each after its parent. Unseen as a whole where one listing was: half a tree misleads. */
export async function readUnits(
  context: CollectorContext,
  roots: readonly OrganizationUnit[],
): Promise<Field<OrganizationUnit[]>> {
  const units = [...roots]
  const seen = new Set(units.map(({ id }) => id))
  for (const parent of units) {
    const children = await listAll(context, {
      operation: ORGANIZATION_OPERATIONS.listUnits,
      command: (NextToken) => new ListOrganizationalUnitsForParentCommand({ ParentId: parent.id, NextToken }),
      items: 'OrganizationalUnits',
      token: 'NextToken',
      options: { resource: parent.name },
    })
    if (children.state !== 'known') return children
    for (const child of children.value) {
      const id = asText(child.Id)
      if (id === undefined || seen.has(id)) continue
      if (seen.size >= MOST_UNITS) return failed('more units than an organisation has')
      seen.add(id)
      units.push({ id, name: asText(child.Name) ?? id, parentId: parent.id })
    }
  }
  return known(units)
}

/** The accounts of all units, sorted by id, with their tags. */
export async function readAccounts(
  context: CollectorContext,
  units: readonly OrganizationUnit[],
): Promise<Field<OrganizationAccount[]>> {
  const accounts: OrganizationAccount[] = []
  for (const unit of units) {
    const members = await listAll(context, {
      operation: ORGANIZATION_OPERATIONS.listAccounts,
      command: (NextToken) => new ListAccountsForParentCommand({ ParentId: unit.id, NextToken }),
      items: 'Accounts',
      token: 'NextToken',
      options: { resource: unit.name },
    })
    if (members.state !== 'known') return members
    for (const member of members.value) {
      const id = asText(member.Id)
      if (id === undefined) continue
      const status = asText(member.Status) ?? asText(member.State) ?? 'unknown'
      const tags = await readAccountTags(context, id)
      accounts.push({ id, name: asText(member.Name) ?? id, status, parentId: unit.id, tags })
    }
  }
  return known(accounts.sort((a, b) => (a.id < b.id ? -1 : 1)))
}

async function readAccountTags(context: CollectorContext, ResourceId: string) {
  const tags = await listAll(context, {
    operation: ORGANIZATION_OPERATIONS.listTags,
    command: (NextToken) => new ListTagsForResourceCommand({ ResourceId, NextToken }),
    items: 'Tags',
    token: 'NextToken',
    options: { resource: ResourceId },
  })
  return tags.state === 'known' ? readTags({ Tags: tags.value }) : tags
}

/** All pages as objects, or why not all could be read. */
export async function listAll(context: CollectorContext, paging: Paging): Promise<Field<JsonObject[]>> {
  const { items, complete, failure } = await paginateAll(context, paging)
  if (complete) return known(items.map(asObject))
  return failure ? unseen(failure) : failed('incomplete')
}
