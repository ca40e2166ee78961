import type { z } from 'zod'
import { recordDiff } from '#server/domain/records/record-diff.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { InvalidInputError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { findResource } from './find-resource.ts'
import type { Comparison, compareQuery } from './schema.ts'
import { type StoredVersion, versionEntries } from './version-entries.ts'

const MAX_BETWEEN = 100

/** What the oldest version in between is, by what was there before it. */
const KIND_AFTER = { there: 'changed', 'not yet seen': 'first seen', deleted: 'seen again' } as const

type Side = { side: Comparison['from']; record: object | undefined }

/** What a resource looked like at two times, and what differs. @throws NotFoundError, InvalidInputError when `to` is not after `from` */
export async function compareResource(
  context: Context,
  input: { id: number } & z.infer<typeof compareQuery>,
): Promise<Comparison> {
  authorise(context, 'viewer')
  const to = input.to ? new Date(input.to) : new Date(context.clock())
  const from = input.from ? new Date(input.from) : new Date(to.getTime() - 7 * DAY_MS)
  if (from >= to) throw new InvalidInputError('"from" must lie before "to".')
  const resource = await findResource(context, input.id)
  const { pool } = context.store
  const at = async (moment: Date): Promise<Side> => {
    const [version] = await queryRows<StoredVersion>(
      pool,
      sql`SELECT id, valid_from, valid_to, record, event_id, actor FROM resource_version
        WHERE resource_id = ${resource.id} AND valid_from <= ${moment} ORDER BY valid_from DESC, id DESC LIMIT 1`,
    )
    const isGone = version?.valid_to != null && version.valid_to <= moment
    const state = !version ? 'not yet seen' : isGone ? 'deleted' : 'there'
    const since = isGone ? version?.valid_to : version?.valid_from
    const versionId = state === 'there' ? (version?.id ?? null) : null
    return {
      side: { at: moment.toISOString(), state, versionId, since: since?.toISOString() ?? null },
      record: state === 'there' ? version?.record : undefined,
    }
  }
  const [before, after, versions] = await Promise.all([
    at(from),
    at(to),
    queryRows<StoredVersion>(
      pool,
      sql`SELECT id, valid_from, valid_to, record, event_id, actor FROM resource_version
        WHERE resource_id = ${resource.id} AND valid_from > ${from} AND valid_from <= ${to} ORDER BY valid_from DESC, id DESC LIMIT ${MAX_BETWEEN}`,
    ),
  ])
  const between = await versionEntries(context, versions, true)
  return {
    from: before.side,
    to: after.side,
    fields: before.record || after.record ? recordDiff(before.record ?? {}, after.record ?? {}) : [],
    between: between.map(({ fields: _, ...entry }) => ({
      ...entry,
      kind: entry.kind === 'first seen' ? KIND_AFTER[before.side.state] : entry.kind,
    })),
  }
}
