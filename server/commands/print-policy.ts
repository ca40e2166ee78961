import type { Writable } from 'node:stream'
import { readEnv } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'
import { proposeForFunction } from '#server/services/functions/get-function-proposal.ts'
import { POLICY_FORMATS, proposalQuery } from '#server/services/roles/schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { openStore, type Store } from '#server/store/store.ts'

type Streams = { out: Writable; err: Writable }
const STANDARD: Streams = { out: process.stdout, err: process.stderr }

async function findOne({ pool }: Store, name: string): Promise<number> {
  // A qualifier says which version runs, not as which role.
  const [, arn] = /^(arn:[^:]*:lambda:[^:]*:\d{12}:function:[^:]+)/.exec(name) ?? []
  const found = await queryRows<{ id: number; arn: string }>(
    pool,
    sql`SELECT id, arn FROM resource WHERE kind = 'function' AND deleted_at IS NULL
      AND (arn = ${arn ?? name} OR (${arn ?? null}::text IS NULL AND name = ${name})) ORDER BY arn LIMIT 20`,
  )
  const [first, ...others] = found
  if (!first) throw new SettingError(`There is no function ${name} among those that were collected.`)
  if (others.length > 0)
    throw new SettingError(
      `${found.length === 20 ? '20 or more' : found.length} functions are named ${name}. Give the ARN of one:\n${found.map((one) => `  ${one.arn}`).join('\n')}`,
    )
  return first.id
}

/**
 * `sightline policy`: the policy on standard output, warnings on standard error. Exit code 2 where nothing can be
 * proposed because too little was seen.
 */
export async function printPolicy(
  name: string,
  options: { format: string; days: string },
  { out, err }: Streams = STANDARD,
): Promise<number> {
  const format = POLICY_FORMATS.find((one) => one === options.format)
  if (!format) throw new SettingError(`--format takes ${POLICY_FORMATS.join(', ')}.`)
  const query = proposalQuery.safeParse({ days: options.days })
  if (!query.success) throw new SettingError('--days takes a number from 1 to 400.')
  const { DATABASE_URL: url } = readEnv()
  if (!url) throw new SettingError('DATABASE_URL is not set.')
  const store = openStore(url, { maxConnections: 4 })
  try {
    const id = await findOne(store, name)
    const { proposal, texts } = await proposeForFunction({ store, clock: Date.now }, { id, ...query.data })
    if (proposal.state === 'unknown') {
      err.write(`Nothing can be proposed: ${proposal.reason}\n`)
      return 2
    }
    for (const warning of proposal.warnings) err.write(`warning: ${warning}\n`)
    for (const { service, why } of proposal.notObservable) err.write(`warning: ${service}: ${why}\n`)
    const text = texts[format]
    out.write(text.endsWith('\n') ? text : `${text}\n`)
    return 0
  } finally {
    await store.close()
  }
}
