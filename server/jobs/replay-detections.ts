import { replayDetections as replay } from '#server/ingest/replay-detections.ts'
import { defineJob } from './define-job.ts'
import { accountInput } from './targets.ts'

/** Runs the detections over everything that is stored of an account, where that may find something else than was found. */
export const replayDetections = defineJob({
  name: 'replay-detections',
  input: accountInput,
  keyOf: ({ accountId }) => accountId,
  concurrency: 1,
  expireInSeconds: 3600,
  async run(context, { accountId }, signal) {
    const replayed = await replay(context, accountId, signal)
    if (replayed) context.log.info({ account: accountId, ...replayed }, 'ran detections over what is stored')
  },
})
