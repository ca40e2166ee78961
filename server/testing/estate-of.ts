import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { Estate, type EstateInput } from '#server/domain/posture/estate.ts'
import { GLOBAL_REGION, RESOURCE_KINDS, type ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { ACCOUNT_ID, NOW, REGION } from './factories.ts'

const TABLE = await loadActionTable()

type Options = Partial<Pick<EstateInput, 'activity' | 'origins' | 'calls' | 'now'>> & {
  /** Kinds that were not collected. */
  without?: readonly ResourceKind[]
}

/** Surroundings of records in the account and region of the test builders, where everything was collected. */
export function estateOf(
  records: readonly ResourceRecord[],
  { without = [], ...more }: Options = {},
): Estate {
  const places = new Set(
    [{ accountId: ACCOUNT_ID, region: REGION }, ...records].map((one) => `${one.accountId}/${one.region}`),
  )
  places.add(`${ACCOUNT_ID}/${GLOBAL_REGION}`)
  const kinds = RESOURCE_KINDS.filter((kind) => !without.includes(kind))
  const collected = new Set([...places].flatMap((place) => kinds.map((kind) => `${place}/${kind}`)))
  return new Estate({ records, collected, now: NOW, table: TABLE, ...more })
}
