import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs'
import type { CallContext } from '#server/aws/call.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'
import { callSource, type SourceFailure } from './call-source.ts'
import { deleteMessageBatch, getQueueAttributes, receiveMessage } from './source-operations.ts'

export type QueueMessage = {
  id: string
  receipt: string
  body: string
  /** How often it was received, this time included; about. */
  receives: number
}

/** How many messages SQS gives and takes at once. */
export const MESSAGES_AT_ONCE = 10

/** Receives up to ten messages; with `waitSeconds` (at most 20) an empty queue is waited for. */
export async function receiveMessages(
  context: CallContext,
  queueUrl: string,
  { waitSeconds, hideSeconds }: { waitSeconds: number; hideSeconds: number },
): Promise<{ state: 'ok'; messages: QueueMessage[] } | SourceFailure> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: MESSAGES_AT_ONCE,
    WaitTimeSeconds: waitSeconds,
    VisibilityTimeout: hideSeconds,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  })
  const result = await callSource(context, receiveMessage, command)
  if (result.state !== 'ok') return result
  const messages = asArray(asObject(result.output).Messages).flatMap((item) => {
    const { MessageId, ReceiptHandle, Body, Attributes } = asObject(item)
    const receipt = asText(ReceiptHandle)
    if (receipt === undefined) return []
    const { ApproximateReceiveCount } = asObject(Attributes)
    const receives = Number(ApproximateReceiveCount) || 1
    return [{ id: asText(MessageId) ?? '', receipt, body: asText(Body) ?? '', receives }]
  })
  return { state: 'ok', messages }
}

/** Deletes messages, ten a call. Those that SQS does not delete come back, which does no harm. */
export async function deleteMessages(
  context: CallContext,
  queueUrl: string,
  messages: readonly QueueMessage[],
): Promise<SourceFailure | undefined> {
  for (let from = 0; from < messages.length; from += MESSAGES_AT_ONCE) {
    const Entries = messages
      .slice(from, from + MESSAGES_AT_ONCE)
      .map(({ receipt }, i) => ({ Id: String(i), ReceiptHandle: receipt }))
    const command = new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries })
    const result = await callSource(context, deleteMessageBatch, command)
    if (result.state !== 'ok') return result
  }
  return undefined
}

/** How many messages wait in a queue, about. */
export async function queueDepth(
  context: CallContext,
  queueUrl: string,
): Promise<{ state: 'ok'; waiting: number } | SourceFailure> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['ApproximateNumberOfMessages'],
  })
  const result = await callSource(context, getQueueAttributes, command)
  if (result.state !== 'ok') return result
  const waiting = Number(asObject(asObject(result.output).Attributes).ApproximateNumberOfMessages)
  return { state: 'ok', waiting: Number.isFinite(waiting) ? waiting : 0 }
}

/** The body of a message that waits, which stays in the queue for whoever receives next. */
export async function peekMessage(
  context: CallContext,
  queueUrl: string,
): Promise<{ state: 'ok'; body: string | undefined } | SourceFailure> {
  const result = await receiveMessages(context, queueUrl, { waitSeconds: 1, hideSeconds: 0 })
  return result.state === 'ok' ? { state: 'ok', body: result.messages[0]?.body } : result
}

/** Whether messages may be deleted, tried on one that does not exist: SQS refuses the receipt, not the call. */
export async function tryDeleting(
  context: CallContext,
  queueUrl: string,
): Promise<SourceFailure | undefined> {
  const nobody = { id: '', receipt: 'AQEB-of-nothing', body: '', receives: 0 }
  const failure = await deleteMessages(context, queueUrl, [nobody])
  return failure?.state === 'failed' && /receipt/i.test(failure.message) ? undefined : failure
}
