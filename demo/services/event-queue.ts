import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { eventQueueName } from '#demo/trail-delivery/event-queue.ts'
import { asList, boundedInt, type Call, type Operation } from './call.ts'

const arn = ({ account, region }: Call) => `arn:aws:sqs:${region}:${account.id}:${eventQueueName}`
const askAgainMs = 200

/** Whether a call is for the queue of CloudTrail's events, which is in the home account's first region. */
export function isEventQueue(call: Call): boolean {
  const [account, name] = String(call.input.QueueUrl ?? '')
    .split('/')
    .slice(-2)
  const home = call.world.estate.accounts[0]
  return account === home?.id && name === eventQueueName && call.region === home?.regions[0]
}

function requireQueue(call: Call): void {
  if (isEventQueue(call)) return
  const message = 'The specified queue does not exist.'
  throw new AwsError('com.amazonaws.sqs#QueueDoesNotExist', 400, message)
}

export function eventQueueAttributes(call: Call): Record<string, string> {
  return {
    QueueArn: arn(call),
    ApproximateNumberOfMessages: String(call.world.eventQueue.waiting),
    VisibilityTimeout: '120',
    MessageRetentionPeriod: '345600',
    SqsManagedSseEnabled: 'true',
  }
}

async function receiveMessage(call: Call): Promise<unknown> {
  requireQueue(call)
  const { input, world } = call
  const bad = () => new AwsError('InvalidParameterValue', 400, 'A value is not valid for a parameter.')
  const most = boundedInt(input.MaxNumberOfMessages, 1, 1, 10, bad)
  const hideMs = 1000 * boundedInt(input.VisibilityTimeout, 30, 0, 43_200, bad)
  const waitMs = 1000 * boundedInt(input.WaitTimeSeconds, 0, 0, 20, bad)
  const endMs = performance.now() + waitMs
  let messages = world.eventQueue.receive(most, hideMs)
  while (messages.length === 0 && performance.now() < endMs) {
    await wait(askAgainMs)
    messages = world.eventQueue.receive(most, hideMs)
  }
  const Messages = messages.map(({ id, body, receipt, sentMs, receives }) => ({
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Attributes: { SentTimestamp: String(sentMs), ApproximateReceiveCount: String(receives) },
  }))
  return Messages.length > 0 ? { Messages } : {}
}

function deleteMessageBatch(call: Call): unknown {
  requireQueue(call)
  const Successful: unknown[] = []
  const Failed: unknown[] = []
  for (const { Id, ReceiptHandle } of asList(call.input.Entries)) {
    const isDeleted = call.world.eventQueue.delete(String(ReceiptHandle))
    const failure = {
      Id,
      SenderFault: true,
      Code: 'ReceiptHandleIsInvalid',
      Message: 'The receipt handle is invalid.',
    }
    if (isDeleted) Successful.push({ Id })
    else Failed.push(failure)
  }
  return { Successful, Failed }
}

const bucket = { name: 'sqs-messages', perSecond: 300 }

export const eventQueueOperations: Record<string, Operation> = {
  ReceiveMessage: { bucket, run: receiveMessage, resource: arn },
  DeleteMessageBatch: { bucket, run: deleteMessageBatch, resource: arn },
}
