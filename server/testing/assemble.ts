import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { assembleTriggers } from '#server/domain/triggers/assemble-triggers.ts'
import { buildSourceIndex } from '#server/domain/triggers/source-index.ts'
import { makeFunctionRecord } from './factories.ts'
import { ALL_COLLECTED } from './source-records.ts'

/** Triggers of a function among sources. */
export function assemble(
  records: ResourceRecord[],
  values: Partial<FunctionRecord> = {},
  collected: ReadonlySet<string> = ALL_COLLECTED,
): ReturnType<typeof assembleTriggers> {
  return assembleTriggers(makeFunctionRecord(values), buildSourceIndex(records, collected))
}

/** A grant to a service, for a source and an account where they are given. */
export const grantTo = (name: string, arn?: string, account?: string) => ({
  Principal: { Service: `${name}.amazonaws.com` },
  Condition: {
    ...(arn ? { ArnLike: { 'AWS:SourceArn': arn } } : {}),
    ...(account ? { StringEquals: { 'AWS:SourceAccount': account } } : {}),
  },
})
