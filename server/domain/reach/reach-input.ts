import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { FunctionPolicies } from '#server/domain/triggers/function-policies.ts'
import type { SourceIndex } from '#server/domain/triggers/source-index.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { Neighbourhood } from './neighbourhood.ts'

/** A principal of the account whose own policies let it invoke the function. */
export type Invoker = { arn: string; name: string; conditional: boolean; quote: string | null }

export type ReachInput = {
  fn: FunctionRecord
  triggers: Trigger[]
  triggersUnseen: string[]
  index: SourceIndex
  /** The organisation that the account is in, where it was collected. */
  organization: OrganizationRecord | undefined
  /** Null where it is not known. */
  invokers: readonly Invoker[] | null
  settings: AccountSettingsRecord | undefined
  /** Functions of the same account and region without reserved concurrency; itself among them or not. */
  neighbours: readonly { name: string }[]
  role: RoleRecord | undefined
  roleResources: readonly { service: string; name: string; arn: string | null }[]
  /** The 95th percentile of its durations; without it the timeout bounds them. */
  durationMsP95?: number
}

/** The input with what several answers need of it. */
export type ReachContext = ReachInput & {
  policies: FunctionPolicies
  neighbourhood: Neighbourhood
  triggerByKey: ReadonlyMap<string, Trigger>
}
