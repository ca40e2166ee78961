import { z } from 'zod'
import { sourceDraft } from '#server/domain/trail-sources/source-draft.ts'
import { type TrialStep, trySource } from '#server/event-sources/try-source.ts'
import { jsonText } from '#server/store/json-text.ts'
import { defineJob } from './define-job.ts'

const stored = z.object({ draft: z.unknown() })

/** Tries a source that somebody has drafted, and keeps step by step what came of it in the setting `source-trial:<id>`. */
export const trySourceJob = defineJob({
  name: 'try-source',
  input: z.object({ trialId: z.uuid() }),
  keyOf: ({ trialId }) => trialId,
  concurrency: 4,
  expireInSeconds: 600,
  async run(context, { trialId }, signal) {
    const { pool } = context.store
    const key = `source-trial:${trialId}`
    const { rows } = await pool.query<{ value: unknown }>('SELECT value FROM setting WHERE key = $1', [key])
    if (!rows[0]) return
    const draft = stored.parse(rows[0].value).draft
    const steps: TrialStep[] = []
    const save = (state: 'running' | 'done') =>
      pool.query('UPDATE setting SET value = $2, updated_at = $3 WHERE key = $1', [
        key,
        jsonText({ state, draft, steps }),
        new Date(context.clock()),
      ])
    await save('running')
    for await (const step of trySource(context, sourceDraft.parse(draft), signal)) {
      steps.push(step)
      await save('running')
    }
    await save('done')
  },
})
