import { type Paging, paginateAll } from '#server/aws/paginate.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import type { CollectorContext } from './define-collector.ts'
import { unseen } from './read-field.ts'

/** A short list that hangs on one resource, read to its end; absent where the resource is gone. */
export async function readList(context: CollectorContext, paging: Paging): Promise<Field<unknown[]>> {
  const { complete, failure, items } = await paginateAll(context, paging)
  if (complete) return known(items)
  if (failure?.state === 'not-found') return absent()
  return failure ? unseen(failure) : failed('incomplete')
}

/** A list that is empty is absent. */
export function listField<T>(items: T[]): Field<T[]> {
  return items.length === 0 ? absent() : known(items)
}
