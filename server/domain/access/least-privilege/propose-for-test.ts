import { TEST_ACCOUNT } from '#server/domain/access/role-for-test.ts'
import { absent, known } from '#server/domain/field.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { LastAccessedService } from './last-accessed-service.ts'
import type { JsonPolicy } from './normal-statement.ts'
import type { ObservedCall } from './observed-call.ts'
import { type ProposeInput, proposePolicy } from './propose-policy.ts'

export const table = await loadActionTable()
export const FROM = '2026-08-20T00:00:00.000Z'
export const TO = '2026-11-20T00:00:00.000Z'
export const TABLE = `arn:aws:dynamodb:eu-west-1:${TEST_ACCOUNT}:table/orders`

export const call = (source: string, eventName: string, more: Partial<ObservedCall> = {}): ObservedCall => ({
  eventSource: `${source}.amazonaws.com`,
  eventName,
  resources: [],
  errorCode: null,
  count: 1,
  lastAt: '2026-11-01T00:00:00.000Z',
  eventId: 'e1',
  ...more,
})

/** Proposes for a role of these functions, with nothing seen unless it is given. */
export const proposeFor =
  (functions: FunctionRecord[]) =>
  (record: RoleRecord, more: Partial<ProposeInput> = {}) =>
    proposePolicy({
      record,
      functions,
      mappings: [],
      observed: [],
      lastAccessed: absent(),
      dataEvents: known([]),
      window: { from: FROM, to: TO, completeFrom: FROM },
      table,
      ...more,
    })

export const policyOf = (text: string): JsonPolicy => JSON.parse(text)
/** `action on resources` of each Allow. */
export const grantsOf = (text: string) =>
  policyOf(text)
    .Statement.flatMap(({ Action, Resource, NotResource }) =>
      (Action ?? []).map((action) => `${action} on ${(Resource ?? NotResource)?.join(', ')}`),
    )
    .sort()
export const used = (
  service: string,
  lastAccessedAt: string | null,
  actions: LastAccessedService['actions'] = [],
) => ({
  service,
  lastAccessedAt,
  actions,
})
