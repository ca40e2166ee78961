import { type Field, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'

const MOST = 20

/** What besides functions is encrypted with a key, as far as it was read: by kind and name, the first of them. */
export function otherUsersOf(record: KmsKeyRecord, around: Surroundings): string[] {
  const isKey = (field: Field<string> | undefined) => {
    const named = field === undefined ? undefined : valueOr(field, undefined)
    return named === record.arn || named === record.name
  }
  const of = <T>(field: Field<T[]>): T[] => valueOr(field, []) ?? []
  const named = [
    ...of(around.all('log-group', record)).map((one) => ({
      what: 'log group',
      name: one.name,
      key: one.kmsKeyArn,
    })),
    ...of(around.all('event-source', record)).map((one) => ({
      what: one.sourceType,
      name: one.name,
      key: one.kmsKeyId,
    })),
    ...of(around.all('topic', record)).map((one) => ({ what: 'topic', name: one.name, key: one.kmsKeyId })),
    ...of(around.all('trail', record)).map((one) => ({ what: 'trail', name: one.name, key: one.kmsKeyArn })),
    ...of(around.all('event-source-mapping', record)).map((one) => ({
      what: 'event filter of mapping',
      name: one.name,
      key: one.kmsKeyArn,
    })),
  ]
  return named
    .filter(({ key }) => isKey(key))
    .slice(0, MOST)
    .map(({ what, name }) => `${what} ${name}`)
}
