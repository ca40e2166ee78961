import type { LineEvidence } from '#server/domain/access/access.ts'

export type Because = LineEvidence['because'][number]
export type Want = {
  action: string
  decision: 'keep' | 'unobservable'
  /** Null: on all that is granted today, as no evidence tells on what alone. */
  resources: Set<string> | null
  /** What the configuration needs the action for; counts where the use itself cannot be seen. */
  configured: Set<string>
  because: Because[]
}

const MAX_BECAUSE = 8

/** The actions that a proposal keeps, with what speaks for each. */
export class Wants {
  readonly #byAction = new Map<string, Want>()

  add(action: string, decision: Want['decision'], resources: string[] | null, because: Because): void {
    const key = action.toLowerCase()
    const before = this.#byAction.get(key)
    if (!before) {
      const configured = new Set(because.source === 'configuration' ? resources : [])
      const wanted = resources && new Set(resources)
      this.#byAction.set(key, { action, decision, resources: wanted, configured, because: [because] })
      return
    }
    if (resources === null || before.resources === null) before.resources = null
    else for (const resource of resources) before.resources.add(resource)
    if (because.source === 'configuration')
      for (const resource of resources ?? []) before.configured.add(resource)
    if (decision === 'keep') before.decision = 'keep'
    const isSaid = before.because.some((one) => one.source === because.source && one.text === because.text)
    if (!isSaid && before.because.length < MAX_BECAUSE) before.because.push(because)
  }

  get(action: string): Want | undefined {
    return this.#byAction.get(action.toLowerCase())
  }

  all(): Want[] {
    return [...this.#byAction.values()]
  }
}

export const because = (
  source: Because['source'],
  text: string,
  at: string | null = null,
  eventId: string | null = null,
): Because => ({ source, text, at, eventId })
