/** What of a function's configuration its price depends on, from when on; null: not known. */
export type PricedConfig = {
  fromMs: number
  memoryMb: number | null
  architecture: string | null
  ephemeralMb: number | null
  timeoutMs: number | null
  /** Executions that are kept ready. */
  provisioned: number | null
}

const same = (a: PricedConfig, b: PricedConfig) =>
  a.memoryMb === b.memoryMb &&
  a.architecture === b.architecture &&
  a.ephemeralMb === b.ephemeralMb &&
  a.timeoutMs === b.timeoutMs &&
  a.provisioned === b.provisioned

/** Configurations oldest first, without those that change nothing of the price. */
export function pricedSteps(configs: readonly PricedConfig[]): PricedConfig[] {
  const steps: PricedConfig[] = []
  for (const config of configs.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = steps.at(-1)
    if (!last || !same(last, config)) steps.push(config)
  }
  return steps
}

/** The one in force at a time; before the first that is known, the first. */
export function configAt(steps: readonly PricedConfig[], atMs: number): PricedConfig | undefined {
  return steps.findLast((step) => step.fromMs <= atMs) ?? steps[0]
}

/** Whether the price changes within (from, to). */
export function changesWithin(steps: readonly PricedConfig[], fromMs: number, toMs: number): boolean {
  return steps.some((step, i) => i > 0 && step.fromMs > fromMs && step.fromMs < toMs)
}

export type ConfigShare = { config: PricedConfig; share: number }

/** Which configurations were in force in a period, and for which share of it each. */
export function sharesOf(steps: readonly PricedConfig[], fromMs: number, toMs: number): ConfigShare[] {
  return steps.flatMap((config, i) => {
    const start = i === 0 ? fromMs : Math.max(fromMs, config.fromMs)
    const end = Math.min(toMs, steps[i + 1]?.fromMs ?? toMs)
    return end > start ? [{ config, share: (end - start) / (toMs - fromMs) }] : []
  })
}
