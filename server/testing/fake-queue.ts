import { createHash, randomUUID } from 'node:crypto'
import type { TestAnswer, TestRequest } from '#server/aws/aws-test-server.ts'
import { asArray, asNumber, asObject } from '#server/domain/json.ts'

type Held = { id: string; body: string; receipt: string; receives: number; hidden: boolean }

/** An SQS queue for tests: what is received is hidden until `comeBack` is called, as if its time were over. */
export class FakeQueue {
  #messages: Held[] = []

  send(...bodies: unknown[]): void {
    for (const body of bodies)
      this.#messages.push({
        id: randomUUID(),
        body: typeof body === 'string' ? body : JSON.stringify(body),
        receipt: '',
        receives: 0,
        hidden: false,
      })
  }

  comeBack(): void {
    for (const message of this.#messages) message.hidden = false
  }

  get size(): number {
    return this.#messages.length
  }

  /** The answer to an operation of SQS; undefined for any other. */
  answer({ operation, json }: TestRequest): TestAnswer | undefined {
    const input = asObject(json)
    if (operation === 'ReceiveMessage') return { body: this.#receive(input) }
    if (operation === 'DeleteMessageBatch') return { body: this.#delete(input) }
    if (operation !== 'GetQueueAttributes') return undefined
    return { body: { Attributes: { ApproximateNumberOfMessages: String(this.size) } } }
  }

  #receive(input: Record<string, unknown>) {
    const given = this.#messages.filter(({ hidden }) => !hidden).slice(0, asNumber(input.MaxNumberOfMessages))
    const Messages = given.map((message) => {
      message.hidden = input.VisibilityTimeout !== 0
      message.receives += 1
      message.receipt = randomUUID()
      return {
        MessageId: message.id,
        ReceiptHandle: message.receipt,
        Body: message.body,
        MD5OfBody: createHash('md5').update(message.body).digest('hex'),
        Attributes: { SentTimestamp: '1763600000000', ApproximateReceiveCount: String(message.receives) },
      }
    })
    return Messages.length > 0 ? { Messages } : {}
  }

  #delete(input: Record<string, unknown>) {
    const receipts = new Set(asArray(input.Entries).map((entry) => asObject(entry).ReceiptHandle))
    this.#messages = this.#messages.filter(({ receipt }) => receipt === '' || !receipts.has(receipt))
    return { Successful: [], Failed: [] }
  }
}
