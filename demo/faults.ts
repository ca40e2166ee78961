import { z } from 'zod'
import type { Account } from './estate/model.ts'

export const faultSchema = z.object({
  service: z.string().optional(),
  operation: z.string().optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  kind: z.enum([
    'throttle',
    'error500',
    'denied',
    'slow',
    'malformed',
    'truncated',
    'repeat-token',
    'expired-credentials',
    'html',
  ]),
  times: z.number().int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  delayMs: z.number().nonnegative().optional(),
})

export type Fault = z.infer<typeof faultSchema>
export const faultListSchema = z.array(faultSchema)

const serviceNames: Record<string, string> = { cloudwatch: 'monitoring' }

/** The faults in force; each call takes those that fit it, and those with `times` wear off. */
export class Faults {
  private list: { fault: Fault; left: number }[] = []
  private drawn = 0

  set(faults: Fault[]): void {
    this.list = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
  }

  get active(): Fault[] {
    return this.list.filter(({ left }) => left > 0).map(({ fault }) => fault)
  }

  /** The faults that hit a call; the caller's draw is counted, so that a probability needs no chance. */
  take(call: { service: string; operation: string; account: Account | undefined; region: string }): Fault[] {
    const hits: Fault[] = []
    for (const entry of this.list) {
      const { fault } = entry
      const fits =
        (fault.service === undefined || (serviceNames[fault.service] ?? fault.service) === call.service) &&
        (fault.operation === undefined || fault.operation === call.operation) &&
        (fault.account === undefined || fault.account === call.account?.id) &&
        (fault.region === undefined || fault.region === call.region)
      if (!fits || entry.left <= 0) continue
      if (fault.probability !== undefined && (this.drawn++ * 0.6180339887) % 1 >= fault.probability) continue
      entry.left -= 1
      hits.push(fault)
    }
    return hits
  }
}
