import { isUnseen, valueOr } from '#server/domain/field.ts'
import type {
  OrganizationRecord,
  OrganizationUnit,
  ServiceControlPolicy,
} from '#server/domain/records/organization-record.ts'
import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts'

/** `levels` run from the root over the units to the account; each level must allow. `none`: no SCP acts. */
export type ScpLevels =
  | { state: 'known'; levels: CompiledPolicy[][] }
  | { state: 'none' }
  | { state: 'unseen'; reason: string }

const unseen = (reason: string): ScpLevels => ({ state: 'unseen', reason })

/**
 * The service control policies that act on an account. None act on the management account, nor in an organisation that has
 * consolidated billing alone. Source: AWS Organizations user guide, "SCP evaluation".
 */
export function scpLevels(accountId: string, organization: OrganizationRecord | undefined): ScpLevels {
  if (!organization) return unseen('no organisation was read, so nobody knows whether there are any')
  if (organization.managementAccountId === accountId) return { state: 'none' }
  const features = valueOr(organization.featureSet, 'ALL')
  if (features === 'CONSOLIDATED_BILLING') return { state: 'none' }
  const accounts = valueOr(organization.accounts, [])
  const units = valueOr(organization.units, [])
  const policies = valueOr(organization.serviceControlPolicies, [])
  if (!features || !accounts || !units || !policies) return unseen('the organisation could not be read')
  const account = accounts.find((one) => one.id === accountId)
  if (!account) return unseen(`account ${accountId} is not among the accounts of the organisation`)
  const above = pathToRoot(account.parentId, units)
  if (!above) return unseen(`the units above account ${accountId} could not be read`)
  return attachedLevels([...above, accountId], policies)
}

/** Ids from the root down; undefined where a unit is missing or the tree bites its tail. */
function pathToRoot(parentId: string, units: OrganizationUnit[]): string[] | undefined {
  const path: string[] = []
  for (let id: string | null = parentId; id !== null; ) {
    const unit = units.find((one) => one.id === id)
    if (!unit || path.includes(unit.id)) return undefined
    path.unshift(unit.id)
    id = unit.parentId
  }
  return path
}

function attachedLevels(targets: string[], policies: ServiceControlPolicy[]): ScpLevels {
  const untold = policies.find((policy) => isUnseen(policy.targets))
  if (untold) return unseen(`what ${untold.name} is attached to could not be read`)
  const attached = targets.map((target) =>
    policies.filter((policy) => valueOr(policy.targets, [])?.includes(target)),
  )
  if (attached.every((level) => level.length === 0)) return { state: 'none' }
  const levels: CompiledPolicy[][] = []
  for (const [i, level] of attached.entries()) {
    if (level.length === 0) return unseen(`no policy was seen on ${targets[i]}, though each level has one`)
    const compiled: CompiledPolicy[] = []
    for (const policy of level) {
      const one = compileScp(policy)
      if (!one) return unseen(`policy ${policy.name} could not be read`)
      compiled.push(one)
    }
    levels.push(compiled)
  }
  return { state: 'known', levels }
}

function compileScp(policy: ServiceControlPolicy): CompiledPolicy | undefined {
  const document = valueOr(policy.document, undefined)
  return document && compilePolicy(document, { kind: 'scp', name: policy.name, arn: policy.id })
}
