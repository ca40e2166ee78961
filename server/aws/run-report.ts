import type { CollectorProblem } from '#server/domain/collector-problem.ts'
import { SECOND_MS } from '#server/domain/time.ts'
import { safeMessage } from './error-class.ts'
import type { Operation } from './operation.ts'

const RESOURCES_KEPT = 10

/** Counts what a run of a collector did and gathers what it could not do. */
export class RunReport {
  calls = 0
  throttles = 0
  costUsd = 0
  /** How far this machine's clock is ahead of AWS's, in ms; undefined before an answer told. */
  clockSkewMs: number | undefined
  readonly #problems = new Map<string, CollectorProblem>()

  /** Adds a problem; those of one operation, state and code are merged. */
  addProblem(
    operation: Pick<Operation, 'name' | 'permission'>,
    problem: Pick<CollectorProblem, 'state' | 'code' | 'message' | 'hides'>,
    resource?: string,
  ): void {
    const key = `${operation.name}\n${problem.state}\n${problem.code}`
    let merged = this.#problems.get(key)
    if (!merged) {
      const { name, permission } = operation
      const { state, code } = problem
      merged = { operation: name, permission, state, code, message: '', count: 0, resources: [] }
      merged.message = safeMessage(problem.message)
      if (problem.hides) merged.hides = problem.hides
      this.#problems.set(key, merged)
    }
    merged.count += 1
    const isNew = resource !== undefined && !merged.resources.includes(resource)
    if (isNew && merged.resources.length < RESOURCES_KEPT) merged.resources.push(resource)
  }

  /** Notes AWS's time, from an answer's Date header, which tells whole seconds. */
  noteDate(header: unknown, nowMs: number): void {
    const awsMs = typeof header === 'string' ? Date.parse(header) : Number.NaN
    if (!Number.isNaN(awsMs)) this.clockSkewMs = nowMs - (awsMs + SECOND_MS / 2)
  }

  get problems(): CollectorProblem[] {
    return [...this.#problems.values()]
  }
}
