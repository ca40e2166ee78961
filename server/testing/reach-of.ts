import type { FunctionReach } from '#server/domain/reach/reach.ts'
import type { ReachInput } from '#server/domain/reach/reach-input.ts'
import { workOutReach } from '#server/domain/reach/work-out-reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { assembleTriggers } from '#server/domain/triggers/assemble-triggers.ts'
import { buildSourceIndex } from '#server/domain/triggers/source-index.ts'
import { makeFunctionRecord } from './factories.ts'
import { ALL_COLLECTED, makeOrganization } from './source-records.ts'

/** Triggers and reach of a function among sources, in an account whose principals may not invoke it. */
export function reachOf(
  values: Partial<FunctionRecord>,
  records: ResourceRecord[] = [],
  more: Partial<ReachInput> = {},
  collected: ReadonlySet<string> = ALL_COLLECTED,
): FunctionReach {
  const fn = makeFunctionRecord(values)
  const index = buildSourceIndex(records, collected)
  const { triggers, unseen } = assembleTriggers(fn, index)
  return workOutReach({
    fn,
    triggers,
    triggersUnseen: unseen,
    index,
    organization: makeOrganization(),
    invokers: [],
    settings: undefined,
    neighbours: [],
    role: undefined,
    roleResources: [],
    ...more,
  })
}
