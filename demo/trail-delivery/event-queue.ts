import { randomUUID } from 'node:crypto'
import { hexFrom, uuidFrom } from '#demo/estate/prng.ts'
import { eventIdOf, toRecord } from '#demo/trail/record.ts'
import type { World } from '#demo/world.ts'
import { actsBetween, partitionsOf } from './acts-between.ts'

export const eventQueueName = 'sightline-events'

export type QueuedMessage = {
  id: string
  body: string
  receipt: string
  sentMs: number
  visibleAtMs: number
  receives: number
}

const minuteMs = 60_000
/** A deployment that was asked for just now has steps that lie a little back. */
const lookBackMs = 5 * minuteMs
/** Nobody reads what came longer ago. */
const keptMs = 60 * minuteMs

/** The queue to which a rule of EventBridge sends what CloudTrail records, but for reads, of all accounts and regions. */
export class EventQueue {
  readonly #world: World
  readonly #sent = new Map<string, number>()
  #messages: QueuedMessage[] = []
  #openedMs: number

  constructor(world: World) {
    this.#world = world
    this.#openedMs = world.now()
  }

  /** Messages that are to be had, at most so many; each is hidden until it is deleted or the time is over. */
  receive(most: number, hideMs: number): QueuedMessage[] {
    const nowMs = this.#world.now()
    this.#send(nowMs)
    const given = this.#messages.filter((message) => message.visibleAtMs <= nowMs).slice(0, most)
    for (const message of given) {
      message.receives += 1
      message.visibleAtMs = nowMs + hideMs
      message.receipt = hexFrom(40, message.id, message.receives)
    }
    return given
  }

  /** Puts a message into the queue, whatever it says. */
  send(body: string): void {
    const nowMs = this.#world.now()
    this.#messages.push({
      id: randomUUID(),
      body,
      receipt: '',
      sentMs: nowMs,
      visibleAtMs: nowMs,
      receives: 0,
    })
  }

  /** Whether there was a message with this receipt. */
  delete(receipt: string): boolean {
    const before = this.#messages.length
    this.#messages = this.#messages.filter((message) => message.receipt !== receipt)
    return this.#messages.length < before
  }

  get waiting(): number {
    const nowMs = this.#world.now()
    this.#send(nowMs)
    return this.#messages.filter((message) => message.visibleAtMs <= nowMs).length
  }

  #send(nowMs: number): void {
    const fromMs = Math.max(this.#openedMs, nowMs - keptMs)
    this.#openedMs = Math.max(this.#openedMs, nowMs - lookBackMs)
    for (const partition of partitionsOf(this.#world))
      for (const act of actsBetween(this.#world, partition, fromMs, nowMs + 1)) {
        const id = eventIdOf(act)
        if (act.readOnly || this.#sent.has(id)) continue
        this.#sent.set(id, act.timeMs)
        const body = JSON.stringify(envelopeOf(id, toRecord(act), partition.account.id))
        this.#messages.push({
          id: uuidFrom('message', id),
          body,
          receipt: '',
          sentMs: nowMs,
          visibleAtMs: nowMs,
          receives: 0,
        })
      }
    for (const [id, timeMs] of this.#sent) if (timeMs < nowMs - 2 * keptMs) this.#sent.delete(id)
    this.#messages = this.#messages.filter((message) => message.sentMs >= nowMs - keptMs)
  }
}

/** As EventBridge sends it. Source: EventBridge user guide, events from AWS services by CloudTrail. */
function envelopeOf(id: string, record: Record<string, unknown>, account: string) {
  const isSignIn = record.eventType === 'AwsConsoleSignIn'
  return {
    version: '0',
    id: uuidFrom('envelope', id),
    'detail-type': isSignIn ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail',
    source: `aws.${String(record.eventSource).split('.')[0]}`,
    account,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  }
}
