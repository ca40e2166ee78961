import { z } from 'zod'
import { readRulesFolder } from '#server/own-rules/read-rules-folder.ts'
import { RULES_FOLDER } from '#server/services/rules/list-rules.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { jsonText } from '#server/store/json-text.ts'
import type { Store } from '#server/store/store.ts'
import { defineJob } from './define-job.ts'

/**
 * Brings the rules of the folder into the store. A rule that is new is on: whoever may write the file decides. One whose
 * file is gone goes; one of the same id that was written in the browser is left, and the file is a problem.
 */
export async function syncRules(
  { pool }: Pick<Store, 'pool'>,
  folder: string | undefined,
  now: Date,
): Promise<void> {
  const found = folder ? await readRulesFolder(folder) : { rules: [], problems: [] }
  await inTransaction(pool, async (db) => {
    const { rows: own } = await db.query<{ id: string }>("SELECT id FROM own_rule WHERE source = 'browser'")
    const taken = new Set(own.map((row) => row.id))
    const clashes = found.rules.filter((one) => taken.has(one.rule.id))
    const rules = found.rules.filter((one) => !taken.has(one.rule.id))
    const problems = [
      ...found.problems,
      ...clashes.map(({ rule, file, line }) => ({
        file,
        line,
        column: null,
        text: `${rule.id} is there already, written in the browser.`,
      })),
    ]
    // A file, or the folder, that cannot be read says nothing of the rules that it had: they stay as they were.
    const broken = problems.map((one) => one.file)
    if (!broken.includes('.'))
      await db.query(
        `DELETE FROM own_rule WHERE source = 'folder' AND NOT id = ANY($1::text[]) AND NOT split_part(file, ':', 1) = ANY($2::text[])`,
        [rules.map(({ rule }) => rule.id), broken],
      )
    await db.query(
      `INSERT INTO own_rule (id, body, enabled, source, file, updated_at)
       SELECT id, body, TRUE, 'folder', file, $4 FROM unnest($1::text[], $2::jsonb[], $3::text[]) AS r (id, body, file)
       ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body, file = EXCLUDED.file, updated_at = EXCLUDED.updated_at, problem = NULL
       WHERE own_rule.source = 'folder' AND (own_rule.body <> EXCLUDED.body OR own_rule.file <> EXCLUDED.file)`,
      [
        rules.map(({ rule }) => rule.id),
        rules.map(({ rule }) => jsonText(rule)),
        rules.map(({ file, line }) => (line === null ? file : `${file}:${line}`)),
        now,
      ],
    )
    await db.query(
      `INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3)
       ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at WHERE setting.value <> EXCLUDED.value`,
      [RULES_FOLDER, jsonText({ folder: folder ?? null, problems: problems.slice(0, 200) }), now],
    )
  })
}

export const syncRulesJob = defineJob({
  name: 'sync-rules',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '* * * * *', input: {} },
  expireInSeconds: 120,
  async run(context) {
    await syncRules(context.store, context.env.SIGHTLINE_RULES_DIR, new Date(context.clock()))
  },
})
