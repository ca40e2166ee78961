import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { csvCell } from '#server/domain/text.ts'
import { readEnv } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'
import { type InventoryItem, readInventory } from '#server/services/functions/read-inventory.ts'
import { openStore } from '#server/store/store.ts'

const COLUMNS: [title: string, value: (item: InventoryItem) => string | number | null][] = [
  ['ARN', (item) => item.arn],
  ['Name', (item) => item.name],
  ['Account', (item) => item.accountId],
  ['Account name', (item) => item.accountName],
  ['Region', (item) => item.region],
  ['Runtime', (item) => item.runtime],
  ['Package', (item) => item.packageType],
  ['Architecture', (item) => item.architecture],
  ['Memory (MB)', (item) => item.memoryMb],
  ['Timeout (s)', (item) => item.timeoutSeconds],
  ['Last modified', (item) => item.lastModifiedAt],
  ['State', (item) => item.state],
  ['Owner', (item) => item.owner],
  ['Environment', (item) => item.environment],
  ['Criticality', (item) => item.criticality],
  ['Role', (item) => item.role.arn],
  ['Role risk', (item) => item.role.level],
  ['Role risks', (item) => item.role.risks.join('; ')],
  ['Reach', (item) => item.reach.level],
  ['Reach certainty', (item) => item.reach.certainty],
  ['Decided by', (item) => decidedBy(item).join('; ')],
  ['Triggers', (item) => item.triggers?.length ?? 'unknown'],
  [
    'Trigger sources',
    (item) => (item.triggers ?? []).map(({ kind, source }) => `${kind} ${source}`).join('; '),
  ],
]

/** What decides the widest answer. */
function decidedBy({ reach }: InventoryItem): string[] {
  return reach.answers.filter((one) => one.audience === reach.level).flatMap((one) => one.decidedBy)
}

async function* asJson(items: AsyncIterable<InventoryItem>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const item of items) {
    yield before + JSON.stringify(item)
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

async function* asCsv(items: AsyncIterable<InventoryItem>): AsyncGenerator<string> {
  yield `${COLUMNS.map(([title]) => csvCell(title)).join(',')}\r\n`
  for await (const item of items) yield `${COLUMNS.map(([, value]) => csvCell(value(item))).join(',')}\r\n`
}

/** `sightline inventory`: every function with role, triggers and reach, written as it is read. */
export async function printInventory(
  options: { format: string },
  out: Writable = process.stdout,
): Promise<void> {
  if (options.format !== 'json' && options.format !== 'csv')
    throw new SettingError('--format takes json or csv.')
  const { DATABASE_URL: url } = readEnv()
  if (!url) throw new SettingError('DATABASE_URL is not set.')
  const store = openStore(url, { maxConnections: 1 })
  // Whoever reads may have had enough, as `head` has.
  const closed = new AbortController()
  out.once('error', () => closed.abort())
  try {
    const items = readInventory(store)
    for await (const text of options.format === 'json' ? asJson(items) : asCsv(items)) {
      if (closed.signal.aborted) return
      if (!out.write(text)) await once(out, 'drain', { signal: closed.signal })
    }
  } catch (error) {
    if (!closed.signal.aborted) throw error
  } finally {
    await store.close()
  }
}
