import { hourMs } from '#demo/estate/model.ts'
import { mix, unit } from '#demo/estate/prng.ts'

const stepMs = 6 * hourMs

/** Daily USD of each service for an account with one hundred functions. */
const dailyUsd: Record<string, number> = {
  AWSLambda: 19.4,
  AmazonDynamoDB: 31.2,
  AmazonS3: 12.7,
  AmazonEC2: 64.1,
  AmazonRDS: 48.9,
  AmazonApiGateway: 9.8,
  AWSQueueService: 2.1,
  AmazonCloudWatch: 7.4,
  AWSDataTransfer: 5.6,
  awskms: 1.9,
}

export const billedServices = Object.keys(dailyUsd)

export type ChargePoint = { timeMs: number; usd: number }

/** EstimatedCharges as AWS/Billing shows it: every six hours, in USD since the start of the month (UTC). */
export function estimatedCharges(
  options: {
    accountKey: number
    scale: number
    service: string | undefined
    extraLambdaUsd: (fromMs: number, toMs: number) => number
  },
  fromMs: number,
  toMs: number,
): ChargePoint[] {
  const points: ChargePoint[] = []
  for (let timeMs = Math.ceil(fromMs / stepMs) * stepMs; timeMs < toMs; timeMs += stepMs) {
    const date = new Date(timeMs - 1)
    const monthMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
    let usd = 0
    const services = options.service === undefined ? billedServices : [options.service]
    for (const service of services) {
      const i = billedServices.indexOf(service)
      if (i < 0) return []
      for (let step = monthMs; step < timeMs; step += stepMs) {
        const noise = 0.85 + 0.3 * unit(mix(options.accountKey + i, Math.floor(step / stepMs)))
        usd += ((dailyUsd[service] ?? 0) / 4) * options.scale * noise
        if (service === 'AWSLambda') usd += options.extraLambdaUsd(step, step + stepMs)
      }
    }
    points.push({ timeMs, usd: Math.round(usd * 100) / 100 })
  }
  return points
}

/** How late a charge point may be; newer ones are not shown. */
export const chargeDelayMs = 20 * 60_000
