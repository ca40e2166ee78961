import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { engineOf } from '#server/collectors/trail/history-engine.ts'
import { listFolders, listPage, openObject } from '#server/collectors/trail/log-objects.ts'
import { peekMessage, tryDeleting } from '#server/collectors/trail/queue-messages.ts'
import { asText } from '#server/domain/json.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { isLogFile, readFileNotification } from '#server/domain/trail-sources/file-notification.ts'
import { parseBucket } from '#server/domain/trail-sources/source-address.ts'
import type { SourceDraft } from '#server/domain/trail-sources/source-draft.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { pause } from './pause.ts'
import { sourceCall } from './source-call.ts'
import { tryMetricFiles } from './try-metric-files.ts'

export type TrialStep = { what: string; state: 'ok' | 'denied' | 'failed' | 'unknown'; text: string }

const step = (what: string, text = ''): TrialStep => ({ what, state: 'ok', text })
const failed = (what: string, { state, message }: SourceFailure): TrialStep => ({
  what,
  state,
  text: message,
})

/** Tries what a source will be asked for, one thing after the other, and says what came of each. Changes nothing. */
export async function* trySource(
  context: WorkerContext,
  draft: SourceDraft,
  signal: AbortSignal,
): AsyncGenerator<TrialStep> {
  const source: TrailSource = { ...draft, id: 'draft' }
  const way = await sourceCall(context, source, signal)
  if (way.state !== 'ok') {
    yield failed('The account', way)
    return
  }
  if (source.kind === 'event-queue' || source.kind === 'file-queue') yield* tryQueue(way.call, source)
  if (source.kind === 'file-queue') yield* tryFiles(way.call, asText(source.settings.files) ?? '')
  if (source.kind === 'bucket') yield* tryFiles(way.call, source.address)
  if (source.kind === 'metric-stream') yield* tryMetricFiles(context, way.call, source.address)
  if (engineOf(source)) yield* tryEngine(context, way.call, source)
}

async function* tryQueue(call: CallContext, source: TrailSource): AsyncGenerator<TrialStep> {
  const received = await peekMessage(call, source.address)
  if (received.state !== 'ok') {
    yield failed('Receive a message', received)
    return
  }
  yield step(
    'Receive a message',
    received.body === undefined ? 'The queue is empty.' : 'There was one; it stays.',
  )
  const deleted = await tryDeleting(call, source.address)
  yield deleted ? failed('Delete a message', deleted) : step('Delete a message')
  if (received.body !== undefined) yield bodyStep(source, received.body)
}

function bodyStep(source: TrailSource, body: string): TrialStep {
  const what = 'What the message says'
  const isOfFiles = readFileNotification(body).kind === 'files'
  if (isOfFiles === (source.kind === 'file-queue')) return step(what)
  const text = isOfFiles
    ? 'It names a log file in S3: choose log files, by a queue of their arrival.'
    : 'It names no file in S3: choose EventBridge to SQS, or look at what sends to the queue.'
  return { what, state: 'failed', text }
}

async function* tryFiles(call: CallContext, address: string): AsyncGenerator<TrialStep> {
  const at = parseBucket(address)
  if (!at) return
  const base = `${at.prefix === '' ? '' : `${at.prefix}/`}AWSLogs/`
  const accounts = await listFolders(call, at.bucket, base)
  if (accounts.state !== 'ok') {
    yield failed('List the bucket', accounts)
    return
  }
  const names = accounts.names.length
  yield step('List the bucket', `${names} ${names === 1 ? 'account' : 'accounts'} below ${base}`)
  const page = await listPage(call, { bucket: at.bucket, prefix: base, size: 1000 })
  const object = page.state === 'ok' ? page.objects.find(({ key }) => isLogFile(key)) : undefined
  if (!object) {
    const text = 'No log file was found to try it on.'
    yield { what: 'Read a log file', state: 'unknown', text }
    return
  }
  const opened = await openObject(call, at.bucket, object.key)
  if (opened.state === 'denied' || opened.state === 'failed') yield failed('Read a log file', opened)
  else if (opened.state === 'archived')
    yield { what: 'Read a log file', state: 'unknown', text: `The oldest is archived: ${object.key}` }
  else {
    if (opened.state === 'ok') for await (const _ of opened.body) break
    yield step('Read a log file', object.key)
  }
}

const POLL_MS = 1000
const TRIAL_MS = 2 * MINUTE_MS

async function* tryEngine(
  context: WorkerContext,
  call: CallContext,
  source: TrailSource,
): AsyncGenerator<TrialStep> {
  const engine = engineOf(source)
  if (!engine) return
  const what = 'Ask a question'
  const started = await engine.tryOut(call, source, new Date(context.clock()))
  if (started.state !== 'ok') {
    yield failed(what, started)
    return
  }
  const endMs = context.clock() + TRIAL_MS
  while (context.clock() < endMs) {
    const told = await engine.progress(call, source, started.id)
    if (told.state !== 'ok') {
      yield failed(what, told)
      return
    }
    if (told.phase === 'done') {
      const page = await engine.page(call, source, started.id, undefined)
      yield page.state === 'ok' ? step(what) : failed('Read the answer', page)
      return
    }
    if (told.phase !== 'running') {
      yield { what, state: 'failed', text: told.text || `It was ${told.phase}.` }
      return
    }
    await pause(POLL_MS, call.signal)
  }
  await engine.cancel(call, source, started.id)
  yield { what, state: 'unknown', text: 'There was no answer within two minutes.' }
}
